import {
  between,
  type Input,
  input,
  int,
  optional,
  type Asset as PortableAsset,
  type AssetListParams as PortableListParams,
  text,
} from "../../../base.js";
import type { Address } from "./addresses.js";
import { normalized } from "./names.js";

/** An address, as the asset that portable code knows, with its own fields beside. */
export interface Asset extends PortableAsset, Address {
  id: number;
  /** The address's name, which is unique. The server does not say whether database, schema and table name it too. */
  qualifiedName: string;
  name: string;
  assetType: "address";
  /** Always null: the name of its type is told by `client.addressTypes.get(asset.addressTypeId)` only. */
  source: null;
  /** Always null: the server knows none. */
  description: null;
  /** Always null: the server knows none. */
  rowCount: null;
  /** Always empty: the server knows none. */
  tags: readonly string[];
  createdAt: Date;
  updatedAt: Date | null;
}

export const assetOf = (address: Address): Asset => ({
  ...address,
  qualifiedName: address.name,
  assetType: "address",
  source: null,
  description: null,
  rowCount: null,
  tags: [],
});

/** Filters of `assets.list`, judged after all addresses were read. */
export interface AssetListParams extends PortableListParams {
  /** Text to look for, in any case, in the names of the address, its database, its schema and its table. */
  search?: string | undefined;
  /** Items a page, of what was read at once. Default: all. */
  limit?: number | undefined;
}

export const assetListParams: Input<AssetListParams> = input("AssetListParams", {
  search: optional(text),
  limit: optional(between(int, 1, Number.MAX_SAFE_INTEGER)),
});

/** Whether an address is what was looked for. */
export function isFound(address: Address, search: string | undefined): boolean {
  if (search === undefined) return true;
  const wanted = normalized(search);
  const names = [address.name, address.databaseName, address.schemaName, address.tableName];
  return names.some((name) => name !== null && normalized(name).includes(wanted));
}
