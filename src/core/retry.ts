import { ApiError, ConnectionError, RateLimitError, ServerError, TimeoutError } from "../errors/index.js";
import { parseTime } from "./model/time.js";

/** Waits between attempts, in milliseconds. */
export const BACKOFF = { firstMs: 500, capMs: 8_000, serverDelayCeilingMs: 60_000 } as const;

export interface RetryFacts {
  error: unknown;
  /** A repeat does no harm: a read, a call declared idempotent, or one that the caller gave an idempotency key. */
  repeatable: boolean;
  /** Retries made so far. */
  retriesMade: number;
  /** Retries allowed. */
  limit: number;
  /** What is left of the call's total time, in milliseconds. */
  remainingMs: number;
  /** From 0 up to 1. */
  random: number;
}

/** Whether the same call may be sent again without doing something twice, and could then succeed. */
export function mayRepeat(error: unknown, repeatable: boolean): boolean {
  if (error instanceof ConnectionError) return repeatable || !error.mayHaveBeenReceived;
  if (error instanceof TimeoutError) return repeatable;
  return error instanceof ApiError && repeatable && isPassing(error.status);
}

/** Whether a status tells of a failure that may pass. */
export const isPassing = (status: number): boolean =>
  status === 408 || status === 425 || status === 429 || (status >= 500 && status !== 501);

/** Whether the caller may repeat a call that was answered so. What was refused for its rate was not carried out. */
export const isRetryable = (status: number, repeatable: boolean): boolean =>
  status === 429 || (repeatable && isPassing(status));

/** How long the server asked to wait, in milliseconds; null where it did not. */
export const delayAsked = (error: unknown): number | null =>
  error instanceof RateLimitError || error instanceof ServerError ? error.retryAfterMs : null;

/**
 * How long to wait before the next attempt, in milliseconds; false when there is to be none. The one place for the
 * retry rule: exponential with full jitter up to a cap; the server's own delay is kept to, and where it is longer than
 * the ceiling or than the time left the call fails at once instead of coming back too early.
 */
export function retryDelay({ error, repeatable, retriesMade, limit, remainingMs, random }: RetryFacts): number | false {
  if (retriesMade >= limit || !mayRepeat(error, repeatable)) return false;
  const asked = delayAsked(error);
  if (asked !== null && asked > BACKOFF.serverDelayCeilingMs) return false;
  const wait = asked ?? random * Math.min(BACKOFF.capMs, BACKOFF.firstMs * 2 ** retriesMade);
  return wait < remainingMs ? wait : false;
}

/**
 * Reads the delay that a server asks for, in milliseconds: `Retry-After` in seconds or as a date, else, where it refuses
 * for the rate, `X-RateLimit-Reset`, which it sends with other answers too. Null: it asks for none that can be read.
 */
export function serverDelay(headers: Headers, serverNow: number, status: number): number | null {
  const after = headers.get("retry-after")?.trim() ?? "";
  if (NUMBER.test(after)) return Math.ceil(Number(after) * 1000);
  const date = httpDate(after);
  if (date !== null) return Math.max(0, date - serverNow);
  const reset = headers.get("x-ratelimit-reset")?.trim() ?? "";
  if (status !== 429 || !NUMBER.test(reset)) return null;
  // Unix seconds, or milliseconds; a small number is a distance, which some servers send.
  const told = Number(reset);
  const seconds = told > 1e11 ? told / 1000 : told;
  return seconds > 1e9 ? Math.max(0, seconds * 1000 - serverNow) : seconds * 1000;
}

const NUMBER = /^\d+(?:\.\d+)?$/;
const HTTP_DATES = [
  /^[a-z]{3}, \d\d [a-z]{3} \d{4} \d\d:\d\d:\d\d (?:GMT|UTC)$/i,
  /^[a-z]{6,9}, \d\d-[a-z]{3}-\d\d \d\d:\d\d:\d\d GMT$/i,
  /^[a-z]{3} [a-z]{3} [ \d]\d \d\d:\d\d:\d\d \d{4}$/i,
];

/**
 * The three forms of an HTTP date, in milliseconds. `Date.parse` alone reads the third as local time, and takes
 * `soon 3` for a day in March.
 */
function httpDate(text: string): number | null {
  if (!HTTP_DATES.some((form) => form.test(text))) return parseTime(text)?.getTime() ?? null;
  const date = Date.parse(/(?:GMT|UTC)$/i.test(text) ? text : `${text} GMT`);
  return Number.isNaN(date) ? null : date;
}
