import { DqgateError, RequirementsError } from "../errors/index.js";
import { isReport } from "./exit-code.js";
import { isClosing } from "./words.js";

/**
 * Whether asking again later may open the gate: the one table for every orchestrator. Takes what was thrown, or a report.
 *
 * | what was thrown                           | again?                                   |
 * | ----------------------------------------- | ---------------------------------------- |
 * | the answer is no, or nothing shows it     | never: it stays so until the data change |
 * | wrong configuration, 4xx, broken contract | never: somebody has to change something  |
 * | no answer: connection, time-out, 429, 5xx | yes, where it says `retryable`           |
 * | several conditions, or their report       | if all that keep it closed may pass      |
 * | what is none of these errors              | never: it is a bug                       |
 */
export function isWorthRetrying(reportOrError: unknown): boolean {
  if (reportOrError instanceof RequirementsError) return isWorthRetrying(reportOrError.report);
  if (reportOrError instanceof DqgateError) return reportOrError.retryable;
  if (!isReport(reportOrError) || reportOrError.passed) return false;
  const closing = reportOrError.conditions.filter(isClosing);
  return closing.length > 0 && closing.every(({ error }) => error?.retryable === true);
}
