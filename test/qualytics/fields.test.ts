import { inspect } from "node:util";
import { ConflictError, NotFoundError, ValidationError } from "dqgate";
import { entityHistoryModel, type Field, fieldModel, fieldProfileModel } from "dqgate/qualytics";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { sampleWorld, type World } from "./world.js";

const profile = async ({ client }: World): Promise<void> => {
  const { id } = await client.operations.run({ type: "profile", datastoreId: 1 });
  await client.operations.waitForOperation(id);
};

const named = (items: readonly { name: string | null }[]): (string | null)[] => items.map(({ name }) => name);

describe("fields", () => {
  it("tell what a profile measured once there was one", async () => {
    const world = sampleWorld();
    expect(await world.client.fields.get(1)).toMatchObject({ completeness: null, latestProfileId: null });
    expect(await world.client.fields.fieldProfiles(1).toArray()).toEqual([]);
    await profile(world);
    expect(await world.client.fields.get(1)).toMatchObject({ completeness: 1, latestProfileId: 1 });
    expect(await world.client.fields.fieldProfiles(1).toArray()).toMatchObject([{ id: 1, name: "id" }]);
  });

  it("are filtered by container, datastore, type, tag and status", async () => {
    const { client } = sampleWorld();
    await client.fields.bulkUpdate([
      { id: 2, tags: ["pii"] },
      { id: 3, status: "excluded" },
    ]);
    const ids = async (params: Parameters<typeof client.fields.list>[0]): Promise<number[]> =>
      (await client.fields.list(params).toArray()).map(({ id }) => id);
    expect(await ids({})).toEqual([1, 2, 3]);
    expect(await ids({ containerId: 2 })).toEqual([3]);
    expect(await ids({ container: [1, 2] })).toEqual([1, 2, 3]);
    expect(await ids({ datastore: 2 })).toEqual([]);
    expect(await ids({ type: "Integral" })).toEqual([1]);
    expect(await ids({ tag: ["pii", "gold"] })).toEqual([2]);
    expect(await ids({ status: "excluded" })).toEqual([3]);
  });

  it("keep tags and status that a change does not name, told by id or as read", async () => {
    const { client, server } = sampleWorld();
    await client.fields.bulkUpdate([{ id: 2, tags: ["pii"], status: "masked" }]);
    server.requests.length = 0;
    expect(await client.fields.update("2", { name: "buyer" })).toMatchObject({
      name: "buyer",
      status: "masked",
      tags: [{ name: "pii" }],
    });
    expect(server.requests.map(({ verb, path }) => `${verb} ${path}`)).toEqual(["GET /fields/2", "PUT /fields/2"]);
    expect(server.requests[1]?.body).toEqual({ name: "buyer", status: "masked", tags: ["pii"] });

    const field = await client.fields.get(2);
    expect(await client.fields.update(field, { status: "active", tags: [] })).toMatchObject({
      status: "active",
      tags: [],
    });
    expect(server.requests.at(-1)?.body).toEqual({ status: "active", tags: [] });
  });

  it("are not set to missing because they are", async () => {
    const { client, server } = sampleWorld();
    const row = server.state.fields[0];
    if (row !== undefined) row.status = "missing";
    await client.fields.update(1, { tags: ["pii"] });
    expect(server.requests.at(-1)?.body).toEqual({ tags: ["pii"] });
  });

  it("are changed once more after a failure; a part of a field is read first", async () => {
    const { client, server } = sampleWorld();
    server.failNext({ kind: "lose" }, { on: "PUT /fields/{id}" });
    const renamed = await client.fields.update({ id: 1 } as Field, { name: "order id" });
    expect(renamed).toMatchObject({ id: 1, name: "order id" });
    const body = { name: "order id", status: "active" };
    expect(server.requests.map((sent) => [sent.verb, sent.body])).toEqual([
      ["GET", undefined],
      ["PUT", body],
      ["PUT", body],
    ]);
  });

  it("carry their name along into the checks about them", async () => {
    const { client, server } = sampleWorld();
    await client.fields.update(2, { name: "buyer" });
    expect(server.state.checks.map(({ fields }) => fields)).toEqual([["id"], ["buyer"]]);
    expect(await failure(client.fields.update(2, { name: "id" }))).toBeInstanceOf(ConflictError);
  });

  it("are put aside unless they are to go for good", async () => {
    const { client } = sampleWorld();
    await client.fields.delete(1);
    await client.fields.delete(2, { archive: false });
    expect(named(await client.fields.list({ containerId: 1 }).toArray())).toEqual([]);
    expect(await client.fields.restore(1)).toMatchObject({ id: 1, name: "id" });
    expect(await failure(client.fields.restore(2))).toBeInstanceOf(NotFoundError);
    expect(await failure(client.fields.restore(1))).toBeInstanceOf(ConflictError);
    expect(named(await client.fields.list({ containerId: 1 }).toArray())).toEqual(["id"]);
    const { versions } = await client.fields.history(1);
    expect(versions.map(({ operation }) => operation)).toEqual(["delete", "insert"]);
  });

  it("are merged into others, with what is about them", async () => {
    const { client, server } = sampleWorld();
    await client.fields.bulkUpdate([{ id: 1, tags: ["pii"] }]);
    expect(await client.fields.merge({ sourceFieldId: 1, targetFieldId: 2 })).toMatchObject({
      id: 2,
      tags: [{ name: "pii" }],
    });
    expect(server.state.checks.map(({ fields }) => fields)).toEqual([["customer"], ["customer"]]);
    expect(await failure(client.fields.get(1))).toBeInstanceOf(NotFoundError);
  });

  it.each<[string, (world: World) => PromiseLike<unknown>, (string | number)[]]>([
    ["a change of nothing", ({ client }) => client.fields.update(1, {}), []],
    ["a status of another kind", ({ client }) => client.fields.update(1, { status: "gone" as never }), ["status"]],
    ["a tag without a name", ({ client }) => client.fields.update(1, { tags: ["a", " "] }), ["tags", 1]],
    ["an id that is none", ({ client }) => client.fields.get("1a"), ["field"]],
    ["bulk changes of nothing", ({ client }) => client.fields.bulkUpdate([{ id: 1 }]), [0]],
    ["no bulk changes", ({ client }) => client.fields.bulkUpdate([]), []],
    ["a bulk change without a field", ({ client }) => client.fields.bulkUpdate([{ tags: [] } as never]), [0, "id"]],
    ["nothing to restore", ({ client }) => client.fields.bulkRestore([]), []],
    ["no list to restore", ({ client }) => client.fields.bulkRestore(1 as never), []],
    ["an id to restore that is none", ({ client }) => client.fields.bulkRestore([1, "x"]), [1, "id"]],
    [
      "a field merged into itself",
      ({ client }) => client.fields.merge({ sourceFieldId: 1, targetFieldId: "1" }),
      ["targetFieldId"],
    ],
    ["an archive flag as a text", ({ client }) => client.fields.delete(1, { archive: "no" as never }), ["archive"]],
    ["no limit at all", ({ client }) => client.fields.fieldProfiles(1, { limit: 0 }), ["limit"]],
    ["an unknown filter", ({ client }) => client.fields.list({ tags: ["a"] } as never), ["tags"]],
    ["a filter by nothing", ({ client }) => client.fields.list({ tag: [] }), ["tag"]],
  ])("refuse %s before anything is sent", async (_, call, path) => {
    const world = sampleWorld();
    const error = await failure(call(world));
    expect(error).toBeInstanceOf(ValidationError);
    expect((error as unknown as ValidationError).issues[0]?.path).toEqual(path);
    expect(world.server.requests).toEqual([]);
  });
});

