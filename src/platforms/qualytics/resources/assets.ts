import { type AssetRef, type Http, type PagePromise, path, type RequestOptions } from "../../../base.js";
import { assetQuery } from "../asset-query.js";
import { containerOf } from "../lookups.js";
import { type Asset, type AssetListParams, assetModel, assetOf } from "../models/assets.js";

/** Containers, as the assets that portable code knows; `client.containers` does more with them. */
export class Assets {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Lists containers, but no archived ones. A datastore that is told by its name costs a look into the list of datastores:
   * `NotFoundError` where there is none, `ValidationError` with the candidates where several have the name.
   * @endpoint GET /containers
   */
  list(params?: AssetListParams, options?: RequestOptions): PagePromise<Asset> {
    return this.#http.page(path`/containers`, assetModel, options, assetQuery(this.#http, params, options));
  }

  /**
   * Gives a container by its id, or by its name: `datastore.container`, or the container's alone where one container of the
   * deployment has it. Digits are an id. Both names may hold dots; upper and lower case count. A name costs a look into the
   * list for each of its dots, or one, and does not find archived containers. Throws `NotFoundError` where there is none, and
   * `ValidationError` with the candidates where several have the name. @endpoint GET /containers/{id}
   */
  get(asset: AssetRef, options?: RequestOptions): Promise<Asset> {
    return containerOf(this.#http, asset, options).then(assetOf);
  }
}
