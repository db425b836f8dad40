import { expect } from "vitest";
import { ORDERS, ORDERS_ID, sample } from "./sample.js";

export const assetCalls = [
  sample({
    method: "assets.list",
    call: (client) =>
      client.assets.list({ source: "snowflake", assetType: "table", search: "orders", limit: 10, offset: 0 }),
    query: { source: "snowflake", asset_type: "table", search: "orders", limit: "10", offset: "0" },
    gives: (page) =>
      expect(page).toMatchObject({ total: 1, items: [{ id: ORDERS_ID, qualifiedName: ORDERS, assetType: "table" }] }),
  }),
  sample({
    method: "assets.get",
    call: (client) => client.assets.get(ORDERS),
    gives: (asset) =>
      expect(asset).toMatchObject({
        id: ORDERS_ID,
        columns: [{ name: "id", dataType: "NUMBER", isNullable: false }, { name: "customer_id" }],
      }),
  }),
  sample({
    method: "assets.create",
    call: (client) =>
      client.assets.create({
        name: "lake",
        sourceType: "databricks",
        connectionConfig: { http_path: "/sql", access_token: "t" },
      }),
    body: { name: "lake", source_type: "databricks", connection_config: { http_path: "/sql", access_token: "t" } },
    gives: (asset) => expect(asset).toMatchObject({ qualifiedName: "lake", source: "databricks" }),
  }),
  sample({
    method: "assets.testConnection",
    call: (client) => client.assets.testConnection(ORDERS_ID),
    gives: (result) => expect(result).toMatchObject({ success: true, latencyMs: 42, testedAt: expect.any(Date) }),
  }),
  sample({
    method: "assets.triggerDiscovery",
    call: (client) => client.assets.triggerDiscovery(ORDERS_ID),
    gives: (job) => expect(job).toMatchObject({ status: "started", assetId: ORDERS_ID, startedAt: expect.any(Date) }),
  }),
];
