import { getEventListeners } from "node:events";
import { AbortedError } from "dqgate";
import { VirtualClock } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { assetRecord, clientAt, clientOf, emulated, tables } from "../support/client.js";
import { failure } from "../support/failure.js";
import { expectNoUnhandledRejections } from "../support/rejections.js";
import { json, serve } from "../support/server.js";
import { until } from "../support/until.js";

expectNoUnhandledRejections();

const T0 = "pg.shop.public.t00";
const never = (): Promise<never> => new Promise(() => undefined);
const listeners = (signal: AbortSignal): number => getEventListeners(signal, "abort").length;
const soon = (ms = 15): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A clock on which every wait lasts until it is aborted. */
class EndlessClock extends VirtualClock {
  waits = 0;
  override sleep(_ms: number, signal?: AbortSignal): Promise<void> {
    this.waits += 1;
    return new Promise((_, reject) => {
      if (signal?.aborted) reject(new AbortedError());
      signal?.addEventListener("abort", () => reject(new AbortedError()), { once: true });
    });
  }
}

describe("a signal", () => {
  it("that has aborted sends nothing", async () => {
    const { armor, client } = emulated({ assets: tables(1) });
    const error = await failure(client.assets.get(T0, { signal: AbortSignal.abort("why") }));
    expect(error).toBeInstanceOf(AbortedError);
    expect(error).toMatchObject({
      kind: "transport",
      code: "aborted",
      retryable: false,
      platform: "anomalyarmor",
      operation: "GET /sdk/assets/{asset}",
    });
    expect(error.cause).toBeUndefined();
    expect(armor.requests).toHaveLength(0);
  });

  it("that aborts right after the call sends nothing and changes nothing", async () => {
    const { armor, client } = emulated({ assets: tables(1) });
    const abort = new AbortController();
    const call = client.freshness.refresh(T0, { signal: abort.signal });
    abort.abort();
    expect(await failure(call)).toBeInstanceOf(AbortedError);
    await soon(5);
    expect(armor.state.jobs).toHaveLength(0);
    expect(armor.requests).toHaveLength(0);
  });

  it("that aborts right after the call ends a token function that hangs", async () => {
    const client = clientOf({ apiKey: never }, { fetch: never });
    const abort = new AbortController();
    const call = client.assets.get(T0, { signal: abort.signal });
    abort.abort();
    expect(await failure(call)).toBeInstanceOf(AbortedError);
  });

  it("that aborts during the call ends it, and the connection with it", async () => {
    let closed = false;
    const server = await serve((_, response) => {
      response.on("close", () => {
        closed = true;
      });
      abort.abort(new Error("enough"));
    });
    const abort = new AbortController();
    const error = await failure(clientAt(server.url).assets.get("pg.a", { signal: abort.signal }));
    expect(error).toBeInstanceOf(AbortedError);
    expect(server.arrived).toHaveLength(1);
    await until(() => closed);
  });

  it("that aborts within the body ends the call", async () => {
    const abort = new AbortController();
    const server = await serve((_, response) => {
      response.writeHead(200, { "content-type": "application/json" }).write('{"data": ');
      setTimeout(() => abort.abort(), 5);
    });
    const error = await failure(clientAt(server.url).assets.get("pg.a", { signal: abort.signal }));
    expect(error).toBeInstanceOf(AbortedError);
    expect(server.arrived).toHaveLength(1);
  });

  it("that aborts in a wait between attempts ends the wait", async () => {
    const clock = new EndlessClock();
    const { armor, client } = emulated({ assets: tables(1) }, { clock });
    armor.failNext({ kind: "status", status: 500 });
    const abort = new AbortController();
    const call = client.assets.get(T0, { signal: abort.signal });
    await until(() => clock.waits === 1);
    abort.abort();
    expect(await failure(call)).toMatchObject({ name: "AbortedError", operation: "GET /sdk/assets/{asset}" });
    expect(armor.requests).toHaveLength(1);
  });

  it("ends a fetch and a token function that do not heed it", async () => {
    for (const client of [clientOf({}, { fetch: never }), clientOf({ apiKey: never }, { fetch: never })]) {
      const abort = new AbortController();
      setTimeout(() => abort.abort(), 10);
      expect(await failure(client.assets.get(T0, { signal: abort.signal }))).toBeInstanceOf(AbortedError);
    }
  });

  it("ends a body that does not heed it", async () => {
    const abort = new AbortController();
    const client = clientOf({}, { fetch: async () => new Response(new ReadableStream({ pull: () => never() })) });
    setTimeout(() => abort.abort(), 10);
    expect(await failure(client.assets.get(T0, { signal: abort.signal }))).toBeInstanceOf(AbortedError);
  });

  it("that aborts while the token is fetched keeps the request from being sent when the token comes", async () => {
    let sent = 0;
    let give: ((key: string) => void) | undefined;
    const client = clientOf(
      {
        apiKey: () =>
          new Promise((resolve) => {
            give = resolve;
          }),
      },
      {
        fetch: async () => {
          sent += 1;
          return Response.json({});
        },
      },
    );
    const abort = new AbortController();
    const call = client.assets.get(T0, { signal: abort.signal });
    await soon(5);
    abort.abort();
    expect(await failure(call)).toBeInstanceOf(AbortedError);
    give?.("aa_test_late");
    await soon(5);
    expect(sent).toBe(0);
  });

  it("from AbortSignal.timeout is an abort by the caller", async () => {
    const server = await serve(() => undefined);
    const error = await failure(clientAt(server.url).assets.get("pg.a", { signal: AbortSignal.timeout(20) }));
    expect(error).toBeInstanceOf(AbortedError);
  });

  it("whose reason holds a secret does not hand it on", async () => {
    const { client } = emulated();
    const reason = new Error("aa_live_0123456789secret");
    const error = await failure(client.assets.get(T0, { signal: AbortSignal.abort(reason) }));
    expect(error.message).toBe("aborted by the caller");
    expect(error.stack).not.toContain("aa_live_");
  });
});

