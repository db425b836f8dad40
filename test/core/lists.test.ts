import { NotFoundError, ResponseValidationError, ServerError, ValidationError } from "dqgate";
import { describe, expect, it } from "vitest";
import { assetRecord, clientAt, emulated, tables } from "../support/client.js";
import { failure } from "../support/failure.js";
import { expectNoUnhandledRejections } from "../support/rejections.js";
import { json, serve } from "../support/server.js";

expectNoUnhandledRejections();

const names = (count: number): string[] => tables(count).map(({ qualifiedName }) => qualifiedName);
const numbered = (from: number, count: number): unknown[] =>
  Array.from({ length: count }, (_, at) => assetRecord({ name: `n${from + at}` }));

describe("a list of three pages", () => {
  it("is read item by item", async () => {
    const { armor, client } = emulated({ assets: tables(25) });
    const seen: string[] = [];
    for await (const asset of client.assets.list({ limit: 10 })) seen.push(asset.qualifiedName);
    expect(seen).toEqual(names(25));
    expect(armor.requests.map(({ query }) => query)).toEqual([
      { limit: "10", offset: "0" },
      { limit: "10", offset: "10" },
      { limit: "10", offset: "20" },
    ]);
  });

  it("is read whole, from an offset, with its filters on every page", async () => {
    const { armor, client } = emulated({ assets: tables(25) });
    const all = await client.assets.list({ limit: 10, offset: 5, source: "pg" }).toArray();
    expect(all.map(({ qualifiedName }) => qualifiedName)).toEqual(names(25).slice(5));
    expect(armor.requests.map(({ query }) => query)).toEqual([
      { limit: "10", offset: "5", source: "pg" },
      { limit: "10", offset: "15", source: "pg" },
    ]);
  });

  it("is read page by page, with its total", async () => {
    const { client } = emulated({ assets: tables(25) });
    const sizes: number[] = [];
    for await (const page of client.assets.list({ limit: 10 }).pages()) {
      expect(page.total).toBe(25);
      expect(page.hasNextPage()).toBe(sizes.length < 2);
      sizes.push(page.items.length);
    }
    expect(sizes).toEqual([10, 10, 5]);
  });

  it("is turned by hand", async () => {
    const { client } = emulated({ assets: tables(25) });
    const first = await client.assets.list({ limit: 10 });
    const second = await first.nextPage();
    const third = await second?.nextPage();
    expect([first, second, third].map((page) => page?.items.length)).toEqual([10, 10, 5]);
    expect(third?.hasNextPage()).toBe(false);
    expect(await third?.nextPage()).toBeNull();
  });

  it("stops at the number of items that is asked for, and asks for no further page", async () => {
    const { armor, client } = emulated({ assets: tables(25) });
    const some = await client.assets.list({ limit: 10 }).toArray({ limit: 12 });
    expect(some.map(({ qualifiedName }) => qualifiedName)).toEqual(names(12));
    expect(armor.requests).toHaveLength(2);
  });

  it("stops where the loop is left", async () => {
    const { armor, client } = emulated({ assets: tables(25) });
    for await (const asset of client.assets.list({ limit: 10 })) if (asset.qualifiedName.endsWith("t09")) break;
    expect(armor.requests).toHaveLength(1);
  });
});

describe("a list that nobody has awaited", () => {
  it("sends nothing, and one request however often it is awaited", async () => {
    const { armor, client } = emulated({ assets: tables(3) });
    const list = client.assets.list();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(armor.requests).toHaveLength(0);
    const [one, other] = await Promise.all([list, list]);
    expect(one).toBe(other);
    expect(await list.toArray()).toHaveLength(3);
    expect(armor.requests).toHaveLength(1);
  });

  it("reports wrong params when it is awaited, and no rejection before", async () => {
    const { armor, client } = emulated();
    const list = client.assets.list({ limit: 0 });
    await new Promise((resolve) => setTimeout(resolve, 5));
    const error = await failure(list);
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({ field: "limit", operation: "GET /sdk/assets", platform: "anomalyarmor" });
    expect(armor.requests).toHaveLength(0);
  });
});

describe("a list whose first page fails", () => {
  it.each([
    ["await", (list: ReturnType<typeof start>) => list],
    ["toArray", (list: ReturnType<typeof start>) => list.toArray()],
    ["toArray with read-ahead", (list: ReturnType<typeof start>) => list.toArray({ concurrency: 4 })],
    ["for await", (list: ReturnType<typeof start>) => list[Symbol.asyncIterator]().next()],
    ["pages", (list: ReturnType<typeof start>) => list.pages()[Symbol.asyncIterator]().next()],
    ["catch", (list: ReturnType<typeof start>) => list.catch((error: unknown) => Promise.reject(error))],
    ["finally", (list: ReturnType<typeof start>) => list.finally(() => undefined)],
  ])("rejects once through %s, and nowhere else", async (_, read) => {
    const error = await failure(read(start()));
    expect(error).toBeInstanceOf(ServerError);
    expect(error).toMatchObject({ status: 500 });
  });

  function start() {
    const { armor, client } = emulated({ assets: tables(3) }, { retries: 0 });
    armor.failNext({ kind: "status", status: 500 });
    return client.assets.list();
  }
});

