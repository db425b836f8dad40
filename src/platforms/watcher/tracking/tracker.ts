import {
  AbortedError,
  type ApiError,
  ConnectionError,
  type DqgateError,
  type ErrorContext,
  type Http,
  ResponseTooLargeError,
  ResponseValidationError,
  ServerError,
  TimeoutError,
} from "../../../base.js";
import type { ExecutionStartBody } from "../models/executions.js";
import { type Asked, askedOf } from "./asked.js";
import { endRun, type RunCalls } from "./ending.js";
import { RunNotEndedError, RunStartUnknownError } from "./errors.js";
import { type Counted, countedOf } from "./results.js";
import { Run } from "./run.js";
import { abortedBecause, Stop } from "./stop.js";
import type { SkippedExecution, TrackChild, TrackedExecution, TrackedRun, TrackOptions, WorkResult } from "./types.js";

type Work<R> = (run: TrackedRun) => R | PromiseLike<R>;

/** What became of the work. */
type Worked<R> = { readonly kind: "gave"; readonly result: R } | { readonly kind: "threw"; readonly error: unknown };

/** How a run is to be ended: `failure` is what is thrown then. */
interface Verdict extends Counted {
  readonly failure: { readonly error: unknown } | null;
}

/** A call of `track` that is under way. */
interface Tracked {
  readonly stop: Stop;
  readonly over: Promise<void>;
  executionId: number | null;
  isEnded: boolean;
}

const OPERATION = "executions.track";
const NOTHING: Counted = { completedSuccessfully: false, counts: {}, metadata: {} };

/** Tracks runs: each that was started is ended once, whatever becomes of its work. */
export class Tracker {
  readonly #http: Http;
  readonly #callsOf: (http: Http) => RunCalls;
  readonly #context: ErrorContext;
  readonly #tracked = new Set<Tracked>();
  #stopped: string | null = null;
  /** What the caller of a stopped run waits for. */
  readonly #holds: PromiseLike<unknown>[] = [];

  constructor(http: Http, callsOf: (http: Http) => RunCalls) {
    this.#http = http;
    this.#callsOf = callsOf;
    this.#context = { platform: http.platform, operation: OPERATION };
  }

