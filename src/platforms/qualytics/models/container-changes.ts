import {
  type Field,
  filledList,
  filledText,
  flag,
  type Input,
  input,
  maybe,
  open,
  optional,
  type Sent,
  type Table,
  text,
} from "../../../base.js";
import { intIdField } from "../ids.js";
import { changesSomething, nameList } from "./changes.js";
import {
  descriptionField,
  type JoinSourceBody,
  joinSourceBody,
  joinTypeField,
  type LateralView,
  lateralViewsField,
  metadataField,
  nameField,
  prefixField,
} from "./container-bodies.js";
import type { ContainerKind } from "./container-kinds.js";
import type { IncrementalIdentifierType, JoinType } from "./containers.js";

/** What can be changed of a container of any kind. Null clears. */
interface SharedChanges {
  /** At most 8000 characters. */
  description?: string | null | undefined;
  /** By name, in the place of those that it has. */
  tags?: readonly string[] | undefined;
  /** In the place of what it has, untouched. */
  additionalMetadata?: Readonly<Record<string, unknown>> | null | undefined;
}

interface IncrementalChanges {
  incrementalFieldName?: string | null | undefined;
  incrementalIdentifierType?: IncrementalIdentifierType | null | undefined;
}

interface Definable {
  /** At most 255 characters. */
  name?: string | undefined;
  /**
   * True: fields that the new definition no longer has are dropped, with their checks and anomalies. Default: the platform
   * refuses that with `ConflictError`.
   */
  forceDropFields?: boolean | undefined;
}

/** What can be changed of a table or view. */
export interface TableChanges extends SharedChanges, IncrementalChanges {
  partitionField?: string | null | undefined;
  inferDatatypes?: boolean | undefined;
}

/** What can be changed of a file. */
export interface FileChanges extends SharedChanges {
  escapeCharacter?: string | null | undefined;
  hasHeader?: boolean | undefined;
  inferDatatypes?: boolean | undefined;
  treatEmptyAsNull?: boolean | undefined;
}

/** What can be changed of a computed table. */
export interface ComputedTableChanges extends SharedChanges, IncrementalChanges, Definable {
  query?: string | undefined;
}

/** What can be changed of a computed file. */
export interface ComputedFileChanges extends SharedChanges, Definable {
  sourceContainerId?: string | number | undefined;
  selectClause?: string | undefined;
  whereClause?: string | null | undefined;
  groupByClause?: string | null | undefined;
  lateralViews?: readonly LateralView[] | null | undefined;
}

/** What can be changed of a computed join. */
export interface ComputedJoinChanges extends SharedChanges, Definable {
  leftContainerId?: string | number | undefined;
  rightContainerId?: string | number | undefined;
  leftJoinFieldName?: string | undefined;
  rightJoinFieldName?: string | undefined;
  /** `full` is sent as `outer`. */
  joinType?: JoinType | "full" | undefined;
  leftPrefix?: string | undefined;
  rightPrefix?: string | undefined;
  selectClause?: string | undefined;
  whereClause?: string | null | undefined;
  groupByClause?: string | null | undefined;
  query?: string | undefined;
  sources?: readonly JoinSourceBody[] | undefined;
}

/** What `containers.update` changes. Which fields there are depends on the container's kind. */
export type ContainerChanges =
  | TableChanges
  | FileChanges
  | ComputedTableChanges
  | ComputedFileChanges
  | ComputedJoinChanges;

const orNull = <T>(of: Field<T>): Field<T | null | undefined> => optional(maybe(of));

const shared: Table<SharedChanges> = {
  description: orNull(descriptionField),
  tags: optional(nameList),
  additionalMetadata: orNull(metadataField),
};
const incremental: Table<IncrementalChanges> = {
  incrementalFieldName: orNull(filledText),
  incrementalIdentifierType: orNull(open("last-modified", "batch-value")),
};
const definable: Table<Definable> = { name: optional(nameField), forceDropFields: optional(flag) };
const table: Table<TableChanges> = {
  ...shared,
  ...incremental,
  partitionField: orNull(filledText),
  inferDatatypes: optional(flag),
};
const file: Table<FileChanges> = {
  ...shared,
  escapeCharacter: orNull(text),
  hasHeader: optional(flag),
  inferDatatypes: optional(flag),
  treatEmptyAsNull: optional(flag),
};
const computedTable: Table<ComputedTableChanges> = {
  ...shared,
  ...incremental,
  ...definable,
  query: optional(filledText),
};
const computedFile: Table<ComputedFileChanges> = {
  ...shared,
  ...definable,
  sourceContainerId: optional(intIdField),
  selectClause: optional(filledText),
  whereClause: orNull(text),
  groupByClause: orNull(text),
  lateralViews: orNull(lateralViewsField),
};
const computedJoin: Table<ComputedJoinChanges> = {
  ...shared,
  ...definable,
  leftContainerId: optional(intIdField),
  rightContainerId: optional(intIdField),
  leftJoinFieldName: optional(filledText),
  rightJoinFieldName: optional(filledText),
  joinType: optional(joinTypeField),
  leftPrefix: optional(prefixField),
  rightPrefix: optional(prefixField),
  selectClause: optional(filledText),
  whereClause: orNull(text),
  groupByClause: orNull(text),
  query: optional(filledText),
  sources: optional(filledList(joinSourceBody)),
};

type AnyChanges = TableChanges & FileChanges & ComputedTableChanges & ComputedFileChanges & ComputedJoinChanges;

/** The changes of all kinds, for what can be said before the kind is known. */
export const anyContainerChanges: Input<AnyChanges> = input<AnyChanges>(
  "ContainerChanges",
  { ...table, ...file, ...computedTable, ...computedFile, ...computedJoin },
  { also: changesSomething("forceDropFields") },
);

const tableChanges: Input<TableChanges> = input("TableChanges", table);

/** The changes of one kind. */
interface ChangesOfKind {
  of(changes: ContainerChanges): Sent;
}

/** The changes of each kind that is known. */
export const containerChanges: Readonly<Record<Exclude<ContainerKind, "other">, ChangesOfKind>> = {
  table: tableChanges,
  view: tableChanges,
  file: input<FileChanges>("FileChanges", file),
  computed_table: input<ComputedTableChanges>("ComputedTableChanges", computedTable),
  computed_file: input<ComputedFileChanges>("ComputedFileChanges", computedFile),
  computed_join: input<ComputedJoinChanges>("ComputedJoinChanges", computedJoin),
};