describe("pages that fail later", () => {
  it("give what came before, and then the error", async () => {
    const { armor, client } = emulated({ assets: tables(25) }, { retries: 0 });
    const seen: string[] = [];
    const error = await failure(async () => {
      for await (const asset of client.assets.list({ limit: 10 })) {
        seen.push(asset.name);
        if (seen.length === 10) armor.failNext({ kind: "status", status: 404 });
      }
    });
    expect(error).toBeInstanceOf(NotFoundError);
    expect(seen).toHaveLength(10);
  });

  it("can be asked for again by hand", async () => {
    const { armor, client } = emulated({ assets: tables(25) }, { retries: 0 });
    const first = await client.assets.list({ limit: 10 });
    armor.failNext({ kind: "status", status: 503 });
    expect(await failure(first.nextPage())).toBeInstanceOf(ServerError);
    const second = await first.nextPage();
    expect(second?.items).toHaveLength(10);
  });

  it("are fetched once when two ask side by side", async () => {
    const { armor, client } = emulated({ assets: tables(25) });
    const first = await client.assets.list({ limit: 10 });
    const [one, other] = await Promise.all([first.nextPage(), first.nextPage()]);
    expect(one).toBe(other);
    expect(armor.requests).toHaveLength(2);
  });
});

describe("envelopes that tell less than they should", () => {
  it("end with the first page that is not full, where there is no metadata", async () => {
    const server = await serve((request, response) => {
      const offset = Number(new URL(request.url, "http://x").searchParams.get("offset"));
      json(response, { data: numbered(offset, offset < 20 ? 10 : 3) });
    });
    const page = await clientAt(server.url).assets.list({ limit: 10 });
    expect(page).toMatchObject({ total: null });
    expect(page.hasNextPage()).toBe(true);
    const all = await clientAt(server.url).assets.list({ limit: 10 }).toArray();
    expect(all.map(({ name }) => name)).toEqual(Array.from({ length: 23 }, (_, at) => `n${at}`));
  });

  it("lose nothing when the server gives shorter pages than asked for", async () => {
    const server = await serve((request, response) => {
      const offset = Number(new URL(request.url, "http://x").searchParams.get("offset"));
      const items = numbered(offset, Math.min(7, 20 - offset));
      json(response, { data: { data: items, pagination: { total: 20, limit: 10, offset } } });
    });
    const all = await clientAt(server.url).assets.list({ limit: 10 }).toArray();
    expect(all.map(({ name }) => name)).toEqual(Array.from({ length: 20 }, (_, at) => `n${at}`));
    expect(server.arrived).toHaveLength(3);
  });

  it("go on over an empty page while more is announced", async () => {
    const { armor, client } = emulated({ assets: tables(25) });
    const sizes: number[] = [];
    const seen: string[] = [];
    for await (const page of client.assets.list({ limit: 10 }).pages()) {
      seen.push(...page.items.map(({ qualifiedName }) => qualifiedName));
      if (sizes.push(page.items.length) === 1) armor.failNext({ kind: "emptyPage" });
    }
    expect(sizes).toEqual([10, 0, 5]);
    expect(seen).toEqual([...names(10), ...names(25).slice(20)]);
  });

  it("fail where a server ignores the offset", async () => {
    const server = await serve((_, response) => {
      json(response, { data: { data: numbered(0, 10), pagination: { total: 30, has_more: true } } });
    });
    const error = await failure(clientAt(server.url).assets.list({ limit: 10 }).toArray());
    expect(error).toBeInstanceOf(ResponseValidationError);
    expect(error).toMatchObject({ operation: "GET /sdk/assets", kind: "contract" });
    expect(error.message).toContain("repeats");
    expect(server.arrived).toHaveLength(2);
  });

  it("fail by hand too where a page repeats", async () => {
    const server = await serve((_, response) => {
      json(response, { data: numbered(0, 2), pagination: { has_more: true } });
    });
    const first = await clientAt(server.url).assets.list();
    expect(await failure(first.nextPage())).toBeInstanceOf(ResponseValidationError);
  });

  it("take two different pages of the same length and the same first item for what they are", async () => {
    const server = await serve((request, response) => {
      const later = !request.url.includes("offset=0");
      json(response, { data: [assetRecord(), assetRecord({ name: later ? "b" : "a" })], meta: { total: 4 } });
    });
    expect((await clientAt(server.url).assets.list().toArray()).map(({ name }) => name)).toEqual([
      "orders",
      "a",
      "orders",
      "b",
    ]);
  });

  it("fail where empty pages announce more for ever", async () => {
    const server = await serve((_, response) => json(response, { data: [], pagination: { has_more: true } }));
    const error = await failure(clientAt(server.url).assets.list().toArray());
    expect(error).toBeInstanceOf(ResponseValidationError);
    expect(error.message).toContain("empty pages");
    expect(server.arrived.length).toBeLessThanOrEqual(102);
  });
});

describe("the options of a list", () => {
  it.each([
    ["toArray", { limit: 0 }, "limit"],
    ["toArray", { limit: 1.5 }, "limit"],
    ["toArray", { limit: Number.NaN }, "limit"],
    ["toArray", { limit: "3" as unknown as number }, "limit"],
    ["toArray", { concurrency: 0 }, "concurrency"],
    ["toArray", { concurrency: 17 }, "concurrency"],
    ["pages", { concurrency: -1 }, "concurrency"],
  ] as const)("refuse %s(%o)", async (method, options, field) => {
    const { armor, client } = emulated({ assets: tables(3) });
    const list = client.assets.list();
    const error = await failure(
      method === "toArray" ? list.toArray(options) : list.pages(options)[Symbol.asyncIterator]().next(),
    );
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({ field });
    expect(armor.requests).toHaveLength(0);
  });

  it("refuse wrong request options by name", async () => {
    const { armor, client } = emulated();
    expect(await failure(client.assets.list({}, { retries: -1 }))).toMatchObject({
      name: "ValidationError",
      field: "retries",
    });
    expect(armor.requests).toHaveLength(0);
  });
});
