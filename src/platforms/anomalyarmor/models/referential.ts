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
  list,
  type Model,
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

/** Counts of an asset's referential checks by their last result. */
export interface ReferentialSummary {
  totalChecks: number;
  activeChecks: number;
  passingChecks: number;
  failingChecks: number;
  lastCheckAt: Date | null;
}

export const referentialSummaryModel: Model<ReferentialSummary> = model("ReferentialSummary", {
  totalChecks: int,
  activeChecks: int,
  passingChecks: or(int, 0),
  failingChecks: or(int, 0),
  lastCheckAt: maybe(time),
});

/** A foreign key that must hold: every child has a parent. */
export interface ReferentialCheck {
  /** The public UUID, which every method takes. */
  id: string;
  /** The platform's own number; no method takes it. */
  internalId: number;
  /** The platform's internal id of the asset, not its UUID. */
  assetId: string | number;
  childTablePath: string;
  childColumnName: string;
  parentTablePath: string;
  parentColumnName: string;
  name: string | null;
  description: string | null;
  captureInterval: CaptureInterval;
  /** The most orphans that are tolerated; null for no such limit. */
  maxOrphanCount: number | null;
  /** The same as a share of the children, 0 to 100. */
  maxOrphanPercent: number | null;
  /** The fewest children that a parent may have; null for no such limit. */
  minChildCount: number | null;
  /** The most children that a parent may have; null for no such limit. */
  maxChildCount: number | null;
  isActive: boolean;
  lastCheckedAt: Date | null;
  createdAt: Date | null;
}

export const referentialCheckModel: Model<ReferentialCheck> = model("ReferentialCheck", {
  id: text,
  internalId: int,
  assetId: id,
  childTablePath: text,
  childColumnName: text,
  parentTablePath: text,
  parentColumnName: text,
  name: maybe(text),
  description: maybe(text),
  captureInterval: open("hourly", "daily", "weekly"),
  maxOrphanCount: maybe(int),
  maxOrphanPercent: maybe(number),
  minChildCount: maybe(int),
  maxChildCount: maybe(int),
  isActive: flag,
  lastCheckedAt: maybe(time),
  createdAt: maybe(time),
});

/** Filters of `referential.list`. */
export interface ReferentialCheckListParams extends PageParams {
  isActive?: boolean | undefined;
}

export const referentialCheckListParams: Input<ReferentialCheckListParams> = input("ReferentialCheckListParams", {
  isActive: optional(flag),
  limit: limitField,
  offset: offsetField,
});

/** What can be set of a check when it is made and later. */
interface ReferentialLimits {
  name?: string | undefined;
  description?: string | undefined;
  /** How often it is looked at. Default when it is made: `daily`. */
  captureInterval?: CaptureInterval | undefined;
  /** The most orphans that are tolerated. */
  maxOrphanCount?: number | undefined;
  /** The same as a share of the children, 0 to 100. */
  maxOrphanPercent?: number | undefined;
  /** The fewest children that a parent may have. */
  minChildCount?: number | undefined;
  /** The most children that a parent may have. */
  maxChildCount?: number | undefined;
}

const count = optional(between(int, 0, Number.MAX_SAFE_INTEGER));

const limits = {
  name: optional(text),
  description: optional(text),
  maxOrphanCount: count,
  maxOrphanPercent: optional(between(number, 0, 100)),
  minChildCount: count,
  maxChildCount: count,
};

/** A check to make. */
export interface ReferentialCheckCreateBody extends ReferentialLimits {
  /** `schema.table` of the table that refers. */
  childTablePath: string;
  childColumnName: string;
  /** `schema.table` of the table that is referred to. */
  parentTablePath: string;
  parentColumnName: string;
}

export const referentialCheckCreateBody: Input<ReferentialCheckCreateBody> = input("ReferentialCheckCreateBody", {
  childTablePath: filledText,
  childColumnName: filledText,
  parentTablePath: filledText,
  parentColumnName: filledText,
  captureInterval: optional(filledText, "daily"),
  ...limits,
});

/** What to change of a check. */
export interface ReferentialCheckUpdateBody extends ReferentialLimits {
  isActive?: boolean | undefined;
}

export const referentialCheckUpdateBody: Input<ReferentialCheckUpdateBody> = input("ReferentialCheckUpdateBody", {
  isActive: optional(flag),
  captureInterval: optional(filledText),
  ...limits,
});

/** One run of a referential check. */
export interface ReferentialCheckResult {
  id: string | number;
  /** The check's `internalId`. */
  referentialCheckId: string | number;
  /** The platform's own word, in lower case. */
  status: Open<"pass" | "fail" | "error">;
  /** From `status`. A pass over no rows is `unknown`, and so is every status but pass and fail. */
  verdict: Verdict;
  /** Children without a parent; null where the check could not be run. */
  orphanCount: number | null;
  /** Null where the check could not be run. */
  totalChildRows: number | null;
  /** 0 to 100; null where the check could not be run. */
  orphanPercent: number | null;
  /** Some of the orphans, untouched; null when none are told. They are the asset's own data. */
  orphanSample: unknown[] | null;
  /** From `createdAt`, where the platform does not tell it; null when it tells neither. */
  checkedAt: Date | null;
  /** From `checkedAt`, where the platform does not tell it; null when it tells neither. */
  createdAt: Date | null;
  /** Parents with fewer children than `minChildCount`. */
  parentsBelowMin: number | null;
  /** Parents with more children than `maxChildCount`. */
  parentsAboveMax: number | null;
  queryDurationMs: number | null;
  /** Some of the parents with too few or too many children, untouched. */
  cardinalitySample: unknown[] | null;
  /** Why the check could not be run. */
  errorMessage: string | null;
}

export const referentialCheckResultModel: Model<ReferentialCheckResult> = model<ReferentialCheckResult>(
  "ReferentialCheckResult",
  {
    id,
    referentialCheckId: id,
    status: word("pass", "fail", "error"),
    verdict: derived<Verdict>("unknown"),
    orphanCount: maybe(int),
    totalChildRows: maybe(int),
    orphanPercent: maybe(number),
    orphanSample: maybe(list(json)),
    checkedAt: maybe(time),
    createdAt: maybe(time),
    parentsBelowMin: maybe(int),
    parentsAboveMax: maybe(int),
    queryDurationMs: maybe(int),
    cardinalitySample: maybe(list(json)),
    errorMessage: maybe(text),
  },
  {
    derive: (result) => {
      result.checkedAt ??= result.createdAt;
      result.createdAt ??= result.checkedAt;
      result.verdict = verdictOf(result.status, result.totalChildRows);
    },
  },
);

/** Which page of a check's results. */
export interface ReferentialResultListParams {
  /** Items a page. Default 100; the platform judges the largest. */
  limit?: number | undefined;
  /** Items to pass over. Default 0. */
  offset?: number | undefined;
}

export const referentialResultListParams: Input<ReferentialResultListParams> = input("ReferentialResultListParams", {
  limit: openLimitField,
  offset: offsetField,
});

/** Which checks must hold, and how new their results must be. */
export interface RequireIntactOptions extends RequestOptions, UnknownOption {
  /** True: every check is executed now. Needs a read-write key. Default: the latest results count. */
  run?: boolean | undefined;
  /** Only these checks, by their public ids. Default: every active check of the asset. */
  checks?: readonly string[] | undefined;
  /** The oldest that a result may be, in hours, by the server's clock. Default: any age. */
  maxAgeHours?: number | undefined;
}
