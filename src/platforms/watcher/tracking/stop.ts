import { AbortedError, type Clock, type ErrorContext, signalEnd } from "../../../base.js";
import { RunTimeoutError } from "./errors.js";

/** Makes the error that a run is stopped with. */
export type Why = (context: ErrorContext) => AbortedError | RunTimeoutError;

export const abortedBecause =
  (message: string | undefined): Why =>
  (context) =>
    new AbortedError(message, context);

/** Why, when and how a run is told to stop: the first reason holds. */
export class Stop {
  readonly #controller = new AbortController();
  readonly #released = new AbortController();
  readonly #clock: Clock;
  readonly #context: ErrorContext;
  #why: Why | null = null;
  readonly #forget: (() => void)[] = [];

  constructor(clock: Clock, context: ErrorContext) {
    this.#clock = clock;
    this.#context = context;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get isStopped(): boolean {
    return this.#controller.signal.aborted;
  }

  now(why: Why): void {
    if (this.isStopped) return;
    this.#why = why;
    this.#controller.abort(why(this.#context));
  }

  /** The error to throw. What the work failed with meanwhile is its cause, unless it only repeats the reason. */
  error(failure?: unknown): unknown {
    const { reason } = this.signal;
    const isAbort = failure instanceof AbortedError || (failure as Error | null | undefined)?.name === "AbortError";
    const repeats = failure === undefined || failure === reason || isAbort;
    return repeats || this.#why === null ? reason : this.#why({ ...this.#context, cause: failure });
  }

  on(signal: AbortSignal | undefined, why: Why): void {
    if (signal !== undefined) this.#forget.push(signalEnd(signal)(() => this.now(why)));
  }

  after(timeoutMs: number | undefined): void {
    if (timeoutMs === undefined) return;
    this.#clock.sleep(timeoutMs, this.#released.signal).then(
      () => this.now((context) => new RunTimeoutError(timeoutMs, context)),
      (error: unknown) => this.now(abortedBecause(error instanceof Error ? error.message : undefined)),
    );
  }

  /** Does as the work does, or gives null when the run was stopped and its time of grace is over. */
  async within<T>(work: Promise<T>, graceMs: number): Promise<T | null> {
    const worked = new AbortController();
    let forget = (): void => undefined;
    const graceOver = new Promise<null>((resolve) => {
      const over = (): void => resolve(null);
      // Where the clock refuses, nobody waits any more: the work is over, or the client is closed.
      forget = signalEnd(this.signal)(() => void this.#clock.sleep(graceMs, worked.signal).then(over, over));
    });
    try {
      return await Promise.race([work, graceOver]);
    } finally {
      forget();
      worked.abort();
    }
  }

  /** Leaves no listener and no timer. */
  release(): void {
    this.#released.abort();
    for (const forget of this.#forget) forget();
  }
}
