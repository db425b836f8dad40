import * as z from "zod/mini";
import {
  type Field,
  field,
  filledText,
  flag,
  INVALID,
  type Input,
  input,
  int,
  isRecord,
  list,
  type Model,
  maybe,
  model,
  type Open,
  open,
  optional,
  type Schema,
  type Sent,
  text,
  time,
  ValidationError,
} from "../../../base.js";
import type { OperationType } from "./operations.js";
import { type ExternalScanRun, type GlobalExportRun, type RunBody, runBody } from "./run-bodies.js";
import {
  type ContainerStub,
  containerStubModel,
  type DatastoreStub,
  datastoreStubModel,
  type ScheduleStub,
  type Tag,
  tagModel,
} from "./stubs.js";

/** An operation that is started by the clock. What its runs are started with stays on it under the platform's names. */
export interface Schedule extends ScheduleStub {
  type: OperationType | null;
  /** Minute, hour, day of the month, month and day of the week, in UTC. */
  crontab: string | null;
  /** Null on one that is about no single datastore, such as a `global_export`. */
  datastore: DatastoreStub | null;
  /** The containers that are asked for, where the platform tells them as records. */
  containers: ContainerStub[];
  /** The same, where it tells their names. */
  containerNames: string[];
  /** The tags that are asked for, where the platform tells them as records. */
  tags: Tag[];
  /** The same, where it tells their names. */
  containerTags: string[];
}

/** The name of a sync before it was called so. */
const OLD_SYNC = "catalog";

export const scheduleModel: Model<Schedule> = model<Schedule>(
  "Schedule",
  {
    id: int,
    name: maybe(text),
    type: maybe(open("sync", "profile", "scan", "export", "global_export", "materialize")),
    triggerType: maybe(open("operation", "action")),
    deactivated: maybe(flag),
    createdAt: maybe(time),
    crontab: maybe(text),
    datastore: maybe(datastoreStubModel),
    containers: list(containerStubModel),
    containerNames: list(text),
    tags: list(tagModel),
    containerTags: list(text),
  },
  {
    wire: { createdAt: "created" },
    derive(schedule) {
      if (schedule.type === OLD_SYNC) schedule.type = "sync";
    },
  },
);

/** When a schedule starts its operation. */
interface Timing {
  /** Five fields, in UTC: minute, hour, day of the month, month, day of the week. `0 6 * * 1-5`: at six on weekdays. */
  crontab: string;
  name?: string | undefined;
  /** True: it starts nothing until it is activated. The server's default is false. */
  deactivated?: boolean | undefined;
  /** `action`: it belongs to an action of a flow. The server's default is `operation`. */
  triggerType?: Open<"operation" | "action"> | undefined;
}

type Each<T, Without extends PropertyKey> = T extends unknown ? Omit<T, Without> : never;

type ScheduledRun = Exclude<RunBody, ExternalScanRun>;

/** A schedule to make: what it starts, as `operations.run` takes it, and when. An external scan cannot be scheduled. */
export type ScheduleCreateBody = ScheduledRun & Timing;

/** The whole of a schedule as it shall be, without its datastore, which stays. */
export type ScheduleUpdateBody = Each<ScheduledRun, "datastoreId"> & Timing;

const isCrontab = (value: unknown): boolean =>
  typeof value === "string" && /^[\w*?,/#-]+(?: [\w*?,/#-]+){4}$/.test(value.trim().replace(/\s+/g, " "));

const crontab: Field<string> = field({
  read: (value) => (isCrontab(value) ? value : INVALID),
  schema: () =>
    z.custom<string>(isCrontab, {
      error: "expected the five fields of a crontab, such as 0 6 * * *",
    }) as unknown as Schema,
});

const timing: Input<Timing> = input("ScheduleTiming", {
  crontab,
  name: optional(filledText),
  deactivated: optional(flag),
  triggerType: optional(open("operation", "action")),
});

/** It is about no single datastore. */
const GLOBAL: GlobalExportRun["type"] = "global_export";

/** The body of `POST /operations/schedule`. */
export const scheduleCreateBody: { of(value: ScheduleCreateBody): Sent } = {
  of: (value) => ({ encode: () => encoded(value) }),
};

/** The body of `PUT /operations/schedule/{id}`: that of a new one, without a datastore. */
export const scheduleUpdateBody: { of(value: ScheduleUpdateBody): Sent } = {
  of: (value) => ({
    encode() {
      if (isRecord(value) && value.datastoreId !== undefined) {
        const message = "the datastore of a schedule cannot be changed: make another schedule";
        throw new ValidationError([{ path: ["datastoreId"], code: "unrecognized_keys", message }]);
      }
      // Those that are about a datastore are checked as if they named one.
      const named = isRecord(value) && value.type !== GLOBAL ? { ...value, datastoreId: 1 } : value;
      const { datastore_id: _, ...body } = encoded(named as ScheduleCreateBody);
      return body;
    },
  }),
};

function encoded(value: ScheduleCreateBody): Record<string, unknown> {
  if (!isRecord(value)) return runBody.of(value).encode();
  const { crontab, name, deactivated, triggerType, ...run } = value as ScheduleCreateBody;
  return {
    ...runBody.of(run as ScheduledRun).encode(),
    ...timing.of({ crontab, name, deactivated, triggerType }).encode(),
  };
}

/** Whether a schedule is stopped. */
export const scheduleDeactivationBody: Input<{ deactivated: boolean }> = input("ScheduleDeactivationBody", {
  deactivated: flag,
});
