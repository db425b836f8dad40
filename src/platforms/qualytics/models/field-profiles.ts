import * as z from "zod/mini";
import {
  type Field,
  field,
  filledText,
  flag,
  type Input,
  input,
  int,
  list,
  type Model,
  maybe,
  model,
  number,
  optional,
  type Schema,
  type Table,
  text,
  time,
} from "../../../base.js";
import { intIdField } from "../ids.js";
import {
  type FieldStatus,
  type FieldStub,
  type FieldType,
  fieldStatus,
  fieldStubModel,
  fieldType,
} from "./field-stubs.js";
import {
  flagField,
  idsField,
  namesField,
  type OneOrMore,
  oneOrMore,
  type PageParams,
  pageFields,
  type Sort,
  sortField,
} from "./params.js";
import { type ContainerStub, containerStubModel } from "./stubs.js";

/** A number; of fields that hold none, such as dates, a text. */
const scalar: Field<number | string> = field({
  read: (value) => (typeof value === "string" ? value : number.read(value)),
  schema: () => z.union([z.number(), z.string()]) as unknown as Schema,
});

/** One bar of a field's histogram. */
export interface HistogramBucket {
  value: number | string | null;
  /** How many records have it. */
  count: number | null;
  /** The same as a share of all: 0 to 1. */
  ratio: number | null;
}

export const histogramBucketModel: Model<HistogramBucket> = model("HistogramBucket", {
  value: maybe(scalar),
  count: maybe(number),
  ratio: maybe(number),
});

/** What a profile measured of one field. What a type does not have is null: a text has no mean. */
export interface FieldProfile {
  id: number;
  /** Of the field. */
  name: string;
  createdAt: Date | null;
  fieldType: FieldType | null;
  /** Whether the source declares the type; else it was inferred. */
  typeDeclared: boolean | null;
  /** The share of values that are there: 0 to 1. */
  completeness: number | null;
  approximateDistinctValues: number | null;
  uniqueDistinctRatio: number | null;
  mean: number | null;
  min: number | string | null;
  max: number | string | null;
  sum: number | null;
  stdDev: number | null;
  kurtosis: number | null;
  skewness: number | null;
  entropy: number | null;
  q1: number | null;
  median: number | null;
  q3: number | null;
  minLength: number | null;
  maxLength: number | null;
  isNotNormal: boolean | null;
  /** Null: none was made. */
  histogramBuckets: HistogramBucket[] | null;
  field: FieldStub | null;
  container: ContainerStub | null;
}

export const fieldProfileModel: Model<FieldProfile> = model(
  "FieldProfile",
  {
    id: int,
    name: text,
    createdAt: maybe(time),
    fieldType: maybe(fieldType),
    typeDeclared: maybe(flag),
    completeness: maybe(number),
    approximateDistinctValues: maybe(number),
    uniqueDistinctRatio: maybe(number),
    mean: maybe(number),
    min: maybe(scalar),
    max: maybe(scalar),
    sum: maybe(number),
    stdDev: maybe(number),
    kurtosis: maybe(number),
    skewness: maybe(number),
    entropy: maybe(number),
    q1: maybe(number),
    median: maybe(number),
    q3: maybe(number),
    minLength: maybe(number),
    maxLength: maybe(number),
    isNotNormal: maybe(flag),
    histogramBuckets: maybe(list(histogramBucketModel)),
    field: maybe(fieldStubModel),
    container: maybe(containerStubModel),
  },
  { wire: { createdAt: "created" } },
);

/** How a list of field profiles is sorted. */
export interface FieldProfileSorts {
  sortName?: Sort | undefined;
  sortCreated?: Sort | undefined;
  sortType?: Sort | undefined;
  sortCompleteness?: Sort | undefined;
  sortActiveChecks?: Sort | undefined;
  sortActiveAnomalies?: Sort | undefined;
  sortQualityScore?: Sort | undefined;
}

export const fieldProfileSorts: Table<FieldProfileSorts> = {
  sortName: sortField,
  sortCreated: sortField,
  sortType: sortField,
  sortCompleteness: sortField,
  sortActiveChecks: sortField,
  sortActiveAnomalies: sortField,
  sortQualityScore: sortField,
};

/** Filters of `fieldProfiles.listing`. */
export interface FieldProfileFilters {
  name?: string | undefined;
  type?: OneOrMore<FieldType> | undefined;
  datastore?: OneOrMore<string | number> | undefined;
  container?: OneOrMore<string | number> | undefined;
  tag?: OneOrMore<string> | undefined;
  parentFieldId?: string | number | undefined;
  status?: OneOrMore<FieldStatus> | undefined;
  /** True: of each field the last profile alone. */
  latestOnly?: boolean | undefined;
}

const filters: Table<FieldProfileFilters> = {
  name: optional(filledText),
  type: oneOrMore(fieldType),
  datastore: idsField,
  container: idsField,
  tag: namesField,
  parentFieldId: optional(intIdField),
  status: oneOrMore(fieldStatus),
  latestOnly: flagField,
};

export const fieldProfileFilters: Input<FieldProfileFilters> = input("FieldProfileFilters", filters);

/** Filters of `fieldProfiles.list`. */
export interface FieldProfileListParams extends FieldProfileFilters, FieldProfileSorts, PageParams {}

export const fieldProfileListParams: Input<FieldProfileListParams> = input("FieldProfileListParams", {
  ...filters,
  ...fieldProfileSorts,
  ...pageFields,
});

/** What `fieldProfiles.get` shows. */
export interface FieldProfileGetParams {
  /** True: the values of a masked field, too. The platform wants the right for it, and keeps an account of it. */
  includeMasked?: boolean | undefined;
}

export const fieldProfileGetParams: Input<FieldProfileGetParams> = input("FieldProfileGetParams", {
  includeMasked: flagField,
});

/** A profile, as a listing shows it. */
export interface FieldProfileStub {
  id: number;
  name: string | null;
}

export const fieldProfileStubModel: Model<FieldProfileStub> = model("FieldProfileStub", { id: int, name: maybe(text) });
