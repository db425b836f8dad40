import type { AnomalyArmorState, Wire } from "./state.js";

/** Seen from an asset: where its data comes from, or where it goes. */
export type Side = "upstream" | "downstream";

/** The names next to a name. */
export function neighbours(state: AnomalyArmorState, name: string, side: Side): string[] {
  const [near, far] = side === "upstream" ? ["target", "source"] : ["source", "target"];
  const names = state
    .of("lineageEdges")
    .filter((edge) => edge[near as string] === name)
    .map((edge) => String(edge[far as string]));
  return [...new Set(names)];
}

/** The names within so many steps of a name, with their distance, the nearest first. */
export function within(state: AnomalyArmorState, name: string, side: Side, steps: number): Map<string, number> {
  const found = new Map([[name, 0]]);
  let level = [name];
  for (let step = 1; step <= steps && level.length > 0; step += 1) {
    const next = level.flatMap((one) => neighbours(state, one, side)).filter((one) => !found.has(one));
    level = [...new Set(next)];
    for (const one of level) found.set(one, step);
  }
  found.delete(name);
  return found;
}

/** The node of a name. A name without an asset, such as a dashboard's, is its own id. */
export function nodeOf(state: AnomalyArmorState, name: string, depth: number): Wire {
  const asset = state.assets.find(({ qualifiedName }) => qualifiedName === name);
  return {
    id: asset?.id ?? name,
    qualified_name: name,
    name: asset?.record.name ?? name.split(".").at(-1),
    asset_type: asset?.record.asset_type ?? "table",
    source_type: asset?.record.source ?? null,
    depth,
  };
}
