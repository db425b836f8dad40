export { type ExitCode, exitCodeOf } from "./exit-code.js";
export { jsonOf } from "./json.js";
export { type JunitOptions, junitOf } from "./junit.js";
export { markdownOf } from "./markdown.js";
export type {
  ConditionCounts,
  ConditionJson,
  ConditionReport,
  EvidenceJson,
  GateReport,
  ObservationJson,
  Outcome,
  ReportedError,
  ReportJson,
  Severity,
} from "./report.js";
export { type TableOptions, tableOf } from "./table.js";
export { isWorthRetrying } from "./worth-retrying.js";
