import type { WatcherSeed } from "dqgate/testing";
import { type Exchange, send } from "./exchange.js";

const numbered = (count: number): { name: string }[] =>
  Array.from({ length: count }, (_, at) => ({ name: `p${at + 1}` }));

const address = (name: string): object => ({
  name,
  address_type_name: "postgres",
  address_type_group_name: "database",
});
const addressBody = (name: string): { name: string; addressTypeName: string; addressTypeGroupName: string } => ({
  name,
  addressTypeName: "postgres",
  addressTypeGroupName: "database",
});
const lineage = (pipeline: number): object => ({
  pipeline_id: pipeline,
  source_addresses: [address("s1.a.b")],
  target_addresses: [address("t1.a.b"), address("t2.a.b")],
});
const createLineage =
  (pipelineId: number): Exchange["call"] =>
  (client) =>
    client.addressLineage.create({
      pipelineId,
      sourceAddresses: [addressBody("s1.a.b")],
      targetAddresses: [addressBody("t1.a.b"), addressBody("t2.a.b")],
    });
/** Five pipelines and two addresses, so that the next addresses are 3, 4 and 5. */
const LINEAGE_SEED: WatcherSeed = {
  pipelines: [...numbered(3), { name: "p4", loadLineage: false }, { name: "lin1", typeName: "wm" }],
  addresses: [{ name: "a1" }, { name: "a2" }],
};

export const lineageExchanges: readonly Exchange[] = [
  {
    name: "writes lineage to new addresses",
    verb: "POST",
    path: "/address_lineage",
    body: lineage(5),
    status: 201,
    answer: {
      pipeline_id: 5,
      lineage_relationships_created: 2,
      message: "lineage relationships created for pipeline 5",
    },
    call: createLineage(5),
    gives: {
      pipelineId: 5,
      lineageRelationshipsCreated: 2,
      message: "lineage relationships created for pipeline 5",
      created: true,
    },
    seed: LINEAGE_SEED,
  },
  {
    name: "writes lineage to addresses that are there",
    verb: "POST",
    path: "/address_lineage",
    body: lineage(5),
    status: 200,
    answer: {
      pipeline_id: 5,
      lineage_relationships_created: 2,
      message: "lineage relationships created for pipeline 5",
    },
    call: createLineage(5),
    gives: {
      pipelineId: 5,
      lineageRelationshipsCreated: 2,
      message: "lineage relationships created for pipeline 5",
      created: false,
    },
    seed: LINEAGE_SEED,
    arrange: (server) => send(server, "POST", "/address_lineage", lineage(5)),
  },
  {
    name: "writes no lineage where it is not asked for",
    verb: "POST",
    path: "/address_lineage",
    body: lineage(4),
    status: 200,
    answer: {
      pipeline_id: 4,
      lineage_relationships_created: 0,
      message: "pipeline 4 does not have load_lineage=true. no lineage relationships created.",
    },
    call: createLineage(4),
    gives: {
      pipelineId: 4,
      lineageRelationshipsCreated: 0,
      message: "pipeline 4 does not have load_lineage=true. no lineage relationships created.",
      created: false,
    },
    seed: LINEAGE_SEED,
  },
  {
    name: "gives the graph of an address",
    verb: "GET",
    path: "/lineage-graph/",
    query: { source_address_id: "3" },
    status: 200,
    // The record is cut off after the first node and edge; the others have their shape.
    answer: {
      nodes: [3, 4, 5].map((id) => ({
        id,
        name: ["s1.a.b", "t1.a.b", "t2.a.b"][id - 3],
        address_type_name: "postgres",
        address_type_group_name: "database",
        address_metadata: null,
      })),
      edges: [4, 5].map((id) => ({
        source_address_id: 3,
        target_address_id: id,
        depth: 1,
        lineage_path: [3, id],
        pipeline_id: 5,
        pipeline_name: "lin1",
        pipeline_type_name: "wm",
        pipeline_metadata: null,
        pipeline_active: true,
      })),
    },
    call: (client) => client.lineageGraph.get(3),
    gives: {
      nodes: [3, 4, 5].map((id) => ({
        id,
        name: ["s1.a.b", "t1.a.b", "t2.a.b"][id - 3],
        addressTypeName: "postgres",
        addressTypeGroupName: "database",
        addressMetadata: null,
      })),
      edges: [4, 5].map((id) => ({
        sourceAddressId: 3,
        targetAddressId: id,
        depth: 1,
        lineagePath: [3, id],
        pipelineId: 5,
        pipelineName: "lin1",
        pipelineTypeName: "wm",
        pipelineMetadata: null,
        pipelineActive: true,
      })),
    },
    seed: LINEAGE_SEED,
    arrange: async (server) => {
      await send(server, "POST", "/address_lineage", lineage(5));
      await server.clock.sleep(1_000);
      await send(server, "POST", "/lineage-graph/refresh");
    },
  },
];
