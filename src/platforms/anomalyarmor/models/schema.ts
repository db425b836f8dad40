import {
  between,
  filledText,
  flag,
  type Input,
  input,
  int,
  json,
  list,
  type Model,
  map,
  maybe,
  model,
  number,
  type Open,
  open,
  optional,
  or,
  text,
  time,
} from "../../../base.js";
import { assetIdField } from "../ids.js";
import { limitField, offsetField, onlyTrue, type PageParams } from "./params.js";

/** Counts of schema changes. The sources know different counts: what the platform does not tell is null. */
export interface SchemaSummary {
  changesLast24h: number | null;
  totalChanges: number | null;
  unacknowledged: number | null;
  criticalCount: number | null;
  warningCount: number | null;
  infoCount: number | null;
  lastCheck: Date | null;
}

export const schemaSummaryModel: Model<SchemaSummary> = model(
  "SchemaSummary",
  {
    changesLast24h: maybe(int),
    totalChanges: maybe(int),
    unacknowledged: maybe(int),
    criticalCount: maybe(int),
    warningCount: maybe(int),
    infoCount: maybe(int),
    lastCheck: maybe(time),
  },
  { wire: { changesLast24h: "changes_last_24h" } },
);

export type SchemaChangeType = Open<
  | "column_added"
  | "column_removed"
  | "column_dropped"
  | "column_renamed"
  | "column_type_changed"
  | "type_changed"
  | "table_added"
  | "table_removed"
  | "table_dropped"
>;

const changeType = open(
  "column_added",
  "column_removed",
  "column_dropped",
  "column_renamed",
  "column_type_changed",
  "type_changed",
  "table_added",
  "table_removed",
  "table_dropped",
);

export type SchemaSeverity = Open<"critical" | "warning" | "info">;

const severity = open("critical", "warning", "info");

/** A change in the shape of a table. */
export interface SchemaChange {
  id: string;
  assetId: string | null;
  qualifiedName: string | null;
  changeType: SchemaChangeType;
  severity: SchemaSeverity | null;
  /** Null for a change of the table itself. */
  columnName: string | null;
  /** Any JSON: a text such as a type's name, or an object. */
  oldValue: unknown;
  /** Any JSON: a text such as a type's name, or an object. */
  newValue: unknown;
  detectedAt: Date | null;
  acknowledged: boolean;
  /** The discovery that found it. */
  discoveryId: string | null;
}

export const schemaChangeModel: Model<SchemaChange> = model(
  "SchemaChange",
  {
    id: text,
    assetId: maybe(text),
    qualifiedName: maybe(text),
    changeType,
    severity: maybe(severity),
    columnName: maybe(text),
    oldValue: json,
    newValue: json,
    detectedAt: maybe(time),
    acknowledged: or(flag, false),
    discoveryId: maybe(text),
  },
  {
    derive: (change) => {
      // Some answers name what changed, and tell of which kind it is.
      const { object_name: name, object_type: kind } = change as SchemaChange & Record<string, unknown>;
      if (change.columnName === null && kind === "column" && typeof name === "string") change.columnName = name;
    },
  },
);

/** Filters of `schema.changes`. */
export interface SchemaChangeListParams extends PageParams {
  /** One asset, by its UUID or qualified name. */
  assetId?: string | undefined;
  changeType?: SchemaChangeType | undefined;
  severity?: SchemaSeverity | undefined;
  /** True: only those that nobody has acknowledged. */
  unacknowledgedOnly?: boolean | undefined;
}

export const schemaChangeListParams: Input<SchemaChangeListParams> = input("SchemaChangeListParams", {
  assetId: optional(assetIdField),
  changeType: optional(changeType),
  severity: optional(severity),
  unacknowledgedOnly: onlyTrue,
  limit: limitField,
  offset: offsetField,
});

/**
 * What the platform knows of an asset's schema. The sources disagree on what this call answers, the latest changes or
 * the settings of the monitoring: whatever else is told stays on the object under the platform's own names.
 */
export interface SchemaState {
  assetId: string | null;
  qualifiedName: string | null;
  recentChanges: SchemaChange[];
  totalUnacknowledged: number | null;
}

export const schemaStateModel: Model<SchemaState> = model("SchemaState", {
  assetId: maybe(text),
  qualifiedName: maybe(text),
  recentChanges: list(schemaChangeModel),
  totalUnacknowledged: maybe(int),
});

/** The shape of an asset's tables, kept to compare with. */
export interface SchemaBaseline {
  id: string;
  assetId: string;
  tableCount: number;
  columnCount: number;
  capturedAt: Date | null;
  description: string | null;
}

