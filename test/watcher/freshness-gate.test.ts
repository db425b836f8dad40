import {
  type Freshness,
  InconclusiveError,
  NotFoundError,
  StalenessError,
  UnsupportedError,
  ValidationError,
} from "dqgate";
import { VirtualClock } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { paths, shop } from "./freshness-shop.js";
import { pipelineRecord, stubbed } from "./stub.js";
import { world } from "./world.js";

describe("freshness.requireFresh", () => {
  it("passes on a fresh pipeline and gives what shows it", async () => {
    const { client } = shop();
    const evidence = await client.freshness.requireFresh("orders", { maxAgeHours: 6 });
    expect(evidence).toMatchObject({
      gate: "freshness.requireFresh",
      verdict: "pass",
      requests: 2,
      statuses: [{ assetId: 1 }],
    });
    expect(evidence.explain().split("\n")).toEqual([
      "freshness.requireFresh of orders: pass. orders is fresh: 2.0 h old, the limit is 6.0 h",
      "- pass: orders is fresh: 2.0 h old, the limit is 6.0 h (last_target_insert, last_target_update, last_target_soft_delete = 2, measured 2026-01-05T12:00:00.000Z)",
      "Required: at most 6 h old, and within the limit of the pipeline, else that of its type. 2 requests, 0 ms.",
    ]);
  });

  it("goes on waiting for several where the lists fail once", async () => {
    const clock = new VirtualClock();
    const { client, server } = shop(clock);
    let looks = 0;
    const evidence = await client.freshness.requireFresh(["orders", "items"], {
      waitMs: 60_000,
      retries: 0,
      onProgress: () => {
        looks += 1;
        if (looks > 2) return;
        server.failNext({ kind: "status", status: 503 }, { on: "GET /pipeline" });
        const items = server.state.pipelines.find(({ name }) => name === "items");
        if (items !== undefined) items.last_target_update = "2026-01-05T12:00:00Z";
      },
    });
    expect(evidence.verdict).toBe("pass");
  });

  it("closes on the server's rule, and on a tighter limit", async () => {
    const { client } = shop();
    const ruled = await failure(client.freshness.requireFresh("items", { maxAgeHours: 1_000 }));
    expect(ruled).toBeInstanceOf(StalenessError);
    expect(ruled).toMatchObject({
      asset: "items",
      hoursSinceUpdate: 30,
      thresholdHours: 24,
      lastUpdated: expect.any(Date),
    });
    expect(ruled.message).toBe(
      "items is stale: 30.0 h old, and it was to be written again by 2026-01-05T06:00:00.000Z",
    );
    const tight = await failure(client.freshness.requireFresh(1, { maxAgeHours: 1 }));
    expect(tight).toBeInstanceOf(StalenessError);
    expect(tight).toMatchObject({ thresholdHours: 1, message: "1 is stale: 2.0 h old, the limit is 1.0 h" });
    await client.freshness.requireFresh(1, { maxAgeHours: 2 });
  });

  it.each([
    ["muted", {}, "its freshness check is muted"],
    ["muted", { maxAgeHours: 24 }, "its freshness check is muted"],
    ["muted", { maxAgeHours: 0.5 }, "its freshness check is muted"],
    ["stock", { maxAgeHours: 24 }, "no run has written anything yet"],
    ["loose", {}, "neither it nor its type has a number and a unit of freshness"],
  ])("does not know of %s with %j", async (name, options, reason) => {
    const { client } = shop();
    const error = await failure(client.freshness.requireFresh(name, options));
    expect(error).toBeInstanceOf(InconclusiveError);
    expect(error.message).toBe(`the freshness of ${name} is not known: ${reason}`);
    const evidence = await client.freshness.requireFresh(name, { ...options, onUnknown: "pass" });
    expect(evidence.verdict).toBe("unknown");
  });

  it("takes the caller's limit where there is no other", async () => {
    const { client } = shop();
    expect(await client.freshness.requireFresh("loose", { maxAgeHours: 6 })).toMatchObject({ verdict: "pass" });
    expect(await failure(client.freshness.requireFresh("loose", { maxAgeHours: 4 }))).toMatchObject({
      name: "StalenessError",
      thresholdHours: 4,
      hoursSinceUpdate: 5,
    });
  });

  it("does not believe a last write in the future", async () => {
    const { client } = world({
      pipelines: [{ name: "orders", lastTargetInsertHoursAgo: -2, freshnessNumber: 1, freshnessDatepart: "hour" }],
    });
    expect(await client.freshness.get("orders")).toMatchObject({ status: "fresh", hoursSinceUpdate: -2 });
    const error = await failure(client.freshness.requireFresh("orders"));
    expect(error).toBeInstanceOf(InconclusiveError);
    expect(error.message).toBe("the last write of orders lies in the future");
  });

  it("sends two requests for several, and keeps their order", async () => {
    const here = shop();
    const evidence = await here.client.freshness.requireFresh([6, "orders", 1]);
    expect(evidence).toMatchObject({ requests: 2, reason: "all 3 assets are fresh" });
    expect(evidence.statuses.map(({ qualifiedName }) => qualifiedName)).toEqual(["monthly", "orders", "orders"]);
    expect(paths(here)).toEqual(["/pipeline", "/pipeline_type"]);
  });

  it("sends two requests for a hundred", async () => {
    const names = Array.from({ length: 100 }, (_, at) => `p${at}`);
    const here = world({
      pipelines: names.map((name) => ({
        name,
        lastTargetInsertHoursAgo: 1,
        freshnessNumber: 1,
        freshnessDatepart: "day" as const,
      })),
    });
    expect(await here.client.freshness.requireFresh(names)).toMatchObject({ requests: 2, verdict: "pass" });
  });

  it("the worst of several decides", async () => {
    const { client } = shop();
    expect(await failure(client.freshness.requireFresh(["orders", "stock", "items"]))).toMatchObject({
      name: "StalenessError",
      asset: "items",
    });
    expect(await failure(client.freshness.requireFresh(["orders", "stock"]))).toBeInstanceOf(InconclusiveError);
    expect(await failure(client.freshness.requireFresh(["orders", "nobody"]))).toBeInstanceOf(NotFoundError);
  });

  it.each(["items", 2, ["items", 1]])("waits until %j is fresh, with a new look each time", async (ref) => {
    const here = shop();
    const { server, client } = here;
    const seen: string[] = [];
    const evidence = await client.freshness.requireFresh(ref, {
      waitMs: 60_000,
      onProgress: ({ qualifiedName, status }) => {
        seen.push(`${qualifiedName} ${status}`);
        const row = server.state.pipelines.find(({ name }) => name === "items");
        if (seen.filter((line) => line === "items stale").length === 3 && row !== undefined)
          row.last_target_insert = new Date(server.clock.now()).toISOString();
      },
    });
    expect(evidence).toMatchObject({ verdict: "pass", elapsedMs: 30_000, requests: 8 });
    expect(seen.filter((line) => line.startsWith("items"))).toEqual([
      "items stale",
      "items stale",
      "items stale",
      "items fresh",
    ]);
  });

  it("gives up at the deadline", async () => {
    const { client } = shop();
    const error = await failure(client.freshness.requireFresh("items", { waitMs: 25_000 }));
    expect(error).toMatchObject({ name: "StalenessError", evidence: { elapsedMs: 25_000, requests: 8 } });
  });

  it("several that wait share each look", async () => {
    const { client } = shop();
    const error = await failure(client.freshness.requireFresh(["items", 2, "stock"], { waitMs: 25_000 }));
    expect(error).toMatchObject({ name: "StalenessError", evidence: { elapsedMs: 25_000, requests: 8 } });
  });

  it("a fresh pipeline becomes stale as the clock moves", async () => {
    const clock = new VirtualClock();
    const { client } = shop(clock);
    await client.freshness.requireFresh("orders");
    clock.advanceHours(22);
    await client.freshness.requireFresh("orders");
    clock.advance(1_000);
    expect(await failure(client.freshness.requireFresh("orders"))).toBeInstanceOf(StalenessError);
  });

  it("cannot refresh", async () => {
    const here = shop();
    const error = await failure(here.client.freshness.requireFresh("orders", { refresh: true }));
    expect(error).toBeInstanceOf(UnsupportedError);
    expect("refresh" in here.client.freshness).toBe(false);
    expect(paths(here)).toEqual([]);
  });

  it.each([
    [[], {}, "asset"],
    ["", {}, "pipeline"],
    [["orders", 0], {}, "pipeline"],
    ["orders", { maxAgeHours: -1 }, "maxAgeHours"],
    ["orders", { onUnknown: "maybe" }, "onUnknown"],
    ["orders", { pollIntervalMs: 0 }, "pollIntervalMs"],
  ])("refuses %j with %j before anything is sent", async (ref, options, field) => {
    const here = shop();
    const error = await failure(here.client.freshness.requireFresh(ref as string, options as object));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({ field });
    expect(paths(here)).toEqual([]);
  });

  it("is strict with an answer that does not fit, whatever the client is", async () => {
    const { client } = stubbed(() => ({ json: pipelineRecord({ mute_freshness_check: "no" }) }), {
      validation: "lenient",
    });
    expect(await failure(client.freshness.requireFresh(1))).toMatchObject({ name: "ResponseValidationError" });
  });

  it("is the gate that portable code calls", async () => {
    const gate = ({ freshness }: { freshness: Freshness }): Promise<unknown> =>
      freshness.requireFresh("orders", { maxAgeHours: 3 });
    await gate(shop().client);
  });
});
