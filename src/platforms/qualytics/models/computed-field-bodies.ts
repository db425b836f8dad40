import * as z from "zod/mini";
import {
  type Field,
  field,
  filledList,
  filledText,
  flag,
  INVALID,
  type Input,
  type InputBy,
  input,
  inputBy,
  list,
  map,
  maybe,
  oneOf,
  optional,
  type Schema,
  type Sent,
  type Table,
} from "../../../base.js";
import { intIdField } from "../ids.js";
import { type FieldType, fieldType } from "./field-stubs.js";

interface Described {
  name: string;
  /** The user's own, untouched. Left out of an update, it may be taken away. */
  additionalMetadata?: Readonly<Record<string, unknown>> | undefined;
}

interface FromFields extends Described {
  /** By name. */
  sourceFields: readonly string[];
}

/** Takes values for another type. */
export interface CastDefinition extends FromFields {
  transformation: "cast";
  properties: {
    targetType: FieldType;
    /** How a date or a number is written. */
    format?: string | undefined;
  };
  rawProperties?: undefined;
}

/** Frees names of companies and the like from what does not tell them apart. */
export interface CleanedEntityNameDefinition extends FromFields {
  transformation: "cleanedEntityName";
  properties?:
    | {
        dropFromSuffix?: boolean | undefined;
        dropFromPrefix?: boolean | undefined;
        dropFromInterior?: boolean | undefined;
        termsToDrop?: readonly string[] | undefined;
        termsToIgnore?: readonly string[] | undefined;
      }
    | undefined;
  rawProperties?: undefined;
}

/** Reads numbers out of texts such as `$1,234.50`. */
export interface ConvertFormattedNumericDefinition extends FromFields {
  transformation: "convertFormattedNumeric";
  properties?: undefined;
  rawProperties?: undefined;
}

/** Computes values by an expression, which names its fields itself. */
export interface CustomExpressionDefinition extends Described {
  transformation: "customExpression";
  properties: { columnExpression: string };
  sourceFields?: null | undefined;
  rawProperties?: undefined;
}

/**
 * Any transformation, with properties in the platform's own spelling, such as `target_type`: for those that are not known
 * here, and for what a computed field was read with.
 */
export interface RawComputedFieldDefinition extends Described {
  transformation: string;
  /** By name. Null: none. */
  sourceFields?: readonly string[] | null | undefined;
  /** Null: none. It goes out untouched. */
  rawProperties: Readonly<Record<string, unknown>> | null;
  properties?: undefined;
}

/** What a computed field is. `transformation` tells which properties there are. */
export type ComputedFieldDefinition =
  | CastDefinition
  | CleanedEntityNameDefinition
  | ConvertFormattedNumericDefinition
  | CustomExpressionDefinition
  | RawComputedFieldDefinition;

/** What `computedFields.create` makes. */
export type ComputedFieldCreateBody = ComputedFieldDefinition & { containerId: string | number };

const names: Field<readonly string[]> = filledList(filledText);
const described: Table<Described> = {
  name: filledText,
  additionalMetadata: optional(map as unknown as Field<Readonly<Record<string, unknown>>>),
};
const fromFields: Table<FromFields> = { ...described, sourceFields: names };
/** An expression names its fields itself, and the platform wants to be told so. */
const noFields: Field<null | undefined> = field({
  read: (value) => (value === null ? null : INVALID),
  absent: () => null,
  schema: () => z.optional(z.null()) as unknown as Schema,
});

const castProperties = input<CastDefinition["properties"]>("CastProperties", {
  targetType: fieldType,
  format: optional(filledText),
});
const terms = optional(list(filledText, { required: true }) as unknown as Field<readonly string[]>);
const cleaningProperties = input<NonNullable<CleanedEntityNameDefinition["properties"]>>(
  "CleanedEntityNameProperties",
  {
    dropFromSuffix: optional(flag),
    dropFromPrefix: optional(flag),
    dropFromInterior: optional(flag),
    termsToDrop: terms,
    termsToIgnore: terms,
  },
);
const expressionProperties = input<CustomExpressionDefinition["properties"]>("CustomExpressionProperties", {
  columnExpression: filledText,
});

type Known<D> = Omit<D, "rawProperties">;

/** The bodies of all transformations; `more`: what they have beside. */
function bodyOf<More extends object>(name: string, more: Table<More>): InputBy<ComputedFieldDefinition & More> {
  const raw = input<Omit<RawComputedFieldDefinition, "properties">>(
    name,
    {
      ...described,
      ...more,
      transformation: filledText,
      sourceFields: optional(maybe(names)),
      rawProperties: maybe(map) as unknown as Field<Readonly<Record<string, unknown>> | null>,
    },
    { wire: { rawProperties: "properties" } },
  );
  const known = <D>(of: Input<D>): { of(body: D): Sent } => ({
    of: (body) =>
      (body as { rawProperties?: unknown }).rawProperties === undefined ? of.of(body) : raw.of(body as never),
  });
  return inputBy<ComputedFieldDefinition & More>(
    name,
    "transformation",
    {
      cast: known(
        input<Known<CastDefinition>>(name, {
          ...fromFields,
          ...more,
          transformation: oneOf("cast"),
          properties: castProperties,
        }),
      ),
      cleanedEntityName: known(
        input<Known<CleanedEntityNameDefinition>>(name, {
          ...fromFields,
          ...more,
          transformation: oneOf("cleanedEntityName"),
          properties: optional(cleaningProperties),
        }),
      ),
      convertFormattedNumeric: known(
        input<Omit<ConvertFormattedNumericDefinition, "properties" | "rawProperties">>(name, {
          ...fromFields,
          ...more,
          transformation: oneOf("convertFormattedNumeric"),
        }),
      ),
      customExpression: known(
        input<Known<CustomExpressionDefinition>>(name, {
          ...described,
          ...more,
          transformation: oneOf("customExpression"),
          properties: expressionProperties,
          sourceFields: noFields,
        }),
      ),
    },
    () => raw,
  );
}

export const computedFieldCreateBody: InputBy<ComputedFieldCreateBody> = bodyOf<{ containerId: string | number }>(
  "ComputedFieldCreateBody",
  { containerId: intIdField },
);

export const computedFieldUpdateBody: InputBy<ComputedFieldDefinition> = bodyOf<object>("ComputedFieldUpdateBody", {});
