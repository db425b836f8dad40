import type { Clock } from "../base.js";

/** How many requests a key may make. */
export interface RateLimit {
  perMinute: number;
  /** Default: no limit a second. */
  perSecond?: number | undefined;
}

/** A sliding window for each key: a request that is refused does not count. */
export class RateWindow {
  readonly #clock: Clock;
  readonly #limit: RateLimit;
  readonly #seen = new Map<string, number[]>();

  constructor(clock: Clock, limit: RateLimit) {
    this.#clock = clock;
    this.#limit = limit;
  }

  /** Counts a request; or gives the seconds after which one may come again. */
  take(key: string): number | null {
    const { perMinute, perSecond = Number.POSITIVE_INFINITY } = this.#limit;
    const now = this.#clock.now();
    const minute = this.#within(key, 60_000);
    const second = minute.filter((at) => at > now - 1_000);
    const frees =
      second.length >= perSecond
        ? (second[0] as number) + 1_000
        : minute.length >= perMinute
          ? (minute[0] as number) + 60_000
          : null;
    if (frees !== null) return Math.max(1, Math.ceil((frees - now) / 1000));
    this.#seen.set(key, [...minute, now]);
    return null;
  }

  /** How many more may come within this minute. */
  left(key: string): number {
    return Math.max(0, this.#limit.perMinute - this.#within(key, 60_000).length);
  }

  #within(key: string, ms: number): number[] {
    const since = this.#clock.now() - ms;
    return (this.#seen.get(key) ?? []).filter((at) => at > since);
  }
}

/** The bearer token of a request. */
export const bearerOf = (headers: Headers): string | undefined =>
  /^Bearer\s+(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
