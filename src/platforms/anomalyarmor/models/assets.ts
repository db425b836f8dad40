import {
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
  number,
  type Open,
  open,
  optional,
  or,
  text,
  textOf,
  time,
} from "../../../base.js";
import { limitField, offsetField, type PageParams } from "./params.js";

/** A column of an asset. */
export interface Column {
  name: string;
  dataType: string | null;
  isNullable: boolean | null;
  isPrimaryKey: boolean | null;
  description: string | null;
  tags: string[];
}

export const columnModel: Model<Column> = model(
  "Column",
  {
    name: text,
    dataType: maybe(text),
    isNullable: maybe(flag),
    isPrimaryKey: maybe(flag),
    description: maybe(text),
    tags: list(text),
  },
  { wire: { isNullable: ["is_nullable", "nullable"] } },
);

/** A table, view or model that AnomalyArmor watches. */
export interface Asset {
  /** Normally a UUID. */
  id: string;
  /** `source.database.schema.table`, or shorter. */
  qualifiedName: string;
  name: string;
  assetType: Open<"table" | "view" | "model">;
  /** The kind of source, such as `snowflake`. */
  source: string | null;
  database: string | null;
  schemaName: string | null;
  tableName: string | null;
  description: string | null;
  rowCount: number | null;
  columnCount: number | null;
  sizeBytes: number | null;
  tags: string[];
  /** Told by `get` only. */
  columns: Column[] | null;
  /** The freshness as `get` tells it, untouched; `client.freshness.get` gives it typed. */
  freshness: Record<string, unknown> | null;
  isActive: boolean;
  createdAt: Date | null;
  updatedAt: Date | null;
}

export const assetModel: Model<Asset> = model(
  "Asset",
  {
    id: text,
    qualifiedName: text,
    name: text,
    assetType: or(open("table", "view", "model"), "table"),
    source: maybe(text),
    database: maybe(text),
    schemaName: maybe(text),
    tableName: maybe(text),
    description: maybe(text),
    rowCount: maybe(int),
    columnCount: maybe(int),
    sizeBytes: maybe(int),
    tags: list(text),
    columns: maybe(list(columnModel)),
    freshness: maybe(map),
    isActive: or(flag, true),
    createdAt: maybe(time),
    updatedAt: maybe(time),
  },
  {
    wire: {
      assetType: ["asset_type", "type"],
      source: ["source", "source_type"],
      database: ["database", "database_name"],
      schemaName: ["schema_name", "schema"],
    },
  },
);

/** Filters of `assets.list`. */
export interface AssetListParams extends PageParams {
  /** The kind of source, such as `snowflake`. */
  source?: string | undefined;
  assetType?: Open<"table" | "view" | "model"> | undefined;
  /** Text to look for in names. */
  search?: string | undefined;
}

export const assetListParams: Input<AssetListParams> = input("AssetListParams", {
  source: optional(filledText),
  assetType: optional(open("table", "view", "model")),
  search: optional(filledText),
  limit: limitField,
  offset: offsetField,
});

/** A source to watch. */
export interface AssetCreateBody {
  name: string;
  sourceType: Open<"snowflake" | "postgresql" | "databricks" | "bigquery" | "redshift" | "mysql" | "clickhouse">;
  /** How to reach the source; its keys are the platform's and are sent as they are. Never logged. */
  connectionConfig: Record<string, unknown>;
  description?: string | undefined;
}

export const assetCreateBody: Input<AssetCreateBody> = input("AssetCreateBody", {
  name: filledText,
  sourceType: textOf(1, 200),
  connectionConfig: map,
  description: optional(text),
});

/** Whether a source can be reached. */
export interface ConnectionTestResult {
  success: boolean;
  latencyMs: number | null;
  errorMessage: string | null;
  errorCode: string | null;
  testedAt: Date | null;
}

export const connectionTestResultModel: Model<ConnectionTestResult> = model("ConnectionTestResult", {
  success: flag,
  latencyMs: maybe(number),
  errorMessage: maybe(text),
  errorCode: maybe(text),
  testedAt: maybe(time),
});
