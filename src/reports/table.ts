import { isColoured, terminal } from "../core/env.js";
import { checkedOptions } from "./options.js";
import type { ConditionReport, GateReport, Outcome } from "./report.js";
import { cut, padded, widthOf, wrapped } from "./text-width.js";
import { durationText, effort, headline, isWarning, oneLine, reasonText } from "./words.js";

/** How a table looks. */
export interface TableOptions {
  /**
   * Default: `auto`, which colours on a terminal. `NO_COLOR` turns that off, and `FORCE_COLOR` on; `FORCE_COLOR=0` turns it off too.
   */
  color?: boolean | "auto" | undefined;
  /** In columns, 40 at least. Default: that of the terminal, else 100. */
  width?: number | undefined;
}

const WIDTH = 100;
const LEAST_WIDTH = 40;
const MOST_LINES = 4;
/** With less room beside the rest, a reason goes below. */
const LEAST_REASON = 24;
/** Of the names, in parts of the width. */
const MOST_NAME = 0.4;
const COLOURS: Readonly<Record<Outcome, number>> = { pass: 32, fail: 31, unknown: 33, error: 35 };

/** A report for a terminal: one row a condition, long reasons wrapped, and at last the verdict. */
export function tableOf(report: GateReport, options: TableOptions = {}): string {
  const { color = "auto", width = terminalWidth() } = checkedOptions(options, {
    color: [(value) => typeof value === "boolean" || value === "auto", "true, false or auto"],
    width: [(value) => Number.isInteger(value) && (value as number) >= LEAST_WIDTH, `${LEAST_WIDTH} or more`],
  });
  const isOn = color === "auto" ? isColoured() : color;
  const paint = (code: number, text: string): string => (isOn ? `\u001B[${code}m${text}\u001B[0m` : text);

  const rows = report.conditions.map((one) => ({
    one,
    label: labelOf(one),
    name: cut(oneLine(one.name), Math.floor(width * MOST_NAME)),
    time: durationText(one.elapsedMs),
  }));
  const widest = (column: "label" | "name" | "time"): number => Math.max(...rows.map((row) => widthOf(row[column])));
  const [labels, names, times] = [widest("label"), widest("name"), widest("time")];
  const beside = labels + names + times + 6;
  const isBeside = width - beside >= LEAST_REASON;
  const indent = isBeside ? beside : labels + 2;
  const lines = rows.flatMap(({ one, label, name, time }) => {
    const head = [paint(colourOf(one), padded(label, labels)), padded(name, names), time.padStart(times)];
    const reason = wrapped(reasonText(one), width - indent, MOST_LINES);
    const first = isBeside ? [...head, reason.shift()] : head;
    return [first.join("  ").trimEnd(), ...reason.map((line) => " ".repeat(indent) + line)];
  });
  const verdict = `${report.verdict.toUpperCase()}: ${headline(report)}`;
  return [...lines, "", `${paint(COLOURS[report.verdict], verdict)} (${effort(report)})`].join("\n");
}

const colourOf = (one: ConditionReport): number => COLOURS[isWarning(one) ? "unknown" : one.outcome];

/** A warning's own outcome is in small letters. */
const labelOf = (one: ConditionReport): string =>
  isWarning(one) ? `warn (${one.outcome})` : one.outcome.toUpperCase();

const terminalWidth = (): number => Math.max(terminal().columns ?? WIDTH, LEAST_WIDTH);
