import { Client, OperationAbortedError, OperationFailedError, WaitTimeoutError } from "dqgate";
import { type Operation, qualytics } from "dqgate/qualytics";
import type { VirtualClock } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { sampleWorld, type World, world } from "./world.js";

const scan = ({ client }: World): Promise<Operation> => client.operations.run({ type: "scan", datastoreId: 1 });
const minutes = (world: World): number => (world.server.clock.now() - Date.parse("2026-01-05T12:00:00Z")) / 60_000;

/** Waits for a scan, and gives what it threw. */
async function failure(world: World, options = {}): Promise<unknown> {
  const { id } = await scan(world);
  return world.client.operations.waitForOperation(id, options).then(
    () => expect.fail("the wait should have thrown"),
    (error: unknown) => error,
  );
}

describe("waiting for an operation", () => {
  it("gives it when it has succeeded, and tells of its progress on the way", async () => {
    const shop = sampleWorld();
    const { id } = await scan(shop);
    const seen: string[] = [];
    const done = await shop.client.operations.waitForOperation(id, {
      pollIntervalMs: 10_000,
      onProgress: ({ state, progress }) => seen.push(`${state} ${progress?.done}/${progress?.total} ${progress?.unit}`),
    });
    expect(done).toMatchObject({ state: "succeeded", isTerminal: true, warnings: [], endedAt: expect.any(Date) });
    expect(seen[0]).toBe("queued 0/3 containers");
    expect(seen).toContain("running 1/3 containers");
    expect(seen.at(-1)).toBe("succeeded 3/3 containers");
  });

  it("takes a success with a message for a success with a warning", async () => {
    const shop = sampleWorld();
    shop.server.planOperation({ message: "2 partitions were skipped" });
    const { id } = await scan(shop);
    const done = await shop.client.operations.waitForOperation(id);
    expect(done).toMatchObject({ state: "succeeded", warnings: ["2 partitions were skipped"] });
  });

  it("throws when it fails, with the platform's message and the operation as last seen", async () => {
    const shop = sampleWorld();
    shop.server.planOperation({ result: "failure", message: "the warehouse is asleep" });
    const error = await failure(shop);
    expect(error).toBeInstanceOf(OperationFailedError);
    expect(error).toMatchObject({
      message: "scan 1 of shop failed: the warehouse is asleep",
      kind: "gate",
      snapshot: { id: 1, state: "failed", progress: { done: 2, total: 3 } },
    });
  });

  it("throws when somebody else aborts it, and names who", async () => {
    const shop = sampleWorld();
    shop.server.planOperation({ result: "aborted" });
    const error = await failure(shop);
    expect(error).toBeInstanceOf(OperationAbortedError);
    expect(error).toMatchObject({ message: "scan 1 of shop was aborted by somebody@example.com" });
  });

  it("throws at the deadline when it never ends, and leaves it going", async () => {
    const shop = sampleWorld();
    shop.server.planOperation({ result: "never" });
    const error = await failure(shop);
    expect(error).toBeInstanceOf(WaitTimeoutError);
    expect(error).toMatchObject({ timeoutMs: 1_800_000, snapshot: { id: 1, state: "running" } });
    expect(minutes(shop)).toBeCloseTo(30, 0);
    expect(await shop.client.operations.get(1)).toMatchObject({ state: "running" });
    expect(shop.server.requests.some(({ path }) => path.includes("abort"))).toBe(false);
  });

  it("aborts it at the deadline where it is asked to", async () => {
    const shop = sampleWorld();
    shop.server.planOperation({ result: "never" });
    expect(await failure(shop, { timeoutMs: 60_000, abortOnTimeout: true })).toBeInstanceOf(WaitTimeoutError);
    expect(await shop.client.operations.get(1)).toMatchObject({ state: "aborted", abortedBy: "ada@example.com" });
  });

  it("throws the deadline, too, where the operation ends just before it can be aborted", async () => {
    const shop = sampleWorld();
    shop.server.planOperation({ result: "never" });
    shop.server.failNext(
      { kind: "status", status: 409, body: { detail: "has finished" } },
      { on: "PUT /operations/abort/{id}" },
    );
    expect(await failure(shop, { timeoutMs: 60_000, abortOnTimeout: true })).toBeInstanceOf(WaitTimeoutError);
  });

  it("goes on over 502 twice in a row", async () => {
    const shop = sampleWorld();
    const { id } = await scan(shop);
    shop.server.failNext({ kind: "status", status: 502, body: "<html>Bad Gateway</html>" }, { times: 2 });
    const done = await shop.client.operations.waitForOperation(id, { retries: 0 });
    expect(done.state).toBe("succeeded");
  });

  it("gives up after six looks in a row that failed", async () => {
    const shop = sampleWorld();
    const { id } = await scan(shop);
    shop.server.failNext({ kind: "status", status: 502 }, { times: 6 });
    const wait = shop.client.operations.waitForOperation(id, { retries: 0 });
    await expect(wait).rejects.toMatchObject({ name: "ServerError", status: 502 });
  });

  it("takes a state that nobody knows for one that is under way", async () => {
    const shop = sampleWorld();
    shop.server.planOperation({ runningWord: "hibernating" });
    const { id } = await scan(shop);
    const seen: string[] = [];
    const done = await shop.client.operations.waitForOperation(id, {
      pollIntervalMs: 5_000,
      onProgress: ({ result, state }) => seen.push(`${result}: ${state}`),
    });
    expect(seen).toContain("hibernating: running");
    expect(done.state).toBe("succeeded");
  });

  it("takes an end that nobody knows for no success", async () => {
    const shop = sampleWorld();
    const { id } = await scan(shop);
    const ended = { result: "partial", end_time: "2026-01-05T12:01:00Z" };
    const change = (body: unknown): unknown => ({ ...(body as object), ...ended });
    shop.server.failNext({ kind: "change", change }, { on: "GET /operations/{id}" });
    const wait = shop.client.operations.waitForOperation(id);
    await expect(wait).rejects.toMatchObject({
      name: "OperationFailedError",
      message: "scan 1 of shop ended as partial, which is no word for success",
      snapshot: { state: "unknown", isTerminal: true },
    });
  });

  it("is over when there is an end, whatever the word", async () => {
    const shop = sampleWorld();
    const { id } = await scan(shop);
    const change = (body: unknown): unknown => ({ ...(body as object), result: "success", end_time: null });
    shop.server.failNext({ kind: "change", change }, { on: "GET /operations/{id}" });
    const seen: boolean[] = [];
    await shop.client.operations.waitForOperation(id, { onProgress: ({ isTerminal }) => seen.push(isTerminal) });
    expect(seen[0]).toBe(false);
    expect(seen.at(-1)).toBe(true);
  });

  it("does not take the answer about another operation", async () => {
    const shop = sampleWorld();
    const { id } = await scan(shop);
    const change = (body: unknown): unknown => ({
      ...(body as object),
      id: 99,
      result: "success",
      end_time: "2026-01-05T12:01:00Z",
    });
    shop.server.failNext({ kind: "change", change }, { on: "GET /operations/{id}" });
    await expect(shop.client.operations.waitForOperation(id)).rejects.toMatchObject({
      name: "ResponseValidationError",
    });
  });

  it("ends with the signal", async () => {
    const shop = sampleWorld();
    const { id } = await scan(shop);
    const stop = new AbortController();
    const wait = shop.client.operations.waitForOperation(id, { signal: stop.signal, onProgress: () => stop.abort() });
    await expect(wait).rejects.toMatchObject({ name: "AbortedError" });
  });

  it("is an iterator as well, which yields whatever end there is", async () => {
    const shop = sampleWorld();
    shop.server.planOperation({ result: "failure" });
    const { id } = await scan(shop);
    const states = [];
    for await (const { state } of shop.client.operations.watch(id, { pollIntervalMs: 20_000 })) states.push(state);
    expect(states[0]).toBe("queued");
    expect(states.at(-1)).toBe("failed");
  });
});

