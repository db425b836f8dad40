import { NotFoundError, ValidationError } from "dqgate";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { sampleWorld, world } from "./world.js";

describe("what is known of a container", () => {
  it("is not there before the first profile and scan", async () => {
    const { client } = sampleWorld();
    const error = await failure(client.containers.latestProfile(1));
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error.message).toContain("has not been profiled");
    expect(await failure(client.containers.latestScan(1))).toBeInstanceOf(NotFoundError);
    expect(await failure(client.containers.fieldProfile(1, "id"))).toBeInstanceOf(NotFoundError);
    expect((await client.containers.fieldProfiles(1)).items).toEqual([]);
  });

  it("is that of the last run", async () => {
    const { client } = sampleWorld();
    for (let at = 0; at < 2; at += 1) {
      const { id } = await client.operations.run({ type: "profile", datastoreId: 1, containerNames: ["orders"] });
      await client.operations.waitForOperation(id);
    }
    expect(await client.containers.latestProfile(1)).toMatchObject({ operationId: 2 });
    expect((await client.containerProfiles.list()).total).toBe(2);
  });

  it("is told of fields with names of all kinds", async () => {
    const { client } = world({ datastores: [{ name: "shop", containers: [{ name: "one", fields: ["a/b ü?"] }] }] });
    const { id } = await client.operations.run({ type: "profile", datastoreId: 1 });
    await client.operations.waitForOperation(id);
    expect(await client.containers.fieldProfile(1, "a/b ü?")).toMatchObject({ name: "a/b ü?" });
    const error = await failure(client.containers.fieldProfile(1, ""));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.field).toBe("fieldName");
  });

  it("has its active and missing fields, unless others are asked for", async () => {
    const { server, client } = sampleWorld();
    const [first, second] = server.state.fields;
    if (first !== undefined && second !== undefined) [first.status, second.status] = ["excluded", "missing"];
    expect((await client.containers.fields(1)).items.map(({ name }) => name)).toEqual(["customer"]);
    expect((await client.containers.fields(1, { status: "excluded" })).items.map(({ name }) => name)).toEqual(["id"]);
  });

  it("counts what a scan of brought records finds", async () => {
    const { server, client } = sampleWorld();
    server.state.anomalies.length = 0;
    const { id } = await client.containers.externalScan(1, { name: "orders.csv", records: [{ id: 1 }] });
    await client.operations.waitForOperation(id);
    expect(await client.containers.latestScan(1)).toMatchObject({ operationId: id, anomalyCount: 1 });
  });
});

describe("the records of a container", () => {
  const records = async (body: unknown): Promise<unknown> => {
    const { server, client } = sampleWorld();
    server.failNext({ kind: "json", body });
    return client.containers.sourceRecords(1);
  };

  it.each([
    ['[{"id":1},{"id":2}]', [{ id: 1 }, { id: 2 }]],
    [[{ id: 1 }], [{ id: 1 }]],
    ['{"id":1}', [{ id: 1 }]],
    ["[]", []],
    [null, null],
    ["[1]", null],
    ["{", null],
    ["", null],
  ])("are read from %j, which stays as it came", async (told, rows) => {
    expect(await records({ source_records: told })).toMatchObject({ rows, sourceRecords: told });
  });

  it("are none where the platform says nothing", async () => {
    expect(await records({})).toEqual({ rows: null, sourceRecords: null });
    expect(await sampleWorld().client.containers.sourceRecords(1)).toEqual({ rows: null, sourceRecords: null });
  });

  it("hide masked values, unless they are asked for", async () => {
    const { client } = world({
      datastores: [
        { name: "shop", containers: [{ name: "one", fields: ["id", "mail"], records: [{ id: 1, mail: "a@b" }] }] },
      ],
    });
    await client.request("PUT", "/fields/2", { body: { status: "masked" } });
    expect((await client.containers.sourceRecords(1)).rows).toEqual([{ id: 1, mail: null }]);
    expect((await client.containers.sourceRecords(1, { includeMasked: true })).rows).toEqual([{ id: 1, mail: "a@b" }]);
  });
});
