import {
  AbortedError,
  ApiError,
  AuthenticationError,
  ConnectionError,
  DqgateError,
  NotFoundError,
  RateLimitError,
  ServerError,
  TimeoutError,
} from "dqgate";
import { describe, expect, it } from "vitest";
import { mayRepeat, type RetryFacts, retryDelay, serverDelay } from "../../src/core/retry.js";

const NOW = Date.parse("2026-01-05T12:00:00Z");
const received = new ConnectionError("m", { reason: "ECONNRESET", mayHaveBeenReceived: true });
const neverSent = new ConnectionError("m", { reason: "ECONNREFUSED", mayHaveBeenReceived: false });
const timeout = new TimeoutError({ limit: "attempt", timeoutMs: 1 });
const status = (code: number): ApiError => new ApiError({ status: code, message: "m" });

describe("mayRepeat", () => {
  it.each([
    ["a lost connection", received, true, false],
    ["a connection that was never made", neverSent, true, true],
    ["a timeout", timeout, true, false],
    ["408", status(408), true, false],
    ["425", status(425), true, false],
    ["429", status(429), true, false],
    ["500", status(500), true, false],
    ["501", status(501), false, false],
    ["502", status(502), true, false],
    ["599", status(599), true, false],
    ["400", status(400), false, false],
    ["401", new AuthenticationError({ status: 401, message: "m" }), false, false],
    ["404", new NotFoundError({ status: 404, message: "m" }), false, false],
    ["409", status(409), false, false],
    ["an abort", new AbortedError(), false, false],
    ["any other error of this package", new DqgateError("x", "config", "m"), false, false],
    ["a foreign error", new TypeError("fetch failed"), false, false],
    ["what is no error", "no", false, false],
  ])("%s", (_, error, read, write) => {
    expect(mayRepeat(error, true)).toBe(read);
    expect(mayRepeat(error, false)).toBe(write);
  });
});

describe("retryDelay", () => {
  const facts = (more: Partial<RetryFacts>): RetryFacts => ({
    error: status(500),
    repeatable: true,
    retriesMade: 0,
    limit: 10,
    remainingMs: 120_000,
    random: 1,
    ...more,
  });
  const asking = (retryAfterMs: number | null): RateLimitError =>
    new RateLimitError({ status: 429, message: "m", retryAfterMs });

  it.each<[string, Partial<RetryFacts>, number | false]>([
    ["grows from half a second", {}, 500],
    ["doubles", { retriesMade: 1 }, 1_000],
    ["doubles again", { retriesMade: 3 }, 4_000],
    ["stops growing at 8 seconds", { retriesMade: 9 }, 8_000],
    ["has full jitter", { retriesMade: 1, random: 0.25 }, 250],
    ["may be nothing", { random: 0 }, 0],
    ["is none after the last retry", { retriesMade: 2, limit: 2 }, false],
    ["is none without retries", { limit: 0 }, false],
    ["is none for what must not be repeated", { repeatable: false }, false],
    ["is the server's own, without jitter", { error: asking(3_000), random: 0.1 }, 3_000],
    [
      "is that of a 503 too",
      { error: new ServerError({ status: 503, message: "m", retryAfterMs: 4_000 }), random: 0 },
      4_000,
    ],
    ["is 0 where the server says so", { error: asking(0) }, 0],
    ["is our own where the server says nothing", { error: asking(null) }, 500],
    ["may be a minute", { error: asking(60_000) }, 60_000],
    ["is none beyond a minute", { error: asking(60_001) }, false],
    ["is none where too little time is left", { error: asking(10_000), remainingMs: 10_000 }, false],
    ["is none where none is left", { remainingMs: 0, random: 0 }, false],
    ["fits just so", { error: asking(10_000), remainingMs: 10_001 }, 10_000],
  ])("%s", (_, more, expected) => {
    expect(retryDelay(facts(more))).toBe(expected);
  });
});

describe("serverDelay", () => {
  it.each<[string, Record<string, string>, number | null]>([
    ["seconds", { "retry-after": "7" }, 7_000],
    ["seconds with white space", { "retry-after": " 7 " }, 7_000],
    ["a fraction, rounded up to whole milliseconds", { "retry-after": "1.2345" }, 1_235],
    ["zero", { "retry-after": "0" }, 0],
    ["the usual date", { "retry-after": "Mon, 05 Jan 2026 12:00:30 GMT" }, 30_000],
    ["the date of RFC 850", { "retry-after": "Monday, 05-Jan-26 12:00:30 GMT" }, 30_000],
    ["the date of asctime, which is UTC", { "retry-after": "Mon Jan  5 12:00:30 2026" }, 30_000],
    ["an ISO date", { "retry-after": "2026-01-05T12:00:30Z" }, 30_000],
    ["a date in the past", { "retry-after": "Mon, 05 Jan 2026 11:00:00 GMT" }, 0],
    ["a word", { "retry-after": "soon" }, null],
    ["a word with a number, which engines take for a date", { "retry-after": "soon 3" }, null],
    ["a negative number, which engines take for a date", { "retry-after": "-5" }, null],
    ["a unit", { "retry-after": "10 seconds" }, null],
    ["a day that is none", { "retry-after": "Mon, 99 Jan 2026 12:00:30 GMT" }, null],
    ["nothing", {}, null],
    ["an empty header", { "retry-after": "", "x-ratelimit-reset": "" }, null],
    ["the reset as a moment", { "x-ratelimit-reset": String(NOW / 1000 + 12) }, 12_000],
    ["the reset as a moment that has passed", { "x-ratelimit-reset": String(NOW / 1000 - 12) }, 0],
    ["the reset as a distance", { "x-ratelimit-reset": "12" }, 12_000],
    ["a reset that is no number", { "x-ratelimit-reset": "later" }, null],
    ["a negative reset", { "x-ratelimit-reset": "-3" }, null],
    ["the reset behind a malformed delay", { "retry-after": "?", "x-ratelimit-reset": "12" }, 12_000],
    ["the delay before the reset", { "retry-after": "3", "x-ratelimit-reset": "12" }, 3_000],
  ])("%s", (_, headers, expected) => {
    expect(serverDelay(new Headers(headers), NOW, 429)).toBe(expected);
  });

  it("takes the reset of a 500 for what it is: a header of every answer", () => {
    expect(serverDelay(new Headers({ "x-ratelimit-reset": "12" }), NOW, 500)).toBeNull();
    expect(serverDelay(new Headers({ "retry-after": "12" }), NOW, 500)).toBe(12_000);
  });
});
