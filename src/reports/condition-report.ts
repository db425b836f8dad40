import { redactText } from "../core/redact.js";
import type { DqgateError } from "../errors/index.js";
import type { GateEvidence } from "../gates/evidence.js";
import type { ConditionReport, Outcome, ReportedError, Severity } from "./report.js";

/** What came of a condition, its error as it was thrown. */
interface Told {
  readonly outcome: Outcome;
  readonly reason: string;
  readonly evidence: GateEvidence | null;
  readonly error: DqgateError | null;
  readonly attempts: number;
  readonly elapsedMs: number;
}

/** The entry of a condition in its report. Its name is masked here, once for all that is made of it: it may be an address. */
export function conditionReport(
  { name, severity }: { readonly name: string; readonly severity: Severity },
  { outcome, reason, evidence, error, attempts, elapsedMs }: Told,
): ConditionReport {
  const requests = evidence?.requests ?? null;
  const reported = error === null ? null : reportedError(error);
  const safe = redactText(name);
  return { name: safe, severity, outcome, reason, evidence, error: reported, attempts, requests, elapsedMs };
}

const reportedError = (error: DqgateError): ReportedError => ({
  name: error.name,
  code: error.code,
  kind: error.kind,
  message: redactText(error.message),
  retryable: error.retryable,
  platform: error.platform,
  operation: error.operation,
  requestId: error.requestId,
});
