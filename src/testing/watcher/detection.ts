import { DAY, hourOf, type Moment, momentOf } from "./moments.js";
import type { EmulatedExecution, EmulatedRule, WatcherState } from "./state.js";

/** Judges a run against earlier ones, and flags what is unusual about it. */
export function detectAnomalies(state: WatcherState, run: EmulatedExecution, now: Moment): void {
  const rules = state.rules.filter(({ active, pipeline_id }) => active && pipeline_id === run.pipeline_id);
  const fired = rules.filter((rule) => isUnusual(state, run, rule, now)).map((rule) => [rule.metric_field, true]);
  if (fired.length > 0) run.anomaly_flags = Object.fromEntries(fired);
}

const measured = (run: EmulatedExecution, metric: string): number | null =>
  (run as unknown as Record<string, number | null>)[metric] ?? null;

function isUnusual(state: WatcherState, run: EmulatedExecution, rule: EmulatedRule, now: Moment): boolean {
  const { metric_field: metric, lookback_days, minimum_executions, z_threshold } = rule;
  const value = measured(run, metric);
  const baseline = state.executions
    .filter(
      (one) =>
        one !== run &&
        one.pipeline_id === run.pipeline_id &&
        one.completed_successfully === true &&
        hourOf(one.start_date) === hourOf(run.start_date) &&
        one.end_date !== null &&
        momentOf(one.end_date) >= now - lookback_days * DAY &&
        one.anomaly_flags?.[metric] !== true,
    )
    .map((one) => measured(one, metric))
    .filter((one) => one !== null);
  if (value === null || baseline.length < minimum_executions) return false;
  const mean = baseline.reduce((sum, one) => sum + one, 0) / baseline.length;
  const squares = baseline.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  const reach = Number(z_threshold) * Math.sqrt(squares / (baseline.length - 1));
  return reach > 0 && (value > mean + reach || value < Math.max(0, mean - reach));
}
