import { int, json, type Model, maybe, model, number, text, time } from "../../../base.js";

/** What the platform has counted of a container. Null before the first profile or scan, or where it does not count. */
export interface ContainerMetrics {
  lastProfiled: Date | null;
  /** Null: never scanned, so that nothing is known of its anomalies. */
  lastScanned: Date | null;
  fields: number | null;
  records: number | null;
  /** The share of values that are there. */
  completeness: number | null;
  activeChecks: number | null;
  importantChecks: number | null;
  passingChecks: number | null;
  failingChecks: number | null;
  anomalies: number | null;
  activeAnomalies: number | null;
  /** As it came: the sources do not tell its shape. */
  qualityScore: unknown;
}

export const containerMetricsModel: Model<ContainerMetrics> = model("ContainerMetrics", {
  lastProfiled: maybe(time),
  lastScanned: maybe(time),
  fields: maybe(int),
  records: maybe(int),
  completeness: maybe(number),
  activeChecks: maybe(int),
  importantChecks: maybe(int),
  passingChecks: maybe(int),
  failingChecks: maybe(int),
  anomalies: maybe(int),
  activeAnomalies: maybe(int),
  qualityScore: json,
});

/** What the platform last measured of a container's source. */
export interface ObservabilityMeasurement {
  id: number;
  createdAt: Date | null;
  /** When it was measured. All else is only as recent as this. */
  measurementTime: Date | null;
  /** When the data last changed; null where the source does not tell, or its freshness is not tracked. */
  lastModificationTime: Date | null;
  rowCount: number | null;
  sizeBytes: number | null;
}

export const observabilityMeasurementModel: Model<ObservabilityMeasurement> = model(
  "ObservabilityMeasurement",
  {
    id: int,
    createdAt: maybe(time),
    measurementTime: maybe(time),
    lastModificationTime: maybe(time),
    rowCount: maybe(int),
    sizeBytes: maybe(int),
  },
  { wire: { createdAt: "created" } },
);

/** A container that the query of a computed join reads, and the name that it has there. */
export interface JoinSource {
  containerId: number | null;
  alias: string | null;
  whereClause: string | null;
  /** Null where the platform does not say. */
  datastoreId: number | null;
  ordinal: number | null;
}

export const joinSourceModel: Model<JoinSource> = model("JoinSource", {
  containerId: maybe(int),
  alias: maybe(text),
  whereClause: maybe(text),
  datastoreId: maybe(int),
  ordinal: maybe(int),
});
