import { type Http, path, type RequestOptions } from "../../../base.js";
import { documentModel, type Heartbeat, heartbeatModel } from "../models/health.js";

/** Whether the server answers. */
export class Health {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Tells that the server answers. It looks neither at its database nor at its queue. @endpoint GET / */
  heartbeat(options?: RequestOptions): Promise<Heartbeat> {
    return this.#http.one("GET", path`/`, heartbeatModel, options);
  }

  /**
   * Gives the server's own description of its interface (OpenAPI 3.1), untouched. It leaves out the reports, the
   * diagnostics and the lineage graph. @endpoint GET /openapi.json
   */
  openapi(options?: RequestOptions): Promise<Record<string, unknown>> {
    return this.#http.one("GET", path`/openapi.json`, documentModel, options);
  }
}
