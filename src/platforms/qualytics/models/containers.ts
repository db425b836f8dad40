import * as z from "zod/mini";
import {
  derived,
  type Field,
  field,
  flag,
  INVALID,
  int,
  json,
  list,
  type Model,
  map,
  maybe,
  model,
  type Open,
  open,
  parseTime,
  type Schema,
  text,
  time,
} from "../../../base.js";
import { type ComputedField, computedFieldModel } from "./computed-fields.js";
import { type ContainerKind, kindOf } from "./container-kinds.js";
import {
  type ContainerMetrics,
  containerMetricsModel,
  type JoinSource,
  joinSourceModel,
  type ObservabilityMeasurement,
  observabilityMeasurementModel,
} from "./container-parts.js";
import {
  type ContainerStub,
  type ContainerType,
  containerStubModel,
  type DatastoreStub,
  datastoreStubModel,
  type Tag,
  tagModel,
} from "./stubs.js";

/** What incremental reads of a container go by. */
export type IncrementalIdentifierType = Open<"last-modified" | "batch-value">;

/** How the two sides of a join meet. */
export type JoinType = Open<"inner" | "left" | "right" | "outer" | "left_semi" | "left_anti">;

/** What a container of any kind has. Lists can be lighter than `get`: what they lack is null, or empty. */
export interface ContainerBase {
  id: number;
  createdAt: Date | null;
  name: string;
  displayName: string | null;
  description: string | null;
  /** The platform's word: a view is a `table` here. */
  containerType: ContainerType;
  tableType: Open<"table" | "view"> | null;
  status: Open<"Available" | "Changed" | "Inaccessible" | "Unloadable"> | null;
  /** Null where the platform shows none, as it may for a join of several datastores. */
  datastore: DatastoreStub | null;
  favorite: boolean | null;
  excludeFields: string[] | null;
  groupByFields: string[][] | null;
  metrics: ContainerMetrics | null;
  tags: Tag[];
  computedFields: ComputedField[];
  volumetricTrackingEnabled: boolean | null;
  freshnessTrackingEnabled: boolean | null;
  automateVolumetricChecks: boolean | null;
  automateFreshnessChecks: boolean | null;
  /** Null: never measured. */
  latestObservabilityMeasurement: ObservabilityMeasurement | null;
  /** Where the next incremental read begins: a batch, or a moment. A text that is no moment stays a text. */
  incrementalCheckpoint: number | Date | string | null;
  /** Null unless it is archived. */
  deletedAt: Date | null;
  additionalMetadata: Record<string, unknown> | null;
  /** Of a container in an enrichment datastore: what the platform writes there. */
  purpose: Open<"scan_metadata" | "remediation" | "materialized" | "exports" | "computed" | "other"> | null;
  /** Of the same, as it came. */
  purposeDataset: unknown;
  /** Of the same, as it came. */
  lastWrite: unknown;
  lastWriteOperationId: number | null;
  /** Of the same, as it came. */
  writtenBy: unknown;
}

interface Incremental {
  incrementalFieldName: string | null;
  incrementalIdentifierType: IncrementalIdentifierType | null;
}

/** A table or view of the source. */
export interface TableContainer extends ContainerBase, Incremental {
  kind: "table" | "view";
  partitionField: string | null;
  inferDatatypes: boolean | null;
}

/** A file, or a group of files of one form. */
export interface FileContainer extends ContainerBase {
  kind: "file";
  relativePath: string | null;
  fileName: string | null;
  extension: string | null;
  fileFormat: string | null;
  jsonFormat: string | null;
  hasHeader: boolean | null;
  escapeCharacter: string | null;
  lastModified: Date | null;
  lineIdentifierField: string | null;
  inferDatatypes: boolean | null;
  treatEmptyAsNull: boolean | null;
}

/** The result of a query in the source's own SQL. */
export interface ComputedTableContainer extends ContainerBase, Incremental {
  kind: "computed_table";
  query: string | null;
}

/** A selection from a file. */
export interface ComputedFileContainer extends ContainerBase {
  kind: "computed_file";
  sourceContainer: ContainerStub | null;
  sourceContainerId: number | null;
  selectClause: string | null;
  whereClause: string | null;
  groupByClause: string | null;
  /** As they came. */
  lateralViews: unknown[] | null;
}

/** Two containers joined by a field, or several by a `query` over `sources`. */
export interface ComputedJoinContainer extends ContainerBase {
  kind: "computed_join";
  leftContainerId: number | null;
  rightContainerId: number | null;
  leftJoinFieldName: string | null;
  rightJoinFieldName: string | null;
  leftPrefix: string | null;
  rightPrefix: string | null;
  joinType: JoinType | null;
  selectClause: string | null;
  whereClause: string | null;
  groupByClause: string | null;
  /** Null where two containers are joined by a field. */
  query: string | null;
  sources: JoinSource[];
}

