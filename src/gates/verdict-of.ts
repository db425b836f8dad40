import { isRecord } from "../core/model/names.js";
import { redactText } from "../core/redact.js";
import { DqgateError, GateError } from "../errors/index.js";
import type { WorkState } from "../portable.js";
import type { Outcome } from "../reports/report.js";
import { isLetThrough } from "./conclude.js";
import { type GateEvidence, type Observation, type Verdict, withExplanation } from "./evidence.js";

/** What a condition came to. */
export interface Finding {
  readonly outcome: Outcome;
  /** In words, without a secret. */
  readonly reason: string;
  readonly evidence: GateEvidence | null;
  readonly error: DqgateError | null;
}

const VERDICTS: readonly unknown[] = ["pass", "fail", "unknown"] satisfies Verdict[];
const STATES: readonly unknown[] = [
  "queued",
  "running",
  "succeeded",
  "failed",
  "aborted",
  "unknown",
] satisfies WorkState[];
const LONGEST_REASON = 1_000;
const LONGEST_STACK = 5_000;

/** What a condition's result shows: nothing, unless it is evidence, work that ended, true or false. */
export function findingOf(result: unknown): Finding {
  if (result === true) return finding("pass", "it is true");
  if (result === false) return finding("fail", "it is false");
  const evidence = evidenceIn(result);
  if (evidence !== null) return ofEvidence(evidence, isLetThrough(result as object));
  if (isWork(result)) return ofWork(result);
  return finding("unknown", `it gave no evidence, but ${kindOf(result)}`);
}

/** What a condition's failure shows: a gate's no is an answer, any other error is none. */
export function findingOfError(thrown: unknown): Finding {
  if (thrown instanceof GateError)
    return finding(thrown.verdict === "fail" ? "fail" : "unknown", thrown.message, evidenceIn(thrown.evidence), thrown);
  if (thrown instanceof DqgateError) return finding("error", `${thrown.name}: ${thrown.message}`, null, thrown);
  const error = foreignError(thrown);
  return finding("error", error.message, null, error);
}

export function finding(
  outcome: Outcome,
  reason: string,
  evidence: GateEvidence | null = null,
  error: DqgateError | null = null,
): Finding {
  return { outcome, reason: safeText(reason), evidence, error };
}

