import { ConflictError, NotFoundError, ResponseValidationError, UnprocessableError, ValidationError } from "dqgate";
import { type QualityCheck, RULE_TYPES, RULES } from "dqgate/qualytics";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { sampleWorld, type World, world } from "./world.js";

const sent = ({ server }: World): string[] => server.requests.map(({ verb, path }) => `${verb} ${path}`);
const last = ({ server }: World): unknown => server.requests.at(-1)?.body;

/** The record of a check in the emulated server. */
const record = ({ server }: World, id: number) => {
  const one = server.state.checks.find((check) => check.id === id);
  if (one === undefined) throw new Error(`there is no check ${id}`);
  return one;
};

describe("what a check says of itself", () => {
  const verdictOf = async (change: Record<string, unknown>): Promise<QualityCheck> => {
    const { server, client } = sampleWorld();
    server.failNext({ kind: "change", change: (body) => ({ ...(body as object), ...change }) });
    return client.checks.get(1);
  };

  it.each([
    [{}, "pass", true],
    [{ is_passing: false }, "fail", true],
    [{ is_passing: null }, "unknown", true],
    [{ status: "Draft" }, "unknown", false],
    [{ status: "Invalid" }, "unknown", false],
    [{ status: "Discarded" }, "unknown", false],
    [{ status: "Paused" }, "unknown", false],
    [{ status: null }, "unknown", false],
    [{ deleted_at: "2026-01-01T00:00:00Z" }, "unknown", false],
    [{ is_template: true }, "unknown", false],
    [{ is_template: true, is_passing: false }, "unknown", false],
  ])("%j is %s", async (change, lastVerdict, isActive) => {
    expect(await verdictOf(change)).toMatchObject({ lastVerdict, isActive });
  });

  it("reads old and light rows, and keeps what it does not know", async () => {
    const { server, client } = sampleWorld();
    server.failNext({ kind: "json", body: { id: 9, rule: "notNull", shiny: { snake_key: 1 } } });
    const check = await client.checks.get(9);
    expect(check).toMatchObject({
      id: 9,
      rule: "notNull",
      asset: null,
      fields: [],
      tags: [],
      status: null,
      lastVerdict: "unknown",
      shiny: { snake_key: 1 },
    });
  });

  it("survives what a lenient client lets through", async () => {
    const { server, client } = sampleWorld();
    server.failNext({ kind: "json", body: { id: 9, rule_type: "notNull", fields: "id", container: 7, status: 3 } });
    const check = await client.checks.get(9, { validation: "lenient" });
    expect(check).toMatchObject({ id: 9, fields: [], isActive: false, lastVerdict: "unknown" });
  });

  it("refuses an answer about another check", async () => {
    const { server, client } = sampleWorld();
    server.failNext({ kind: "json", body: { id: 8, rule_type: "notNull" } });
    expect(await failure(client.checks.get(9))).toBeInstanceOf(ResponseValidationError);
  });
});

describe("checks.list", () => {
  it("needs no params, and hides archived checks and templates", async () => {
    const { client } = sampleWorld();
    await client.checks.saveAsTemplate(1);
    await client.checks.delete(2);
    expect((await client.checks.list()).items.map(({ id }) => id)).toEqual([1]);
    expect((await client.checks.list({ archived: "only" })).items.map(({ id }) => id)).toEqual([2]);
    expect((await client.checks.list({ archived: "include", sortId: "desc" })).items.map(({ id }) => id)).toEqual([
      2, 1,
    ]);
    expect((await client.checks.list({ templateOnly: true })).items.map(({ id }) => id)).toEqual([3]);
    expect((await client.checks.list({ template: 3 })).items.map(({ id }) => id)).toEqual([1]);
    expect((await client.checks.list({ assertedState: "passing" })).items.map(({ id }) => id)).toEqual([1]);
  });

  it("turns pages", async () => {
    const { client } = world({
      datastores: [
        {
          name: "shop",
          containers: [{ name: "orders", checks: Array.from({ length: 5 }, () => ({ rule: "notNull" })) }],
        },
      ],
    });
    const ids = (await client.checks.list({ size: 2, sortId: "desc" }).toArray()).map(({ id }) => id);
    expect(ids).toEqual([5, 4, 3, 2, 1]);
  });

  it.each([
    [{ archived: true }, "archived"],
    [{ ruleType: [] }, "ruleType"],
    [{ container: 0 }, "container"],
    [{ size: 101 }, "size"],
    [{ sortId: "up" }, "sortId"],
    [{ asset: 1 }, "asset"],
  ])("refuses %j before anything is sent", async (params, field) => {
    const { server, client } = sampleWorld();
    const error = await failure(client.checks.list(params as never));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.message).toContain(field);
    expect(server.requests).toEqual([]);
  });

  it("has a rule that the server does not know refused by it", async () => {
    const { client } = sampleWorld();
    expect(await failure(client.checks.list({ ruleType: "isUnique" }))).toBeInstanceOf(UnprocessableError);
  });
});

