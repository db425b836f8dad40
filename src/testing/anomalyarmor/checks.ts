import { assetOf, refuseMissing } from "./answers.js";
import type { AnomalyArmorState, EmulatedAsset, Wire } from "./state.js";

/** What one check of a validity rule or referential check finds. */
export interface Finding {
  /** Rows that break the rule. Default 0. */
  bad?: number | undefined;
  /** Rows that are looked at. Default 1000. */
  rows?: number | undefined;
  /** Default: `fail` where rows break the rule, else `pass`. */
  status?: string | undefined;
  /** How long ago it was, in hours, for one that is past. Default 1. */
  hoursAgo?: number | undefined;
  /** More fields of the record, in the platform's own spelling. */
  fields?: Wire | undefined;
}

/** What one capture of a metric measures. */
export interface Measurement {
  value: number;
  isAnomaly?: boolean | undefined;
  /** Default: `FAIL` for an anomaly, else `PASS`. */
  status?: string | undefined;
  /** How long ago it was, in hours, for one that is past. Default 1. */
  hoursAgo?: number | undefined;
  /** More fields of the record, in the platform's own spelling. */
  fields?: Wire | undefined;
}

/**
 * A metric, validity rule or referential check of the emulated platform: `state.of("metrics")`,
 * `state.of("validityRules")`, `state.of("referentialChecks")`. Change it to change what the platform answers.
 */
export interface EmulatedCheck<F = Finding> {
  /** The UUID of its asset. */
  asset: string;
  /** In the platform's own spelling. */
  record: Wire;
  /** Results or snapshots, in the order in which the platform lists them. */
  results: Wire[];
  /** What its next runs find, one after the other; the last one stays. */
  next: F[];
}

const HOUR_MS = 3_600_000;

export const metricsOf = (state: AnomalyArmorState): EmulatedCheck<Measurement>[] =>
  state.of("metrics") as unknown as EmulatedCheck<Measurement>[];

export const rulesOf = (state: AnomalyArmorState): EmulatedCheck[] =>
  state.of("validityRules") as unknown as EmulatedCheck[];

export const referencesOf = (state: AnomalyArmorState): EmulatedCheck[] =>
  state.of("referentialChecks") as unknown as EmulatedCheck[];

/** Those of the asset that a path names. */
export function ofAsset<F>(
  state: AnomalyArmorState,
  all: EmulatedCheck<F>[],
  ref: string | undefined,
): EmulatedCheck<F>[] {
  const { id } = assetOf(state, ref);
  return all.filter((one) => one.asset === id);
}

/** The one that a path names by its public id. */
export function namedCheck<F>(
  state: AnomalyArmorState,
  all: EmulatedCheck<F>[],
  type: "metric" | "rule" | "check",
  params: Readonly<Record<string, string>>,
): EmulatedCheck<F> {
  const publicId = params[type] ?? "";
  const field = type === "rule" ? "uuid" : "id";
  return (
    ofAsset(state, all, params.asset).find(({ record }) => record[field] === publicId) ?? refuseMissing(type, publicId)
  );
}

/** The platform's own number of an asset. */
export const assetNumber = (state: AnomalyArmorState, asset: EmulatedAsset): number => state.assets.indexOf(asset) + 1;

/** Takes what the next run finds. */
export function nextOf<F>(check: EmulatedCheck<F>): F | undefined {
  return check.next.length > 1 ? check.next.shift() : check.next[0];
}

/** The newest result, whatever the order in which they are listed. */
export function latestOf<F>(check: EmulatedCheck<F>, field: string): Wire | undefined {
  return check.results.reduce<Wire | undefined>(
    (last, one) => (last === undefined || String(one[field]) > String(last[field]) ? one : last),
    undefined,
  );
}

/** Keeps what was made now in front of the others, and after them even where no time has passed since the last. */
export function keepNew<F>(check: EmulatedCheck<F>, result: Wire, ...times: readonly [string, ...string[]]): Wire {
  const last = latestOf(check, times[0])?.[times[0]];
  const now = result[times[0]];
  if (typeof last === "string" && typeof now === "string" && now <= last) {
    for (const time of times) result[time] = new Date(Date.parse(last) + 1).toISOString();
  }
  check.results.unshift(result);
  return result;
}

/** So many hours ago, as the platform writes it. */
export const ago = (state: AnomalyArmorState, hours: number): string =>
  new Date(state.clock.now() - hours * HOUR_MS).toISOString();

/** The part of a hundred; 0 of nothing is 0. */
export const percent = (part: number, whole: number): number => (whole === 0 ? 0 : (part / whole) * 100);

