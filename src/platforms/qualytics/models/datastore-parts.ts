import { type Field, int, json, type Model, maybe, model, open, text, time } from "../../../base.js";
import type { OperationResult, OperationType } from "./operations.js";
import { toldText } from "./told-text.js";

/** The group that a datastore is in. */
export interface DatastoreGroup {
  id: number | null;
  name: string | null;
  icon: string | null;
}

export const datastoreGroupModel: Model<DatastoreGroup> = model("DatastoreGroup", {
  id: maybe(int),
  name: maybe(text),
  icon: maybe(text),
});

/** What the platform last measured of all containers of a datastore. */
export interface DatastoreMeasurement {
  lastMeasurementTime: Date | null;
  /** When the data of any container last changed. */
  lastModificationTime: Date | null;
  totalRowCount: number | null;
  totalSizeBytes: number | null;
}

export const datastoreMeasurementModel: Model<DatastoreMeasurement> = model("DatastoreMeasurement", {
  lastMeasurementTime: maybe(time),
  lastModificationTime: maybe(time),
  totalRowCount: maybe(int),
  totalSizeBytes: maybe(int),
});

/** What the platform has counted of a datastore. Null where it does not count. */
export interface DatastoreMetrics {
  containers: number | null;
  records: number | null;
  fields: number | null;
  partitions: number | null;
  activeChecks: number | null;
  importantChecks: number | null;
  passingChecks: number | null;
  failingChecks: number | null;
  anomalies: number | null;
  newAnomalies: number | null;
  activeAnomalies: number | null;
  /** As it came: the sources do not tell its shape. */
  qualityScore: unknown;
  latestObservabilityMeasurement: DatastoreMeasurement | null;
}

export const datastoreMetricsModel: Model<DatastoreMetrics> = model("DatastoreMetrics", {
  containers: maybe(int),
  records: maybe(int),
  fields: maybe(int),
  partitions: maybe(int),
  activeChecks: maybe(int),
  importantChecks: maybe(int),
  passingChecks: maybe(int),
  failingChecks: maybe(int),
  anomalies: maybe(int),
  newAnomalies: maybe(int),
  activeAnomalies: maybe(int),
  qualityScore: json,
  latestObservabilityMeasurement: maybe(datastoreMeasurementModel),
});

/** The last run in a datastore, as the datastore shows it. */
export interface LatestOperation {
  id: number | null;
  type: OperationType | null;
  result: OperationResult | null;
  /** Credentials in it are masked. Null where the datastore does not tell. */
  message: string | null;
  createdAt: Date | null;
  startedAt: Date | null;
  endedAt: Date | null;
}

export const latestOperationModel: Model<LatestOperation> = model(
  "LatestOperation",
  {
    id: maybe(int),
    type: maybe(open("sync", "profile", "scan", "export", "materialize")) as Field<OperationType | null>,
    result: maybe(open("queued", "running", "success", "failure", "aborted")),
    message: maybe(toldText),
    createdAt: maybe(time),
    startedAt: maybe(time),
    endedAt: maybe(time),
  },
  { wire: { createdAt: "created", startedAt: "start_time", endedAt: "end_time" } },
);
