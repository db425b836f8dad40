import { NotFoundError, UnprocessableError, ValidationError } from "dqgate";
import { bulkApplyResultModel } from "dqgate/anomalyarmor";
import { describe, expect, it } from "vitest";
import { ORDERS, ORDERS_ID } from "./calls/sample.js";
import { world } from "./world.js";

const assets = [{ id: ORDERS_ID, qualifiedName: ORDERS }];
const body = { name: "pii", objectPath: "warehouse.orders" };

describe("tags.list", () => {
  it("takes the asset's UUID, its first characters or its name, and turns pages of 100", async () => {
    const { client, armor } = world({
      assets,
      tags: Array.from({ length: 130 }, (_, at) => ({ asset: ORDERS, name: `t${at}`, objectPath: "warehouse.orders" })),
    });
    for (const asset of [ORDERS, ORDERS_ID, ORDERS_ID.slice(0, 8)]) {
      armor.requests.length = 0;
      const tags = await client.tags.list(asset).toArray();
      expect(tags.map(({ name }) => name)).toEqual(Array.from({ length: 130 }, (_, at) => `t${at}`));
      expect(armor.requests.map(({ query }) => query)).toEqual([
        { asset_id: asset, limit: "100", offset: "0" },
        { asset_id: asset, limit: "100", offset: "100" },
      ]);
    }
  });

  it("filters by category", async () => {
    const { client } = world({
      assets,
      tags: [
        { asset: ORDERS, name: "a", objectPath: "warehouse.orders", category: "technical" },
        { asset: ORDERS, name: "b", objectPath: "warehouse.orders" },
      ],
    });
    expect((await client.tags.list(ORDERS, { category: "technical" })).items).toMatchObject([{ name: "a" }]);
  });

  it.each([
    [7, {}, "asset"],
    ["", {}, "asset"],
    [undefined, {}, "asset"],
    ["123", {}, "asset"],
    [ORDERS, { limit: 501 }, "limit"],
    [ORDERS, { limit: 0 }, "limit"],
    [ORDERS, { tag: "x" }, "tag"],
  ])("refuses %o with %o before anything is sent", async (asset, params, named) => {
    const { client, armor } = world({ assets });
    const error = await client.tags.list(asset as string, params as object).then(null, (caught: unknown) => caught);
    expect(error).toBeInstanceOf(ValidationError);
    expect((error as ValidationError).issues[0]?.path).toEqual([named]);
    expect(armor.requests).toEqual([]);
  });

  it("says why a number is no asset", async () => {
    const { client } = world({ assets });
    await expect(client.tags.list(42)).rejects.toThrow(/UUID or qualified name/);
  });

  it("reads words and fields that it does not know", async () => {
    const { client, armor } = world({ assets });
    const tag = { id: "1", name: "n", category: "compliance", object_type: "database", color: "red" };
    armor.failNext({ kind: "json", body: { data: { tags: [tag] } } });
    expect((await client.tags.list(ORDERS)).items).toEqual([
      {
        id: "1",
        name: "n",
        category: "compliance",
        objectPath: null,
        objectType: "database",
        description: null,
        createdAt: null,
        color: "red",
      },
    ]);
  });
});

