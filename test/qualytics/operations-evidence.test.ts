import { inspect } from "node:util";
import {
  JobFailedError,
  OperationFailedError,
  ResponseValidationError,
  ValidationError,
  WaitTimeoutError,
} from "dqgate";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { sampleWorld, type World, world } from "./world.js";

const GET = "GET /operations/{id}";

/** A scan under way, whose next answers are changed. */
async function scan(
  changes: object = {},
  plan: Parameters<World["server"]["planOperation"]>[0] = {},
  here: World = sampleWorld(),
): Promise<World & { id: number }> {
  here.server.planOperation(plan);
  const { id } = await here.client.operations.run({ type: "scan", datastoreId: 1 });
  const change = (body: unknown): unknown => ({ ...(body as object), ...changes });
  if (Object.keys(changes).length > 0) here.server.failNext({ kind: "change", change }, { on: GET });
  return { ...here, id };
}

describe("an operation that is under way again", () => {
  const ended = { start_time: "2026-01-05T10:00:00Z", end_time: "2026-01-05T11:00:00Z" };

  it.each(["queued", "running"] as const)(
    "has not ended where it is %s, though it tells its first end",
    async (word) => {
      const { client, id } = await scan({ ...ended, result: word });
      expect(await client.operations.get(id)).toMatchObject({
        state: word,
        isTerminal: false,
        result: word,
        endedAt: new Date("2026-01-05T11:00:00Z"),
      });
    },
  );

  it("is waited for", async () => {
    const { client, id } = await scan({ ...ended, result: "running" });
    const seen: boolean[] = [];
    const done = await client.operations.waitForOperation(id, { onProgress: (one) => seen.push(one.isTerminal) });
    expect(done.state).toBe("succeeded");
    expect(seen[0]).toBe(false);
  });

  it("is a job that has not ended", async () => {
    const one = await scan({ ...ended, result: "running", message: "it failed at first" });
    expect(await one.client.jobs.status(one.id)).toMatchObject({ state: "running", completedAt: null, error: null });
    const { client, id } = await scan({ ...ended, result: "running" });
    expect(await client.jobs.waitForJob(id)).toMatchObject({ state: "succeeded" });
  });
});

describe("a wait of a lenient client", () => {
  it.each([
    { end_time: 0, result: "success" },
    { end_time: "soon", result: "success" },
  ])("takes no end that cannot be read: %j", async (changes) => {
    const lenient = () => scan(changes, { result: "never" }, laxWorld());
    const one = await lenient();
    expect(await failure(one.client.operations.waitForOperation(one.id))).toBeInstanceOf(ResponseValidationError);
    const other = await lenient();
    expect(await failure(other.client.jobs.waitForJob(other.id))).toBeInstanceOf(ResponseValidationError);
    const strict = await scan(changes, { result: "never" });
    const wait = strict.client.operations.waitForOperation(strict.id, { validation: "lenient" });
    expect(await failure(wait)).toBeInstanceOf(ResponseValidationError);
  });
});

/** The shop, for a client that lets wrong answers through. */
const laxWorld = (): World =>
  world(
    {
      datastores: [
        {
          name: "shop",
          containers: [
            { name: "orders", fields: ["id"], checks: [{ rule: "notNull", fields: ["id"], isPassing: true }] },
          ],
        },
      ],
    },
    { validation: "lenient" },
  );

it("an assertion that a lenient client asks for is read strictly, too", async () => {
  const { server, client } = laxWorld();
  const change = (body: unknown): unknown => ({ ...(body as object), last_asserted: 0 });
  server.failNext({ kind: "change", change }, { on: "GET /quality-checks/{id}", times: 2 });
  expect(await failure(client.validity.check(1, 1))).toBeInstanceOf(ResponseValidationError);
});

