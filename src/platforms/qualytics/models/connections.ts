import {
  type Field,
  filledText,
  flag,
  type Input,
  input,
  int,
  list,
  type Model,
  map,
  maybe,
  model,
  type Open,
  open,
  optional,
  secret,
  text,
  time,
} from "../../../base.js";
import { hideSecrets } from "../secrets.js";
import {
  flagField,
  idsField,
  type OneOrMore,
  oneOrMore,
  type PageParams,
  pageFields,
  type Sort,
  sortField,
} from "./params.js";
import { type DatastoreStub, datastoreStubModel } from "./stubs.js";
import { toldText } from "./told-text.js";

/** Connectors of file stores. */
export const DFS_TYPES: readonly string[] = ["s3", "gcs", "abfs"];

/** The connectors. Newer builds know more. */
export type ConnectionType = Open<
  | "athena"
  | "bigquery"
  | "databricks"
  | "db2"
  | "dremio"
  | "hive"
  | "mariadb"
  | "mysql"
  | "oracle"
  | "postgresql"
  | "presto"
  | "redshift"
  | "snowflake"
  | "sqlserver"
  | "synapse"
  | "teradata"
  | "timescale"
  | "trino"
  | "s3"
  | "gcs"
  | "abfs"
  | "databricks_native"
>;

export const connectionTypeField: Field<ConnectionType> = open("postgresql") as Field<ConnectionType>;

/** How a store is read: by JDBC, as files, or by its own interface. */
export type StoreType = Open<"jdbc" | "dfs" | "native">;

/** A connection, as lists of names and other records show it. A secret in it is hidden as on `Connection`. */
export interface ConnectionStub {
  id: number | null;
  name: string | null;
  type: ConnectionType | null;
  connectionType: StoreType | null;
}

export const connectionStubModel: Model<ConnectionStub> = model(
  "ConnectionStub",
  {
    id: maybe(int),
    name: maybe(text),
    type: maybe(connectionTypeField),
    connectionType: maybe(open("jdbc", "dfs", "native")),
  },
  { derive: (stub) => hideSecrets(stub, ["id", "name", "type", "connectionType"]) },
);

/**
 * A connection to a store of data. The platform never answers `password`, `passphrase` and `secret_key`. What it does answer
 * and is secret can be read by its name, and is not enumerable: `console.log`, `JSON.stringify` and spreading leave it out.
 * That holds for `accessKey`, for secret keys at any depth of `parameters` and `secretsManager`, and for a `uri` or another
 * text that holds credentials. `redactConnection` gives a copy that shows where something is hidden. To send `parameters` on,
 * give them as they are, or let `connections.update` merge: a spread copy lacks what is hidden.
 */
export interface Connection {
  id: number;
  createdAt: Date | null;
  name: string | null;
  type: ConnectionType;
  connectionType: StoreType | null;
  /** The datastores that use it; empty where the platform does not tell. */
  datastores: DatastoreStub[];
  host: string | null;
  port: number | null;
  username: string | null;
  /** Of a file store. */
  uri: string | null;
  /** Of a file store. Never enumerable. */
  accessKey: string | null;
  /** Of a native store. */
  catalog: string | null;
  /** Of a native store. */
  catalogType: string | null;
  /** Settings of the connector under its own names, such as `role` and `warehouse`. */
  parameters: Record<string, unknown> | null;
  /** Where the platform takes the credentials from, when it does not keep them itself. */
  secretsManager: Record<string, unknown> | null;
  /** Rows that the driver fetches at once. */
  jdbcFetchSize: number | null;
  /** The most queries at once. */
  maxParallelization: number | null;
  productName: string | null;
  productVersion: string | null;
  driverName: string | null;
  driverVersion: string | null;
}

/** What holds no secret, and is left as it is read. */
const OPEN: readonly string[] = ["id", "createdAt", "name", "type", "connectionType"];

export const connectionModel: Model<Connection> = model(
  "Connection",
  {
    id: int,
    createdAt: maybe(time),
    name: maybe(text),
    type: connectionTypeField,
    connectionType: maybe(open("jdbc", "dfs", "native")),
    datastores: list(datastoreStubModel),
    host: maybe(text),
    port: maybe(int),
    username: maybe(text),
    uri: maybe(text),
    accessKey: secret(maybe(text)),
    catalog: maybe(text),
    catalogType: maybe(text),
    parameters: maybe(map),
    secretsManager: maybe(map),
    jdbcFetchSize: maybe(int),
    maxParallelization: maybe(int),
    productName: maybe(text),
    productVersion: maybe(text),
    driverName: maybe(text),
    driverVersion: maybe(text),
  },
  { wire: { createdAt: "created" }, derive: (connection) => hideSecrets(connection, OPEN) },
);

/** Whether a connection works. */
export interface ConnectionVerdict {
  /** Null where the answer does not tell: that is no yes. */
  connected: boolean | null;
  /** What the platform says of it; credentials in it are masked. */
  message: string | null;
}

export const connectionVerdictModel: Model<ConnectionVerdict> = model(
  "ConnectionVerdict",
  { connected: maybe(flag), message: maybe(toldText) },
  { wire: { connected: ["connected", "success"] }, derive: (verdict) => hideSecrets(verdict) },
);

/** Filters of `connections.list`. */
export interface ConnectionListParams extends PageParams {
  id?: OneOrMore<string | number> | undefined;
  name?: string | undefined;
  type?: OneOrMore<ConnectionType> | undefined;
  sortId?: Sort | undefined;
  sortCreated?: Sort | undefined;
  sortName?: Sort | undefined;
}

export const connectionListParams: Input<ConnectionListParams> = input("ConnectionListParams", {
  id: idsField,
  name: optional(filledText),
  type: oneOrMore(connectionTypeField),
  sortId: sortField,
  sortCreated: sortField,
  sortName: sortField,
  ...pageFields,
});

/** Filters of `connections.listing`. */
export interface ConnectionListingParams {
  /** True: those whose connector can keep enrichment. */
  supportsEnrichment?: boolean | undefined;
}

export const connectionListingParams: Input<ConnectionListingParams> = input("ConnectionListingParams", {
  supportsEnrichment: flagField,
});

/** Which schemas `connections.schemas` tells. */
export interface SchemaListParams {
  /** Those of this catalog. Default: the connection's own. */
  catalog?: string | undefined;
}

export const schemaListParams: Input<SchemaListParams> = input("SchemaListParams", { catalog: optional(filledText) });
