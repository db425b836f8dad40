import { expect } from "vitest";
import { type CallSample, ORDERS, ORDERS_ID, sample } from "./sample.js";

export const tagCalls: CallSample[] = [
  sample({
    method: "tags.list",
    arrange: (client) => client.tags.create(ORDERS, { name: "pii", objectPath: "warehouse.orders" }),
    call: (client) =>
      client.tags.list(ORDERS, { category: "business", objectPath: "warehouse.orders", limit: 500, offset: 0 }),
    query: {
      asset_id: ORDERS,
      category: "business",
      object_path: "warehouse.orders",
      limit: "500",
      offset: "0",
    },
    gives: (page) =>
      expect(page).toMatchObject({ total: 1, items: [{ name: "pii", objectType: "table", category: "business" }] }),
  }),
  sample({
    method: "tags.create",
    call: (client) =>
      client.tags.create(ORDERS_ID, {
        name: "key",
        objectPath: "warehouse.orders.id",
        objectType: "column",
        category: "technical",
        description: "the key",
      }),
    body: {
      asset_id: ORDERS_ID,
      name: "key",
      object_path: "warehouse.orders.id",
      object_type: "column",
      category: "technical",
      description: "the key",
    },
    gives: (tag) =>
      expect(tag).toMatchObject({
        id: expect.any(String),
        name: "key",
        category: "technical",
        objectPath: "warehouse.orders.id",
        objectType: "column",
        description: "the key",
        createdAt: expect.any(Date),
      }),
  }),
  sample({
    method: "tags.apply",
    call: (client) =>
      client.tags.apply(ORDERS, {
        tagNames: ["pii", "gold"],
        objectPaths: ["warehouse.orders", "warehouse.orders.id", "orders"],
        category: "governance",
      }),
    body: {
      asset_id: ORDERS,
      tag_names: ["pii", "gold"],
      object_paths: ["warehouse.orders", "warehouse.orders.id", "orders"],
      category: "governance",
    },
    gives: (result) => expect(result).toEqual({ applied: 4, failed: 2, total: 6 }),
  }),
  sample({
    method: "tags.bulkApply",
    call: (client) => client.tags.bulkApply({ tagName: "gold", assetIds: [ORDERS_ID, "pg.none"] }),
    body: { tag_name: "gold", asset_ids: [ORDERS_ID, "pg.none"], category: "business" },
    gives: (result) => expect(result).toEqual({ applied: 1, failed: 1, total: 2 }),
  }),
];
