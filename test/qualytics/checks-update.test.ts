import { ValidationError } from "dqgate";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { sampleWorld, type World } from "./world.js";

const sent = ({ server }: World): string[] => server.requests.map(({ verb, path }) => `${verb} ${path}`);
const last = ({ server }: World): unknown => server.requests.at(-1)?.body;

/** The record of a check in the emulated server. */
const record = ({ server }: World, id: number) => {
  const one = server.state.checks.find((check) => check.id === id);
  if (one === undefined) throw new Error(`there is no check ${id}`);
  return one;
};

describe("checks.update", () => {
  const full = {
    description: "customers are known",
    fields: ["customer"],
    coverage: 0.9,
    filter: "id > 1",
    anomaly_message_field: "id",
    properties: { field_name: "id", ref_container_id: 2, ref_datastore_id: 1, brand_new_key: [1, null] },
    tags: ["gold", "pii"],
    additional_metadata: { own_key: { deep: true } },
    status: "Draft",
    owner_id: 1,
    default_anomaly_assignee_id: 1,
  };
  const start = (): World => {
    const one = sampleWorld();
    Object.assign(record(one, 2), structuredClone(full));
    return one;
  };

  it("carries over all that is not changed", async () => {
    const one = start();
    const check = await one.client.checks.update("2", { filter: "id > 2" });
    expect(sent(one)).toEqual(["GET /quality-checks/2", "PUT /quality-checks/2"]);
    expect(last(one)).toEqual({ ...full, filter: "id > 2" });
    expect(record(one, 2)).toMatchObject({ ...full, filter: "id > 2" });
    expect(check).toMatchObject({ id: 2, filter: "id > 2", owner: { id: 1 } });
  });

  it("clears with null", async () => {
    const one = start();
    await one.client.checks.update(2, {
      coverage: null,
      filter: null,
      anomalyMessageField: null,
      additionalMetadata: null,
      defaultAnomalyAssigneeId: null,
      tags: [],
    });
    expect(last(one)).toEqual({
      ...full,
      coverage: null,
      filter: null,
      anomaly_message_field: null,
      additional_metadata: null,
      default_anomaly_assignee_id: null,
      tags: [],
    });
  });

  it("puts the properties in the place of the others, in either spelling", async () => {
    const one = start();
    const check = await one.client.checks.get(2);
    await one.client.checks.update(check, { properties: { fieldName: "id", refContainerId: "3" } });
    expect(last(one)).toMatchObject({ properties: { field_name: "id", ref_container_id: 3 } });
    const { brand_new_key: _, ...known } = check.properties ?? {};
    await one.client.checks.update(check, { properties: { ...known, ref_container_id: 1 } });
    expect(last(one)).toMatchObject({ properties: { field_name: "id", ref_container_id: 1, ref_datastore_id: 1 } });
  });

  it.each([
    [{ properties: { fieldName: "id" } }, "properties.refContainerId"],
    [{ properties: { field_name: "id", fieldName: "id", ref_container_id: 1 } }, "properties.fieldName"],
    [{ properties: null }, "properties.fieldName"],
    [{ properties: { fieldName: 5, refContainerId: 1 } }, "properties.fieldName"],
  ])("refuses the properties %j once it knows the rule", async (changes, field) => {
    const one = start();
    const error = await failure(one.client.checks.update(2, changes));
    expect(error).toBeInstanceOf(ValidationError);
    expect((error as unknown as ValidationError).issues[0]?.path.join(".")).toBe(field);
    expect(sent(one)).toEqual(["GET /quality-checks/2"]);
  });

  it.each([
    [{}, "nothing to change"],
    [{ ownerId: 0 }, "ownerId"],
    [{ rule: "notNull" }, "rule"],
    [{ containerId: 2 }, "containerId"],
    [{ status: "Discarded" }, "status"],
    [{ description: null }, "description"],
    [{ properties: [] }, "properties"],
  ])("refuses %j before anything is sent", async (changes, told) => {
    const one = start();
    const error = await failure(one.client.checks.update(2, changes as never));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.message).toContain(told);
    expect(sent(one)).toEqual([]);
  });

  it("refuses what is no check", async () => {
    const one = start();
    expect(await failure(one.client.checks.update({} as never, { tags: [] }))).toBeInstanceOf(ValidationError);
    expect(await failure(one.client.checks.update(null as never, { tags: [] }))).toBeInstanceOf(ValidationError);
    expect(sent(one)).toEqual([]);
  });

  it("repeats the write after an error", async () => {
    const one = start();
    const check = await one.client.checks.get(2);
    one.server.failNext({ kind: "status", status: 503 });
    await one.client.checks.update(check, { filter: "id > 3" });
    expect(sent(one)).toEqual(["GET /quality-checks/2", "PUT /quality-checks/2", "PUT /quality-checks/2"]);
  });

  it("makes a check of the platform's an authored one where that matters", async () => {
    const one = start();
    record(one, 2).inferred = true;
    expect(await one.client.checks.update(2, { tags: ["gold"] })).toMatchObject({ inferred: true });
    expect(await one.client.checks.update(2, { filter: null })).toMatchObject({ inferred: false });
  });

  it("sends the status of an archived check as it is, so that a change does not bring it back", async () => {
    const one = start();
    await one.client.checks.delete(2);
    expect(await one.client.checks.update(2, { filter: null })).toMatchObject({
      status: "Discarded",
      isArchived: true,
    });
  });
});
