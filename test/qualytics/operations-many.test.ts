import { ValidationError } from "dqgate";
import { describe, expect, it } from "vitest";
import { type World, world } from "./world.js";

describe("operations.runMany", () => {
  const two = (): World =>
    world({
      datastores: [
        { name: "shop", containers: [{ name: "orders" }] },
        { name: "lake", containers: [{ name: "raw" }] },
      ],
    });

  it("isolates what fails in one datastore from the others", async () => {
    const { client, server } = two();
    server.planOperation({ result: "failure", message: "no disk" });
    const outcomes = await client.operations.runMany({ type: "scan" }, [1, 404, 2], { wait: true });
    expect(outcomes).toMatchObject([
      { datastoreId: 1, ok: false, operation: { state: "failed" }, error: { name: "OperationFailedError" } },
      { datastoreId: 404, ok: false, operation: null, error: { name: "NotFoundError" } },
      { datastoreId: 2, ok: true, operation: { state: "succeeded" }, error: null },
    ]);
  });

  it("only starts them where nobody waits", async () => {
    const { client } = two();
    const outcomes = await client.operations.runMany({ type: "sync", prune: true }, [1, 2], { concurrency: 2 });
    expect(outcomes).toMatchObject([{ ok: true, operation: { state: "queued" } }, { ok: true }]);
  });

  it("goes on after a lost connection, and says so", async () => {
    const { client, server } = two();
    server.failNext({ kind: "lose" });
    const outcomes = await client.operations.runMany({ type: "scan" }, [1, 2]);
    expect(outcomes).toMatchObject([{ ok: false, error: { name: "ConnectionError" } }, { ok: true }]);
  });

  it.each([
    ["an empty list", "datastores", [], { type: "scan" }, {}],
    ["a datastore that is no id", "datastoreId", [1, "lake"], { type: "scan" }, {}],
    ["a wrong body", "prune", [1], { type: "scan", prune: true }, {}],
    ["an unknown option", "waits", [1], { type: "scan" }, { waits: true }],
    ["too many at once", "concurrency", [1], { type: "scan" }, { concurrency: 100 }],
    ["a wrong wait", "pollIntervalMs", [1], { type: "scan" }, { wait: { pollIntervalMs: 0 } }],
  ])("refuses %s before anything is sent", async (_, field, datastores, body, options) => {
    const { client, server } = two();
    const error = await client.operations
      .runMany(body as never, datastores, options as never)
      .catch((one: unknown) => one);
    expect(error).toBeInstanceOf(ValidationError);
    expect((error as ValidationError).message).toContain(field);
    expect(server.requests).toEqual([]);
  });

  it("ends with the signal", async () => {
    const { client } = two();
    const options = { signal: AbortSignal.abort() };
    await expect(client.operations.runMany({ type: "scan" }, [1, 2], options)).rejects.toMatchObject({
      name: "AbortedError",
    });
  });
});
