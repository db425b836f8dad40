import { type Http, type PagePromise, path, type RequestOptions } from "../../../base.js";
import {
  type AddressGraph,
  addressGraphModel,
  type LineageAddress,
  lineageAddressModel,
  lineageGraphParams,
  type RefreshResult,
  refreshResultModel,
} from "../models/lineage.js";

/** Which addresses feed which. */
export class LineageGraph {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Gives the direct edges that touch any address up- or downstream of this one, by its number, as of the last `refresh`.
   * For a number that the graph does not know both lists are empty. @endpoint GET /lineage-graph/
   */
  get(sourceAddress: string | number, options?: RequestOptions): Promise<AddressGraph> {
    return this.#http.one("GET", path`/lineage-graph/`, addressGraphModel, options, {
      query: lineageGraphParams.of({ sourceAddressId: sourceAddress }),
    });
  }

  /**
   * Lets the graph show what was written since the last time. Does not throw where the refresh fails: see `status`.
   * @endpoint POST /lineage-graph/refresh
   */
  refresh(options?: RequestOptions): Promise<RefreshResult> {
    return this.#http.one("POST", path`/lineage-graph/refresh`, refreshResultModel, options, { repeatable: true });
  }

  /** Lists the addresses that the graph can be asked for. @endpoint GET /lineage-graph/addresses */
  listAddresses(options?: RequestOptions): PagePromise<LineageAddress> {
    return this.#http.whole(path`/lineage-graph/addresses`, lineageAddressModel, options);
  }
}
