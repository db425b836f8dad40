import { inCall } from "../core/in-call.js";
import { isOptions, optionIssue, unknownOptions } from "../core/known.js";
import { checkRequestOptions, REQUEST_OPTIONS, type RequestOptions } from "../core/request.js";
import { type ErrorContext, type Issue, ValidationError } from "../errors/index.js";
import type { UnknownOption } from "../portable.js";

/** Longer keys would leave no room for what tells the requests of one gate apart. */
const LONGEST_KEY = 180;

/**
 * Checks a gate's options before anything is sent: a misspelt limit that is passed over would open the gate. Throws
 * `ValidationError` naming the option.
 */
export function checkGateOptions(options: unknown, own: readonly string[], context: ErrorContext): void {
  const complaints = options === undefined ? [] : issuesOf(options, own);
  if (complaints.length > 0) throw new ValidationError(complaints, context);
  inCall(() => checkRequestOptions(requestOptionsOf(options as Record<string, unknown> | undefined)), context);
}

function issuesOf(options: unknown, own: readonly string[]): Issue[] {
  if (!isOptions(options)) return [optionIssue("options", "expected an object")];
  const told = options as Record<string, unknown> & UnknownOption;
  const issues = unknownOptions(options, [...REQUEST_OPTIONS, "onUnknown", ...own]);
  const complain = (name: string, message: string): void => void issues.push(optionIssue(name, message));
  if (![undefined, "fail", "pass"].includes(told.onUnknown)) complain("onUnknown", "must be one of fail, pass");
  for (const name of ["maxAgeHours", "waitMs"]) {
    if (told[name] !== undefined && !(Number.isFinite(told[name]) && (told[name] as number) >= 0)) {
      complain(name, "expected a number of 0 or more");
    }
  }
  for (const name of ["refresh", "run"]) {
    if (told[name] !== undefined && typeof told[name] !== "boolean") complain(name, "expected true or false");
  }
  if (told.onProgress !== undefined && typeof told.onProgress !== "function")
    complain("onProgress", "expected a function");
  if (told.refresh === true && told.waitMs === 0)
    complain("waitMs", "must be above 0 with refresh: a refresh takes time");
  if (typeof told.idempotencyKey === "string" && told.idempotencyKey.length > LONGEST_KEY) {
    complain(
      "idempotencyKey",
      `must be at most ${LONGEST_KEY} characters here, since every request gets a key of its own`,
    );
  }
  return issues;
}

function requestOptionsOf(options: Record<string, unknown> | undefined): RequestOptions | undefined {
  if (options === undefined) return undefined;
  return Object.fromEntries(REQUEST_OPTIONS.map((name) => [name, options[name]])) as RequestOptions;
}

/** A key of its own for each of several requests, so that a server does not take two of them for one. */
export const keyFor = (key: string | undefined, part: string | number): string | undefined =>
  key === undefined ? undefined : `${key}:${part}`;
