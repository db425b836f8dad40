import type { Verdict } from "../../../base.js";

const PASSED: readonly string[] = ["pass", "passed", "success"];
const FAILED: readonly string[] = ["fail", "failed"];

/** What a check's result says. A pass over no rows, or over nobody knows how many, shows nothing, and so does a word that is neither yes nor no. */
export function verdictOf(status: string, rows: number | null): Verdict {
  if (FAILED.includes(status)) return "fail";
  return PASSED.includes(status) && rows !== null && rows > 0 ? "pass" : "unknown";
}
