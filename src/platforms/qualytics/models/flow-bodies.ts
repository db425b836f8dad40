import * as z from "zod/mini";
import {
  type Field,
  field,
  filledText,
  flag,
  INVALID,
  type Input,
  type InputBy,
  type Issue,
  input,
  inputBy,
  int,
  list,
  map,
  maybe,
  number,
  type Open,
  oneOf,
  open,
  optional,
  type Schema,
  type Sent,
  type Table,
  text,
  ValidationError,
} from "../../../base.js";
import { intIdField, isUuid } from "../ids.js";
import type { NotificationType } from "./flows.js";
import type { OperationType } from "./operations.js";
import { type ExternalScanRun, type RunBody, runBody } from "./run-bodies.js";

/** What every action of a flow has. */
interface ActionBody {
  /** By it other actions name this one. Default: a new one at every call. */
  uuid?: string | undefined;
  /** The action that it comes after. Default: none. */
  parentActionUuid?: string | undefined;
  /** Its place among the actions that come after the same one. */
  orderRank?: number | undefined;
}

/** Sends a notification. */
export interface NotificationActionBody extends ActionBody {
  type: "notification";
  notificationType: NotificationType;
  /** What its kind of notification needs, in the platform's spelling: `flows.notificationSpecifications` tells. */
  parameters: Readonly<Record<string, unknown>>;
  /** What it signs in with. It is written, and never shown again. */
  secret?: string | undefined;
  authType?: "basic" | "digest" | "bearer" | undefined;
  /** The message; `flows.notificationTokens` tells what the platform fills in. */
  tokenizedMessage?: string | undefined;
}

/** Starts an operation. */
export interface OperationActionBody extends ActionBody {
  type: "operation";
  /** What is started, as `operations.run` takes it. */
  schedule: Exclude<RunBody, ExternalScanRun>;
}

/** An action of a new flow. `type` tells which. */
export type FlowActionBody = NotificationActionBody | OperationActionBody;

/** A flow to make. */
export interface FlowCreateBody {
  name: string;
  description?: string | null | undefined;
  /** The platform's word for the event that it follows. The sources do not list them. */
  triggerType: string;
  /** Only events of these datastores. Default: of all. */
  filterDatastores?: readonly (string | number)[] | undefined;
  /** Only operations of this type. */
  filterOperationType?: OperationType | null | undefined;
  /** Only operations that end so. */
  filterOperationResult?: Open<"success" | "failure" | "aborted"> | null | undefined;
  /** Only anomalies that checks of these rules found. Default: of all. */
  checkRuleTypes?: readonly string[] | undefined;
  /** Only anomalies of at least this weight. */
  weightThreshold?: number | null | undefined;
  /** Only what has these tags. Default: all. */
  tags?: readonly string[] | undefined;
  teamIds?: readonly (string | number)[] | undefined;
  /** True: it begins switched off. */
  deactivated?: boolean | undefined;
  actions?: readonly FlowActionBody[] | undefined;
}

/** A flow as it shall be: the whole of it. What is left out may be reset; an action keeps what it is by its `uuid`. */
export interface FlowUpdateBody extends FlowCreateBody {}

/** A value that an input of its own writes; its complaints are told under the place of the value. */
function written<T>(of: (value: T) => Sent): Field<T> {
  const attempt = (value: unknown): { wire: Record<string, unknown> } | { issues: readonly Issue[] } => {
    try {
      return { wire: of(value as T).encode() };
    } catch (error) {
      if (error instanceof ValidationError) return { issues: error.issues };
      throw error;
    }
  };
  return field({
    read: (value) => {
      const done = attempt(value);
      return "wire" in done ? done.wire : INVALID;
    },
    schema: () =>
      z.unknown().check(
        z.superRefine((value, context) => {
          const done = attempt(value);
          if ("wire" in done) return;
          for (const { path, message } of done.issues) context.addIssue({ code: "custom", path: [...path], message });
        }),
      ) as unknown as Schema,
  });
}

const uuid: Field<string> = field({
  read: (value) => (isUuid(value) ? value : INVALID),
  schema: () => z.custom<string>(isUuid, { error: "expected a UUID" }),
});

/** An action that nobody names needs a name all the same. */
const ownUuid: Field<string | undefined> = field({
  read: uuid.read,
  absent: () => crypto.randomUUID(),
  schema: () => z.optional(uuid.schema) as unknown as Schema,
});

const common: Table<ActionBody> = {
  uuid: ownUuid,
  parentActionUuid: optional(uuid),
  orderRank: optional(int),
};

export const notificationActionBody: Input<NotificationActionBody> = input("NotificationActionBody", {
  type: oneOf("notification"),
  ...common,
  notificationType: open("Email", "Slack", "Microsoft Teams", "PagerDuty", "Webhook", "HttpAction", "InApp"),
  parameters: map as Field<Readonly<Record<string, unknown>>>,
  secret: optional(filledText),
  authType: optional(oneOf("basic", "digest", "bearer")),
  tokenizedMessage: optional(text),
});

/** A schedule that no clock starts. */
const operationOfAction: Field<OperationActionBody["schedule"]> = written((run) => ({
  encode: () => ({ ...runBody.of(run).encode(), trigger_type: "action" }),
}));

const operationActionBody: Input<OperationActionBody> = input("OperationActionBody", {
  type: oneOf("operation"),
  ...common,
  schedule: operationOfAction,
});

const flowActionBody: InputBy<FlowActionBody> = inputBy("FlowActionBody", "type", {
  notification: notificationActionBody,
  operation: operationActionBody,
});

/** A list that may be empty: that takes away what there was. */
const each = <T>(of: Field<T>): Field<readonly T[] | undefined> =>
  optional(list(of, { required: true }) as unknown as Field<readonly T[]>);

const names: Field<readonly string[] | undefined> = each(filledText);
const ids: Field<readonly (string | number)[] | undefined> = each(intIdField);

const flowTable: Table<FlowCreateBody> = {
  name: filledText,
  description: optional(maybe(text)),
  triggerType: filledText,
  filterDatastores: ids,
  filterOperationType: optional(maybe(open("sync", "profile", "scan", "external_scan", "export", "materialize"))),
  filterOperationResult: optional(maybe(open("success", "failure", "aborted"))),
  checkRuleTypes: names,
  weightThreshold: optional(maybe(number)),
  tags: names,
  teamIds: ids,
  deactivated: optional(flag),
  actions: each(written((action: FlowActionBody) => flowActionBody.of(action))),
};

export const flowCreateBody: Input<FlowCreateBody> = input("FlowCreateBody", flowTable);

export const flowUpdateBody: Input<FlowUpdateBody> = input("FlowUpdateBody", flowTable);

/** Whether a flow is switched off. */
export const flowDeactivatedBody: Input<{ deactivated: boolean }> = input("FlowDeactivatedBody", { deactivated: flag });

/** Whether a notification is kept quiet. */
export const actionMutedBody: Input<{ muted: boolean }> = input("ActionMutedBody", { muted: flag });
