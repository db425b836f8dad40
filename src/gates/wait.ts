import type { Clock } from "../core/clock.js";
import { isOptions, optionIssue, unknownOptions } from "../core/known.js";
import { REQUEST_OPTIONS, type RequestOptions } from "../core/request.js";
import { delayAsked } from "../core/retry.js";
import { AbortedError, DqgateError, type ErrorContext, ValidationError, WaitTimeoutError } from "../errors/index.js";
import { Deadline } from "./deadline.js";

/** How to wait for work that a platform does. */
export interface WaitOptions<in T = unknown> extends RequestOptions {
  /** The most to wait for its end, in milliseconds, by the client's clock. Default: 30 minutes. Replaces the meaning it has for a call. */
  timeoutMs?: number | undefined;
  /** The first time between two looks, in milliseconds; it grows to four times that. Default: 10 000. */
  pollIntervalMs?: number | undefined;
  /** Told of every look, the last included. */
  onProgress?: ((snapshot: T) => void) | undefined;
  /**
   * True: the work is aborted on the platform when the deadline comes. Where that fails, the `WaitTimeoutError` tells why, and
   * holds it as its `cause`. Default: it goes on.
   */
  abortOnTimeout?: boolean | undefined;
}

export const WAIT = {
  timeoutMs: 1_800_000,
  pollIntervalMs: 10_000,
  growth: 1.25,
  mostGrowth: 4,
  jitter: 0.1,
  mostErrors: 5,
} as const;

export interface WaitSource<T> {
  /** What is waited for, in words. */
  readonly what: string;
  /** Looks once. */
  look(options: RequestOptions): Promise<T>;
  isOver(snapshot: T): boolean;
  /** Asks the platform to abort the work, where it can. */
  abort?: ((options: RequestOptions) => Promise<unknown>) | undefined;
  readonly clock: Clock;
  readonly random: () => number;
  /** The client's own limit of one look. */
  readonly totalTimeoutMs: number;
  readonly context: ErrorContext;
}

/**
 * Looks until the work is over, and yields every snapshot. An unknown state counts as still running. Failures to look
 * that may pass are tolerated, five in a row. Throws `WaitTimeoutError` at the deadline.
 */
export async function* watchUntilOver<T>(
  source: WaitSource<T>,
  options: WaitOptions<T> = {},
): AsyncGenerator<T, void, undefined> {
  const { timeoutMs, pollIntervalMs } = checkWaitOptions(options);
  const deadline = new Deadline(source.clock, timeoutMs);
  let interval = pollIntervalMs;
  let errors = 0;
  let last: T | null = null;
  for (;;) {
    let asked = 0;
    try {
      last = await source.look(lookOptions(options, Math.max(deadline.left(), 1_000), source.totalTimeoutMs));
      errors = 0;
    } catch (error) {
      errors += 1;
      if (!(error instanceof DqgateError && error.retryable) || errors > WAIT.mostErrors) throw error;
      asked = delayAsked(error) ?? 0;
    }
    if (errors === 0) {
      options.onProgress?.(last as T);
      yield last as T;
      if (source.isOver(last as T)) return;
    }
    if (deadline.left() <= 0) break;
    const jitter = 1 + WAIT.jitter * (source.random() * 2 - 1);
    await deadline.sleep(Math.max(interval * jitter, asked), options.signal);
    interval = Math.min(interval * WAIT.growth, pollIntervalMs * WAIT.mostGrowth);
  }
  const cause = options.abortOnTimeout === true ? await abortFailure(source, options) : undefined;
  const outcome = cause === undefined ? "" : `, and could not be aborted: ${cause.message}`;
  throw new WaitTimeoutError(
    `${source.what} had not ended after ${timeoutMs} ms${outcome}`,
    { timeoutMs, snapshot: last },
    { ...source.context, cause },
  );
}

/** Aborts the work. Gives what kept the platform from it: the deadline is the answer all the same. */
async function abortFailure<T>(source: WaitSource<T>, options: WaitOptions<T>): Promise<DqgateError | undefined> {
  try {
    await source.abort?.(lookOptions(options, source.totalTimeoutMs, source.totalTimeoutMs));
    return undefined;
  } catch (error) {
    // The caller's own signal ends the wait in its own way.
    if (!(error instanceof DqgateError) || error instanceof AbortedError) throw error;
    return error;
  }
}

/** Waits to the end, and gives the last snapshot. */
export async function waitUntilOver<T>(source: WaitSource<T>, options: WaitOptions<T> = {}): Promise<T> {
  let last: T | undefined;
  for await (const snapshot of watchUntilOver(source, options)) last = snapshot;
  if (last === undefined) throw new AbortedError(undefined, source.context);
  return last;
}

/** The options of one look: those of a request, within what is left. */
function lookOptions<T>(options: WaitOptions<T>, leftMs: number, totalTimeoutMs: number): RequestOptions {
  const {
    timeoutMs: _wait,
    pollIntervalMs: _interval,
    onProgress: _progress,
    abortOnTimeout: _abort,
    ...request
  } = options;
  return { ...request, totalTimeoutMs: Math.ceil(Math.min(request.totalTimeoutMs ?? totalTimeoutMs, leftMs)) };
}

/** Checks the options of a wait. Throws `ValidationError` naming the option. */
export function checkWaitOptions<T>(options: WaitOptions<T>): { timeoutMs: number; pollIntervalMs: number } {
  if (!isOptions(options)) throw new ValidationError([optionIssue("options", "expected an object")]);
  const { timeoutMs = WAIT.timeoutMs, pollIntervalMs = WAIT.pollIntervalMs, onProgress, abortOnTimeout } = options;
  const issues = unknownOptions(options, [...REQUEST_OPTIONS, "pollIntervalMs", "onProgress", "abortOnTimeout"]);
  if (!(Number.isFinite(timeoutMs) && timeoutMs >= 0))
    issues.push(optionIssue("timeoutMs", "expected milliseconds, 0 or more and finite"));
  if (!(Number.isFinite(pollIntervalMs) && pollIntervalMs > 0))
    issues.push(optionIssue("pollIntervalMs", "expected milliseconds above 0"));
  if (onProgress !== undefined && typeof onProgress !== "function")
    issues.push(optionIssue("onProgress", "expected a function"));
  if (abortOnTimeout !== undefined && typeof abortOnTimeout !== "boolean")
    issues.push(optionIssue("abortOnTimeout", "expected true or false"));
  if (issues.length > 0) throw new ValidationError(issues);
  return { timeoutMs, pollIntervalMs };
}
