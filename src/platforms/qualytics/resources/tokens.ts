import { type Http, type PagePromise, path, type RequestOptions } from "../../../base.js";
import { intId } from "../ids.js";
import {
  type CreatedToken,
  createdTokenModel,
  type Token,
  type TokenCreateBody,
  tokenCreateBody,
  tokenModel,
  tokenRevocation,
} from "../models/tokens.js";

/** The tokens of users and services. `apiKeys` tells of them in the words of every platform. */
export class Tokens {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Lists the caller's own tokens in one piece, without their secrets. @endpoint GET /user-tokens */
  list(options?: RequestOptions): PagePromise<Token> {
    return this.#http.whole(path`/user-tokens`, tokenModel, options);
  }

  /** Lists the tokens of services in one piece. For admins. @endpoint GET /user-tokens/service */
  listService(options?: RequestOptions): PagePromise<Token> {
    return this.#http.whole(path`/user-tokens/service`, tokenModel, options);
  }

  /**
   * Makes a token and gives its secret (`bearerToken`), which the platform never tells again. The secret is not enumerable:
   * no print, log or JSON shows it. Throws `ConflictError` where the user has a token of this name.
   * @endpoint POST /user-tokens
   */
  create(body: TokenCreateBody, options?: RequestOptions): Promise<CreatedToken> {
    return this.#http.one("POST", path`/user-tokens`, createdTokenModel, options, { body: tokenCreateBody.of(body) });
  }

  /**
   * Makes a token useless (`revoked` is true) or of use again (false), and gives it as it then is.
   * @endpoint PUT /user-tokens/{id}
   */
  setRevoked(token: string | number, revoked: boolean, options?: RequestOptions): Promise<Token> {
    return this.#http.one("PUT", path`/user-tokens/${intId({ token })}`, tokenModel, options, {
      body: tokenRevocation.of({ revoke: revoked }),
      repeatable: true,
    });
  }

  /** Deletes a token. The platform refuses it unless the token was revoked. @endpoint DELETE /user-tokens/{id} */
  delete(token: string | number, options?: RequestOptions): Promise<void> {
    return this.#http.none("DELETE", path`/user-tokens/${intId({ token })}`, options);
  }
}
