import type { EmulatedRoute } from "../../emulator.js";
import { asks, assetOf, bodyOf, change, many, namedAsset, one, refuseFields } from "../answers.js";
import {
  addMetric,
  ago,
  type EmulatedCheck,
  keepNew,
  latestOf,
  type Measurement,
  metricsOf,
  namedCheck,
  nextOf,
  ofAsset,
  percent,
  snapshotOf,
} from "../checks.js";
import type { AnomalyArmorState, Wire } from "../state.js";

const OF_A_COLUMN = [
  "null_percent",
  "distinct_count",
  "duplicate_count",
  "min_value",
  "max_value",
  "mean",
  "percentile",
];

export const metricRoutes = (state: AnomalyArmorState): EmulatedRoute[] => [
  {
    verb: "GET",
    path: "/sdk/metrics/{asset}/summary",
    answer: ({ params }) => one(summaryOf(ofAsset(state, metricsOf(state), params.asset))),
  },
  {
    verb: "GET",
    path: "/sdk/metrics/{asset}",
    answer: (call) => {
      const metrics = ofAsset(state, metricsOf(state), call.params.asset)
        .map(({ record }) => record)
        .filter((record) => asks(call, "metric_type", record.metric_type) && asks(call, "is_active", record.is_active));
      return many(call, metrics, { under: "items" });
    },
  },
  {
    verb: "GET",
    path: "/sdk/metrics/{asset}/{metric}",
    answer: (call) => {
      const { record, results } = namedCheck(state, metricsOf(state), "metric", call.params);
      if (call.asked("include_snapshots") === "false") return one(record);
      const limit = Number(call.asked("snapshot_limit") ?? 30);
      if (!Number.isInteger(limit) || limit < 1) refuseFields({ snapshot_limit: "must be a whole number above 0" });
      return one({ ...record, snapshots: results.slice(0, limit) });
    },
  },
  {
    verb: "POST",
    path: "/sdk/metrics/{asset}",
    answer: (call) => {
      const asset = assetOf(state, call.params.asset);
      const body = bodyOf(call, ["metric_type", "table_path"]);
      refuseIncomplete(body);
      return one(addMetric(state, asset, body).record, 201);
    },
  },
  {
    verb: "PATCH",
    path: "/sdk/metrics/{asset}/{metric}",
    answer: (call) => {
      const { record } = namedCheck(state, metricsOf(state), "metric", call.params);
      return one(change(record, bodyOf(call), ["is_active", "capture_interval", "sensitivity"]));
    },
  },
  {
    verb: "DELETE",
    path: "/sdk/metrics/{asset}/{metric}",
    answer: ({ params }) => {
      const metrics = metricsOf(state);
      metrics.splice(metrics.indexOf(namedCheck(state, metrics, "metric", params)), 1);
      return { status: 204 };
    },
  },
  {
    verb: "POST",
    path: "/sdk/metrics/{asset}/{metric}/capture",
    answer: ({ params }) => {
      const metric = namedCheck(state, metricsOf(state), "metric", params);
      const rows = assetOf(state, params.asset).record.row_count;
      const measured = nextOf(metric) ?? { value: typeof rows === "number" ? rows : 0 };
      const snapshot = keepNew(metric, snapshotOf(state, metric, { ...measured, hoursAgo: 0 }), "captured_at");
      return one({ snapshot_count: 1, snapshots: [snapshot] });
    },
  },
  {
    verb: "GET",
    path: "/sdk/metrics/{asset}/{metric}/snapshots",
    answer: (call) => {
      const { results } = namedCheck(state, metricsOf(state), "metric", call.params);
      return many(call, results, { under: "items", defaultLimit: 100, maxLimit: 1_000 });
    },
  },
  {
    verb: "POST",
    path: "/sdk/metrics/dry-run",
    answer: (call) => {
      const body = bodyOf(call, ["asset_id", "table_path", "metric_type"]);
      const { id } = namedAsset(state, body.asset_id);
      const metric = metricsOf(state).find(
        ({ asset, record }) =>
          asset === id &&
          record.metric_type === body.metric_type &&
          record.table_path === body.table_path &&
          record.column_name === (body.column_name ?? null),
      );
      return one(dryRun(state, body, metric));
    },
  },
];

function refuseIncomplete(body: Wire): void {
  const type = String(body.metric_type);
  if (OF_A_COLUMN.includes(type) && typeof body.column_name !== "string")
    refuseFields({ column_name: `is required for ${type}` });
  if (type === "percentile" && typeof body.percentile_value !== "number")
    refuseFields({ percentile_value: "is required for percentile" });
}

/** Counts by the newest snapshot. As the platform does, it calls an asset without any perfectly healthy. */
function summaryOf(metrics: readonly EmulatedCheck<Measurement>[]): Wire {
  const statuses = metrics.flatMap((metric) => latestOf(metric, "captured_at")?.status ?? []);
  const count = (status: string): number => statuses.filter((told) => String(told).toUpperCase() === status).length;
  return {
    total_metrics: metrics.length,
    active_metrics: metrics.filter(({ record }) => record.is_active === true).length,
    total_checks: statuses.length,
    passing: count("PASS"),
    failing: count("FAIL"),
    warning: count("WARNING"),
    error: count("ERROR"),
    health_percentage: statuses.length === 0 ? 100 : percent(count("PASS"), statuses.length),
  };
}

/** Tries a limit of so many standard deviations on the snapshots of the last days. */
function dryRun(state: AnomalyArmorState, body: Wire, metric: EmulatedCheck<Measurement> | undefined): Wire {
  const days = Number(body.lookback_days ?? 30);
  const sensitivity = Number(body.sensitivity ?? 1);
  const since = ago(state, days * 24);
  const snapshots = (metric?.results ?? []).filter((snapshot) => String(snapshot.captured_at) >= since);
  const values = snapshots.map(({ value }) => Number(value));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  const alerts = snapshots.filter(({ value }) => Math.abs(Number(value) - mean) > sensitivity * spread);
  const threshold = { threshold_type: "std_dev", threshold_value: sensitivity };
  const none = values.length === 0;
  return {
    metric_id: metric?.record.id ?? null,
    metric_type: body.metric_type,
    ...threshold,
    lookback_days: days,
    total_snapshots: values.length,
    would_alert_count: alerts.length,
    alert_rate_percent: percent(alerts.length, values.length),
    avg_value: none ? null : mean,
    min_value: none ? null : Math.min(...values),
    max_value: none ? null : Math.max(...values),
    sample_alerts: alerts.slice(0, 10).map(({ captured_at, value }) => ({
      captured_at,
      value,
      ...threshold,
      would_alert: true,
    })),
    recommendation: alerts.length > 0 ? "the limit is tight" : "the limit fits",
  };
}
