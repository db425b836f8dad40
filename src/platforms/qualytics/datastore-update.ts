import { type Http, inCall, path, type RequestOptions, withinOneCall } from "../../base.js";
import { intId } from "./ids.js";
import { type DatastoreChanges, datastoreChanges } from "./models/datastore-bodies.js";
import { type Datastore, datastoreModel } from "./models/datastores.js";
import { idOf, isWhole, namesOf, told } from "./whole-records.js";

/** A datastore as it was read, or its id. */
export type DatastoreRef = string | number | Datastore;

type Wire = Record<string, unknown>;

interface DatastoreReader {
  get(datastore: string | number, options?: RequestOptions): Promise<Datastore>;
}

/** What a datastore shows, and a change must not hold. */
const READ_ONLY: readonly string[] = [
  "anomaly_count",
  "check_count",
  "container_count",
  "field_count",
  "record_count",
  "score",
  "overall_score",
  "completeness_score",
  "conformity_score",
  "consistency_score",
  "precision_score",
  "timeliness_score",
  "volume_score",
  "accuracy_score",
  "uniqueness_score",
  "containers",
  "product_name",
  "product_version",
  "driver_name",
  "driver_version",
  "jdbc_fetch_size",
  "max_parallelization",
  "secrets_manager",
];

/**
 * The datastore as it is. Rows of lists may lack the connection: a change of such a row would lose it, so that it is looked
 * up like an id, and so is a part of a datastore.
 */
async function currentOf(
  datastores: DatastoreReader,
  ref: DatastoreRef,
  next: () => RequestOptions | undefined,
): Promise<Datastore> {
  const isAtHand = isWhole(datastoreModel, ref) && typeof ref.connectionId === "number";
  return isAtHand ? ref : await datastores.get(idOf(ref), next());
}

/** The datastore as the platform takes it: a change replaces all of it. What this package does not know of it goes along. */
function bodyOf(current: Datastore): Wire {
  const known = new Set<string>([...Object.keys(datastoreModel.wireNames), ...READ_ONLY]);
  return told({
    ...Object.fromEntries(Object.entries(current).filter(([key]) => !known.has(key))),
    name: current.name,
    connection_id: current.connectionId,
    // A native store is told by its connector.
    connection: current.storeType === "native" ? { type: current.connection?.type ?? current.type } : null,
    database: current.database,
    schema: current.schema,
    root_path: current.rootPath,
    folder_globbing_enabled: current.folderGlobbingEnabled,
    description: current.description,
    teams: namesOf(current.teams),
    tags: namesOf(current.tags),
    enrichment_only: current.enrichmentOnly,
    enrichment_prefix: current.enrichmentPrefix,
    enrichment_source_record_limit: current.enrichmentSourceRecordLimit,
    enrichment_remediation_strategy: current.enrichmentRemediationStrategy,
    enrichment_auto_sync: current.enrichmentAutoSync,
    high_count_rollup_threshold: current.highCountRollupThreshold,
  });
}

/** See `Datastores.update`. */
export async function updateDatastore(
  http: Http,
  datastores: DatastoreReader,
  ref: DatastoreRef,
  changes: DatastoreChanges,
  options?: RequestOptions,
): Promise<Datastore> {
  const context = { platform: http.platform, operation: "PUT /datastores/{datastore}" };
  const given = inCall(() => datastoreChanges.of(changes).encode(), context);
  const next = withinOneCall(http, context.operation, options);
  const current = await currentOf(datastores, ref, next);
  const body = { ...bodyOf(current), ...given };
  return await http.one("PUT", path`/datastores/${intId({ datastore: current.id })}`, datastoreModel, next(), {
    body: { encode: () => body },
    repeatable: true,
  });
}
