import {
  derived,
  type Field,
  field,
  flag,
  INVALID,
  type Input,
  input,
  int,
  json,
  list,
  type Model,
  maybe,
  model,
  type Open,
  open,
  optional,
  type Operation as PortableOperation,
  text,
  time,
  type WorkState,
} from "../../../base.js";
import { intIdField } from "../ids.js";
import { hideSecrets, redactCredentials } from "../secrets.js";
import {
  dayField,
  flagField,
  idsField,
  type OneOrMore,
  oneOrMore,
  type PageParams,
  pageFields,
  type Sort,
  sortField,
} from "./params.js";
import {
  type ContainerStub,
  containerStubModel,
  type DatastoreStub,
  datastoreStubModel,
  type ScheduleStub,
  scheduleStubModel,
  type Tag,
  tagModel,
  type UserStub,
  userStubModel,
} from "./stubs.js";

/** The kinds of operations. `sync` is `catalog` on older builds. */
export type OperationType = Open<
  | "sync"
  | "profile"
  | "scan"
  | "external_scan"
  | "export"
  | "global_export"
  | "materialize"
  | "promote_quality_check"
  | "promote_computed_field"
  | "promote_computed_table"
  | "promote_computed_file"
>;

/** The platform's word for where an operation stands. Older builds have no `queued`. */
export type OperationResult = Open<"queued" | "running" | "success" | "failure" | "aborted">;

/** What an operation has counted so far. Each type counts its own; null where it does not. */
export interface OperationCounters {
  /** Can change while the operation runs. */
  totalContainers: number | null;
  containersAnalyzed: number | null;
  partitionsScanned: number | null;
  partitionsAnalyzed: number | null;
  recordsProcessed: number | null;
  fieldsProfiled: number | null;
  checksSynchronized: number | null;
  checksAdded: number | null;
  checksUpdated: number | null;
  anomaliesIdentified: number | null;
  autoResolvedAnomalyCount: number | null;
}

export const operationCountersModel: Model<OperationCounters> = model(
  "OperationCounters",
  {
    totalContainers: maybe(int),
    containersAnalyzed: maybe(int),
    partitionsScanned: maybe(int),
    partitionsAnalyzed: maybe(int),
    recordsProcessed: maybe(int),
    fieldsProfiled: maybe(int),
    checksSynchronized: maybe(int),
    checksAdded: maybe(int),
    checksUpdated: maybe(int),
    anomaliesIdentified: maybe(int),
    autoResolvedAnomalyCount: maybe(int),
  },
  { wire: { anomaliesIdentified: ["anomalies_identified", "anomalies_caught"] } },
);

/** A run of an operation. What it was started with stays on it under the platform's names, such as `incremental`. */
export interface Operation extends PortableOperation {
  id: number;
  type: OperationType;
  /**
   * `succeeded`, `failed` or `aborted` once it is over, `unknown` where it ended with another word; before it, `queued` or
   * `running`.
   */
  state: WorkState;
  /** Whether there is an `endedAt`, and `result` is not `queued` or `running`: see `endedAt`. */
  isTerminal: boolean;
  /** The platform's own word for its state. */
  result: OperationResult;
  /** Containers, or records where the platform counts no containers; null where it counts neither. */
  progress: { done: number; total: number | null; unit: string } | null;
  /** With `success` it tells of warnings. One that holds credentials can be read, but is not printed, logged or spread. */
  message: string | null;
  /** The message of an operation that succeeded all the same. Credentials in it are masked. */
  warnings: readonly string[];
  createdAt: Date;
  /** Null while it is queued. */
  startedAt: Date | null;
  /** When it ended. One that was resumed and is under way again may still show its first end. */
  endedAt: Date | null;
  /** A name or an address. */
  triggeredBy: string | null;
  triggeredByUser: UserStub | null;
  abortedBy: string | null;
  abortedByUser: UserStub | null;
  /** Null on an operation that is about no single datastore, such as a `global_export`. */
  datastore: DatastoreStub | null;
  /** The schedule that started it. */
  schedule: ScheduleStub | null;
  scheduleId: number | null;
  counters: OperationCounters | null;
  /** Anomalies that a scan closed, since their checks pass now. */
  autoResolvedAnomalyCount: number | null;
  /** The containers that were asked for. */
  containers: ContainerStub[];
  /** The tags that were asked for. */
  tags: Tag[];
  errorCode: string | null;
  faultDomain: string | null;
  phase: string | null;
  /** As it came: its shape differs between builds. */
  actionExecution: unknown;
}

const ENDS: Readonly<Record<string, WorkState>> = { success: "succeeded", failure: "failed", aborted: "aborted" };

const UNDER_WAY: readonly string[] = ["queued", "running"];

function stateOf({ result, isTerminal }: Operation): WorkState {
  if (isTerminal) return Object.hasOwn(ENDS, result) ? (ENDS[result] as WorkState) : "unknown";
  return result === "queued" ? "queued" : "running";
}

