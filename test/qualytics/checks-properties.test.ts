import { ValidationError } from "dqgate";
import { type CheckCreateBody, type KnownRuleType, RULE_TYPES, RULES, type RuleType } from "dqgate/qualytics";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { sampleWorld } from "./world.js";

/** Properties in camelCase, and what goes out for them. */
type Row = readonly [KnownRuleType, Record<string, unknown>, Record<string, unknown>?];

const LIMITS = ["greaterThan", "lessThan", "equalTo", "minValue", "maxValue"] as const;
const TWINS = ["equalToField", "greaterThanField", "lessThanField"] as const;
const VALUES = [
  "sum",
  "minLength",
  "maxLength",
  "freshness",
  "fieldCount",
  "minPartitionSize",
  "maxPartitionSize",
] as const;
const REPLICA = {
  refContainerId: "2",
  refDatastoreId: 1,
  idFieldNames: ["id"],
  passthroughFieldNames: [],
  diffChangeTypes: ["added"],
  numericComparator: { epsilon: 0.1, asAbsolute: false },
  durationComparator: { millis: 1000 },
  stringComparator: { ignoreWhitespace: true },
};
const REPLICA_SENT = {
  ref_container_id: 2,
  ref_datastore_id: 1,
  id_field_names: ["id"],
  passthrough_field_names: [],
  diff_change_types: ["added"],
  numeric_comparator: { epsilon: 0.1, as_absolute: false },
  duration_comparator: { millis: 1000 },
  string_comparator: { ignore_whitespace: true },
};
const NOON = new Date("2026-01-05T12:00:00Z");

const ROWS: readonly Row[] = [
  ["distinctCount", { comparison: "less than", value: 5 }],
  ["between", { min: 1, max: null, inclusiveMin: true }, { min: 1, max: null, inclusive_min: true }],
  ["between", { max: 5, inclusiveMax: false }, { max: 5, inclusive_max: false }],
  [
    "betweenTimes",
    { minTime: NOON, maxTime: "2026-01-06" },
    { min_time: "2026-01-05T12:00:00.000Z", max_time: "2026-01-06" },
  ],
  ["afterDateTime", { datetime: NOON }, { datetime: "2026-01-05T12:00:00.000Z" }],
  ["beforeDateTime", { datetime: "2026-01-05T12:00:00+01:00" }],
  ...LIMITS.map((rule): Row => [rule, { value: -1.5, inclusive: true }]),
  ...VALUES.map((rule): Row => [rule, { value: 10 }]),
  ["metric", { comparison: "Percentage Change", min: -5, max: 5 }],
  ["expectedValues", { list: ["a", 1, null, { own_key: true }] }],
  ["requiredValues", { list: [] }],
  ["matchesPattern", { pattern: "^\\d+$" }],
  ["isType", { fieldType: "Date" }, { field_type: "Date" }],
  ["isAddress", { requiredLabels: ["road", "city"] }, { required_labels: ["road", "city"] }],
  ...TWINS.map((rule): Row => [rule, { fieldName: "customer" }, { field_name: "customer" }]),
  ["existsIn", { fieldName: "id", refContainerId: 2 }, { field_name: "id", ref_container_id: 2 }],
  ["notExistsIn", { fieldName: "id", refContainerId: 2 }, { field_name: "id", ref_container_id: 2 }],
  ["dataDiff", REPLICA, REPLICA_SENT],
  ["isReplicaOf", REPLICA, REPLICA_SENT],
  [
    "aggregationComparison",
    { expression: "SUM(a)", comparison: "eq", refExpression: "SUM(b)", refContainerId: 2, refFilter: "b > 1" },
    { expression: "SUM(a)", comparison: "eq", ref_expression: "SUM(b)", ref_container_id: 2, ref_filter: "b > 1" },
  ],
  ["satisfiesExpression", { expression: "id > 0" }],
  ["predictedBy", { expression: "id * 2", tolerance: 0.5 }],
  [
    "entityResolution",
    { distinctFieldName: "id", targetFields: [{ any_key: 1 }], compositeMatchThreshold: 0.8 },
    { distinct_field_name: "id", target_fields: [{ any_key: 1 }], composite_match_threshold: 0.8 },
  ],
  ["entityResolution", { pairSubstrings: true }, { pair_substrings: true }],
  ["volumetric", { comparison: "Absolute Change", windowSize: 7 }, { comparison: "Absolute Change", window_size: 7 }],
  ["expectedSchema", { list: ["id"], allowOtherFields: true }, { list: ["id"], allow_other_fields: true }],
  ["timeDistributionSize", { intervalName: "Daily", minSize: 1 }, { interval_name: "Daily", min_size: 1 }],
];

const fieldsOf = (rule: KnownRuleType): string[] => (["single", "multi"].includes(RULES[rule].fields) ? ["id"] : []);

/** What goes out for the properties of a rule. */
async function sent(rule: RuleType, properties: unknown): Promise<unknown> {
  const { server, client } = sampleWorld();
  server.failNext({ kind: "json", body: { id: 9, rule_type: rule } });
  const fields = (RULE_TYPES as readonly string[]).includes(rule) ? fieldsOf(rule as KnownRuleType) : [];
  await client.checks.create({ containerId: 1, rule, fields, properties } as CheckCreateBody);
  return (server.requests.at(-1)?.body as { properties?: unknown } | undefined)?.properties;
}

