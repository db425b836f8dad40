import type { EmulatedCall, EmulatedRoute } from "../../emulator.js";
import { namedAsset, numberOf, one, refuseFields } from "../answers.js";
import { metricsOf, rulesOf } from "../checks.js";
import { freshnessOf } from "../freshness.js";
import type { AnomalyArmorState, EmulatedAsset, Wire } from "../state.js";
import { columnsOf, tablePathOf, tablesOf } from "../tables.js";

const MOST = Number.MAX_SAFE_INTEGER;

export const recommendationRoutes = (state: AnomalyArmorState): EmulatedRoute[] => [
  {
    verb: "GET",
    path: "/sdk/recommendations/freshness",
    answer: (call) => {
      const { asset, tables } = asked(state, call);
      const wanted = tables.filter(
        (table) => call.asked("include_monitored") === "true" || monitoringOf(state, table).freshness === false,
      );
      const all = confident(call, wanted.map(freshnessAdvice));
      return one({
        asset_id: asset.id,
        recommendations: all.slice(0, numberOf(call, "limit", 20, 1, MOST)),
        tables_analyzed: tables.length,
        tables_with_recommendations: all.length,
      });
    },
  },
  {
    verb: "GET",
    path: "/sdk/recommendations/metrics",
    answer: (call) => {
      const { asset, tables } = asked(state, call);
      const path = call.asked("table_path");
      const columns = tables
        .filter((table) => path === undefined || tablePathOf(table) === path)
        .flatMap((table) => columnsOf(table).map((column) => ({ table, column })));
      const unwatched = columns.filter(({ table, column }) =>
        metricsOf(state).every((metric) => !isOn(metric, table) || metric.record.column_name !== column.name),
      );
      const all = confident(
        call,
        unwatched.map(({ table, column }) => metricAdvice(tablePathOf(table), column)),
      );
      return one({
        asset_id: asset.id,
        recommendations: all.slice(0, numberOf(call, "limit", 50, 1, MOST)),
        columns_analyzed: columns.length,
        columns_with_recommendations: all.length,
      });
    },
  },
  {
    verb: "GET",
    path: "/sdk/recommendations/coverage",
    answer: (call) => {
      const { asset, tables } = asked(state, call);
      const monitored = tables.filter((table) => Object.values(monitoringOf(state, table)).some((is) => is));
      const all = tables
        .map((table) => coverageAdvice(state, table))
        .filter(({ suggested_monitoring }) => (suggested_monitoring as string[]).length > 0);
      return one({
        asset_id: asset.id,
        recommendations: all.slice(0, numberOf(call, "limit", 20, 1, MOST)),
        total_tables: tables.length,
        monitored_tables: monitored.length,
        coverage_percentage: (monitored.length / tables.length) * 100,
      });
    },
  },
  {
    verb: "GET",
    path: "/sdk/recommendations/thresholds",
    answer: (call) => {
      const { asset, tables } = asked(state, call);
      numberOf(call, "days", 30, 1, MOST);
      const items = tables.flatMap((table) =>
        schedulesOf(state, table)
          .filter(({ expected_interval_hours }) => typeof expected_interval_hours === "number")
          .map((schedule) => ({ table, hours: schedule.expected_interval_hours as number })),
      );
      const all = items.flatMap(({ table, hours }) => thresholdAdvice(state, table, hours));
      return one({
        asset_id: asset.id,
        recommendations: all.slice(0, numberOf(call, "limit", 10, 1, MOST)),
        monitored_items_analyzed: items.length,
        items_with_recommendations: all.length,
      });
    },
  },
];

function asked(state: AnomalyArmorState, call: EmulatedCall): { asset: EmulatedAsset; tables: EmulatedAsset[] } {
  const asset = namedAsset(state, call.asked("asset_id"));
  return { asset, tables: tablesOf(state, asset) };
}

