import {
  AbortedError,
  ConnectionError,
  DqgateError,
  NotFoundError,
  RateLimitError,
  ServerError,
  systemClock,
  TimeoutError,
} from "dqgate";
import type { AnomalyArmorClient } from "dqgate/anomalyarmor";
import { listen } from "dqgate/node";
import { type AnomalyArmorEmulator, emulateAnomalyArmor } from "dqgate/testing";
import * as msw from "msw";
import { setupServer } from "msw/node";
import { describe, expect, it, onTestFinished } from "vitest";
import { clientOf, tables } from "../support/client.js";
import { failure } from "../support/failure.js";
import { expectNoUnhandledRejections } from "../support/rejections.js";
import { until } from "../support/until.js";

expectNoUnhandledRejections();

const T0 = "pg.shop.public.t00";

interface Entry {
  armor: AnomalyArmorEmulator;
  client: AnomalyArmorClient;
}

async function throughFetch(): Promise<Entry> {
  const armor = emulateAnomalyArmor({ assets: tables(2) });
  return { armor, client: clientOf({}, { fetch: armor.fetch }) };
}

async function throughMsw(): Promise<Entry> {
  const armor = emulateAnomalyArmor({ assets: tables(2) });
  const server = setupServer(...armor.handlers(msw));
  server.listen({ onUnhandledRequest: "error" });
  onTestFinished(() => server.close());
  return { armor, client: clientOf({}, { clock: armor.clock }) };
}

async function throughPort(): Promise<Entry> {
  const armor = emulateAnomalyArmor({ assets: tables(2) });
  const port = await listen(armor);
  onTestFinished(() => port.close());
  return { armor, client: clientOf({ url: port.url }, { clock: armor.clock }) };
}

