/** How often and how fast something must be written, as the server keeps it. */
export interface CheckSettingsSeed {
  freshnessNumber?: number | null;
  /** `minute`, `hour`, `day`, `week`, `month` or `year`. */
  freshnessDatepart?: string | null;
  muteFreshnessCheck?: boolean;
  timelinessNumber?: number | null;
  timelinessDatepart?: string | null;
  muteTimelinessCheck?: boolean;
}

/** A pipeline type to start with. */
export interface PipelineTypeSeed extends CheckSettingsSeed {
  name: string;
}

/** A pipeline to start with. Numbers are given in order, from 1. */
export interface PipelineSeed extends CheckSettingsSeed {
  name: string;
  /** Made where there is none. Default `default`. */
  typeName?: string;
  watermark?: string | null;
  nextWatermark?: string | null;
  metadata?: Record<string, unknown> | null;
  /** How long ago it last inserted. Default: at the last seeded run that did, else never. */
  lastTargetInsertHoursAgo?: number | null;
  lastTargetUpdateHoursAgo?: number | null;
  lastTargetSoftDeleteHoursAgo?: number | null;
  /** The same as a moment, in the place of the hours. */
  lastTargetInsert?: Date | string | null;
  lastTargetUpdate?: Date | string | null;
  lastTargetSoftDelete?: Date | string | null;
  /** Default true. */
  loadLineage?: boolean;
  /** Default true. */
  active?: boolean;
}

/** An address to start with. */
export interface AddressSeed {
  name: string;
  /** Made where there is none. Default `postgres`. */
  typeName?: string;
  /** Default `database`: the parts of a name `a.b.c` are then its database, schema and table. */
  typeGroupName?: string;
  databaseName?: string | null;
  schemaName?: string | null;
  tableName?: string | null;
  primaryKey?: string | null;
  metadata?: Record<string, unknown> | null;
}

/**
 * A past or running run to start with. One that ended well and wrote something moves its pipeline's last writes forward;
 * the rest of the pipeline stays as it is.
 */
export interface ExecutionSeed {
  /** The number or the name of its pipeline. */
  pipeline: number | string;
  /** How long ago it started. Default 1. */
  startedHoursAgo?: number;
  /** The same as a moment, in the place of the hours. */
  startDate?: Date | string;
  /** Default 60. */
  durationSeconds?: number;
  /** Null: it is still running. Default true. */
  completedSuccessfully?: boolean | null;
  inserts?: number | null;
  updates?: number | null;
  softDeletes?: number | null;
  totalRows?: number | null;
  watermark?: string | null;
  nextWatermark?: string | null;
  metadata?: Record<string, unknown> | null;
  anomalyFlags?: Record<string, boolean> | null;
  /** The number of the run that it is a part of. */
  parentId?: number | null;
}

/** A rule of anomaly detection to start with. */
export interface AnomalyRuleSeed {
  /** The number or the name of its pipeline. */
  pipeline: number | string;
  metricField: string;
  /** From 1 to 10. Default 3. */
  zThreshold?: number;
  /** From 1 to 365. Default 30. */
  lookbackDays?: number;
  /** From 5 to 1000. Default 30. */
  minimumExecutions?: number;
  /** How long ago it was made. Default a year, so that it is older than the seeded runs. */
  createdHoursAgo?: number;
  /** Default true. */
  active?: boolean;
}
