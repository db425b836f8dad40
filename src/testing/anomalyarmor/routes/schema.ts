import type { EmulatedRoute } from "../../emulator.js";
import { asks, assetOf, bodyOf, many, namedAsset, one, refuseFields } from "../answers.js";
import type { AnomalyArmorState, EmulatedAsset, Wire } from "../state.js";
import { columnsOf, tablePathOf, tablesOf } from "../tables.js";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const SCHEDULES: Readonly<Record<string, { label: string; ms: number }>> = {
  hourly: { label: "Every hour", ms: HOUR_MS },
  every_4_hours: { label: "Every 4 hours", ms: 4 * HOUR_MS },
  daily: { label: "Every day", ms: DAY_MS },
  weekly: { label: "Every week", ms: 7 * DAY_MS },
  "5m": { label: "Every 5 minutes", ms: HOUR_MS / 12 },
  "1h": { label: "Every hour", ms: HOUR_MS },
  "6h": { label: "Every 6 hours", ms: 6 * HOUR_MS },
  "1d": { label: "Every day", ms: DAY_MS },
  "1w": { label: "Every week", ms: 7 * DAY_MS },
};

export const schemaRoutes = (state: AnomalyArmorState): EmulatedRoute[] => [
  {
    verb: "GET",
    path: "/sdk/schema/summary",
    answer: () => one(schemaSummaryOf(state)),
  },
  {
    verb: "GET",
    path: "/sdk/schema/changes",
    answer: (call) => {
      const ref = call.asked("asset_id");
      const asset = ref === undefined ? undefined : assetOf(state, ref);
      const changes = newestFirst(state.of("schemaChanges")).filter(
        (change) =>
          (asset === undefined || change.asset_id === asset.id) &&
          asks(call, "change_type", change.change_type) &&
          asks(call, "severity", change.severity) &&
          (call.asked("unacknowledged_only") !== "true" || change.acknowledged === false),
      );
      return many(call, changes);
    },
  },
  {
    verb: "POST",
    path: "/sdk/schema/{asset}/refresh",
    answer: ({ params }) => {
      const asset = assetOf(state, params.asset);
      const job = state.startJob("schema_refresh", asset.id, { effect: () => findChanges(state, asset) });
      return one({ job_id: job.id, status: "pending" }, 202);
    },
  },
  {
    verb: "GET",
    path: "/sdk/schema/{asset}",
    answer: ({ params }) => {
      const asset = assetOf(state, params.asset);
      const changes = changesOf(state, asset);
      return one({
        asset_id: asset.id,
        qualified_name: asset.qualifiedName,
        recent_changes: changes.slice(0, 10),
        total_unacknowledged: changes.filter(({ acknowledged }) => acknowledged === false).length,
      });
    },
  },
  {
    verb: "POST",
    path: "/sdk/schema/{asset}/baseline",
    answer: (call) => {
      const asset = assetOf(state, call.params.asset);
      const { description = null } = bodyOf(call);
      if (description !== null && typeof description !== "string") refuseFields({ description: "must be a text" });
      return one(makeBaseline(state, asset, description), 201);
    },
  },
  {
    verb: "POST",
    path: "/sdk/schema/{asset}/monitoring",
    answer: (call) => {
      const asset = assetOf(state, call.params.asset);
      const { schedule_type = "daily", auto_create_baseline = true } = bodyOf(call);
      const schedule = scheduleOf(schedule_type);
      const baseline =
        baselineOf(state, asset) ?? (auto_create_baseline === true ? makeBaseline(state, asset, null) : undefined);
      const monitoring = {
        asset_id: asset.id,
        monitoring_enabled: true,
        schedule_type,
        schedule_label: schedule.label,
        baseline_id: baseline?.id ?? null,
        baseline_captured_at: baseline?.captured_at ?? null,
        next_check_at: new Date(state.clock.now() + schedule.ms).toISOString(),
        last_check_at: null,
      };
      endMonitoring(state, asset);
      state.of("schemaMonitoring").push(monitoring);
      return one(monitoring);
    },
  },
  {
    verb: "DELETE",
    path: "/sdk/schema/{asset}/monitoring",
    answer: ({ params }) => {
      const asset = assetOf(state, params.asset);
      endMonitoring(state, asset);
      return one({ monitoring_enabled: false, asset_id: asset.id });
    },
  },
  {
    verb: "POST",
    path: "/sdk/schema/dry-run",
    answer: (call) => one(dryRun(state, bodyOf(call, ["asset_id"]))),
  },
];

