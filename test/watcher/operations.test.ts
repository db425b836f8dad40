import {
  NotFoundError,
  OperationFailedError,
  type Operations,
  ResponseValidationError,
  UnsupportedError,
  WaitTimeoutError,
} from "dqgate";
import type { Operation } from "dqgate/watcher";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { stubbed } from "./stub.js";
import { type World, world } from "./world.js";

/** One run of pipeline 1 that is under way, and a way to end it at the so-manieth look. */
function running(): World & { endAt(look: number, completedSuccessfully: boolean): (seen: Operation) => void } {
  const here = world({
    pipelines: [{ name: "orders" }],
    executions: [{ pipeline: "orders", startedHoursAgo: 1, completedSuccessfully: null }],
  });
  let looks = 0;
  return {
    ...here,
    endAt: (look, completedSuccessfully) => () => {
      looks += 1;
      const [row] = here.server.state.executions;
      if (looks !== look || row === undefined) return;
      row.end_date = new Date(here.server.clock.now()).toISOString();
      row.completed_successfully = completedSuccessfully;
    },
  };
}

const EXECUTION = {
  id: 1,
  parent_id: null,
  pipeline_id: 2,
  start_date: "2026-01-05T10:00:00Z",
  child_executions: null,
};

describe("operations.get", () => {
  it.each<[object, Partial<Operation>]>([
    [{}, { state: "running", isTerminal: false, endedAt: null, warnings: [] }],
    [
      { end_date: "2026-01-05T11:00:00Z", completed_successfully: true },
      { state: "succeeded", isTerminal: true },
    ],
    [
      { end_date: "2026-01-05T11:00:00Z", completed_successfully: false },
      { state: "failed", isTerminal: true },
    ],
    [{ end_date: "2026-01-05T11:00:00Z" }, { state: "unknown", isTerminal: true }],
    [{ completed_successfully: true }, { state: "running", isTerminal: false }],
    [
      { anomaly_flags: { inserts: true, updates: false, "x y": true } },
      { warnings: ["inserts is unusual", "x y is unusual"] },
    ],
  ])("reads %j", async (fields, expected) => {
    const { client } = stubbed(() => ({ json: { ...EXECUTION, ...fields, added_later: 1 } }));
    const operation = await client.operations.get(1);
    expect(operation).toMatchObject({
      id: 1,
      pipelineId: 2,
      type: "pipeline_execution",
      progress: null,
      message: null,
      startedAt: new Date("2026-01-05T10:00:00Z"),
      childExecutions: [],
      added_later: 1,
      ...expected,
    });
  });

  it("says that there is no such run", async () => {
    const { client } = world();
    expect(await failure(client.operations.get(7))).toBeInstanceOf(NotFoundError);
    expect(await failure(client.operations.get("x"))).toMatchObject({ name: "ValidationError", field: "execution" });
  });

  it("has no list, since the server has none", () => {
    const { client } = world();
    const portable: Operations = client.operations;
    expect(portable.list).toBeUndefined();
    expect(client.capabilities.operations).toEqual(["get", "watch", "waitForOperation"]);
  });
});

describe("operations.waitForOperation", () => {
  it("waits for success, and gives the run", async () => {
    const { client, endAt } = running();
    const run = await client.operations.waitForOperation(1, { onProgress: endAt(3, true) });
    expect(run).toMatchObject({ id: 1, state: "succeeded", endedAt: expect.any(Date) });
  });

  it("throws on failure, with the run as last seen", async () => {
    const { client, endAt } = running();
    const error = await failure(client.operations.waitForOperation("1", { onProgress: endAt(1, false) }));
    expect(error).toBeInstanceOf(OperationFailedError);
    expect(error).toMatchObject({
      message: "execution 1 of pipeline 1 failed",
      snapshot: { state: "failed" },
      kind: "gate",
    });
  });

  it("does not take an end without an outcome for success", async () => {
    const { client } = stubbed(() => ({ json: { ...EXECUTION, end_date: "2026-01-05T11:00:00Z" } }));
    const error = await failure(client.operations.waitForOperation(1));
    expect(error).toBeInstanceOf(OperationFailedError);
    expect(error.message).toContain("the platform does not say whether it succeeded");
  });

  it("does not take what is neither true nor false for success, where validation is lenient", async () => {
    const end = { end_date: "2026-01-05T11:00:00Z", completed_successfully: "false" };
    const { client } = stubbed(() => ({ json: { ...EXECUTION, ...end } }), { validation: "lenient" });
    const error = await failure(client.operations.waitForOperation(1));
    expect(error).toMatchObject({ name: "OperationFailedError", snapshot: { state: "unknown" } });
  });

  it.each(["strict", "lenient"] as const)("does not take another run's end for this one's: %s", async (validation) => {
    const end = { id: 2, end_date: "2026-01-05T11:00:00Z", completed_successfully: true };
    const { client } = stubbed(() => ({ json: { ...EXECUTION, ...end } }), { validation });
    const error = await failure(client.operations.waitForOperation(1));
    expect(error).toBeInstanceOf(ResponseValidationError);
    expect(error.message).toContain("execution 1 is asked for, and it is about 2");
  });

  it("gives up at the deadline, with the run as last seen", async () => {
    const { client } = running();
    const error = await failure(client.operations.waitForOperation(1, { timeoutMs: 45_000 }));
    expect(error).toBeInstanceOf(WaitTimeoutError);
    expect(error).toMatchObject({ timeoutMs: 45_000, snapshot: { state: "running" } });
  });

  it("tolerates a server that fails for a while", async () => {
    const { server, client, endAt } = running();
    server.failNext({ kind: "status", status: 502 }, { times: 4 });
    expect(await client.operations.waitForOperation(1, { onProgress: endAt(1, true) })).toMatchObject({
      state: "succeeded",
    });
  });

  it("cannot abort", async () => {
    const { server, client } = running();
    expect(await failure(client.operations.waitForOperation(1, { abortOnTimeout: true }))).toBeInstanceOf(
      UnsupportedError,
    );
    expect(() => client.operations.watch(1, { abortOnTimeout: true })).toThrow(UnsupportedError);
    expect(server.requests).toEqual([]);
  });
});

describe("operations.watch", () => {
  it("yields every look, whatever the end", async () => {
    const { client, endAt } = running();
    const states: string[] = [];
    for await (const { state } of client.operations.watch(1, { onProgress: endAt(2, false) })) states.push(state);
    expect(states).toEqual(["running", "running", "failed"]);
  });
});
