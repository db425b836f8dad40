import { EmulatorError } from "../emulator.js";
import type {
  EmulatedCheck,
  EmulatedConnection,
  EmulatedContainer,
  EmulatedDatastore,
  EmulatedField,
} from "./records/records.js";
import type { AnomalySeed, CheckSeed, ConnectionSeed, ContainerSeed, DatastoreSeed, FieldSeed } from "./seeds.js";
import type { QualyticsState } from "./state.js";

const HOUR_MS = 3_600_000;
const DFS = ["s3", "gcs", "abfs"];

const hoursAgo = (state: QualyticsState, hours: number): string => state.at(state.clock.now() - hours * HOUR_MS);

/** How a connector's store is read. */
export const storeTypeOf = (type: string): string =>
  DFS.includes(type) ? "dfs" : type.endsWith("_native") ? "native" : "jdbc";

/** Puts a connection into the emulated deployment. */
export function addConnection(state: QualyticsState, seed: ConnectionSeed): EmulatedConnection {
  const type = seed.type ?? "postgresql";
  const isDfs = DFS.includes(type);
  const one: EmulatedConnection = {
    id: state.newId("connection"),
    created: state.now(),
    name: seed.name,
    type,
    connection_type: storeTypeOf(type),
    host: seed.host ?? (isDfs ? null : "db.example.com"),
    port: seed.port ?? null,
    username: seed.username ?? null,
    password: seed.password ?? null,
    passphrase: null,
    uri: null,
    access_key: null,
    secret_key: null,
    catalog: null,
    catalog_type: null,
    parameters: null,
    secrets_manager: null,
    jdbc_fetch_size: null,
    max_parallelization: null,
    reachable: seed.reachable ?? true,
    catalogs: {},
    versions: [],
    ...seed.fields,
  };
  state.connections.push(one);
  return one;
}

/** Puts a datastore and what is in it into the emulated deployment. */
export function addDatastore(state: QualyticsState, seed: DatastoreSeed): EmulatedDatastore {
  const connection =
    seed.connection === undefined
      ? addConnection(state, { name: seed.name })
      : state.connections.find(({ name }) => name === seed.connection);
  if (connection === undefined) throw new EmulatorError(`the seed has no connection ${seed.connection}`);
  const enrichment = state.datastores.find(({ name }) => name === seed.enrichment);
  if (seed.enrichment !== undefined && enrichment === undefined)
    throw new EmulatorError(`the seed has no datastore ${seed.enrichment} before ${seed.name}`);
  const one = newDatastore(state, {
    name: seed.name,
    connection_id: connection.id,
    database: seed.database ?? null,
    schema: seed.schema ?? null,
    tags: seed.tags ?? [],
    teams: seed.teams ?? ["Public"],
    enrichment_only: seed.enrichmentOnly ?? false,
    enrich_datastore_id: enrichment?.id ?? null,
    source: (seed.sources ?? []).map((source) => ({
      name: source.name,
      container_type: source.type === "file" ? "file" : "table",
      table_type: source.type === "file" ? null : (source.type ?? "table"),
      row_count: source.rowCount ?? 0,
      fields: (source.fields ?? []).map((field) => fieldParts(field)),
      last_modification_time: source.hoursSinceUpdate === null ? null : hoursAgo(state, source.hoursSinceUpdate ?? 1),
    })),
  });
  for (const container of seed.containers ?? []) newContainer(state, one, container);
  return one;
}

/** Makes a datastore; what is not told is as the server has it by default. */
export function newDatastore(
  state: QualyticsState,
  told: Partial<EmulatedDatastore> & { name: string; connection_id: number },
): EmulatedDatastore {
  const one: EmulatedDatastore = {
    id: state.newId("datastore"),
    created: state.now(),
    description: null,
    database: null,
    schema: null,
    root_path: null,
    folder_globbing_enabled: false,
    teams: ["Public"],
    tags: [],
    enrichment_only: false,
    enrichment_prefix: null,
    enrichment_source_record_limit: 10,
    enrichment_remediation_strategy: "none",
    enrichment_auto_sync: false,
    high_count_rollup_threshold: 10,
    enrich_datastore_id: null,
    favorite: false,
    group_id: null,
    connected: null,
    score_settings: null,
    quality_scores: [],
    source: [],
    ...told,
  };
  state.datastores.push(one);
  return one;
}

