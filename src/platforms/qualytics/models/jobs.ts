import type { JobStatus as PortableJobStatus, WorkState } from "../../../base.js";
import { maskedMessage, type Operation, type OperationResult } from "./operations.js";

/** A run of an operation, as a job. */
export interface JobStatus extends PortableJobStatus {
  /** The id of the operation. */
  jobId: number;
  state: WorkState;
  /** The platform's own word. */
  status: OperationResult;
  /** The share of the containers that are done: 0 to 100. Null where the operation counts none. */
  progress: number | null;
  /** What the operation says, where it has ended without success. Credentials in it are masked. */
  error: string | null;
  createdAt: Date;
  /** Null until it has ended. */
  completedAt: Date | null;
  /** All that the platform tells of it. */
  operation: Operation;
}

/** Shows an operation as a job. */
export function jobOf(operation: Operation): JobStatus {
  const { id, state, result, progress, createdAt, endedAt, isTerminal } = operation;
  return {
    jobId: id,
    state,
    status: result,
    progress: percentOf(progress),
    error: !isTerminal || state === "succeeded" ? null : maskedMessage(operation),
    createdAt,
    completedAt: isTerminal ? endedAt : null,
    operation,
  };
}

/** More can be done than there is in all, since the total changes while an operation runs. */
function percentOf(progress: Operation["progress"]): number | null {
  if (progress === null || progress.total === null || progress.total <= 0) return null;
  return Math.min(100, (progress.done / progress.total) * 100);
}
