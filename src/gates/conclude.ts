import { type ErrorContext, type GateError, InconclusiveError } from "../errors/index.js";
import type { UnknownOption } from "../portable.js";
import type { GateEvidence } from "./evidence.js";

/** By a name that copies of the package share. */
const LET_THROUGH = Symbol.for("dqgate.onUnknown");

/** Whether a gate gave this evidence, which shows nothing, since its caller said `onUnknown: "pass"`. */
export const isLetThrough = (evidence: object): boolean => LET_THROUGH in evidence;

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
  if (onUnknown === "pass") return Object.defineProperty(evidence, LET_THROUGH, { value: true });
  throw new InconclusiveError(evidence, context);
}
