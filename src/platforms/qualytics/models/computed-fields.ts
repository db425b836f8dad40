import {
  type Field,
  type Input,
  input,
  int,
  json,
  list,
  type Model,
  map,
  maybe,
  model,
  type Open,
  open,
  optional,
  text,
  time,
} from "../../../base.js";
import { type FieldStub, fieldStubModel } from "./field-stubs.js";
import { type UserStub, userStubModel } from "./stubs.js";

/** How a computed field comes from its source fields. */
export type Transformation = Open<"cast" | "cleanedEntityName" | "convertFormattedNumeric" | "customExpression">;

const transformation: Field<Transformation> = open(
  "cast",
  "cleanedEntityName",
  "convertFormattedNumeric",
  "customExpression",
);

/** A field that the platform computes from others. */
export interface ComputedField {
  id: number;
  name: string;
  createdAt: Date | null;
  /** Null where its container shows it. */
  containerId: number | null;
  transformation: Transformation | null;
  /** Null where an expression names them, or where the platform does not tell. */
  sourceFields: FieldStub[] | null;
  /** What the transformation was told, under the platform's names, such as `target_type`. Null: nothing. */
  properties: Record<string, unknown> | null;
  /** The user's own, untouched. */
  additionalMetadata: Record<string, unknown> | null;
  owner: UserStub | null;
  lastEditor: UserStub | null;
}

export const computedFieldModel: Model<ComputedField> = model(
  "ComputedField",
  {
    id: int,
    name: text,
    createdAt: maybe(time),
    containerId: maybe(int),
    transformation: maybe(transformation),
    sourceFields: maybe(list(fieldStubModel)),
    properties: maybe(map),
    additionalMetadata: maybe(map),
    owner: maybe(userStubModel),
    lastEditor: maybe(userStubModel),
  },
  // It is written under another name than it is read.
  { wire: { createdAt: "created", transformation: ["transformation_type", "transformation"] } },
);

/** What the platform tells of a transformation. */
export interface ComputedFieldSpecification {
  transformation: Transformation | null;
  /** What can be told to it, as it came. */
  properties: unknown;
}

export const computedFieldSpecificationModel: Model<ComputedFieldSpecification> = model(
  "ComputedFieldSpecification",
  {
    transformation: maybe(transformation),
    properties: json,
  },
  { wire: { transformation: ["transformation", "transformation_type"] } },
);

/** Filters of `computedFields.specifications`. */
export interface ComputedFieldSpecificationParams {
  transformation?: Transformation | undefined;
}

export const computedFieldSpecificationParams: Input<ComputedFieldSpecificationParams> = input(
  "ComputedFieldSpecificationParams",
  { transformation: optional(transformation) },
);