describe.each([
  ["through its fetch", throughFetch],
  ["through MSW", throughMsw],
  ["over a port", throughPort],
])("the emulator %s", (_, enter) => {
  it("answers", async () => {
    const { armor, client } = await enter();
    await expect(client.assets.get(T0)).resolves.toMatchObject({ qualifiedName: T0 });
    expect((await client.assets.list({ limit: 1 }).toArray()).length).toBe(2);
    expect(armor.requests.map(({ verb, path }) => `${verb} ${path}`)).toEqual([
      `GET /sdk/assets/${T0}`,
      "GET /sdk/assets",
      "GET /sdk/assets",
    ]);
  });

  it("takes a body, and answers a write", async () => {
    const { armor, client } = await enter();
    const asset = await client.assets.create({
      name: "größe 🎉",
      sourceType: "snowflake",
      connectionConfig: { a_b: [1], c: null },
    });
    expect(asset.qualifiedName).toBe("größe 🎉");
    expect(armor.requests[0]).toMatchObject({
      verb: "POST",
      path: "/sdk/assets",
      body: { name: "größe 🎉", source_type: "snowflake", connection_config: { a_b: [1], c: null } },
    });
    expect(armor.requests[0]?.headers.get("authorization")).toMatch(/^Bearer aa_test_/);
  });

  it("answers without a body", async () => {
    const { armor, client } = await enter();
    armor.state.of("schedules").push({ id: "s-1" });
    await expect(client.freshness.deleteSchedule("s-1")).resolves.toBeUndefined();
    expect(armor.state.of("schedules")).toEqual([]);
  });

  it("drops a connection", async () => {
    const { armor, client } = await enter();
    armor.failNext({ kind: "drop" }, { times: 2 });
    await expect(client.assets.get(T0)).resolves.toBeDefined();
    expect(armor.requests).toHaveLength(1);
    armor.failNext({ kind: "drop" });
    const error = await failure(client.assets.get(T0, { retries: 0 }));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error.mayHaveBeenReceived).toBe(true);
  });

  it("loses the answer of a write that it carried out, which is not sent again", async () => {
    const { armor, client } = await enter();
    armor.failNext({ kind: "lose" });
    const error = await failure(client.freshness.refresh(T0));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ mayHaveBeenReceived: true, retryable: false });
    expect(armor.state.jobs).toHaveLength(1);
    expect(armor.requests).toHaveLength(1);
  });

  it("drops a write before it reads it, which is not sent again either", async () => {
    const { armor, client } = await enter();
    armor.failNext({ kind: "drop" });
    expect(await failure(client.freshness.refresh(T0))).toBeInstanceOf(ConnectionError);
    expect(armor.state.jobs).toHaveLength(0);
  });

  it("cuts a body half way", async () => {
    const { armor, client } = await enter();
    armor.failNext({ kind: "cut" });
    const error = await failure(client.assets.get(T0, { retries: 0 }));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error.message).toContain("within the response");
    armor.failNext({ kind: "cut" });
    await expect(client.assets.get(T0)).resolves.toBeDefined();
  });

  it("refuses for the rate, and the wait takes no real time", async () => {
    const { armor, client } = await enter();
    armor.failNext({ kind: "status", status: 429, retryAfter: 30 });
    const before = armor.clock.now();
    await expect(client.assets.get(T0)).resolves.toBeDefined();
    // Where the client's clock is not shared by fetch, the moments that really passed are added.
    const passed = armor.clock.now() - before;
    expect(passed).toBeGreaterThanOrEqual(30_000);
    expect(passed).toBeLessThan(33_000);
    armor.failNext({ kind: "status", status: 429, retryAfter: 30, body: { error: { code: "RATE_LIMITED" } } });
    const error = await failure(client.assets.get(T0, { retries: 0 }));
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({ retryAfterMs: 30_000, platformCode: "RATE_LIMITED" });
  });

  it("lets jobs end for a client with a clock of its own", async () => {
    const { armor, client } = await enter();
    armor.state.jobDurationMs = 60;
    const { jobId } = await client.freshness.refresh(T0);
    const own = client.with({ clock: enter === throughFetch ? armor.clock : systemClock });
    await expect(own.jobs.waitForJob(jobId, { pollIntervalMs: 20, timeoutMs: 5_000 })).resolves.toMatchObject({
      state: "succeeded",
    });
  });

  it("is slower than a client has time", async () => {
    const { armor, client } = await enter();
    armor.failNext({ kind: "latency", ms: 10_000 });
    const error = await failure(client.assets.get(T0, { retries: 0, timeoutMs: 40 }));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error.limit).toBe("attempt");
    await expect(client.assets.get(T0)).resolves.toBeDefined();
  });

  it("heeds an abort", async () => {
    const { armor, client } = await enter();
    armor.failNext({ kind: "latency", ms: 10_000 });
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 25);
    expect(await failure(client.assets.get(T0, { signal: abort.signal }))).toBeInstanceOf(AbortedError);
  });

  it("answers 404 for a path that the platform has not, and never lets it out", async () => {
    const { armor, client } = await enter();
    const error = await failure(client.request("GET", "/sdk/nowhere"));
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error.message).toContain("no route GET /sdk/nowhere");
    expect(armor.requests).toHaveLength(1);
  });

  it.each([
    ["in a route", (armor: AnomalyArmorEmulator) => armor.state.assets.push(null as never)],
    [
      "in a scripted change",
      (armor: AnomalyArmorEmulator) =>
        armor.failNext({
          kind: "change",
          change: () => {
            throw new TypeError("fetch failed");
          },
        }),
    ],
  ])("does not let a bug %s look like a lost connection", async (_where, plant) => {
    const { armor, client } = await enter();
    plant(armor);
    const error = await failure(client.assets.get("pg.none"));
    expect(error).toBeInstanceOf(DqgateError);
    expect(error).not.toBeInstanceOf(ConnectionError);
    expect(error.retryable).toBe(false);
    expect(error.message).toContain("the emulator failed at GET /sdk/assets/pg.none");
    expect(armor.requests).toHaveLength(1);
  });
});

