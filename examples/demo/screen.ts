import { styleText } from "node:util";
import type { Clock, DqgateError, GateEvidence, Verdict } from "dqgate";
import { type ProgressBar, progressBar } from "dqgate/node";

type Style = Parameters<typeof styleText>[0];

const coloured = process.stdout.isTTY && !process.env.NO_COLOR;
export const paint = (style: Style, text: string): string => (coloured ? styleText(style, text) : text);

const MARKS: Record<Verdict, string> = {
  pass: paint("green", "✓"),
  fail: paint("red", "✗"),
  unknown: paint("yellow", "?"),
};

export const say = (text = ""): void => console.log(text);

/** Writes pieces of text beside each other, each as wide as the widest of its column. */
export function table(rows: readonly (readonly string[])[], indent = "   "): void {
  const widths = rows.reduce<number[]>((all, row) => row.map((cell, at) => Math.max(cell.length, all[at] ?? 0)), []);
  for (const row of rows)
    say(
      indent +
        row
          .map((cell, at) => cell.padEnd(widths[at] ?? 0))
          .join("  ")
          .trimEnd(),
    );
}

let step = 0;
export function heading(text: string): void {
  step += 1;
  say(`\n${paint("bold", `${step}  ${text}`)}`);
}

/** The verdict and the reason, then a line for each thing that was seen. */
export function showEvidence(evidence: GateEvidence): void {
  say(`   ${MARKS[evidence.verdict]} ${evidence.reason}`);
  if (evidence.seen.length < 2) return;
  for (const one of evidence.seen) say(`     ${MARKS[one.verdict]} ${one.reason}`);
}

export function showError(error: DqgateError): void {
  say(`   ${MARKS.fail} ${paint("red", error.name)}: ${error.message}`);
  say(paint("dim", `     kind ${error.kind} · code ${error.code} · retryable ${error.retryable}`));
}

/** A bar on standard output, since that is what the demo is about; lines where that is no terminal. */
export const bar = (label: string, clock?: Clock): ProgressBar =>
  progressBar(`   ${label}`, { stream: process.stdout, intervalMs: 700, clock });

export interface ReportLine {
  condition: string;
  verdict: Verdict;
  found: string;
  requests: number;
}

export const lineOf = (condition: string, evidence: GateEvidence): ReportLine => ({
  condition,
  verdict: evidence.verdict,
  found: evidence.reason,
  requests: evidence.requests,
});

/** The short report at the end. */
export function report(title: string, lines: readonly ReportLine[]): void {
  const width = Math.max(...lines.map(({ condition }) => condition.length));
  say(`\n${paint("bold", title)}`);
  for (const { condition, verdict, found, requests } of lines) {
    const effort = paint("dim", `(${requests} request${requests === 1 ? "" : "s"})`);
    say(`   ${MARKS[verdict]} ${condition.padEnd(width)}  ${found} ${effort}`);
  }
}
