import {
  AuthenticationError,
  ConnectionError,
  NotFoundError,
  RateLimitError,
  ResponseValidationError,
  ServerError,
} from "dqgate";
import { VirtualClock } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { assetRecord, clientAt, emulated, tables } from "../support/client.js";
import { failure } from "../support/failure.js";
import { keptLog } from "../support/log.js";
import { expectNoUnhandledRejections } from "../support/rejections.js";
import { json, serve } from "../support/server.js";

expectNoUnhandledRejections();

const T0 = "pg.shop.public.t00";
const START = Date.parse("2026-01-05T12:00:00Z");

describe("a read that fails", () => {
  it.each([408, 425, 429, 500, 502, 503, 504])("with %i is sent again, and succeeds", async (status) => {
    const { armor, client } = emulated({ assets: tables(1) });
    armor.failNext({ kind: "status", status }, { times: 2 });
    await expect(client.assets.get(T0)).resolves.toMatchObject({ qualifiedName: T0 });
    expect(armor.requests).toHaveLength(3);
    // Half of 500 ms, then half of 1000 ms.
    expect(armor.clock.now() - START).toBe(750);
  });

  it.each([400, 401, 403, 404, 409, 418, 422, 501])("with %i is sent once", async (status) => {
    const { armor, client } = emulated({ assets: tables(1) });
    armor.failNext({ kind: "status", status });
    expect(await failure(client.assets.get(T0))).toMatchObject({ status });
    expect(armor.requests).toHaveLength(1);
    expect(armor.clock.now()).toBe(START);
  });

  it("gives up after two retries, with the last error", async () => {
    const { armor, client } = emulated({ assets: tables(1) });
    armor.failNext({ kind: "status", status: 500 }, { times: 2 });
    armor.failNext({ kind: "status", status: 503 });
    const error = await failure(client.assets.get(T0));
    expect(error).toBeInstanceOf(ServerError);
    expect(error.status).toBe(503);
    expect(armor.requests).toHaveLength(3);
    await expect(client.assets.get(T0)).resolves.toBeDefined();
  });

  it("is not sent again where retries are turned off, by the call or by the client", async () => {
    const { armor, client } = emulated({ assets: tables(1) });
    armor.failNext({ kind: "status", status: 500 }, { times: 2 });
    expect(await failure(client.assets.get(T0, { retries: 0 }))).toBeInstanceOf(ServerError);
    expect(await failure(client.with({ retries: 0 }).assets.get(T0))).toBeInstanceOf(ServerError);
    expect(armor.requests).toHaveLength(2);
  });

  it("is sent as often as the call allows", async () => {
    const { armor, client } = emulated({ assets: tables(1) });
    armor.failNext({ kind: "status", status: 500 }, { times: 7 });
    await client.assets.get(T0, { retries: 7 });
    expect(armor.requests).toHaveLength(8);
  });

  it("is sent again after a connection that dropped, and after a body that was cut", async () => {
    const { armor, client } = emulated({ assets: tables(1) });
    armor.failNext({ kind: "drop" });
    armor.failNext({ kind: "cut" });
    await expect(client.assets.get(T0)).resolves.toMatchObject({ qualifiedName: T0 });
    expect(armor.requests).toHaveLength(2); // What was dropped was never read.
  });

  it("is not sent again for an answer that cannot be read", async () => {
    const { armor, client } = emulated({ assets: tables(1) });
    armor.failNext({ kind: "html" });
    expect(await failure(client.assets.get(T0))).toBeInstanceOf(ResponseValidationError);
    expect(armor.requests).toHaveLength(1);
  });
});

describe("the delay that a server asks for", () => {
  it("is slept on the client's clock, to the millisecond", async () => {
    const { armor, client } = emulated({ assets: tables(1) });
    armor.failNext({ kind: "status", status: 429, retryAfter: 17 });
    armor.failNext({ kind: "status", status: 503, retryAfter: "Mon, 05 Jan 2026 12:01:00 GMT" });
    await client.assets.get(T0);
    expect(armor.clock.now()).toBe(START + 60_000);
  });

  it("is not slept where it is longer than a minute: the call fails at once", async () => {
    const { armor, client } = emulated({ assets: tables(1) });
    armor.failNext({ kind: "status", status: 429, retryAfter: 61 });
    const error = await failure(client.assets.get(T0));
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({ retryAfterMs: 61_000, retryable: true });
    expect(armor.requests).toHaveLength(1);
    expect(armor.clock.now()).toBe(START);
  });

  it("is not slept where the call has less time left", async () => {
    const { armor, client } = emulated({ assets: tables(1) });
    armor.failNext({ kind: "status", status: 429, retryAfter: 20 });
    const error = await failure(client.assets.get(T0, { totalTimeoutMs: 15_000 }));
    expect(error).toBeInstanceOf(RateLimitError);
    expect(armor.clock.now()).toBe(START);
  });

  it("counts against the total time, so that retries end", async () => {
    const { armor, client } = emulated({ assets: tables(1) });
    armor.failNext({ kind: "status", status: 503, retryAfter: 50 }, { times: 10 });
    const error = await failure(client.assets.get(T0, { retries: 10 }));
    expect(error).toBeInstanceOf(ServerError);
    expect(armor.requests).toHaveLength(3); // 0 s, 50 s, 100 s; 150 s would be beyond 120 s.
    expect(armor.clock.now()).toBe(START + 100_000);
  });

  it("is read from a malformed header as none", async () => {
    const { armor, client } = emulated({ assets: tables(1) });
    armor.failNext({ kind: "status", status: 429, retryAfter: "soon 3" });
    await client.assets.get(T0);
    expect(armor.clock.now()).toBe(START + 250);
  });

  it("is that of X-RateLimit-Reset for a 429, by the server's own clock", async () => {
    const clock = new VirtualClock();
    const server = await serve((_, response, count) => {
      if (count > 1) return json(response, { data: assetRecord() });
      const date = new Date("2020-01-01T00:00:00Z");
      const reset = String(date.getTime() / 1000 + 42);
      json(response, { message: "slow down" }, 429, { date: date.toUTCString(), "x-ratelimit-reset": reset });
    });
    await clientAt(server.url, { clock }).assets.get(T0);
    expect(clock.now()).toBe(START + 42_000);
  });

  it("is not that of X-RateLimit-Reset for a 500", async () => {
    const clock = new VirtualClock();
    const server = await serve((_, response, count) => {
      if (count > 1) return json(response, { data: assetRecord() });
      json(response, { message: "oops" }, 500, { "x-ratelimit-reset": "42" });
    });
    await clientAt(server.url, { clock }).assets.get(T0);
    expect(clock.now()).toBe(START + 250);
  });
});

