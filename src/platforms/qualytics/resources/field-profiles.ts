import { type Http, type PagePromise, path, type RequestOptions } from "../../../base.js";
import { intId } from "../ids.js";
import {
  type FieldProfile,
  type FieldProfileFilters,
  type FieldProfileGetParams,
  type FieldProfileListParams,
  type FieldProfileStub,
  fieldProfileFilters,
  fieldProfileGetParams,
  fieldProfileListParams,
  fieldProfileModel,
  fieldProfileStubModel,
} from "../models/field-profiles.js";

/** What profiles measured of fields. */
export class FieldProfiles {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Lists profiles of fields, page by page. @endpoint GET /field-profiles */
  list(params?: FieldProfileListParams, options?: RequestOptions): PagePromise<FieldProfile> {
    return this.#http.page(path`/field-profiles`, fieldProfileModel, options, fieldProfileListParams.of(params));
  }

  /** Lists profiles of fields in one piece, with less of each. @endpoint GET /field-profiles/listing */
  listing(params?: FieldProfileFilters, options?: RequestOptions): PagePromise<FieldProfileStub> {
    return this.#http.whole(
      path`/field-profiles/listing`,
      fieldProfileStubModel,
      options,
      fieldProfileFilters.of(params),
    );
  }

  /** Gives a profile of a field. Throws `NotFoundError` where there is none. @endpoint GET /field-profiles/{id} */
  get(fieldProfile: string | number, params?: FieldProfileGetParams, options?: RequestOptions): Promise<FieldProfile> {
    return this.#http.one("GET", path`/field-profiles/${intId({ fieldProfile })}`, fieldProfileModel, options, {
      query: fieldProfileGetParams.of(params),
    });
  }
}