/** Counts of all schema changes, as the platform tells them. */
export function schemaSummaryOf(state: AnomalyArmorState): Wire {
  const changes = newestFirst(state.of("schemaChanges"));
  const count = (test: (change: Wire) => boolean): number => changes.filter(test).length;
  return {
    changes_last_24h: count((change) => isWithin(state, change, 1)),
    total_changes: changes.length,
    unacknowledged: count(({ acknowledged }) => acknowledged === false),
    critical_count: count(({ severity }) => severity === "critical"),
    warning_count: count(({ severity }) => severity === "warning"),
    info_count: count(({ severity }) => severity === "info"),
    last_check: changes[0]?.detected_at ?? null,
  };
}

const newestFirst = (changes: readonly Wire[]): Wire[] =>
  [...changes].sort((a, b) => Date.parse(String(b.detected_at)) - Date.parse(String(a.detected_at)));

const changesOf = (state: AnomalyArmorState, asset: EmulatedAsset): Wire[] =>
  newestFirst(state.of("schemaChanges")).filter((change) => change.asset_id === asset.id);

const isWithin = (state: AnomalyArmorState, change: Wire, days: number): boolean =>
  Date.parse(String(change.detected_at)) > state.clock.now() - days * DAY_MS;

/** What a refresh finds: the changes that were seeded for it. */
function findChanges(state: AnomalyArmorState, asset: EmulatedAsset): void {
  const waiting = state.of("schemaChangesToFind");
  for (const change of waiting.filter((one) => one.asset_id === asset.id)) {
    waiting.splice(waiting.indexOf(change), 1);
    state.of("schemaChanges").push({ ...change, detected_at: state.now() });
  }
  const monitoring = state.of("schemaMonitoring").find((one) => one.asset_id === asset.id);
  if (monitoring !== undefined) monitoring.last_check_at = state.now();
}

const baselineOf = (state: AnomalyArmorState, asset: EmulatedAsset): Wire | undefined =>
  state.of("schemaBaselines").findLast((one) => one.asset_id === asset.id);

function makeBaseline(state: AnomalyArmorState, asset: EmulatedAsset, description: string | null): Wire {
  const tables = tablesOf(state, asset);
  const baseline = {
    id: state.newId(),
    asset_id: asset.id,
    table_count: tables.length,
    column_count: tables.reduce((count, table) => count + columnsOf(table).length, 0),
    captured_at: state.now(),
    description,
  };
  state.of("schemaBaselines").push(baseline);
  return baseline;
}

function scheduleOf(type: unknown): { label: string; ms: number } {
  const schedule = typeof type === "string" && Object.hasOwn(SCHEDULES, type) ? SCHEDULES[type] : undefined;
  return schedule ?? refuseFields({ schedule_type: `must be one of ${Object.keys(SCHEDULES).join(", ")}` });
}

function endMonitoring(state: AnomalyArmorState, asset: EmulatedAsset): void {
  const all = state.of("schemaMonitoring");
  const at = all.findIndex((one) => one.asset_id === asset.id);
  if (at >= 0) all.splice(at, 1);
}

function dryRun(state: AnomalyArmorState, body: Wire): Wire {
  const asset = namedAsset(state, body.asset_id);
  const days = body.lookback_days ?? 30;
  if (!Number.isInteger(days) || (days as number) < 1)
    refuseFields({ lookback_days: "must be a whole number above 0" });
  if (body.schedule_type !== undefined) scheduleOf(body.schedule_type);
  const tables = tablesOf(state, asset).filter(
    (table) => body.table_path === undefined || tablePathOf(table) === body.table_path,
  );
  const ids = tables.map(({ id }) => id);
  const changes = newestFirst(state.of("schemaChanges")).filter(
    (change) => ids.includes(String(change.asset_id)) && isWithin(state, change, days as number),
  );
  const summary: Record<string, number> = {};
  for (const { change_type } of changes) summary[String(change_type)] = (summary[String(change_type)] ?? 0) + 1;
  const baseline = baselineOf(state, asset);
  return {
    asset_id: asset.id,
    schedule_type: body.schedule_type ?? "daily",
    baseline_exists: baseline !== undefined,
    tables_in_baseline: baseline?.table_count ?? 0,
    tables_in_current: tables.length,
    changes_detected: changes.length,
    changes_summary: summary,
    total_changes: changes.length,
    sample_changes: changes.slice(0, 5).map((change) => ({
      change_type: change.change_type,
      table_name: String(change.qualified_name).split(".").at(-1),
      column_name: change.column_name,
      old_value: change.old_value,
      new_value: change.new_value,
      severity: change.severity,
    })),
    estimated_alerts_per_week: Math.round((changes.length / (days as number)) * 70) / 10,
    recommendation: changes.length === 0 ? "nothing would have alerted" : "monitoring would have alerted",
  };
}
