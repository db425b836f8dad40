import type { EmulatedEdge, LineagePath, WatcherState } from "./state.js";

/** Every way along the edges, each pair of addresses once, the shortest way first. Null where a way leads back. */
function waysOf(edges: readonly EmulatedEdge[]): LineagePath[] | null {
  const ways: LineagePath[] = edges.map(({ source, target, pipelineId }) => ({
    depth: 1,
    path: [source, target],
    pipelineId,
  }));
  if (edges.some(({ source, target }) => source === target)) return null;
  const known = new Set(ways.map(({ path }) => `${path[0]} ${path[1]}`));
  // It grows while it is walked.
  for (const { depth, path } of ways) {
    for (const { target } of edges.filter(({ source }) => source === path.at(-1))) {
      if (path.includes(target)) return null;
      const pair = `${path[0]} ${target}`;
      if (known.has(pair)) continue;
      known.add(pair);
      ways.push({ depth: depth + 1, path: [...path, target], pipelineId: null });
    }
  }
  return ways;
}

/** The edges that hang together with some addresses. */
function componentOf(edges: readonly EmulatedEdge[], addresses: ReadonlySet<number>): EmulatedEdge[] {
  const reached = new Set(addresses);
  for (let size = -1; size !== reached.size; ) {
    size = reached.size;
    for (const { source, target } of edges)
      if (reached.has(source) || reached.has(target)) reached.add(source).add(target);
  }
  return edges.filter(({ source }) => reached.has(source));
}

/**
 * Works out the ways around some addresses anew. Where a way leads back the server never comes to an end, and gives up:
 * what was there before stays.
 */
export function rebuildLineage(state: WatcherState, touched: ReadonlySet<number>): void {
  const around = componentOf(state.edges, touched);
  const ways = waysOf(around);
  if (ways === null) return;
  const inside = new Set([...touched, ...around.flatMap(({ source, target }) => [source, target])]);
  state.lineagePaths = [...state.lineagePaths.filter(({ path }) => !path.some((id) => inside.has(id))), ...ways];
}

/** What the graph of an address answers: the edges that touch what lies up- or downstream of it. */
export function graphOf(state: WatcherState, address: number): { nodes: unknown[]; edges: unknown[] } {
  const ends = state.lineageGraph
    .map(({ path }) => [path[0], path.at(-1)])
    .filter((pair) => pair.includes(address))
    .flat();
  const touching = state.lineageGraph.filter(
    ({ depth, path }) => depth === 1 && (ends.includes(path[0]) || ends.includes(path[1])),
  );
  const ids = new Set(touching.flatMap(({ path }) => path));
  return { nodes: [...ids].flatMap((id) => nodeOf(state, id)), edges: touching.map((way) => edgeOf(state, way)) };
}

function nodeOf(state: WatcherState, id: number): unknown[] {
  const address = state.addresses.find((one) => one.id === id);
  if (address === undefined) return [];
  const type = state.addressTypes.find((one) => one.id === address.address_type_id);
  return [
    {
      id,
      name: address.name,
      address_type_name: type?.name ?? null,
      address_type_group_name: type?.group_name ?? null,
      address_metadata: address.address_metadata,
    },
  ];
}

function edgeOf(state: WatcherState, { path, pipelineId }: LineagePath): unknown {
  const pipeline = state.pipelines.find(({ id }) => id === pipelineId);
  return {
    source_address_id: path[0],
    target_address_id: path[1],
    depth: 1,
    lineage_path: path,
    pipeline_id: pipelineId,
    pipeline_name: pipeline?.name ?? null,
    pipeline_type_name: state.pipelineTypes.find(({ id }) => id === pipeline?.pipeline_type_id)?.name ?? null,
    pipeline_metadata: pipeline?.pipeline_metadata ?? null,
    pipeline_active: pipeline?.active ?? null,
  };
}