/** The field that is complained about first, and why. */
async function complaint(rule: RuleType, properties: unknown): Promise<[string, string]> {
  const error = await failure(sent(rule, properties));
  expect(error).toBeInstanceOf(ValidationError);
  const [issue] = (error as unknown as ValidationError).issues;
  return [issue?.path.join(".") ?? "", issue?.message ?? ""];
}

const CASES = ROWS.map(([rule, told, expected]) => ({ rule, told, expected: expected ?? told }));

describe("the properties of a known rule", () => {
  it.each(CASES)("$rule takes $told in camelCase", async ({ rule, told, expected }) => {
    expect(await sent(rule, told)).toEqual(expected);
  });

  it.each(CASES)("$rule takes $expected as well, as a check that was read tells it", async ({ rule, expected }) => {
    const asJson = JSON.parse(JSON.stringify(expected));
    expect(await sent(rule, asJson)).toEqual(asJson);
  });

  it("are all tested here, where a rule has any", () => {
    const tested = new Set(ROWS.map(([rule]) => rule));
    const without = RULE_TYPES.filter((rule) => !tested.has(rule));
    expect(without).toEqual([
      "anyNotNull",
      "containsCreditCard",
      "containsEmail",
      "containsSocialSecurityNumber",
      "containsUrl",
      "isCreditCard",
      "notEmpty",
      "notFuture",
      "notNegative",
      "notNull",
      "positive",
      "unique",
    ]);
  });

  it("may hold nulls for what other rules have, as the platform answers", async () => {
    const all = { min: 0, max: 1, value: null, ref_container_id: null, numeric_comparator: null };
    expect(await sent("between", all)).toEqual(all);
    expect(await sent("notNull", { min: null })).toEqual({ min: null });
  });

  it.each([
    ["between", {}, "properties.min"],
    ["between", { inclusiveMin: true }, "properties.min"],
    ["between", { min: "1" }, "properties.min"],
    ["between", { min: Number.NaN }, "properties.min"],
    ["between", { min: 1, inclusiveMn: true }, "properties.inclusiveMn"],
    ["between", { min: 1, fieldName: "id" }, "properties.fieldName"],
    ["between", { min: 1, own_key: 1 }, "properties.own_key"],
    ["between", { min: 1, inclusiveMin: true, inclusive_min: true }, "properties.inclusive_min"],
    ["between", [1, 2], "properties"],
    ["between", undefined, "properties.min"],
    ["between", null, "properties.min"],
    ["greaterThan", { inclusive: true }, "properties.value"],
    ["greaterThan", { value: 1, inclusive: "yes" }, "properties.inclusive"],
    ["existsIn", { fieldName: "id" }, "properties.refContainerId"],
    ["existsIn", { fieldName: "id", refContainerId: 0 }, "properties.refContainerId"],
    ["existsIn", { field_name: "", ref_container_id: 2 }, "properties.field_name"],
    [
      "dataDiff",
      { refContainerId: 2, numericComparator: { epsilon: 1, abs: true } },
      "properties.numericComparator.abs",
    ],
    ["dataDiff", { refContainerId: 2, idFieldNames: ["id", 5] }, "properties.idFieldNames.1"],
    ["afterDateTime", { datetime: "soon" }, "properties.datetime"],
    ["expectedValues", { list: [Number.NaN] }, "properties.list"],
    ["expectedValues", { list: "a" }, "properties.list"],
    ["timeDistributionSize", { intervalName: "Daily" }, "properties.minSize"],
    ["volumetric", { comparison: "Absolute Change", windowSize: 1.5 }, "properties.windowSize"],
    ["notNull", { inclusiveMin: true }, "properties.inclusiveMin"],
  ])("%s refuses %j", async (rule, properties, field) => {
    expect((await complaint(rule, properties))[0]).toBe(field);
  });

  it("say what a rule knows, and in whose words a value is wrong", async () => {
    const known = "known: min, max, inclusiveMin, inclusiveMax";
    expect(await complaint("between", { min: 1, low: 1 })).toEqual(["properties.low", `is not known here; ${known}`]);
    expect(await complaint("unique", { low: 1 })).toEqual(["properties.low", "is not known here; it takes none"]);
    expect(await complaint("between", { min: "1" })).toEqual(["properties.min", "expected number"]);
  });
});

describe("the properties of a rule that this version does not know", () => {
  it("go out untouched", async () => {
    const properties = { camelKey: 1, snake_key: { deep: [null] } };
    expect(await sent("brandNewRule", properties)).toEqual(properties);
    expect(await sent("brandNewRule", undefined)).toBeUndefined();
  });

  it("must be what JSON can say", async () => {
    expect((await complaint("brandNewRule", { value: Number.NaN }))[0]).toBe("properties.value");
    expect((await complaint("brandNewRule", "x"))[0]).toBe("properties");
  });

  it("needs no fields", async () => {
    expect(await sent("brandNewRule", {})).toEqual({});
  });
});

it("a check that was read can be made again elsewhere", async () => {
  const { server, client } = sampleWorld();
  const { rule, fields, properties, description } = await client.checks.get(2);
  const copy = await client.checks.create({ containerId: 2, rule, fields, properties, description: description ?? "" });
  expect(copy).toMatchObject({ asset: 2, rule: "existsIn", properties });
  expect(server.requests.at(-1)?.body).toMatchObject({ properties });
});
