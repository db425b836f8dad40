import { ApiError, ConflictError, NotFoundError, UnprocessableError } from "dqgate";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { sampleWorld, type World } from "./world.js";

const refusal = async (call: PromiseLike<unknown>): Promise<ApiError> => {
  const error = await failure(call);
  expect(error).toBeInstanceOf(ApiError);
  return error as unknown as ApiError;
};
const fieldErrorsOf = (error: ApiError) => (error as UnprocessableError).fieldErrors;
const made = { container_id: 1, rule: "between", description: "d", fields: ["id"], properties: { min: 1 } };
const post = ({ client }: World, body: unknown) => client.request("POST", "/quality-checks", { body });
const idsOf = async ({ client }: World, query: Record<string, unknown>): Promise<number[]> => {
  const { data } = await client.request("GET", "/quality-checks", { query });
  return (data as { items: { id: number }[] }).items.map(({ id }) => id);
};

describe("the emulated checks", () => {
  it("refuse a body that does not fit, field by field", async () => {
    const one = sampleWorld();
    const error = await refusal(
      post(one, { rule: "isUnique", description: "x".repeat(8001), coverage: 2, owner_id: 0 }),
    );
    expect(error).toBeInstanceOf(UnprocessableError);
    expect(Object.keys(fieldErrorsOf(error)).sort()).toEqual([
      "container_id",
      "coverage",
      "description",
      "owner_id",
      "rule",
    ]);
    expect(one.server.state.checks).toHaveLength(2);
  });

  it("refuse what does not exist", async () => {
    const one = sampleWorld();
    for (const wrong of [
      { container_id: 99 },
      { owner_id: 99 },
      { default_anomaly_assignee_id: 99 },
      { template_id: 99 },
    ])
      expect(await refusal(post(one, { ...made, ...wrong }))).toBeInstanceOf(NotFoundError);
    expect(one.server.state.checks).toHaveLength(2);
  });

  it("refuse a second check of the same container, rule, fields and properties, and no other", async () => {
    const one = sampleWorld();
    await post(one, made);
    const error = await refusal(post(one, { ...made, description: "other", properties: { max: null, min: 1 } }));
    expect(error).toBeInstanceOf(ConflictError);
    expect(error.message).toContain("existing check with id: 3 conflicts");
    await post(one, { ...made, properties: { min: 2 } });
    await post(one, { ...made, container_id: 2 });
    expect(one.server.state.checks).toHaveLength(5);
  });

  it("reset what a PUT leaves out, but for the owner", async () => {
    const one = sampleWorld();
    await post(one, {
      ...made,
      coverage: 0.5,
      filter: "f",
      tags: ["gold"],
      owner_id: 1,
      default_anomaly_assignee_id: 1,
    });
    const { data } = await one.client.request("PUT", "/quality-checks/3", { body: { description: "new" } });
    expect(data).toMatchObject({
      description: "new",
      fields: [],
      coverage: null,
      filter: null,
      properties: null,
      global_tags: [],
      owner: { id: 1 },
      default_anomaly_assignee: null,
      status: "Active",
      last_editor: { id: 1 },
      last_updated: expect.any(String),
    });
  });

  it("change none of several where one is not there", async () => {
    const { client, server } = sampleWorld();
    const before = structuredClone(server.state.checks);
    expect(
      await refusal(
        client.checks.bulkUpdate([
          { id: 1, description: "x" },
          { id: 9, description: "x" },
        ]),
      ),
    ).toBeInstanceOf(NotFoundError);
    expect(await refusal(client.checks.bulkDelete([{ id: 1 }, { id: 9 }]))).toBeInstanceOf(NotFoundError);
    expect(server.state.checks).toEqual(before);
  });

  it("filter and sort", async () => {
    const one = sampleWorld();
    await post(one, { ...made, status: "Draft", owner_id: 1, tags: ["gold"] });
    await one.client.checks.setFavorite(2, true);
    expect(await idsOf(one, {})).toEqual([2, 1, 3]);
    expect(await idsOf(one, { sort_rule: "asc" })).toEqual([3, 2, 1]);
    expect(await idsOf(one, { sort_last_asserted: "asc" })).toEqual([1, 2, 3]);
    expect(await idsOf(one, { sort_active_anomalies: "desc" })).toEqual([2, 1, 3]);
    expect(await idsOf(one, { favorite: true })).toEqual([2]);
    expect(await idsOf(one, { status: "Draft" })).toEqual([3]);
    expect(await idsOf(one, { owner_id: 1 })).toEqual([3]);
    expect(await idsOf(one, { created_by: 1 })).toEqual([3]);
    expect(await idsOf(one, { tag: ["gold", "silver"] })).toEqual([3]);
    expect(await idsOf(one, { asserted_state: "not asserted" })).toEqual([3]);
    expect(await idsOf(one, { field: 2 })).toEqual([2]);
    expect(await idsOf(one, { datastore: 2 })).toEqual([]);
    expect(await idsOf(one, { search: "CUSTOMER" })).toEqual([2]);
    expect(await refusal(one.client.request("GET", "/quality-checks", { query: { archived: true } }))).toBeInstanceOf(
      UnprocessableError,
    );
  });

  it("keep an anomaly that another check has found too", async () => {
    const { client, server } = sampleWorld();
    for (const anomaly of server.state.anomalies) anomaly.check_ids.push(1);
    await client.checks.delete(2, { archive: false });
    expect(server.state.anomalies).toMatchObject([{ check_ids: [1] }]);
  });

  it("keep templates apart", async () => {
    const one = sampleWorld();
    const { id } = await one.client.checkTemplates.create({ rule: "notNull" });
    expect(await idsOf(one, {})).toEqual([1, 2]);
    expect(await idsOf(one, { template_only: true })).toEqual([id]);
    await one.client.checks.delete(id);
    expect((await one.client.checkTemplates.list()).total).toBe(0);
    const missing = one.client.request("POST", "/quality-check-templates", {
      body: { rule: "notNull", description: "d" },
    });
    expect(fieldErrorsOf(await refusal(missing))).toEqual({ template_locked: "Field required" });
  });
});
