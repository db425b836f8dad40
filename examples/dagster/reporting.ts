import { type Asset, type GateReport, markdownOf } from "dqgate";
import type { AssetCheck, Metadata } from "./pipes.js";

type Value = Metadata[string];

const text = (value: string): Value => ({ type: "text", raw_value: value });
const int = (value: number | null): Value => ({ type: value === null ? "null" : "int", raw_value: value });

/** The asset checks of a report. A gate that gave no answer has not passed either; `outcome` tells the difference. */
export const checksOf = (report: GateReport): AssetCheck[] =>
  report.toJSON().conditions.map(({ name, severity, outcome, reason, requests, elapsedMs, evidence }) => ({
    check_name: name,
    passed: outcome === "pass",
    severity: severity === "block" ? "ERROR" : "WARN",
    metadata: {
      outcome: text(outcome),
      reason: text(reason),
      requests: int(requests),
      elapsed_ms: int(Math.round(elapsedMs)),
      evidence: { type: "json", raw_value: evidence ?? {} },
    },
  }));

/** What the materialisation tells. Dagster draws `dagster/row_count`. */
export const assetMetadata = ({ qualifiedName, rowCount }: Asset, report: GateReport): Metadata => ({
  qualified_name: text(qualifiedName),
  ...(rowCount === null ? {} : { "dagster/row_count": int(rowCount) }),
  gates: { type: "md", raw_value: markdownOf(report) },
});
