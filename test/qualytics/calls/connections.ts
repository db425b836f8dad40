import { expect } from "vitest";
import type { World } from "../world.js";
import { sample } from "./sample.js";

/** What there is in the store of the first connection. */
const stocked = ({ server }: World): void => {
  Object.assign(server.state.connections[0]?.catalogs ?? {}, { shop: ["public", "sales"], archive: ["old"] });
};

const pg = {
  type: "postgresql",
  host: "pg.example.com",
  port: 5432,
  username: "reader",
  password: "hunter2-secret",
} as const;

export const connectionsCalls = [
  sample({
    method: "connections.list",
    call: ({ client }) =>
      client.connections.list({ id: "1", name: "shop pg", type: ["postgresql", "mysql"], sortName: "asc", size: 5 }),
    query: { id: "1", name: "shop pg", type: ["postgresql", "mysql"], sort_name: "asc", page: "1", size: "5" },
    gives: (page) =>
      expect(page).toMatchObject({
        total: 1,
        items: [
          {
            id: 1,
            name: "shop pg",
            type: "postgresql",
            connectionType: "jdbc",
            host: "pg.example.com",
            port: 5432,
            username: "reader",
            createdAt: expect.any(Date),
            datastores: [{ id: 1, name: "shop" }],
          },
        ],
      }),
  }),
  sample({
    method: "connections.listing",
    call: ({ client }) => client.connections.listing({ supportsEnrichment: true }),
    query: { supports_enrichment: "true" },
    gives: (page) =>
      expect(page).toMatchObject({ total: 2, items: [{ id: 1, name: "shop pg", connectionType: "jdbc" }, { id: 2 }] }),
  }),
  sample({
    method: "connections.create",
    call: ({ client }) =>
      client.connections.create({
        name: "warehouse",
        type: "snowflake",
        host: "acme.snowflakecomputing.com",
        port: 443,
        username: "reader",
        password: "hunter3-secret",
        passphrase: "hush",
        parameters: { role: "READER", warehouse: "WH", nested: { maxRows: 5 } },
        secretsManager: { type: "vault" },
        jdbcFetchSize: 1000,
        maxParallelization: 4,
      }),
    body: {
      name: "warehouse",
      type: "snowflake",
      host: "acme.snowflakecomputing.com",
      port: 443,
      username: "reader",
      password: "hunter3-secret",
      passphrase: "hush",
      parameters: { role: "READER", warehouse: "WH", nested: { maxRows: 5 } },
      secrets_manager: { type: "vault" },
      jdbc_fetch_size: 1000,
      max_parallelization: 4,
    },
    gives: (connection) =>
      expect(connection).toMatchObject({
        id: 3,
        name: "warehouse",
        parameters: { role: "READER", nested: { maxRows: 5 } },
        jdbcFetchSize: 1000,
        datastores: [],
      }),
  }),
  sample({
    method: "connections.get",
    call: ({ client }) => client.connections.get(1),
    gives: (connection) =>
      expect(connection).toMatchObject({ id: 1, uri: null, parameters: null, secretsManager: null }),
  }),
  sample({
    method: "connections.update",
    arrange: async ({ client, server }) => {
      Object.assign(server.state.connections[0] ?? {}, { parameters: { role: "A", schema: "s" } });
      return await client.connections.get(1);
    },
    call: ({ client }, connection) =>
      client.connections.update(connection, { host: "pg2.example.com", parameters: { role: "B" } }),
    body: {
      name: "shop pg",
      type: "postgresql",
      host: "pg2.example.com",
      parameters: { role: "B", schema: "s" },
    },
    gives: (connection) =>
      expect(connection).toMatchObject({ id: 1, host: "pg2.example.com", parameters: { role: "B", schema: "s" } }),
  }),
  sample({
    method: "connections.delete",
    arrange: ({ client }) => client.datastores.delete(2),
    call: ({ client }) => client.connections.delete("2"),
    gives: (nothing) => expect(nothing).toBeUndefined(),
  }),
  sample({
    method: "connections.test",
    call: ({ client }) => client.connections.test(1),
    gives: (verdict) => expect(verdict).toEqual({ connected: true, message: null }),
  }),
  sample({
    method: "connections.history",
    arrange: ({ client }) => client.connections.update(1, { name: "shop" }),
    call: ({ client }) => client.connections.history(1),
    gives: (history) =>
      expect(history).toMatchObject({ id: 1, versions: [{ changeset: { name: ["shop pg", "shop"] } }] }),
  }),
  sample({
    method: "connections.discoverCatalogs",
    arrange: stocked,
    call: ({ client }) => client.connections.discoverCatalogs(pg),
    body: pg,
    gives: (names) => expect(names).toEqual(["shop", "archive"]),
  }),
  sample({
    method: "connections.catalogs",
    arrange: stocked,
    call: ({ client }) => client.connections.catalogs(1),
    gives: (names) => expect(names).toEqual(["shop", "archive"]),
  }),
  sample({
    method: "connections.discoverSchemas",
    arrange: stocked,
    call: ({ client }) => client.connections.discoverSchemas(pg, { catalog: "archive" }),
    query: { catalog: "archive" },
    body: pg,
    gives: (names) => expect(names).toEqual(["old"]),
  }),
  sample({
    method: "connections.schemas",
    arrange: stocked,
    call: ({ client }) => client.connections.schemas(1, { catalog: "shop" }),
    query: { catalog: "shop" },
    gives: (names) => expect(names).toEqual(["public", "sales"]),
  }),
  sample({
    method: "connections.validateNewDatastores",
    arrange: stocked,
    call: ({ client }) =>
      client.connections.validateNewDatastores({ connection: pg, schemas: ["sales", "nowhere"], database: "shop" }),
    body: { connection: pg, schemas: ["sales", "nowhere"], database: "shop" },
    gives: (answer) =>
      expect(answer).toMatchObject({
        results: [
          { schemaName: "sales", status: "valid", message: null },
          { schemaName: "nowhere", status: "invalid", message: "Schema nowhere does not exist" },
        ],
      }),
  }),
  sample({
    method: "connections.validateDatastores",
    arrange: stocked,
    call: ({ client }) => client.connections.validateDatastores(1, { schemas: ["old"], enrichmentOnly: true }),
    body: { schemas: ["old"], enrichment_only: true },
    gives: (answer) => expect(answer).toMatchObject({ results: [{ schemaName: "old", status: "valid" }] }),
  }),
  sample({
    method: "connections.bulkCreateWithNew",
    call: ({ client }) =>
      client.connections.bulkCreateWithNew({
        connection: { type: "mysql", host: "my.example.com", password: "hunter4-secret" },
        schemas: ["a", "b"],
        nameTemplate: "my {{schema}}",
        tags: ["gold"],
      }),
    body: {
      connection: { type: "mysql", host: "my.example.com", password: "hunter4-secret" },
      schemas: ["a", "b"],
      name_template: "my {{schema}}",
      tags: ["gold"],
    },
    gives: (answer) => expect(answer).toEqual({ created: [3, 4], errors: [] }),
  }),
  sample({
    method: "connections.bulkCreateDatastores",
    arrange: stocked,
    call: ({ client }) =>
      client.connections.bulkCreateDatastores(1, {
        schemas: ["sales", "nowhere"],
        database: "shop",
        triggerSync: true,
      }),
    body: { schemas: ["sales", "nowhere"], database: "shop", trigger_sync: true },
    gives: (answer) =>
      expect(answer).toEqual({
        created: [3],
        errors: [{ schemaName: "nowhere", error: "Schema nowhere does not exist" }],
      }),
  }),
];
