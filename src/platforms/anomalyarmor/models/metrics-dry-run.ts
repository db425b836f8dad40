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
  maybe,
  model,
  number,
  type Open,
  open,
  optional,
  text,
  time,
} from "../../../base.js";
import { assetIdField } from "../ids.js";
import type { MetricType } from "./metrics.js";

/** A metric to try on the past. */
export interface MetricsDryRunBody {
  /** The asset, by its UUID or qualified name. */
  assetId: string;
  /** `schema.table`. */
  tablePath: string;
  metricType: MetricType;
  columnName?: string | undefined;
  /** Default 1. The platform judges its range. */
  sensitivity?: number | undefined;
  /** Default 30. */
  lookbackDays?: number | undefined;
}

export const metricsDryRunBody: Input<MetricsDryRunBody> = input("MetricsDryRunBody", {
  assetId: assetIdField,
  tablePath: filledText,
  metricType: filledText,
  columnName: optional(filledText),
  sensitivity: optional(number, 1),
  lookbackDays: optional(between(int, 1, Number.MAX_SAFE_INTEGER), 30),
});

/** A snapshot at which the metric would have alerted. */
export interface MetricsDryRunAlert {
  capturedAt: Date | null;
  value: number | null;
  thresholdType: Open<"static" | "percentage" | "std_dev"> | null;
  thresholdValue: number | null;
  wouldAlert: boolean | null;
}

const thresholdType = open("static", "percentage", "std_dev");

const metricsDryRunAlertModel: Model<MetricsDryRunAlert> = model("MetricsDryRunAlert", {
  capturedAt: maybe(time),
  value: maybe(number),
  thresholdType: maybe(thresholdType),
  thresholdValue: maybe(number),
  wouldAlert: maybe(flag),
});

/** What a metric would have done. */
export interface MetricsDryRun {
  /** The metric whose snapshots were used; null when the platform names none. */
  metricId: string | number | null;
  metricType: MetricType;
  thresholdType: Open<"static" | "percentage" | "std_dev"> | null;
  thresholdValue: number | null;
  lookbackDays: number;
  totalSnapshots: number;
  wouldAlertCount: number;
  /** 0 to 100. */
  alertRatePercent: number;
  avgValue: number | null;
  minValue: number | null;
  maxValue: number | null;
  sampleAlerts: MetricsDryRunAlert[];
  recommendation: string | null;
}

export const metricsDryRunModel: Model<MetricsDryRun> = model("MetricsDryRun", {
  metricId: maybe(id),
  metricType: text,
  thresholdType: maybe(thresholdType),
  thresholdValue: maybe(number),
  lookbackDays: int,
  totalSnapshots: int,
  wouldAlertCount: int,
  alertRatePercent: number,
  avgValue: maybe(number),
  minValue: maybe(number),
  maxValue: maybe(number),
  sampleAlerts: list(metricsDryRunAlertModel),
  recommendation: maybe(text),
});
