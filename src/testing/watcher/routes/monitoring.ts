import type { EmulatedAnswer, EmulatedCall, EmulatedRoute } from "../../emulator.js";
import { int } from "../../fastapi/judges.js";
import { crash } from "../answers.js";
import { checkFreshness, checkTimeliness } from "../checks.js";
import { bodyOf } from "../inputs.js";
import { DAY, momentOf } from "../moments.js";
import type { WatcherState } from "../state.js";

const DEFAULT_LOOKBACK_MINUTES = 60;
/** From here on the server alerts, which fails without a webhook. */
const ALERT_FROM = 50;
const TASKS = [
  "detect_anomalies_task",
  "timeliness_check_task",
  "freshness_check_task",
  "address_lineage_closure_rebuild_task",
  "pipeline_execution_closure_maintain_task",
  "scheduled_freshness_check",
  "scheduled_timeliness_check",
  "scheduled_queue_health_check",
  "unknown",
] as const;

const queued: EmulatedAnswer = { body: { status: "queued" } };

export const monitoringRoutes = (state: WatcherState): EmulatedRoute[] => [
  {
    verb: "POST",
    path: "/timeliness",
    answer: (call) => {
      const { lookback_minutes = DEFAULT_LOOKBACK_MINUTES } = bodyOf(call, { lookback_minutes: int({ ge: 5 }) });
      state.enqueue("timeliness_check_task", (now) => checkTimeliness(state, lookback_minutes, now));
      return queued;
    },
  },
  {
    verb: "POST",
    path: "/freshness",
    answer: () => {
      state.enqueue("freshness_check_task", (now) => checkFreshness(state, now));
      return queued;
    },
  },
  { verb: "POST", path: "/celery/monitor-queue", answer: () => ({ body: queueOf(state) }) },
  { verb: "POST", path: "/log_cleanup", answer: (call) => cleanUp(state, call) },
];

function queueOf(state: WatcherState): unknown {
  const pending = state.pendingTasks;
  if (state.redisDown || pending.length >= ALERT_FROM) return { status: "error" };
  const counts = TASKS.map((task) => [task, pending.filter((one) => one === task).length] as const);
  return {
    status: "success",
    total_pending: pending.length,
    regular_queue_pending: pending.length,
    scheduled_queue_pending: 0,
    beat_scheduled_tasks: 0,
    task_breakdown: counts.filter(([, count]) => count > 0).map(([task, count]) => `${titleOf(task)}: ${count}`),
    task_breakdown_raw: Object.fromEntries(counts),
  };
}

/** `Timeliness Check Task`. */
const titleOf = (task: string): string =>
  task
    .split("_")
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join(" ");

/** Counts what it would delete. The server never commits, so that nothing is deleted. */
function cleanUp(state: WatcherState, call: EmulatedCall): EmulatedAnswer {
  const { retention_days } = bodyOf(call, { retention_days: int({ ge: 90 }), batch_size: int() }, ["retention_days"]);
  const before = state.moment - retention_days * DAY;
  // Chosen by number: all up to the last one that started before, whenever they started themselves.
  const last = Math.max(
    0,
    ...state.executions.filter(({ start_date }) => momentOf(start_date) < before).map(({ id }) => id),
  );
  if (state.closure.some(({ parent, child }) => parent <= last || child <= last)) crash();
  const runs = state.executions.filter(({ id }) => id <= last);
  const flags = runs.flatMap(({ anomaly_flags }) => Object.values(anomaly_flags ?? {}));
  return {
    body: {
      total_pipeline_executions_deleted: runs.length,
      total_timeliness_pipeline_execution_logs_deleted: state.timelinessLogs.filter(({ id }) => id <= last).length,
      total_anomaly_detection_results_deleted: flags.filter((flag) => flag).length,
      total_pipeline_execution_closure_parent_deleted: 0,
      total_pipeline_execution_closure_child_deleted: 0,
      total_freshness_pipeline_logs_deleted: state.freshnessLogs.filter(({ loggedAt }) => momentOf(loggedAt) < before)
        .length,
    },
  };
}
