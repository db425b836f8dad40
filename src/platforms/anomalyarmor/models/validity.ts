import {
  between,
  derived,
  filledText,
  flag,
  type Input,
  id,
  input,
  int,
  json,
  type Model,
  map,
  maybe,
  model,
  number,
  type Open,
  open,
  optional,
  or,
  type RequestOptions,
  text,
  time,
  type UnknownOption,
  type Verdict,
  word,
} from "../../../base.js";
import type { CaptureInterval } from "./metrics.js";
import { limitField, offsetField, openLimitField, type PageParams } from "./params.js";
import { verdictOf } from "./verdict.js";

/** What a validity rule asks of values. */
export type ValidityRuleType = Open<"NOT_NULL" | "UNIQUE" | "REGEX" | "RANGE" | "ENUM" | "DATE_FORMAT" | "CUSTOM_SQL">;

/** Counts of an asset's validity rules by their last result. */
export interface ValiditySummary {
  totalRules: number;
  passing: number;
  failing: number;
  /** Rules that could not be checked. */
  error: number;
}

export const validitySummaryModel: Model<ValiditySummary> = model(
  "ValiditySummary",
  { totalRules: int, passing: int, failing: int, error: int },
  {
    wire: {
      passing: ["passing", "passing_rules"],
      failing: ["failing", "failing_rules"],
      error: ["error", "error_rules", "errors"],
    },
  },
);

/** A rule that values must keep. */
export interface ValidityRule {
  /** The public id, which every method takes: the platform's `uuid`, else its `id` as text. */
  id: string;
  /** Null when the platform does not tell it. */
  uuid: string | null;
  /** The platform's own number (its `id`), null when that is none; no method takes it. */
  internalId: number | null;
  tablePath: string;
  /** Null for a rule of the whole table. */
  columnName: string | null;
  ruleType: ValidityRuleType;
  /** What the rule type needs, such as `{ pattern }`; its keys are the platform's, untouched. */
  ruleConfig: Record<string, unknown> | null;
  name: string | null;
  description: string | null;
  /** Default `warning`. */
  severity: Open<"info" | "warning" | "critical">;
  isActive: boolean;
  /** Default `daily`. */
  checkInterval: CaptureInterval;
  alertThresholdPercent: number | null;
  /** Default false. */
  treatNullAsValid: boolean;
  /** In lower case; null when the rule was never checked or the platform does not say. */
  latestStatus: Open<"pass" | "fail" | "error"> | null;
  createdAt: Date | null;
}

const DIGITS = /^\d+$/;

type Drafted = Omit<ValidityRule, "id"> & { id: string | number };

export const validityRuleModel: Model<ValidityRule> = model<Drafted>(
  "ValidityRule",
  {
    id,
    uuid: maybe(text),
    internalId: maybe(int),
    tablePath: text,
    columnName: maybe(text),
    ruleType: open("NOT_NULL", "UNIQUE", "REGEX", "RANGE", "ENUM", "DATE_FORMAT", "CUSTOM_SQL"),
    ruleConfig: maybe(map),
    name: maybe(text),
    description: maybe(text),
    severity: or(open("info", "warning", "critical"), "warning"),
    isActive: flag,
    checkInterval: or(open("hourly", "daily", "weekly"), "daily"),
    alertThresholdPercent: maybe(number),
    treatNullAsValid: or(flag, false),
    latestStatus: maybe(word("pass", "fail", "error")),
    createdAt: maybe(time),
  },
  {
    wire: { id: ["id", "uuid"] },
    derive: (rule) => {
      const told = String(rule.id);
      if (DIGITS.test(told) && Number.isSafeInteger(Number(told))) rule.internalId ??= Number(told);
      rule.id = rule.uuid || told;
    },
  },
) as unknown as Model<ValidityRule>;

/** Filters of `validity.list`. */
export interface ValidityRuleListParams extends PageParams {
  ruleType?: ValidityRuleType | undefined;
  isActive?: boolean | undefined;
}

export const validityRuleListParams: Input<ValidityRuleListParams> = input("ValidityRuleListParams", {
  ruleType: optional(filledText),
  isActive: optional(flag),
  limit: limitField,
  offset: offsetField,
});

/** A rule to make. */
export interface ValidityRuleCreateBody {
  ruleType: ValidityRuleType;
  /** `schema.table`. */
  tablePath: string;
  columnName?: string | undefined;
  /**
   * What the rule type needs: `pattern` for REGEX, `min` and `max` for RANGE, `allowed_values` for ENUM, `format` for
   * DATE_FORMAT, `sql_expression` for CUSTOM_SQL. Its keys are the platform's and are sent as they are.
   */
  ruleConfig?: Record<string, unknown> | undefined;
  /** Default `warning`. */
  severity?: Open<"info" | "warning" | "critical"> | undefined;
  /** Default `daily`. */
  checkInterval?: CaptureInterval | undefined;
  name?: string | undefined;
  description?: string | undefined;
  /** What the platform tells of a value that breaks the rule. */
  errorMessage?: string | undefined;
  /** 0 to 100. */
  alertThresholdPercent?: number | undefined;
  /** Default false. */
  treatNullAsValid?: boolean | undefined;
}

