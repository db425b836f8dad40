import type { AnomalyArmorState, EmulatedAsset } from "./state.js";

/** The tables of an asset: those whose names lie below its own, else the asset itself. */
export function tablesOf(state: AnomalyArmorState, asset: EmulatedAsset): EmulatedAsset[] {
  const below = state.assets.filter(({ qualifiedName }) => qualifiedName.startsWith(`${asset.qualifiedName}.`));
  return below.length > 0 ? below : [asset];
}

/** `schema.table`. */
export const tablePathOf = ({ qualifiedName }: EmulatedAsset): string => qualifiedName.split(".").slice(-2).join(".");

/** The names and types of a table's columns. */
export function columnsOf({ record }: EmulatedAsset): { name: string; data_type: string }[] {
  return Array.isArray(record.columns) ? record.columns : [];
}
