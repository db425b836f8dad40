import { type Http, type PagePromise, path, type RequestOptions } from "../../../base.js";
import { ADDRESS_TYPES, byId } from "../lookups.js";
import {
  type AddressType,
  type AddressTypeCreateBody,
  type AddressTypeUpdateBody,
  addressTypeCreateBody,
  addressTypeModel,
  addressTypeUpdateBody,
} from "../models/address-types.js";
import { madeModel } from "../models/executions.js";
import type { MadeOrFound } from "../models/made.js";

/** Kinds of addresses. */
export class AddressTypes {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Makes an address type, or finds the one of this name, whose group stays as it is. Safe to repeat.
   * @endpoint POST /address_type
   */
  createOrGet(body: AddressTypeCreateBody, options?: RequestOptions): Promise<MadeOrFound> {
    return this.#http.made("POST", path`/address_type`, madeModel, options, {
      body: addressTypeCreateBody.of(body),
      repeatable: true,
    });
  }

  /** Lists all address types, in no order that can be relied on. @endpoint GET /address_type */
  list(options?: RequestOptions): PagePromise<AddressType> {
    return this.#http.whole(path`/address_type`, addressTypeModel, options);
  }

  /**
   * Gives an address type by its number. Throws `NotFoundError` where the list does not hold it, as `pipelines.get` does.
   * @endpoint GET /address_type/{address_type_id}
   */
  get(addressType: string | number, options?: RequestOptions): Promise<AddressType> {
    return byId(this.#http, ADDRESS_TYPES, addressType, options);
  }

  /**
   * Changes an address type: the one with this `id`, else the one of this `name`. Throws `NotFoundError` where there is
   * none, and `ServerError` for a name that is taken. Safe to repeat. @endpoint PATCH /address_type
   */
  update(body: AddressTypeUpdateBody, options?: RequestOptions): Promise<AddressType> {
    return this.#http.one("PATCH", path`/address_type`, addressTypeModel, options, {
      body: addressTypeUpdateBody.of(body),
      repeatable: true,
    });
  }
}
