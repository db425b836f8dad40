import {
  type GateEvidence,
  type Http,
  type PagePromise,
  path,
  type RequestOptions,
  type UnknownOption,
} from "../../../base.js";
import { isOpenAsAsked, requireNone } from "../gates/anomalies.js";
import { type Alert, alertModel } from "../models/alerts.js";
import { type AnomalyGateParams, type AnomalyListParams, anomalyListParams } from "../models/anomalies.js";

/** Alerts, as the anomalies that portable code knows. `client.alerts` does more with them. */
export class Anomalies {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Lists alerts. `isOpen` is judged after a page was read: pages may hold fewer items than `limit`, and the total counts
   * those that were dropped. @endpoint GET /sdk/alerts
   */
  list(params?: AnomalyListParams, options?: RequestOptions): PagePromise<Alert> {
    return this.#http.page(
      path`/sdk/alerts`,
      alertModel,
      options,
      anomalyListParams.of(params),
      isOpenAsAsked(params?.isOpen),
    );
  }

  /**
   * Passes when there is no open alert, and gives what shows it. It asks for each of `statuses` (default `triggered` and
   * `acknowledged`) and reads what the platform counts; with `asset`, it asks for the asset first, so that a misspelt
   * name does not pass.
   *
   * Throws `AnomaliesFoundError` with their number when there are some, `InconclusiveError` when the platform counts
   * some and shows none (unless `onUnknown: "pass"`), and `NotFoundError` when there is no such asset.
   */
  requireNone(params?: AnomalyGateParams, options?: RequestOptions & UnknownOption): Promise<GateEvidence> {
    return requireNone(this.#http, params, options);
  }
}
