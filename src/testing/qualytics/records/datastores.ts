import type { Wire } from "../answers.js";
import { operationBody } from "../operations.js";
import type { QualyticsState } from "../state.js";
import type { EmulatedConnection, EmulatedContainer, EmulatedDatastore } from "./records.js";
import { datastoreStub, tagsOf } from "./stubs.js";

/** The connection of a datastore. */
export const connectionOf = (state: QualyticsState, one: EmulatedDatastore): EmulatedConnection | undefined =>
  state.connections.find(({ id }) => id === one.connection_id);

/** The containers of a datastore that are not archived. */
export const containersIn = (state: QualyticsState, { id }: EmulatedDatastore): EmulatedContainer[] =>
  state.containers.filter((container) => container.datastore_id === id && container.deleted_at === null);

/** A datastore as a row of a list: without what it copies of its connection. */
export function datastoreRow(state: QualyticsState, one: EmulatedDatastore): Wire {
  const {
    group_id,
    teams,
    tags,
    enrich_datastore_id,
    source: _,
    score_settings: __,
    quality_scores: ___,
    ...told
  } = one;
  const connection = connectionOf(state, one);
  return {
    ...told,
    store_type: connection?.connection_type ?? "jdbc",
    type: connection?.type ?? null,
    enrich_datastore: datastoreStub(state, enrich_datastore_id),
    linked_datastores: state.datastores
      .filter((other) => other.enrich_datastore_id === one.id)
      .map(({ id }) => datastoreStub(state, id)),
    teams: teams.map((name) => ({ id: state.teams.find((team) => team.name === name)?.id ?? null, name })),
    global_tags: tagsOf(state, tags),
    group: state.groups.find(({ id }) => id === group_id) ?? null,
    latest_operation: latestOperationOf(state, one),
    has_scheduled_operations: state.schedules.some(({ body }) => body.datastore_id === one.id),
    metrics: metricsOf(state, one),
  };
}

/** A datastore with what it copies of its connection. */
export function datastoreBody(state: QualyticsState, one: EmulatedDatastore): Wire {
  const connection = connectionOf(state, one);
  const { host = null, port = null, username = null, parameters = null } = connection ?? {};
  const isJdbc = connection?.connection_type === "jdbc";
  return {
    ...datastoreRow(state, one),
    jdbc_url: isJdbc
      ? `jdbc:${connection.type}://${host}${port === null ? "" : `:${port}`}/${one.database ?? ""}`
      : null,
    host,
    port,
    username,
    parameters,
    jdbc_fetch_size: connection?.jdbc_fetch_size ?? null,
    max_parallelization: connection?.max_parallelization ?? null,
  };
}

function latestOperationOf(state: QualyticsState, one: EmulatedDatastore): Wire | null {
  const latest = state.operations.findLast(({ datastore_id }) => datastore_id === one.id);
  if (latest === undefined) return null;
  const { id, type, created, start_time, end_time, result } = operationBody(state, latest);
  return { id, type, created, start_time, end_time, result };
}

function metricsOf(state: QualyticsState, one: EmulatedDatastore): Wire {
  const containers = containersIn(state, one);
  const ids = containers.map(({ id }) => id);
  const checks = state.checks.filter(
    (check) => check.status === "Active" && check.container_id !== null && ids.includes(check.container_id),
  );
  const anomalies = state.anomalies.filter(({ container_id }) => ids.includes(container_id));
  const count = (status: string): number => anomalies.filter((anomaly) => anomaly.status === status).length;
  const measured = containers.flatMap(({ measurement }) => (measurement === null ? [] : [measurement]));
  const latest = (times: (string | null)[]): string | null =>
    times
      .filter((time) => time !== null)
      .sort()
      .at(-1) ?? null;
  return {
    containers: containers.length,
    records: containers.reduce((sum, { row_count }) => sum + row_count, 0),
    fields: state.fields.filter(({ container_id }) => ids.includes(container_id)).length,
    partitions: containers.length,
    active_checks: checks.length,
    important_checks: 0,
    passing_checks: checks.filter(({ is_passing }) => is_passing === true).length,
    failing_checks: checks.filter(({ is_passing }) => is_passing === false).length,
    anomalies: anomalies.length,
    new_anomalies: count("Active"),
    active_anomalies: count("Active") + count("Acknowledged"),
    latest_observability_measurement:
      measured.length === 0
        ? null
        : {
            last_measurement_time: latest(measured.map(({ measurement_time }) => measurement_time)),
            last_modification_time: latest(measured.map(({ last_modification_time }) => last_modification_time)),
            total_row_count: measured.reduce((sum, { row_count }) => sum + (row_count ?? 0), 0),
            total_size_bytes: null,
          },
  };
}

/** All that is in a datastore, down to the fields. */
export function catalogBody(state: QualyticsState, one: EmulatedDatastore): Wire {
  return {
    ...datastoreStub(state, one.id),
    containers: containersIn(state, one).map(({ id, name, container_type, settings }) => ({
      id,
      name,
      container_type,
      ...(settings.table_type === undefined ? {} : { table_type: settings.table_type }),
      fields: state.fields
        .filter(({ container_id }) => container_id === id)
        .map((field) => ({ id: field.id, name: field.name, type: field.type })),
    })),
  };
}

/** Takes a datastore away with all that is in it. */
export function removeDatastore(state: QualyticsState, one: EmulatedDatastore): void {
  const ids = state.containers.filter(({ datastore_id }) => datastore_id === one.id).map(({ id }) => id);
  const anomalies = state.anomalies.filter(({ container_id }) => ids.includes(container_id)).map(({ id }) => id);
  drop(state.comments, ({ anomaly_id }) => anomalies.includes(anomaly_id));
  drop(state.anomalies, ({ container_id }) => ids.includes(container_id));
  drop(state.checks, ({ container_id }) => container_id !== null && ids.includes(container_id));
  drop(state.computedFields, ({ container_id }) => ids.includes(container_id));
  drop(state.fields, ({ container_id }) => ids.includes(container_id));
  drop(state.archivedFields, ({ container_id }) => ids.includes(container_id));
  drop(state.containers, ({ id }) => ids.includes(id));
  drop(state.datastores, ({ id }) => id === one.id);
  for (const other of state.datastores) if (other.enrich_datastore_id === one.id) other.enrich_datastore_id = null;
}

function drop<T>(table: T[], isGone: (one: T) => boolean): void {
  for (let at = table.length - 1; at >= 0; at -= 1) if (isGone(table[at] as T)) table.splice(at, 1);
}
