import { RateLimitError } from "dqgate";
import { VirtualClock } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { assetRecord, clientOf, emulated } from "../support/client.js";
import { keptLog } from "../support/log.js";

const PER_SECOND = { perMinute: 100_000, perSecond: 10 };
const assets = [{ qualifiedName: "pg.shop.orders" }];

/** Sends reads side by side. */
const reads = (client: ReturnType<typeof emulated>["client"], count: number): Promise<unknown>[] =>
  Array.from({ length: count }, () => client.assets.get("pg.shop.orders"));

/** How many requests of those that were sent since were refused. */
async function refusedOf(
  { armor, client }: ReturnType<typeof emulated>,
  count: number,
): Promise<{ refused: number; seconds: number }> {
  const [before, start] = [armor.requests.length, armor.clock.now()];
  await Promise.all(reads(client, count));
  return { refused: armor.requests.length - before - count, seconds: (armor.clock.now() - start) / 1000 };
}

describe("a server that refuses for its rate", () => {
  it("refuses no more than one burst that it took the larger part of: the client keeps to what it was seen to take", async () => {
    const world = emulated({ assets, rateLimit: PER_SECOND });
    expect((await refusedOf(world, 20)).refused).toBe(10);
    const { refused, seconds } = await refusedOf(world, 100);
    expect(refused).toBe(0);
    expect(seconds).toBeGreaterThan(9);
    expect(seconds).toBeLessThan(11.5);
  });

  it("that refused most of a burst is tried once more: others may have used the window up", async () => {
    const world = emulated({ assets, rateLimit: PER_SECOND });
    expect((await refusedOf(world, 50)).refused).toBeLessThanOrEqual(50);
    expect(await refusedOf(world, 100)).toMatchObject({ refused: 0, seconds: expect.closeTo(10.5, 0) });
  });

  it("whose window others had used up is soon asked for what it has", async () => {
    const world = emulated({ assets, rateLimit: { perMinute: 300 } });
    const other = clientOf({}, { fetch: world.armor.fetch });
    await Promise.all(Array.from({ length: 299 }, () => other.assets.get("pg.shop.orders")));
    await Promise.all(
      Array.from({ length: 20 }, () => world.client.assets.get("pg.shop.orders", { totalTimeoutMs: 300_000 })),
    );
    const { refused, seconds } = await refusedOf(world, 20);
    expect(refused).toBe(0);
    expect(seconds).toBeLessThan(130);
  });

  it("is asked for all that it gives", async () => {
    const world = emulated({ assets, rateLimit: { perMinute: 60 } });
    await refusedOf(world, 60);
    expect(await refusedOf(world, 1)).toMatchObject({ refused: 1 });
    expect(await refusedOf(world, 59)).toMatchObject({ refused: 0, seconds: expect.closeTo(0, 0) });
  });

  it("that has less room than before is asked for less", async () => {
    const limit = { ...PER_SECOND };
    const world = emulated({ assets, rateLimit: limit });
    await refusedOf(world, 20);
    limit.perSecond = 5;
    await refusedOf(world, 40);
    expect(await refusedOf(world, 40)).toMatchObject({ refused: 0 });
  });

  it("that has more room after a while is asked for more", async () => {
    const limit = { ...PER_SECOND };
    const world = emulated({ assets, rateLimit: limit });
    await refusedOf(world, 20);
    limit.perSecond = 1_000;
    (world.armor.clock as unknown as { advance(ms: number): void }).advance(301_000);
    expect(await refusedOf(world, 100)).toMatchObject({ refused: 0, seconds: 0 });
  });

  it("is not waited for beyond the time of the call", async () => {
    const { armor, client } = emulated({ assets });
    armor.failNext({ kind: "status", status: 429, retryAfter: 50 });
    await expect(client.assets.get("pg.shop.orders", { retries: 0 })).rejects.toThrow(RateLimitError);
    const sent = armor.requests.length;
    const error = await client.assets.get("pg.shop.orders", { totalTimeoutMs: 10_000 }).catch((one: unknown) => one);
    expect(error).toMatchObject({ name: "RateLimitError", retryable: true, retryAfterMs: 50_000 });
    expect(armor.requests).toHaveLength(sent);
    await client.assets.get("pg.shop.orders");
    expect(armor.clock.now() - Date.parse("2026-01-05T12:00:00Z")).toBe(50_000);
  });

  it("is told of once, in the log", async () => {
    const log = keptLog();
    const world = emulated({ assets, rateLimit: PER_SECOND }, { logger: log.logger, logLevel: "info" });
    await refusedOf(world, 20);
    expect(log.lines.filter((line) => line.includes("keeping to the server's rate"))).toHaveLength(1);
  });

  it("that says nothing of how long is no lesson", async () => {
    const { armor, client } = emulated({ assets });
    armor.failNext({ kind: "status", status: 429 }, { times: 20 });
    await Promise.allSettled(Array.from({ length: 20 }, () => client.assets.get("pg.shop.orders", { retries: 0 })));
    armor.failNext({ kind: "status", status: 429, retryAfter: 5 });
    await client.assets.get("pg.shop.orders");
    const start = armor.clock.now();
    await Promise.all(Array.from({ length: 8 }, () => client.assets.get("pg.shop.orders")));
    expect(armor.clock.now() - start).toBeLessThanOrEqual(5_100);
  });

  it.each([
    ["an hour", { "retry-after": "3600" }],
    ["a moment in milliseconds, a year away", { "x-ratelimit-reset": "1799150400000" }],
  ])("for %s holds the other calls back for a minute at most", async (_, headers) => {
    const clock = new VirtualClock();
    let refusals = 1;
    const fetch = async (): Promise<Response> => {
      refusals -= 1;
      return refusals >= 0
        ? Response.json({}, { status: 429, headers: { ...headers, date: new Date(clock.now()).toUTCString() } })
        : Response.json({ data: assetRecord({}) });
    };
    const client = clientOf({}, { fetch, clock });
    await expect(client.assets.get("pg.shop.orders")).rejects.toBeInstanceOf(RateLimitError);
    const start = clock.now();
    await client.assets.get("pg.shop.orders");
    expect(clock.now() - start).toBe(60_000);
  });

  it("holds back those that were waiting already, too", async () => {
    const world = emulated({ assets, rateLimit: { perMinute: 100_000, perSecond: 2 } });
    await refusedOf(world, 4);
    const waiting = Promise.all(reads(world.client, 12));
    world.armor.failNext({ kind: "status", status: 429, retryAfter: 30 });
    const before = world.armor.requests.length;
    await waiting;
    expect(world.armor.requests.length - before).toBeLessThanOrEqual(14);
  });

  it("once more, by chance, is soon asked for as much as before", async () => {
    const world = emulated({ assets, rateLimit: PER_SECOND });
    await refusedOf(world, 20);
    world.armor.failNext({ kind: "status", status: 429, retryAfter: 1 });
    await refusedOf(world, 10);
    expect((await refusedOf(world, 300)).refused).toBeLessThanOrEqual(2);
    const { refused, seconds } = await refusedOf(world, 100);
    expect(refused).toBeLessThanOrEqual(1);
    expect(seconds).toBeLessThan(12.5);
  });

  it("does not count what was never sent", async () => {
    const world = emulated({ assets, rateLimit: { perMinute: 100_000, perSecond: 2 } });
    await refusedOf(world, 4);
    const signal = AbortSignal.abort();
    await Promise.allSettled(Array.from({ length: 50 }, () => world.client.assets.get("pg.shop.orders", { signal })));
    expect((await refusedOf(world, 2)).seconds).toBeLessThan(3);
  });

  it("is forgotten where the clock is set back", async () => {
    let now = Date.parse("2026-01-05T12:00:00Z");
    const clock = {
      now: () => now,
      sleep: async (ms: number) => {
        now += ms;
      },
    };
    let refusals = 1;
    const fetch = async (): Promise<Response> => {
      refusals -= 1;
      return refusals >= 0
        ? Response.json({}, { status: 429, headers: { "retry-after": "50" } })
        : Response.json({ data: assetRecord({}) });
    };
    const client = clientOf({}, { fetch, clock });
    await client.assets.get("pg.shop.orders", { retries: 0 }).catch(() => undefined);
    now -= 3_600_000;
    const start = now;
    await client.assets.get("pg.shop.orders");
    expect(now).toBe(start);
  });

  it("does not keep an abort waiting", async () => {
    const { armor, client } = emulated({ assets });
    armor.failNext({ kind: "status", status: 429, retryAfter: 50 });
    await client.assets.get("pg.shop.orders", { retries: 0 }).catch(() => undefined);
    const stop = new AbortController();
    const waiting = client.assets.get("pg.shop.orders", { signal: stop.signal });
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ name: "AbortedError" });
    expect(armor.clock.now()).toBe(Date.parse("2026-01-05T12:00:00Z"));
  });
});