/** Those that are as sure as the query asks for, the surest first. */
function confident(call: EmulatedCall, advice: readonly Wire[]): Wire[] {
  const least = Number(call.asked("min_confidence") ?? 0.5);
  if (!(least >= 0 && least <= 1)) refuseFields({ min_confidence: "must be from 0 to 1" });
  return advice
    .filter(({ confidence }) => Number(confidence) >= least)
    .sort((a, b) => Number(b.confidence) - Number(a.confidence));
}

const schedulesOf = (state: AnomalyArmorState, { id }: EmulatedAsset): Wire[] =>
  state.of("schedules").filter(({ asset_id, is_active }) => asset_id === id && is_active !== false);

/** Whether a metric or rule watches a table, or the asset that holds it. */
const isOn = ({ asset, record }: { asset: string; record: Wire }, table: EmulatedAsset): boolean =>
  record.is_active !== false && (asset === table.id || record.table_path === tablePathOf(table));

function monitoringOf(
  state: AnomalyArmorState,
  table: EmulatedAsset,
): Record<"freshness" | "metrics" | "schema_drift" | "validity", boolean> {
  return {
    freshness: schedulesOf(state, table).length > 0,
    metrics: metricsOf(state).some((metric) => isOn(metric, table)),
    schema_drift: state.of("schemaMonitoring").some(({ asset_id }) => asset_id === table.id),
    validity: rulesOf(state).some((rule) => isOn(rule, table)),
  };
}

/** The longer the time between updates, the seldomer the look. */
function freshnessAdvice(table: EmulatedAsset): Wire {
  const limit = table.thresholdHours ?? 24;
  const isKnown = table.lastUpdated !== null;
  return {
    table_path: tablePathOf(table),
    suggested_check_interval: limit <= 1 ? "15m" : limit <= 6 ? "1h" : limit <= 24 ? "6h" : "1d",
    suggested_threshold_hours: limit,
    detected_frequency: limit <= 1 ? "hourly" : limit <= 24 ? "daily" : "weekly",
    confidence: isKnown ? 0.9 : 0.3,
    reasoning: isKnown ? "it is updated regularly" : "no update of it was seen yet",
    data_points: isKnown ? 30 : 0,
  };
}

function metricAdvice(path: string, column: { name: string; data_type: string; is_nullable?: boolean }): Wire {
  const isKey = column.is_nullable === false;
  return {
    table_path: path,
    column_name: column.name,
    suggested_metric_type: isKey ? "duplicate_count" : "null_percent",
    suggested_check_type: isKey ? "static" : "std_dev",
    reasoning: isKey ? "the column looks like a key" : "the column may be null",
    confidence: isKey ? 0.9 : 0.6,
  };
}

function coverageAdvice(state: AnomalyArmorState, table: EmulatedAsset): Wire {
  const current = monitoringOf(state, table);
  const missing = Object.entries(current)
    .filter(([, is]) => !is)
    .map(([name]) => name);
  return {
    table_path: tablePathOf(table),
    importance_score: typeof table.record.row_count === "number" && table.record.row_count > 0 ? 0.8 : 0.4,
    row_count: table.record.row_count ?? null,
    column_count: columnsOf(table).length,
    suggested_monitoring: missing,
    reasoning: missing.length === 4 ? "nothing watches this table" : "some of this table is not watched",
    currently_monitored: current,
  };
}

/** A table that is older than its schedule expects would alert all the time: expect less. */
function thresholdAdvice(state: AnomalyArmorState, table: EmulatedAsset, hours: number): Wire[] {
  const age = freshnessOf(state, table).hours_since_update;
  if (typeof age !== "number" || age <= hours) return [];
  return [
    {
      table_path: tablePathOf(table),
      metric_type: "freshness",
      current_threshold: hours,
      suggested_threshold: Math.ceil(age * 1.5),
      direction: "increase",
      reasoning: "it is updated more seldom than expected",
      confidence: 0.7,
      historical_alerts: 1,
      projected_reduction: "100%",
    },
  ];
}
