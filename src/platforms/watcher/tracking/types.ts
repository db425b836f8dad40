import type { Watermark } from "../models/watermarks.js";

/** What the work on a run tells of it. More properties may stand beside these: they stay with the caller. */
export interface ExecutionResult {
  /** False: the run is ended as failed, and nothing is thrown. Default: true. */
  completedSuccessfully?: boolean | undefined;
  /** Rows, 0 to 2 147 483 647, as are the other counts. Null and absent: not told. */
  inserts?: number | null | undefined;
  updates?: number | null | undefined;
  softDeletes?: number | null | undefined;
  totalRows?: number | null | undefined;
  /** Kept with the run. Put over what `addMetadata` and the options gave, key by key. */
  executionMetadata?: Record<string, unknown> | null | undefined;
}

/** What the work may give: a result, or nothing. */
// biome-ignore lint/suspicious/noConfusingVoidType: work that gives nothing is typed as void.
export type WorkResult = ExecutionResult | void | null | undefined;

/** A pipeline as `createOrGet`, `syncPipeline` and `get` give it. */
export interface RunnablePipeline {
  readonly id: string | number;
  /** False: its runs are skipped. */
  readonly active: boolean;
  readonly watermark?: Watermark | null | undefined;
  readonly nextWatermark?: Watermark | null | undefined;
}

export interface TrackOptions {
  /** Ends the run as failed, and the call with `AbortedError`. */
  signal?: AbortSignal | undefined;
  /** The most that the work may take, in milliseconds by the client's clock. Default: no limit. */
  timeoutMs?: number | undefined;
  /**
   * How long work that was told to stop may still take to give its counts, in milliseconds, before the run is ended
   * without them. Default: 5000.
   */
  graceMs?: number | undefined;
  /** The run that this one is a part of, where another program tracks that. */
  parentId?: string | number | undefined;
  /** Recorded with the run. Default: the pipeline's, where it is given as an object. Null: none. */
  watermark?: Watermark | null | undefined;
  nextWatermark?: Watermark | null | undefined;
  /** Kept with the run, such as what `orchestratorMetadata()` gives. Null: none. */
  executionMetadata?: Readonly<Record<string, unknown>> | OrchestratorMetadata | null | undefined;
  /** The most that starting, and the most that ending may take, in milliseconds, with repeats. Default: the client's. */
  totalTimeoutMs?: number | undefined;
  /** More headers for the requests that start and end the run. */
  headers?: Readonly<Record<string, string>> | undefined;
}

/** A run as its client remembers it: the server does not list the children of a root. */
export interface TrackedChild {
  readonly executionId: number;
  readonly pipelineId: number;
  /** Null while it runs, and where it could not be ended. */
  readonly completedSuccessfully: boolean | null;
  readonly children: readonly TrackedChild[];
}

/** Tracks runs that are a part of this one. */
export interface TrackChild {
  <R extends WorkResult>(
    pipeline: string | number,
    work: (run: TrackedRun) => R | PromiseLike<R>,
    options?: Omit<TrackOptions, "parentId">,
  ): Promise<TrackedExecution<R>>;
  <R extends WorkResult>(
    pipeline: string | number | RunnablePipeline,
    work: (run: TrackedRun) => R | PromiseLike<R>,
    options?: Omit<TrackOptions, "parentId">,
  ): Promise<TrackedExecution<R> | SkippedExecution>;
}

/** What the work on a run is given. Its functions may be taken off it. */
export interface TrackedRun {
  readonly executionId: number;
  readonly pipelineId: number;
  readonly parentExecutionId: number | null;
  /** Up to where the data was read before, as the text that the server keeps. Null: from the start. */
  readonly watermark: string | null;
  /** Up to where this run reads, as the text that the server keeps. Null: to the end. */
  readonly nextWatermark: string | null;
  /**
   * Aborts when the work is to stop: the caller's signal aborts, the time is up, the parent's run stops, the client is
   * closed, or the process ends. Its reason is the error that the call then throws.
   */
  readonly signal: AbortSignal;
  /** The runs that were started through `track`, in the order of their starts. */
  readonly children: readonly TrackedChild[];
  /**
   * Runs work as a child of this run, as `executions.track` does. This run is not ended before its children are. A child
   * that fails fails this run too where nobody asks what becomes of it (`await`, `then`, `catch`, `Promise.all`) before
   * all of them are over: the call that tracks this run then throws the child's error. Where somebody does, the work decides.
   */
  readonly track: TrackChild;
  /** Keeps more with the run, a later value over an earlier one. Null adds nothing. */
  readonly addMetadata: (metadata: Readonly<Record<string, unknown>> | OrchestratorMetadata | null) => void;
}

/** A run that was started and ended. */
export interface TrackedExecution<R = unknown> {
  readonly skipped: false;
  readonly executionId: number;
  readonly pipelineId: number;
  /** False only where the work itself said so. */
  readonly completedSuccessfully: boolean;
  readonly startDate: Date;
  readonly endDate: Date;
  /** What the work gave, untouched. */
  readonly result: R;
  /** What was kept with the run; null where there was nothing, and where the server refused it. */
  readonly executionMetadata: Record<string, unknown> | null;
  readonly children: readonly TrackedChild[];
}

/** The pipeline is not active: nothing was started, and the work was not done. */
export interface SkippedExecution {
  readonly skipped: true;
  readonly executionId: null;
  readonly pipelineId: number;
  readonly completedSuccessfully: null;
  readonly result: null;
  readonly children: readonly [];
}

/** What an orchestrator tells of the task that runs, under the keys that other clients of Watcher write. */
export interface OrchestratorMetadata {
  readonly orchestrator: "airflow" | "dagster" | "temporal";
  readonly run_id: string | null;
  readonly execution_date: string | null;
  readonly partition_key: string | null;
  readonly dag_id: string | null;
  readonly task_id: string | null;
  readonly try_number: number | null;
}
