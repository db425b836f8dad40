import type { ErrorKind } from "../errors/index.js";
import type { GateEvidence, Verdict } from "../gates/evidence.js";
import { explain, plain } from "./words.js";

/** Whether a condition that does not pass closes the gate (`block`) or is only reported (`warn`). */
export type Severity = "block" | "warn";

/** `unknown`: the answer shows nothing. `error`: there is no answer. */
export type Outcome = "pass" | "fail" | "unknown" | "error";

/** An error as a report tells it: what every error of this package has. */
export interface ReportedError {
  readonly name: string;
  readonly code: string;
  readonly kind: ErrorKind;
  readonly message: string;
  /** Whether the same condition may be answered later without a change. */
  readonly retryable: boolean;
  readonly platform: string | null;
  readonly operation: string | null;
  readonly requestId: string | null;
}

/** What one condition came to. */
export interface ConditionReport {
  readonly name: string;
  readonly severity: Severity;
  readonly outcome: Outcome;
  /** Why, in words. */
  readonly reason: string;
  /** A gate's evidence; null where there is none. Where its verdict is `unknown` and the outcome `pass`, nothing showed it. */
  readonly evidence: GateEvidence | null;
  /** What was thrown; null where nothing was. */
  readonly error: ReportedError | null;
  /** How often it ran: 0 where the time was over before. */
  readonly attempts: number;
  /** HTTP requests, as the evidence tells; null where there is none. */
  readonly requests: number | null;
  /** In milliseconds, its retries and waits included. */
  readonly elapsedMs: number;
}

/** How many conditions came to what. */
export interface ConditionCounts {
  readonly total: number;
  readonly pass: number;
  readonly fail: number;
  readonly unknown: number;
  readonly error: number;
  /** Of those that do not pass, the mere warnings. */
  readonly warnings: number;
}

/** What all conditions came to. */
export interface GateReport {
  /** Whether every condition passes that is not a mere warning. */
  readonly passed: boolean;
  /** `fail`: one of them says no. `unknown`: none does, and one shows nothing or gave no answer. */
  readonly verdict: Verdict;
  readonly startedAt: Date;
  /** In milliseconds. */
  readonly elapsedMs: number;
  /** HTTP requests, as far as evidence tells of them. */
  readonly requests: number;
  readonly counts: ConditionCounts;
  /** In the order in which they were given. */
  readonly conditions: readonly ConditionReport[];
  /** The whole of it in words, one line a condition. */
  explain(): string;
  /** The same as plain data, as `dqgate/report.schema.json` describes it. */
  toJSON(): ReportJson;
}

/** An observation as JSON. */
export interface ObservationJson {
  readonly subject: string;
  readonly verdict: Verdict;
  readonly value: number | string | boolean | null;
  readonly field: string;
  /** ISO 8601, in UTC. */
  readonly measuredAt: string | null;
  readonly reason: string;
}

/** Evidence as JSON. */
export interface EvidenceJson extends Omit<GateEvidence, "seen" | "explain"> {
  readonly seen: readonly ObservationJson[];
}

/** What one condition came to, as JSON. */
export interface ConditionJson extends Omit<ConditionReport, "evidence"> {
  readonly evidence: EvidenceJson | null;
}

/** A report as JSON. */
export interface ReportJson extends Omit<GateReport, "startedAt" | "conditions" | "explain" | "toJSON"> {
  readonly $schema: string;
  readonly version: 1;
  /** ISO 8601, in UTC. */
  readonly startedAt: string;
  readonly conditions: readonly ConditionJson[];
}

/** Makes the report of conditions that all came to an end. */
export function reportOf(conditions: readonly ConditionReport[], startedAt: Date, elapsedMs: number): GateReport {
  const outcomes = (severity: Severity): Outcome[] =>
    conditions.filter((one) => one.severity === severity).map((one) => one.outcome);
  const blocking = outcomes("block");
  const count = (outcome: Outcome): number => conditions.filter((one) => one.outcome === outcome).length;
  const passed = blocking.every((outcome) => outcome === "pass");
  const facts = {
    passed,
    verdict: passed ? "pass" : blocking.includes("fail") ? "fail" : "unknown",
    startedAt,
    elapsedMs,
    requests: conditions.reduce((sum, one) => sum + (one.requests ?? 0), 0),
    counts: {
      total: conditions.length,
      pass: count("pass"),
      fail: count("fail"),
      unknown: count("unknown"),
      error: count("error"),
      warnings: outcomes("warn").filter((outcome) => outcome !== "pass").length,
    },
    conditions,
  } as const;
  // Not enumerable, so that a report prints as data.
  return Object.defineProperties(facts, {
    explain: { value: () => explain(facts) },
    toJSON: { value: () => plain(facts) },
  }) as GateReport;
}
