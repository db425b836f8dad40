import type { Wire } from "../answers.js";
import type { QualyticsState } from "../state.js";
import type { EmulatedCheck, EmulatedContainer } from "./records.js";
import { containerStub, datastoreStub, tagsOf } from "./stubs.js";

const DAY_MS = 86_400_000;
const RULES = ["freshness", "volumetric"];
const OPEN = ["Active", "Acknowledged"];

/** How many days each timeframe has. */
export const TIMEFRAMES = { week: 7, month: 30, quarter: 91, year: 365 } as const;

/** The days that are asked about. */
export interface Report {
  readonly timeframe: keyof typeof TIMEFRAMES;
  /** The last day, such as `2026-01-05`. */
  readonly end: string;
}

/** The checks of volume and freshness that watch a container. */
export const watching = (state: QualyticsState, { id }: EmulatedContainer): EmulatedCheck[] =>
  state.checks.filter(
    (check) =>
      check.container_id === id && check.status === "Active" && !check.is_template && RULES.includes(check.rule_type),
  );

/** How many anomalies of these checks are open. */
export const openAnomalies = (state: QualyticsState, checks: readonly EmulatedCheck[]): number =>
  state.anomalies.filter(
    ({ status, check_ids }) => OPEN.includes(status) && checks.some(({ id }) => check_ids.includes(id)),
  ).length;

/** A container and its volume and freshness over time, as the server answers it. */
export function observabilityBody(state: QualyticsState, one: EmulatedContainer, report: Report): Wire {
  const checks = watching(state, one);
  return {
    ...containerStub(state, one.id),
    deleted_at: one.deleted_at,
    volumetric_tracking_enabled: one.volumetric_tracking_enabled,
    freshness_tracking_enabled: one.freshness_tracking_enabled,
    datastore: datastoreStub(state, one.datastore_id),
    favorite: one.favorite,
    was_profiled: one.last_profiled !== null,
    global_tags: tagsOf(state, one.tags),
    observability_active_anomalies_count: openAnomalies(state, checks),
    observability_active_checks_count: checks.length,
    observability_active_checks: checks.map((check) => checkBody(state, check)),
    observability_measurements: measurementsBody(one, report),
  };
}

function checkBody(state: QualyticsState, check: EmulatedCheck): Wire {
  const { id, created, rule_type, description, properties, status, is_passing, last_asserted } = check;
  const anomalies = state.anomalies
    .filter(({ check_ids }) => check_ids.includes(id))
    .map((anomaly) => ({ id: anomaly.id, created: anomaly.created, status: anomaly.status }));
  return { id, created, rule_type, description, properties, status, is_passing, last_asserted, anomalies };
}

/** The last measurement, on its day; null where there was none. */
function measurementsBody({ measurement }: EmulatedContainer, { timeframe, end }: Report): Wire | null {
  if (measurement === null) return null;
  const first = new Date(Date.parse(end) - (TIMEFRAMES[timeframe] - 1) * DAY_MS).toISOString().slice(0, 10);
  const date = measurement.measurement_time.slice(0, 10);
  const { row_count, last_modification_time } = measurement;
  return {
    start_date: first,
    end_date: end,
    timeframe,
    daily_records_measured: date < first || date > end ? [] : [{ date, row_count, last_modification_time }],
  };
}
