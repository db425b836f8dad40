// What the emulated server keeps, in its own spelling. Change a record to change what the platform answers.
import type { Wire } from "../answers.js";

export interface EmulatedUser {
  id: number;
  created: string;
  user_id: string;
  email: string;
  name: string;
  user_type: string;
  role: string;
  teams: string[];
}

export interface EmulatedTeam {
  id: number;
  created: string;
  name: string;
  description: string | null;
  permission: string;
}

export interface EmulatedTag {
  id: number;
  created: string;
  type: string;
  name: string;
  color: string | null;
  description: string | null;
  category: string | null;
  weight_modifier: number;
  parent_lineage_tag_id: number | null;
}

/** A token. Its secret is kept, and told once. */
export interface EmulatedToken {
  id: number;
  created: string;
  name: string;
  active: boolean;
  expiration: string | null;
  last_used: string | null;
  user_id: number;
  /** The secret. */
  bearer: string;
  scim_endpoints_only: boolean;
}

/** A connection. The secrets of it are kept, and never answered. */
export interface EmulatedConnection {
  id: number;
  created: string;
  name: string;
  type: string;
  connection_type: string;
  host: string | null;
  port: number | null;
  username: string | null;
  password: string | null;
  passphrase: string | null;
  uri: string | null;
  access_key: string | null;
  secret_key: string | null;
  catalog: string | null;
  catalog_type: string | null;
  parameters: Wire | null;
  secrets_manager: Wire | null;
  jdbc_fetch_size: number | null;
  max_parallelization: number | null;
  /** False: whoever tests it, or a datastore of it, is told that it does not connect. */
  reachable: boolean;
  /** What there really is in its store: schemas by their catalog. Empty: whatever is asked for. */
  catalogs: Record<string, string[]>;
  versions: Wire[];
}

/** A group of datastores. */
export interface EmulatedGroup {
  id: number;
  name: string;
  icon: string | null;
}

export interface EmulatedDatastore {
  id: number;
  created: string;
  name: string;
  description: string | null;
  connection_id: number;
  database: string | null;
  schema: string | null;
  root_path: string | null;
  folder_globbing_enabled: boolean;
  teams: string[];
  tags: string[];
  enrichment_only: boolean;
  enrichment_prefix: string | null;
  enrichment_source_record_limit: number;
  enrichment_remediation_strategy: string;
  enrichment_auto_sync: boolean;
  high_count_rollup_threshold: number;
  enrich_datastore_id: number | null;
  favorite: boolean;
  group_id: number | null;
  /** What the last test of its connection said; null before the first. */
  connected: boolean | null;
  /** Null: none of its own. */
  score_settings: Wire | null;
  /** Its scores, one a day, the newest first. */
  quality_scores: Wire[];
  /** What a sync finds in it. */
  source: EmulatedSource[];
}

/** A table, view or file that is really there; a sync makes a container of it. */
export interface EmulatedSource {
  name: string;
  container_type: string;
  table_type: string | null;
  row_count: number;
  fields: { name: string; type: string }[];
  /** Null: the source does not tell. */
  last_modification_time: string | null;
}

export interface EmulatedContainer {
  id: number;
  created: string;
  datastore_id: number;
  name: string;
  display_name: string | null;
  description: string | null;
  container_type: string;
  status: string;
  favorite: boolean;
  tags: string[];
  deleted_at: string | null;
  additional_metadata: Wire | null;
  volumetric_tracking_enabled: boolean;
  freshness_tracking_enabled: boolean;
  /** Null: never measured. */
  measurement: EmulatedMeasurement | null;
  last_profiled: string | null;
  last_scanned: string | null;
  row_count: number;
  /** Rows of the source that it can show; null: none. */
  records: Wire[] | null;
  /** The fields of its own type, such as `query` or `table_type`. */
  settings: Wire;
}

export interface EmulatedMeasurement {
  id: number;
  created: string;
  measurement_time: string;
  last_modification_time: string | null;
  row_count: number | null;
  size_bytes: number | null;
}

