import {
  type AssetRef,
  between,
  type Field,
  filledText,
  flag,
  type Input,
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
  or,
  text,
} from "../../../base.js";
import { assetArgument } from "../ids.js";
import type { CheckInterval } from "./freshness.js";

const most = (fallback: number): Field<number | undefined> =>
  optional(between(int, 1, Number.MAX_SAFE_INTEGER), fallback);

const minConfidence = optional(between(number, 0, 1), 0.5);

const assetWire = { asset: "asset_id" } as const;

/** How often a table's freshness could be looked at. */
export interface FreshnessRecommendation {
  tablePath: string;
  suggestedCheckInterval: CheckInterval;
  suggestedThresholdHours: number;
  detectedFrequency: string | null;
  /** 0 to 1. */
  confidence: number;
  reasoning: string | null;
  /** How many observations it rests on. */
  dataPoints: number | null;
}

export const freshnessRecommendationModel: Model<FreshnessRecommendation> = model("FreshnessRecommendation", {
  tablePath: text,
  suggestedCheckInterval: open("5m", "15m", "30m", "1h", "3h", "6h", "12h", "1d", "1w"),
  suggestedThresholdHours: number,
  detectedFrequency: maybe(text),
  confidence: number,
  reasoning: maybe(text),
  dataPoints: maybe(int),
});

/** What the platform would do about an asset's freshness. */
export interface FreshnessRecommendations {
  assetId: string;
  recommendations: FreshnessRecommendation[];
  tablesAnalyzed: number;
  tablesWithRecommendations: number;
}

export const freshnessRecommendationsModel: Model<FreshnessRecommendations> = model("FreshnessRecommendations", {
  assetId: text,
  recommendations: list(freshnessRecommendationModel),
  tablesAnalyzed: int,
  tablesWithRecommendations: int,
});

/** Which recommendations `recommendations.freshness` gives. */
export interface FreshnessRecommendationParams {
  /** 0 to 1. Default 0.5. */
  minConfidence?: number | undefined;
  /** Default 20. */
  limit?: number | undefined;
  /** True: tables that are watched already count too. Default false. */
  includeMonitored?: boolean | undefined;
}

export const freshnessRecommendationParams: Input<FreshnessRecommendationParams & { asset: AssetRef }> = input(
  "FreshnessRecommendationParams",
  { asset: assetArgument, minConfidence, limit: most(20), includeMonitored: optional(flag, false) },
  { wire: assetWire },
);

/** A metric that a column could have. */
export interface MetricRecommendation {
  tablePath: string;
  columnName: string | null;
  suggestedMetricType: string;
  suggestedCheckType: string | null;
  reasoning: string | null;
  /** 0 to 1. */
  confidence: number;
}

export const metricRecommendationModel: Model<MetricRecommendation> = model("MetricRecommendation", {
  tablePath: text,
  columnName: maybe(text),
  suggestedMetricType: text,
  suggestedCheckType: maybe(text),
  reasoning: maybe(text),
  confidence: number,
});

/** The metrics that the platform would watch. */
export interface MetricRecommendations {
  assetId: string;
  recommendations: MetricRecommendation[];
  columnsAnalyzed: number;
  columnsWithRecommendations: number;
}

export const metricRecommendationsModel: Model<MetricRecommendations> = model("MetricRecommendations", {
  assetId: text,
  recommendations: list(metricRecommendationModel),
  columnsAnalyzed: int,
  columnsWithRecommendations: int,
});

/** Which recommendations `recommendations.metrics` gives. */
export interface MetricRecommendationParams {
  /** 0 to 1. Default 0.5. */
  minConfidence?: number | undefined;
  /** Default 50. */
  limit?: number | undefined;
  /** Default: all tables of the asset. */
  tablePath?: string | undefined;
}

export const metricRecommendationParams: Input<MetricRecommendationParams & { asset: AssetRef }> = input(
  "MetricRecommendationParams",
  { asset: assetArgument, minConfidence, limit: most(50), tablePath: optional(filledText) },
  { wire: assetWire },
);

