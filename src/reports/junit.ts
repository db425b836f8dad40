import { type GateEvidence, withExplanation } from "../gates/evidence.js";
import { checkedOptions } from "./options.js";
import type { ConditionReport, GateReport } from "./report.js";
import { isClosing, isWarning, outcomeText, reasonText } from "./words.js";

/** How a JUnit file names what it holds. */
export interface JunitOptions {
  /** The name of the suite, and of the class of every case. Default: `dqgate`. */
  suite?: string | undefined;
}

/** Observations that pass, of one condition: a batch may have thousands, which would bury those that do not. */
const MOST_PASSING = 20;

/**
 * A report as JUnit XML, for the test views of CI systems: a no is a failure, what shows nothing a failure of type `inconclusive`,
 * and no answer an error. A mere warning is a skipped case, which does not fail the suite.
 */
export function junitOf(report: GateReport, options: JunitOptions = {}): string {
  const { suite = "dqgate" } = checkedOptions(options, {
    suite: [(value) => typeof value === "string" && value.trim() !== "", "a name"],
  });
  const closed = report.conditions.filter(isClosing);
  const errors = closed.filter((one) => one.outcome === "error").length;
  const counts = {
    tests: report.counts.total,
    failures: closed.length - errors,
    errors,
    skipped: report.counts.warnings,
  };
  const all = { name: suite, ...counts, time: seconds(report.elapsedMs) };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes(all)}>`,
    `  <testsuite${attributes({ ...all, timestamp: report.startedAt.toISOString().slice(0, 19) })}>`,
    ...report.conditions.map((one) => caseOf(one, suite)),
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function caseOf(one: ConditionReport, suite: string): string {
  const head = attributes({ name: one.name, classname: suite, time: seconds(one.elapsedMs) });
  return [`    <testcase${head}>`, `      ${contentOf(one)}`, "    </testcase>"].join("\n");
}

function contentOf(one: ConditionReport): string {
  const { outcome, error } = one;
  const details = escaped(one.evidence === null ? reasonText(one) : explained(one.evidence));
  const message = reasonText(one);
  if (isWarning(one)) {
    const told = attributes({ message: `${outcomeText(one)}: ${message}` });
    return `<skipped${told}/><system-out>${details}</system-out>`;
  }
  if (outcome === "pass") return `<system-out>${details}</system-out>`;
  const element = outcome === "error" ? "error" : "failure";
  const type = outcome === "unknown" ? "inconclusive" : (error?.code ?? outcome);
  return `<${element}${attributes({ type, message })}>${details}</${element}>`;
}

/** In words: all that does not pass, and some of what does. */
function explained(evidence: GateEvidence): string {
  let passing = 0;
  const seen = evidence.seen.filter(({ verdict }) => verdict !== "pass" || ++passing <= MOST_PASSING);
  const more = evidence.seen.length - seen.length;
  if (more === 0) return evidence.explain();
  return `${withExplanation({ ...evidence, seen }).explain()}\nand ${more} more that pass`;
}

const seconds = (ms: number): string => (ms / 1_000).toFixed(3);

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(String(value)).replace(/[\t\n\r]/g, reference)}"`)
    .join("");

/** Without what no XML may hold. */
const escaped = (text: string): string =>
  text.replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "").replace(/[&<>"']/g, reference);

const reference = (character: string): string => `&#${character.charCodeAt(0)};`;
