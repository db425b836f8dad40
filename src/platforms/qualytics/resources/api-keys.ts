import { type Http, type PagePromise, path, type RequestOptions } from "../../../base.js";
import { intId } from "../ids.js";
import { keyById, listKeys } from "../keys.js";
import { type ApiKey, type ApiKeyListParams, apiKeyModel } from "../models/api-keys.js";
import { tokenRevocation } from "../models/tokens.js";

/** The tokens of users and services, in the words of every platform. `tokens` makes and deletes them. */
export class ApiKeys {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Lists the caller's own keys in one piece, revoked ones too, without their secrets; with `of: "service"` those of
   * services, which is for admins and sends `GET /user-tokens/service`. @endpoint GET /user-tokens
   */
  list(params?: ApiKeyListParams, options?: RequestOptions): PagePromise<ApiKey> {
    return listKeys(this.#http, params, options);
  }

  /**
   * Gives one key. The platform gives none alone: it is looked for among the caller's own, and then among those of
   * services. Throws `NotFoundError` where neither list holds it. @endpoint GET /user-tokens
   */
  get(key: string | number, options?: RequestOptions): Promise<ApiKey> {
    return keyById(this.#http, key, options);
  }

  /**
   * Makes a key useless, and gives it as it then is. `tokens.setRevoked` can undo that. Throws `NotFoundError` where there
   * is none. @endpoint PUT /user-tokens/{id}
   */
  revoke(key: string | number, options?: RequestOptions): Promise<ApiKey> {
    return this.#http.one("PUT", path`/user-tokens/${intId({ key })}`, apiKeyModel, options, {
      body: tokenRevocation.of({ revoke: true }),
      repeatable: true,
    });
  }
}
