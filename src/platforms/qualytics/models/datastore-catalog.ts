import * as z from "zod/mini";
import {
  type Field,
  field,
  int,
  list,
  type Model,
  maybe,
  model,
  type Open,
  open,
  type Schema,
  text,
} from "../../../base.js";
import { hideSecrets } from "../secrets.js";
import { type ConnectionType, connectionTypeField, type StoreType } from "./connections.js";
import type { ContainerType } from "./stubs.js";

/** A field in the catalog. */
export interface CatalogField {
  /** Null where the platform tells the name alone. */
  id: number | null;
  name: string;
  type: string | null;
}

export const catalogFieldModel: Model<CatalogField> = model("CatalogField", {
  id: maybe(int),
  name: text,
  type: maybe(text),
});

/** A container in the catalog, with its fields. */
export interface CatalogContainer {
  id: number;
  name: string;
  containerType: ContainerType | null;
  tableType: Open<"table" | "view"> | null;
  fields: CatalogField[];
}

const named = (value: unknown): unknown => (typeof value === "string" ? { name: value } : value);

/** A field as a record, or as its name alone. */
const catalogField: Field<CatalogField> = field({
  read: (value) => catalogFieldModel.read(named(value)),
  write: catalogFieldModel.write,
  schema: () => z.pipe(z.transform(named), catalogFieldModel.schema) as unknown as Schema,
  inputSchema: () => catalogFieldModel.inputSchema,
});

export const catalogContainerModel: Model<CatalogContainer> = model("CatalogContainer", {
  id: int,
  name: text,
  containerType: maybe(open("table", "file", "computed_table", "computed_file", "computed_join")),
  tableType: maybe(open("table", "view")),
  fields: list(catalogField),
});

/** What there is in a datastore, down to the fields. What it copies of its connection is hidden as on `Datastore`. */
export interface DatastoreCatalog {
  id: number;
  name: string | null;
  type: ConnectionType | null;
  storeType: StoreType | null;
  containers: CatalogContainer[];
}

export const datastoreCatalogModel: Model<DatastoreCatalog> = model(
  "DatastoreCatalog",
  {
    id: int,
    name: maybe(text),
    type: maybe(connectionTypeField),
    storeType: maybe(open("jdbc", "dfs", "native")),
    containers: list(catalogContainerModel),
  },
  { derive: (catalog) => hideSecrets(catalog, ["id", "name", "type", "storeType", "containers"]) },
);
