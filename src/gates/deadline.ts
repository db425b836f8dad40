import type { Clock } from "../core/clock.js";

/** A deadline that comes even where the clock is set back meanwhile: what was slept counts too. */
export class Deadline {
  readonly #clock: Clock;
  readonly #startedAt: number;
  readonly #ms: number;
  #slept = 0;

  constructor(clock: Clock, ms: number) {
    this.#clock = clock;
    this.#startedAt = clock.now();
    this.#ms = ms;
  }

  /** Milliseconds left; 0 or less when it is over. */
  left(): number {
    return this.#ms - Math.max(this.#clock.now() - this.#startedAt, this.#slept);
  }

  /** Sleeps so long, but not beyond the deadline. */
  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const span = Math.min(ms, Math.max(this.left(), 0));
    await this.#clock.sleep(span, signal);
    this.#slept += span;
  }
}