describe("50 waits at once on one client", () => {
  it("keep to the server's rate, and end", async () => {
    const { server } = world({
      datastores: [{ name: "shop", containers: [{ name: "orders" }] }],
      rateLimit: { perMinute: 100_000, perSecond: 10 },
    });
    const statuses: number[] = [];
    const fetch = async (request: Request): Promise<Response> => {
      const answer = await server.fetch(request);
      statuses.push(answer.status);
      return answer;
    };
    const client = new Client(qualytics({ url: server.baseUrl, token: "qual-token" }), {
      fetch: Object.assign(fetch, { clock: server.clock }),
      logger: null,
      random: () => 0.5,
    });
    const clock = server.clock as VirtualClock;
    const ids: number[] = [];
    for (let at = 0; at < 50; at += 1) {
      if (at % 10 === 0) clock.advance(1_000);
      server.planOperation({ containerMs: 60_000 + at * 100 });
      ids.push((await client.operations.run({ type: "scan", datastoreId: 1 })).id);
    }
    clock.advance(1_000);
    statuses.length = 0;
    const done = await Promise.all(ids.map((id) => client.operations.waitForOperation(id)));
    expect(done.map(({ state }) => state)).toEqual(ids.map(() => "succeeded"));
    // Nobody knows the rate before the first burst was refused, for the most part; that is tried once more, and then kept to.
    expect(statuses.filter((status) => status === 429).length).toBeLessThanOrEqual(50);
    expect(statuses.slice(80)).not.toContain(429);
    expect(statuses.length).toBeGreaterThan(250);
  });
});
