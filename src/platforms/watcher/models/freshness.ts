import {
  between,
  type Input,
  input,
  int,
  type Open,
  open,
  optional,
  type FreshnessListParams as PortableListParams,
  type FreshnessStatus as PortableStatus,
  type FreshnessSummary as PortableSummary,
} from "../../../base.js";
import type { DatePart } from "./limits.js";

/**
 * Why the freshness of a pipeline is not known. `muted`: the pipeline is not checked. `type_muted`: none of its type is.
 * `never_written`: no run wrote anything yet. `no_rule`: neither it nor its type has a limit. `unreadable`: what the
 * server tells makes no limit.
 */
export type FreshnessUnknown = "muted" | "type_muted" | "never_written" | "no_rule" | "unreadable";

/** How old the data of a pipeline is, by the server's own rule. */
export interface FreshnessStatus extends PortableStatus {
  /** The pipeline's number. */
  assetId: number;
  /** The pipeline's name. */
  qualifiedName: string;
  status: Open<"fresh" | "stale" | "unknown">;
  /** The latest of the three dates of the last insert, update and soft deletion; null where nothing was ever written. */
  lastUpdated: Date | null;
  /** Negative where the last run ended in the future, as the caller of the server told it. */
  hoursSinceUpdate: number | null;
  /** Until when the data is fresh; null where nothing tells it. At this very moment it still is. */
  deadline: Date | null;
  /** From `lastUpdated` to `deadline`: months and years differ in length. Null where nothing tells it. */
  stalenessThresholdHours: number | null;
  /** The limit that holds: the pipeline's own, or its type's. Null where there is none. */
  freshnessNumber: number | null;
  freshnessDatepart: Open<DatePart> | null;
  /** Whose limit it is. */
  limitOf: "pipeline" | "pipeline_type" | null;
  /** Now, by the server's clock. */
  checkedAt: Date;
  /** Why it is not known, as a word; null where it is. */
  unknownBecause: FreshnessUnknown | null;
}

/** Counts of pipelines by freshness. */
export interface FreshnessSummary extends PortableSummary {
  totalAssets: number;
  fresh: number;
  stale: number;
  unknown: number;
  /** The share of the fresh among all, the unknown included: 0 to 100. Null where there are none. */
  freshPercentage: number | null;
}

/** Filters of `freshness.list`. */
export interface FreshnessListParams extends PortableListParams {
  status?: Open<"fresh" | "stale" | "unknown"> | undefined;
  /** Items a page, of what was read at once. Default: all. */
  limit?: number | undefined;
}

export const freshnessListParams: Input<FreshnessListParams> = input("FreshnessListParams", {
  status: optional(open("fresh", "stale", "unknown")),
  limit: optional(between(int, 1, Number.MAX_SAFE_INTEGER)),
});

/** For calls that take no params, and must say so when they are given some. */
export const noParams: Input<Record<never, never>> = input("NoParams", {});
