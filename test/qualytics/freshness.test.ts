import { NotFoundError, ValidationError } from "dqgate";
import { VirtualClock } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { keptLog } from "../support/log.js";
import { freshnessCheck } from "./freshness-rows.js";
import { paths, shop } from "./freshness-shop.js";
import { world } from "./world.js";

describe("freshness.get", () => {
  it("tells all that it found, by id", async () => {
    const here = shop();
    expect(await here.client.freshness.get(1)).toMatchObject({
      assetId: 1,
      qualifiedName: "shop.orders",
      status: "fresh",
      isFresh: true,
      isStale: false,
      lastUpdated: new Date("2026-01-05T10:00:00Z"),
      hoursSinceUpdate: 2,
      stalenessThresholdHours: 12,
      checkedAt: new Date("2026-01-05T12:00:00Z"),
      isTracked: true,
      checks: [
        { id: 1, limitHours: 24, isPassing: true, lastAsserted: new Date("2026-01-05T11:00:00Z") },
        { id: 2, limitHours: 12 },
      ],
      openAnomalies: [],
      unknownBecause: null,
      reason: null,
    });
    expect(paths(here)).toEqual(["/containers/1", "/quality-checks", "/anomalies"]);
    const [, checks, anomalies] = here.server.requests;
    expect(checks?.query).toEqual({ rule_type: "freshness", container: "1", size: "100", page: "1", sort_id: "asc" });
    expect(anomalies?.query).toEqual({
      rule_type: "freshness",
      container: "1",
      size: "100",
      page: "1",
      sort_id: "asc",
      status: ["Active", "Acknowledged"],
    });
  });

  it("takes a name, and digits for an id", async () => {
    const { client } = shop();
    expect(await client.freshness.get("2")).toMatchObject({ qualifiedName: "shop.items", status: "stale" });
    expect(await client.freshness.get("shop.stock")).toMatchObject({
      assetId: 3,
      status: "unknown",
      unknownBecause: "no_rule",
      lastUpdated: null,
      hoursSinceUpdate: null,
      stalenessThresholdHours: null,
      checkedAt: null,
    });
    expect(await client.freshness.get("items")).toMatchObject({
      assetId: 2,
      openAnomalies: [{ id: 1, status: "Active", message: "items is late", createdAt: expect.any(Date) }],
    });
  });

  it("counts by the server's clock", async () => {
    const { server } = shop();
    const { client } = world({}, { fetch: server.fetch, clock: new VirtualClock("2030-01-01T00:00:00Z") });
    expect(await client.freshness.get(1)).toMatchObject({ hoursSinceUpdate: 2, status: "fresh" });
  });

  it("says that there is no such container", async () => {
    const { client } = shop();
    for (const ref of [99, "99", "shop.nothing", "nothing"])
      expect(await failure(client.freshness.get(ref))).toBeInstanceOf(NotFoundError);
  });

  it.each(["", " ", 0, 1.5, null, undefined, ["orders"]])("refuses %j before anything is sent", async (ref) => {
    const here = shop();
    expect(await failure(here.client.freshness.get(ref as string))).toBeInstanceOf(ValidationError);
    expect(paths(here)).toEqual([]);
  });

  it("does not take another container's record for this one's", async () => {
    const { client, server } = shop();
    server.failNext({ kind: "change", change: (body) => ({ ...(body as object), id: 2 }) });
    expect(await failure(client.freshness.get(1))).toMatchObject({ name: "ResponseValidationError" });
  });

  it("reads all of more checks than a page holds", async () => {
    const checks = Array.from({ length: 120 }, (_, at) => freshnessCheck(24, { isPassing: at < 119 }));
    const here = world({ datastores: [{ name: "shop", containers: [{ name: "orders", checks }] }] });
    expect(await here.client.freshness.get(1)).toMatchObject({ status: "stale" });
    expect(paths(here)).toEqual(["/containers/1", "/quality-checks", "/quality-checks", "/anomalies"]);
  });

  it("does not tell by a list that is not all there is", async () => {
    const { client, server } = shop();
    server.failNext(
      { kind: "change", change: (body) => ({ ...(body as object), items: [] }) },
      { on: "GET /quality-checks" },
    );
    const error = await failure(client.freshness.get(1));
    expect(error).toMatchObject({ name: "ResponseValidationError" });
    expect(error.message).toContain("announced with 2 items");
  });

  it("keeps its requests to the time of one call", async () => {
    const { client, server } = shop();
    const clock = server.clock as VirtualClock;
    server.failNext({
      kind: "change",
      change: (body) => {
        clock.advance(700);
        return body;
      },
    });
    const error = await failure(client.freshness.get(1, { totalTimeoutMs: 600 }));
    expect(error).toMatchObject({ name: "TimeoutError", limit: "total" });
    expect(server.requests).toHaveLength(1);
  });
});

