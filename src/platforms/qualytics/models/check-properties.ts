import * as z from "zod/mini";
import {
  type AnyField,
  type Field,
  field,
  filledText,
  flag,
  INVALID,
  type Issue,
  int,
  isRecord,
  list,
  map,
  number,
  type Schema,
  text,
  timeInput,
} from "../../../base.js";
import { intIdField } from "../ids.js";
import type { RuleProperties } from "./rule-properties.js";
import { isKnownRule, type KnownRuleType } from "./rule-types.js";

/** `refContainerId` is `ref_container_id` on the platform. */
const platformName = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** What became of one key: its name on the platform, or what is wrong with it. */
type Placed = { readonly key: string; readonly wire: string } | { readonly key: string; readonly message: string };

/**
 * An object whose keys may be told in camelCase, where `inCamelCase` takes them, and in the platform's spelling. Null counts
 * for each of them: so the platform answers for what it has not.
 */
function spelled<T>(keys: Readonly<Record<string, AnyField>>, inCamelCase: readonly string[]): Field<T> {
  const known = inCamelCase.length === 0 ? "it takes none" : `known: ${inCamelCase.join(", ")}`;
  const placed = (value: Record<string, unknown>): Placed[] => {
    const taken = new Set<string>();
    return Object.keys(value)
      .filter((key) => value[key] !== undefined)
      .map((key) => {
        const isKnown = Object.hasOwn(keys, key) || inCamelCase.includes(key);
        const wire = platformName(key);
        if (!isKnown) return { key, message: `is not known here; ${known}` };
        if (taken.has(wire)) return { key, message: "is told twice, in both spellings" };
        taken.add(wire);
        return { key, wire };
      });
  };
  const write = (value: unknown): unknown => {
    if (!isRecord(value)) return INVALID;
    const out: Record<string, unknown> = {};
    for (const one of placed(value)) {
      if ("message" in one) return INVALID;
      const told = value[one.key];
      const written = told === null ? null : (keys[one.wire] as AnyField).write(told);
      if (written === INVALID) return INVALID;
      out[one.wire] = written;
    }
    return out;
  };
  return field({
    read: write,
    schema: () =>
      z.custom<Record<string, unknown>>(isRecord, { error: "expected an object" }).check(
        z.superRefine((value, context) => {
          for (const one of placed(value)) {
            if ("message" in one) context.addIssue({ code: "custom", path: [one.key], message: one.message });
            else if (value[one.key] !== null) {
              const result = (keys[one.wire] as AnyField).inputSchema.safeParse(value[one.key]);
              for (const issue of result.error?.issues ?? [])
                context.addIssue({ ...issue, path: [one.key, ...issue.path] } as unknown as string);
            }
          }
        }),
      ) as unknown as Schema,
  });
}

const isSayable = (value: unknown): boolean => Array.isArray(value) && map.write({ value }) !== INVALID;

/** Values of the caller's own. */
const values: Field<readonly unknown[]> = field({
  read: (value) => (isSayable(value) ? value : INVALID),
  schema: () => z.custom(isSayable, { error: "expected a list of values that JSON can say" }) as unknown as Schema,
});

const names = list(filledText, { required: true });

/** All keys that the properties of a check can have, in the platform's spelling. */
const KEYS: Readonly<Record<string, AnyField>> = {
  allow_other_fields: flag,
  inclusive: flag,
  inclusive_min: flag,
  inclusive_max: flag,
  is_element_context: flag,
  comparison: filledText,
  distinct_field_name: filledText,
  expression: filledText,
  field_name: filledText,
  field_type: filledText,
  pattern: filledText,
  ref_expression: filledText,
  ref_filter: text,
  interval_name: filledText,
  min: number,
  max: number,
  value: number,
  tolerance: number,
  last_value: number,
  window_sum: number,
  composite_match_threshold: number,
  min_size: int,
  max_size: int,
  window_size: int,
  ref_container_id: intIdField,
  ref_datastore_id: intIdField,
  datetime: timeInput,
  min_time: timeInput,
  max_time: timeInput,
  list: values,
  id_field_names: names,
  passthrough_field_names: names,
  diff_change_types: names,
  required_labels: names,
  target_fields: list(map, { required: true }),
  numeric_comparator: spelled({ epsilon: number, as_absolute: flag }, ["epsilon", "asAbsolute"]),
  duration_comparator: spelled({ millis: number }, ["millis"]),
  string_comparator: spelled({ ignore_whitespace: flag }, ["ignoreWhitespace"]),
  assertion: text,
  equation: text,
  pair_substrings: flag,
  pair_homophones: flag,
  spelling_similarity_threshold: number,
};