describe("a write that fails", () => {
  const jobs = (armor: ReturnType<typeof emulated>["armor"]): number => armor.state.jobs.length;

  it("after it was carried out is not sent again", async () => {
    const { armor, client } = emulated({ assets: tables(1) });
    armor.failNext({ kind: "lose" });
    const error = await failure(client.freshness.refresh(T0));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ reason: "ECONNRESET", mayHaveBeenReceived: true, retryable: false });
    expect(jobs(armor)).toBe(1);
  });

  it.each(["drop", "cut"] as const)("with a connection that breaks (%s) is not sent again", async (kind) => {
    const { armor, client } = emulated({ assets: tables(1) });
    armor.failNext({ kind });
    const error = await failure(client.freshness.refresh(T0));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ mayHaveBeenReceived: true, retryable: false });
    expect(armor.requests.length).toBe(kind === "cut" ? 1 : 0);
  });

  it.each([408, 429, 500, 503])("with %i is not sent again", async (status) => {
    const { armor, client } = emulated({ assets: tables(1) });
    armor.failNext({ kind: "status", status, retryAfter: 1 });
    expect(await failure(client.freshness.refresh(T0))).toMatchObject({ status });
    expect(armor.requests).toHaveLength(1);
  });

  it("is sent again under an idempotency key, which every attempt carries", async () => {
    const { armor, client } = emulated({ assets: tables(1) });
    armor.failNext({ kind: "status", status: 500 });
    armor.failNext({ kind: "drop" });
    const job = await client.freshness.refresh(T0, { idempotencyKey: "run-7" });
    expect(job.status).toBe("pending");
    expect(armor.requests.map(({ headers }) => headers.get("idempotency-key"))).toEqual(["run-7", "run-7"]);
    expect(jobs(armor)).toBe(1);
  });

  it("is the same for DELETE and PATCH", async () => {
    const { armor, client } = emulated({ assets: tables(1) });
    armor.failNext({ kind: "status", status: 500 }, { times: 2 });
    expect(await failure(client.freshness.deleteSchedule("s-1"))).toBeInstanceOf(ServerError);
    expect(await failure(client.freshness.updateSchedule("s-1", { isActive: false }))).toBeInstanceOf(ServerError);
    expect(armor.requests).toHaveLength(2);
  });
});

describe("what the log is told", () => {
  it("of a retried write is a warning, with the wait and without a value", async () => {
    const { logger, lines } = keptLog();
    const { armor, client } = emulated({ assets: tables(1) }, { logger, logLevel: "warn" });
    armor.failNext({ kind: "status", status: 500 });
    await client.freshness.refresh(T0, { idempotencyKey: "run-7" });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      /^warn: dqgate #\d+ POST \/sdk\/freshness\/\{asset\}\/refresh: server \(HTTP 500\), trying again in 250 ms$/,
    );
  });

  it("of a retried read is for those who want to know", async () => {
    const quiet = keptLog();
    const curious = keptLog();
    const { armor, client } = emulated({ assets: tables(1) }, { logger: quiet.logger, logLevel: "warn" });
    armor.failNext({ kind: "status", status: 500 }, { times: 2 });
    await client.assets.get(T0);
    await client.with({ logger: curious.logger, logLevel: "info", retries: 0 }).assets.get(T0);
    expect(quiet.lines).toEqual([]);
    expect(curious.lines).toEqual([]);
    armor.failNext({ kind: "status", status: 429 });
    await client.with({ logger: curious.logger, logLevel: "info" }).assets.get(T0);
    expect(curious.lines.map((line) => line.replace(/#\d+/, "#"))).toEqual([
      "info: dqgate # GET /sdk/assets/{asset}: rate_limited (HTTP 429), trying again in 250 ms",
    ]);
  });

  it("does no harm where the logger throws", async () => {
    const bad = (): never => {
      throw new Error("disk full");
    };
    const logger = { debug: bad, info: bad, warn: bad, error: bad };
    const { armor, client } = emulated({ assets: tables(1) }, { logger, logLevel: "debug" });
    armor.failNext({ kind: "status", status: 500 });
    await expect(client.assets.get(T0)).resolves.toMatchObject({ qualifiedName: T0 });
  });
});

describe("a key that is refused", () => {
  it("is not tried again", async () => {
    const { armor, client } = emulated({ assets: tables(1), keys: [{ key: "aa_test_other", scope: "admin" }] });
    expect(await failure(client.assets.get(T0))).toBeInstanceOf(AuthenticationError);
    expect(armor.requests).toHaveLength(1);
  });

  it("does not hide that a thing is not there", async () => {
    const { client } = emulated();
    expect(await failure(client.assets.get(T0))).toBeInstanceOf(NotFoundError);
  });
});