/** Makes a container with its fields, checks and anomalies. */
export function newContainer(
  state: QualyticsState,
  datastore: EmulatedDatastore,
  seed: ContainerSeed,
): EmulatedContainer {
  const type = seed.type ?? "table";
  const hours = seed.hoursSinceUpdate === undefined ? 1 : seed.hoursSinceUpdate;
  const modified =
    seed.lastModified !== undefined
      ? seed.lastModified && state.at(seed.lastModified.getTime())
      : hours === null
        ? null
        : hoursAgo(state, hours);
  const measured = seed.measuredHoursAgo === null ? null : hoursAgo(state, seed.measuredHoursAgo ?? 0);
  const rowCount = seed.rowCount ?? 0;
  const one: EmulatedContainer = {
    id: state.newId("container"),
    created: state.now(),
    datastore_id: datastore.id,
    name: seed.name,
    display_name: null,
    description: seed.description ?? null,
    container_type: type === "view" ? "table" : type,
    status: "Available",
    favorite: false,
    tags: seed.tags ?? [],
    deleted_at: null,
    additional_metadata: null,
    volumetric_tracking_enabled: true,
    freshness_tracking_enabled: true,
    measurement:
      measured === null
        ? null
        : {
            id: state.newId("measurement"),
            created: measured,
            measurement_time: measured,
            last_modification_time: modified,
            row_count: rowCount,
            size_bytes: null,
          },
    last_profiled: null,
    last_scanned: null,
    row_count: rowCount,
    records: seed.records ?? null,
    settings: { ...(type === "table" || type === "view" ? { table_type: type } : {}), ...seed.settings },
  };
  state.containers.push(one);
  for (const field of seed.fields ?? []) newField(state, one, field);
  const checks = (seed.checks ?? []).map((check) => newCheck(state, one, check));
  one.last_scanned = scannedAt(state, seed, checks);
  for (const anomaly of seed.anomalies ?? []) addAnomaly(state, one, checks, anomaly);
  return one;
}

/** A check is asserted by a scan of its container. */
function scannedAt(
  state: QualyticsState,
  { scannedHoursAgo }: ContainerSeed,
  checks: readonly EmulatedCheck[],
): string | null {
  if (scannedHoursAgo !== undefined) return scannedHoursAgo === null ? null : hoursAgo(state, scannedHoursAgo);
  const asserted = checks.map(({ last_asserted }) => last_asserted).filter((at) => at !== null);
  return asserted.sort().at(-1) ?? null;
}

const fieldParts = (seed: FieldSeed): { name: string; type: string } =>
  typeof seed === "string" ? { name: seed, type: "String" } : { name: seed.name, type: seed.type ?? "String" };

/** Makes a field of a container. */
export function newField(state: QualyticsState, container: EmulatedContainer, seed: FieldSeed): EmulatedField {
  const { tags = [], completeness = null } = typeof seed === "string" ? {} : seed;
  const one: EmulatedField = {
    id: state.newId("field"),
    created: state.now(),
    container_id: container.id,
    ...fieldParts(seed),
    status: "active",
    tags,
    weight: 1,
    completeness,
    profile: null,
  };
  state.fields.push(one);
  return one;
}

/** Makes a check; null as container: a template. */
export function newCheck(state: QualyticsState, container: EmulatedContainer | null, seed: CheckSeed): EmulatedCheck {
  const isPassing = seed.isPassing ?? null;
  const one: EmulatedCheck = {
    id: state.newId("check"),
    created: state.now(),
    container_id: container?.id ?? null,
    rule_type: seed.rule,
    fields: seed.fields ?? [],
    description: seed.description ?? `${seed.rule} of ${container?.name ?? "any container"}`,
    coverage: seed.coverage ?? null,
    filter: seed.filter ?? null,
    properties: seed.properties ?? null,
    tags: seed.tags ?? [],
    status: seed.status ?? "Active",
    additional_metadata: seed.metadata ?? null,
    anomaly_message_field: null,
    owner_id: null,
    default_anomaly_assignee_id: null,
    template_id: null,
    created_by_id: null,
    last_editor_id: null,
    is_template: container === null,
    template_locked: false,
    inferred: false,
    favorite: false,
    weight: seed.weight ?? 1,
    is_passing: isPassing,
    last_asserted: isPassing === null ? null : hoursAgo(state, seed.assertedHoursAgo ?? 1),
    last_updated: null,
    deleted_at: ["Invalid", "Discarded"].includes(seed.status ?? "") ? state.now() : null,
    failing_rows: seed.failingRows ?? (isPassing === false ? 1 : 0),
    scans: isPassing === null ? 0 : 1,
  };
  state.checks.push(one);
  return one;
}

function addAnomaly(
  state: QualyticsState,
  container: EmulatedContainer,
  checks: readonly EmulatedCheck[],
  seed: AnomalySeed,
): void {
  const check = seed.check === undefined ? undefined : checks[seed.check];
  if (seed.check !== undefined && check === undefined)
    throw new EmulatorError(`an anomaly of ${container.name} is about check ${seed.check}, and there is none`);
  const id = state.newId("anomaly");
  state.anomalies.push({
    id,
    uuid: anomalyUuid(id),
    created: hoursAgo(state, seed.hoursAgo ?? 1),
    type: seed.type ?? "record",
    status: seed.status ?? "Active",
    message: seed.message ?? `something is unusual in ${container.name}`,
    description: null,
    weight: seed.weight ?? 1,
    anomalous_records_count: 1,
    fingerprint: String(id * 7919),
    container_id: container.id,
    check_ids: check === undefined ? [] : [check.id],
    tags: seed.tags ?? [],
    assignee_ids: [],
    operation_id: null,
    source_records: seed.records === undefined ? [{ id }] : seed.records,
  });
}

/** The UUID of an anomaly, the same in every run. */
export const anomalyUuid = (id: number): string => `00000000-0000-4000-8000-${String(id).padStart(12, "0")}`;
