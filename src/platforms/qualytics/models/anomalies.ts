import * as z from "zod/mini";
import {
  derived,
  type Field,
  field,
  flag,
  INVALID,
  int,
  json,
  list,
  type Model,
  map,
  maybe,
  model,
  number,
  type Open,
  open,
  type Anomaly as PortableAnomaly,
  type Schema,
  text,
  time,
} from "../../../base.js";
import { type AnomalyStatus, isOpenStatus } from "./anomaly-statuses.js";
import { type Comment, commentModel } from "./comments.js";
import { jsonRows } from "./json-rows.js";
import { type Operation, operationModel } from "./operations.js";
import {
  type ContainerStub,
  containerStubModel,
  type DatastoreStub,
  datastoreStubModel,
  type Tag,
  tagModel,
  type UserStub,
  userStubModel,
} from "./stubs.js";

/** What is unusual: the form of many records together (`shape`), or single records. */
export type AnomalyType = Open<"shape" | "record">;

const statusWord: Field<AnomalyStatus> = open(
  "Active",
  "Acknowledged",
  "Resolved",
  "Invalid",
  "Duplicate",
  "Discarded",
);
const typeWord: Field<AnomalyType> = open("shape", "record");

// A number that is larger than JSON can say exactly has lost its last digits: it would be another fingerprint.
const exact = (value: unknown): unknown =>
  typeof value === "string" ? value : Number.isInteger(value) && !Number.isSafeInteger(value) ? null : String(value);

/** A number on older builds. */
const fingerprint: Field<string | null> = field({
  read: (value) =>
    value === null || value === undefined
      ? null
      : typeof value === "string" || Number.isFinite(value)
        ? exact(value)
        : INVALID,
  absent: () => null,
  schema: () =>
    z.pipe(
      z.nullable(z.union([z.string(), z.number()])),
      z.transform((value) => (value === null ? null : exact(value))),
    ) as unknown as Schema,
});

/** The anomaly that another one has its fingerprint from. */
export interface FingerprintSource {
  id: number;
  uuid: string | null;
  type: AnomalyType | null;
  status: AnomalyStatus | null;
  /** As an anomaly's. */
  fingerprint: string | null;
}

export const fingerprintSourceModel: Model<FingerprintSource> = model("FingerprintSource", {
  id: int,
  uuid: maybe(text),
  type: maybe(typeWord),
  status: maybe(statusWord),
  fingerprint,
});

/** The part of a container that an anomaly was found in. */
export interface AnomalyPartition {
  id: number;
  name: string | null;
}

export const anomalyPartitionModel: Model<AnomalyPartition> = model("AnomalyPartition", { id: int, name: maybe(text) });

/** A quality check, as an anomaly shows those that failed. More of it stays under the platform's names. */
export interface FailedCheckStub {
  id: number;
  /** Such as `notNull`. */
  ruleType: string | null;
  description: string | null;
}

export const failedCheckStubModel: Model<FailedCheckStub> = model("FailedCheckStub", {
  id: int,
  ruleType: maybe(text),
  description: maybe(text),
});

/** A quality check that failed, and what the platform makes of it. */
export interface FailedCheck {
  qualityCheck: FailedCheckStub | null;
  message: string | null;
  /** The field in which a better value was found. */
  suggestedField: string | null;
  /** As it came. */
  suggestedValue: unknown;
  suggestedScore: number | null;
  parameters: Record<string, unknown> | null;
}

export const failedCheckModel: Model<FailedCheck> = model("FailedCheck", {
  qualityCheck: maybe(failedCheckStubModel),
  message: maybe(text),
  suggestedField: maybe(text),
  suggestedValue: json,
  suggestedScore: maybe(number),
  parameters: maybe(map),
});

/** Data that broke quality checks, as a scan found it. */
export interface Anomaly extends PortableAnomaly {
  id: number;
  uuid: string | null;
  /** The id of the container; null where the platform shows none. */
  asset: number | null;
  status: AnomalyStatus;
  /** Whether it is `Active` or `Acknowledged`. */
  isOpen: boolean;
  /** Always null: the platform weighs anomalies, see `weight`. */
  severity: null;
  /** The same as `type`. */
  kind: string | null;
  type: AnomalyType | null;
  message: string | null;
  description: string | null;
  createdAt: Date | null;
  /** The same as `createdAt`. */
  detectedAt: Date | null;
  /** How much it matters: the larger, the more. */
  weight: number | null;
  isNew: boolean | null;
  archived: boolean | null;
  /** Whether records of it are kept. */
  sourceEnriched: boolean | null;
  /** Null where it is not about records that can be counted. */
  anomalousRecordsCount: number | null;
  /** The same for anomalies that are alike. Null also where an older build tells a number that JSON cannot say exactly. */
  fingerprint: string | null;
  fingerprintSource: FingerprintSource | null;
  datastore: DatastoreStub | null;
  container: ContainerStub | null;
  partition: AnomalyPartition | null;
  /** The scan that found it. Null in lists. */
  operation: Operation | null;
  tags: Tag[];
  assignees: UserStub[];
  comments: Comment[];
  failedChecks: FailedCheck[];
}

export const anomalyModel: Model<Anomaly> = model(
  "Anomaly",
  {
    id: int,
    uuid: maybe(text),
    asset: derived<number | null>(null),
    status: statusWord,
    isOpen: derived<boolean>(false),
    severity: derived(null),
    kind: derived<string | null>(null),
    type: maybe(typeWord),
    message: maybe(text),
    description: maybe(text),
    createdAt: maybe(time),
    detectedAt: derived<Date | null>(null),
    weight: maybe(number),
    isNew: maybe(flag),
    archived: maybe(flag),
    sourceEnriched: maybe(flag),
    anomalousRecordsCount: maybe(int),
    fingerprint,
    fingerprintSource: maybe(fingerprintSourceModel),
    datastore: maybe(datastoreStubModel),
    container: maybe(containerStubModel),
    partition: maybe(anomalyPartitionModel),
    operation: maybe(operationModel),
    tags: list(tagModel),
    assignees: list(userStubModel),
    comments: list(commentModel),
    failedChecks: list(failedCheckModel),
  },
  {
    wire: { createdAt: "created", tags: "global_tags" },
    derive(anomaly) {
      anomaly.asset = anomaly.container?.id ?? null;
      anomaly.isOpen = isOpenStatus(anomaly.status);
      anomaly.kind = anomaly.type;
      anomaly.detectedAt = anomaly.createdAt;
    },
  },
);

/** The records that an anomaly was found in, as they were then. */
export interface AnomalyRecords {
  createdAt: Date | null;
  /** One object a record. Null where the platform's text is no list of objects: `sourceRecord` has it as it came. */
  rows: Record<string, unknown>[] | null;
  /** As it came: a JSON text. It holds digits that `rows` cannot, such as those of very large numbers. */
  sourceRecord: unknown;
}

export const anomalyRecordsModel: Model<AnomalyRecords> = model(
  "AnomalyRecords",
  { createdAt: maybe(time), rows: derived<AnomalyRecords["rows"]>(null), sourceRecord: json },
  {
    wire: { createdAt: "created" },
    derive(records) {
      records.rows = jsonRows(records.sourceRecord);
    },
  },
);