describe("a message that holds credentials", () => {
  const SECRET = "hunter2-secret";
  const message = `cannot reach postgresql://reader:${SECRET}@pg.example.com/shop`;
  const told = (error: unknown): string => `${inspect(error, { depth: 9 })} ${JSON.stringify(error)}`;

  it("is masked where an operation fails or is aborted", async () => {
    for (const result of ["failure", "aborted"] as const) {
      const { client, id } = await scan({}, { result, message });
      const error = await failure(client.operations.waitForOperation(id));
      expect(error.message).toContain("*** redacted ***@pg.example.com");
      expect(told(error)).not.toContain(SECRET);
      if (error instanceof OperationFailedError) expect(error.snapshot.message).toBe(message);
    }
  });

  it("is masked where a job fails", async () => {
    const { client, id } = await scan({}, { result: "failure", message });
    const error = await failure(client.jobs.waitForJob(id));
    expect(error).toBeInstanceOf(JobFailedError);
    expect(told(error)).not.toContain(SECRET);
    const job = await client.jobs.status(id);
    expect(job.error).toContain("*** redacted ***");
    expect(told(job)).not.toContain(SECRET);
  });

  it("is masked among warnings", async () => {
    const { client, id } = await scan({}, { message });
    const done = await client.operations.waitForOperation(id);
    expect(done.warnings).toEqual([expect.stringContaining("*** redacted ***")]);
    expect(told(done)).not.toContain(SECRET);
    expect(done.message).toBe(message);
  });

  it("is masked in a gate's reason", async () => {
    const { server, client } = laxWorld();
    server.planOperation({ result: "failure", message });
    const error = await failure(client.validity.requireValid(1, { run: true }));
    expect(error.message).toContain("*** redacted ***");
    expect(told(error) + told(error.cause)).not.toContain(SECRET);
  });

  it("is masked where a datastore does not connect", async () => {
    const { server, client } = sampleWorld();
    server.failNext({ kind: "json", body: { connected: false, message } });
    expect(told(await failure(client.datastores.requireConnected(1)))).not.toContain(SECRET);
  });
});

describe("a deadline that comes with an abort", () => {
  it.each([403, 500])("is the answer, where the abort is answered with %d", async (status) => {
    const wait = { timeoutMs: 60_000, abortOnTimeout: true, retries: 0 };
    const fault = { kind: "status", status, body: { detail: "no abort today" } } as const;
    const one = await scan({}, { result: "never" });
    one.server.failNext(fault, { on: "PUT /operations/abort/{id}", times: 2 });
    const error = await failure(one.client.operations.waitForOperation(one.id, wait));
    expect(error).toBeInstanceOf(WaitTimeoutError);
    expect(error.message).toContain("had not ended after 60000 ms, and could not be aborted: ");
    expect(error).toMatchObject({ snapshot: { state: "running" }, cause: { status } });
    expect(await failure(one.client.jobs.waitForJob(one.id, wait))).toMatchObject({
      name: "WaitTimeoutError",
      cause: { status },
    });
  });

  it("gives way to the caller's own signal", async () => {
    const { client, server, id } = await scan({}, { result: "never" });
    const stop = new AbortController();
    server.failNext(
      {
        kind: "change",
        change: (body) => {
          stop.abort();
          return body;
        },
      },
      { on: "PUT /operations/abort/{id}" },
    );
    const wait = { timeoutMs: 60_000, abortOnTimeout: true, signal: stop.signal };
    expect((await failure(client.operations.waitForOperation(id, wait))).name).toBe("AbortedError");
  });

  it.each(["yes", 1, null])("is asked for by true or false alone: %j", async (abortOnTimeout) => {
    const { client, server, id } = await scan();
    server.requests.length = 0;
    const options = { abortOnTimeout } as never;
    for (const call of [
      () => client.operations.waitForOperation(id, options),
      () => client.jobs.waitForJob(id, options),
      () => client.operations.runMany({ type: "scan" }, [1], { wait: options }),
    ]) {
      const error = await failure(call);
      expect(error).toBeInstanceOf(ValidationError);
      expect((error as unknown as ValidationError).issues[0]?.path).toEqual(["abortOnTimeout"]);
    }
    expect(server.requests).toEqual([]);
  });
});
