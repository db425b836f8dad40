import type { EmulatedCheck, EmulatedContainer, EmulatedOperation } from "./records/records.js";
import { anomalyUuid, newContainer, newField } from "./seed.js";
import type { QualyticsState } from "./state.js";

/** Makes a container of each source that has none. `prune` takes those away whose source is gone. */
export function syncDatastore(state: QualyticsState, operation: EmulatedOperation): void {
  const datastore = state.datastores.find(({ id }) => id === operation.datastore_id);
  if (datastore === undefined) return;
  const include = (operation.body.include as string[] | undefined) ?? ["table", "view"];
  const own = state.containers.filter((one) => one.datastore_id === datastore.id && one.deleted_at === null);
  for (const source of datastore.source) {
    if (!include.includes(source.table_type ?? "table") || own.some(({ name }) => name === source.name)) continue;
    const container = newContainer(state, datastore, {
      name: source.name,
      type: source.container_type === "file" ? "file" : source.table_type === "view" ? "view" : "table",
      rowCount: source.row_count,
      lastModified: source.last_modification_time === null ? null : new Date(source.last_modification_time),
    });
    for (const field of source.fields) newField(state, container, field);
  }
  if (operation.body.prune !== true) return;
  const there = datastore.source.map(({ name }) => name);
  for (const one of own)
    if (!one.container_type.startsWith("computed") && !there.includes(one.name)) one.deleted_at = state.now();
}

/** Measures the fields of a container. Gives how many. */
export function profileContainer(state: QualyticsState, container: EmulatedContainer, at: string): number {
  container.last_profiled = at;
  const fields = state.fields.filter((field) => field.container_id === container.id && field.status === "active");
  for (const field of fields) {
    field.completeness ??= 1;
    field.profile = {
      id: state.newId("field_profile"),
      created: at,
      name: field.name,
      field_type: field.type,
      type_declared: true,
      completeness: field.completeness,
      approximate_distinct_values: container.row_count,
      unique_distinct_ratio: 1,
    };
  }
  return fields.length;
}

/** Asserts the checks of a container: opens an anomaly for each that fails, and closes those of checks that pass. */
export function scanContainer(
  state: QualyticsState,
  container: EmulatedContainer,
  operation: EmulatedOperation,
  at: string,
): { found: number; resolved: number } {
  container.last_scanned = at;
  let found = 0;
  let resolved = 0;
  const resolves = operation.body.auto_resolve_passed_anomalies !== false && operation.body.incremental !== true;
  for (const check of state.checks) {
    if (check.container_id !== container.id || check.status !== "Active" || check.is_template) continue;
    assert(check, container, at);
    const open = state.anomalies.filter(
      (one) => one.check_ids.includes(check.id) && ["Active", "Acknowledged"].includes(one.status),
    );
    if (check.is_passing === true && resolves) {
      for (const one of open) one.status = "Resolved";
      resolved += open.length;
    }
    if (check.is_passing === false && open.length === 0) {
      openAnomaly(state, container, check, operation.id, at);
      found += 1;
    }
  }
  return { found, resolved };
}

function assert(check: EmulatedCheck, container: EmulatedContainer, at: string): void {
  const limit = check.properties?.value;
  const modified = container.measurement?.last_modification_time;
  check.is_passing =
    check.rule_type === "freshness" && typeof limit === "number" && modified != null
      ? Date.parse(at) - Date.parse(modified) <= limit
      : check.failing_rows === 0;
  check.last_asserted = at;
  check.scans += 1;
}

/** Opens an anomaly about a check. */
export function openAnomaly(
  state: QualyticsState,
  container: EmulatedContainer,
  check: EmulatedCheck,
  operation_id: number | null,
  created: string,
): void {
  const id = state.newId("anomaly");
  const isShape = check.fields.length === 0 || check.failing_rows > 1;
  state.anomalies.push({
    id,
    uuid: anomalyUuid(id),
    created,
    type: isShape ? "shape" : "record",
    status: "Active",
    message: `${check.rule_type} does not hold for ${check.failing_rows} rows of ${container.name}`,
    description: null,
    weight: check.weight,
    anomalous_records_count: check.failing_rows,
    fingerprint: String(id * 7919),
    container_id: container.id,
    check_ids: [check.id],
    tags: [...check.tags],
    assignee_ids: check.default_anomaly_assignee_id === null ? [] : [check.default_anomaly_assignee_id],
    operation_id,
    source_records: check.fields.length === 0 ? null : [Object.fromEntries(check.fields.map((name) => [name, null]))],
  });
}
