import { exportConfig, importConfig } from "dqgate/qualytics/config";
import { expect, test } from "vitest";
import { world } from "../world.js";
import { AWKWARD, awkwardContainers, importWithSources, sourcesOf } from "./estate.js";

const containers = awkwardContainers(200);
const computed = [
  {
    name: "recent orders",
    type: "computed_table" as const,
    settings: { query: "SELECT id FROM Orders" },
    tags: ["gold"],
    description: "yes",
  },
];

test("200 checks over containers of awkward names come out of another deployment byte by byte as they went in", async () => {
  const first = world({
    connections: [
      { name: "Shop PG", host: "pg.example.com", port: 5432, username: "reader", password: "hunter2-secret" },
    ],
    datastores: [
      { name: "lake", connection: "Shop PG", enrichmentOnly: true },
      {
        name: "shop",
        connection: "Shop PG",
        database: "shop",
        schema: "public",
        tags: ["pii"],
        enrichment: "lake",
        containers: [...containers, ...computed],
      },
    ],
  });
  expect(first.server.state.checks).toHaveLength(200);
  const exported = await exportConfig(first.client);
  expect(exported.counts).toEqual({ connections: 1, datastores: 2, containers: 1, computedFields: 0, checks: 200 });

  const second = world();
  // Another order: ids of containers must not matter.
  const sources = { shop: sourcesOf(containers).reverse() };
  const environment = { SHOP_PG_PASSWORD: "hunter2-secret" };
  const result = await importWithSources(second, exported.files, sources, { environment });
  expect(result.ok, JSON.stringify(result)).toBe(true);
  expect(result.checks).toMatchObject({ created: 200, updated: 0, failed: 0 });
  expect(result).toMatchObject({
    connections: { created: 1 },
    datastores: { created: 2 },
    sync: { created: 2 },
    containers: { created: 1 },
  });
  expect(second.server.state.connections[0]?.password).toBe("hunter2-secret");

  const again = await exportConfig(second.client);
  expect(Object.fromEntries(again.files)).toEqual(Object.fromEntries(exported.files));
  expect([...again.files]).toEqual([...exported.files]);

  const repeated = await importConfig(second.client, again.files, { environment });
  expect(repeated.ok).toBe(true);
  expect(repeated.checks).toMatchObject({ created: 0, updated: 200, failed: 0 });
  expect(repeated).toMatchObject({
    connections: { created: 0, updated: 1 },
    datastores: { created: 0, updated: 2 },
    containers: { created: 0, updated: 1 },
  });
  expect([...(await exportConfig(second.client)).files]).toEqual([...exported.files]);
});

test("no path leaves its folder, or is one that a file system refuses", async () => {
  const { client } = world({ datastores: [{ name: "../..", containers }] });
  const { files } = await exportConfig(client);
  const paths = [...files.keys()];
  expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(paths.length);
  for (const path of paths) {
    for (const part of path.split("/")) expect(part).toMatch(/^[a-z0-9_]{1,140}(?:\.yaml)?$/);
    for (const part of path.split("/")) expect(part).not.toMatch(/^(?:con|nul)(?:\.|$)/);
  }
  expect(AWKWARD.length).toBe(12);
});
