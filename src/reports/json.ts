import type { GateReport } from "./report.js";

/** A report as JSON text, as `dqgate/report.schema.json` describes it. */
export const jsonOf = (report: GateReport): string => `${JSON.stringify(report.toJSON(), null, 2)}\n`;
