import { type Http, path, type RequestOptions } from "../../../base.js";
import { type HealthSummary, healthSummaryModel } from "../models/health.js";
import { noParams } from "../models/params.js";

/** How everything stands, in one answer. */
export class Health {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Tells how alerts, freshness and schemas stand, and what needs attention. @endpoint GET /sdk/health/summary */
  summary(params?: Record<never, never>, options?: RequestOptions): Promise<HealthSummary> {
    return this.#http.one("GET", path`/sdk/health/summary`, healthSummaryModel, options, {
      query: noParams.of(params),
    });
  }
}
