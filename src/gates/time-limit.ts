import { joinedEnd, type OnEnd } from "../core/abort.js";
import type { Clock } from "../core/clock.js";
import { TimeoutError } from "../errors/index.js";
import { Deadline } from "./deadline.js";

/** The time that something has. */
export class TimeLimit {
  /** Aborts when the time is over, and at the other ends. */
  readonly signal: AbortSignal;
  /** Takes everything back. */
  readonly release: () => void;
  readonly #ms: number;
  readonly #deadline: Deadline;
  #isOver = false;

  /** `ms` undefined: as long as it takes. */
  constructor(clock: Clock, ms: number | undefined, ends: readonly OnEnd[]) {
    this.#ms = ms ?? Number.POSITIVE_INFINITY;
    this.#deadline = new Deadline(clock, this.#ms);
    const { signal, release } = joinedEnd(ms === undefined ? ends : [...ends, this.#end(clock, ms)]);
    this.signal = signal;
    this.release = release;
  }

  #end(clock: Clock, ms: number): OnEnd {
    return (stop) => {
      const taken = new AbortController();
      const end = (): void => {
        if (taken.signal.aborted) return; // It was taken back.
        this.#isOver = true;
        stop();
      };
      clock.sleep(ms, taken.signal).then(end, end); // A clock that fails leaves no time.
      return () => taken.abort();
    };
  }

  /** Milliseconds. */
  left(): number {
    return this.#deadline.left();
  }

  /** What to throw when the time is over; null while it is not. */
  failure(operation: string): TimeoutError | null {
    return this.#isOver ? new TimeoutError({ limit: "attempt", timeoutMs: this.#ms }, { operation }) : null;
  }
}
