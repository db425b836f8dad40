import { type Http, type PagePromise, path, type RequestOptions } from "../../../base.js";
import { type SearchResult, searchParams, searchResultModel } from "../models/search.js";

/** Finds datastores, containers and fields. */
export class Search {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Finds datastores, containers and fields by a name. Which names the platform takes for a match is not told: compare them
   * where it matters. @endpoint GET /search
   */
  byName(name: string, options?: RequestOptions): PagePromise<SearchResult> {
    return this.#http.whole(path`/search`, searchResultModel, options, searchParams.of({ name }));
  }
}
