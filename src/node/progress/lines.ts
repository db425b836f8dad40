import type { Clock } from "../../base.js";
import type { Display } from "./display.js";
import type { Shown } from "./snapshot.js";
import { type ProgressStream, writeTo } from "./stream.js";

/** A line for each change, at most one in so many milliseconds; what was held back is written at the end. */
export class Lines implements Display {
  readonly #label: string;
  readonly #stream: ProgressStream;
  readonly #clock: Clock;
  readonly #intervalMs: number;
  #last: string | null = null;
  #written: string | null = null;
  #writtenAt = Number.NEGATIVE_INFINITY;

  constructor(label: string, stream: ProgressStream, clock: Clock, intervalMs: number) {
    this.#label = label;
    this.#stream = stream;
    this.#clock = clock;
    this.#intervalMs = intervalMs;
  }

  show(shown: Shown): void {
    this.#last = lineOf(this.#label, shown);
    const passed = this.#clock.now() - this.#writtenAt;
    // A clock that was set back must not silence it.
    if (passed >= this.#intervalMs || passed < 0) this.end();
  }

  end(): void {
    if (this.#last === null || this.#last === this.#written) return;
    this.#written = this.#last;
    this.#writtenAt = this.#clock.now();
    writeTo(this.#stream, `${this.#last}\n`);
  }
}

export const percentText = (percent: number): string => `${String(percent).padStart(3)} %`;

const lineOf = (label: string, { percent, note }: Shown): string =>
  (percent === null ? `${label}  ${note}` : `${label} ${percentText(percent)}  ${note}`).trimEnd();
