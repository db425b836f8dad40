import * as z from "zod/mini";
import {
  type Field,
  field,
  flag,
  INVALID,
  int,
  isRecord,
  list,
  type Model,
  map,
  maybe,
  model,
  number,
  type Open,
  open,
  type Schema,
  secret,
  text,
  time,
} from "../../../base.js";
import type { OperationType } from "./operations.js";
import { hidingSecrets } from "./out-of-sight.js";
import {
  type DatastoreStub,
  datastoreStubModel,
  type ScheduleStub,
  scheduleStubModel,
  type Tag,
  tagModel,
} from "./stubs.js";

/** Where a notification goes. */
export type NotificationType = Open<
  "Email" | "Slack" | "Microsoft Teams" | "PagerDuty" | "Webhook" | "HttpAction" | "InApp"
>;

/** Something that a flow does: it sends a notification, or starts an operation. */
export interface FlowAction {
  /** Null where the platform tells the UUID alone. */
  id: number | null;
  type: Open<"notification" | "operation">;
  uuid: string | null;
  /** The action that it comes after; null: it is one of the first. */
  parentActionUuid: string | null;
  orderRank: number | null;
  createdAt: Date | null;
  notificationType: NotificationType | null;
  /**
   * What its kind of notification needs, untouched: addresses, channels, headers. It may hold keys, and the address of a
   * webhook is one, so that it is not enumerable: printing the action, `JSON.stringify` and spreading leave it out. Read it
   * as `action.parameters`.
   */
  parameters: Record<string, unknown> | null;
  /** Null where the platform keeps it to itself, as it should. Not enumerable, as `parameters`. */
  secret: string | null;
  authType: Open<"basic" | "digest" | "bearer"> | null;
  /** The message, with tokens that the platform fills in. */
  tokenizedMessage: string | null;
  /** Of a notification: true while none is sent. */
  muted: boolean | null;
  /** Of an operation: what it is started with stays on it under the platform's names. */
  schedule: ScheduleStub | null;
}

const actionTable = {
  id: maybe(int),
  type: open("notification", "operation"),
  uuid: maybe(text),
  parentActionUuid: maybe(text),
  orderRank: maybe(int),
  createdAt: maybe(time),
  notificationType: maybe(open("Email", "Slack", "Microsoft Teams", "PagerDuty", "Webhook", "HttpAction", "InApp")),
  parameters: secret(maybe(map)),
  secret: secret(maybe(text)),
  authType: maybe(open("basic", "digest", "bearer")),
  tokenizedMessage: maybe(text),
  muted: maybe(flag),
  schedule: maybe(scheduleStubModel),
};

export const flowActionModel: Model<FlowAction> = model<FlowAction>("FlowAction", actionTable, {
  wire: { createdAt: "created" },
  derive: hidingSecrets(actionTable),
});

/** A flow, by its name. */
export interface FlowStub {
  id: number;
  name: string | null;
  deactivated: boolean | null;
}

export const flowStubModel: Model<FlowStub> = model("FlowStub", {
  id: int,
  name: maybe(text),
  deactivated: maybe(flag),
});

/** What happens after what: actions that follow an event. */
export interface Flow extends FlowStub {
  description: string | null;
  createdAt: Date | null;
  /** The platform's word for the event. The sources do not list them. */
  triggerType: string | null;
  /** Only events of these; empty: of all. */
  filterDatastores: DatastoreStub[];
  /** Only operations of this type. */
  filterOperationType: OperationType | null;
  /** Only operations that end so. */
  filterOperationResult: Open<"success" | "failure" | "aborted"> | null;
  /** Only anomalies that checks of these rules found; empty: of all. */
  checkRuleTypes: string[];
  /** Only anomalies of at least this weight. */
  weightThreshold: number | null;
  /** Only what has these tags; empty: all. */
  tags: Tag[];
  /** The teams that it belongs to. */
  teamIds: number[];
  actions: FlowAction[];
}

/** A record that may be told by one value alone: `whole` makes a record of it. */
function short<T>(of: Model<T>, isShort: (value: unknown) => boolean, whole: (value: unknown) => object): Field<T> {
  const filled = (value: unknown): unknown => (isShort(value) ? whole(value) : value);
  return field({
    read: (value) => of.read(filled(value)),
    schema: () => z.pipe(z.transform(filled), of.schema as Schema) as unknown as Schema,
  });
}

const isText = (value: unknown): boolean => typeof value === "string";

/** An id, or a record that has one. */
const idField: Field<number> = field({
  read: (value) => int.read(isRecord(value) ? value.id : value),
  schema: () =>
    z.pipe(
      z.transform((value: unknown): unknown => (isRecord(value) ? value.id : value)),
      int.schema,
    ) as unknown as Schema,
});

const flowTable = {
  id: int,
  name: maybe(text),
  deactivated: maybe(flag),
  description: maybe(text),
  createdAt: maybe(time),
  triggerType: maybe(text),
  filterDatastores: list(
    short(
      datastoreStubModel,
      (value) => int.read(value) !== INVALID,
      (id) => ({ id }),
    ),
  ),
  filterOperationType: maybe(open("sync", "profile", "scan", "external_scan", "export", "materialize")),
  filterOperationResult: maybe(open("success", "failure", "aborted")),
  checkRuleTypes: list(text),
  weightThreshold: maybe(number),
  tags: list(short(tagModel, isText, (name) => ({ name }))),
  teamIds: list(idField),
  actions: list(flowActionModel),
};

export const flowModel: Model<Flow> = model<Flow>("Flow", flowTable, {
  wire: { createdAt: "created" },
  derive: hidingSecrets(flowTable),
});
