import { InconclusiveError, ResponseValidationError, StalenessError } from "dqgate";
import { describe, expect, it } from "vitest";
import { assetRecord, emulated, tables } from "../support/client.js";
import { failure } from "../support/failure.js";
import { keptLog } from "../support/log.js";
import { expectNoUnhandledRejections } from "../support/rejections.js";

expectNoUnhandledRejections();

const T0 = "pg.shop.public.t00";
const answering = (text: string, status = 200) =>
  emulated({}, { fetch: async () => new Response(text, { status, headers: { "x-request-id": "r-1" } }) }).client;

describe("an answer with more than is known", () => {
  it("keeps unknown fields under their wire names, and unknown words", async () => {
    const { armor, client } = emulated({ assets: tables(1) });
    armor.failNext({
      kind: "change",
      change: (body) => ({
        data: { ...(body as { data: object }).data, asset_type: "hologram", new_field: { inner_key: [1] } },
      }),
    });
    const asset = await client.assets.get(T0);
    expect(asset.assetType).toBe("hologram");
    expect(asset).toMatchObject({ new_field: { inner_key: [1] } });
  });
});

describe("an answer of the wrong shape", () => {
  it.each([
    ["a field is missing", assetRecord({ qualified_name: undefined }), ["qualifiedName"], "invalid_type"],
    ["a field is null", assetRecord({ name: null }), ["name"], "invalid_type"],
    ["a field is of another type", assetRecord({ row_count: "secret-7" }), ["rowCount"], "invalid_type"],
    ["a time is none", assetRecord({ created_at: "secret-8" }), ["createdAt"], "custom"],
    ["an item of a list is wrong", assetRecord({ tags: ["a", 7] }), ["tags", 1], "invalid_type"],
    [
      "something deep is wrong",
      assetRecord({ columns: [{ name: "a" }, { name: { secret: 9 } }] }),
      ["columns", 1, "name"],
      "invalid_type",
    ],
  ])("is told by path and code, without a value: %s", async (_, record, path, code) => {
    const error = await failure(answering(JSON.stringify({ data: record })).assets.get(T0));
    expect(error).toBeInstanceOf(ResponseValidationError);
    expect(error).toMatchObject({
      kind: "contract",
      code: "response_validation",
      operation: "GET /sdk/assets/{asset}",
      requestId: "r-1",
      retryable: false,
    });
    const issues = error.issues as unknown as { path: unknown[]; code: string }[];
    expect(issues.map((issue) => [issue.path, issue.code])).toContainEqual([path, code]);
    expect(JSON.stringify(error) + error.stack).not.toMatch(/secret/);
  });

  it("is told with its place in a list", async () => {
    const body = { data: [assetRecord(), assetRecord({ id: 7 })] };
    const error = await failure(answering(JSON.stringify(body)).assets.list());
    expect(error).toBeInstanceOf(ResponseValidationError);
    expect(error.message).toContain("[1].id");
  });

  it.each([
    ["HTML", "<!doctype html><p>Please sign in, aa_live_0123456789</p>"],
    ["nothing", ""],
    ["blanks", "  \n"],
    ["null", "null"],
    ["a text", '"ok"'],
    ["a number", "42"],
    ["half of a JSON", '{"data": {"id": "x"'],
    ["two JSONs", "{}{}"],
    ["an empty object", "{}"],
    ["no data", '{"data": null}'],
    ["a list where a record belongs", '{"data": [1]}'],
  ])("is not taken for a record: %s", async (_, text) => {
    const error = await failure(answering(text).assets.get(T0));
    expect(error).toBeInstanceOf(ResponseValidationError);
    expect(error.message).not.toContain("aa_live");
  });

  it.each([
    ["HTML", "<!doctype html><p>Please sign in</p>"],
    ["nothing", ""],
    ["null", "null"],
    ["an empty object", "{}"],
    ["no data", '{"data": null}'],
    ["an empty data", '{"data": {}}'],
    ["data with a list that is none", '{"data": {"data": {"0": 1}}}'],
    ["a text", '"none"'],
    ["a message", '{"message": "come back later"}'],
    ["a record that holds another list", '{"data": {"id": "x", "tags": []}}'],
    ["a total without a list", '{"data": {"pagination": {"total": 3}}}'],
    ["an HTTP 204", null],
  ])("is not taken for an empty list: %s", async (_, text) => {
    const client =
      text === null ? emulated({}, { fetch: async () => new Response(null, { status: 204 }) }).client : answering(text);
    expect(await failure(client.assets.list())).toBeInstanceOf(ResponseValidationError);
    expect(await failure(client.freshness.list().toArray())).toBeInstanceOf(ResponseValidationError);
  });

  it.each(["html", "empty"] as const)("comes from a proxy too (%s)", async (kind) => {
    const { armor, client } = emulated({ assets: tables(1) });
    armor.failNext({ kind });
    expect(await failure(client.assets.list())).toBeInstanceOf(ResponseValidationError);
    armor.failNext({ kind });
    expect(await failure(client.freshness.requireFresh(T0))).toBeInstanceOf(ResponseValidationError);
  });
});

