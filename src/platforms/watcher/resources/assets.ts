import { type AssetRef, type Http, type PagePromise, type RequestOptions, workedOut } from "../../../base.js";
import { ADDRESSES, byRef, everyOne, refOf } from "../lookups.js";
import { type Asset, type AssetListParams, assetListParams, assetOf, isFound } from "../models/assets.js";

/**
 * Addresses, as the assets that portable code knows; `client.addresses` does more with them. The freshness of data is told
 * for pipelines, not for addresses: an asset of `client.freshness` is a pipeline.
 */
export class Assets {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Lists addresses. All are read at once; `search` and `limit` are applied here. @endpoint GET /address */
  list(params: AssetListParams = {}, options?: RequestOptions): PagePromise<Asset> {
    return workedOut(
      this.#http,
      "GET /address",
      assetListParams.of(params),
      () => readAssets(this.#http, params.search, options),
      params.limit,
    );
  }

  /**
   * Gives an address, by its number or its name, in any case; digits are a number. A name is looked up in the list. Throws
   * `NotFoundError` where there is none. @endpoint GET /address/{address_id}
   */
  get(asset: AssetRef, options?: RequestOptions): Promise<Asset> {
    return readAsset(this.#http, asset, options);
  }
}

async function readAssets(http: Http, search: string | undefined, options?: RequestOptions): Promise<Asset[]> {
  const addresses = await everyOne(http, ADDRESSES, options).toArray();
  return addresses.filter((address) => isFound(address, search)).map(assetOf);
}

async function readAsset(http: Http, asset: AssetRef, options?: RequestOptions): Promise<Asset> {
  const ref = refOf("asset", asset, { platform: http.platform, operation: "GET /address/{address}" });
  return assetOf(await byRef(http, ADDRESSES, ref, options));
}
