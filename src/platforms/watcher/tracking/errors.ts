import { brand, DqgateError, type ErrorContext } from "../../../base.js";

/** The work took longer than its `timeoutMs`. Its run was ended as failed. */
export class RunTimeoutError extends DqgateError {
  static {
    brand(this, "RunTimeoutError");
  }

  readonly timeoutMs: number;

  constructor(timeoutMs: number, context?: ErrorContext) {
    super("run_timeout", "transport", `the work took longer than ${timeoutMs} ms (timeoutMs)`, context);
    this.timeoutMs = timeoutMs;
  }
}

/**
 * Nobody knows whether the run was started: its answer was lost or cannot be read. The work was not done, and the start
 * was not repeated, which could start a second run. `cause` is what happened.
 */
export class RunStartUnknownError extends DqgateError {
  static {
    brand(this, "RunStartUnknownError");
  }

  readonly pipelineId: number;
  /** The start date that a run would have, by which an operator can find it. */
  readonly startDate: Date;

  constructor(fields: { pipelineId: number; startDate: Date }, cause: Error, context?: ErrorContext) {
    super(
      "run_start_unknown",
      "transport",
      `the run of pipeline ${fields.pipelineId} may have been started, and is then left running: ${cause.message}`,
      { ...context, cause },
    );
    this.pipelineId = fields.pipelineId;
    this.startDate = fields.startDate;
  }
}

/** What a `RunNotEndedError` tells. */
export interface RunNotEndedFields {
  executionId: number;
  endDate: Date;
  completedSuccessfully: boolean;
  workFailed: boolean;
  endError: Error;
}

/**
 * The run could not be ended: the server shows it as running. Several tries failed, or there was no use in one: the server
 * says that there is no such run, or the client was closed (`endError` is an `AbortedError` then). `cause` is what went
 * wrong first: what the work failed with (`workFailed`), else what its end failed with.
 */
export class RunNotEndedError extends DqgateError {
  static {
    brand(this, "RunNotEndedError");
  }

  readonly executionId: number;
  /** What `executions.end` would have to be given. */
  readonly endDate: Date;
  readonly completedSuccessfully: boolean;
  /** True: the work failed, and `cause` holds its error. */
  readonly workFailed: boolean;
  /** What the last try failed with. */
  readonly endError: Error;

  constructor(fields: RunNotEndedFields, cause: unknown, context?: ErrorContext) {
    const after = fields.workFailed ? ", after its work had failed" : "";
    super(
      "run_not_ended",
      fields.endError instanceof DqgateError ? fields.endError.kind : "transport",
      `run ${fields.executionId} could not be ended${after}: ${fields.endError.message}`,
      { ...context, cause },
    );
    this.executionId = fields.executionId;
    this.endDate = fields.endDate;
    this.completedSuccessfully = fields.completedSuccessfully;
    this.workFailed = fields.workFailed;
    this.endError = fields.endError;
  }
}
