import { crash, integrity, refuse } from "./answers.js";
import { detectAnomalies } from "./detection.js";
import { momentOf, SECOND } from "./moments.js";
import type { EmulatedExecution, WatcherState } from "./state.js";

/** What the end of a run tells. */
export interface ExecutionEnd {
  end_date: string;
  completed_successfully: boolean;
  inserts?: number | null;
  updates?: number | null;
  soft_deletes?: number | null;
  total_rows?: number | null;
  execution_metadata?: Record<string, unknown> | null;
}

/** Starts a run. */
export function startExecution(
  state: WatcherState,
  fields: Pick<EmulatedExecution, "pipeline_id" | "start_date"> & Partial<EmulatedExecution>,
): EmulatedExecution {
  const row: EmulatedExecution = {
    id: state.newId("pipeline_execution"),
    parent_id: null,
    end_date: null,
    duration_seconds: null,
    completed_successfully: null,
    inserts: null,
    updates: null,
    soft_deletes: null,
    total_rows: null,
    watermark: null,
    next_watermark: null,
    execution_metadata: null,
    anomaly_flags: null,
    throughput: null,
    ...fields,
  };
  // The number is drawn before the database looks at what refers to other rows.
  if (!state.pipelines.some(({ id }) => id === row.pipeline_id) || row.parent_id === row.id) integrity();
  state.executions.push(row);
  return row;
}

/** Notes below which executions one lies. A root has no row of its own, so that its children find nothing to add to. */
export function link(state: WatcherState, { id, parent_id }: EmulatedExecution): void {
  if (parent_id === null || parent_id === 0) return;
  const above = state.closure.filter(({ child }) => child === parent_id);
  state.closure.push({ parent: id, child: id, depth: 0 });
  for (const { parent, depth } of above) state.closure.push({ parent, child: id, depth: depth + 1 });
}

/** Writes what a run's end tells, into the execution alone. */
export function writeEnd(row: EmulatedExecution, end: ExecutionEnd): void {
  const took = momentOf(end.end_date) - momentOf(row.start_date);
  if (!(took > 0)) integrity();
  const duration_seconds = Math.round(took / SECOND);
  const rows = end.total_rows ?? null;
  const rate = duration_seconds === 0 ? 0 : (rows ?? 0) / duration_seconds;
  const throughput = rows === null ? null : Math.round(rate * 10_000) / 10_000;
  Object.assign(row, end, { duration_seconds, throughput });
}

/** Ends a run, or ends it again. */
export function endExecution(state: WatcherState, id: number, end: ExecutionEnd): void {
  const row = state.executions.find((one) => one.id === id) ?? refuse(404, "Pipeline execution not found");
  writeEnd(row, end);
  if (!end.completed_successfully) return;
  const pipeline = state.pipelines.find((one) => one.id === row.pipeline_id) ?? crash();
  if ((end.inserts ?? 0) > 0) pipeline.last_target_insert = end.end_date;
  if ((end.updates ?? 0) > 0) pipeline.last_target_update = end.end_date;
  if ((end.soft_deletes ?? 0) > 0) pipeline.last_target_soft_delete = end.end_date;
  pipeline.watermark = pipeline.next_watermark;
  pipeline.load_lineage = false;
  state.enqueue("detect_anomalies_task", (now) => detectAnomalies(state, row, now));
}
