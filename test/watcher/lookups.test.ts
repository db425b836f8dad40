import { AbortedError, ConnectionError, NotFoundError, ServerError, TimeoutError, UnprocessableError } from "dqgate";
import { VirtualClock } from "dqgate/testing";
import type { WatcherClient } from "dqgate/watcher";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { keptLog } from "../support/log.js";
import { CRASH, pipelineRecord, type StubAnswer, stubbed, typeRecord } from "./stub.js";
import { world } from "./world.js";

const LOOKUPS = [
  ["pipeline", "/pipeline", (client: WatcherClient, id: string | number) => client.pipelines.get(id)],
  ["pipeline type", "/pipeline_type", (client: WatcherClient, id: string | number) => client.pipelineTypes.get(id)],
  ["address", "/address", (client: WatcherClient, id: string | number) => client.addresses.get(id)],
  ["address type", "/address_type", (client: WatcherClient, id: string | number) => client.addressTypes.get(id)],
  [
    "anomaly detection rule",
    "/anomaly_detection_rule",
    (client: WatcherClient, id: string | number) => client.anomalyRules.get(id),
  ],
] as const;

describe.each(LOOKUPS)("a %s by its number", (kind, path, get) => {
  it("that is not there is not found: the server's 500 is looked into", async () => {
    const { server, client } = world();
    const error = await failure(get(client, 12_345));
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error).toMatchObject({
      message: `there is no ${kind} 12345: the server answered 500, and its list does not hold it`,
      resourceType: kind,
      resourceId: "12345",
      status: 500,
      retryable: false,
      platform: "watcher",
    });
    expect(error.operation).toMatch(new RegExp(`^GET ${path}/{\\w+}$`));
    expect(server.requests.map(({ verb, path: at }) => `${verb} ${at}`)).toEqual([`GET ${path}/12345`, `GET ${path}`]);
  });

  it("that is there, and that the server fails to give once, is asked for again", async () => {
    const { sent, client } = stubbed((operation, count) => {
      if (count === 0) return CRASH;
      return { json: operation === `GET ${path}` ? [{ id: 7 }] : { ...EVERY, id: 7 } };
    });
    expect(await get(client, "7")).toMatchObject({ id: 7 });
    expect(sent).toEqual([`GET ${path}/7`, `GET ${path}`, `GET ${path}/7`]);
  });

  it("is not what the server gives for another", async () => {
    const { client } = stubbed(() => ({ json: { ...EVERY, id: 8 } }));
    const error = await failure(get(client, 7));
    expect(error).toMatchObject({ name: "ResponseValidationError", platform: "watcher" });
    expect(error.message).toContain(`${kind} 7 is asked for, and it is about 8`);
  });

  it("is not told to be missing by a list in an envelope that nobody knows", async () => {
    const { client } = stubbed((operation) =>
      operation === `GET ${path}` ? { json: { data: [], pagination: { total_records: 3 } } } : CRASH,
    );
    const error = await failure(get(client, 7));
    expect(error).toBeInstanceOf(ServerError);
    expect(error.message).toContain("whether there is one could not be found out");
  });

  it.each([0, -1, 1.5, 2 ** 31, "", "abc", "07", "1e3", null])("is refused before anything is sent: %j", async (id) => {
    const { server, client } = world();
    const error = await failure(get(client, id as number));
    expect(error).toMatchObject({ name: "ValidationError", operation: expect.stringContaining(path) });
    expect(server.requests).toEqual([]);
  });
});

/** Fits every model that has a number. */
const EVERY = {
  ...pipelineRecord(),
  ...typeRecord(),
  address_type_id: 1,
  group_name: "database",
  pipeline_id: 1,
  metric_field: "inserts",
  z_threshold: "3.00",
  lookback_days: 30,
  minimum_executions: 30,
};