/** Adds a metric. `fields` are the record's, in the platform's own spelling. */
export function addMetric(state: AnomalyArmorState, asset: EmulatedAsset, fields: Wire): EmulatedCheck<Measurement> {
  const record = {
    id: state.newId(),
    internal_id: state.newNumber(),
    asset_id: assetNumber(state, asset),
    column_name: null,
    capture_interval: "daily",
    sensitivity: 1,
    is_active: true,
    group_by_columns: null,
    percentile_value: null,
    created_at: state.now(),
    ...fields,
  };
  const metric: EmulatedCheck<Measurement> = { asset: asset.id, record, results: [], next: [] };
  metricsOf(state).push(metric);
  return metric;
}

/** A value that a metric had at a moment. */
export function snapshotOf(
  state: AnomalyArmorState,
  metric: EmulatedCheck<Measurement>,
  { value, isAnomaly = false, status, hoursAgo = 1, fields }: Measurement,
): Wire {
  return {
    id: state.newNumber(),
    metric_definition_id: metric.record.internal_id,
    value,
    captured_at: ago(state, hoursAgo),
    is_anomaly: isAnomaly,
    z_score: null,
    status: status ?? (isAnomaly ? "FAIL" : "PASS"),
    group_values: null,
    ...fields,
  };
}

/** Adds a validity rule. */
export function addRule(state: AnomalyArmorState, asset: EmulatedAsset, fields: Wire): EmulatedCheck {
  const record = {
    id: state.newNumber(),
    uuid: state.newId(),
    column_name: null,
    rule_config: null,
    name: null,
    description: null,
    severity: "warning",
    is_active: true,
    check_interval: "daily",
    alert_threshold_percent: null,
    treat_null_as_valid: false,
    created_at: state.now(),
    ...fields,
  };
  const rule: EmulatedCheck = { asset: asset.id, record, results: [], next: [] };
  rulesOf(state).push(rule);
  return rule;
}

/** The result of checking a rule. */
export function ruleResultOf(
  state: AnomalyArmorState,
  rule: EmulatedCheck,
  { bad = 0, rows = 1_000, status, hoursAgo = 1, fields }: Finding,
  sampleLimit = 10,
): Wire {
  const told = status ?? (bad > 0 ? "fail" : "pass");
  return {
    id: state.newNumber(),
    validity_rule_id: rule.record.id,
    status: told,
    total_rows: rows,
    invalid_count: bad,
    invalid_percent: percent(bad, rows),
    invalid_samples:
      bad > 0 ? { values: Array.from({ length: Math.min(bad, sampleLimit) }, (_, at) => `?${at}`) } : null,
    checked_at: ago(state, hoursAgo),
    execution_duration_ms: 42,
    error_message: told.toLowerCase() === "error" ? "the query failed" : null,
    created_at: ago(state, hoursAgo),
    ...fields,
  };
}

/** Adds a referential check. */
export function addReference(state: AnomalyArmorState, asset: EmulatedAsset, fields: Wire): EmulatedCheck {
  const record = {
    id: state.newId(),
    internal_id: state.newNumber(),
    asset_id: assetNumber(state, asset),
    name: null,
    description: null,
    capture_interval: "daily",
    max_orphan_count: null,
    max_orphan_percent: null,
    min_child_count: null,
    max_child_count: null,
    is_active: true,
    created_at: state.now(),
    ...fields,
  };
  const check: EmulatedCheck = { asset: asset.id, record, results: [], next: [] };
  referencesOf(state).push(check);
  return check;
}

/** The result of a referential check. Without a limit of its own, it fails at the first orphan. */
export function referenceResultOf(
  state: AnomalyArmorState,
  { record }: EmulatedCheck,
  { bad = 0, rows = 1_000, status, hoursAgo = 1, fields }: Finding,
): Wire {
  const { max_orphan_count: most, max_orphan_percent: mostPercent } = record;
  const tooMany = typeof most === "number" ? bad > most : typeof mostPercent !== "number" && bad > 0;
  const tooLarge = typeof mostPercent === "number" && percent(bad, rows) > mostPercent;
  const told = status ?? (tooMany || tooLarge ? "fail" : "pass");
  return {
    id: state.newNumber(),
    referential_check_id: record.internal_id,
    status: told,
    orphan_count: bad,
    total_child_rows: rows,
    orphan_percent: percent(bad, rows),
    orphan_sample: bad > 0 ? Array.from({ length: Math.min(bad, 10) }, (_, at) => `?${at}`) : null,
    checked_at: ago(state, hoursAgo),
    created_at: ago(state, hoursAgo),
    parents_below_min: null,
    parents_above_max: null,
    query_duration_ms: 42,
    cardinality_sample: null,
    error_message: told.toLowerCase() === "error" ? "the query failed" : null,
    ...fields,
  };
}
