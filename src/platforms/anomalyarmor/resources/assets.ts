import { type AssetRef, type Http, type PagePromise, path, type RequestOptions } from "../../../base.js";
import { assetId } from "../ids.js";
import {
  type Asset,
  type AssetCreateBody,
  type AssetListParams,
  assetCreateBody,
  assetListParams,
  assetModel,
  type ConnectionTestResult,
  connectionTestResultModel,
} from "../models/assets.js";
import { type JobStarted, jobStartedModel } from "../models/jobs.js";

/** The tables, views and models that AnomalyArmor watches. */
export class Assets {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Lists assets. @endpoint GET /sdk/assets */
  list(params?: AssetListParams, options?: RequestOptions): PagePromise<Asset> {
    return this.#http.page(path`/sdk/assets`, assetModel, options, assetListParams.of(params));
  }

  /** Gives one asset, by its UUID or qualified name, with its columns. @endpoint GET /sdk/assets/{asset_id} */
  get(asset: AssetRef, options?: RequestOptions): Promise<Asset> {
    return this.#http.one("GET", path`/sdk/assets/${assetId({ asset })}`, assetModel, options);
  }

  /** Adds a source to watch. Needs a read-write key. @endpoint POST /sdk/assets */
  create(body: AssetCreateBody, options?: RequestOptions): Promise<Asset> {
    return this.#http.one("POST", path`/sdk/assets`, assetModel, options, { body: assetCreateBody.of(body) });
  }

  /** Tries to reach the asset's source. Needs a read-write key. @endpoint POST /sdk/assets/{asset_id}/test-connection */
  testConnection(asset: AssetRef, options?: RequestOptions): Promise<ConnectionTestResult> {
    return this.#http.one(
      "POST",
      path`/sdk/assets/${assetId({ asset })}/test-connection`,
      connectionTestResultModel,
      options,
    );
  }

  /**
   * Starts to discover what the source holds; wait for it with `client.jobs.waitForJob`. Needs a read-write key.
   * @endpoint POST /sdk/assets/{asset_id}/discover
   */
  triggerDiscovery(asset: AssetRef, options?: RequestOptions): Promise<JobStarted> {
    return this.#http.one("POST", path`/sdk/assets/${assetId({ asset })}/discover`, jobStartedModel, options);
  }
}
