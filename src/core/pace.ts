import type { Clock } from "./clock.js";

/** So many of the last requests are remembered. */
const MOST_REMEMBERED = 10_000;
/** Ways differ: what leaves a second apart may arrive a little closer. In milliseconds. */
const MARGIN_MS = 50;
/** After so long without a refusal the server may have become more generous. */
const TRUSTED_MS = 300_000;
/** What is left of a rate that was refused although it was kept to: others use it too. */
const BACKING_OFF = 0.8;
/** A rate that was slowed down is trusted no further than this, and grows back a tenth at a time after so many windows. */
const BELIEVED = 0.95;
const CLEAN_WINDOWS = 10;
/** A rate that nobody is sure of grows by this much with each window that goes well, or doubles. */
const LEAST_GROWTH = 8;

/** A request that may be sent, from a moment on. */
export interface Slot {
  at: number;
  /** Which of the rates it was worked out by. */
  readonly rate: Rate | null;
  /** Whether its request has been sent. */
  isSent: boolean;
}

/** How many requests the server takes within how long. */
interface Rate {
  readonly count: number;
  readonly windowMs: number;
  /** False: most of what was sent was refused, so that others may have used the window up. */
  readonly isFirm: boolean;
  /** When it was learned, or has grown. */
  readonly since: number;
  /** How far it may grow back where it was slowed down. */
  readonly most: number;
}

/** The time in which the requests were sent of which the server took some and refused others. */
interface Lesson {
  readonly from: number;
  readonly to: number;
  /** Whether a rate had been tried that was learned before. */
  readonly isSecond: boolean;
  refused: number;
}

/**
 * Keeps the requests of a client to the rate that its server keeps. Nothing is held back before the server refuses one for
 * its rate; from then on, no more go out within a window than it was seen to take.
 */
export class Pace {
  readonly #clock: Clock;
  /** The longest that all are held back since one was refused, in milliseconds. */
  readonly #longestMs: number;
  /** Requests that were sent or may be sent, and were not refused; in order. */
  #slots: Slot[] = [];
  #rate: Rate | null = null;
  #openAt = 0;
  /** Null: a rate that was kept to was refused, which teaches nothing about those that went out before. */
  #lesson: Lesson | null = null;
  #refusedAt = 0;
  #lastNow = 0;

  constructor(clock: Clock, longestMs: number) {
    this.#clock = clock;
    this.#longestMs = longestMs;
  }

