import { EmulatorError } from "../emulator.js";
import type { AnomalyArmorState, EmulatedAsset, EmulatedKey, Wire } from "./state.js";

/** An asset to start with. */
export interface AssetSeed {
  qualifiedName: string;
  /** Default: the same in every run. */
  id?: string | undefined;
  /** The kind of source. Default: the first part of the name. */
  source?: string | undefined;
  assetType?: string | undefined;
  /** Age of its data in hours when the emulator starts. Default 1; null: not known. */
  hoursSinceUpdate?: number | null | undefined;
  /** When its data was last updated, in milliseconds, in the place of `hoursSinceUpdate`. */
  lastUpdated?: number | null | undefined;
  /** When the platform calls it stale. Default 24; null: the platform has no threshold for it. */
  thresholdHours?: number | null | undefined;
  /** False: freshness is disabled. */
  watched?: boolean | undefined;
  /** What a refresh finds. Default `new data`. */
  refreshFinds?: EmulatedAsset["refreshFinds"] | undefined;
  rowCount?: number | null | undefined;
  tags?: string[] | undefined;
  columns?: { name: string; dataType: string; isNullable?: boolean }[];
  /** More fields of the record, in the platform's own spelling. */
  fields?: Wire | undefined;
}

/** A key to start with. */
export interface KeySeed {
  key: string;
  scope: EmulatedKey["scope"];
  name?: string | undefined;
}

const HOUR_MS = 3_600_000;

/** Puts an asset into the emulated platform. */
export function addAsset(state: AnomalyArmorState, seed: AssetSeed): EmulatedAsset {
  if (typeof seed.qualifiedName !== "string" || seed.qualifiedName === "") {
    throw new EmulatorError("an asset of the seed needs a qualifiedName");
  }
  const parts = seed.qualifiedName.split(".");
  const hours = seed.hoursSinceUpdate === undefined ? 1 : seed.hoursSinceUpdate;
  const lastUpdated =
    seed.lastUpdated !== undefined ? seed.lastUpdated : hours === null ? null : state.clock.now() - hours * HOUR_MS;
  const id = seed.id ?? state.newId();
  const columns = seed.columns?.map(({ name, dataType, isNullable }) => ({
    name,
    data_type: dataType,
    is_nullable: isNullable ?? true,
  }));
  const asset: EmulatedAsset = {
    id,
    qualifiedName: seed.qualifiedName,
    lastUpdated,
    thresholdHours: seed.thresholdHours === undefined ? 24 : seed.thresholdHours,
    watched: seed.watched ?? true,
    refreshFinds: seed.refreshFinds ?? "new data",
    record: {
      id,
      qualified_name: seed.qualifiedName,
      name: parts.at(-1),
      asset_type: seed.assetType ?? "table",
      source: seed.source ?? parts[0],
      database: parts.length > 2 ? parts[1] : null,
      schema_name: parts.length > 2 ? parts.at(-2) : null,
      description: null,
      row_count: seed.rowCount ?? null,
      column_count: columns?.length ?? null,
      tags: seed.tags ?? [],
      columns: columns ?? null,
      is_active: true,
      created_at: state.now(),
      updated_at: state.now(),
      ...seed.fields,
    },
  };
  state.assets.push(asset);
  return asset;
}

/** Puts a key into the emulated platform. */
export function addKey(state: AnomalyArmorState, seed: KeySeed): EmulatedKey {
  const key: EmulatedKey = {
    id: state.newId(),
    name: seed.name ?? seed.scope,
    key: seed.key,
    scope: seed.scope,
    createdAt: state.clock.now(),
    lastUsedAt: null,
    revokedAt: null,
  };
  state.keys.push(key);
  return key;
}