describe("freshness.list", () => {
  it("sends three requests a page", async () => {
    const here = shop();
    const all = await here.client.freshness.list().toArray();
    expect(all.map(({ qualifiedName, status }) => `${qualifiedName} ${status}`)).toEqual([
      "shop.orders fresh",
      "shop.items stale",
      "shop.stock unknown",
      "lake.events unknown",
    ]);
    expect(paths(here)).toEqual(["/containers", "/quality-checks", "/anomalies"]);
    expect(here.server.requests[1]?.query).toMatchObject({ container: ["1", "2", "3", "4"] });
  });

  it("filters and turns its pages, and leaves out what has another status", async () => {
    const here = shop();
    const first = await here.client.freshness.list({ limit: 3, status: "unknown" });
    expect(first.items.map(({ assetId }) => assetId)).toEqual([3]);
    expect(first.total).toBe(4);
    const second = await first.nextPage();
    expect(second?.items.map(({ assetId }) => assetId)).toEqual([4]);
    expect(second?.hasNextPage()).toBe(false);
    expect(paths(here)).toHaveLength(6);
    expect(here.server.requests[3]?.query).toEqual({ size: "3", page: "2" });
    expect(await here.client.freshness.list({ datastore: 2 }).toArray()).toMatchObject([{ assetId: 4 }]);
    expect(await here.client.freshness.list({ tag: "gold", page: 1 }).toArray()).toMatchObject([{ assetId: 1 }]);
    expect(await here.client.freshness.list({ page: 2, limit: 3 }).toArray()).toMatchObject([{ assetId: 4 }]);
  });

  it("reads pages ahead in their order", async () => {
    const here = shop();
    const all = await here.client.freshness.list({ limit: 1 }).toArray({ concurrency: 3 });
    expect(all.map(({ assetId }) => assetId)).toEqual([1, 2, 3, 4]);
  });

  it("warns of a list that ends too early, and only of such a one", async () => {
    const { server } = shop();
    const { logger, lines } = keptLog();
    const { client } = world({}, { fetch: server.fetch, logger });
    const warnings = (): string[] => lines.filter((line) => line.startsWith("warn"));
    expect(await client.freshness.list({ page: 2, limit: 3 }).toArray()).toHaveLength(1);
    expect(warnings()).toEqual([]);
    server.failNext({ kind: "change", change: (body) => ({ ...(body as object), total: 9 }) });
    await client.freshness.list().toArray();
    expect(warnings()).toEqual(["warn: dqgate freshness.list: the list is announced with 9 items and ends after 4"]);
  });

  it("asks for no checks where there are no containers", async () => {
    const here = world();
    expect(await here.client.freshness.list().toArray()).toEqual([]);
    expect(paths(here)).toEqual(["/containers"]);
  });

  it("refuses a check that does not tell which container of several it is about", async () => {
    const { client, server } = shop();
    server.failNext(
      {
        kind: "change",
        change: (body) => {
          const page = body as { items: object[] };
          return { ...page, items: page.items.map((one) => ({ ...one, container: null })) };
        },
      },
      { on: "GET /quality-checks" },
    );
    const error = await failure(client.freshness.list());
    expect(error).toMatchObject({ name: "ResponseValidationError", operation: "GET /quality-checks" });
    expect(error.message).toContain("does not tell which container it is about");
  });

  it.each([
    [{ limit: 0 }, "limit"],
    [{ limit: 101 }, "limit"],
    [{ source: "x" }, "source"],
    [{ datastore: [] }, "datastore"],
    [{ status: "" }, "status"],
  ])("refuses %j before anything is sent", async (params, field) => {
    const here = shop();
    expect(await failure(here.client.freshness.list(params as object))).toMatchObject({
      name: "ValidationError",
      field,
      operation: "freshness.list",
    });
    expect(paths(here)).toEqual([]);
  });
});

describe("freshness.summary", () => {
  it("counts them all", async () => {
    const here = shop();
    expect(await here.client.freshness.summary()).toEqual({
      totalAssets: 4,
      fresh: 1,
      stale: 1,
      unknown: 2,
      freshPercentage: 25,
    });
    expect(paths(here)).toHaveLength(3);
    expect(await world().client.freshness.summary()).toEqual({
      totalAssets: 0,
      fresh: 0,
      stale: 0,
      unknown: 0,
      freshPercentage: null,
    });
  });

  it("does not count a list that is not all there is", async () => {
    const { client, server } = shop();
    server.failNext({ kind: "change", change: (body) => ({ ...(body as object), total: 9 }) });
    expect(await failure(client.freshness.summary())).toMatchObject({
      name: "ResponseValidationError",
      operation: "freshness.summary",
    });
    expect(await failure(client.freshness.summary({ status: "fresh" } as object))).toMatchObject({ field: "status" });
  });
});
