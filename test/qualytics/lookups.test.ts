import { NotFoundError, ResponseValidationError, ServerError, TimeoutError, ValidationError } from "dqgate";
import type { QualyticsSeed, VirtualClock } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { sampleWorld, type World, world } from "./world.js";

const tables = (...names: string[]): { name: string }[] => names.map((name) => ({ name }));
const shops = (...datastores: [string, ...string[]][]): World =>
  world({ datastores: datastores.map(([name, ...containers]) => ({ name, containers: tables(...containers) })) });

/** What was asked of the server: verb, path and the name that was looked for. */
const asked = ({ server }: World): string[] =>
  server.requests.map(({ verb, path, query }) => [verb, path, query.name].filter(Boolean).join(" "));

describe("a container told by its id", () => {
  it.each([2, "2"])("costs no look into the list: %j", async (asset) => {
    const all = sampleWorld();
    expect(await all.client.assets.get(asset)).toMatchObject({ id: 2, name: "customers" });
    expect(asked(all)).toEqual(["GET /containers/2"]);
  });

  it("is not mistaken for the container of that name", async () => {
    const all = shops(["shop", "2", "orders"]);
    expect(await all.client.assets.get("2")).toMatchObject({ id: 2, name: "orders" });
    expect(await all.client.assets.get("shop.2")).toMatchObject({ id: 1, name: "2" });
  });

  it.each([0, -1, 1.5, "", "  ", Number.NaN, null, undefined, {}])(
    "is refused where it is no id: %j",
    async (asset) => {
      const all = sampleWorld();
      const error = await failure(all.client.assets.get(asset as never));
      expect(error).toBeInstanceOf(ValidationError);
      expect(error.field).toBe("asset");
      expect(all.server.requests).toEqual([]);
    },
  );

  it("must be what the answer is about", async () => {
    const { server, client } = sampleWorld();
    server.failNext({ kind: "change", change: (body) => ({ ...(body as object), id: 3 }) });
    const error = await failure(client.assets.get(2));
    expect(error).toBeInstanceOf(ResponseValidationError);
    expect(error.message).toContain("container 2 is asked for, and it is about 3");
  });
});

