import type { EmulatedRoute } from "../../emulator.js";
import { asks, assetOf, many, numberOf, one, refuseFields } from "../answers.js";
import { neighbours, nodeOf, type Side, within } from "../lineage.js";
import type { AnomalyArmorState, Wire } from "../state.js";

export const lineageRoutes = (state: AnomalyArmorState): EmulatedRoute[] => [
  {
    verb: "GET",
    path: "/sdk/lineage",
    answer: (call) => {
      const ref = call.asked("asset_id");
      const asset = ref === undefined ? undefined : assetOf(state, ref);
      const matching = state.assets
        .filter((one) => (asset === undefined || one === asset) && asks(call, "source", one.record.source))
        .map(({ qualifiedName }): Wire => {
          const { depth: _, ...node } = nodeOf(state, qualifiedName, 0);
          return {
            ...node,
            upstream_count: neighbours(state, qualifiedName, "upstream").length,
            downstream_count: neighbours(state, qualifiedName, "downstream").length,
          };
        })
        .filter(
          (one) =>
            asks(call, "has_upstream", one.upstream_count !== 0) &&
            asks(call, "has_downstream", one.downstream_count !== 0),
        );
      return many(call, matching);
    },
  },
  {
    verb: "GET",
    path: "/sdk/lineage/{asset}",
    answer: (call) => {
      const { qualifiedName } = assetOf(state, call.params.asset);
      const direction = call.asked("direction") ?? "both";
      if (!["upstream", "downstream", "both"].includes(direction)) {
        refuseFields({ direction: "must be upstream, downstream or both" });
      }
      const steps = numberOf(call, "depth", 1, 1, 5);
      const side = (wanted: Side): Map<string, number> =>
        direction === "both" || direction === wanted ? within(state, qualifiedName, wanted, steps) : new Map();
      const upstream = side("upstream");
      const downstream = side("downstream");
      const nodes = (found: Map<string, number>): Wire[] =>
        [...found].map(([name, depth]) => nodeOf(state, name, depth));
      const seen = new Set([qualifiedName, ...upstream.keys(), ...downstream.keys()]);
      return one({
        root: nodeOf(state, qualifiedName, 0),
        upstream: nodes(upstream),
        downstream: nodes(downstream),
        edges: state
          .of("lineageEdges")
          .filter(({ source, target }) => seen.has(String(source)) && seen.has(String(target))),
      });
    },
  },
];
