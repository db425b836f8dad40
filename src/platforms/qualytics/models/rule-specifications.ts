import { flag, int, json, list, type Model, maybe, model, type Open, open, text } from "../../../base.js";
import { type FieldType, fieldType } from "./field-stubs.js";
import { RULE_TYPES, type RuleType } from "./rule-types.js";

/** A property that a rule takes. */
export interface RulePropertySpecification {
  /** Its key in a check's `properties`. */
  field: string;
  mapTo: string | null;
  required: boolean | null;
  title: string | null;
  type: Open<
    | "boolean"
    | "container"
    | "datastore"
    | "datetime"
    | "enum"
    | "field"
    | "fields"
    | "file"
    | "list"
    | "number"
    | "percentage"
    | "scala"
    | "sparksql"
    | "string"
  > | null;
  /** The words of an `enum`, as they came. */
  values: unknown;
  group: string | null;
  default: unknown;
  info: string | null;
  filterField: string | null;
  filterValue: unknown;
  placeholder: string | null;
  secret: boolean | null;
}

export const rulePropertySpecificationModel: Model<RulePropertySpecification> = model("RulePropertySpecification", {
  field: text,
  mapTo: maybe(text),
  required: maybe(flag),
  title: maybe(text),
  type: maybe(
    open(
      "boolean",
      "container",
      "datastore",
      "datetime",
      "enum",
      "field",
      "fields",
      "file",
      "list",
      "number",
      "percentage",
      "scala",
      "sparksql",
      "string",
    ),
  ),
  values: json,
  group: maybe(text),
  default: json,
  info: maybe(text),
  filterField: maybe(text),
  filterValue: json,
  placeholder: maybe(text),
  secret: maybe(flag),
});

/** A rule as the deployment knows it. */
export interface RuleSpecification {
  rule: RuleType;
  ruleDescription: string | null;
  /** What fields it takes. */
  fields: Open<"single" | "multi" | "calculated" | "none"> | null;
  /** The types of fields that it takes; null for any. */
  fieldsTypeFilter: FieldType[] | null;
  filterable: boolean | null;
  author: boolean | null;
  supportsCoverage: boolean | null;
  deprecated: boolean | null;
  count: number | null;
  properties: RulePropertySpecification[];
}

export const ruleSpecificationModel: Model<RuleSpecification> = model("RuleSpecification", {
  rule: open(...RULE_TYPES),
  ruleDescription: maybe(text),
  fields: maybe(open("single", "multi", "calculated", "none")),
  fieldsTypeFilter: maybe(list(fieldType)),
  filterable: maybe(flag),
  author: maybe(flag),
  supportsCoverage: maybe(flag),
  deprecated: maybe(flag),
  count: maybe(int),
  properties: list(rulePropertySpecificationModel),
});
