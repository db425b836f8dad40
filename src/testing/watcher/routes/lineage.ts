import type { EmulatedAnswer, EmulatedCall, EmulatedRoute } from "../../emulator.js";
import { needed } from "../../fastapi/inputs.js";
import { int, list, record } from "../../fastapi/judges.js";
import { copied, crash, fits32, made } from "../answers.js";
import { bodyOf, normalisedRecord } from "../inputs.js";
import { graphOf, rebuildLineage } from "../lineage.js";
import type { EmulatedEdge, WatcherState } from "../state.js";
import { ADDRESS, ADDRESS_NEEDS, type AddressInput, addressFields, addressOf } from "../tables.js";

const addresses = list(normalisedRecord(record(ADDRESS, ADDRESS_NEEDS)));
const LINEAGE = { pipeline_id: int(), source_addresses: addresses, target_addresses: addresses };

export const lineageRoutes = (state: WatcherState): EmulatedRoute[] => [
  { verb: "POST", path: "/address_lineage", answer: (call) => create(state, call) },
  {
    verb: "GET",
    path: "/lineage-graph/",
    answer: (call) => {
      const id = needed(call, "source_address_id", int());
      fits32(id);
      return { body: copied(graphOf(state, id)) };
    },
  },
  {
    verb: "POST",
    path: "/lineage-graph/refresh",
    answer: () => {
      state.lineageGraph = state.lineagePaths;
      return { body: { status: "success", message: "the lineage graph is up to date" } };
    },
  },
  {
    verb: "GET",
    path: "/lineage-graph/addresses",
    answer: () => ({ body: state.addresses.map(({ id, name }) => ({ id, name })) }),
  },
];

function create(state: WatcherState, call: EmulatedCall): EmulatedAnswer {
  const body = bodyOf(call, LINEAGE, ["pipeline_id", "source_addresses", "target_addresses"]);
  const { pipeline_id, source_addresses, target_addresses } = body;
  fits32(pipeline_id);
  const pipeline = state.pipelines.find(({ id }) => id === pipeline_id);
  if (pipeline?.load_lineage !== true) {
    const message = `pipeline ${pipeline_id} does not have load_lineage=true. no lineage relationships created.`;
    return made(false, { pipeline_id, lineage_relationships_created: 0, message });
  }
  if (source_addresses.length === 0 || target_addresses.length === 0) crash();
  refuseTaken(state, pipeline_id, source_addresses, target_addresses);
  const sources = source_addresses.map((one) => addressOf(state, one).row.id);
  const targets = target_addresses.map((one) => addressOf(state, one));
  const edges: EmulatedEdge[] = sources.flatMap((source) =>
    targets.map(({ row }) => ({ source, target: row.id, pipelineId: pipeline_id })),
  );
  const before = state.edges.filter(({ pipelineId }) => pipelineId === pipeline_id);
  const others = state.edges.filter(({ pipelineId }) => pipelineId !== pipeline_id);
  state.edges.splice(0, state.edges.length, ...others, ...edges);
  const touched = new Set([...before, ...edges].flatMap(({ source, target }) => [source, target]));
  state.enqueue("address_lineage_closure_rebuild_task", () => rebuildLineage(state, touched));
  // The last target alone decides between 201 and 200.
  return made(targets.at(-1)?.isNew === true, {
    pipeline_id,
    lineage_relationships_created: edges.length,
    message: `lineage relationships created for pipeline ${pipeline_id}`,
  });
}

/** An edge belongs to one pipeline, and is told once. Looked at first, so that nothing is written by a call that fails. */
function refuseTaken(
  state: WatcherState,
  pipeline: number,
  sources: readonly AddressInput[],
  targets: readonly AddressInput[],
): void {
  for (const address of [...sources, ...targets]) addressFields(address);
  const twice = [sources, targets].some((list) => new Set(list.map(({ name }) => name)).size < list.length);
  const idOf = (called: string): number | undefined => state.addresses.find(({ name }) => name === called)?.id;
  const sourceIds = sources.map(({ name }) => idOf(name));
  const targetIds = targets.map(({ name }) => idOf(name));
  const taken = state.edges.some(
    ({ source, target, pipelineId }) =>
      pipelineId !== pipeline && sourceIds.includes(source) && targetIds.includes(target),
  );
  if (twice || taken) crash();
}