describe("what a failed look for a pipeline tells", () => {
  it("that it is there, and that the server fails to give it", async () => {
    const { sent, client } = stubbed((operation) => (operation === "GET /pipeline" ? { json: [{ id: 7 }] } : CRASH));
    const error = await failure(client.pipelines.get(7));
    expect(error).toBeInstanceOf(ServerError);
    expect(error.message).toBe(
      "Internal Server Error (the server's list holds pipeline 7, and the server fails to give it)",
    );
    expect(error.retryable).toBe(true);
    // The first is not repeated, the last as any read.
    expect(sent).toHaveLength(1 + 1 + 3);
  });

  it.each([
    ["a list that fails too", CRASH, "Internal Server Error"],
    ["a list that is none", { json: { data: 1 } }, "unexpected response: there is no list in it"],
    ["a list with a number that is none", { json: [{ id: "7" }] }, "unexpected response: Row: [0].id: "],
    ["a proxy's page", { text: "<html>Sign in</html>", status: 403 }, "Sign in"],
  ] satisfies [string, StubAnswer, string][])("that nothing is known: %s", async (_, list, why) => {
    const { client } = stubbed((operation) => (operation === "GET /pipeline" ? list : CRASH), {
      validation: "lenient",
    });
    const error = await failure(client.pipelines.get(7));
    expect(error).toBeInstanceOf(ServerError);
    expect(error).not.toBeInstanceOf(NotFoundError);
    expect(error.message).toContain(
      "Internal Server Error (the server answers so too where there is no such pipeline, and whether there is one could not be found out: ",
    );
    expect(error.message).toContain(why);
    expect(error.cause).toMatchObject({ operation: "GET /pipeline" });
  });

  it("keeps to the caller's retries and, where the client has none, to that", async () => {
    const list = (operation: string): StubAnswer => (operation === "GET /pipeline" ? { json: [{ id: 7 }] } : CRASH);
    const asked = stubbed(list);
    await failure(asked.client.pipelines.get(7, { retries: 1 }));
    expect(asked.sent).toHaveLength(1 + 1 + 2);
    const none = stubbed(list, { retries: 0 });
    await failure(none.client.pipelines.get(7));
    expect(none.sent).toHaveLength(1 + 1 + 1);
  });

  it("a server that is busy is asked again after the time that it asks for, as ever", async () => {
    const { server, client } = world({ pipelines: [{ name: "orders" }] });
    server.failNext({ kind: "status", status: 503, retryAfter: 20 });
    const before = server.clock.now();
    expect(await client.pipelines.get(1)).toMatchObject({ name: "orders" });
    expect(server.clock.now() - before).toBe(20_000);
    expect(server.requests).toHaveLength(2);
  });

  it("a lost connection is repeated, without a look at the list", async () => {
    const { server, client } = world({ pipelines: [{ name: "orders" }] });
    server.failNext({ kind: "drop" });
    await client.pipelines.get(1);
    expect(server.requests.map(({ path }) => path)).toEqual(["/pipeline/1"]);
    server.failNext({ kind: "drop" }, { times: 3 });
    expect(await failure(client.pipelines.get(1))).toBeInstanceOf(ConnectionError);
  });

  it("a refusal is passed on", async () => {
    const { sent, client } = stubbed(() => ({
      json: { detail: [{ loc: ["path", "pipeline_id"], msg: "no" }] },
      status: 422,
    }));
    expect(await failure(client.pipelines.get(7))).toBeInstanceOf(UnprocessableError);
    expect(sent).toHaveLength(1);
  });

  it("the three requests keep to the time of one call", async () => {
    const clock = new VirtualClock();
    const { sent, client } = stubbed(
      () => {
        clock.advance(600);
        return CRASH;
      },
      { clock },
    );
    const error = await failure(client.pipelines.get(7, { totalTimeoutMs: 500 }));
    expect(error).toBeInstanceOf(ServerError);
    expect(error.message).toContain("could not be found out: no answer within 500 ms (totalTimeoutMs)");
    expect(error.cause).toBeInstanceOf(TimeoutError);
    expect(sent).toHaveLength(1);
  });

  it.each([0, 1, 2])("an abort at request %i ends the call", async (last) => {
    const caller = new AbortController();
    const { sent, client } = stubbed((operation, count) => {
      if (count === last) caller.abort();
      return operation === "GET /pipeline" ? { json: [{ id: 7 }] } : CRASH;
    });
    expect(await failure(client.pipelines.get(7, { signal: caller.signal }))).toBeInstanceOf(AbortedError);
    expect(sent).toHaveLength(last + 1);
  });

  it("a 500 of another call is repeated as ever", async () => {
    const { logger, lines } = keptLog();
    const { sent, client } = stubbed(() => CRASH, { logger, logLevel: "info" });
    await failure(client.pipelines.list());
    expect(sent).toHaveLength(3);
    expect(lines.filter((line) => line.includes("trying again"))).toHaveLength(2);
  });
});

describe("an asset by its name", () => {
  it("is found in any case, and costs one request", async () => {
    const { server, client } = world({ addresses: [{ name: "shop.public.orders" }] });
    expect(await client.assets.get("  SHOP.public.Orders ")).toMatchObject({
      id: 1,
      qualifiedName: "shop.public.orders",
    });
    expect(server.requests.map(({ path }) => path)).toEqual(["/address"]);
  });

  it("is not found where the list lacks it", async () => {
    const { client } = world({ addresses: [{ name: "shop.public.orders" }] });
    const error = await failure(client.assets.get("shop.public.order"));
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error).toMatchObject({
      message: "the server's list holds no address shop.public.order",
      resourceType: "address",
      resourceId: "shop.public.order",
    });
  });

  it.each(["", "  ", 0, -3, 1.5, null, undefined, {}])("is refused before anything is sent: %j", async (ref) => {
    const { server, client } = world();
    const error = await failure(client.assets.get(ref as string));
    expect(error).toMatchObject({ name: "ValidationError", field: "asset" });
    expect(server.requests).toEqual([]);
  });
});