describe("fieldProfiles", () => {
  it("are sorted and counted as the platform does", async () => {
    const world = sampleWorld();
    await profile(world);
    const { client } = world;
    expect(named(await client.fieldProfiles.list({ sortName: "asc", size: 2 }).toArray())).toEqual([
      "customer",
      "id",
      "id",
    ]);
    const byAnomalies = await client.fieldProfiles.list({ sortActiveAnomalies: "desc" });
    expect(byAnomalies).toMatchObject({ total: 3, items: [{ name: "customer" }, {}, {}] });
    expect(named(await client.fieldProfiles.listing({ container: 2 }).toArray())).toEqual(["id"]);
  });

  it("hide the values of masked fields, and keep account of those who look", async () => {
    const world = sampleWorld();
    await profile(world);
    const { client, server } = world;
    const row = server.state.fields[0];
    if (row?.profile == null) expect.fail("the field has no profile");
    Object.assign(row.profile, { min: 1, max: "9", histogram_buckets: [{ value: "x", count: 2, ratio: 0.5 }] });
    const open = { min: 1, max: "9", histogramBuckets: [{ value: "x", count: 2, ratio: 0.5 }] };
    expect(await client.fieldProfiles.get(1)).toMatchObject(open);
    await client.fields.bulkUpdate([{ id: 1, status: "masked" }]);
    expect(await client.fieldProfiles.get(1)).toMatchObject({ min: null, max: null, histogramBuckets: null });
    expect(await client.auditLogs.masking().toArray()).toEqual([]);
    expect(await client.fieldProfiles.get(1, { includeMasked: true })).toMatchObject(open);
    expect(await client.auditLogs.masking().toArray()).toMatchObject([
      { id: 1, createdAt: new Date(server.clock.now()), user: { email: "ada@example.com" } },
    ]);
    expect(await failure(client.fieldProfiles.get(99))).toBeInstanceOf(NotFoundError);
  });
});

