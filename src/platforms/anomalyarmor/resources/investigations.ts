import { type AssetRef, type Http, path, type RequestOptions } from "../../../base.js";
import { uuid } from "../ids.js";
import {
  type EvidenceCapsule,
  type ExplainParams,
  evidenceCapsuleModel,
  explainParams,
} from "../models/investigations.js";

const EXPLAIN_TIMEOUT_MS = 90_000;

/** Why something is wrong, with citations. */
export class Investigations {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Finds out why something is wrong with an asset, which is named by its UUID alone. Nothing is stored. One attempt may
   * take 90 seconds unless `timeoutMs` says otherwise; it is not repeated when its answer is lost, unless
   * `idempotencyKey` is given.
   * @endpoint POST /sdk/investigations/explain
   */
  explain(asset: AssetRef, params?: ExplainParams, options?: RequestOptions): Promise<EvidenceCapsule> {
    return this.#http.one("POST", path`/sdk/investigations/explain`, evidenceCapsuleModel, options, {
      body: explainParams.of({ ...params, asset }),
      timeoutMs: EXPLAIN_TIMEOUT_MS,
    });
  }

  /** Gives the stored investigation of an alert, by its UUID. @endpoint GET /sdk/investigations/{investigation_id} */
  get(investigation: string | number, options?: RequestOptions): Promise<EvidenceCapsule> {
    return this.#http.one("GET", path`/sdk/investigations/${uuid({ investigation })}`, evidenceCapsuleModel, options);
  }
}
