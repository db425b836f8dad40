import * as z from "zod/mini";
import {
  between,
  type Field,
  field,
  filledList,
  filledText,
  flag,
  INVALID,
  type Input,
  type InputBy,
  input,
  inputBy,
  int,
  isRecord,
  map,
  number,
  type Open,
  oneOf,
  open,
  optional,
  parseTime,
  type Schema,
  type Sent,
  type Table,
} from "../../../base.js";
import { intIdField } from "../ids.js";

const LARGEST_LIMIT = 1_000_000_000;

interface InDatastore {
  datastoreId: string | number;
}

/** Which containers a run is about; all, where neither is told. */
interface ContainerChoice {
  containerNames?: readonly string[] | undefined;
  /** Containers that have one of these tags. */
  containerTags?: readonly string[] | undefined;
}

/** Where an incremental read begins. */
interface IncrementalStart {
  /** Records that came later. */
  greaterThanTime?: Date | string | undefined;
  /** Records of a later batch. */
  greaterThanBatch?: number | undefined;
}

/** Reads which containers a datastore has. */
export interface SyncRun extends InDatastore {
  type: "sync";
  /** Default: both. */
  include?: readonly Open<"table" | "view">[] | undefined;
  /** True: containers that no longer exist are dropped. The server's default is false. */
  prune?: boolean | undefined;
  /**
   * The sources do not agree on what it does: it brings back containers that were removed, or drops and makes anew all of
   * them. The server's default is false.
   */
  recreate?: boolean | undefined;
}

/** Measures the fields of containers, and infers checks. */
export interface ProfileRun extends InDatastore, ContainerChoice, IncrementalStart {
  type: "profile";
  /** How hard checks are inferred. Default: the server's. */
  aiEffort?: Open<"off" | "low" | "medium" | "high" | "xhigh" | "max"> | undefined;
  /** True: inferred checks begin as drafts. */
  inferAsDraft?: boolean | undefined;
  /** -1 for all. Default: the server's. */
  maxRecordsAnalyzedPerPartition?: number | undefined;
  /** At most 100 000. */
  maxCountTestingSample?: number | undefined;
  /** 0 to 1. */
  percentTestingThreshold?: number | undefined;
  /** 0 to 1. */
  highCorrelationThreshold?: number | undefined;
  histogramMaxDistinctValues?: number | undefined;
}

/** Asserts the checks of containers, and finds anomalies. */
export interface ScanRun extends InDatastore, ContainerChoice, IncrementalStart {
  type: "scan";
  /** True: only records that are new since the last scan. Default false. */
  incremental?: boolean | undefined;
  /** Whether anomalies are closed whose checks pass now. The server's default is true, and always false with `incremental`. */
  autoResolvePassedAnomalies?: boolean | undefined;
  /** -1 or 0 for all. Default: the server's. */
  maxRecordsAnalyzedPerPartition?: number | undefined;
  /** From 1. Default: the datastore's. */
  enrichmentSourceRecordLimit?: number | undefined;
  /** 1 to 1000. Default: the datastore's. */
  highCountRollupThreshold?: number | undefined;
  /** SQL literals that fill `{{ name }}` in the filters of checks. */
  checkVariables?: Readonly<Record<string, string>> | undefined;
  /** For builds before 2026 alone: newer ones refuse it, or do not heed it. */
  remediation?: "none" | "append" | "overwrite" | undefined;
}

/** Scans records that the caller brings. It is sent to the container. */
export interface ExternalScanRun {
  type: "external_scan";
  containerId: string | number;
  /** The name of the file that the records are from, such as `orders.csv`. */
  name: string;
  /** One object a row. */
  records: readonly Readonly<Record<string, unknown>>[];
}

/** Writes the records of containers to the enrichment datastore. */
export interface MaterializeRun extends InDatastore, ContainerChoice {
  type: "materialize";
  /** -1 for all. Default: the server's. */
  maxRecordsPerPartition?: number | undefined;
}

