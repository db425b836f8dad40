import * as z from "zod/mini";
import {
  between,
  type Field,
  field,
  filledText,
  flag,
  INVALID,
  type Input,
  type Issue,
  input,
  int,
  maybe,
  oneOf,
  optional,
  type Schema,
  type Table,
  textOf,
} from "../../../base.js";
import { intIdField } from "../ids.js";
import { changesSomething, nameList } from "./changes.js";
import { type ConnectionBody, connectionBody, connectionIssue } from "./connection-bodies.js";
import { DFS_TYPES } from "./connections.js";

/** What happens to the records of anomalies in the source. */
export type RemediationStrategy = "none" | "append" | "overwrite";

/** What datastores can be given however they are made. */
export interface DatastoreSettings {
  /** At most 8000 characters. */
  description?: string | undefined;
  /** By name. The list replaces what there is; an empty one clears it. */
  teams?: readonly string[] | undefined;
  /** By name; those that do not exist are made. The list replaces what there is; an empty one clears it. */
  tags?: readonly string[] | undefined;
  /** True: it keeps the enrichment of others, and is no source itself. */
  enrichmentOnly?: boolean | undefined;
  /** Begins the names of what is written to the enrichment: at most 60 characters. */
  enrichmentPrefix?: string | undefined;
  /** Source records that are kept of an anomaly: 1 to 1 000 000 000. The server's default is 10. */
  enrichmentSourceRecordLimit?: number | undefined;
  /** The server's default is `none`. */
  enrichmentRemediationStrategy?: RemediationStrategy | undefined;
  enrichmentAutoSync?: boolean | undefined;
  /** Anomalies of one check above which they are rolled up into one: 1 to 1000. The server's default is 10. */
  highCountRollupThreshold?: number | undefined;
}

/** A group of datastores to make. */
export interface DatastoreGroupBody {
  /** 2 to 100 characters. */
  name: string;
  icon?: string | undefined;
}

/** What a new datastore can be given, wherever its connection and its name come from. */
export interface NewDatastoreSettings extends DatastoreSettings {
  groupId?: string | number | undefined;
  /** True: its containers are read at once. Default: the server's; the official client sends true. */
  triggerSync?: boolean | undefined;
  /** Where its enrichment is kept. */
  enrichmentDatastoreId?: string | number | undefined;
  /** The old name of `triggerSync`, which builds of 2026 refuse. */
  triggerCatalog?: never;
}

/** Where in its store a datastore lies. */
interface DatastorePlace {
  /** By JDBC. */
  database?: string | undefined;
  /** By JDBC. */
  schema?: string | undefined;
  /** Of a file store. */
  rootPath?: string | undefined;
  /** Of a file store: true makes one container of files that look alike. */
  folderGlobbingEnabled?: boolean | undefined;
}

/** A datastore to make. Exactly one of `connectionId` and `connection`, and at most one of `groupId` and `group`. */
export interface DatastoreBody extends NewDatastoreSettings, DatastorePlace {
  /** At most 255 characters. */
  name: string;
  connectionId?: string | number | undefined;
  /** A connection that is made with it. Secrets may be `${NAME}`. */
  connection?: ConnectionBody | undefined;
  /** A group that is made with it. */
  group?: DatastoreGroupBody | undefined;
}

/** What is to change on a datastore; what is left out stays. */
export interface DatastoreChanges extends DatastoreSettings, DatastorePlace {
  name?: string | undefined;
  /** Another connection. */
  connectionId?: string | number | undefined;
  enrichmentDatastoreId?: string | number | undefined;
  /** It is made once only: start a sync with `operations.run`. */
  triggerSync?: never;
}

const refused = (message: string): Field<undefined> =>
  field({
    read: () => INVALID,
    absent: () => undefined,
    schema: () => z.optional(z.custom(() => false, { error: message })) as unknown as Schema,
  });

