import * as z from "zod/mini";
import {
  type AssetRef,
  type Field,
  field,
  filledText,
  INVALID,
  type Input,
  input,
  type Model,
  optional,
  type Asset as PortableAsset,
  type AssetListParams as PortableListParams,
  type Schema,
} from "../../../base.js";
import { intIdField, numberOf } from "../ids.js";
import type { ContainerKind } from "./container-kinds.js";
import { type Container, containerModel } from "./containers.js";
import { limitField, namesField, type OneOrMore } from "./params.js";

/** A container, as the asset that portable code knows. */
export interface Asset extends PortableAsset {
  id: number;
  /** `datastore.container`; the container's name alone where the platform shows no datastore. */
  qualifiedName: string;
  /**
   * What is computed by a query or a join is a `view`, and a selection from a file a `file`: neither holds data of its own.
   * `container.kind` tells them apart.
   */
  assetType: PortableAsset["assetType"];
  /** The connector of its datastore, such as `snowflake`. */
  source: string | null;
  /** As last profiled; before that as last measured; null before either. */
  rowCount: number | null;
  /** Always null: the platform does not tell. */
  updatedAt: null;
  /** All that the platform tells of it. */
  container: Container;
}

const TYPES: Readonly<Partial<Record<ContainerKind, Asset["assetType"]>>> = {
  computed_table: "view",
  computed_join: "view",
  computed_file: "file",
};

export function assetOf(container: Container): Asset {
  const { id, name, kind, datastore, metrics, latestObservabilityMeasurement: measured } = container;
  return {
    id,
    qualifiedName: datastore?.name == null ? name : `${datastore.name}.${name}`,
    name,
    assetType: kind === "other" ? container.containerType : (TYPES[kind] ?? kind),
    source: datastore?.type ?? null,
    description: container.description,
    rowCount: metrics?.records ?? measured?.rowCount ?? null,
    tags: Array.isArray(container.tags) ? container.tags.map((tag) => tag.name) : [], // a lenient client is told anything
    createdAt: container.createdAt,
    updatedAt: null,
    container,
  };
}

/** Reads what a container is read from. */
export const assetModel: Model<Asset> = {
  name: "Container",
  secret: false,
  absent: () => INVALID,
  read(wire) {
    const container = containerModel.read(wire);
    return container === INVALID ? INVALID : assetOf(container as Container);
  },
  write: (asset) => containerModel.write((asset as Asset).container),
  get wireNames() {
    return containerModel.wireNames as unknown as Model<Asset>["wireNames"];
  },
  get schema() {
    return z.pipe(
      containerModel.schema,
      z.transform((container) => assetOf(container as Container)),
    ) as unknown as Schema<Asset>;
  },
  get inputSchema() {
    return containerModel.inputSchema;
  },
  issues: (wire) => containerModel.issues(wire),
  salvage: (wire) => assetOf(containerModel.salvage(wire)),
};

/** Filters of `assets.list`; `client.containers.list` has more. */
export interface AssetListParams extends PortableListParams {
  /** Text to look for, as the platform understands it. */
  search?: string | undefined;
  /** Items a page: 1 to 100. Default 50. */
  limit?: number | undefined;
  /** Its id, or its name, which is looked up first; digits are an id. Upper and lower case count. */
  datastore?: string | number | undefined;
  /** By name. */
  tag?: OneOrMore<string> | undefined;
}

/** An id, or a name. */
const ref: Field<string | number> = field({
  read: (value) => numberOf(value as AssetRef) ?? filledText.read(value),
  schema: () =>
    z.union([intIdField.inputSchema, filledText.schema], {
      error: "expected a name, or a whole number from 1",
    }) as unknown as Schema,
});

export const assetListParams: Input<AssetListParams> = input<AssetListParams>(
  "AssetListParams",
  { search: optional(filledText), limit: limitField, datastore: optional(ref), tag: namesField },
  { wire: { limit: "size" } },
);