/** Writes metadata to the enrichment datastore. */
export interface ExportRun extends InDatastore {
  type: "export";
  assetType: Open<"anomalies" | "checks" | "profiles">;
  /** Default: all. */
  containerIds?: readonly (string | number)[] | undefined;
  containerTags?: readonly string[] | undefined;
  /** The server's default is true for checks, and else false. */
  includeDeleted?: boolean | undefined;
}

/** Writes metadata that is of no datastore to an enrichment datastore. */
export interface GlobalExportRun {
  type: "global_export";
  assetType: Open<"check_templates">;
  enrichmentDatastoreId: string | number;
  /** Default: all. */
  templateIds?: readonly (string | number)[] | undefined;
}

/** Copies checks to another container. Exactly one of `checkIds` and `checkTags` tells which. */
export interface PromoteChecksRun extends InDatastore {
  type: "promote_quality_check";
  containerId: string | number;
  destinationContainerId: string | number;
  checkIds?: readonly (string | number)[] | undefined;
  checkTags?: readonly string[] | undefined;
  checkAdditionalTags?: readonly string[] | undefined;
  /** The server's default is true. */
  asDraft?: boolean | undefined;
}

/** Copies computed fields, tables or files. The sources do not tell its fields: `fields` goes out as it is. */
export interface PromoteRun extends InDatastore {
  type: "promote_computed_field" | "promote_computed_table" | "promote_computed_file" | `promote_${string}`;
  /** The body beside `type` and `datastore_id`, in the platform's spelling. */
  fields?: Readonly<Record<string, unknown>> | undefined;
}

/** What `operations.run` starts. `type` tells which. */
export type RunBody =
  | SyncRun
  | ProfileRun
  | ScanRun
  | ExternalScanRun
  | MaterializeRun
  | ExportRun
  | GlobalExportRun
  | PromoteChecksRun
  | PromoteRun;

/** A run that is about one datastore, without the datastore: what `operations.runMany` starts in several. */
export type DatastoreRunBody =
  | Omit<SyncRun, "datastoreId">
  | Omit<ProfileRun, "datastoreId">
  | Omit<ScanRun, "datastoreId">
  | Omit<MaterializeRun, "datastoreId">
  | Omit<ExportRun, "datastoreId">;

/** As the official client writes it: to the millisecond, in UTC. */
const startTime: Field<Date | string> = field({
  read: (value) => {
    const date = typeof value === "string" ? parseTime(value) : value;
    return date instanceof Date && !Number.isNaN(date.getTime()) ? date.toISOString() : INVALID;
  },
  schema: () =>
    z.custom<Date | string>(
      (value) =>
        typeof value === "string" ? parseTime(value) !== null : value instanceof Date && !Number.isNaN(value.getTime()),
      { error: "expected a Date or an ISO 8601 time" },
    ),
});

const isSqlMap = (value: unknown): boolean =>
  isRecord(value) && Object.values(value).every((one) => typeof one === "string");
const sqlMap: Field<Readonly<Record<string, string>>> = field({
  read: (value) => (isSqlMap(value) ? value : INVALID),
  schema: () => z.custom(isSqlMap, { error: "expected an object of SQL texts" }) as unknown as Schema,
});

/** The platform takes the rows as a JSON text. */
const rows: Field<readonly Readonly<Record<string, unknown>>[]> = field({
  read: (value) =>
    Array.isArray(value) && value.length > 0 && value.every(isRecord) ? JSON.stringify(value) : INVALID,
  schema: () =>
    z.custom((value) => Array.isArray(value) && value.length > 0 && value.every(isRecord), {
      error: "expected a list of at least one row, each an object",
    }) as unknown as Schema,
});

const atLeast = (minimum: number): Field<number | undefined> => optional(between(int, minimum, LARGEST_LIMIT));
const share: Field<number | undefined> = optional(between(number, 0, 1));
const names: Field<readonly string[] | undefined> = optional(filledList(filledText));
const ids: Field<readonly (string | number)[] | undefined> = optional(filledList(intIdField));
const choice: Table<ContainerChoice> = { containerNames: names, containerTags: names };
const start: Table<IncrementalStart> = { greaterThanTime: optional(startTime), greaterThanBatch: optional(number) };