/** A container of a type that this package does not know yet. */
export interface OtherContainer extends ContainerBase {
  kind: "other";
}

/** A table, view, file, or something computed of these. `kind` tells which, and with it which fields there are. */
export type Container =
  | TableContainer
  | FileContainer
  | ComputedTableContainer
  | ComputedFileContainer
  | ComputedJoinContainer
  | OtherContainer;

/** The fields of all kinds in one: those that are not of a container's own kind are null, unless the platform tells them. */
interface Flat
  extends ContainerBase,
    Omit<TableContainer, "kind">,
    Omit<FileContainer, "kind">,
    Omit<ComputedTableContainer, "kind">,
    Omit<ComputedFileContainer, "kind">,
    Omit<ComputedJoinContainer, "kind"> {
  kind: ContainerKind;
}

const isCheckpoint = (value: unknown): boolean => Number.isFinite(value) || typeof value === "string";
const checkpointOf = (value: unknown): unknown => (typeof value === "string" ? (parseTime(value) ?? value) : value);
const checkpoint: Field<number | Date | string> = field({
  read: (value) => (isCheckpoint(value) ? checkpointOf(value) : INVALID),
  write: (value) => {
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? INVALID : value.toISOString();
    return isCheckpoint(value) ? value : INVALID;
  },
  schema: () =>
    z.pipe(
      z.union([z.number(), z.string()]),
      z.transform((value) => checkpointOf(value)),
    ) as unknown as Schema,
  inputSchema: () => z.union([z.number(), z.string(), z.date()]) as unknown as Schema,
});

export const containerModel: Model<Container> = model<Flat>(
  "Container",
  {
    id: int,
    createdAt: maybe(time),
    name: text,
    displayName: maybe(text),
    description: maybe(text),
    kind: derived<ContainerKind>("other"),
    containerType: open("table", "file", "computed_table", "computed_file", "computed_join"),
    tableType: maybe(open("table", "view")),
    status: maybe(open("Available", "Changed", "Inaccessible", "Unloadable")),
    datastore: maybe(datastoreStubModel),
    favorite: maybe(flag),
    excludeFields: maybe(list(text)),
    groupByFields: maybe(list(list(text))),
    metrics: maybe(containerMetricsModel),
    tags: list(tagModel),
    computedFields: list(computedFieldModel),
    volumetricTrackingEnabled: maybe(flag),
    freshnessTrackingEnabled: maybe(flag),
    automateVolumetricChecks: maybe(flag),
    automateFreshnessChecks: maybe(flag),
    latestObservabilityMeasurement: maybe(observabilityMeasurementModel),
    incrementalCheckpoint: maybe(checkpoint),
    deletedAt: maybe(time),
    additionalMetadata: maybe(map),
    purpose: maybe(open("scan_metadata", "remediation", "materialized", "exports", "computed", "other")),
    purposeDataset: json,
    lastWrite: json,
    lastWriteOperationId: maybe(int),
    writtenBy: json,
    partitionField: maybe(text),
    incrementalFieldName: maybe(text),
    incrementalIdentifierType: maybe(open("last-modified", "batch-value")),
    inferDatatypes: maybe(flag),
    relativePath: maybe(text),
    fileName: maybe(text),
    extension: maybe(text),
    fileFormat: maybe(text),
    jsonFormat: maybe(text),
    hasHeader: maybe(flag),
    escapeCharacter: maybe(text),
    lastModified: maybe(time),
    lineIdentifierField: maybe(text),
    treatEmptyAsNull: maybe(flag),
    query: maybe(text),
    sourceContainer: maybe(containerStubModel),
    sourceContainerId: maybe(int),
    selectClause: maybe(text),
    whereClause: maybe(text),
    groupByClause: maybe(text),
    lateralViews: maybe(list(json)),
    leftContainerId: maybe(int),
    rightContainerId: maybe(int),
    leftJoinFieldName: maybe(text),
    rightJoinFieldName: maybe(text),
    leftPrefix: maybe(text),
    rightPrefix: maybe(text),
    joinType: maybe(open("inner", "left", "right", "outer", "left_semi", "left_anti")),
    sources: list(joinSourceModel),
  },
  {
    wire: { createdAt: "created", tags: "global_tags" },
    derive(one) {
      one.kind = kindOf(one.containerType, one.tableType);
      one.sourceContainerId ??= one.sourceContainer?.id ?? null;
    },
  },
) as unknown as Model<Container>;