const names: Field<readonly string[] | undefined> = optional(nameList);

export const settingsFields: Table<DatastoreSettings> = {
  description: optional(textOf(0, 8000)),
  teams: names,
  tags: names,
  enrichmentOnly: optional(flag),
  enrichmentPrefix: optional(textOf(0, 60)),
  enrichmentSourceRecordLimit: optional(between(int, 1, 1_000_000_000)),
  enrichmentRemediationStrategy: optional(oneOf("none", "append", "overwrite")),
  enrichmentAutoSync: optional(flag),
  highCountRollupThreshold: optional(between(int, 1, 1000)),
};

export const newDatastoreFields: Table<NewDatastoreSettings> = {
  ...settingsFields,
  groupId: optional(intIdField),
  triggerSync: optional(flag),
  enrichmentDatastoreId: optional(intIdField),
  triggerCatalog: refused("is called triggerSync now"),
};

const place: Table<DatastorePlace> = {
  database: optional(filledText),
  schema: optional(filledText),
  rootPath: optional(filledText),
  folderGlobbingEnabled: optional(flag),
};

const group: Input<DatastoreGroupBody> = input("DatastoreGroupBody", {
  name: textOf(2, 100),
  icon: optional(filledText),
});

/** A complaint about a connection within a body, with the way to it. */
export const inlineIssue = (connection: ConnectionBody | undefined): Issue | undefined => {
  const issue = connection === undefined ? undefined : connectionIssue(connection);
  return issue && { ...issue, path: ["connection", ...issue.path] };
};

function datastoreIssue(body: DatastoreBody): Issue | undefined {
  const issue = (field: string, message: string): Issue => ({ path: [field], code: "custom", message });
  if ((body.connectionId === undefined) === (body.connection === undefined))
    return issue(
      body.connection === undefined ? "connectionId" : "connection",
      "exactly one of connectionId and connection must be given",
    );
  if (body.groupId !== undefined && body.group !== undefined)
    return issue("group", "only one of groupId and group can be given");
  if (body.connection !== undefined && DFS_TYPES.includes(body.connection.type) && body.rootPath === undefined)
    return issue("rootPath", "must be given with a file store");
  return inlineIssue(body.connection);
}

export const datastoreBody: Input<DatastoreBody> = input(
  "DatastoreBody",
  {
    name: textOf(1, 255),
    connectionId: optional(intIdField),
    connection: optional(connectionBody),
    ...place,
    ...newDatastoreFields,
    group: optional(group),
  },
  { also: datastoreIssue },
);

export const datastoreChanges: Input<DatastoreChanges> = input(
  "DatastoreChanges",
  {
    name: optional(textOf(1, 255)),
    connectionId: optional(intIdField),
    ...place,
    ...settingsFields,
    enrichmentDatastoreId: optional(intIdField),
    triggerSync: refused("is for new datastores: start a sync with operations.run"),
  },
  { also: changesSomething() },
);

/** Whether a datastore is one of the caller's favourites. */
export interface DatastoreFavoriteBody {
  favorite: boolean;
}

export const datastoreFavoriteBody: Input<DatastoreFavoriteBody> = input("DatastoreFavoriteBody", { favorite: flag });

/** The group that a datastore is to be in. */
export interface DatastoreGroupAssignment {
  /** Null: none. */
  groupId: string | number | null;
}

export const datastoreGroupAssignment: Input<DatastoreGroupAssignment> = input("DatastoreGroupAssignment", {
  groupId: given(maybe(intIdField)),
});

/** As it is, but it must be told: left out, null would take the datastore out of its group. */
function given<T>(of: Field<T>): Field<T> {
  return field({
    read: of.read,
    write: of.write,
    schema: () => of.schema,
    inputSchema: () =>
      z.custom((value) => value !== undefined && of.write(value) !== INVALID, {
        error: "expected a whole number, or null for none",
      }) as unknown as Schema,
  });
}
