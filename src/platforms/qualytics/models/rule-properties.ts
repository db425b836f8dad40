import type { Open } from "../../../base.js";
import type { KnownRuleType, RuleType } from "./rule-types.js";

type Maybe<T> = T | null | undefined;

/** How far two numbers may be apart and still count as equal. */
export interface NumericComparator {
  epsilon: number;
  /** Whether `epsilon` is an absolute difference. The server's default is true. */
  asAbsolute?: Maybe<boolean>;
}

/** How far two moments may be apart and still count as equal. */
export interface DurationComparator {
  millis: number;
}

/** How two texts are compared. */
export interface StringComparator {
  /** The server's default is false. */
  ignoreWhitespace?: Maybe<boolean>;
}

type SnakeCase<Text extends string> = Text extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${SnakeCase<Rest>}`
  : Text;

/** The same keys as the platform spells them: `refContainerId` is `ref_container_id`. */
export type InPlatformSpelling<T> = { [K in keyof T as SnakeCase<K & string>]: T[K] };

type Spelled<T> = T | InPlatformSpelling<T>;

interface Comparators {
  numericComparator?: Maybe<Spelled<NumericComparator>>;
  durationComparator?: Maybe<Spelled<DurationComparator>>;
  stringComparator?: Maybe<Spelled<StringComparator>>;
}

interface Limit {
  value: number;
  /** Whether the limit itself is allowed. Default: the server's. */
  inclusive?: Maybe<boolean>;
}

interface FieldTwin extends Comparators {
  /** The other field, in the same container. */
  fieldName: string;
  inclusive?: Maybe<boolean>;
}

interface OtherContainer {
  refContainerId: string | number;
  refDatastoreId?: Maybe<string | number>;
}

interface FieldElsewhere extends OtherContainer {
  /** The field in the other container. */
  fieldName: string;
}

interface Replica extends OtherContainer, Comparators {
  /** The fields that tell which row is which. */
  idFieldNames?: Maybe<readonly string[]>;
  passthroughFieldNames?: Maybe<readonly string[]>;
  diffChangeTypes?: Maybe<readonly string[]>;
}

interface ValueList {
  list: readonly unknown[];
}

/** The properties of each rule that has any. */
export interface RuleProperties {
  distinctCount: {
    /** The words differ between builds, and go out as they are. */
    comparison: string;
    value: number;
  };
  /** At least one of `min` and `max`. Builds differ about one alone: `greaterThan` and `lessThan` are the safe form. */
  between: {
    min?: Maybe<number>;
    max?: Maybe<number>;
    /** Whether `min` itself is allowed. Default: the server's. */
    inclusiveMin?: Maybe<boolean>;
    /** Whether `max` itself is allowed. Default: the server's. */
    inclusiveMax?: Maybe<boolean>;
  };
  betweenTimes: { minTime: Date | string; maxTime: Date | string };
  afterDateTime: { datetime: Date | string };
  beforeDateTime: { datetime: Date | string };
  greaterThan: Limit;
  lessThan: Limit;
  equalTo: Limit;
  minValue: Limit;
  maxValue: Limit;
  /** What the sum must be equal to. */
  sum: { value: number };
  metric: {
    comparison: Open<"Absolute Value" | "Absolute Change" | "Percentage Change">;
    min?: Maybe<number>;
    max?: Maybe<number>;
  };
  expectedValues: ValueList;
  requiredValues: ValueList;
  matchesPattern: {
    /** A regular expression. */
    pattern: string;
  };
  minLength: { value: number };
  maxLength: { value: number };
  isType: { fieldType: string };
  isAddress: { requiredLabels: readonly Open<"road" | "city" | "state" | "country" | "postcode">[] };
  equalToField: FieldTwin;
  greaterThanField: FieldTwin;
  lessThanField: FieldTwin;
  existsIn: FieldElsewhere;
  notExistsIn: FieldElsewhere;
  dataDiff: Replica;
  isReplicaOf: Replica;
  aggregationComparison: OtherContainer & {
    expression: string;
    comparison: Open<"lt" | "lte" | "eq" | "gte" | "gt">;
    refExpression: string;
    /** Which rows of the other container count, as Spark SQL. */
    refFilter?: Maybe<string>;
  };
  satisfiesExpression: {
    /** Spark SQL that is true where the rule holds. */
    expression: string;
  };
  predictedBy: { expression: string; tolerance: number };
  /** The last three are those of older builds. */
  entityResolution: {
    distinctFieldName?: Maybe<string>;
    /** In the platform's spelling, untouched. */
    targetFields?: Maybe<readonly Record<string, unknown>[]>;
    compositeMatchThreshold?: Maybe<number>;
    pairSubstrings?: Maybe<boolean>;
    pairHomophones?: Maybe<boolean>;
    spellingSimilarityThreshold?: Maybe<number>;
  };
  volumetric: {
    comparison: string;
    /** In days. */
    windowSize: number;
    min?: Maybe<number>;
    max?: Maybe<number>;
    lastValue?: Maybe<number>;
    windowSum?: Maybe<number>;
  };
  freshness: {
    /** The oldest that the data may be, in milliseconds. */
    value: number;
  };
  fieldCount: { value: number };
  expectedSchema: {
    /** Names of fields. */
    list: readonly string[];
    allowOtherFields?: Maybe<boolean>;
  };
  /** At least one of `minSize` and `maxSize`. */
  timeDistributionSize: {
    intervalName: Open<"Yearly" | "Monthly" | "Weekly" | "Daily" | "Hourly">;
    minSize?: Maybe<number>;
    maxSize?: Maybe<number>;
  };
  minPartitionSize: { value: number };
  maxPartitionSize: { value: number };
}

/**
 * What the properties of a check of a rule are. Those of a known rule are told in camelCase, or as the platform spells them,
 * so that those of a check that was read can be sent again. Those of any other rule are the platform's, untouched.
 */
export type PropertiesOf<Rule extends RuleType> = Rule extends keyof RuleProperties
  ? Spelled<RuleProperties[Rule]>
  : Rule extends KnownRuleType
    ? Readonly<Record<string, null>>
    : Readonly<Record<string, unknown>>;
