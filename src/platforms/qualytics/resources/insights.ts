import { type Http, path, type RequestOptions } from "../../../base.js";
import { type InsightsParams, insightsParams } from "../models/insights.js";

/** Reports on the quality of the data over time. */
export class Insights {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Gives a report, as it comes: the sources do not tell its shape. @endpoint GET /insights */
  async get(params?: InsightsParams, options?: RequestOptions): Promise<unknown> {
    return (await this.#http.raw("GET", path`/insights`, options, { query: insightsParams.of(params) })).data;
  }
}
