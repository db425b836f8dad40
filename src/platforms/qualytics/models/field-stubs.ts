import { type Field, int, type Model, maybe, model, type Open, open, text } from "../../../base.js";

/** What kind of values a field holds. */
export type FieldType = Open<
  "Unknown" | "Integral" | "Fractional" | "Boolean" | "String" | "Date" | "Timestamp" | "Array" | "Struct" | "MapType"
>;

/** Where a field stands. `missing`: the source no longer has it. `masked`: its values are hidden. */
export type FieldStatus = Open<"active" | "excluded" | "missing" | "masked">;

export const fieldType: Field<FieldType> = open(
  "Unknown",
  "Integral",
  "Fractional",
  "Boolean",
  "String",
  "Date",
  "Timestamp",
  "Array",
  "Struct",
  "MapType",
);

export const fieldStatus: Field<FieldStatus> = open("active", "excluded", "missing", "masked");

/** A field, as other records show it. */
export interface FieldStub {
  /** Null where a record shows its fields by name alone. */
  id: number | null;
  name: string;
  type: FieldType | null;
  status: FieldStatus | null;
}

export const fieldStubModel: Model<FieldStub> = model("FieldStub", {
  id: maybe(int),
  name: text,
  type: maybe(fieldType),
  status: maybe(fieldStatus),
});