describe("checks.create", () => {
  it("writes a description where none is told", async () => {
    const one = sampleWorld();
    await one.client.checks.create({ containerId: 1, rule: "positive", fields: ["id"] });
    expect(last(one)).toEqual({
      container_id: 1,
      rule: "positive",
      fields: ["id"],
      description: "positive quality check",
    });
  });

  it("tells the id of a check that is there already", async () => {
    const { client } = sampleWorld();
    const error = await failure(client.checks.create({ containerId: 1, rule: "notNull", fields: ["id"] }));
    expect(error).toBeInstanceOf(ConflictError);
    expect((error as unknown as ConflictError).conflictingId).toBe("1");
  });

  it("makes it again once the other one is archived", async () => {
    const { client } = sampleWorld();
    await client.checks.delete(1);
    expect(await client.checks.create({ containerId: 1, rule: "notNull", fields: ["id"] })).toMatchObject({ id: 3 });
  });

  it("gives the first of several, where a build makes one check of each field", async () => {
    const { server, client } = sampleWorld();
    const rows = [4, 5].map((id) => ({ id, rule_type: "notNull", fields: [{ id, name: `f${id}` }] }));
    server.failNext({ kind: "json", body: rows });
    const check = await client.checks.create({ containerId: 1, rule: "notNull", fields: ["f4", "f5"] });
    expect(check).toMatchObject({ id: 4, fields: ["f4"] });
  });

  it("makes one of a template", async () => {
    const { client } = sampleWorld();
    const { id } = await client.checkTemplates.create({ rule: "positive" });
    const check = await client.checks.create({ containerId: 1, rule: "positive", fields: ["id"], templateId: id });
    expect(check.template).toMatchObject({ id: 3, rule: "positive" });
    const wrong = client.checks.create({ containerId: 1, rule: "notFuture", fields: ["id"], templateId: 1 });
    expect(await failure(wrong)).toBeInstanceOf(NotFoundError);
  });

  it.each([
    [{ rule: "" }, "rule"],
    [{ rule: undefined }, "rule"],
    [{ containerId: 0 }, "containerId"],
    [{ containerId: "shop.orders" }, "containerId"],
    [{ fields: [] }, "fields"],
    [{ fields: undefined }, "fields"],
    [{ fields: [" "] }, "fields.0"],
    [{ coverage: 1.1 }, "coverage"],
    [{ description: "x".repeat(8001) }, "description"],
    [{ ownerId: 0 }, "ownerId"],
    [{ ownerId: null }, "ownerId"],
    [{ defaultAnomalyAssigneeId: 0 }, "defaultAnomalyAssigneeId"],
    [{ status: "Discarded" }, "status"],
    [{ container_id: 1 }, "container_id"],
    [{ additionalMetadata: [] }, "additionalMetadata"],
  ])("refuses %j before anything is sent", async (part, field) => {
    const { server, client } = sampleWorld();
    const body = { containerId: 1, rule: "notNull", fields: ["id"], ...part };
    const error = await failure(client.checks.create(body as never));
    expect(error).toBeInstanceOf(ValidationError);
    expect((error as unknown as ValidationError).issues.map(({ path }) => path.join("."))).toContain(field);
    expect(server.requests).toEqual([]);
  });

  it("is not repeated after an error that may have come after it", async () => {
    const one = sampleWorld();
    one.server.failNext({ kind: "lose" });
    await failure(one.client.checks.create({ containerId: 1, rule: "positive", fields: ["id"] }));
    expect(sent(one)).toEqual(["POST /quality-checks"]);
    expect(one.server.state.checks).toHaveLength(3);
  });
});

