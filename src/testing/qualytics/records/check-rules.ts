import type { Wire } from "../answers.js";
import type { QualyticsState } from "../state.js";

interface Rule {
  fields: "single" | "multi" | "calculated" | "none";
  filterable: boolean;
  supports_coverage: boolean;
  /** The keys of its properties. */
  properties: readonly string[];
}

const BASE: Rule = { fields: "single", filterable: true, supports_coverage: true, properties: [] };
const rule = (told: Partial<Rule> = {}): Rule => ({ ...BASE, ...told });

const COMPARATORS = ["numeric_comparator", "duration_comparator", "string_comparator"];
const LIMIT = rule({ properties: ["value", "inclusive"] });
const TWIN = rule({ properties: ["field_name", "inclusive", ...COMPARATORS] });
const ELSEWHERE = rule({ properties: ["field_name", "ref_container_id", "ref_datastore_id"] });
const REPLICA = rule({
  fields: "multi",
  supports_coverage: false,
  properties: [
    "ref_container_id",
    "ref_datastore_id",
    "id_field_names",
    "passthrough_field_names",
    "diff_change_types",
    ...COMPARATORS,
  ],
});
const UNFILTERED = { fields: "none", filterable: false, supports_coverage: false } as const;

/** The rules that the emulated server knows. */
export const RULES: Readonly<Record<string, Rule>> = {
  afterDateTime: rule({ properties: ["datetime"] }),
  aggregationComparison: rule({
    fields: "calculated",
    supports_coverage: false,
    properties: ["expression", "comparison", "ref_expression", "ref_container_id", "ref_datastore_id", "ref_filter"],
  }),
  anyNotNull: rule({ fields: "multi" }),
  beforeDateTime: rule({ properties: ["datetime"] }),
  between: rule({ properties: ["min", "inclusive_min", "max", "inclusive_max"] }),
  betweenTimes: rule({ properties: ["min_time", "max_time"] }),
  containsCreditCard: rule(),
  containsEmail: rule(),
  containsSocialSecurityNumber: rule(),
  containsUrl: rule(),
  dataDiff: REPLICA,
  distinctCount: rule({ supports_coverage: false, properties: ["comparison", "value"] }),
  entityResolution: rule({ properties: ["distinct_field_name", "target_fields", "composite_match_threshold"] }),
  equalTo: rule({ fields: "multi", properties: ["value", "inclusive"] }),
  equalToField: TWIN,
  existsIn: ELSEWHERE,
  expectedSchema: rule({ ...UNFILTERED, properties: ["list", "allow_other_fields"] }),
  expectedValues: rule({ properties: ["list"] }),
  fieldCount: rule({ ...UNFILTERED, properties: ["value"] }),
  freshness: rule({ ...UNFILTERED, properties: ["value"] }),
  greaterThan: LIMIT,
  greaterThanField: TWIN,
  isAddress: rule({ properties: ["required_labels"] }),
  isCreditCard: rule(),
  isReplicaOf: REPLICA,
  isType: rule({ properties: ["field_type"] }),
  lessThan: LIMIT,
  lessThanField: TWIN,
  matchesPattern: rule({ properties: ["pattern"] }),
  maxLength: rule({ properties: ["value"] }),
  maxPartitionSize: rule({ fields: "none", properties: ["value"] }),
  maxValue: LIMIT,
  metric: rule({ supports_coverage: false, properties: ["comparison", "min", "max"] }),
  minLength: rule({ properties: ["value"] }),
  minPartitionSize: rule({ fields: "none", properties: ["value"] }),
  minValue: LIMIT,
  notEmpty: rule(),
  notExistsIn: ELSEWHERE,
  notFuture: rule(),
  notNegative: rule(),
  notNull: rule({ fields: "multi" }),
  positive: rule(),
  predictedBy: rule({ properties: ["expression", "tolerance"] }),
  requiredValues: rule({ properties: ["list"] }),
  satisfiesExpression: rule({ fields: "calculated", properties: ["expression"] }),
  sum: rule({ properties: ["value"] }),
  timeDistributionSize: rule({ properties: ["interval_name", "min_size", "max_size"] }),
  unique: rule({ fields: "multi" }),
  volumetric: rule({
    ...UNFILTERED,
    properties: ["comparison", "window_size", "min", "max", "last_value", "window_sum"],
  }),
};

/** The deprecated rule, and what the server makes of it. */
const RENAMED: Readonly<Record<string, string>> = { isReplicaOf: "dataDiff" };

/** The name under which the server keeps a rule. */
export const keptRule = (name: string): string => RENAMED[name] ?? name;

const TYPES: Readonly<Record<string, string>> = {
  datetime: "datetime",
  min_time: "datetime",
  max_time: "datetime",
  list: "list",
  field_name: "field",
  ref_container_id: "container",
  ref_datastore_id: "datastore",
  expression: "sparksql",
  ref_expression: "sparksql",
  ref_filter: "sparksql",
  inclusive: "boolean",
  inclusive_min: "boolean",
  inclusive_max: "boolean",
  allow_other_fields: "boolean",
  comparison: "enum",
  pattern: "string",
};

/** A rule, as the server tells of it. */
export function ruleBody(state: QualyticsState, name: string): Wire {
  const { properties, ...told } = RULES[name] as Rule;
  return {
    rule: name,
    rule_description: `Asserts ${name}`,
    ...told,
    fields_type_filter: null,
    author: true,
    deprecated: Object.hasOwn(RENAMED, name),
    count: state.checks.filter(({ rule_type }) => rule_type === name).length,
    properties: properties.map((field) => ({
      field,
      map_to: field,
      required: !field.includes("inclusive") && !field.endsWith("_comparator") && field !== "ref_datastore_id",
      title: field.replaceAll("_", " "),
      type: TYPES[field] ?? "number",
    })),
  };
}
