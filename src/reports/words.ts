import type { GateEvidence } from "../gates/evidence.js";
import type { ConditionReport, EvidenceJson, GateReport, ReportJson } from "./report.js";

/** A report without its functions. */
export type ReportFacts = Omit<GateReport, "explain" | "toJSON">;

/** What a report's JSON calls its schema: the `$id` of `dqgate/report.schema.json`. */
export const REPORT_SCHEMA = "urn:dqgate:report:1";

/** What would move the cursor, change colours, or turn the order of a line around. */
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u200E\u200F\u061C\u202A-\u202E\u2066-\u2069]+/gu;

/** One line without control characters. */
export const oneLine = (text: string): string => text.replace(CONTROL, " ");

/** The verdict in half a sentence. */
export function headline({ counts, conditions }: Pick<ReportFacts, "counts" | "conditions">): string {
  const warnings = counts.warnings === 0 ? "" : `, ${plural(counts.warnings, "warning")}`;
  const closing = conditions.filter(isClosing).length;
  const blocking = conditions.filter((one) => one.severity === "block").length;
  if (closing > 0)
    return `${closing} of ${plural(blocking, "condition")} ${closing === 1 ? "does" : "do"} not pass${warnings}`;
  if (blocking === 0) return `no condition blocks${warnings}`;
  return `${blocking === 1 ? "the condition passes" : `all ${blocking} conditions pass`}${warnings}`;
}

/** Requests and time. */
export const effort = ({ requests, elapsedMs }: Pick<ReportFacts, "requests" | "elapsedMs">): string =>
  `${plural(requests, "request")}, ${durationText(elapsedMs)}`;

/** Milliseconds for people. */
export function durationText(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  return ms < 120_000 ? `${(ms / 1_000).toFixed(1)} s` : `${(ms / 60_000).toFixed(1)} min`;
}

/** Whether it does not pass, and closes nothing. */
export const isWarning = ({ outcome, severity }: ConditionReport): boolean => severity === "warn" && outcome !== "pass";

/** Whether it keeps the gate closed. */
export const isClosing = ({ outcome, severity }: ConditionReport): boolean =>
  severity === "block" && outcome !== "pass";

/** The outcome, and whether it is a mere warning. */
export const outcomeText = (one: ConditionReport): string => one.outcome + (isWarning(one) ? " (warning)" : "");

/** The reason in one line, and how often it was asked where that was more than once. */
export const reasonText = ({ reason, attempts }: ConditionReport): string =>
  oneLine(attempts > 1 ? `${reason} (${attempts} attempts)` : reason);

export function explain(report: ReportFacts): string {
  const lines = report.conditions.map((one) => `- ${outcomeText(one)}: ${oneLine(one.name)}: ${reasonText(one)}`);
  return [`${report.verdict}: ${headline(report)}. ${effort(report)}.`, ...lines].join("\n");
}

export function plain({ startedAt, conditions, ...facts }: ReportFacts): ReportJson {
  return {
    $schema: REPORT_SCHEMA,
    version: 1,
    ...facts,
    startedAt: startedAt.toISOString(),
    conditions: conditions.map((one) => ({
      ...one,
      evidence: one.evidence === null ? null : plainEvidence(one.evidence),
    })),
  };
}

const plainEvidence = ({ seen, ...evidence }: GateEvidence): EvidenceJson => ({
  ...evidence,
  seen: seen.map((one) => ({ ...one, measuredAt: one.measuredAt?.toISOString() ?? null })),
});

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
