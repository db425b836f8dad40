import {
  filledText,
  flag,
  type Input,
  id,
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
  text,
  time,
} from "../../../base.js";
import { hideSecrets } from "../secrets.js";
import {
  type ConnectionStub,
  type ConnectionType,
  connectionStubModel,
  connectionTypeField,
  type StoreType,
} from "./connections.js";
import {
  type DatastoreGroup,
  type DatastoreMetrics,
  datastoreGroupModel,
  datastoreMetricsModel,
  type LatestOperation,
  latestOperationModel,
} from "./datastore-parts.js";
import {
  flagField,
  idsField,
  namesField,
  type OneOrMore,
  oneOrMore,
  type PageParams,
  pageFields,
  type Sort,
  sortField,
} from "./params.js";
import { type DatastoreStub, datastoreStubModel, type Tag, tagModel } from "./stubs.js";
import { type TeamStub, teamStubModel } from "./users.js";

/**
 * A place in a store, with containers. Lists can be lighter than `get`: what they lack is null, or empty. What it copies of
 * its connection and is secret is hidden as on `Connection`.
 */
export interface Datastore {
  id: number;
  createdAt: Date | null;
  name: string;
  description: string | null;
  storeType: StoreType | null;
  /** The connector. */
  type: ConnectionType | null;
  connectionId: number | null;
  /** Of older builds; newer ones give `connectionId` alone. */
  connection: ConnectionStub | null;
  database: string | null;
  schema: string | null;
  rootPath: string | null;
  folderGlobbingEnabled: boolean | null;
  /** True: it keeps the enrichment of others, and is no source itself. */
  enrichmentOnly: boolean | null;
  enrichmentPrefix: string | null;
  enrichmentSourceRecordLimit: number | null;
  enrichmentRemediationStrategy: Open<"none" | "append" | "overwrite"> | null;
  enrichmentAutoSync: boolean | null;
  highCountRollupThreshold: number | null;
  /** Where its enrichment is kept; null for nowhere. */
  enrichDatastore: DatastoreStub | null;
  teams: TeamStub[];
  tags: Tag[];
  group: DatastoreGroup | null;
  /** What the last test of its connection said. Ask `verifyConnection` for what holds now. */
  connected: boolean | null;
  latestOperation: LatestOperation | null;
  metrics: DatastoreMetrics | null;
  favorite: boolean | null;
  hasScheduledOperations: boolean | null;
  linkedDatastores: DatastoreStub[];
  /** A copy of the connection's. Not enumerable where it holds credentials. */
  jdbcUrl: string | null;
  /** A copy of the connection's. */
  host: string | null;
  /** A copy of the connection's. */
  port: number | null;
  /** A copy of the connection's. */
  username: string | null;
  /** A copy of the connection's. Secrets in it are not enumerable. */
  parameters: Record<string, unknown> | null;
}

/** What holds no secret, and is left as it is read: what is copied of the connection, and whatever is not known, may. */
const OPEN: readonly (keyof Datastore)[] = [
  "id",
  "createdAt",
  "name",
  "description",
  "storeType",
  "type",
  "connectionId",
  "teams",
  "tags",
  "group",
  "metrics",
];

export const datastoreModel: Model<Datastore> = model(
  "Datastore",
  {
    id: int,
    createdAt: maybe(time),
    name: text,
    description: maybe(text),
    storeType: maybe(open("jdbc", "dfs", "native")),
    type: maybe(connectionTypeField),
    connectionId: maybe(int),
    connection: maybe(connectionStubModel),
    database: maybe(text),
    schema: maybe(text),
    rootPath: maybe(text),
    folderGlobbingEnabled: maybe(flag),
    enrichmentOnly: maybe(flag),
    enrichmentPrefix: maybe(text),
    enrichmentSourceRecordLimit: maybe(int),
    enrichmentRemediationStrategy: maybe(open("none", "append", "overwrite")),
    enrichmentAutoSync: maybe(flag),
    highCountRollupThreshold: maybe(int),
    enrichDatastore: maybe(datastoreStubModel),
    teams: list(teamStubModel),
    tags: list(tagModel),
    group: maybe(datastoreGroupModel),
    connected: maybe(flag),
    latestOperation: maybe(latestOperationModel),
    metrics: maybe(datastoreMetricsModel),
    favorite: maybe(flag),
    hasScheduledOperations: maybe(flag),
    linkedDatastores: list(datastoreStubModel),
    jdbcUrl: maybe(text),
    host: maybe(text),
    port: maybe(int),
    username: maybe(text),
    parameters: maybe(map),
  },
  {
    wire: {
      createdAt: "created",
      enrichmentOnly: ["enrichment_only", "enrich_only"],
      enrichmentPrefix: ["enrichment_prefix", "enrich_container_prefix"],
      tags: "global_tags",
    },
    derive(datastore) {
      datastore.connectionId ??= datastore.connection?.id ?? null;
      hideSecrets(datastore, OPEN);
    },
  },
);

/** Filters of `datastores.listing`, and of `datastores.list` beside its pages and sorts. */
export interface DatastoreFilters {
  id?: OneOrMore<string | number> | undefined;
  name?: string | undefined;
  /** Text to look for. */
  search?: string | undefined;
  /** The connector. */
  datastoreType?: OneOrMore<ConnectionType> | undefined;
  /** By name. */
  tag?: OneOrMore<string> | undefined;
  /** By whatever the build takes: an id or a name. */
  group?: OneOrMore<string | number> | undefined;
  /** True: those alone that keep the enrichment of others. The server's default is false. */
  enrichmentOnly?: boolean | undefined;
}

/** Filters of `datastores.list`. */
export interface DatastoreListParams extends DatastoreFilters, PageParams {
  sortId?: Sort | undefined;
  sortDatastoreType?: Sort | undefined;
  sortFavorite?: Sort | undefined;
  sortGroup?: Sort | undefined;
  sortCreated?: Sort | undefined;
  sortName?: Sort | undefined;
  sortContainers?: Sort | undefined;
  sortRecords?: Sort | undefined;
  sortActiveChecks?: Sort | undefined;
  sortActiveAnomalies?: Sort | undefined;
}

const filters = {
  id: idsField,
  name: optional(filledText),
  search: optional(filledText),
  datastoreType: oneOrMore(connectionTypeField),
  tag: namesField,
  group: oneOrMore(id),
  enrichmentOnly: flagField,
};

export const datastoreListingParams: Input<DatastoreFilters> = input("DatastoreListingParams", filters);

export const datastoreListParams: Input<DatastoreListParams> = input("DatastoreListParams", {
  ...filters,
  sortId: sortField,
  sortDatastoreType: sortField,
  sortFavorite: sortField,
  sortGroup: sortField,
  sortCreated: sortField,
  sortName: sortField,
  sortContainers: sortField,
  sortRecords: sortField,
  sortActiveChecks: sortField,
  sortActiveAnomalies: sortField,
  ...pageFields,
});