export const validityRuleCreateBody: Input<ValidityRuleCreateBody> = input("ValidityRuleCreateBody", {
  ruleType: filledText,
  tablePath: filledText,
  columnName: optional(filledText),
  ruleConfig: optional(map),
  severity: optional(filledText, "warning"),
  checkInterval: optional(filledText, "daily"),
  name: optional(text),
  description: optional(text),
  errorMessage: optional(text),
  alertThresholdPercent: optional(between(number, 0, 100)),
  treatNullAsValid: optional(flag, false),
});

/** What to change of a rule. */
export interface ValidityRuleUpdateBody {
  isActive?: boolean | undefined;
  severity?: Open<"info" | "warning" | "critical"> | undefined;
  name?: string | undefined;
  description?: string | undefined;
  /** 0 to 100. */
  alertThresholdPercent?: number | undefined;
  treatNullAsValid?: boolean | undefined;
  checkInterval?: CaptureInterval | undefined;
  /** Its keys are the platform's and are sent as they are. */
  ruleConfig?: Record<string, unknown> | undefined;
}

export const validityRuleUpdateBody: Input<ValidityRuleUpdateBody> = input("ValidityRuleUpdateBody", {
  isActive: optional(flag),
  severity: optional(filledText),
  name: optional(text),
  description: optional(text),
  alertThresholdPercent: optional(between(number, 0, 100)),
  treatNullAsValid: optional(flag),
  checkInterval: optional(filledText),
  ruleConfig: optional(map),
});

/** How to check a rule. */
export interface ValidityCheckParams {
  /** The most invalid values to give as samples. Default 10. */
  sampleLimit?: number | undefined;
}

export const validityCheckParams: Input<ValidityCheckParams> = input("ValidityCheckParams", {
  sampleLimit: optional(between(int, 0, Number.MAX_SAFE_INTEGER), 10),
});

/** One check of a validity rule. */
export interface ValidityCheckResult {
  id: string | number;
  /** The rule's `internalId`. */
  validityRuleId: string | number;
  /** The platform's own word, in lower case. */
  status: Open<"pass" | "fail" | "error">;
  /** From `status`. A pass over no rows is `unknown`, and so is every status but pass and fail. */
  verdict: Verdict;
  /** Null where the rule could not be checked. */
  totalRows: number | null;
  /** Null where the rule could not be checked. */
  invalidCount: number | null;
  /** 0 to 100; null where the rule could not be checked. */
  invalidPercent: number | null;
  /** Invalid values, as an object or a list, untouched; null when there are none. They are the asset's own data. */
  invalidSamples: unknown;
  /** From `createdAt`, where the platform does not tell it; null when it tells neither. */
  checkedAt: Date | null;
  executionDurationMs: number | null;
  /** Why the rule could not be checked. */
  errorMessage: string | null;
  createdAt: Date | null;
}

export const validityCheckResultModel: Model<ValidityCheckResult> = model<ValidityCheckResult>(
  "ValidityCheckResult",
  {
    id,
    validityRuleId: id,
    status: word("pass", "fail", "error"),
    verdict: derived<Verdict>("unknown"),
    totalRows: maybe(int),
    invalidCount: maybe(int),
    invalidPercent: maybe(number),
    invalidSamples: json,
    checkedAt: maybe(time),
    executionDurationMs: maybe(int),
    errorMessage: maybe(text),
    createdAt: maybe(time),
  },
  {
    derive: (result) => {
      result.checkedAt ??= result.createdAt;
      result.verdict = verdictOf(result.status, result.totalRows);
    },
  },
);

/** Which page of a rule's results. */
export interface ValidityResultListParams {
  /** Items a page. Default 100; the platform judges the largest. */
  limit?: number | undefined;
  /** Items to pass over. Default 0. */
  offset?: number | undefined;
}

export const validityResultListParams: Input<ValidityResultListParams> = input("ValidityResultListParams", {
  limit: openLimitField,
  offset: offsetField,
});

/** Which rules must hold, and how new their results must be. */
export interface RequireValidOptions extends RequestOptions, UnknownOption {
  /** True: every rule is checked now. Needs a read-write key. Default: the latest results count. */
  run?: boolean | undefined;
  /** Only these rules, by their public ids. Default: every active rule of the asset. */
  rules?: readonly string[] | undefined;
  /** The oldest that a result may be, in hours, by the server's clock. Default: any age. */
  maxAgeHours?: number | undefined;
}
