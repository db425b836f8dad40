import { type Http, type PagePromise, path, type RequestOptions } from "../../../base.js";
import { ADDRESSES, byId } from "../lookups.js";
import {
  type Address,
  type AddressCreateBody,
  type AddressUpdateBody,
  addressCreateBody,
  addressModel,
  addressUpdateBody,
} from "../models/addresses.js";
import { madeModel } from "../models/executions.js";
import type { MadeOrFound } from "../models/made.js";

/** Where data lives. */
export class Addresses {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Makes an address, and its type where there is none; or finds the one of this name. On one that is there, what is sent
   * overwrites if it differs from what was posted last (a change by `update` in between does not count, and stays), and
   * null clears. Safe to repeat. @endpoint POST /address
   */
  createOrGet(body: AddressCreateBody, options?: RequestOptions): Promise<MadeOrFound> {
    return this.#http.made("POST", path`/address`, madeModel, options, {
      body: addressCreateBody.of(body),
      repeatable: true,
    });
  }

  /** Lists all addresses, in no order that can be relied on. @endpoint GET /address */
  list(options?: RequestOptions): PagePromise<Address> {
    return this.#http.whole(path`/address`, addressModel, options);
  }

  /**
   * Gives an address by its number. Throws `NotFoundError` where the list does not hold it, as `pipelines.get` does.
   * @endpoint GET /address/{address_id}
   */
  get(address: string | number, options?: RequestOptions): Promise<Address> {
    return byId(this.#http, ADDRESSES, address, options);
  }

  /**
   * Changes an address: the one with this `id`, else the one of this `name`. Throws `NotFoundError` where there is none,
   * and `ServerError` for a name that is taken or a type that does not exist. Safe to repeat. @endpoint PATCH /address
   */
  update(body: AddressUpdateBody, options?: RequestOptions): Promise<Address> {
    return this.#http.one("PATCH", path`/address`, addressModel, options, {
      body: addressUpdateBody.of(body),
      repeatable: true,
    });
  }
}
