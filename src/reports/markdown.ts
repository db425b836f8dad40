import type { ConditionReport, GateReport, Outcome } from "./report.js";
import { durationText, effort, headline, isWarning, oneLine, outcomeText, reasonText } from "./words.js";

const SIGNS: Readonly<Record<Outcome, string>> = { pass: "✅", fail: "❌", unknown: "❔", error: "🚫" };

/** A report for a Markdown page, such as GitHub's step summary: a heading, and a table with one row a condition. */
export function markdownOf(report: GateReport): string {
  const rows = report.conditions.map((one) => {
    const cells = [
      `${signOf(one)} ${outcomeText(one)}`,
      safe(one.name),
      safe(reasonText(one)),
      durationText(one.elapsedMs),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  return [
    `### ${SIGNS[report.verdict]} ${headline(report)}`,
    "",
    "| Outcome | Condition | Reason | Time |",
    "| --- | --- | --- | ---: |",
    ...rows,
    "",
    `${effort(report)}.`,
    "",
  ].join("\n");
}

const signOf = (one: ConditionReport): string => (isWarning(one) ? "⚠️" : SIGNS[one.outcome]);

/** As references, which no reader of Markdown takes for structure, HTML or formulas. */
const safe = (text: string): string =>
  oneLine(text).replace(/[&<>|\\`*_[\]~$]/g, (character) => `&#${character.charCodeAt(0)};`);