describe("tags.create", () => {
  it("sends the defaults, and gives what the platform tells", async () => {
    const { client, armor } = world({ assets });
    const tag = await client.tags.create(ORDERS, body);
    expect(armor.requests[0]?.body).toEqual({
      asset_id: ORDERS,
      name: "pii",
      object_path: "warehouse.orders",
      object_type: "table",
      category: "business",
      description: null,
    });
    expect((await client.tags.list(ORDERS)).items).toEqual([tag]);
    expect((await client.assets.get(ORDERS)).tags).toEqual(["pii"]);
  });

  it.each([
    ["a record without fields", { data: { status: "created" } }, { status: "created" }],
    ["an empty record", { data: {} }, {}],
    ["nothing", null, {}],
  ])("fills %s from what was sent", async (_, answer, kept) => {
    const { client, armor } = world({ assets });
    armor.failNext(answer === null ? { kind: "empty" } : { kind: "json", body: answer });
    expect(await client.tags.create(ORDERS, { ...body, description: "personal" })).toEqual({
      id: "",
      name: "pii",
      category: "business",
      objectPath: "warehouse.orders",
      objectType: "table",
      description: "personal",
      createdAt: null,
      ...kept,
    });
  });

  it("prefers what the platform tells over what was sent", async () => {
    const { client, armor } = world({ assets });
    armor.failNext({ kind: "json", body: { data: { tag: { id: "9", name: "PII", category: "governance" } } } });
    expect(await client.tags.create(ORDERS, body)).toMatchObject({
      id: "9",
      name: "PII",
      category: "governance",
      objectType: "table",
      description: null,
    });
  });

  it("names the field and the call when it refuses", async () => {
    const { client, armor } = world({ assets });
    const error = await client.tags.create(ORDERS, { name: " ", objectPath: "" }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({
      operation: "POST /sdk/tags",
      issues: [{ path: ["name"] }, { path: ["objectPath"] }],
    });
    expect(armor.requests).toEqual([]);
  });

  it("tells the platform's complaints", async () => {
    const { client } = world({ assets });
    await expect(client.tags.create("pg.none", body)).rejects.toBeInstanceOf(NotFoundError);
    const error = await client.tags.create(ORDERS, { ...body, objectPath: "orders" }).catch((caught) => caught);
    expect(error).toBeInstanceOf(UnprocessableError);
    expect(error.fieldErrors).toHaveProperty("object_path");
  });
});

describe("tags.apply and tags.bulkApply", () => {
  it("puts every tag on every object, once", async () => {
    const { client } = world({ assets });
    const many = { tagNames: ["a", "b"], objectPaths: ["warehouse.orders", "warehouse.orders.id"] };
    expect(await client.tags.apply(ORDERS, many)).toEqual({ applied: 4, failed: 0, total: 4 });
    expect(await client.tags.apply(ORDERS, many)).toEqual({ applied: 4, failed: 0, total: 4 });
    const tags = await client.tags.list(ORDERS).toArray();
    expect(tags.map(({ name, objectType }) => `${name} ${objectType}`)).toEqual([
      "a table",
      "b table",
      "a column",
      "b column",
    ]);
  });

  it("refuses empty lists and empty names", async () => {
    const { client, armor } = world({ assets });
    for (const wrong of [{ tagNames: [] }, { objectPaths: [] }, { tagNames: [""] }, { tagNames: "pii" as never }]) {
      const error = await client.tags
        .apply(ORDERS, { tagNames: ["a"], objectPaths: ["s.t"], ...wrong })
        .catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(ValidationError);
      expect((error as ValidationError).issues[0]?.path[0]).toBe(Object.keys(wrong)[0]);
    }
    await expect(client.tags.bulkApply({ tagName: "a", assetIds: [] })).rejects.toBeInstanceOf(ValidationError);
    await expect(client.tags.bulkApply({ tagName: "a", assetIds: [ORDERS, "12"] })).rejects.toMatchObject({
      issues: [{ path: ["assetIds", 1] }],
    });
    expect(armor.requests).toEqual([]);
  });

  it.each([
    [
      { applied: 2, failed: 1, total: 3 },
      { applied: 2, failed: 1, total: 3 },
    ],
    [{ applied: ["a", "b"] }, { applied: 2, failed: 0, total: 2 }],
    [
      { applied: [], failed: ["a"], total: null },
      { applied: 0, failed: 1, total: 1 },
    ],
  ])("reads %o, by both readers", async (data, told) => {
    const { client, armor } = world({ assets });
    armor.failNext({ kind: "json", body: { data } });
    expect(await client.tags.bulkApply({ tagName: "a", assetIds: [ORDERS] })).toEqual(told);
    expect(bulkApplyResultModel.schema.parse(data)).toEqual(told);
  });

  it("refuses an answer that does not tell what was applied", async () => {
    const { client, armor } = world({ assets });
    armor.failNext({ kind: "json", body: { data: { applied: "all" } } });
    await expect(client.tags.bulkApply({ tagName: "a", assetIds: [ORDERS] })).rejects.toMatchObject({
      code: "response_validation",
      issues: [{ path: ["applied"] }],
    });
  });
});
