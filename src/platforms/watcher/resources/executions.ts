import { type Http, path, type RequestOptions } from "../../../base.js";
import { executionById } from "../lookups.js";
import {
  type ExecutionEndBody,
  type ExecutionStartBody,
  executionEndBody,
  executionStartBody,
  type Made,
  madeModel,
  type PipelineExecution,
} from "../models/executions.js";
import { Tracker } from "../tracking/tracker.js";
import type {
  RunnablePipeline,
  SkippedExecution,
  TrackedExecution,
  TrackedRun,
  TrackOptions,
  WorkResult,
} from "../tracking/types.js";

/** Runs of pipelines. */
export class Executions {
  readonly #http: Http;
  readonly #tracker: Tracker;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
    this.#tracker = new Tracker(http, on);
  }

  /**
   * Starts a run, and gives its id: keep it, since no call lists runs. It is not repeated after an error that may have
   * come after the start was written, which would start a second run. @endpoint POST /start_pipeline_execution
   */
  start(body: ExecutionStartBody, options?: RequestOptions): Promise<Made> {
    return this.#http.one("POST", path`/start_pipeline_execution`, madeModel, options, {
      body: executionStartBody.of(body),
    });
  }

  /**
   * Ends a run. Ending it again overwrites what is told again. A successful end moves the pipeline's watermark to its
   * next watermark. Throws `NotFoundError` where there is no such run. @endpoint POST /end_pipeline_execution
   */
  end(body: ExecutionEndBody, options?: RequestOptions): Promise<void> {
    return this.#http.none("POST", path`/end_pipeline_execution`, options, {
      body: executionEndBody.of(body),
      repeatable: true,
    });
  }

  /** Gives a run. Throws `NotFoundError` where there is none. @endpoint GET /pipeline_execution/{pipeline_execution_id} */
  get(execution: string | number, options?: RequestOptions): Promise<PipelineExecution> {
    return executionById(this.#http, execution, options);
  }

  /**
   * Runs work as a run of a pipeline: starts the run, does the work, and ends the run with the counts and the metadata
   * that the work gives. The dates are the client's. Every run that was started is ended once, whatever happens: an end
   * that fails is followed by a look at the run and told again, up to five times, and without counts and metadata where
   * the server refuses these (413, 422), with a warning.
   *
   * The pipeline is its number, or what `createOrGet`, `syncPipeline` or `get` gave: then its watermarks are the run's,
   * and where it is not active nothing is started, the work is not done, and `skipped` is true.
   *
   * The run is ended as failed, and the call throws, where the work throws (its own error), where the signal aborts or
   * the process ends (`AbortedError`; see `endRunsOnSignals` in `dqgate/node`), where the time is up (`RunTimeoutError`),
   * where a count is wrong (`ValidationError`), and where a child failed for which nobody asked (the child's error). Counts
   * that the work gives after it was told to stop are kept. A run that does not start throws what its start failed with,
   * or `RunStartUnknownError` where it may have been started all the same: a start is never repeated, since that could
   * start a second run. `RunNotEndedError`: it could not be ended. Closing the client stops the work too, and then no run
   * can be ended any more: call `stopTracking` first.
   */
  track<R extends WorkResult>(
    pipeline: string | number,
    work: (run: TrackedRun) => R | PromiseLike<R>,
    options?: TrackOptions,
  ): Promise<TrackedExecution<R>>;
  track<R extends WorkResult>(
    pipeline: string | number | RunnablePipeline,
    work: (run: TrackedRun) => R | PromiseLike<R>,
    options?: TrackOptions,
  ): Promise<TrackedExecution<R> | SkippedExecution>;
  track<R extends WorkResult>(
    pipeline: string | number | RunnablePipeline,
    work: (run: TrackedRun) => R | PromiseLike<R>,
    options?: TrackOptions,
  ): Promise<TrackedExecution<R> | SkippedExecution> {
    return this.#tracker.track(pipeline, work, options);
  }

  /**
   * Stops all work that this client tracks, and refuses more from then on with `AbortedError`: for the end of the
   * process. Not that of a client that `with` gave: it has runs of its own. Resolves when each run has been ended as
   * failed, or could not be, and gives the numbers of those that could not. Never throws: each `track` does, when all runs
   * are over and `until`, where it is given, has settled.
   */
  stopTracking(reason?: string, until?: PromiseLike<unknown>): Promise<readonly number[]> {
    return this.#tracker.stopAll(reason, until);
  }
}

// Outside the class: one that mentions itself loses its name in the build.
const on = (http: Http): Executions => new Executions(http);
