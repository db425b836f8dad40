import { type Http, path, type RequestOptions } from "../../../base.js";
import { type DemoSession, demoSessionModel } from "../models/demo.js";

/** A key to look around with. */
export class Demo {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Gives a read-only key that expires. Needs no key, and sends none: a client made with `apiKey: null` can do it.
   * @endpoint POST /demo/session
   */
  createSession(options?: RequestOptions): Promise<DemoSession> {
    return this.#http.one("POST", path`/demo/session`, demoSessionModel, options, { authenticated: false });
  }
}
