import { type Http, path, type RequestOptions } from "../../../base.js";
import { type AddressLineageBody, addressLineageBody, type LineageMade, lineageMadeModel } from "../models/lineage.js";

/** From which addresses to which a pipeline moves data. */
export class AddressLineage {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Replaces a pipeline's lineage: every source feeds every target. Makes addresses and types where there are none, and
   * changes those that are there as `addresses.createOrGet` does. Nothing is written while the pipeline's `loadLineage` is
   * false, which the first successful run makes it, or where there is no such pipeline: see `lineageRelationshipsCreated`.
   *
   * Throws `ServerError` where another pipeline has the same source and target already. An error does not show that
   * nothing was written: the server writes first and queues its further work second. It is not repeated for that.
   * An address that is source and target of this call is refused; a cycle across calls cannot be seen here, and keeps a
   * worker of the server busy without end. @endpoint POST /address_lineage
   */
  create(body: AddressLineageBody, options?: RequestOptions): Promise<LineageMade> {
    return this.#http.made("POST", path`/address_lineage`, lineageMadeModel, options, {
      body: addressLineageBody.of(body),
    });
  }
}
