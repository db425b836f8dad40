import { AbortedError, type Clock, parseTime, refuseOption } from "../base.js";

interface Sleeper {
  at: number;
  wake(): void;
}

/** A repeated request takes a turn of the event loop of its own before it is sent. */
const TURNS = 1;

/**
 * A clock that stands still until somebody waits: then it jumps to the end of the earliest wait. Share it between an
 * emulator and a client, and waits of hours take no time.
 */
export class VirtualClock implements Clock {
  #now: number;
  #sleepers: Sleeper[] = [];
  #pumping = false;

  /** Starts at a moment; default 2026-01-05T12:00:00Z. */
  constructor(start: Date | string = "2026-01-05T12:00:00Z") {
    const date = typeof start === "string" ? parseTime(start) : start;
    if (!(date instanceof Date) || Number.isNaN(date.getTime()))
      refuseOption("start", "expected a Date or an ISO 8601 time");
    this.#now = date.getTime();
  }

  now(): number {
    return this.#now;
  }

  /** Lets time pass: so many milliseconds. Waits that end within it end in order. */
  advance(ms: number): void {
    // A clock that is not a number, or at the end of time, would take every wait with it.
    if (!(Number.isFinite(ms) && ms >= 0)) refuseOption("ms", "expected a finite number, 0 or more");
    const target = this.#now + ms;
    for (let next = this.#earliest(); next !== undefined && next.at <= target; next = this.#earliest())
      this.#wake(next);
    this.#now = Math.max(this.#now, target);
  }

  /** Lets time pass: so many hours. */
  advanceHours(hours: number): void {
    this.advance(hours * 3_600_000);
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (ms === Number.POSITIVE_INFINITY) refuseOption("ms", "expected a finite number");
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(new AbortedError());
        return;
      }
      const stop = (): void => {
        this.#sleepers = this.#sleepers.filter((one) => one !== sleeper);
        reject(new AbortedError());
      };
      const sleeper: Sleeper = {
        at: this.#now + Math.max(ms || 0, 0),
        wake: () => {
          signal?.removeEventListener("abort", stop);
          resolve();
        },
      };
      signal?.addEventListener("abort", stop, { once: true });
      this.#sleepers.push(sleeper);
      this.#pump();
    });
  }

  #earliest(): Sleeper | undefined {
    return this.#sleepers.reduce<Sleeper | undefined>(
      (first, one) => (first === undefined || one.at < first.at ? one : first),
      undefined,
    );
  }

  #wake(sleeper: Sleeper): void {
    this.#sleepers = this.#sleepers.filter((one) => one !== sleeper);
    this.#now = Math.max(this.#now, sleeper.at);
    sleeper.wake();
  }

  /** Wakes sleepers one by one, and lets what is awake run in between: for longer before time passes. */
  #pump(turns = 0): void {
    if (this.#pumping) return;
    this.#pumping = true;
    setTimeout(() => {
      this.#pumping = false;
      const next = this.#earliest();
      if (next === undefined) return;
      const isLater = next.at > this.#now;
      if (isLater && turns < TURNS) {
        this.#pump(turns + 1);
        return;
      }
      this.#wake(next);
      if (this.#sleepers.length > 0) this.#pump();
    }, 0);
  }
}
