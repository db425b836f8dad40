import { type AssetRef, type Http, type PagePromise, path, type RequestOptions } from "../../../base.js";
import {
  type BulkApplyResult,
  bulkApplyResultModel,
  type Tag,
  type TagApplyBody,
  type TagBulkApplyBody,
  type TagCreateBody,
  type TagListParams,
  tagApplyBody,
  tagBulkApplyBody,
  tagListParams,
  tagModel,
} from "../models/tags.js";
import { createTag } from "./create-tag.js";

/** Labels on tables and columns. */
export class Tags {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Lists the tags within an asset, which is named by its UUID, the first eight characters of it, or its qualified name.
   * @endpoint GET /sdk/tags
   */
  list(asset: AssetRef, params?: TagListParams, options?: RequestOptions): PagePromise<Tag> {
    return this.#http.page(path`/sdk/tags`, tagModel, options, tagListParams.of({ ...params, asset }));
  }

  /**
   * Makes a tag and puts it on a table or column. The answer may lack the new tag's id, which is empty then; what else it
   * lacks is what was sent. Needs a read-write key.
   * @endpoint POST /sdk/tags
   */
  create(asset: AssetRef, body: TagCreateBody, options?: RequestOptions): Promise<Tag> {
    return createTag(this.#http, asset, body, options);
  }

  /**
   * Puts every one of the tags on every one of the objects. Look at `failed`: it does not throw when some of them could
   * not be applied. Needs a read-write key.
   * @endpoint POST /sdk/tags/apply
   */
  apply(asset: AssetRef, body: TagApplyBody, options?: RequestOptions): Promise<BulkApplyResult> {
    return this.#http.one("POST", path`/sdk/tags/apply`, bulkApplyResultModel, options, {
      body: tagApplyBody.of({ ...body, asset }),
    });
  }

  /**
   * Puts a tag on several assets. Look at `failed`: it does not throw when some of them could not be tagged. Needs a
   * read-write key.
   * @endpoint POST /sdk/tags/bulk-apply
   */
  bulkApply(body: TagBulkApplyBody, options?: RequestOptions): Promise<BulkApplyResult> {
    return this.#http.one("POST", path`/sdk/tags/bulk-apply`, bulkApplyResultModel, options, {
      body: tagBulkApplyBody.of(body),
    });
  }
}
