import { ConflictError } from "dqgate";
import type { FlowActionBody, FlowCreateBody } from "dqgate/qualytics";
import { describe, expect, it } from "vitest";
import { sampleWorld, world } from "./world.js";

const FIRST = "00000000-0000-4000-8000-0000000000b1";
const SECOND = "00000000-0000-4000-8000-0000000000b2";

const notify = (parentActionUuid?: string): FlowActionBody => ({
  type: "notification",
  uuid: FIRST,
  parentActionUuid,
  notificationType: "Slack",
  parameters: { channel: "#data" },
});
const scan: FlowActionBody = { type: "operation", uuid: SECOND, schedule: { type: "scan", datastoreId: 1 } };
const bodyOf = (...actions: FlowActionBody[]): FlowCreateBody => ({ name: "f", triggerType: "manual", actions });

describe("flows.execute", () => {
  it("goes through the actions one after another, and starts operations", async () => {
    const { client, server } = sampleWorld();
    const { id } = await client.flows.create(bodyOf(scan, notify(SECOND)));
    const begun = await client.flows.execute(id);
    expect(begun?.actionExecutions.map(({ result }) => result)).toEqual(["pending", "pending"]);
    await server.clock.sleep(5_000);
    const under = await client.flows.getExecution(begun?.id as number);
    expect(under.actionExecutions.map(({ result }) => result)).toEqual(["running", "pending"]);
    const [run] = await client.operations.list({ operationType: "scan" }).toArray();
    expect(run).toMatchObject({ type: "scan", incremental: false, datastore: { id: 1 } });
    await client.operations.waitForOperation(run?.id as number);
    await expect(client.flows.getExecution(under.id)).resolves.toMatchObject({
      state: "succeeded",
      isTerminal: true,
      actionExecutions: [{ result: "success" }, { result: "success" }],
    });
  });

  it("fails with the operation, and skips what comes after it", async () => {
    const { client, server } = sampleWorld();
    const { id } = await client.flows.create(bodyOf(scan, notify(SECOND)));
    server.planOperation({ result: "failure" });
    const begun = await client.flows.execute(id);
    await server.clock.sleep(3_000);
    await client.flows.getExecution(begun?.id as number);
    await server.clock.sleep(600_000);
    await expect(client.flows.getExecution(begun?.id as number)).resolves.toMatchObject({
      result: "failure",
      state: "failed",
      actionExecutions: [{ result: "failure" }, { result: "skipped" }],
    });
  });

  it("sends no notification that is muted", async () => {
    const { client, server } = sampleWorld();
    const { id, actions } = await client.flows.create(bodyOf(notify()));
    await client.flows.setActionMuted(actions[0]?.id as number, true);
    const begun = await client.flows.execute(id);
    await server.clock.sleep(3_000);
    await expect(client.flows.getExecution(begun?.id as number)).resolves.toMatchObject({
      state: "succeeded",
      actionExecutions: [{ result: "skipped" }],
    });
  });

  it("is aborted with the operations that it started, once", async () => {
    const { client, server } = sampleWorld();
    const { id } = await client.flows.create(bodyOf(scan));
    const begun = await client.flows.execute(id);
    await server.clock.sleep(3_000);
    await client.flows.getExecution(begun?.id as number);
    await expect(client.flows.abortExecution(begun?.id as number)).resolves.toMatchObject({ state: "aborted" });
    await expect(client.operations.list()).resolves.toMatchObject({ items: [{ state: "aborted" }] });
    await expect(client.flows.abortExecution(begun?.id as number)).rejects.toBeInstanceOf(ConflictError);
    await client.flows.deleteExecution(begun?.id as number);
    await expect(client.flows.listExecutions()).resolves.toMatchObject({ total: 0 });
  });

  it.each([
    ["nothing", { kind: "empty" }],
    ["the flow in the place of an execution", { kind: "json", body: { id: 1, name: "f" } }],
    ["a list", { kind: "json", body: [] }],
  ] as const)("gives null where the answer is %s", async (_, fault) => {
    const { client, server } = sampleWorld();
    const { id } = await client.flows.create(bodyOf());
    server.failNext(fault);
    await expect(client.flows.execute(id)).resolves.toBeNull();
  });

  it("counts a word that nobody knows as under way", async () => {
    const { client, server } = world();
    server.failNext({ kind: "json", body: { id: 1, flow_id: 7, result: "constructor" } });
    await expect(client.flows.getExecution(1)).resolves.toMatchObject({
      state: "running",
      isTerminal: false,
      flowId: 7,
    });
  });
});