export interface EmulatedField {
  id: number;
  created: string;
  container_id: number;
  name: string;
  type: string;
  status: string;
  tags: string[];
  weight: number;
  completeness: number | null;
  /** The last profile of it; null before the first. */
  profile: Wire | null;
}

export interface EmulatedComputedField {
  id: number;
  created: string;
  container_id: number;
  name: string;
  transformation_type: string;
  source_fields: string[] | null;
  properties: Wire | null;
  additional_metadata: Wire | null;
}

/** A quality check, or a template of one. */
export interface EmulatedCheck {
  id: number;
  created: string;
  /** Null on a template. */
  container_id: number | null;
  rule_type: string;
  /** By name. */
  fields: string[];
  description: string | null;
  coverage: number | null;
  filter: string | null;
  properties: Wire | null;
  tags: string[];
  status: string;
  additional_metadata: Wire | null;
  anomaly_message_field: string | null;
  owner_id: number | null;
  default_anomaly_assignee_id: number | null;
  template_id: number | null;
  created_by_id: number | null;
  last_editor_id: number | null;
  is_template: boolean;
  template_locked: boolean;
  inferred: boolean;
  favorite: boolean;
  weight: number;
  /** Null: never asserted. */
  is_passing: boolean | null;
  last_asserted: string | null;
  last_updated: string | null;
  deleted_at: string | null;
  /** How many rows the next scan finds that break it. */
  failing_rows: number;
  scans: number;
}

export interface EmulatedAnomaly {
  id: number;
  uuid: string;
  created: string;
  type: string;
  status: string;
  message: string | null;
  description: string | null;
  weight: number;
  anomalous_records_count: number | null;
  fingerprint: string | null;
  container_id: number;
  check_ids: number[];
  tags: string[];
  assignee_ids: number[];
  operation_id: number | null;
  /** Null: none are kept. */
  source_records: Wire[] | null;
}

export interface EmulatedComment {
  id: number;
  created: string;
  message: string;
  anomaly_id: number;
  user_id: number;
  mentioned_user_ids: number[];
}

/** A run. Where it stands follows from the clock and its plan. */
export interface EmulatedOperation {
  id: number;
  type: string;
  created: string;
  start_time: string | null;
  end_time: string | null;
  result: string;
  message: string | null;
  triggered_by: string;
  aborted_by: string | null;
  datastore_id: number | null;
  schedule_id: number | null;
  /** The containers that it works through, in order. */
  container_ids: number[];
  /** What it was started with. */
  body: Wire;
  status: Record<string, number>;
  /** Of each container that was begun: what was found. */
  work: EmulatedContainerWork[];
  /** The containers that it works through since it was dispatched last. */
  queue: number[];
  /** When it was dispatched last, in milliseconds. */
  dispatched: number;
  plan: OperationPlan;
}

export interface EmulatedContainerWork {
  container_id: number;
  start_time: string;
  end_time: string | null;
  result: string;
  records_processed: number;
  anomaly_count: number;
}

/** How a run goes. */
export interface OperationPlan {
  /** How it ends. `never`: it does not. Default `success`. */
  result: "success" | "failure" | "aborted" | "never";
  /** What it says at its end; with `success` it is a warning. Default: nothing. */
  message: string | null;
  /** Before it starts, in milliseconds. Default 2 000. */
  queuedMs: number;
  /** For each container, in milliseconds. Default 20 000. */
  containerMs: number;
  /** The word that it answers in the place of `running`. Default: that word. */
  runningWord: string;
}

export interface EmulatedSchedule {
  id: number;
  created: string;
  name: string | null;
  crontab: string;
  deactivated: boolean;
  trigger_type: string;
  body: Wire;
}

export type {
  EmulatedActionExecution,
  EmulatedFlow,
  EmulatedFlowAction,
  EmulatedFlowExecution,
} from "./flows.js";
export type { EmulatedIntegration } from "./integrations.js";
