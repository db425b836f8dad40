import { type Http, path, type RequestOptions } from "../../../base.js";
import { documentModel, type SystemStatus, systemStatusModel } from "../models/system.js";

/** The deployment itself. */
export class System {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Looks whether the deployment answers; no token is sent, so that nothing is said of yours. Throws `ServerError` or
   * `ConnectionError` where it does not. @endpoint GET /health
   */
  health(options?: RequestOptions): Promise<void> {
    return this.#http.none("GET", path`/health`, options, { authenticated: false });
  }

  /** Tells whether the deployment reaches its database and its queue; no token is sent. @endpoint GET /status */
  status(options?: RequestOptions): Promise<SystemStatus> {
    return this.#http.one("GET", path`/status`, systemStatusModel, options, { authenticated: false });
  }

  /** Gives the deployment's own description of its interface (OpenAPI 3), untouched. @endpoint GET /openapi.json */
  openapi(options?: RequestOptions): Promise<Record<string, unknown>> {
    return this.#http.one("GET", path`/openapi.json`, documentModel, options);
  }

  /** Tells when the licence ends, as it comes: the sources do not tell its shape. @endpoint GET /license/expiration */
  async licenseExpiration(options?: RequestOptions): Promise<unknown> {
    return (await this.#http.raw("GET", path`/license/expiration`, options)).data;
  }
}