/** Masked first: half a secret has no form to be known by. */
function safeText(text: string): string {
  const safe = redactText(text);
  return safe.length <= LONGEST_REASON ? safe : `${safe.slice(0, LONGEST_REASON).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

function ofEvidence(evidence: GateEvidence, isLet: boolean): Finding {
  const { verdict, reason, seen } = evidence;
  if (verdict === "fail") return finding("fail", reason, evidence);
  if (verdict === "unknown")
    return isLet
      ? finding("pass", `nothing shows it, and it passes as onUnknown says: ${reason}`, evidence)
      : finding("unknown", reason, evidence);
  const seenVerdicts = seen.map((one) => one.verdict);
  if (seenVerdicts.includes("fail")) return finding("unknown", `its evidence contradicts itself: ${reason}`, evidence);
  return seenVerdicts.includes("pass")
    ? finding("pass", reason, evidence)
    : finding("unknown", `its evidence shows nothing: ${reason}`, evidence);
}

const wordsOf = (thrown: Error): string =>
  `${readable(() => thrown.name) ?? "an error"}: ${readable(() => thrown.message) ?? "it cannot be read"}`;

/** A text of a foreign object, which may throw where it is read. */
function readable(read: () => unknown): string | undefined {
  try {
    const told = read();
    return typeof told === "string" ? told : undefined;
  } catch {
    return undefined;
  }
}

/** An error of the caller's own function. Its message may hold anything; where it was thrown is worth knowing. */
function foreignError(thrown: unknown): DqgateError {
  const isError = thrown instanceof Error;
  const told = isError ? wordsOf(thrown) : `what was thrown is no error, but ${kindOf(thrown)}`;
  const error = new DqgateError("condition_failed", "config", `the condition failed: ${safeText(told)}`);
  const stack = isError ? readable(() => thrown.stack) : undefined;
  if (stack !== undefined) Object.defineProperty(error, "stack", { value: redactText(stack).slice(0, LONGEST_STACK) });
  return error;
}

/** A copy of a gate's evidence, without what a platform put beside it; null where it is none. */
function evidenceIn(value: unknown): GateEvidence | null {
  if (!isEvidence(value)) return null;
  const { gate, verdict, asked, seen, reason, requests, elapsedMs } = value;
  return withExplanation({
    gate,
    verdict,
    asked: { asset: asked.asset === null ? null : safeText(asked.asset), limit: safeText(asked.limit) },
    seen: seen.map((one) => ({
      subject: safeText(one.subject),
      verdict: one.verdict,
      value: typeof one.value === "string" ? safeText(one.value) : one.value,
      field: one.field,
      measuredAt: one.measuredAt,
      reason: safeText(one.reason),
    })),
    reason: safeText(reason),
    requests,
    elapsedMs,
  });
}

function isEvidence(value: unknown): value is GateEvidence {
  if (!isRecord(value) || !isRecord(value.asked) || !Array.isArray(value.seen)) return false;
  const { gate, verdict, asked, seen, reason, requests, elapsedMs } = value;
  return (
    VERDICTS.includes(verdict) &&
    [gate, reason, asked.limit, asked.asset ?? ""].every((one) => typeof one === "string") &&
    Number.isInteger(requests) &&
    Number.isFinite(elapsedMs) &&
    Math.min(requests as number, elapsedMs as number) >= 0 &&
    seen.every(isObservation)
  );
}

function isObservation(one: unknown): one is Observation {
  if (!isRecord(one)) return false;
  const { subject, verdict, value, field, measuredAt, reason } = one;
  return (
    VERDICTS.includes(verdict) &&
    [subject, field, reason].every((text) => typeof text === "string") &&
    (value === null || ["number", "string", "boolean"].includes(typeof value)) &&
    (measuredAt === null || (measuredAt instanceof Date && !Number.isNaN(measuredAt.getTime())))
  );
}

/** An operation or a job, as far as its end is told. */
interface Work {
  readonly state: WorkState;
  readonly id?: unknown;
  readonly type?: unknown;
  readonly jobId?: unknown;
  readonly isTerminal?: unknown;
  readonly message?: unknown;
  readonly error?: unknown;
  readonly warnings?: unknown;
}

function isWork(value: unknown): value is Work {
  if (!isRecord(value) || !STATES.includes(value.state)) return false;
  const isOperation = typeof value.isTerminal === "boolean" && isId(value.id) && typeof value.type === "string";
  return isOperation || (isId(value.jobId) && typeof value.status === "string");
}

const isId = (value: unknown): boolean => typeof value === "number" || (typeof value === "string" && value !== "");

function ofWork(work: Work): Finding {
  const what = work.jobId === undefined ? `${work.type} ${work.id}` : `job ${work.jobId}`;
  const why = work.error ?? work.message;
  const told = typeof why === "string" && why !== "" ? `: ${why}` : "";
  if (work.state === "failed" || work.state === "aborted")
    return finding("fail", `${what} ${pastOf(work.state)}${told}`);
  const isDone = work.state === "succeeded" && work.isTerminal !== false && (work.error ?? null) === null;
  if (!isDone) return finding("unknown", `nothing shows that ${what} succeeded: it is ${work.state}`);
  const warnings = Array.isArray(work.warnings) ? work.warnings : [];
  return finding("pass", `${what} succeeded${warnings.length === 0 ? "" : `, with a warning: ${warnings.join("; ")}`}`);
}

const pastOf = (state: "failed" | "aborted"): string => (state === "failed" ? "failed" : "was aborted");

function kindOf(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string") return "a text";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
