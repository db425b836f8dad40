import type { Clock } from "./clock.js";

/** Requests of the last minute are remembered, and at most so many. */
const REMEMBERED_MS = 60_000;
const MOST_REMEMBERED = 10_000;
/** Ways differ: what leaves a second apart may arrive a little closer. In milliseconds. */
const MARGIN_MS = 50;
/** After so long without a refusal the server may have become more generous. */
const TRUSTED_MS = 300_000;
/** What is left of a rate that was refused although it was kept to: others use it too. */
const BACKING_OFF = 0.8;

/** A request that may be sent, from a moment on. */
export interface Slot {
  readonly at: number;
}

/** How many requests the server takes within how long. */
interface Rate {
  readonly count: number;
  readonly windowMs: number;
}

/**
 * Keeps the requests of a client to the rate that its server keeps. Nothing is held back before the server refuses one for
 * its rate; from then on, no more go out within a window than it was seen to take.
 */
export class Pace {
  readonly #clock: Clock;
  /** Requests that were sent or may be sent, and were not refused; in order. */
  #slots: Slot[] = [];
  #rate: Rate | null = null;
  #openAt = 0;
  /** The time in which the requests were sent that the server took, before it refused one; and the most that is believed of them. */
  #lesson = { from: 0, to: 0, most: Number.POSITIVE_INFINITY };
  #refusedAt = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes the next place: the request may go at `at`. */
  take(): Slot {
    const now = this.#clock.now();
    if (this.#rate !== null && now - this.#refusedAt > TRUSTED_MS) this.#rate = null;
    const slot = { at: Math.max(now, this.#openAt, this.#free(this.#rate)) };
    if (this.#slots.length >= MOST_REMEMBERED) this.#forget(now);
    this.#slots.push(slot);
    return slot;
  }

  /** Gives a place back: its request is not sent, or was refused. */
  release(slot: Slot): void {
    const at = this.#slots.lastIndexOf(slot);
    if (at >= 0) this.#slots.splice(at, 1);
  }

  /** The server refused a request for its rate, and asked to wait so long. Tells whether that is news. */
  refused(slot: Slot, delayMs: number): boolean {
    const now = this.#clock.now();
    const isNews = slot.at >= this.#openAt; // The others went out together with the first that was refused.
    this.release(slot);
    this.#openAt = Math.max(this.#openAt, now + delayMs);
    this.#refusedAt = now;
    if (isNews) {
      const most = this.#rate === null ? Number.POSITIVE_INFINITY : Math.floor(this.#rate.count * BACKING_OFF);
      this.#lesson = { from: now - delayMs, to: now, most };
    }
    const { from, to, most } = this.#lesson;
    const taken = this.#slots.filter(({ at }) => at > from && at <= to).length;
    // None was taken: somebody else uses the rate up, and it is not known.
    const count = Math.max(Math.min(taken, most), most === Number.POSITIVE_INFINITY ? 0 : 1);
    this.#rate = count === 0 ? null : { count, windowMs: Math.max(to - from, 1) };
    return isNews;
  }

  /** In words, for the log. */
  get told(): string {
    return this.#rate === null
      ? "which nobody knows yet"
      : `at most ${this.#rate.count} requests in ${Math.round(this.#rate.windowMs)} ms`;
  }

  /** When the window has room again. */
  #free(rate: Rate | null): number {
    if (rate === null) return 0;
    const oldest = this.#slots[this.#slots.length - rate.count];
    if (oldest === undefined) return 0;
    // When there is room after the first burst is what the server said.
    return oldest.at + rate.windowMs + (oldest.at > this.#lesson.to ? MARGIN_MS : 0);
  }

  #forget(now: number): void {
    const recent = this.#slots.filter(({ at }) => at > now - REMEMBERED_MS);
    this.#slots = recent.length > MOST_REMEMBERED / 2 ? recent.slice(-MOST_REMEMBERED / 2) : recent;
  }
}