describe("the emulator's own ways", () => {
  it("throws EmulatorError through its fetch, and answers 501 elsewhere", async () => {
    const direct = await throughFetch();
    direct.armor.state.assets.push(null as never);
    expect((await failure(direct.client.assets.get("pg.none"))).name).toBe("EmulatorError");
    const port = await throughPort();
    port.armor.state.assets.push(null as never);
    const error = await failure(port.client.assets.get("pg.none"));
    expect(error).toBeInstanceOf(ServerError);
    expect(error).toMatchObject({ status: 501, platformCode: "EMULATOR_BUG" });
  });

  it("refuse a body that is no JSON, as a server does", async () => {
    const armor = emulateAnomalyArmor();
    const response = await armor.fetch(
      new Request(`${armor.baseUrl}/sdk/assets`, {
        method: "POST",
        body: "{not json",
        headers: { authorization: "Bearer aa_test_x" },
      }),
    );
    expect(response.status).toBe(400);
    expect(armor.requests[0]?.body).toBe("{not json");
  });

  it("carry out nothing for a request that was aborted before", async () => {
    const armor = emulateAnomalyArmor({ assets: tables(1) });
    armor.state.assets.push(null as never); // A bug that nobody would hear of.
    const request = new Request(`${armor.baseUrl}/sdk/assets/none`, { signal: AbortSignal.abort() });
    await expect(armor.fetch(request)).rejects.toMatchObject({ name: "AbortError" });
    expect(armor.requests).toHaveLength(0);
  });

  it("answer where they are put, with or without a slash at the end", async () => {
    for (const baseUrl of ["https://armor.test/api/v1", "https://armor.test/api/v1/", "http://localhost:4000/x/y"]) {
      const armor = emulateAnomalyArmor({ assets: tables(1), baseUrl });
      await expect(clientOf({ url: baseUrl }, { fetch: armor.fetch }).assets.get(T0)).resolves.toBeDefined();
    }
  });

  it("do not answer for another origin", async () => {
    const { armor } = await throughFetch();
    const client = clientOf({ url: "https://api.anomalyarmor.ai" }, { fetch: armor.fetch });
    const error = await failure(client.assets.get(T0));
    expect(error.name).toBe("EmulatorError");
    expect(error.message).toContain("https://api.anomalyarmor.ai");
  });

  it("let a port be chosen, and closed while a request hangs", async () => {
    const armor = emulateAnomalyArmor({ assets: tables(1) });
    let arrived = 0;
    const counted = (request: Request): Promise<Response> => {
      arrived += 1;
      return armor.fetch(request);
    };
    const port = await listen({ baseUrl: armor.baseUrl, fetch: counted }, { host: "localhost" });
    expect(port.url).toBe(`http://localhost:${port.port}/api/v1`);
    const again = await failure(listen(armor, { port: port.port, host: "localhost" }));
    expect(again).toMatchObject({ code: "EADDRINUSE" });
    armor.failNext({ kind: "latency", ms: 60_000 });
    const hanging = failure(clientOf({ url: port.url }, { retries: 0 }).assets.get(T0));
    await until(() => arrived === 1);
    expect(armor.requests).toHaveLength(0);
    await port.close();
    expect(await hanging).toBeInstanceOf(ConnectionError);
    // The delay ends with the connection: nothing keeps the process alive for a minute.
    await until(() => armor.requests.length === 1);
  });

  it("do not take a path with two slashes for another host", async () => {
    const armor = emulateAnomalyArmor({ assets: tables(1) });
    const port = await listen(armor);
    onTestFinished(() => port.close());
    const response = await fetch(`http://127.0.0.1:${port.port}//evil.example/api/v1/sdk/assets`, {
      headers: { authorization: "Bearer aa_test_x" },
    });
    expect(response.status).toBe(404);
  });
});