describe("checks.activate", () => {
  it("publishes a draft", async () => {
    const { client } = sampleWorld();
    const draft = await client.checks.create({ containerId: 1, rule: "positive", fields: ["id"], status: "Draft" });
    expect(await client.checks.activate(draft)).toMatchObject({ id: draft.id, status: "Active", isActive: true });
  });

  it("brings an archived check back", async () => {
    const { client } = sampleWorld();
    await client.checks.delete(1);
    expect(await client.checks.get(1)).toMatchObject({ status: "Discarded", isArchived: true, lastVerdict: "unknown" });
    expect(await client.checks.activate(1)).toMatchObject({ status: "Active", isArchived: false, deletedAt: null });
  });
});

describe("checks.delete", () => {
  it("archives, and takes the anomalies along, unless it is told otherwise", async () => {
    const one = sampleWorld();
    await one.client.checks.delete(2, { deleteAnomalies: false });
    expect(one.server.requests.at(-1)?.query).toEqual({
      archive: "true",
      status: "Discarded",
      delete_anomalies: "false",
    });
    expect(one.server.state.anomalies).toHaveLength(1);
    await one.client.checks.delete(2);
    expect(one.server.state.anomalies).toEqual([]);
    expect(record(one, 2).status).toBe("Discarded");
  });

  it("deletes for good", async () => {
    const { client } = sampleWorld();
    await client.checks.delete(2, { archive: false });
    expect(await failure(client.checks.get(2))).toBeInstanceOf(NotFoundError);
    expect(await failure(client.checks.delete(2))).toBeInstanceOf(NotFoundError);
  });

  it("deletes several at once", async () => {
    const one = sampleWorld();
    await one.client.checks.bulkDelete([
      { id: 1, status: "Invalid" },
      { id: 2, archive: false },
    ]);
    expect(one.server.state.checks.map(({ id, status }) => [id, status])).toEqual([[1, "Invalid"]]);
  });

  it("refuses wrong options before anything is sent", async () => {
    const one = sampleWorld();
    for (const options of [{ status: "Active" }, { archive: "no" }, { archived: true }])
      expect(await failure(one.client.checks.delete(1, options as never))).toBeInstanceOf(ValidationError);
    expect(await failure(one.client.checks.bulkDelete([]))).toBeInstanceOf(ValidationError);
    const second = await failure(one.client.checks.bulkDelete([{ id: 1 }, { id: 0 }]));
    expect((second as unknown as ValidationError).issues[0]?.path).toEqual([1, "id"]);
    const empty = await failure(one.client.checks.bulkUpdate([{ id: 1 }]));
    expect(empty).toBeInstanceOf(ValidationError);
    expect(sent(one)).toEqual([]);
  });
});

describe("the rules", () => {
  it("are those of the server, with what each takes", async () => {
    const { client } = sampleWorld();
    const { items } = await client.checks.ruleSpecifications();
    expect([...RULE_TYPES]).toEqual(items.map(({ rule }) => rule));
    expect(RULE_TYPES).toHaveLength(49);
    for (const one of items) {
      const { fields, filter, coverage } = RULES[one.rule as (typeof RULE_TYPES)[number]];
      expect([one.rule, fields, filter, coverage]).toEqual([
        one.rule,
        one.fields,
        one.filterable,
        one.supportsCoverage,
      ]);
    }
  });

  it("read as the server's, where it keeps another name", async () => {
    const { client } = sampleWorld();
    const check = await client.checks.create({
      containerId: 1,
      rule: "isReplicaOf",
      fields: ["id"],
      properties: { refContainerId: 2 },
    });
    expect(check.rule).toBe("dataDiff");
  });
});
