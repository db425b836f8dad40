import {
  between,
  filledText,
  flag,
  type Input,
  input,
  int,
  json,
  list,
  type Model,
  map,
  maybe,
  model,
  number,
  oneOf,
  optional,
  type SentList,
  text,
  time,
} from "../../../base.js";
import { intIdField } from "../ids.js";
import { changesSomething, nameList } from "./changes.js";
import { type ComputedField, computedFieldModel } from "./computed-fields.js";
import { type FieldStatus, type FieldType, fieldStatus, fieldType } from "./field-stubs.js";
import { idsField, namesField, type OneOrMore, oneOrMore, type PageParams, pageFields } from "./params.js";
import { type Tag, tagModel } from "./stubs.js";

/** A field of a container: a column. */
export interface Field {
  id: number;
  name: string;
  createdAt: Date | null;
  /** Null: not known yet. */
  type: FieldType | null;
  status: FieldStatus | null;
  /** The share of values that are there: 0 to 1. Null: not measured. */
  completeness: number | null;
  weight: number | null;
  tags: Tag[];
  /** Null before the first profile. */
  latestProfileId: number | null;
  /** As it came: builds differ in its shape. Null where there is none. */
  qualityScore: unknown;
  /** How it is computed; null for a field of the source. */
  computedField: ComputedField | null;
  /** The source's own word for its type. */
  nativeType: string | null;
  nullable: boolean | null;
  columnSize: number | null;
  decimalDigits: number | null;
  /** The source's own comment. */
  remarks: string | null;
  /** The user's own, untouched. */
  additionalMetadata: Record<string, unknown> | null;
}

export const fieldModel: Model<Field> = model(
  "Field",
  {
    id: int,
    name: text,
    createdAt: maybe(time),
    type: maybe(fieldType),
    status: maybe(fieldStatus),
    completeness: maybe(number),
    weight: maybe(number),
    tags: list(tagModel),
    latestProfileId: maybe(int),
    qualityScore: json,
    computedField: maybe(computedFieldModel),
    nativeType: maybe(text),
    nullable: maybe(flag),
    columnSize: maybe(int),
    decimalDigits: maybe(int),
    remarks: maybe(text),
    additionalMetadata: maybe(map),
  },
  { wire: { createdAt: "created", tags: "global_tags" } },
);

/** A field, or its id. */
export type FieldRef = string | number | Field;

/** Filters of `fields.list`. */
export interface FieldListParams extends PageParams {
  containerId?: string | number | undefined;
  datastore?: OneOrMore<string | number> | undefined;
  container?: OneOrMore<string | number> | undefined;
  name?: string | undefined;
  type?: OneOrMore<FieldType> | undefined;
  tag?: OneOrMore<string> | undefined;
  status?: OneOrMore<FieldStatus> | undefined;
}

export const fieldListParams: Input<FieldListParams> = input("FieldListParams", {
  containerId: optional(intIdField),
  datastore: idsField,
  container: idsField,
  name: optional(filledText),
  type: oneOrMore(fieldType),
  tag: namesField,
  status: oneOrMore(fieldStatus),
  ...pageFields,
});

/** Filters of `fields.listing`. */
export interface FieldListingParams {
  name?: string | undefined;
  containerId?: string | number | undefined;
}

export const fieldListingParams: Input<FieldListingParams> = input("FieldListingParams", {
  name: optional(filledText),
  containerId: optional(intIdField),
});

/** Which profiles of a field `fields.fieldProfiles` gives. */
export interface ProfilesOfFieldParams {
  /** The most profiles to give. */
  limit?: number | undefined;
}

export const profilesOfFieldParams: Input<ProfilesOfFieldParams> = input("ProfilesOfFieldParams", {
  limit: optional(between(int, 1, Number.MAX_SAFE_INTEGER)),
});

type Settable = "active" | "excluded" | "missing" | "masked";
const settable = oneOf("active", "excluded", "missing", "masked");

/** What `fields.update` changes: at least one of these. */
export interface FieldUpdate {
  name?: string | undefined;
  /** All its tags, by name; an empty list takes them away. */
  tags?: readonly string[] | undefined;
  status?: Settable | undefined;
}

const tags = optional(nameList);

export const fieldUpdate: Input<FieldUpdate> = input<FieldUpdate>(
  "FieldUpdate",
  { name: optional(filledText), tags, status: optional(settable) },
  { also: changesSomething() },
);

/** One change of `fields.bulkUpdate`: tags, status or both. */
export interface FieldBulkUpdate {
  id: string | number;
  /** All its tags, by name; an empty list takes them away. */
  tags?: readonly string[] | undefined;
  status?: Settable | undefined;
}

export const fieldBulkUpdate: Input<FieldBulkUpdate> = input<FieldBulkUpdate>(
  "FieldBulkUpdate",
  { id: intIdField, tags, status: optional(settable) },
  { also: changesSomething("id") },
);

/** How a field is deleted. */
export interface FieldDeleteParams {
  /** Default true: it is put aside, and can be restored. False: it is gone for good. */
  archive?: boolean | undefined;
}

export const fieldDeleteParams: Input<FieldDeleteParams> = input("FieldDeleteParams", {
  archive: optional(flag, true),
});

/** One field of `fields.bulkDelete`. */
export interface FieldBulkDelete extends FieldDeleteParams {
  id: string | number;
}

export const fieldBulkDelete: Input<FieldBulkDelete> = input("FieldBulkDelete", {
  id: intIdField,
  archive: optional(flag, true),
});

const restored = input<{ id: string | number }>("FieldRestore", { id: intIdField });

/** The body of `fields.bulkRestore`. */
export const fieldRestores = (ids: readonly (string | number)[]): SentList =>
  restored.each(Array.isArray(ids) ? ids.map((id) => ({ id })) : (ids as []));

/** Which field `fields.merge` puts into which. */
export interface FieldMergeParams {
  /** The field that goes. */
  sourceFieldId: string | number;
  /** The field that stays. */
  targetFieldId: string | number;
}

export const fieldMergeParams: Input<FieldMergeParams> = input<FieldMergeParams>(
  "FieldMergeParams",
  { sourceFieldId: intIdField, targetFieldId: intIdField },
  {
    also: ({ sourceFieldId, targetFieldId }) =>
      String(sourceFieldId) === String(targetFieldId)
        ? { path: ["targetFieldId"], code: "custom", message: "must be another field than sourceFieldId" }
        : undefined,
  },
);