describe("the listeners on the caller's signal", () => {
  it("are gone after 500 calls that succeed, fail, time out or are tried again", async () => {
    const { armor, client } = emulated({ assets: tables(1) }, { timeoutMs: 1_000 });
    const { signal } = new AbortController();
    const warnings: string[] = [];
    const note = (warning: Error): void => {
      warnings.push(warning.name);
    };
    process.on("warning", note);
    for (let round = 0; round < 100; round += 1) {
      armor.failNext({ kind: "status", status: 500 });
      armor.failNext({ kind: "drop" });
      await Promise.all([
        client.assets.get(T0, { signal }),
        client.assets.list({}, { signal }).toArray({ concurrency: 4 }),
        client.assets.get("pg.none", { signal }).catch(() => undefined),
        client.freshness.get(T0, { signal }),
        client.freshness.get(T0, { signal, timeoutMs: 500 }),
      ]);
    }
    await soon(5);
    process.off("warning", note);
    expect(listeners(signal)).toBe(0);
    expect(warnings).toEqual([]);
  });

  it("are gone after calls over a real connection, and after a wait", async () => {
    const server = await serve((_, response, count) => {
      if (count === 3) response.socket?.destroy();
      else json(response, { data: assetRecord({ job_id: "j", status: count > 5 ? "completed" : "running" }) });
    });
    const client = clientAt(server.url);
    const { signal } = new AbortController();
    for (let call = 0; call < 4; call += 1) await client.assets.get("pg.a", { signal });
    await client.jobs.waitForJob("j", { signal });
    expect(listeners(signal)).toBe(0);
  });

  it("are gone after an abort", async () => {
    const abort = new AbortController();
    const client = clientOf({}, { fetch: never });
    const calls = [1, 2, 3].map(() => failure(client.assets.get(T0, { signal: abort.signal })));
    await soon(5);
    abort.abort();
    for (const error of await Promise.all(calls)) expect(error).toBeInstanceOf(AbortedError);
    expect(listeners(abort.signal)).toBe(0);
  });
});

describe("30 calls at once that are tried again", () => {
  it.each([
    ["on one signal", new AbortController().signal],
    ["without a signal", undefined],
  ])("%s warn of no leak", async (_how, signal) => {
    const warnings: string[] = [];
    const note = ({ message }: Error): void => {
      warnings.push(message);
    };
    process.on("warning", note);
    let waits = 0;
    const held: (() => void)[] = [];
    class HeldClock extends VirtualClock {
      override sleep(ms: number, aborted?: AbortSignal): Promise<void> {
        waits += 1;
        const isOver = new Promise<void>((resolve) => held.push(resolve));
        return isOver.then(() => super.sleep(ms, aborted));
      }
    }
    const { armor, client } = emulated({ assets: tables(1) }, { clock: new HeldClock() });
    armor.failNext({ kind: "status", status: 503 }, { times: 30 });
    const calls = Array.from({ length: 30 }, () => client.assets.get(T0, { signal }));
    await until(() => waits === 30);
    if (signal !== undefined) expect(listeners(signal)).toBe(1);
    for (const resume of held) resume();
    await Promise.all(calls);
    await soon(5);
    process.off("warning", note);
    expect(warnings).toEqual([]);
    if (signal !== undefined) expect(listeners(signal)).toBe(0);
  });
});

describe("client.close()", () => {
  it("ends what is under way, and refuses what comes later", async () => {
    const server = await serve(() => undefined);
    const client = clientAt(server.url);
    const calls = [failure(client.assets.get("pg.a")), failure(client.assets.list().toArray())];
    await until(() => server.arrived.length === 2);
    client.close();
    for (const error of await Promise.all(calls)) {
      expect(error).toMatchObject({ name: "AbortedError", message: "the client is closed" });
    }
    const later = await failure(client.assets.get("pg.b"));
    expect(later).toMatchObject({ name: "AbortedError", message: "the client is closed" });
    expect(server.arrived).toHaveLength(2);
  });

  it("ends a wait between attempts, and one between two looks", async () => {
    const clock = new EndlessClock();
    const { armor, client } = emulated({ assets: tables(1) }, { clock });
    const job = armor.state.startJob("w", null);
    const waiting = failure(client.jobs.waitForJob(job.id));
    const gate = failure(client.freshness.requireFresh(T0, { maxAgeHours: 0, waitMs: 60_000 }));
    await until(() => clock.waits === 2);
    armor.failNext({ kind: "status", status: 500 });
    const retrying = failure(client.assets.get(T0));
    await until(() => clock.waits === 3);
    client.close();
    for (const error of await Promise.all([waiting, gate, retrying])) {
      expect(error).toMatchObject({ name: "AbortedError", message: "the client is closed", platform: "anomalyarmor" });
    }
  });

  it("twice does no harm, and leaves clients alone that were made from it", async () => {
    const { client } = emulated({ assets: tables(1) });
    const other = client.with({});
    client.close();
    client.close();
    await expect(other.assets.get(T0)).resolves.toMatchObject({ qualifiedName: T0 });
    await expect(client.with({}).assets.get(T0)).resolves.toBeDefined();
    expect(await failure(client.assets.get(T0))).toBeInstanceOf(AbortedError);
  });
});
