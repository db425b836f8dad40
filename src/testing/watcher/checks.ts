import { later, type Moment, momentOf, SECOND, written } from "./moments.js";
import type { EmulatedPipeline, EmulatedPipelineType, WatcherState } from "./state.js";

type Kind = "freshness" | "timeliness";

/** When what began at a moment is due; null where the server does not check the pipeline. */
function dueAt(state: WatcherState, pipeline: EmulatedPipeline, kind: Kind, from: Moment): Moment | null {
  const type = state.pipelineTypes.find(({ id }) => id === pipeline.pipeline_type_id);
  const mute = `mute_${kind}_check` as const;
  if (pipeline[mute] || type === undefined || type[mute]) return null;
  const settings = settingsOf(pipeline, kind) ?? settingsOf(type, kind);
  return settings === null ? null : later(from, ...settings);
}

/** A number without its unit, or the other way round, is no setting. */
function settingsOf(row: EmulatedPipeline | EmulatedPipelineType, kind: Kind): [number, string] | null {
  const [number, part] = [row[`${kind}_number`], row[`${kind}_datepart`]];
  return number === null || part === null ? null : [number, part];
}

/** Notes the pipelines whose last write is too old, each write once. */
export function checkFreshness(state: WatcherState, now: Moment): void {
  for (const pipeline of state.pipelines) {
    const { id, last_target_insert, last_target_update, last_target_soft_delete } = pipeline;
    const writes = [last_target_insert, last_target_update, last_target_soft_delete]
      .filter((one) => one !== null)
      .map(momentOf);
    if (writes.length === 0) continue;
    const from = Math.max(...writes);
    const due = dueAt(state, pipeline, "freshness", from);
    const last = written(from);
    if (due === null || !(due < now) || state.freshnessLogs.some((log) => log.id === id && log.last === last)) continue;
    state.freshnessLogs.push({ id, last, due: written(due), loggedAt: written(now) });
  }
}

/** Notes the executions that take too long, or took too long, each once. A failed one is never late. */
export function checkTimeliness(state: WatcherState, lookbackMinutes: number, now: Moment): void {
  const since = now - lookbackMinutes * 60 * SECOND;
  for (const { id, pipeline_id, start_date, end_date, completed_successfully } of state.executions) {
    const pipeline = state.pipelines.find((one) => one.id === pipeline_id);
    const from = momentOf(start_date);
    if (pipeline === undefined || from < since || completed_successfully === false) continue;
    const due = dueAt(state, pipeline, "timeliness", from);
    const until = end_date === null ? now : momentOf(end_date);
    if (due === null || !(until > due) || state.timelinessLogs.some((log) => log.id === id)) continue;
    state.timelinessLogs.push({ id, last: start_date, due: written(due), loggedAt: written(now) });
  }
}