const exactlyOneOf =
  (...fields: readonly string[]) =>
  (value: object): { path: string[]; code: string; message: string } | undefined => {
    const told = fields.filter((name) => (value as Record<string, unknown>)[name] !== undefined);
    if (told.length === 1) return undefined;
    const message = `exactly one of ${fields.join(" and ")} must be given`;
    return { path: [told[1] ?? (fields[0] as string)], code: "custom", message };
  };

export const externalScanBody: Input<Omit<ExternalScanRun, "type" | "containerId">> = input<
  Omit<ExternalScanRun, "type" | "containerId">
>("ExternalScanBody", {
  name: filledText,
  records: rows,
});

const checked = input<PromoteRun>("PromoteRun", {
  type: filledText as Field<PromoteRun["type"]>,
  datastoreId: intIdField,
  fields: optional(map),
});
/** The caller's own fields beside the two that every run has. */
const promote = {
  of: (run: PromoteRun): Sent => ({
    encode() {
      const { fields, ...told } = checked.of(run).encode();
      return { ...(fields as object | undefined), ...told };
    },
  }),
};

/** The body of `POST /operations/run`. An external scan goes to its container. */
export const runBody: InputBy<Exclude<RunBody, ExternalScanRun>> = inputBy(
  "RunBody",
  "type",
  {
    sync: input<SyncRun>("SyncRun", {
      type: oneOf("sync"),
      datastoreId: intIdField,
      include: optional(filledList(open("table", "view"))),
      prune: optional(flag),
      recreate: optional(flag),
    }),
    profile: input<ProfileRun>("ProfileRun", {
      type: oneOf("profile"),
      datastoreId: intIdField,
      ...choice,
      ...start,
      aiEffort: optional(open("off", "low", "medium", "high", "xhigh", "max")),
      inferAsDraft: optional(flag),
      maxRecordsAnalyzedPerPartition: atLeast(-1),
      maxCountTestingSample: optional(between(int, 0, 100_000)),
      percentTestingThreshold: share,
      highCorrelationThreshold: share,
      histogramMaxDistinctValues: atLeast(0),
    }),
    scan: input<ScanRun>("ScanRun", {
      type: oneOf("scan"),
      datastoreId: intIdField,
      ...choice,
      ...start,
      incremental: optional(flag, false),
      autoResolvePassedAnomalies: optional(flag),
      maxRecordsAnalyzedPerPartition: atLeast(-1),
      enrichmentSourceRecordLimit: atLeast(1),
      highCountRollupThreshold: optional(between(int, 1, 1000)),
      checkVariables: optional(sqlMap),
      remediation: optional(oneOf("none", "append", "overwrite")),
    }),
    materialize: input<MaterializeRun>("MaterializeRun", {
      type: oneOf("materialize"),
      datastoreId: intIdField,
      ...choice,
      maxRecordsPerPartition: atLeast(-1),
    }),
    export: input<ExportRun>("ExportRun", {
      type: oneOf("export"),
      datastoreId: intIdField,
      assetType: open("anomalies", "checks", "profiles"),
      containerIds: ids,
      containerTags: names,
      includeDeleted: optional(flag),
    }),
    global_export: input<GlobalExportRun>("GlobalExportRun", {
      type: oneOf("global_export"),
      assetType: open("check_templates"),
      enrichmentDatastoreId: intIdField,
      templateIds: ids,
    }),
    promote_quality_check: input<PromoteChecksRun>(
      "PromoteChecksRun",
      {
        type: oneOf("promote_quality_check"),
        datastoreId: intIdField,
        containerId: intIdField,
        destinationContainerId: intIdField,
        checkIds: ids,
        checkTags: names,
        checkAdditionalTags: names,
        asDraft: optional(flag),
      },
      { also: exactlyOneOf("checkIds", "checkTags") },
    ),
  },
  (type) => (type.startsWith("promote_") ? promote : undefined),
);