export const schemaBaselineModel: Model<SchemaBaseline> = model("SchemaBaseline", {
  id: text,
  assetId: text,
  tableCount: int,
  columnCount: int,
  capturedAt: maybe(time),
  description: maybe(text),
});

/** A baseline to make. */
export interface SchemaBaselineCreateBody {
  description?: string | undefined;
}

export const schemaBaselineCreateBody: Input<SchemaBaselineCreateBody> = input("SchemaBaselineCreateBody", {
  description: optional(text),
});

export type SchemaScheduleType = Open<
  "hourly" | "every_4_hours" | "daily" | "weekly" | "5m" | "1h" | "6h" | "1d" | "1w"
>;

const scheduleType = open("hourly", "every_4_hours", "daily", "weekly", "5m", "1h", "6h", "1d", "1w");

/** Whether, and how often, an asset's schema is looked at. */
export interface SchemaMonitoringStatus {
  assetId: string | null;
  monitoringEnabled: boolean;
  scheduleType: SchemaScheduleType | null;
  scheduleLabel: string | null;
  baselineId: string | null;
  nextCheckAt: Date | null;
  lastCheckAt: Date | null;
  baselineCapturedAt: Date | null;
}

const monitoringTable = {
  assetId: maybe(text),
  monitoringEnabled: flag,
  scheduleType: maybe(scheduleType),
  scheduleLabel: maybe(text),
  baselineId: maybe(text),
  nextCheckAt: maybe(time),
  lastCheckAt: maybe(time),
  baselineCapturedAt: maybe(time),
};

export const schemaMonitoringStatusModel: Model<SchemaMonitoringStatus> = model(
  "SchemaMonitoringStatus",
  monitoringTable,
);

/** The same, as an end of the monitoring is answered: with anything, or next to nothing. */
export const schemaMonitoringEndedModel: Model<SchemaMonitoringStatus> = model("SchemaMonitoringStatus", {
  ...monitoringTable,
  monitoringEnabled: or(flag, false),
});

/** How to look at an asset's schema. */
export interface SchemaMonitoringBody {
  /** Default `daily`. */
  scheduleType?: SchemaScheduleType | undefined;
  /** True: a baseline is made where there is none. Default true. */
  autoCreateBaseline?: boolean | undefined;
}

export const schemaMonitoringBody: Input<SchemaMonitoringBody> = input("SchemaMonitoringBody", {
  scheduleType: optional(scheduleType, "daily"),
  autoCreateBaseline: optional(flag, true),
});

/** Schema monitoring to try on the past. */
export interface SchemaDryRunBody {
  /** The asset's UUID or qualified name. */
  assetId: string;
  /** Default 30. */
  lookbackDays?: number | undefined;
  /** Default: all tables of the asset. */
  tablePath?: string | undefined;
  scheduleType?: SchemaScheduleType | undefined;
}

export const schemaDryRunBody: Input<SchemaDryRunBody> = input("SchemaDryRunBody", {
  assetId: assetIdField,
  lookbackDays: optional(between(int, 1, Number.MAX_SAFE_INTEGER), 30),
  tablePath: optional(filledText),
  scheduleType: optional(scheduleType),
});

/** A change that the monitoring would have told of. */
export interface SchemaDryRunChange {
  changeType: SchemaChangeType;
  tableName: string | null;
  columnName: string | null;
  /** Any JSON. */
  oldValue: unknown;
  /** Any JSON. */
  newValue: unknown;
  severity: SchemaSeverity | null;
}

const schemaDryRunChangeModel: Model<SchemaDryRunChange> = model("SchemaDryRunChange", {
  changeType,
  tableName: maybe(text),
  columnName: maybe(text),
  oldValue: json,
  newValue: json,
  severity: maybe(severity),
});

/** What schema monitoring would have done. */
export interface SchemaDryRun {
  assetId: string;
  scheduleType: SchemaScheduleType | null;
  baselineExists: boolean;
  tablesInBaseline: number;
  tablesInCurrent: number;
  changesDetected: number;
  /** How many changes of each type, untouched. */
  changesSummary: Record<string, unknown>;
  totalChanges: number;
  sampleChanges: SchemaDryRunChange[];
  estimatedAlertsPerWeek: number | null;
  recommendation: string | null;
}

export const schemaDryRunModel: Model<SchemaDryRun> = model("SchemaDryRun", {
  assetId: text,
  scheduleType: maybe(scheduleType),
  baselineExists: flag,
  tablesInBaseline: int,
  tablesInCurrent: int,
  changesDetected: int,
  changesSummary: map,
  totalChanges: int,
  sampleChanges: list(schemaDryRunChangeModel),
  estimatedAlertsPerWeek: maybe(number),
  recommendation: maybe(text),
});