  /**
   * Stops all runs, and refuses others from then on. Gives those that could not be ended, when all are over. Only then,
   * and when `until` has settled, do the calls that track them throw: what is thrown may end the process.
   */
  async stopAll(
    reason = "the process is ending",
    until: PromiseLike<unknown> = Promise.resolve(),
  ): Promise<readonly number[]> {
    this.#stopped ??= reason;
    const tracked = [...this.#tracked];
    for (const { stop } of tracked) stop.now(abortedBecause(reason));
    const allOver = Promise.all(tracked.map(({ over }) => over));
    this.#holds.push(allOver, until);
    await allOver;
    return tracked.flatMap(({ executionId, isEnded }) => (executionId === null || isEnded ? [] : [executionId]));
  }

  async track<R extends WorkResult>(
    pipeline: unknown,
    work: Work<R>,
    options: TrackOptions | undefined,
  ): Promise<TrackedExecution<R> | SkippedExecution> {
    try {
      return await this.#follow(pipeline, work, options, null);
    } finally {
      if (this.#stopped !== null) await this.#released();
    }
  }

  async #follow<R extends WorkResult>(
    pipeline: unknown,
    work: Work<R>,
    options: TrackOptions | undefined,
    parent: Run | null,
  ): Promise<TrackedExecution<R> | SkippedExecution> {
    const { clock, logger } = this.#http;
    const told = parent === null ? options : { ...options, parentId: parent.memory.executionId };
    const asked = askedOf(pipeline, work, told ?? {}, this.#context);
    parent?.refuseIfOver();
    if (!asked.active) {
      logger.warn(`dqgate ${OPERATION}: pipeline ${asked.pipelineId} is not active: its run is skipped`);
      return skipped(asked.pipelineId);
    }
    const stop = new Stop(clock, this.#context);
    if (this.#stopped !== null) stop.now(abortedBecause(this.#stopped));
    stop.on(this.#http.closed, abortedBecause("the client is closed"));
    stop.on(asked.signal, abortedBecause(undefined));
    stop.on(parent?.stop.signal, abortedBecause("the run that it is a part of was stopped"));
    let leave = (): void => undefined;
    const over = new Promise<void>((resolve) => {
      leave = resolve;
    });
    const tracked: Tracked = { stop, over, executionId: null, isEnded: false };
    this.#tracked.add(tracked);
    try {
      if (stop.isStopped) throw stop.error();
      return await this.#toItsEnd(asked, work, told ?? {}, tracked, parent);
    } finally {
      stop.release();
      this.#tracked.delete(tracked);
      leave();
    }
  }

  /** Whoever stopped the runs goes first, and may end the process. */
  async #released(): Promise<void> {
    await Promise.allSettled(this.#holds);
    await new Promise((resolve) => setTimeout(resolve, 0));
  }

  async #toItsEnd<R extends WorkResult>(
    asked: Asked,
    work: Work<R>,
    options: TrackOptions,
    tracked: Tracked,
    parent: Run | null,
  ): Promise<TrackedExecution<R>> {
    const { stop } = tracked;
    const startDate = new Date(this.#http.clock.now());
    const executionId = await this.#start(asked, startDate, options);
    tracked.executionId = executionId;
    const run = new Run(this.#http, this.#context, asked, stop, executionId, startDate);
    parent?.memory.children.push(run.memory);

    const worked = await this.#worked(run, work);
    if (worked === null || worked.kind === "threw") stop.now(abortedBecause("the run has failed"));
    await run.close();
    const verdict = this.#judged(worked, run);
    const { endDate, executionMetadata } = await this.#end(run, verdict, options, tracked);
    if (verdict.failure !== null) throw verdict.failure.error;
    return {
      skipped: false,
      executionId,
      pipelineId: asked.pipelineId,
      completedSuccessfully: verdict.completedSuccessfully,
      startDate,
      endDate,
      result: (worked as { result: R }).result,
      executionMetadata,
      children: run.memory.children,
    };
  }

  /** Starts the run. Not ended by a signal: one that was started must be known, so that it can be ended. */
  async #start(asked: Asked, startDate: Date, options: TrackOptions): Promise<number> {
    const { pipelineId, parentId, watermark, nextWatermark } = asked;
    const { headers, totalTimeoutMs } = options;
    const body: ExecutionStartBody = {
      pipelineId,
      startDate,
      ...(parentId === null ? {} : { parentId }),
      ...(watermark === null ? {} : { watermark }),
      ...(nextWatermark === null ? {} : { nextWatermark }),
    };
    const { http, requests } = this.#http.track(); // Strict: without its number no run could be ended.
    try {
      const { id } = await this.#callsOf(http).start(body, { headers, totalTimeoutMs });
      return id;
    } catch (error) {
      if (requests() === 0 || !mayHaveStarted(error)) throw error;
      throw new RunStartUnknownError({ pipelineId, startDate }, error, this.#context);
    }
  }

  /** Does the work. Null: it was told to stop and had not come to an end when its time of grace had. */
  async #worked<R extends WorkResult>(run: Run, work: Work<R>): Promise<Worked<R> | null> {
    const { stop, asked } = run;
    if (stop.isStopped) return { kind: "threw", error: stop.error() };
    stop.after(asked.timeoutMs);
    const track = ((pipeline: unknown, childWork: Work<WorkResult>, childOptions?: TrackOptions) =>
      run.adopt(this.#follow(pipeline, childWork, childOptions, run))) as TrackChild;
    const doing = (async () => work(run.given(track)))().then(
      (result): Worked<R> => ({ kind: "gave", result }),
      (error: unknown): Worked<R> => {
        // Here, and not when the run is judged: a reason that comes later must not hide what the work failed with.
        const failure = stop.isStopped ? stop.error(error) : error;
        return { kind: "threw", error: failure };
      },
    );
    return stop.within(doing, asked.graceMs);
  }

  #judged(worked: Worked<WorkResult> | null, run: Run): Verdict {
    const { stop } = run;
    if (worked === null) return { ...NOTHING, failure: { error: stop.error() } };
    if (worked.kind === "threw") return { ...NOTHING, failure: { error: worked.error } };
    try {
      const counted = countedOf(worked.result, this.#context);
      const failure = stop.isStopped ? { error: stop.error() } : run.unseenFailure();
      return failure === null ? { ...counted, failure } : { ...counted, completedSuccessfully: false, failure };
    } catch (error) {
      return { ...NOTHING, failure: { error: stop.isStopped ? stop.error(error) : error } };
    }
  }

  /** Gives what was kept of the run. */
  async #end(
    run: Run,
    verdict: Verdict,
    options: TrackOptions,
    tracked: Tracked,
  ): Promise<Pick<TrackedExecution, "endDate" | "executionMetadata">> {
    const { executionId } = run.memory;
    const { completedSuccessfully, counts, metadata, failure } = verdict;
    const endDate = run.endDate();
    const executionMetadata = run.metadata(metadata);
    const { headers, totalTimeoutMs } = options;
    const end = {
      id: executionId,
      endDate,
      completedSuccessfully,
      ...counts,
      ...(executionMetadata === null ? {} : { executionMetadata }),
    };
    let refusal: ApiError | null;
    try {
      const { http } = this.#http.track();
      refusal = await endRun(http, this.#callsOf(http), end, { headers, totalTimeoutMs });
    } catch (error) {
      const endError = error instanceof Error ? error : new AbortedError(String(error), this.#context);
      // Whoever stops the runs may end the process before anybody sees what is thrown.
      if (this.#stopped !== null) this.#http.logger.error(`dqgate ${OPERATION}: run ${executionId} could not be ended`);
      throw new RunNotEndedError(
        { executionId, endDate, completedSuccessfully, workFailed: failure !== null, endError },
        failure === null ? endError : failure.error,
        this.#context,
      );
    }
    run.memory.completedSuccessfully = completedSuccessfully;
    tracked.isEnded = true;
    if (refusal === null) return { endDate, executionMetadata };
    const why = `${refusal.code} (HTTP ${refusal.status})`;
    this.#http.logger.warn(`dqgate ${OPERATION}: run ${executionId} was ended without counts and metadata: ${why}`);
    return { endDate, executionMetadata: null };
  }
}

/** Whether a start that failed so may have been carried out. A refusal by the database is none. */
function mayHaveStarted(error: unknown): error is DqgateError {
  if (error instanceof ConnectionError) return error.mayHaveBeenReceived;
  if (error instanceof ServerError) return error.message !== "Database integrity error";
  return [TimeoutError, AbortedError, ResponseValidationError, ResponseTooLargeError].some(
    (lost) => error instanceof lost,
  );
}

const skipped = (pipelineId: number): SkippedExecution => ({
  skipped: true,
  executionId: null,
  pipelineId,
  completedSuccessfully: null,
  result: null,
  children: [],
});
