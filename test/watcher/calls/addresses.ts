import { expect } from "vitest";
import { address, addressWire, lineage, made, pipeline, sample } from "./sample.js";

export const addressCalls = [
  sample({
    method: "addresses.createOrGet",
    call: ({ client }) =>
      client.addresses.createOrGet({
        ...address("PG.Shop.Orders"),
        primaryKey: "id",
        tableName: null,
        addressMetadata: { Owner: "ops" },
      }),
    body: {
      ...addressWire("PG.Shop.Orders"),
      primary_key: "id",
      table_name: null,
      address_metadata: { Owner: "ops" },
    },
    gives: (one) => expect(one).toEqual({ id: expect.any(Number), created: true }),
  }),
  sample({
    method: "addresses.list",
    arrange: ({ client }) => made(client),
    call: ({ client }) => client.addresses.list().toArray(),
    gives: (all) => expect(all).toContainEqual(expect.objectContaining({ name: "pg.shop.orders", schemaName: "shop" })),
  }),
  sample({
    method: "addresses.get",
    arrange: ({ client }) => made(client),
    call: ({ client }, id) => client.addresses.get(id),
    gives: (one) => expect(one).toMatchObject({ name: "pg.shop.orders", tableName: "orders", addressMetadata: null }),
  }),
  sample({
    method: "addresses.update",
    arrange: ({ client }) => made(client),
    call: ({ client }) => client.addresses.update({ name: "pg.shop.orders", primaryKey: "Key", databaseName: null }),
    body: { name: "pg.shop.orders", primary_key: "Key", database_name: null },
    gives: (one) => expect(one).toMatchObject({ primaryKey: "key", databaseName: null }),
  }),
  sample({
    method: "assets.list",
    arrange: ({ client }) => made(client),
    call: ({ client }) => client.assets.list({ search: "ORDERS", limit: 10 }),
    gives: (page) => expect(page).toMatchObject({ items: [{ qualifiedName: "pg.shop.orders", assetType: "address" }] }),
  }),
  sample({
    method: "assets.get",
    arrange: ({ client }) => made(client),
    call: ({ client }, id) => client.assets.get(String(id)),
    gives: (one) => expect(one).toMatchObject({ name: "pg.shop.orders", tags: [], source: null }),
  }),
  sample({
    method: "addressTypes.createOrGet",
    call: ({ client }) => client.addressTypes.createOrGet({ name: "BigQuery", groupName: "Warehouse" }),
    body: { name: "BigQuery", group_name: "Warehouse" },
    gives: (one) => expect(one).toEqual({ id: expect.any(Number), created: true }),
  }),
  sample({
    method: "addressTypes.list",
    arrange: ({ client }) => made(client),
    call: ({ client }) => client.addressTypes.list().toArray(),
    gives: (all) => expect(all).toContainEqual(expect.objectContaining({ name: "postgres", groupName: "database" })),
  }),
  sample({
    method: "addressTypes.get",
    arrange: async ({ client }) => (await client.addressTypes.createOrGet({ name: "S3", groupName: "Files" })).id,
    call: ({ client }, id) => client.addressTypes.get(id),
    gives: (one) => expect(one).toMatchObject({ name: "s3", groupName: "files", createdAt: expect.any(Date) }),
  }),
  sample({
    method: "addressTypes.update",
    arrange: async ({ client }) => (await client.addressTypes.createOrGet({ name: "S3", groupName: "Files" })).id,
    call: ({ client }, id) => client.addressTypes.update({ id, groupName: "Object Store" }),
    body: { id: expect.any(Number), group_name: "Object Store" },
    gives: (one) => expect(one).toMatchObject({ name: "s3", groupName: "object store" }),
  }),
  sample({
    method: "addressLineage.create",
    arrange: pipeline,
    call: ({ client }, pipelineId) =>
      client.addressLineage.create({
        pipelineId,
        sourceAddresses: [address("pg.shop.raw")],
        targetAddresses: [address("pg.shop.orders"), address("pg.shop.items")],
      }),
    body: {
      pipeline_id: expect.any(Number),
      source_addresses: [addressWire("pg.shop.raw")],
      target_addresses: [addressWire("pg.shop.orders"), addressWire("pg.shop.items")],
    },
    gives: (one) => expect(one).toMatchObject({ lineageRelationshipsCreated: 2, created: true }),
  }),
  sample({
    method: "lineageGraph.refresh",
    arrange: lineage,
    call: ({ client }) => client.lineageGraph.refresh(),
    gives: (result) => expect(result).toMatchObject({ status: "success", message: expect.any(String) }),
  }),
  sample({
    method: "lineageGraph.get",
    arrange: async (world) => {
      await lineage(world);
      // The lineage is worked out in the background.
      await world.server.clock.sleep(5_000);
      await world.client.lineageGraph.refresh();
      const [raw] = (await world.client.addresses.list().toArray()).filter(({ name }) => name === "pg.shop.raw");
      return raw?.id as number;
    },
    call: ({ client }, id) => client.lineageGraph.get(id),
    query: { source_address_id: "1" },
    gives: (graph) =>
      expect(graph).toMatchObject({
        nodes: expect.arrayContaining([expect.objectContaining({ name: "pg.shop.orders" })]),
        edges: [{ depth: 1, lineagePath: [expect.any(Number), expect.any(Number)], pipelineName: "shop orders" }],
      }),
  }),
  sample({
    method: "lineageGraph.listAddresses",
    arrange: lineage,
    call: ({ client }) => client.lineageGraph.listAddresses().toArray(),
    gives: (all) => expect(all).toContainEqual({ id: expect.any(Number), name: "pg.shop.raw" }),
  }),
];
