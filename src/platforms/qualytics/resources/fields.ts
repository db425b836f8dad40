import { type Http, type PagePromise, path, type RequestOptions } from "../../../base.js";
import { intId } from "../ids.js";
import { type FieldProfile, fieldProfileModel } from "../models/field-profiles.js";
import { type FieldStub, fieldStubModel } from "../models/field-stubs.js";
import {
  type Field,
  type FieldBulkDelete,
  type FieldBulkUpdate,
  type FieldDeleteParams,
  type FieldListingParams,
  type FieldListParams,
  type FieldMergeParams,
  type FieldRef,
  type FieldUpdate,
  fieldBulkDelete,
  fieldBulkUpdate,
  fieldDeleteParams,
  fieldListingParams,
  fieldListParams,
  fieldMergeParams,
  fieldModel,
  fieldRestores,
  type ProfilesOfFieldParams,
  profilesOfFieldParams,
} from "../models/fields.js";
import { type EntityHistory, entityHistoryModel } from "../models/history.js";
import { updateField } from "../record-updates.js";

/** The fields of containers: their columns. */
export class Fields {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Lists fields, page by page. @endpoint GET /fields */
  list(params?: FieldListParams, options?: RequestOptions): PagePromise<Field> {
    return this.#http.page(path`/fields`, fieldModel, options, fieldListParams.of(params));
  }

  /** Lists fields in one piece, with less of each. @endpoint GET /fields/listing */
  listing(params?: FieldListingParams, options?: RequestOptions): PagePromise<FieldStub> {
    return this.#http.whole(path`/fields/listing`, fieldStubModel, options, fieldListingParams.of(params));
  }

  /** Gives a field. Throws `NotFoundError` where there is none. @endpoint GET /fields/{id} */
  get(field: string | number, options?: RequestOptions): Promise<Field> {
    return this.#http.one("GET", path`/fields/${intId({ field })}`, fieldModel, options);
  }

  /**
   * Changes a field's name, tags or status, and gives it as it then is. Tags and status that are not changed go along as
   * they are, since the platform may set back what is left out: a field that is told by its id is read first for that; pass
   * the field itself to save the look. @endpoint PUT /fields/{id}
   */
  update(field: FieldRef, changes: FieldUpdate, options?: RequestOptions): Promise<Field> {
    return updateField(this.#http, field, changes, options);
  }

  /** Changes tags or status of several fields, and gives them as they then are. @endpoint PATCH /fields */
  bulkUpdate(changes: readonly FieldBulkUpdate[], options?: RequestOptions): Promise<Field[]> {
    return this.#http.many("PATCH", path`/fields`, fieldModel, options, { body: fieldBulkUpdate.each(changes) });
  }

  /** Puts a field aside, or deletes it for good where `archive` is false. @endpoint DELETE /fields/{id} */
  delete(field: string | number, params?: FieldDeleteParams, options?: RequestOptions): Promise<void> {
    return this.#http.none("DELETE", path`/fields/${intId({ field })}`, options, {
      query: fieldDeleteParams.of(params),
    });
  }

  /** Puts several fields aside, or deletes those for good whose `archive` is false. @endpoint DELETE /fields */
  bulkDelete(fields: readonly FieldBulkDelete[], options?: RequestOptions): Promise<void> {
    return this.#http.none("DELETE", path`/fields`, options, { body: fieldBulkDelete.each(fields) });
  }

  /** Brings a field back that was put aside. @endpoint POST /fields/{id}/restore */
  restore(field: string | number, options?: RequestOptions): Promise<Field> {
    return this.#http.one("POST", path`/fields/${intId({ field })}/restore`, fieldModel, options);
  }

  /** Brings several fields back that were put aside, by their ids. @endpoint PATCH /fields/restore */
  bulkRestore(fields: readonly (string | number)[], options?: RequestOptions): Promise<Field[]> {
    return this.#http.many("PATCH", path`/fields/restore`, fieldModel, options, { body: fieldRestores(fields) });
  }

  /**
   * Puts a field into another, which stays: such as one that the source has renamed into the one that it is now called.
   * Gives the field that stays. @endpoint POST /fields/merge
   */
  merge(params: FieldMergeParams, options?: RequestOptions): Promise<Field> {
    return this.#http.one("POST", path`/fields/merge`, fieldModel, options, { query: fieldMergeParams.of(params) });
  }

  /** Tells how a field came to be what it is. @endpoint GET /fields/{id}/history */
  history(field: string | number, options?: RequestOptions): Promise<EntityHistory> {
    return this.#http.one("GET", path`/fields/${intId({ field })}/history`, entityHistoryModel, options);
  }

  /** Lists the profiles of a field, in one piece; none before the first. @endpoint GET /fields/{id}/field-profiles */
  fieldProfiles(
    field: string | number,
    params?: ProfilesOfFieldParams,
    options?: RequestOptions,
  ): PagePromise<FieldProfile> {
    return this.#http.whole(
      path`/fields/${intId({ field })}/field-profiles`,
      fieldProfileModel,
      options,
      profilesOfFieldParams.of(params),
    );
  }
}
