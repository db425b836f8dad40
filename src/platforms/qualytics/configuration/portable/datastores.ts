import { namesOf, type Wire, without } from "../wire.js";

/** What the platform counts, finds out or copies from the connection. */
export const DATASTORE_READ_ONLY: readonly string[] = [
  ...["id", "created", "connected", "favorite", "latest_operation", "metrics", "anomaly_count", "check_count"],
  ...["container_count", "field_count", "record_count", "score", "overall_score", "completeness_score"],
  ...["conformity_score", "consistency_score", "precision_score", "timeliness_score", "volume_score"],
  ...["accuracy_score", "uniqueness_score", "containers", "product_name", "product_version", "driver_name"],
  ...["driver_version", "jdbc_url", "host", "port", "username", "parameters", "jdbc_fetch_size"],
  ...["max_parallelization", "secrets_manager", "store_type", "type", "group", "linked_datastores"],
  ...["has_scheduled_operations"],
];

/** Told by name in a file. */
const BY_NAME = [
  "connection",
  "connection_id",
  "enrich_datastore",
  "enrichment_datastore_id",
  "teams",
  "global_tags",
  "group_id",
];

/** What is known of the records that a datastore refers to. */
export interface DatastoreNames {
  /** Null: it is not known; the id stays. */
  readonly connection: string | null;
  readonly connectionId: number | null;
  readonly enrichment: string | null;
}

/** A datastore as a file holds it: the names of its connection and its enrichment datastore first. */
export function portableDatastore(record: Wire, names: DatastoreNames): Wire {
  return {
    ...(names.connection === null ? {} : { connection_name: names.connection }),
    ...(names.enrichment === null ? {} : { enrich_datastore_name: names.enrichment }),
    ...(names.connection === null && names.connectionId !== null ? { connection_id: names.connectionId } : {}),
    ...without(record, [...DATASTORE_READ_ONLY, ...BY_NAME, "tags"]),
    teams: namesOf(record.teams),
    tags: namesOf(record.global_tags ?? record.tags),
  };
}
