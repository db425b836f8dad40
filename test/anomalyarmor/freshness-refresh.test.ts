import { AuthorizationError, JobFailedError, StalenessError } from "dqgate";
import { describe, expect, it } from "vitest";
import { CUSTOMERS, failure, ORDERS, orders, REFRESH } from "./freshness-shop.js";
import { KEY, world } from "./world.js";

describe("refresh", () => {
  it("refreshes a stale asset, waits for the job, and passes", async () => {
    const { client, armor } = orders(30);
    const seen: string[] = [];
    const evidence = await client.freshness.requireFresh(ORDERS, {
      maxAgeHours: 6,
      refresh: true,
      onProgress: ({ status }) => seen.push(status),
    });
    expect(evidence).toMatchObject({ verdict: "pass", requests: armor.requests.length });
    expect(seen).toEqual(["stale", "fresh"]);
    expect(armor.requests.map(({ verb, path }) => `${verb} ${path.replace(/jobs\/.*/, "jobs/…")}`)).toEqual([
      `GET /sdk/freshness/${ORDERS}`,
      `POST /sdk/freshness/${ORDERS}/refresh`,
      "GET /sdk/jobs/…",
      "GET /sdk/jobs/…",
      "GET /sdk/jobs/…",
      `GET /sdk/freshness/${ORDERS}`,
    ]);
  });

  it("sends no refresh where the asset is fresh", async () => {
    const { client, armor } = orders(1);
    await client.freshness.requireFresh(ORDERS, { refresh: true });
    expect(armor.requests).toHaveLength(1);
  });

  it("gives up at the deadline where nothing new is found", async () => {
    const { client, armor } = orders(30, { refreshFinds: "nothing" });
    const start = armor.clock.now();
    const error = await failure(client.freshness.requireFresh(ORDERS, { refresh: true, waitMs: 90_000 }));
    expect(error).toBeInstanceOf(StalenessError);
    expect(error.cause).toBeUndefined();
    expect(armor.clock.now() - start).toBe(90_000);
    expect(armor.requests.filter(({ verb }) => verb === "POST")).toHaveLength(1);
  });

  it("tells why the refresh failed, and does not wait for more", async () => {
    const { client, armor } = orders(30, { refreshFinds: "an error" });
    const start = armor.clock.now();
    const error = await failure(client.freshness.requireFresh(ORDERS, { refresh: true }));
    expect(error).toBeInstanceOf(StalenessError);
    expect(error.cause).toBeInstanceOf(JobFailedError);
    expect(error.message).toContain("its refresh failed: job");
    expect(armor.clock.now() - start).toBeLessThan(60_000);
  });

  it("stays closed with a key that may not refresh, and says so", async () => {
    const { client } = world({
      keys: [{ key: KEY, scope: "read-only" }],
      assets: [{ qualifiedName: ORDERS, hoursSinceUpdate: 30 }],
    });
    const error = await failure(client.freshness.requireFresh(ORDERS, { refresh: true }));
    expect(error).toBeInstanceOf(StalenessError);
    expect(error.cause).toBeInstanceOf(AuthorizationError);
    expect(error.cause).toMatchObject({ requiredScope: "read-write", currentScope: "read-only" });
  });

  it("heals an asset of unknown freshness too", async () => {
    const { client } = orders(null);
    await expect(client.freshness.requireFresh(ORDERS, { refresh: true })).resolves.toMatchObject({ verdict: "pass" });
  });

  it("waits without a refresh for somebody else's data", async () => {
    const { client, armor } = orders(30);
    const [asset] = armor.state.assets;
    const load = armor.clock.sleep(25_000).then(() => {
      if (asset !== undefined) asset.lastUpdated = armor.clock.now();
    });
    const evidence = await client.freshness.requireFresh(ORDERS, { waitMs: 60_000 });
    await load;
    expect(evidence).toMatchObject({ verdict: "pass", requests: 4, elapsedMs: 30_000 });
  });

  it("ends with the caller's signal", async () => {
    const { client } = orders(30, { refreshFinds: "nothing" });
    const stop = new AbortController();
    const gate = client.freshness.requireFresh(ORDERS, {
      waitMs: 3_600_000,
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    await expect(gate).rejects.toMatchObject({ name: "AbortedError", kind: "transport" });
  });
});

describe("healing", () => {
  it("waits on where the platform is refreshing already", async () => {
    const { client, armor } = orders(30);
    const [asset] = armor.state.assets;
    armor.failNext(
      { kind: "status", status: 409, body: { error: { code: "CONFLICT", message: "refreshing" } } },
      { on: REFRESH },
    );
    const load = armor.clock.sleep(60_000).then(() => {
      if (asset !== undefined) asset.lastUpdated = armor.clock.now();
    });
    await expect(client.freshness.requireFresh(ORDERS, { refresh: true })).resolves.toMatchObject({ verdict: "pass" });
    await load;
  });

  it("tolerates a platform that is down for a moment while it looks again", async () => {
    const { client, armor } = world(
      { assets: [{ qualifiedName: ORDERS, hoursSinceUpdate: 30, refreshFinds: "nothing" }] },
      { retries: 0 },
    );
    const gate = client.freshness.requireFresh(ORDERS, {
      waitMs: 60_000,
      onProgress: () => armor.requests.length === 1 && armor.failNext({ kind: "status", status: 503 }, { times: 3 }),
    });
    await expect(gate).rejects.toBeInstanceOf(StalenessError);
    expect(armor.requests).toHaveLength(7);
  });

  it("looks again when the platform said, where that is later than the next look", async () => {
    const { client, armor } = orders(30);
    const [asset] = armor.state.assets;
    const evidence = await client.freshness.requireFresh(ORDERS, {
      waitMs: 20 * 60_000,
      onProgress: () => {
        if (armor.requests.length > 1) return;
        if (asset !== undefined) asset.lastUpdated = armor.clock.now();
        armor.failNext({ kind: "status", status: 503, retryAfter: 300 });
      },
    });
    expect(evidence).toMatchObject({ verdict: "pass", requests: 3, elapsedMs: 310_000 });
  });

  it("gives every asset's refresh a key of its own, and none to what is only read", async () => {
    const { client, armor } = world({
      assets: [
        { qualifiedName: ORDERS, hoursSinceUpdate: 30 },
        { qualifiedName: CUSTOMERS, hoursSinceUpdate: 30 },
      ],
    });
    await client.freshness.requireFresh([ORDERS, CUSTOMERS], { refresh: true, idempotencyKey: "run-1" });
    const keys = armor.requests.map(({ verb, headers }) => [verb, headers.get("idempotency-key")]);
    expect(keys.filter(([verb]) => verb === "POST")).toEqual([
      ["POST", "run-1:0"],
      ["POST", "run-1:1"],
    ]);
    expect(keys.some(([verb, key]) => verb === "GET" && key !== null)).toBe(false);
  });

  it("ends in time where the clock is set back", async () => {
    const { client, armor } = orders(30, { refreshFinds: "nothing" });
    let looks = 0;
    const clock = {
      now: () => armor.clock.now() - (looks > 1 ? 6 * 3_600_000 : 0),
      sleep: armor.clock.sleep.bind(armor.clock),
    };
    const start = armor.clock.now();
    const gate = client.with({ clock }).freshness.requireFresh(ORDERS, {
      waitMs: 60_000,
      onProgress: () => {
        looks += 1;
      },
    });
    expect(await failure(gate)).toBeInstanceOf(StalenessError);
    expect(armor.clock.now() - start).toBe(60_000);
  });
});
