import { type Http, type PagePromise, path, type RequestOptions } from "../../../base.js";
import { intId } from "../ids.js";
import {
  type ComputedFieldCreateBody,
  type ComputedFieldDefinition,
  computedFieldCreateBody,
  computedFieldUpdateBody,
} from "../models/computed-field-bodies.js";
import {
  type ComputedField,
  type ComputedFieldSpecification,
  type ComputedFieldSpecificationParams,
  computedFieldModel,
  computedFieldSpecificationModel,
  computedFieldSpecificationParams,
} from "../models/computed-fields.js";

/** Fields that the platform computes from others. They are read with their container's, in `computedFields`. */
export class ComputedFields {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Makes a computed field. `transformation` tells which `properties` there are; `rawProperties` take their place for a
   * transformation that is not known here. @endpoint POST /computed-fields
   */
  create(body: ComputedFieldCreateBody, options?: RequestOptions): Promise<ComputedField> {
    return this.#http.one("POST", path`/computed-fields`, computedFieldModel, options, {
      body: computedFieldCreateBody.of(body),
    });
  }

  /**
   * Defines a computed field anew, and gives it as it then is. The definition is the whole one: what it leaves out, the
   * platform may take away. It stays in its container. @endpoint PUT /computed-fields/{id}
   */
  update(
    computedField: string | number,
    definition: ComputedFieldDefinition,
    options?: RequestOptions,
  ): Promise<ComputedField> {
    return this.#http.one("PUT", path`/computed-fields/${intId({ computedField })}`, computedFieldModel, options, {
      body: computedFieldUpdateBody.of(definition),
      repeatable: true,
    });
  }

  /** Deletes a computed field. @endpoint DELETE /computed-fields/{id} */
  delete(computedField: string | number, options?: RequestOptions): Promise<void> {
    return this.#http.none("DELETE", path`/computed-fields/${intId({ computedField })}`, options);
  }

  /** Lists what the platform tells of transformations, in one piece. @endpoint GET /computed-fields/specifications */
  specifications(
    params?: ComputedFieldSpecificationParams,
    options?: RequestOptions,
  ): PagePromise<ComputedFieldSpecification> {
    return this.#http.whole(
      path`/computed-fields/specifications`,
      computedFieldSpecificationModel,
      options,
      computedFieldSpecificationParams.of(params),
    );
  }
}
