import { isRecord } from "../core/model/names.js";
import { GateError } from "../errors/index.js";
import type { ConditionReport, GateReport } from "./report.js";
import { isClosing } from "./words.js";

/** What a process ends with: 0 the answer is yes, 1 it is no, 2 there is none. */
export type ExitCode = 0 | 1 | 2;

/** The exit code of a report, or of whatever was thrown in its place. What is neither is no answer. */
export function exitCodeOf(reportOrError: unknown): ExitCode {
  if (reportOrError instanceof GateError) return reportOrError.verdict === "fail" ? 1 : 2;
  if (!isReport(reportOrError)) return 2;
  return reportOrError.verdict === "pass" ? 0 : reportOrError.verdict === "fail" ? 1 : 2;
}

/** By its form: it may come from another copy of the package, or out of JSON. One that contradicts itself is none. */
export const isReport = (value: unknown): value is Pick<GateReport, "passed" | "verdict" | "conditions"> =>
  isRecord(value) &&
  Array.isArray(value.conditions) &&
  value.conditions.length > 0 &&
  value.conditions.every(isEntry) &&
  value.passed === (value.verdict === "pass") &&
  value.passed === !value.conditions.some(isClosing);

const isEntry = (value: unknown): value is ConditionReport =>
  isRecord(value) && typeof value.severity === "string" && typeof value.outcome === "string";
