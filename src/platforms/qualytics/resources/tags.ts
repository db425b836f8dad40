import { type Http, type PagePromise, path, type RequestOptions } from "../../../base.js";
import { type PageParams, pageParams } from "../models/params.js";
import { type Tag, tagModel } from "../models/stubs.js";
import { type TagCreateBody, type TagRef, type TagUpdate, tagCreateBody } from "../models/tags.js";
import { updateTag } from "../record-updates.js";

/** The tags that records can bear. A tag is told by its name, with its case. */
export class Tags {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Lists tags, page by page. @endpoint GET /global-tags */
  list(params?: PageParams, options?: RequestOptions): PagePromise<Tag> {
    return this.#http.page(path`/global-tags`, tagModel, options, pageParams.of(params));
  }

  /** Lists tags in one piece. @endpoint GET /global-tags/listing */
  listing(options?: RequestOptions): PagePromise<Tag> {
    return this.#http.whole(path`/global-tags/listing`, tagModel, options);
  }

  /** Makes a tag. Throws `ConflictError` where there is one of its name. @endpoint POST /global-tags */
  create(body: TagCreateBody, options?: RequestOptions): Promise<Tag> {
    return this.#http.one("POST", path`/global-tags`, tagModel, options, { body: tagCreateBody.of(body) });
  }

  /** Gives a tag. Throws `NotFoundError` where there is none of this name. @endpoint GET /global-tags/{name} */
  get(tag: string, options?: RequestOptions): Promise<Tag> {
    return this.#http.one("GET", path`/global-tags/${{ tag }}`, tagModel, options);
  }

  /**
   * Changes a tag, and gives it as it then is. What is not changed goes along as it is, since the platform may set back
   * what is left out: a tag that is told by its name, or as other records show it, is read first for that; pass the tag
   * itself to save the look.
   * @endpoint PUT /global-tags/{name}
   */
  update(tag: TagRef, changes: TagUpdate, options?: RequestOptions): Promise<Tag> {
    return updateTag(this.#http, tag, changes, options);
  }

  /** Deletes a tag, and takes it from all that bears it. @endpoint DELETE /global-tags/{name} */
  delete(tag: string, options?: RequestOptions): Promise<void> {
    return this.#http.none("DELETE", path`/global-tags/${{ tag }}`, options);
  }
}
