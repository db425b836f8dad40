import type { AnomalyArmorEmulator } from "dqgate/testing";
import { expect } from "vitest";
import { type CallSample, ORDERS, ORDERS_ID, sample } from "./sample.js";

const CUSTOMERS = "pg.shop.public.customers";

const fedByCustomers = (armor: AnomalyArmorEmulator): void => {
  armor.state.of("lineageEdges").push({ source: CUSTOMERS, target: ORDERS, edge_type: "data_flow", confidence: 1 });
};

export const lineageCalls: CallSample[] = [
  sample({
    method: "lineage.list",
    arrange: (_, armor) => fedByCustomers(armor),
    call: (client) =>
      client.lineage.list({
        source: "snowflake",
        hasUpstream: true,
        hasDownstream: false,
        assetId: ORDERS_ID,
        limit: 10,
        offset: 0,
      }),
    query: {
      source: "snowflake",
      has_upstream: "true",
      has_downstream: "false",
      asset_id: ORDERS_ID,
      limit: "10",
      offset: "0",
    },
    gives: (page) =>
      expect(page).toMatchObject({
        total: 1,
        items: [{ assetId: ORDERS_ID, qualifiedName: ORDERS, upstreamCount: 1, downstreamCount: 0 }],
      }),
  }),
  sample({
    method: "lineage.get",
    arrange: (_, armor) => fedByCustomers(armor),
    call: (client) => client.lineage.get(ORDERS, { direction: "upstream", depth: 2 }),
    query: { direction: "upstream", depth: "2" },
    gives: (graph) =>
      expect(graph).toMatchObject({
        root: { id: ORDERS_ID, qualifiedName: ORDERS, depth: 0 },
        upstream: [{ qualifiedName: CUSTOMERS, depth: 1 }],
        downstream: [],
        edges: [{ source: CUSTOMERS, target: ORDERS, edgeType: "data_flow", confidence: 1 }],
      }),
  }),
];
