import { type AssetRef, type Http, type PagePromise, path, type RequestOptions } from "../../../base.js";
import { assetId } from "../ids.js";
import {
  type LineageAsset,
  type LineageGraph,
  type LineageListParams,
  type LineageParams,
  lineageAssetModel,
  lineageGraphModel,
  lineageListParams,
  lineageParams,
} from "../models/lineage.js";

/** Which assets feed which. */
export class Lineage {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Lists assets with the number of their neighbours. @endpoint GET /sdk/lineage */
  list(params?: LineageListParams, options?: RequestOptions): PagePromise<LineageAsset> {
    return this.#http.page(path`/sdk/lineage`, lineageAssetModel, options, lineageListParams.of(params));
  }

  /** Tells where an asset's data comes from and where it goes. @endpoint GET /sdk/lineage/{asset_id} */
  get(asset: AssetRef, params?: LineageParams, options?: RequestOptions): Promise<LineageGraph> {
    return this.#http.one("GET", path`/sdk/lineage/${assetId({ asset })}`, lineageGraphModel, options, {
      query: lineageParams.of(params),
    });
  }
}
