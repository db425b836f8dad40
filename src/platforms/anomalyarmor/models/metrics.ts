import {
  between,
  filledText,
  flag,
  type Input,
  id,
  input,
  int,
  list,
  type Model,
  map,
  maybe,
  model,
  number,
  type Open,
  open,
  optional,
  or,
  text,
  time,
} from "../../../base.js";
import { limitField, offsetField, openLimitField, type PageParams } from "./params.js";

/** What a metric measures. */
export type MetricType = Open<
  | "row_count"
  | "null_percent"
  | "distinct_count"
  | "duplicate_count"
  | "min_value"
  | "max_value"
  | "mean"
  | "percentile"
>;

/** How often a metric or a check is looked at. */
export type CaptureInterval = Open<"hourly" | "daily" | "weekly">;

/** Counts of an asset's metrics by their last result. */
export interface MetricsSummary {
  totalMetrics: number;
  activeMetrics: number;
  totalChecks: number;
  passing: number;
  failing: number;
  warning: number;
  error: number;
  /** 0 to 100; null when the platform does not say. 100 may mean that nothing was measured: see `totalChecks`. */
  healthPercentage: number | null;
}

export const metricsSummaryModel: Model<MetricsSummary> = model(
  "MetricsSummary",
  {
    totalMetrics: int,
    activeMetrics: int,
    totalChecks: or(int, 0),
    passing: or(int, 0),
    failing: or(int, 0),
    warning: or(int, 0),
    error: or(int, 0),
    healthPercentage: maybe(number),
  },
  { wire: { passing: ["passing", "passing_count"], failing: ["failing", "failing_count"] } },
);

/** A value of a metric at a moment. */
export interface MetricSnapshot {
  id: string | number;
  /** The metric's `internalId`. */
  metricDefinitionId: string | number;
  value: number;
  capturedAt: Date;
  /** Whether the platform finds the value unusual. */
  isAnomaly: boolean;
  /** How many standard deviations the value is away from what was expected. */
  zScore: number | null;
  /** The platform's own word, in capitals. */
  status: Open<"PASS" | "FAIL" | "WARNING"> | null;
  /** Of a metric by groups: the columns of the group and their values, untouched. */
  groupValues: Record<string, unknown> | null;
}

export const metricSnapshotModel: Model<MetricSnapshot> = model("MetricSnapshot", {
  id,
  metricDefinitionId: id,
  value: number,
  capturedAt: time,
  isAnomaly: or(flag, false),
  zScore: maybe(number),
  status: maybe(open("PASS", "FAIL", "WARNING")),
  groupValues: maybe(map),
});

/** A number that is measured over and over. */
export interface MetricDefinition {
  /** The public UUID, which every method takes. */
  id: string;
  /** The platform's own number; no method takes it. */
  internalId: number;
  /** The platform's internal id of the asset, not its UUID. */
  assetId: string | number;
  tablePath: string;
  /** Null for a metric of the whole table. */
  columnName: string | null;
  metricType: MetricType;
  /** Default `daily`. */
  captureInterval: CaptureInterval;
  /** The scale is the platform's; null when it does not say. */
  sensitivity: number | null;
  isActive: boolean;
  /** The columns by whose values the metric is split; null for none. */
  groupByColumns: string[] | null;
  /** Which percentile; null for other types. */
  percentileValue: number | null;
  createdAt: Date | null;
  /** The last values. Told by `get` only. */
  snapshots: MetricSnapshot[] | null;
}

export const metricDefinitionModel: Model<MetricDefinition> = model("MetricDefinition", {
  id: text,
  internalId: int,
  assetId: id,
  tablePath: text,
  columnName: maybe(text),
  metricType: open(
    "row_count",
    "null_percent",
    "distinct_count",
    "duplicate_count",
    "min_value",
    "max_value",
    "mean",
    "percentile",
  ),
  captureInterval: or(open("hourly", "daily", "weekly"), "daily"),
  sensitivity: maybe(number),
  isActive: or(flag, true),
  groupByColumns: maybe(list(text)),
  percentileValue: maybe(number),
  createdAt: maybe(time),
  snapshots: maybe(list(metricSnapshotModel)),
});

/** Filters of `metrics.list`. */
export interface MetricListParams extends PageParams {
  metricType?: MetricType | undefined;
  isActive?: boolean | undefined;
}

export const metricListParams: Input<MetricListParams> = input("MetricListParams", {
  metricType: optional(filledText),
  isActive: optional(flag),
  limit: limitField,
  offset: offsetField,
});

/** What `metrics.get` gives beside the metric. */
export interface MetricGetParams {
  /** Default true. */
  includeSnapshots?: boolean | undefined;
  /** The most snapshots to give. Default 30. */
  snapshotLimit?: number | undefined;
}

export const metricGetParams: Input<MetricGetParams> = input("MetricGetParams", {
  includeSnapshots: optional(flag, true),
  snapshotLimit: optional(between(int, 1, Number.MAX_SAFE_INTEGER), 30),
});

/** A metric to make. */
export interface MetricCreateBody {
  metricType: MetricType;
  /** `schema.table`. */
  tablePath: string;
  /** Needed by every documented type but `row_count`. */
  columnName?: string | undefined;
  /** Default `daily`. */
  captureInterval?: CaptureInterval | undefined;
  /** Default 1. The platform judges its range. */
  sensitivity?: number | undefined;
  /** The columns by whose values to split the metric. */
  groupByColumns?: string[] | undefined;
  /** Which percentile; needed by the type `percentile`. */
  percentileValue?: number | undefined;
}

const OF_A_COLUMN: readonly string[] = [
  "null_percent",
  "distinct_count",
  "duplicate_count",
  "min_value",
  "max_value",
  "mean",
  "percentile",
];

export const metricCreateBody: Input<MetricCreateBody> = input(
  "MetricCreateBody",
  {
    metricType: filledText,
    tablePath: filledText,
    columnName: optional(filledText),
    captureInterval: optional(filledText, "daily"),
    sensitivity: optional(number, 1),
    groupByColumns: optional(list(filledText)),
    percentileValue: optional(number),
  },
  {
    also: ({ metricType, columnName, percentileValue }) => {
      const needed = (name: string) => ({ path: [name], code: "custom", message: `is needed by ${metricType}` });
      if (OF_A_COLUMN.includes(metricType) && columnName === undefined) return needed("columnName");
      return metricType === "percentile" && percentileValue === undefined ? needed("percentileValue") : undefined;
    },
  },
);

/** What to change of a metric. */
export interface MetricUpdateBody {
  isActive?: boolean | undefined;
  captureInterval?: CaptureInterval | undefined;
  /** The platform judges its range. */
  sensitivity?: number | undefined;
}

export const metricUpdateBody: Input<MetricUpdateBody> = input("MetricUpdateBody", {
  isActive: optional(flag),
  captureInterval: optional(filledText),
  sensitivity: optional(number),
});

/** What a capture measured. */
export interface MetricCapture {
  snapshotCount: number;
  /** What was measured; a metric by groups may give several. */
  snapshots: MetricSnapshot[];
}

export const metricCaptureModel: Model<MetricCapture> = model("MetricCapture", {
  snapshotCount: int,
  snapshots: list(metricSnapshotModel),
});

/** Which page of a metric's snapshots. */
export interface MetricSnapshotListParams {
  /** Items a page. Default 100; the platform judges the largest. */
  limit?: number | undefined;
  /** Items to pass over. Default 0. */
  offset?: number | undefined;
}

export const metricSnapshotListParams: Input<MetricSnapshotListParams> = input("MetricSnapshotListParams", {
  limit: openLimitField,
  offset: offsetField,
});