describe("a deletion", () => {
  it("is not done where a page answers in the platform's place", async () => {
    const { armor, client } = emulated();
    armor.failNext({ kind: "html" });
    expect(await failure(client.badges.delete("badge-a"))).toBeInstanceOf(ResponseValidationError);
  });

  it.each([
    ["nothing", new Response(null, { status: 204 })],
    ["a text", new Response("deleted", { headers: { "content-type": "text/plain" } })],
    ["any JSON", new Response('{"data": {"deleted": true}}')],
    ["202", new Response("[]", { status: 202 })],
  ])("is done with %s", async (_, response) => {
    const { client } = emulated({}, { fetch: async () => response });
    expect(await client.badges.delete("badge-a")).toBeUndefined();
  });
});

describe("an empty list", () => {
  it.each([
    '{"data": []}',
    "[]",
    '{"data": {"data": [], "pagination": {"total": 0}}}',
    '{"data": {"items": []}}',
    '{"success": true, "data": {"items": []}}',
    '{"data": {"total": 0}}',
  ])("is one in the envelope %s", async (text) => {
    expect((await answering(text).assets.list()).items).toEqual([]);
  });
});

describe("a list in any envelope of the platform", () => {
  it.each([
    ["data and pagination within data", (items: unknown[]) => ({ data: { data: items, pagination: { total: 9 } } })],
    ["data beside pagination", (items: unknown[]) => ({ data: items, pagination: { total: 9 } })],
    ["items with counts", (items: unknown[]) => ({ data: { items, total: 9, limit: 1, offset: 0 } })],
    ["its own name", (items: unknown[]) => ({ data: { assets: items, total: 9 } })],
    [
      "the wrapper with meta",
      (items: unknown[]) => ({ success: true, data: items, meta: { pagination: { total: 9 } } }),
    ],
    ["counts in meta", (items: unknown[]) => ({ success: true, data: items, meta: { total: 9 } })],
  ])("is read: %s", async (_, wrap) => {
    const page = await answering(JSON.stringify(wrap([assetRecord()]))).assets.list({ limit: 1 });
    expect(page.items[0]?.name).toBe("orders");
    expect(page.total).toBe(9);
    expect(page.hasNextPage()).toBe(true);
  });

  it("is read bare", async () => {
    const page = await answering(JSON.stringify([assetRecord()])).assets.list({ limit: 2 });
    expect(page).toMatchObject({ total: null, items: [{ name: "orders" }] });
  });
});

describe("lenient validation", () => {
  it("lets a value through with one warning an endpoint, without a value in it", async () => {
    const { logger, lines } = keptLog();
    const { armor, client } = emulated({ assets: tables(2) }, { validation: "lenient", logger });
    const change = (body: unknown): unknown => ({
      data: { ...(body as { data: object }).data, row_count: "secret-7" },
    });
    armor.failNext({ kind: "change", change }, { times: 3 });
    const asset = await client.assets.get(T0);
    expect(asset.rowCount).toBe("secret-7");
    expect(asset.qualifiedName).toBe(T0);
    expect(asset.createdAt).toBeInstanceOf(Date);
    await client.assets.get(T0);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^warn: dqgate GET \/sdk\/assets\/\{asset\}: .*rowCount/);
    expect(lines[0]).not.toContain("secret");
    expect(await failure(client.assets.get(T0, { validation: "strict" }))).toBeInstanceOf(ResponseValidationError);
  });

  it("can be asked for by one call", async () => {
    const { armor, client } = emulated({ assets: tables(1) });
    const change = (body: unknown): unknown => ({ data: { ...(body as { data: object }).data, name: null } });
    armor.failNext({ kind: "change", change }, { times: 2 });
    expect((await client.assets.get(T0, { validation: "lenient" })).name).toBeNull();
    expect(await failure(client.assets.get(T0))).toBeInstanceOf(ResponseValidationError);
  });

  it("does not let HTML through, nor a list that is none", async () => {
    const { armor, client } = emulated({ assets: tables(1) }, { validation: "lenient" });
    armor.failNext({ kind: "html" });
    expect(await failure(client.assets.get(T0))).toBeInstanceOf(ResponseValidationError);
    armor.failNext({ kind: "json", body: {} });
    expect(await failure(client.assets.list())).toBeInstanceOf(ResponseValidationError);
  });

  it("does not soften a gate", async () => {
    const { armor, client } = emulated({ assets: tables(1) }, { validation: "lenient" });
    const change = (body: unknown): unknown => ({
      data: { ...(body as { data: object }).data, hours_since_update: "none" },
    });
    for (const options of [{}, { validation: "lenient" as const }]) {
      armor.failNext({ kind: "change", change });
      const error = await failure(client.freshness.requireFresh(T0, options));
      expect(error).toBeInstanceOf(ResponseValidationError);
      expect(error).not.toBeInstanceOf(StalenessError);
      expect(error).not.toBeInstanceOf(InconclusiveError);
    }
  });
});
