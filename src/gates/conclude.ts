import { type ErrorContext, type GateError, InconclusiveError } from "../errors/index.js";
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
