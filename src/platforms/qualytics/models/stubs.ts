import { flag, int, json, type Model, maybe, model, type Open, open, text, time } from "../../../base.js";
import { hideSecrets } from "../secrets.js";

/** A datastore, as other records show it. What it copies of its connection and is secret is hidden as on `Connection`. */
export interface DatastoreStub {
  id: number;
  name: string | null;
  storeType: Open<"jdbc" | "dfs" | "native"> | null;
  /** The connector, such as `snowflake`. */
  type: string | null;
}

export const datastoreStubModel: Model<DatastoreStub> = model(
  "DatastoreStub",
  {
    id: int,
    name: maybe(text),
    storeType: maybe(open("jdbc", "dfs", "native")),
    type: maybe(text),
  },
  { derive: (stub) => hideSecrets(stub, ["id", "name", "storeType", "type"]) },
);

/** The platform's word for what a container is. A view is a table with `table_type` view. */
export type ContainerType = Open<"table" | "file" | "computed_table" | "computed_file" | "computed_join">;

/** A container, as other records show it. */
export interface ContainerStub {
  id: number;
  name: string | null;
  containerType: ContainerType | null;
  tableType: Open<"table" | "view"> | null;
}

export const containerStubModel: Model<ContainerStub> = model("ContainerStub", {
  id: int,
  name: maybe(text),
  containerType: maybe(open("table", "file", "computed_table", "computed_file", "computed_join")),
  tableType: maybe(open("table", "view")),
});

/** A user, as other records show one. */
export interface UserStub {
  id: number | null;
  /** Whatever the platform tells: a name or an address. */
  name: string | null;
  email: string | null;
  /** The platform's own id of the user, such as `auth0|…` or one that ends in `@service`. */
  userId: string | null;
}

export const userStubModel: Model<UserStub> = model(
  "UserStub",
  { id: maybe(int), name: maybe(text), email: maybe(text), userId: maybe(text) },
  { wire: { name: ["name", "user_name"] } },
);

/** A tag. */
export interface Tag {
  /** Null where a record shows its tags by name alone. */
  id: number | null;
  name: string;
  type: Open<"global" | "entity" | "lineage" | "external"> | null;
  color: string | null;
  description: string | null;
  category: string | null;
  /** What it adds to the weight of an anomaly: -10 to 10. */
  weightModifier: number | null;
  /** How many records have it; null where the platform does not count. */
  count: number | null;
  createdAt: Date | null;
  /** Of an external tag: where it comes from, as it came. */
  integration: unknown;
}

export const tagModel: Model<Tag> = model(
  "Tag",
  {
    id: maybe(int),
    name: text,
    type: maybe(open("global", "entity", "lineage", "external")),
    color: maybe(text),
    description: maybe(text),
    category: maybe(text),
    weightModifier: maybe(int),
    count: maybe(int),
    createdAt: maybe(time),
    integration: json,
  },
  { wire: { createdAt: "created" } },
);

/** A schedule, as a run shows the one that started it. */
export interface ScheduleStub {
  id: number;
  name: string | null;
  type: string | null;
  triggerType: Open<"operation" | "action"> | null;
  deactivated: boolean | null;
  createdAt: Date | null;
}

export const scheduleStubModel: Model<ScheduleStub> = model(
  "ScheduleStub",
  {
    id: int,
    name: maybe(text),
    type: maybe(text),
    triggerType: maybe(open("operation", "action")),
    deactivated: maybe(flag),
    createdAt: maybe(time),
  },
  { wire: { createdAt: "created" } },
);
