import type { Open } from "../../../base.js";

/** The rules of the current server. `isReplicaOf` is deprecated: the server answers with `dataDiff`. */
export const RULE_TYPES = [
  "afterDateTime",
  "aggregationComparison",
  "anyNotNull",
  "beforeDateTime",
  "between",
  "betweenTimes",
  "containsCreditCard",
  "containsEmail",
  "containsSocialSecurityNumber",
  "containsUrl",
  "dataDiff",
  "distinctCount",
  "entityResolution",
  "equalTo",
  "equalToField",
  "existsIn",
  "expectedSchema",
  "expectedValues",
  "fieldCount",
  "freshness",
  "greaterThan",
  "greaterThanField",
  "isAddress",
  "isCreditCard",
  "isReplicaOf",
  "isType",
  "lessThan",
  "lessThanField",
  "matchesPattern",
  "maxLength",
  "maxPartitionSize",
  "maxValue",
  "metric",
  "minLength",
  "minPartitionSize",
  "minValue",
  "notEmpty",
  "notExistsIn",
  "notFuture",
  "notNegative",
  "notNull",
  "positive",
  "predictedBy",
  "requiredValues",
  "satisfiesExpression",
  "sum",
  "timeDistributionSize",
  "unique",
  "volumetric",
] as const;

/** A rule that this version knows. */
export type KnownRuleType = (typeof RULE_TYPES)[number];

/** What a check asks of the data. The set grows with the platform: any other word is taken too. */
export type RuleType = Open<KnownRuleType>;

/** What a rule is about, in words that other platforms have too. */
export type RuleGroup =
  | "validity"
  | "referential"
  | "completeness"
  | "uniqueness"
  | "volume"
  | "freshness"
  | "timeliness"
  | "schema";

/**
 * What a rule takes. Not every cell was told by the platform's documents: `checks.ruleSpecifications` asks the deployment
 * itself.
 */
export interface RuleContract {
  /** `single` and `multi`: fields must be told. `calculated`: the platform finds them in the properties. */
  readonly fields: "single" | "multi" | "calculated" | "none";
  /** Whether rows can be filtered. */
  readonly filter: boolean;
  /** Whether a share of rows may break it. */
  readonly coverage: boolean;
  readonly groups: readonly RuleGroup[];
}

/** What each known rule takes, and what it is about. */
export const RULES: Readonly<Record<KnownRuleType, RuleContract>> = {
  afterDateTime: { fields: "single", filter: true, coverage: true, groups: ["validity"] },
  aggregationComparison: { fields: "calculated", filter: true, coverage: false, groups: ["referential"] },
  anyNotNull: { fields: "multi", filter: true, coverage: true, groups: ["completeness"] },
  beforeDateTime: { fields: "single", filter: true, coverage: true, groups: ["validity"] },
  between: { fields: "single", filter: true, coverage: true, groups: ["validity"] },
  betweenTimes: { fields: "single", filter: true, coverage: true, groups: ["validity"] },
  containsCreditCard: { fields: "single", filter: true, coverage: true, groups: ["validity"] },
  containsEmail: { fields: "single", filter: true, coverage: true, groups: ["validity"] },
  containsSocialSecurityNumber: { fields: "single", filter: true, coverage: true, groups: ["validity"] },
  containsUrl: { fields: "single", filter: true, coverage: true, groups: ["validity"] },
  dataDiff: { fields: "multi", filter: true, coverage: false, groups: ["referential"] },
  distinctCount: { fields: "single", filter: true, coverage: false, groups: ["uniqueness"] },
  entityResolution: { fields: "single", filter: true, coverage: true, groups: ["uniqueness"] },
  equalTo: { fields: "multi", filter: true, coverage: true, groups: ["validity"] },
  equalToField: { fields: "single", filter: true, coverage: true, groups: ["validity"] },
  existsIn: { fields: "single", filter: true, coverage: true, groups: ["referential"] },
  expectedSchema: { fields: "none", filter: false, coverage: false, groups: ["schema"] },
  expectedValues: { fields: "single", filter: true, coverage: true, groups: ["validity"] },
  fieldCount: { fields: "none", filter: false, coverage: false, groups: ["schema"] },
  freshness: { fields: "none", filter: false, coverage: false, groups: ["freshness"] },
  greaterThan: { fields: "single", filter: true, coverage: true, groups: ["validity"] },
  greaterThanField: { fields: "single", filter: true, coverage: true, groups: ["validity"] },
  isAddress: { fields: "single", filter: true, coverage: true, groups: ["validity"] },
  isCreditCard: { fields: "single", filter: true, coverage: true, groups: ["validity"] },
  isReplicaOf: { fields: "multi", filter: true, coverage: false, groups: ["referential"] },
  isType: { fields: "single", filter: true, coverage: true, groups: ["validity", "schema"] },
  lessThan: { fields: "single", filter: true, coverage: true, groups: ["validity"] },
  lessThanField: { fields: "single", filter: true, coverage: true, groups: ["validity"] },
  matchesPattern: { fields: "single", filter: true, coverage: true, groups: ["validity"] },
  maxLength: { fields: "single", filter: true, coverage: true, groups: ["validity"] },
  maxPartitionSize: { fields: "none", filter: true, coverage: true, groups: ["volume"] },
  maxValue: { fields: "single", filter: true, coverage: true, groups: ["validity"] },
  metric: { fields: "single", filter: true, coverage: false, groups: ["volume"] },
  minLength: { fields: "single", filter: true, coverage: true, groups: ["validity"] },
  minPartitionSize: { fields: "none", filter: true, coverage: true, groups: ["volume"] },
  minValue: { fields: "single", filter: true, coverage: true, groups: ["validity"] },
  notEmpty: { fields: "single", filter: true, coverage: true, groups: ["completeness"] },
  notExistsIn: { fields: "single", filter: true, coverage: true, groups: ["referential"] },
  notFuture: { fields: "single", filter: true, coverage: true, groups: ["validity"] },
  notNegative: { fields: "single", filter: true, coverage: true, groups: ["validity"] },
  notNull: { fields: "multi", filter: true, coverage: true, groups: ["completeness"] },
  positive: { fields: "single", filter: true, coverage: true, groups: ["validity"] },
  predictedBy: { fields: "single", filter: true, coverage: true, groups: ["validity"] },
  requiredValues: { fields: "single", filter: true, coverage: true, groups: ["validity"] },
  satisfiesExpression: { fields: "calculated", filter: true, coverage: true, groups: ["validity"] },
  sum: { fields: "single", filter: true, coverage: true, groups: ["volume"] },
  timeDistributionSize: { fields: "single", filter: true, coverage: true, groups: ["timeliness"] },
  unique: { fields: "multi", filter: true, coverage: true, groups: ["uniqueness"] },
  volumetric: { fields: "none", filter: false, coverage: false, groups: ["volume"] },
};

/** Whether this version knows a rule. */
export const isKnownRule = (rule: unknown): rule is KnownRuleType =>
  typeof rule === "string" && Object.hasOwn(RULES, rule);

/** Whether a rule is about one of these; a rule that nobody knows is about none. */
export const isAbout = (rule: string, groups: readonly RuleGroup[]): boolean =>
  isKnownRule(rule) && RULES[rule].groups.some((group) => groups.includes(group));