describe("a container told by its name", () => {
  it("is looked up by the container's part, and read", async () => {
    const all = sampleWorld();
    expect(await all.client.assets.get("shop.customers")).toMatchObject({ id: 2, qualifiedName: "shop.customers" });
    expect(asked(all)).toEqual(["GET /containers customers", "GET /containers/2"]);
  });

  it("may hold dots, spaces and letters of all kinds on both sides", async () => {
    const all = shops(["a", "b"], ["a.b", "c.d"], ["a", "b.c"], ["ショップ 東京", "売上 é"], ["x y", "1.2.3"]);
    const id = async (name: string): Promise<number> => (await all.client.assets.get(name)).id;
    expect(await id("a.b.c.d")).toBe(2);
    expect(await id("a.b.c")).toBe(3);
    expect(await id("ショップ 東京.売上 é")).toBe(4);
    expect(await id("x y.1.2.3")).toBe(5);
  });

  it("is looked up once for each place where it can be parted", async () => {
    const all = shops(["a.b", "c.d"]);
    await all.client.assets.get("a.b.c.d");
    expect(asked(all)).toEqual([
      "GET /containers b.c.d",
      "GET /containers c.d",
      "GET /containers d",
      "GET /containers/1",
    ]);
  });

  it("can be the container's alone where one of the deployment has it", async () => {
    const all = sampleWorld();
    expect(await all.client.assets.get("recent orders")).toMatchObject({ id: 3 });
    expect(asked(all)).toEqual(["GET /containers recent orders", "GET /containers/3"]);
  });

  it("can be the container's alone with a dot in it, where no datastore is meant", async () => {
    const all = shops(["shop", "public.orders"]);
    expect(await all.client.assets.get("public.orders")).toMatchObject({ id: 1 });
    expect(asked(all)).toEqual(["GET /containers orders", "GET /containers public.orders", "GET /containers/1"]);
  });

  it("means the container of the datastore before one whose whole name it is", async () => {
    const all = shops(["other", "shop.orders"], ["shop", "orders"]);
    expect(await all.client.assets.get("shop.orders")).toMatchObject({ id: 2 });
  });

  it("is refused with the candidates where several have it", async () => {
    const all = shops(["shop", "orders"], ["lake", "orders"]);
    const error = await failure(all.client.assets.get("orders"));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.field).toBe("asset");
    expect(error.message).toContain("1 (orders of shop), 2 (orders of lake)");
    expect(asked(all)).toEqual(["GET /containers orders"]);
  });

  it("is refused where it can be parted in two ways that both are there", async () => {
    const all = shops(["a", "b.c"], ["a.b", "c"]);
    const error = await failure(all.client.assets.get("a.b.c"));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.message).toContain("1 (b.c of a), 2 (c of a.b)");
  });

  it.each(["Orders", "shop.Orders", "Shop.orders", "order", "shop.order", "shop.", ".orders", "lake.orders"])(
    "is not found where it is not exactly that: %s",
    async (name) => {
      const error = await failure(sampleWorld().client.assets.get(name));
      expect(error).toBeInstanceOf(NotFoundError);
      expect(error).toMatchObject({ resourceType: "container", resourceId: name, operation: "GET /containers" });
    },
  );

  it("does not find archived containers, even where the server shows them", async () => {
    const all = shops(["shop", "orders"]);
    const [orders] = all.server.state.containers;
    if (orders !== undefined) orders.deleted_at = "2026-01-01T00:00:00Z";
    expect(await failure(all.client.assets.get("shop.orders"))).toBeInstanceOf(NotFoundError);
    const shown = { id: 1, name: "orders", deleted_at: "2026-01-01T00:00:00Z", datastore: { id: 1, name: "shop" } };
    all.server.failNext({ kind: "json", body: { items: [shown], total: 1, page: 1, size: 100, pages: 1 } });
    expect(await failure(all.client.assets.get("shop.orders"))).toBeInstanceOf(NotFoundError);
  });

  it("is looked for on all pages", async () => {
    const many = Array.from({ length: 250 }, (_, at) => `orders ${at}`);
    const all = shops(["shop", ...many, "orders"]);
    expect(await all.client.assets.get("shop.orders")).toMatchObject({ id: 251 });
    expect(all.server.requests.map(({ query }) => [query.page, query.size])).toEqual([
      ["1", "100"],
      ["2", "100"],
      ["3", "100"],
      [undefined, undefined],
    ]);
  });

  it("is not said to be missing where the list breaks off, not even to a lenient client", async () => {
    const seed: QualyticsSeed = { datastores: [{ name: "shop", containers: tables("orders") }] };
    const { server, client } = world(seed, { validation: "lenient" });
    server.failNext({ kind: "change", change: (body) => ({ ...(body as object), items: [] }) });
    expect(await failure(client.assets.get("shop.orders"))).toBeInstanceOf(ResponseValidationError);
    server.failNext({ kind: "json", body: { items: [{ id: "?" }], total: 1 } });
    expect(await failure(client.assets.get("shop.orders"))).toBeInstanceOf(ResponseValidationError);
  });

  it("must be found within the time of one call", async () => {
    const all = shops(["a.b.c", "d"]);
    const { clock } = all.server;
    const started = clock.now();
    all.server.failNext({ kind: "status", status: 503, retryAfter: 4 }, { on: "GET /containers" });
    const call = all.client.assets.get("a.b.c.d", { totalTimeoutMs: 5000 });
    expect(await call).toMatchObject({ id: 1 });
    for (let at = 0; at < 2; at += 1) all.server.failNext({ kind: "status", status: 503, retryAfter: 4 });
    const again = clock.now();
    expect(await failure(all.client.assets.get("a.b.c.d", { totalTimeoutMs: 5000 }))).toBeInstanceOf(ServerError);
    expect([again - started, clock.now() - again]).toEqual([4000, 4000]);
  });

  it("is not looked for any longer than that", async () => {
    const all = shops(["a.b.c", "d"]);
    all.server.failNext({
      kind: "change",
      change: (body) => {
        (all.server.clock as VirtualClock).advance(6000);
        return body;
      },
    });
    const error = await failure(all.client.assets.get("a.b.c.d", { totalTimeoutMs: 5000 }));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ limit: "total", timeoutMs: 5000 });
    expect(all.server.requests).toHaveLength(1);
  });
});

describe("a datastore told by its name", () => {
  const listed = async (all: World, datastore: string | number): Promise<string[]> =>
    (await all.client.assets.list({ datastore }).toArray()).map(({ qualifiedName }) => qualifiedName);

  it("is looked up once, for all pages", async () => {
    const all = shops(["shop", "orders", "customers"], ["shop 2", "orders"], ["2", "leads"]);
    const pages = all.client.assets.list({ datastore: "shop", limit: 1 });
    expect((await pages.toArray()).map(({ id }) => id)).toEqual([1, 2]);
    expect(asked(all)).toEqual(["GET /datastores shop", "GET /containers", "GET /containers"]);
  });

  it("is its id where it is told in digits, which costs no look", async () => {
    const all = shops(["shop", "orders"], ["lake", "orders"]);
    expect(await listed(all, "2")).toEqual(["lake.orders"]);
    expect(await listed(all, 1)).toEqual(["shop.orders"]);
    expect(asked(all)).toEqual(["GET /containers", "GET /containers"]);
  });

  it.each(["Shop", "sho", "shop "])("is not found where it is not exactly that: %j", async (name) => {
    const error = await failure(sampleWorld().client.assets.list({ datastore: name }));
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error).toMatchObject({ resourceType: "datastore", resourceId: name, operation: "GET /datastores" });
  });

  it("is refused with the candidates where several have it", async () => {
    const error = await failure(shops(["shop"], ["lake"], ["shop"]).client.assets.list({ datastore: "shop" }));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.field).toBe("datastore");
    expect(error.message).toContain("pass an id: 1, 3");
  });

  it.each([0, "", null, {}])("is refused where it is none: %j", async (datastore) => {
    const all = sampleWorld();
    const error = await failure(all.client.assets.list({ datastore: datastore as never }));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.field).toBe("datastore");
    expect(all.server.requests).toEqual([]);
  });

  it("is not looked up where something else is wrong", async () => {
    const all = sampleWorld();
    const error = await failure(all.client.assets.list({ datastore: "shop", limit: 0 }));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({ field: "limit" });
    expect(all.server.requests).toEqual([]);
  });
});
