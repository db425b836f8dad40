import { DAY, dateOf, momentOf } from "./moments.js";
import type { EmulatedExecution, ReportRow, WatcherState } from "./state.js";

const DAYS = 30;

/** Works out the report anew: a row for each pipeline and day, of the last thirty days without today. */
export function refreshReport(state: WatcherState): void {
  const today = dateOf(state.moment);
  const first = dateOf(state.moment - DAYS * DAY);
  const groups = new Map<string, EmulatedExecution[]>();
  for (const run of state.executions) {
    const date = dateOf(momentOf(run.start_date));
    if (date < first || date >= today) continue;
    const key = `${date} ${run.pipeline_id}`;
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  const rows = [...groups].map(([key, runs]) => rowOf(state, key.slice(0, 10), runs));
  state.report = rows.sort(
    (a, b) => compare(String(b.date_recorded), String(a.date_recorded)) || compare(nameOf(a), nameOf(b)),
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const nameOf = (row: ReportRow): string => String(row.pipeline_name);

function rowOf(state: WatcherState, date: string, runs: readonly EmulatedExecution[]): ReportRow {
  const pipeline = state.pipelines.find(({ id }) => id === runs[0]?.pipeline_id);
  const type = state.pipelineTypes.find(({ id }) => id === pipeline?.pipeline_type_id);
  const sum = (values: readonly (number | null)[]): number => values.reduce<number>((all, one) => all + (one ?? 0), 0);
  const failed = runs.filter(({ completed_successfully }) => completed_successfully === false).length;
  const durations = runs.map(({ duration_seconds }) => duration_seconds).filter((one) => one !== null);
  const seconds = sum(durations);
  const rows = sum(runs.map(({ total_rows }) => total_rows));
  return {
    date_recorded: date,
    pipeline_name: pipeline?.name ?? "",
    pipeline_type_name: type?.name ?? "",
    total_executions: runs.length,
    failed_executions: failed,
    error_percentage: rounded((failed / runs.length) * 100, 2),
    daily_inserts: sum(runs.map(({ inserts }) => inserts)),
    daily_updates: sum(runs.map(({ updates }) => updates)),
    daily_soft_deletes: sum(runs.map(({ soft_deletes }) => soft_deletes)),
    daily_total_rows: rows,
    avg_duration_seconds: durations.length === 0 ? 0 : rounded(seconds / durations.length, 2),
    daily_throughput: seconds === 0 ? 0 : rounded(rows / seconds, 4),
  };
}

const rounded = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;

/** The rows of the report that a query asks for. Names are compared as they are. */
export function reported(
  state: WatcherState,
  wanted: { days?: number | undefined; pipeline?: string | undefined; type?: string | undefined },
): ReportRow[] {
  const first = dateOf(state.moment - (wanted.days ?? DAYS) * DAY);
  return state.report.filter(
    (row) =>
      String(row.date_recorded) >= first &&
      (wanted.pipeline === undefined || row.pipeline_name === wanted.pipeline) &&
      (wanted.type === undefined || row.pipeline_type_name === wanted.type),
  );
}

/** The names in a column of the report, each once, in order. */
export function namesOf(rows: readonly ReportRow[], column: string): string[] {
  return [...new Set(rows.map((row) => String(row[column])))].sort(compare);
}
