import { type Http, path, type RequestOptions } from "../../../base.js";
import { type Diagnosis, diagnosisModel } from "../models/diagnostics.js";

/** How the server itself is doing, in reports for people. Each throws `ServerError` where it cannot be made. */
export class Diagnostics {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Gives a report on the connections to the database. @endpoint GET /diagnostics/connection-performance */
  connectionPerformance(options?: RequestOptions): Promise<Diagnosis> {
    return this.#http.one("GET", path`/diagnostics/connection-performance`, diagnosisModel, options);
  }

  /** Gives a report on the tables and indexes of the database. @endpoint GET /diagnostics/schema-health */
  schemaHealth(options?: RequestOptions): Promise<Diagnosis> {
    return this.#http.one("GET", path`/diagnostics/schema-health`, diagnosisModel, options);
  }

  /** Gives a report on the speed of the database. @endpoint GET /diagnostics/performance */
  performance(options?: RequestOptions): Promise<Diagnosis> {
    return this.#http.one("GET", path`/diagnostics/performance`, diagnosisModel, options);
  }

  /** Gives a report on the background workers. @endpoint GET /diagnostics/celery */
  celery(options?: RequestOptions): Promise<Diagnosis> {
    return this.#http.one("GET", path`/diagnostics/celery`, diagnosisModel, options);
  }

  /** Gives a report on the queue. @endpoint GET /diagnostics/redis */
  redis(options?: RequestOptions): Promise<Diagnosis> {
    return this.#http.one("GET", path`/diagnostics/redis`, diagnosisModel, options);
  }
}
