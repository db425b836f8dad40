import { type Http, path, type RequestOptions } from "../../../base.js";
import {
  type LogCleanupBody,
  type LogCleanupResult,
  logCleanupBody,
  logCleanupResultModel,
} from "../models/monitoring.js";

/** What keeps the server small. */
export class Maintenance {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Deletes old runs and logs, and counts them. Version 1.0.0 of the server counts without deleting, and answers with an
   * error (`ServerError`) as soon as a run with a parent is among them. @endpoint POST /log_cleanup
   */
  cleanupLogs(body: LogCleanupBody, options?: RequestOptions): Promise<LogCleanupResult> {
    return this.#http.one("POST", path`/log_cleanup`, logCleanupResultModel, options, {
      body: logCleanupBody.of(body),
    });
  }
}
