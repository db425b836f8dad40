import { ConnectionError, DqgateError, TimeoutError } from "dqgate";
import { afterEach, describe, expect, it, vi } from "vitest";
import { assetRecord, clientAt, clientOf, emulated, KEY, tables } from "../support/client.js";
import { failure } from "../support/failure.js";
import { expectNoUnhandledRejections } from "../support/rejections.js";
import { json, serve } from "../support/server.js";

expectNoUnhandledRejections();
afterEach(() => vi.unstubAllEnvs());

const T0 = "pg.shop.public.t00";
const never = (): Promise<never> => new Promise(() => undefined);

describe("the time of one attempt", () => {
  it("ends an attempt that a server leaves hanging, and a read is sent again", async () => {
    const server = await serve((_, response, count) => {
      if (count > 1) json(response, { data: assetRecord() });
    });
    const client = clientAt(server.url, { timeoutMs: 40 });
    await expect(client.assets.get("pg.a")).resolves.toMatchObject({ name: "orders" });
    expect(server.arrived).toHaveLength(2);
  });

  it("counts the body: a stalled one is a timeout", async () => {
    const server = await serve((_, response) => {
      response.writeHead(200, { "content-type": "application/json" }).write('{"data": ');
    });
    const error = await failure(clientAt(server.url, { timeoutMs: 40, retries: 1 }).assets.get("pg.a"));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({
      limit: "attempt",
      timeoutMs: 40,
      kind: "transport",
      retryable: true,
      operation: "GET /sdk/assets/{asset}",
      message: "no answer within 40 ms (timeoutMs)",
    });
    expect(server.arrived).toHaveLength(2);
  });

  it("counts the body of an error too", async () => {
    const server = await serve((_, response) => {
      response.writeHead(404, { "content-type": "application/json" }).write('{"err');
    });
    const error = await failure(clientAt(server.url, { timeoutMs: 40, retries: 0 }).assets.get("pg.a"));
    expect(error).toBeInstanceOf(TimeoutError);
  });

  it("counts the token function, which is asked anew for the next attempt", async () => {
    const { armor } = emulated({ assets: tables(1) });
    let asked = 0;
    const client = clientOf(
      {
        apiKey: () => {
          asked += 1;
          return asked === 1 ? never() : Promise.resolve(KEY);
        },
      },
      { fetch: armor.fetch, timeoutMs: 40 },
    );
    await expect(client.assets.get(T0)).resolves.toMatchObject({ qualifiedName: T0 });
    expect(asked).toBe(2);
    expect(armor.requests).toHaveLength(1);
  });

  it("ends a write without sending it again", async () => {
    const server = await serve(() => undefined);
    const error = await failure(clientAt(server.url, { timeoutMs: 40 }).freshness.refresh("pg.a"));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ limit: "attempt", retryable: false });
    expect(server.arrived).toHaveLength(1);
  });

  it("is the call's before the client's before the platform's", async () => {
    vi.stubEnv("ARMOR_TIMEOUT", "1");
    const server = await serve(() => undefined);
    const client = clientAt(server.url, { retries: 0, timeoutMs: 30 });
    expect(await failure(client.assets.get("pg.a"))).toMatchObject({ name: "TimeoutError", timeoutMs: 30 });
    expect(await failure(client.assets.get("pg.a", { timeoutMs: 20 }))).toMatchObject({ timeoutMs: 20 });
  });

  it("holds against a fetch that does not heed its signal", async () => {
    const client = clientOf({}, { fetch: never, timeoutMs: 30, retries: 0 });
    expect(await failure(client.assets.get("pg.a"))).toBeInstanceOf(TimeoutError);
  });

  it("does not let the answer of an attempt that was given up stand for that of the next", async () => {
    let late: ((response: Response) => void) | undefined;
    let count = 0;
    const client = clientOf(
      {},
      {
        timeoutMs: 30,
        random: () => 0,
        fetch: () => {
          count += 1;
          if (count === 1) {
            return new Promise((resolve) => {
              late = resolve;
            });
          }
          late?.(Response.json({ data: assetRecord({ name: "late" }) }));
          return new Promise((resolve) =>
            setTimeout(() => resolve(Response.json({ data: assetRecord({ name: "right" }) })), 10),
          );
        },
      },
    );
    expect((await client.assets.get("pg.a")).name).toBe("right");
  });
});

describe("the time of a whole call", () => {
  it("ends it across attempts", async () => {
    const server = await serve(() => undefined);
    const client = clientAt(server.url, { timeoutMs: 60, totalTimeoutMs: 100, retries: 9, random: () => 0 });
    const start = performance.now();
    const error = await failure(client.assets.get("pg.a"));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({
      limit: "total",
      timeoutMs: 100,
      message: "no answer within 100 ms (totalTimeoutMs)",
    });
    expect(performance.now() - start).toBeLessThan(180);
    expect(server.arrived).toHaveLength(2);
  });

  it("holds where it is shorter than that of an attempt, for the client as for the call", async () => {
    const server = await serve(() => undefined);
    const client = clientAt(server.url, { totalTimeoutMs: 50 });
    expect(await failure(client.assets.get("pg.a"))).toMatchObject({
      name: "TimeoutError",
      limit: "total",
      timeoutMs: 50,
    });
    expect(await failure(client.assets.get("pg.a", { totalTimeoutMs: 30 }))).toMatchObject({
      limit: "total",
      timeoutMs: 30,
    });
  });

  it("ends a wait between attempts on a clock that never comes back", async () => {
    const client = clientOf(
      {},
      {
        clock: { now: () => 0, sleep: never },
        totalTimeoutMs: 60,
        random: () => 0,
        fetch: async () => new Response("{}", { status: 500 }),
      },
    );
    expect(await failure(client.assets.get("pg.a"))).toBeInstanceOf(TimeoutError);
  });

  it("is above that of an attempt where nobody says", async () => {
    const server = await serve((_, response) => json(response, { data: assetRecord() }));
    const client = clientAt(server.url, { timeoutMs: 200_000 });
    await expect(client.assets.get("pg.a")).resolves.toMatchObject({ name: "orders" });
  });
});

describe("latency", () => {
  it("below the limit is waited for", async () => {
    const { armor, client } = emulated({ assets: tables(1) }, { timeoutMs: 150, retries: 0 });
    armor.failNext({ kind: "latency", ms: 20 });
    await expect(client.assets.get(T0)).resolves.toBeDefined();
  });

  it("above it is a timeout, after which a read comes again", async () => {
    const { armor, client } = emulated({ assets: tables(1) }, { timeoutMs: 30 });
    armor.failNext({ kind: "latency", ms: 5_000 });
    await expect(client.assets.get(T0)).resolves.toBeDefined();
  });
});

it("every error of a limit is one of this package", async () => {
  const server = await serve((_, response) => response.socket?.destroy());
  const error = await failure(clientAt(server.url, { timeoutMs: 1, totalTimeoutMs: 2 }).assets.get("pg.a"));
  expect(error).toBeInstanceOf(DqgateError);
  expect(error instanceof TimeoutError || error instanceof ConnectionError).toBe(true);
});
