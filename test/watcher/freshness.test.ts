import { NotFoundError } from "dqgate";
import { VirtualClock } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { paths, shop } from "./freshness-shop.js";
import { pipelineRecord, stubbed, typeRecord } from "./stub.js";
import { world } from "./world.js";

describe("freshness.get", () => {
  it("tells all that it found, by number", async () => {
    const here = shop();
    expect(await here.client.freshness.get(1)).toEqual({
      assetId: 1,
      qualifiedName: "orders",
      status: "fresh",
      isFresh: true,
      isStale: false,
      lastUpdated: new Date("2026-01-05T10:00:00Z"),
      hoursSinceUpdate: 2,
      deadline: new Date("2026-01-06T10:00:00Z"),
      stalenessThresholdHours: 24,
      freshnessNumber: 24,
      freshnessDatepart: "hour",
      limitOf: "pipeline_type",
      checkedAt: new Date("2026-01-05T12:00:00Z"),
      unknownBecause: null,
      reason: null,
    });
    expect(paths(here)).toEqual(["/pipeline/1", "/pipeline_type/1"]);
  });

  it("takes a name in any case, and digits for a number", async () => {
    const here = shop();
    expect(await here.client.freshness.get(" Orders ")).toMatchObject({ assetId: 1 });
    expect(await here.client.freshness.get("2")).toMatchObject({ qualifiedName: "items", status: "stale" });
    expect(paths(here)).toEqual(["/pipeline", "/pipeline_type/1", "/pipeline/2", "/pipeline_type/1"]);
  });

  it("does not ask for the type of a muted pipeline", async () => {
    const here = shop();
    expect(await here.client.freshness.get("muted")).toMatchObject({
      status: "unknown",
      unknownBecause: "muted",
      reason: "its freshness check is muted",
      hoursSinceUpdate: 1,
    });
    expect(paths(here)).toEqual(["/pipeline"]);
  });

  it("tells the length of a limit without a last write, and of a month only with one", async () => {
    const { client } = shop();
    expect(await client.freshness.get("stock")).toMatchObject({
      status: "unknown",
      lastUpdated: null,
      hoursSinceUpdate: null,
      stalenessThresholdHours: 24,
      deadline: null,
    });
    // From 2025-12-07T08:00:00Z, in a month of 31 days.
    expect(await client.freshness.get("monthly")).toMatchObject({
      status: "fresh",
      stalenessThresholdHours: 744,
      limitOf: "pipeline",
    });
    await client.pipelines.createOrGet({
      name: "new",
      pipelineTypeName: "loose",
      freshnessNumber: 1,
      freshnessDatepart: "month",
    });
    expect(await client.freshness.get("new")).toMatchObject({ stalenessThresholdHours: null, freshnessNumber: 1 });
  });

  it("counts by the server's clock", async () => {
    const { server } = shop();
    const { client } = world({}, { fetch: server.fetch, clock: new VirtualClock("2030-01-01T00:00:00Z") });
    expect(await client.freshness.get("orders")).toMatchObject({ hoursSinceUpdate: 2, status: "fresh" });
  });

  it("says that there is no such pipeline", async () => {
    const { client } = shop();
    for (const ref of [99, "99", "nobody"]) {
      const error = await failure(client.freshness.get(ref));
      expect(error).toBeInstanceOf(NotFoundError);
      expect(error).toMatchObject({ resourceType: "pipeline", resourceId: String(ref) });
    }
  });

  it.each(["", 0, 1.5, null, undefined, ["orders"]])("refuses %j before anything is sent", async (ref) => {
    const here = shop();
    expect(await failure(here.client.freshness.get(ref as string))).toMatchObject({
      name: "ValidationError",
      field: "pipeline",
      operation: "freshness.get",
    });
    expect(paths(here)).toEqual([]);
  });

  it("two requests keep to the time of one call", async () => {
    const clock = new VirtualClock();
    const { client, sent } = stubbed(
      () => {
        clock.advance(700);
        return { json: pipelineRecord() };
      },
      { clock },
    );
    const error = await failure(client.freshness.get(1, { totalTimeoutMs: 600 }));
    expect(error).toMatchObject({ name: "TimeoutError", limit: "total", operation: "freshness.get" });
    expect(sent).toHaveLength(1);
  });
});

describe("freshness.list and freshness.summary", () => {
  it("read pipelines and types once", async () => {
    const here = shop();
    const all = await here.client.freshness.list().toArray();
    expect(all.map(({ qualifiedName, status }) => `${qualifiedName} ${status}`)).toEqual([
      "orders fresh",
      "items stale",
      "stock unknown",
      "muted unknown",
      "loose unknown",
      "monthly fresh",
    ]);
    expect(paths(here)).toEqual(["/pipeline", "/pipeline_type"]);
    expect(await here.client.freshness.summary()).toEqual({
      totalAssets: 6,
      fresh: 2,
      stale: 1,
      unknown: 3,
      freshPercentage: (2 / 6) * 100,
    });
    expect(paths(here)).toHaveLength(4);
  });

  it("give pages of what was read, and filter it", async () => {
    const here = shop();
    const pages = here.client.freshness.list({ status: "unknown", limit: 2 });
    const first = await pages;
    expect(first.items.map(({ qualifiedName }) => qualifiedName)).toEqual(["stock", "muted"]);
    expect(first.total).toBe(3);
    const second = await first.nextPage();
    expect(second?.items.map(({ qualifiedName }) => qualifiedName)).toEqual(["loose"]);
    expect(second?.hasNextPage()).toBe(false);
    expect(paths(here)).toHaveLength(2);
  });

  it("say that nothing is there", async () => {
    const { client } = world();
    expect(await client.freshness.list().toArray()).toEqual([]);
    expect(await client.freshness.summary()).toMatchObject({ totalAssets: 0, freshPercentage: null });
  });

  it("leave a pipeline unknown whose type the server does not list", async () => {
    const { client } = stubbed((operation) => ({
      json: operation === "GET /pipeline" ? [pipelineRecord({ pipeline_type_id: 5 })] : [typeRecord()],
    }));
    expect(await client.freshness.list().toArray()).toMatchObject([
      { status: "unknown", unknownBecause: "unreadable", reason: "its type is not in the server's list" },
    ]);
  });

  it("refuse params that they do not know", async () => {
    const here = shop();
    expect(await failure(here.client.freshness.list({ limit: 0 }))).toMatchObject({
      field: "limit",
      operation: "freshness.list",
    });
    expect(await failure(here.client.freshness.list({ source: "x" } as object))).toMatchObject({ field: "source" });
    expect(await failure(here.client.freshness.summary({ status: "fresh" } as object))).toMatchObject({
      field: "status",
    });
    expect(paths(here)).toEqual([]);
  });
});