/** The keys of each rule: those that it must have, and those that it may. */
type RuleKeys = {
  readonly [R in keyof RuleProperties]: {
    readonly [K in keyof RuleProperties[R]]-?: object extends Pick<RuleProperties[R], K> ? "may" : "must";
  };
};

const COMPARATORS = { numericComparator: "may", durationComparator: "may", stringComparator: "may" } as const;
const FIELD_TWIN = { fieldName: "must", inclusive: "may", ...COMPARATORS } as const;
const OTHER_CONTAINER = { refContainerId: "must", refDatastoreId: "may" } as const;
const REPLICA = {
  ...OTHER_CONTAINER,
  idFieldNames: "may",
  passthroughFieldNames: "may",
  diffChangeTypes: "may",
  ...COMPARATORS,
} as const;

const RULE_KEYS: RuleKeys = {
  distinctCount: { comparison: "must", value: "must" },
  between: { min: "may", max: "may", inclusiveMin: "may", inclusiveMax: "may" },
  betweenTimes: { minTime: "must", maxTime: "must" },
  afterDateTime: { datetime: "must" },
  beforeDateTime: { datetime: "must" },
  greaterThan: { value: "must", inclusive: "may" },
  lessThan: { value: "must", inclusive: "may" },
  equalTo: { value: "must", inclusive: "may" },
  minValue: { value: "must", inclusive: "may" },
  maxValue: { value: "must", inclusive: "may" },
  sum: { value: "must" },
  metric: { comparison: "must", min: "may", max: "may" },
  expectedValues: { list: "must" },
  requiredValues: { list: "must" },
  matchesPattern: { pattern: "must" },
  minLength: { value: "must" },
  maxLength: { value: "must" },
  isType: { fieldType: "must" },
  isAddress: { requiredLabels: "must" },
  equalToField: FIELD_TWIN,
  greaterThanField: FIELD_TWIN,
  lessThanField: FIELD_TWIN,
  existsIn: { fieldName: "must", ...OTHER_CONTAINER },
  notExistsIn: { fieldName: "must", ...OTHER_CONTAINER },
  dataDiff: REPLICA,
  isReplicaOf: REPLICA,
  aggregationComparison: {
    expression: "must",
    comparison: "must",
    refExpression: "must",
    ...OTHER_CONTAINER,
    refFilter: "may",
  },
  satisfiesExpression: { expression: "must" },
  predictedBy: { expression: "must", tolerance: "must" },
  entityResolution: {
    distinctFieldName: "may",
    targetFields: "may",
    compositeMatchThreshold: "may",
    pairSubstrings: "may",
    pairHomophones: "may",
    spellingSimilarityThreshold: "may",
  },
  volumetric: {
    comparison: "must",
    windowSize: "must",
    min: "may",
    max: "may",
    lastValue: "may",
    windowSum: "may",
  },
  freshness: { value: "must" },
  fieldCount: { value: "must" },
  expectedSchema: { list: "must", allowOtherFields: "may" },
  timeDistributionSize: { intervalName: "must", minSize: "may", maxSize: "may" },
  minPartitionSize: { value: "must" },
  maxPartitionSize: { value: "must" },
};

/** Rules that need one of two. */
const ONE_OF: Readonly<Partial<Record<KnownRuleType, readonly string[]>>> = {
  between: ["min", "max"],
  timeDistributionSize: ["minSize", "maxSize"],
};

const keysOf = (rule: KnownRuleType): Readonly<Record<string, "must" | "may">> =>
  Object.hasOwn(RULE_KEYS, rule) ? RULE_KEYS[rule as keyof RuleProperties] : {};

/**
 * The properties of a check of a rule. Those of a known rule are taken in camelCase and in the platform's spelling; those of
 * any other rule are the caller's, and go out as they are.
 */
export function propertiesField(rule: string): Field<Readonly<Record<string, unknown>>> {
  if (!isKnownRule(rule)) return map as unknown as Field<Readonly<Record<string, unknown>>>;
  return spelled(KEYS, Object.keys(keysOf(rule)));
}

/** What the properties of a known rule lack; undefined where they lack nothing. */
export function missingProperty(rule: string, properties: unknown): Issue | undefined {
  if (!isKnownRule(rule)) return undefined;
  const told = isRecord(properties) ? properties : {};
  const has = (key: string): boolean => (told[key] ?? told[platformName(key)] ?? null) !== null;
  const complaint = (key: string, message: string): Issue => ({ path: ["properties", key], code: "custom", message });
  const [missing] = Object.entries(keysOf(rule)).filter(([key, need]) => need === "must" && !has(key));
  if (missing !== undefined) return complaint(missing[0], `must be told: ${rule} needs it`);
  const either = ONE_OF[rule];
  if (either === undefined || either.some(has)) return undefined;
  return complaint(either[0] as string, `must be told, or ${either[1]}: ${rule} needs one of them`);
}