function progressOf(counters: OperationCounters | null): Operation["progress"] {
  if (counters === null) return null;
  const { containersAnalyzed, totalContainers, recordsProcessed } = counters;
  if (containersAnalyzed !== null) return { done: containersAnalyzed, total: totalContainers, unit: "containers" };
  return recordsProcessed === null ? null : { done: recordsProcessed, total: null, unit: "records" };
}

/** The message without its credentials, for errors and the like. A lenient client may be told something else than a text. */
export const maskedMessage = ({ message }: Pick<Operation, "message">): string | null =>
  typeof message === "string" ? redactCredentials(message) : null;

/** The name of a sync before it was called so. */
const OLD_SYNC = "catalog";

export const operationModel: Model<Operation> = model(
  "Operation",
  {
    id: int,
    type: open("sync", "profile", "scan", "external_scan", "export", "global_export", "materialize"),
    state: derived<WorkState>("unknown"),
    isTerminal: derived<boolean>(false),
    result: open("queued", "running", "success", "failure", "aborted"),
    progress: derived<Operation["progress"]>(null),
    message: maybe(text),
    warnings: derived<readonly string[]>([]),
    createdAt: time,
    startedAt: maybe(time),
    endedAt: maybe(time),
    triggeredBy: maybe(text),
    triggeredByUser: maybe(userStubModel),
    abortedBy: maybe(text),
    abortedByUser: maybe(userStubModel),
    datastore: maybe(datastoreStubModel),
    schedule: maybe(scheduleStubModel),
    scheduleId: maybe(int),
    counters: maybe(operationCountersModel),
    autoResolvedAnomalyCount: maybe(int),
    containers: list(containerStubModel),
    tags: list(tagModel),
    errorCode: maybe(text),
    faultDomain: maybe(text),
    phase: maybe(text),
    actionExecution: json,
  },
  {
    wire: { createdAt: "created", startedAt: "start_time", endedAt: "end_time", counters: "status" },
    derive(run) {
      if (run.type === OLD_SYNC) run.type = "sync";
      run.isTerminal = run.endedAt !== null && !UNDER_WAY.includes(run.result);
      run.state = stateOf(run);
      run.progress = progressOf(run.counters);
      const said = maskedMessage(run);
      run.warnings = run.state === "succeeded" && said !== null ? [said] : [];
      run.scheduleId ??= run.schedule?.id ?? null;
      run.autoResolvedAnomalyCount ??= run.counters?.autoResolvedAnomalyCount ?? null;
      hideSecrets(run);
    },
  },
);

/** Filters of `operations.list`. */
export interface OperationListParams extends PageParams {
  id?: string | number | undefined;
  /** Those that a schedule started. */
  scheduleId?: string | number | undefined;
  /** `sync` is sent as `catalog`, which every build knows. */
  operationType?: OperationType | undefined;
  /** True: those that have ended. False: those that are under way. */
  finished?: boolean | undefined;
  result?: OneOrMore<OperationResult> | undefined;
  /** A day. The sources do not say whether it is that day alone or the begin of a range: look at the items' own dates. */
  createdDate?: Date | string | undefined;
  /** A day, as `createdDate`. */
  startDate?: Date | string | undefined;
  /** A day, as `createdDate`. */
  endDate?: Date | string | undefined;
  datastore?: OneOrMore<string | number> | undefined;
  container?: OneOrMore<string | number> | undefined;
  /** True: those that have log entries. */
  hasLogs?: boolean | undefined;
  /** The caller's offset from UTC in minutes, by which the platform reads the days. */
  offset?: number | undefined;
  sortCreated?: Sort | undefined;
  sortDuration?: Sort | undefined;
}

/** `sync` goes out by the name that every build knows. */
const typeFilter: Field<OperationType> = field({
  read: (value) => (typeof value === "string" && value.trim() !== "" ? (value === "sync" ? OLD_SYNC : value) : INVALID),
  schema: () => open("sync").inputSchema,
});

export const operationListParams: Input<OperationListParams> = input("OperationListParams", {
  id: optional(intIdField),
  scheduleId: optional(intIdField),
  operationType: optional(typeFilter),
  finished: flagField,
  result: oneOrMore(open("queued", "running", "success", "failure", "aborted")),
  createdDate: optional(dayField),
  startDate: optional(dayField),
  endDate: optional(dayField),
  datastore: idsField,
  container: idsField,
  hasLogs: flagField,
  offset: optional(int),
  sortCreated: sortField,
  sortDuration: sortField,
  ...pageFields,
});

/** How a run is resumed. */
export interface ResumeParams {
  /** True: a run that is still under way is aborted first. Default false. */
  forceAbort?: boolean | undefined;
}

export const resumeParams: Input<ResumeParams> = input("ResumeParams", { forceAbort: optional(flag) });
