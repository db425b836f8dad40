import { type ErrorContext, type GateError, InconclusiveError, type Issue, ValidationError } from "../errors/index.js";
import type { UnknownOption } from "../portable.js";
import type { GateEvidence } from "./evidence.js";

/**
 * The one place where a gate opens: on `pass`, and on `unknown` only where the caller said so. Gives the evidence, or
 * throws it.
 */
export function conclude<E extends GateEvidence>(
  evidence: E,
  onUnknown: UnknownOption["onUnknown"],
  no: (evidence: E) => GateError,
  context: ErrorContext,
): E {
  if (evidence.verdict === "pass") return evidence;
  if (evidence.verdict === "fail") throw no(evidence);
  if (onUnknown === "pass") return evidence;
  throw new InconclusiveError(evidence, context);
}

/** Checks the options that gates share. Throws `ValidationError` naming the option. */
export function checkGateOptions(options: object): void {
  const told = options as Record<string, unknown>;
  const issues: Issue[] = [];
  const complain = (name: string, message: string): void => {
    issues.push({ path: [name], code: "invalid_option", message });
  };
  if (![undefined, "fail", "pass"].includes(told.onUnknown as string))
    complain("onUnknown", "must be one of fail, pass");
  for (const name of ["maxAgeHours", "waitMs"]) {
    if (told[name] !== undefined && !(Number.isFinite(told[name]) && (told[name] as number) >= 0)) {
      complain(name, "expected a number of 0 or more");
    }
  }
  for (const name of ["refresh", "run"]) {
    if (told[name] !== undefined && typeof told[name] !== "boolean") complain(name, "expected true or false");
  }
  if (issues.length > 0) throw new ValidationError(issues);
}
