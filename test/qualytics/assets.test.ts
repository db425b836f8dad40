import { ValidationError } from "dqgate";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { sampleWorld, world } from "./world.js";

const KINDS = [
  ["table", "table"],
  ["view", "view"],
  ["file", "file"],
  ["computed_table", "view"],
  ["computed_file", "file"],
  ["computed_join", "view"],
] as const;

describe("an asset", () => {
  it.each(KINDS)("that is a %s is a %s to portable code", async (type, assetType) => {
    const { client } = world({ datastores: [{ name: "shop", containers: [{ name: "one", type }] }] });
    expect(await client.assets.get(1)).toMatchObject({ assetType, container: { kind: type } });
  });

  it("of a type that is not known keeps the platform's word", async () => {
    const { server, client } = sampleWorld();
    server.failNext({ kind: "change", change: (body) => ({ ...(body as object), container_type: "stream" }) });
    expect(await client.assets.get(1)).toMatchObject({ assetType: "stream", container: { kind: "other" } });
  });

  it("counts the rows of the last profile, before that those of the last measurement, and else does not say", async () => {
    const { server, client } = sampleWorld();
    const rows = async (): Promise<number | null> => (await client.assets.get(1)).rowCount;
    const [orders] = server.state.containers;
    if (orders === undefined) return expect.fail("there are no orders");
    orders.row_count = 1200;
    expect(await rows()).toBe(1000);
    orders.last_profiled = "2026-01-05T00:00:00Z";
    expect(await rows()).toBe(1200);
    orders.last_profiled = null;
    orders.measurement = null;
    expect(await rows()).toBeNull();
    return undefined;
  });

  it("has the platform's facts about it", async () => {
    const { client } = world({
      datastores: [{ name: "shop", containers: [{ name: "a.b", tags: ["gold"], description: "both" }] }],
    });
    expect(await client.assets.get("shop.a.b")).toMatchObject({
      id: 1,
      qualifiedName: "shop.a.b",
      name: "a.b",
      source: "postgresql",
      description: "both",
      tags: ["gold"],
      createdAt: expect.any(Date),
      updatedAt: null,
    });
  });

  it("without a datastore is named by itself", async () => {
    const { server, client } = sampleWorld();
    server.failNext({ kind: "change", change: (body) => ({ ...(body as object), datastore: null }) });
    expect(await client.assets.get(1)).toMatchObject({ qualifiedName: "orders", source: null });
  });
});

describe("a list of assets", () => {
  it("goes on across pages, and hides archived ones", async () => {
    const { server, client } = sampleWorld();
    const [, customers] = server.state.containers;
    if (customers !== undefined) customers.deleted_at = "2026-01-01T00:00:00Z";
    const names: string[] = [];
    for await (const { qualifiedName } of client.assets.list({ limit: 1 })) names.push(qualifiedName);
    expect(names).toEqual(["shop.orders", "shop.recent orders"]);
    expect(server.requests.map(({ query }) => query.page)).toEqual(["1", "2"]);
  });

  it("is let through where a lenient client is told half of it", async () => {
    const { server, client } = sampleWorld();
    server.failNext({ kind: "json", body: { items: [{ id: 1, name: 7, global_tags: "gold" }], total: 1 } });
    const page = await client.assets.list({}, { validation: "lenient" });
    expect(page.items).toMatchObject([{ id: 1, name: 7, tags: [] }]);
  });

  it.each([{ limit: 0 }, { limit: 101 }, { search: "" }, { datastore: [] }, { source: "snowflake" }])(
    "refuses %j before it asks",
    async (params) => {
      const { server, client } = sampleWorld();
      const error = await failure(client.assets.list(params as never));
      expect(error).toBeInstanceOf(ValidationError);
      expect(String(error.field)).toMatch(new RegExp(`^${Object.keys(params)[0]}`));
      expect(server.requests).toEqual([]);
    },
  );
});