describe("what is read of fields", () => {
  it("may lack all but id and name, and keeps what nobody knows", () => {
    expect(fieldModel.schema.parse({ id: 1, name: "a", future: [1] })).toEqual({
      id: 1,
      name: "a",
      createdAt: null,
      type: null,
      status: null,
      completeness: null,
      weight: null,
      tags: [],
      latestProfileId: null,
      qualityScore: null,
      computedField: null,
      nativeType: null,
      nullable: null,
      columnSize: null,
      decimalDigits: null,
      remarks: null,
      additionalMetadata: null,
      future: [1],
    });
    expect(
      fieldModel.schema.parse({ id: 1, name: "a", type: "Quaternion", quality_score: { total: 90 } }),
    ).toMatchObject({ type: "Quaternion", qualityScore: { total: 90 } });
    expect(fieldProfileModel.schema.parse({ id: 1, name: "a", min: "2020-01-01", max: 5 })).toMatchObject({
      min: "2020-01-01",
      max: 5,
    });
  });

  it("passes user maps untouched", () => {
    const additional_metadata = { lastUpdated: 1, nested_key: { CamelCase: null } };
    const field = fieldModel.schema.parse({ id: 1, name: "a", additional_metadata });
    expect(field.additionalMetadata).toEqual(additional_metadata);
  });

  it("shows no secret that a record once had", () => {
    const { versions } = entityHistoryModel.schema.parse({
      id: 1,
      versions: [
        {
          changeset: {
            password: ["hunter2-old", "hunter2-new"],
            parameters: [{ nested: [{ access_key: "hunter2-key" }] }, null],
            name: ["a", "b"],
          },
          transaction: { id: 4 },
          operation_type: 1,
        },
      ],
    });
    const [version] = versions;
    expect(version?.changeset?.password).toEqual(["hunter2-old", "hunter2-new"]);
    expect(version).toMatchObject({ changeset: { name: ["a", "b"] }, operation: null, operationType: 1 });
    for (const text of [inspect(versions, { depth: 9 }), JSON.stringify(versions), inspect({ ...version?.changeset })])
      expect(text).not.toContain("hunter2");
  });
});
