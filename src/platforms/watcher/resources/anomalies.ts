import {
  type GateEvidence,
  type Http,
  type PagePromise,
  path,
  type RequestOptions,
  type UnknownOption,
} from "../../../base.js";
import { listAnomalies, requireNone } from "../gates/anomalies.js";
import { type Anomaly, type AnomalyListParams, type UnflagBody, unflagBody } from "../models/anomalies.js";

/** The figures of runs that were found unusual. */
export class Anomalies {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Lists the flags of runs, those that were taken back included. Sends one request a run. Throws `ValidationError` without
   * `execution` and `executions`, since the server tells the flags of named runs only; `NotFoundError` where there is no
   * such run; and `UnsupportedError` for `severity`. Flags come up to a second after the end of a successful run.
   */
  list(params?: AnomalyListParams, options?: RequestOptions): PagePromise<Anomaly> {
    return listAnomalies(this.#http, params, options);
  }

  /**
   * Passes when no figure of the runs is flagged, and gives what shows it. It asks for each run and once for all rules, and
   * asks again two seconds later for a run whose end lies within six minutes of now, since flags come up to a second after
   * the end, and whoever ended it has a clock of its own. No flag shows nothing for a run that is under way or failed, one
   * that ends later than that, one of another pipeline than `asset`, one that ended before `since`, one whose pipeline has
   * no active rule or only younger ones, and one that told none of the figures that these watch: these are unknown.
   * Nothing tells whether there were enough earlier runs to compare with, nor whether the server's workers run: a pass
   * shows that no flag was raised.
   *
   * Throws `AnomaliesFoundError` with the number of flags, `InconclusiveError` when a run is unknown (unless
   * `onUnknown: "pass"`), `ValidationError` without `execution` and `executions`, and `NotFoundError` when there is no such
   * run or pipeline.
   */
  requireNone(params?: AnomalyListParams, options?: RequestOptions & UnknownOption): Promise<GateEvidence> {
    return requireNone(this.#http, params, options);
  }

  /**
   * Takes flags back: they become false, and their results are deleted. Throws `NotFoundError` where there is no such run,
   * or none of the figures is flagged. @endpoint POST /unflag_anomaly
   */
  unflag(body: UnflagBody, options?: RequestOptions): Promise<void> {
    return this.#http.none("POST", path`/unflag_anomaly`, options, { body: unflagBody.of(body) });
  }
}
