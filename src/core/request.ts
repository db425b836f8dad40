import { type Issue, ValidationError } from "../errors/index.js";
import { LONGEST_WAIT_MS } from "./clock.js";
import { isOptions, optionIssue, unknownOptions } from "./known.js";
import { isRecord } from "./model/names.js";

export type Verb = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";

/** `strict`: an answer of the wrong shape throws. `lenient`: it is let through, with one warning an endpoint. */
export type ValidationMode = "strict" | "lenient";

/** The last argument of every method that sends something. */
export interface RequestOptions {
  /** Ends the call, its waits included, with `AbortedError`. */
  signal?: AbortSignal | undefined;
  /** The most that one attempt may take, in milliseconds, its body included. */
  timeoutMs?: number | undefined;
  /** The most that the call may take, in milliseconds, with its retries and waits. */
  totalTimeoutMs?: number | undefined;
  /** How often a failed attempt may be repeated, where repeating is safe. 0 turns it off. */
  retries?: number | undefined;
  /** More headers. `authorization` and `cookie` cannot be set here. */
  headers?: Readonly<Record<string, string>> | undefined;
  /**
   * Sent as `Idempotency-Key`. Giving one says that repeating this write is safe, so that it is retried like a read.
   * Watcher and Qualytics heed no keys: there a write that a repeat would do twice is refused with `UnsupportedError`.
   */
  idempotencyKey?: string | undefined;
  /** Overrides the client's `validation` for this call. Gates are always strict. */
  validation?: ValidationMode | undefined;
}

/** The names of the options of a request. */
export const REQUEST_OPTIONS: readonly (keyof RequestOptions)[] = [
  "signal",
  "timeoutMs",
  "totalTimeoutMs",
  "retries",
  "headers",
  "idempotencyKey",
  "validation",
];

const HINTS = { timeout: "timeoutMs", totalTimeout: "totalTimeoutMs", maxRetries: "retries", retry: "retries" };
/** Headers that are the client's or the connection's own: credentials stay with the origin, and framing with the runtime. */
const OWNED =
  /^(?:authorization|proxy-authorization|cookie|host|content-length|connection|keep-alive|transfer-encoding|upgrade|expect|te|trailer)$/i;

/** Checks options that a caller gave, to a call or to the client. Throws `ValidationError` naming the option. */
export function checkRequestOptions(options: RequestOptions | undefined): RequestOptions {
  if (options === undefined) return {};
  const issues: Issue[] = [];
  const complain = (name: string, message: string): void => {
    issues.push(optionIssue(name, message));
  };
  if (!isOptions(options)) {
    throw new ValidationError([{ path: ["options"], code: "invalid_type", message: "expected an object" }]);
  }
  issues.push(...unknownOptions(options, REQUEST_OPTIONS, HINTS));
  for (const name of ["timeoutMs", "totalTimeoutMs"] as const) {
    const value = options[name];
    if (value !== undefined && !(typeof value === "number" && value > 0 && value <= LONGEST_WAIT_MS)) {
      complain(name, `expected milliseconds, above 0 and at most ${LONGEST_WAIT_MS}`);
    }
  }
  const { retries, signal, idempotencyKey, validation, headers } = options;
  if (retries !== undefined && !(Number.isInteger(retries) && retries >= 0 && retries <= 100)) {
    complain("retries", "expected a whole number from 0 to 100");
  }
  if (signal !== undefined && !(signal instanceof AbortSignal)) complain("signal", "expected an AbortSignal");
  if (
    idempotencyKey !== undefined &&
    !(typeof idempotencyKey === "string" && /^[\x21-\x7e]{1,255}$/.test(idempotencyKey))
  ) {
    complain("idempotencyKey", "expected 1 to 255 visible ASCII characters");
  }
  if (validation !== undefined && validation !== "strict" && validation !== "lenient") {
    complain("validation", "must be one of strict, lenient");
  }
  // A Headers object has no entries of its own: what it holds would be lost without a word.
  if (headers !== undefined && (!isRecord(headers) || headers instanceof Headers)) {
    complain("headers", "expected an object of texts");
  }
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) complain("headers", "holds a name that is no header name");
    else if (OWNED.test(name)) complain("headers", `must not set ${name.toLowerCase()}`);
    else if (typeof value !== "string" || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value))
      complain("headers", `${name} has a value that no header can carry`);
  }
  if (issues.length > 0) throw new ValidationError(issues);
  return options;
}
