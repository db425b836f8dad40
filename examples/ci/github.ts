import { randomUUID } from "node:crypto";
import type { GateReport } from "dqgate";

/** What the runner shows beside the step: an error for each condition that keeps it closed, a warning for each mere warning. */
export function annotationsOf({ conditions }: GateReport): string[] {
  return conditions
    .filter(({ outcome }) => outcome !== "pass")
    .map(({ name, severity, outcome, reason }) =>
      annotation(severity === "warn" ? "warning" : "error", `${name}: ${outcome}`, reason),
    );
}

export const annotation = (level: "error" | "warning", title: string, message: string): string =>
  `::${level} title=${escaped(title).replaceAll(":", "%3A").replaceAll(",", "%2C")}::${escaped(message)}`;

/** Text that the runner only shows: names and reasons come from outside, and must not be taken for its commands. */
export function shown(text: string): string {
  const end = randomUUID();
  return `::stop-commands::${end}\n${text}\n::${end}::`;
}

const escaped = (text: string): string => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
