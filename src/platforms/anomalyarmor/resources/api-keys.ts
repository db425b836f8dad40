import { type Http, type PagePromise, path, type RequestOptions } from "../../../base.js";
import { publicId } from "../ids.js";
import {
  type ApiKey,
  type ApiKeyCreateBody,
  type ApiKeyListParams,
  type ApiKeyUsage,
  apiKeyCreateBody,
  apiKeyListParams,
  apiKeyModel,
  apiKeyUsageModel,
  type CreatedApiKey,
  createdApiKeyModel,
} from "../models/api-keys.js";

/** The keys to the platform. Every call needs an admin key. */
export class ApiKeys {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Lists keys, without their secrets. @endpoint GET /api-keys */
  list(params?: ApiKeyListParams, options?: RequestOptions): PagePromise<ApiKey> {
    return this.#http.page(path`/api-keys`, apiKeyModel, options, apiKeyListParams.of(params));
  }

  /**
   * Makes a key and gives its secret (`key`), which the platform never tells again. The secret is not enumerable: no
   * print, log or JSON shows it. @endpoint POST /api-keys
   */
  create(body: ApiKeyCreateBody, options?: RequestOptions): Promise<CreatedApiKey> {
    return this.#http.one("POST", path`/api-keys`, createdApiKeyModel, options, { body: apiKeyCreateBody.of(body) });
  }

  /** Gives one key, by its id, without its secret. @endpoint GET /api-keys/{key_id} */
  get(key: string | number, options?: RequestOptions): Promise<ApiKey> {
    return this.#http.one("GET", path`/api-keys/${publicId({ key })}`, apiKeyModel, options);
  }

  /**
   * Makes a key useless, for good. Gives the key as it is then, or null where the platform answers without it.
   * @endpoint DELETE /api-keys/{key_id}
   */
  revoke(key: string | number, options?: RequestOptions): Promise<ApiKey | null> {
    return this.#http.oneOrNull("DELETE", path`/api-keys/${publicId({ key })}`, apiKeyModel, options);
  }

  /** Tells how many keys there are, and how many there may be. @endpoint GET /api-keys/usage */
  usage(options?: RequestOptions): Promise<ApiKeyUsage> {
    return this.#http.one("GET", path`/api-keys/usage`, apiKeyUsageModel, options);
  }
}
