import {
  between,
  type Input,
  input,
  int,
  list,
  type Model,
  map,
  maybe,
  model,
  type Open,
  open,
  optional,
  text,
} from "../../../base.js";
import { int32 } from "../ids.js";

/** A check that was put into the queue. */
export interface CheckQueued {
  status: Open<"queued">;
}

export const checkQueuedModel: Model<CheckQueued> = model("CheckQueued", { status: open("queued") });

/** Which runs to look at. */
export interface TimelinessCheckBody {
  /** Runs that began within so many minutes: at least 5. Default 60. A limit that is longer finds nothing. */
  lookbackMinutes?: number | undefined;
}

export const timelinessCheckBody: Input<TimelinessCheckBody> = input("TimelinessCheckBody", {
  lookbackMinutes: optional(int32(5)),
});

/** How much background work waits. */
export interface QueueReport {
  /** `error`: the queue could not be read, or an alert about 50 or more waiting tasks could not be sent. Then all else is null. */
  status: Open<"success" | "error">;
  totalPending: number | null;
  regularQueuePending: number | null;
  scheduledQueuePending: number | null;
  beatScheduledTasks: number | null;
  /** In words, a line for a kind of task. */
  taskBreakdown: string[] | null;
  /** The number of waiting tasks by kind, under the server's own names. */
  taskBreakdownRaw: Record<string, unknown> | null;
}

export const queueReportModel: Model<QueueReport> = model("QueueReport", {
  status: open("success", "error"),
  totalPending: maybe(int),
  regularQueuePending: maybe(int),
  scheduledQueuePending: maybe(int),
  beatScheduledTasks: maybe(int),
  taskBreakdown: maybe(list(text)),
  taskBreakdownRaw: maybe(map),
});

/** Which records are old. */
export interface LogCleanupBody {
  /** Those of more than so many days ago: at least 90. */
  retentionDays: number;
  /** How many are deleted at once: at least 1. Default 10 000. */
  batchSize?: number | undefined;
}

export const logCleanupBody: Input<LogCleanupBody> = input("LogCleanupBody", {
  retentionDays: int32(90),
  batchSize: optional(between(int, 1, 2_147_483_647)),
});

/** How many records of each kind a clean-up reports. */
export interface LogCleanupResult {
  totalPipelineExecutionsDeleted: number;
  totalTimelinessPipelineExecutionLogsDeleted: number;
  totalAnomalyDetectionResultsDeleted: number;
  totalPipelineExecutionClosureParentDeleted: number;
  totalPipelineExecutionClosureChildDeleted: number;
  totalFreshnessPipelineLogsDeleted: number;
}

export const logCleanupResultModel: Model<LogCleanupResult> = model("LogCleanupResult", {
  totalPipelineExecutionsDeleted: int,
  totalTimelinessPipelineExecutionLogsDeleted: int,
  totalAnomalyDetectionResultsDeleted: int,
  totalPipelineExecutionClosureParentDeleted: int,
  totalPipelineExecutionClosureChildDeleted: int,
  totalFreshnessPipelineLogsDeleted: int,
});