/** What is watched of a table. False where the platform does not say. */
export interface TableMonitoring {
  freshness: boolean;
  metrics: boolean;
  schemaDrift: boolean;
  validity: boolean;
}

export const tableMonitoringModel: Model<TableMonitoring> = model("TableMonitoring", {
  freshness: or(flag, false),
  metrics: or(flag, false),
  schemaDrift: or(flag, false),
  validity: or(flag, false),
});

/** A table that could be watched more closely. */
export interface CoverageRecommendation {
  tablePath: string;
  importanceScore: number;
  rowCount: number | null;
  columnCount: number | null;
  suggestedMonitoring: Open<"freshness" | "metrics" | "schema_drift" | "validity">[];
  reasoning: string | null;
  /** Null where the platform does not say. */
  currentlyMonitored: TableMonitoring | null;
}

export const coverageRecommendationModel: Model<CoverageRecommendation> = model("CoverageRecommendation", {
  tablePath: text,
  importanceScore: number,
  rowCount: maybe(int),
  columnCount: maybe(int),
  suggestedMonitoring: list(open("freshness", "metrics", "schema_drift", "validity")),
  reasoning: maybe(text),
  currentlyMonitored: maybe(tableMonitoringModel),
});

/** How much of an asset is watched, and what else could be. */
export interface CoverageRecommendations {
  assetId: string;
  recommendations: CoverageRecommendation[];
  totalTables: number;
  monitoredTables: number;
  /** 0 to 100. */
  coveragePercentage: number;
}

export const coverageRecommendationsModel: Model<CoverageRecommendations> = model("CoverageRecommendations", {
  assetId: text,
  recommendations: list(coverageRecommendationModel),
  totalTables: int,
  monitoredTables: int,
  coveragePercentage: number,
});

/** Which recommendations `recommendations.coverage` gives. */
export interface CoverageRecommendationParams {
  /** Default 20. */
  limit?: number | undefined;
}

export const coverageRecommendationParams: Input<CoverageRecommendationParams & { asset: AssetRef }> = input(
  "CoverageRecommendationParams",
  { asset: assetArgument, limit: most(20) },
  { wire: assetWire },
);

/** A threshold that alerts too often, or too seldom. */
export interface ThresholdRecommendation {
  tablePath: string;
  metricType: string;
  /** Null where there is none yet. */
  currentThreshold: number | null;
  suggestedThreshold: number;
  direction: Open<"increase" | "decrease">;
  reasoning: string | null;
  /** 0 to 1. */
  confidence: number;
  /** How many alerts it caused in the days that were looked at. */
  historicalAlerts: number | null;
  /** By how much the alerts would become fewer, in words. */
  projectedReduction: string | null;
}

export const thresholdRecommendationModel: Model<ThresholdRecommendation> = model("ThresholdRecommendation", {
  tablePath: text,
  metricType: text,
  currentThreshold: maybe(number),
  suggestedThreshold: number,
  direction: open("increase", "decrease"),
  reasoning: maybe(text),
  confidence: number,
  historicalAlerts: maybe(int),
  projectedReduction: maybe(text),
});

/** The thresholds that the platform would change. */
export interface ThresholdRecommendations {
  assetId: string;
  recommendations: ThresholdRecommendation[];
  monitoredItemsAnalyzed: number;
  itemsWithRecommendations: number;
}

export const thresholdRecommendationsModel: Model<ThresholdRecommendations> = model("ThresholdRecommendations", {
  assetId: text,
  recommendations: list(thresholdRecommendationModel),
  monitoredItemsAnalyzed: int,
  itemsWithRecommendations: int,
});

/** Which recommendations `recommendations.thresholds` gives. */
export interface ThresholdRecommendationParams {
  /** How many days to look back. Default 30. */
  days?: number | undefined;
  /** Default 10. */
  limit?: number | undefined;
}

export const thresholdRecommendationParams: Input<ThresholdRecommendationParams & { asset: AssetRef }> = input(
  "ThresholdRecommendationParams",
  { asset: assetArgument, days: most(30), limit: most(10) },
  { wire: assetWire },
);