  /** A place that is free now; null where it takes a wait. Costs next to nothing as long as nothing was refused. */
  atOnce(): Slot | null {
    if (this.#rate === null && this.#openAt === 0) return this.#taken(this.#clock.now());
    const slot = this.next();
    if (slot.at <= this.#lastNow) return slot;
    this.release(slot);
    return null;
  }

  /** Waits for a place; null where there is none before the time is over. */
  async place(remainingMs: () => number, sleep: (ms: number) => Promise<void>): Promise<Slot | null> {
    for (;;) {
      const slot = this.next();
      const wait = slot.at - this.#now();
      if (wait <= 0) return slot;
      // A place far off is not kept where the rate may grow until then.
      const isKept = this.#rate === null || this.#rate.isFirm || wait <= this.#rate.windowMs;
      const patience = isKept ? wait : (this.#rate as Rate).windowMs;
      if (!isKept) this.release(slot);
      if (patience >= remainingMs()) {
        this.release(slot);
        return null;
      }
      try {
        await sleep(patience);
      } catch (error) {
        this.release(slot);
        throw error;
      }
      // One that was worked out by another rate is no good.
      if (isKept && slot.rate === this.#rate && slot.at >= this.#openAt) return slot;
      this.release(slot);
    }
  }

  /** Takes the next place: the request may go at `at`. */
  next(): Slot {
    const now = this.#now();
    this.#review(now);
    return this.#taken(Math.max(now, this.#openAt, this.#free()));
  }

  #taken(at: number): Slot {
    const slot = { at, rate: this.#rate, isSent: false };
    if (this.#slots.length >= MOST_REMEMBERED) this.#slots = this.#slots.slice(-MOST_REMEMBERED / 2);
    this.#slots.push(slot);
    return slot;
  }

  /** The request of a place goes out now, which may be a while after the place was given. */
  sent(slot: Slot): void {
    slot.at = this.#now();
    slot.isSent = true;
  }

  /** Gives a place back: its request is not sent, or was refused. */
  release(slot: Slot): void {
    const at = this.#slots.lastIndexOf(slot);
    if (at >= 0) this.#slots.splice(at, 1);
  }

  /** The server refused a request for its rate, and asked to wait so long. Tells whether that is news. */
  refused(slot: Slot, delayMs: number): boolean {
    const now = this.#now();
    const isNews = slot.at >= this.#openAt; // The others went out together with the first that was refused.
    const held = Math.min(delayMs, this.#longestMs);
    this.release(slot);
    this.#openAt = Math.max(this.#openAt, now + held);
    this.#refusedAt = now;
    const known = this.#rate;
    if (isNews && known?.isFirm === true) {
      this.#lesson = null;
      this.#set(slower(known, now), now);
    } else if (isNews) this.#lesson = { from: now - held, to: now, isSecond: known !== null, refused: 0 };
    if (this.#lesson !== null) this.#learn(this.#lesson, now);
    return isNews;
  }

  /** In words, for the log. */
  get told(): string {
    return this.#rate === null
      ? "which nobody knows yet"
      : `at most ${this.#rate.count} requests in ${this.#rate.windowMs} ms`;
  }

  #learn(lesson: Lesson, now: number): void {
    lesson.refused += 1;
    const { from, to, isSecond, refused } = lesson;
    const taken = this.#slots.filter(({ at, isSent }) => isSent && at > from && at <= to).length;
    const count = Math.max(1, taken);
    const windowMs = Math.max(to - from, 1);
    // None was taken: somebody else uses the rate up, and it is not known.
    const isKnown = taken > 0 || isSecond;
    const isFirm = isSecond || taken >= refused;
    this.#set(isKnown ? { count, windowMs, isFirm, since: now, most: count } : null, now);
  }

  /** Those that wait for a place look for another one, by the new rate. */
  #set(rate: Rate | null, now: number): void {
    this.#rate = rate;
    this.#slots = this.#slots.filter(({ at }) => at <= now);
  }

  /** Lets a rate grow that nobody is sure of, and forgets one that is old. */
  #review(now: number): void {
    if (this.#rate === null) return;
    if (now - this.#refusedAt > TRUSTED_MS) {
      this.#set(null, now);
      return;
    }
    // It begins when the server takes requests again.
    const { count, windowMs, isFirm, since, most } = this.#rate;
    if (now < Math.max(since, this.#openAt) + windowMs * (isFirm ? CLEAN_WINDOWS : 1)) return;
    const grown = isFirm ? Math.min(most, count + Math.ceil(most / 10)) : Math.max(count * 2, count + LEAST_GROWTH);
    if (grown > count) this.#set({ ...this.#rate, count: grown, since: now }, now);
  }

  /** When the window has room again. */
  #free(): number {
    if (this.#rate === null) return 0;
    const oldest = this.#slots[this.#slots.length - this.#rate.count];
    if (oldest === undefined) return 0;
    // When there is room after the first burst is what the server said.
    return oldest.at + this.#rate.windowMs + (oldest.at > this.#refusedAt ? MARGIN_MS : 0);
  }

  /** A clock that was set back would make all that is remembered lie in the future. */
  #now(): number {
    const now = this.#clock.now();
    if (now < this.#lastNow - MARGIN_MS) {
      this.#slots = [];
      this.#rate = null;
      this.#openAt = 0;
    }
    this.#lastNow = now;
    return now;
  }
}

/** A rate that was refused although it was kept to. */
const slower = ({ count, windowMs }: Rate, since: number): Rate => ({
  count: Math.max(1, Math.floor(count * BACKING_OFF)),
  windowMs: count > 1 ? windowMs : windowMs / BACKING_OFF,
  isFirm: true,
  since,
  most: Math.max(1, Math.floor(count * BELIEVED)),
});
