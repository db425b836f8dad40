import { NotFoundError, ResponseValidationError, UnprocessableError, ValidationError } from "dqgate";
import type { Container, ContainerKind } from "dqgate/qualytics";
import { containerModel } from "dqgate/qualytics";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { sampleWorld, type World, world } from "./world.js";

/** One container of each kind: 1 to 6. */
const kinds = (): World =>
  world({
    datastores: [
      {
        name: "shop",
        containers: [
          { name: "a table" },
          { name: "a view", type: "view" },
          {
            name: "a file",
            type: "file",
            settings: { relative_path: "in/*.csv", last_modified: "2026-01-04T00:00:00" },
          },
          { name: "a query", type: "computed_table", settings: { query: "SELECT 1" } },
          { name: "a part", type: "computed_file", settings: { source_container_id: 3, select_clause: "id" } },
          { name: "a join", type: "computed_join", settings: { left_container_id: 1, right_container_id: 2 } },
        ],
      },
    ],
  });

const names = async (list: AsyncIterable<{ name: string }>): Promise<string[]> => {
  const all: string[] = [];
  for await (const { name } of list) all.push(name);
  return all;
};

/** A container as the platform might send it. */
const read = (fields: Record<string, unknown>): Container =>
  containerModel.read({ id: 1, name: "x", container_type: "table", ...fields }) as Container;

describe("a container", () => {
  it.each([
    [{ container_type: "table" }, "table"],
    [{ container_type: "table", table_type: "table" }, "table"],
    [{ container_type: "table", table_type: "view" }, "view"],
    [{ container_type: "table", table_type: "materialized" }, "table"],
    [{ container_type: "view" }, "view"],
    [{ container_type: "file", table_type: null }, "file"],
    [{ container_type: "computed_join" }, "computed_join"],
    [{ container_type: "stream" }, "other"],
    [{ container_type: "" }, "other"],
  ])("of %j is a %s", (fields, kind) => {
    expect(read(fields)).toMatchObject({ kind, containerType: fields.container_type });
  });

  it("has the fields of its kind", async () => {
    const { client } = kinds();
    const [file, part, join] = await Promise.all([3, 5, 6].map((id) => client.containers.get(id)));
    if (file?.kind !== "file" || part?.kind !== "computed_file" || join?.kind !== "computed_join")
      return expect.fail("they are of other kinds");
    expect([file.relativePath, file.lastModified]).toEqual(["in/*.csv", new Date("2026-01-04T00:00:00Z")]);
    expect([part.sourceContainerId, part.sourceContainer?.name, part.selectClause]).toEqual([3, "a file", "id"]);
    expect([join.leftContainerId, join.rightContainerId, join.query]).toEqual([1, 2, null]);
    return undefined;
  });

  it("tells the container that it is selected from in either of the platform's forms", () => {
    const type = { container_type: "computed_file" };
    expect(read({ ...type, source_container_id: 7 })).toMatchObject({ sourceContainerId: 7, sourceContainer: null });
    expect(read({ ...type, source_container: { id: 8, name: "y" } })).toMatchObject({ sourceContainerId: 8 });
    expect(read(type)).toMatchObject({ sourceContainerId: null });
  });

  it.each([
    [null, null],
    [17, 17],
    ["2026-01-05T10:00:00", new Date("2026-01-05T10:00:00Z")],
    ["batch-9", "batch-9"],
  ])("goes on from a batch or a moment: %j", (wire, checkpoint) => {
    const container = read({ incremental_checkpoint: wire });
    expect(container.incrementalCheckpoint).toEqual(checkpoint);
    expect(containerModel.write(container)).toMatchObject({
      incremental_checkpoint: wire === "2026-01-05T10:00:00" ? "2026-01-05T10:00:00.000Z" : wire,
    });
  });

  it("is null where a light row says nothing, and keeps what is not known", () => {
    expect(read({ cataloged: true })).toMatchObject({
      datastore: null,
      metrics: null,
      tags: [],
      computedFields: [],
      latestObservabilityMeasurement: null,
      createdAt: null,
      deletedAt: null,
      additionalMetadata: null,
      cataloged: true,
    });
  });

  it("shows its computed fields", async () => {
    const { server, client } = sampleWorld();
    await client.request("POST", "/computed-fields", {
      body: {
        name: "shout",
        container_id: 1,
        transformation: "customExpression",
        properties: { column_expression: "upper(customer)" },
      },
    });
    expect(server.state.computedFields).toHaveLength(1);
    expect((await client.containers.get(1)).computedFields).toMatchObject([
      { name: "shout", transformation: "customExpression", properties: { column_expression: "upper(customer)" } },
    ]);
    expect((await client.containers.list({ id: 1 })).items[0]?.computedFields).toEqual([]);
  });
});

describe("containers.list", () => {
  const asked: [ContainerKind | ContainerKind[], string[]][] = [
    ["table", ["a table"]],
    ["view", ["a view"]],
    [
      ["view", "table"],
      ["a table", "a view"],
    ],
    [
      ["view", "file"],
      ["a view", "a file"],
    ],
    ["computed_join", ["a join"]],
  ];
  it.each(asked)(
    "gives containers of the kind %j alone, although a view is a table too",
    async (containerType, found) => {
      const { server, client } = kinds();
      const given = client.containers.list({ containerType: containerType as "table" });
      expect(await names(given)).toEqual(found);
      expect(server.requests[0]?.query.container_type).toEqual(containerType);
    },
  );

  it("drops what the server gives beyond the kinds, but no table of which it does not say what it is", async () => {
    const { server, client } = kinds();
    const row = (id: number, fields: object): object => ({ id, name: `${id}`, container_type: "table", ...fields });
    const items = [
      row(1, {}),
      row(2, { table_type: "table" }),
      row(3, { table_type: "view" }),
      row(4, { container_type: "file" }),
      row(5, { container_type: "stream" }),
    ];
    const body = { items, total: 5, page: 1, size: 50, pages: 1 };
    for (const [containerType, kept] of [
      ["view", ["1", "3"]],
      ["table", ["1", "2"]],
      ["stream", ["5"]],
    ] as const) {
      server.failNext({ kind: "json", body });
      expect(await names(client.containers.list({ containerType }))).toEqual(kept);
    }
  });

  it("hides archived containers unless they are asked for", async () => {
    const { server, client } = kinds();
    const [first] = server.state.containers;
    if (first !== undefined) first.deleted_at = "2026-01-01T00:00:00Z";
    expect(await names(client.containers.list())).not.toContain("a table");
    expect(await names(client.containers.list({ archived: "only" }))).toEqual(["a table"]);
    expect(await names(client.containers.list({ archived: "include" }))).toHaveLength(6);
  });

  it.each([
    { size: 101 },
    { page: 0 },
    { datastore: "shop" },
    { id: [] },
    { archived: true },
    { sortName: "up" },
    { containerType: [""] },
    { type: "table" },
  ])("refuses %j before it asks", async (params) => {
    const { server, client } = kinds();
    const error = await failure(client.containers.list(params as never));
    expect(error).toBeInstanceOf(ValidationError);
    expect(String(error.field)).toMatch(new RegExp(`^${Object.keys(params)[0]}`));
    expect(server.requests).toEqual([]);
  });

  it("sorts as it is told, what is not known last", async () => {
    const { server, client } = kinds();
    for (const [at, container] of server.state.containers.entries())
      if (at > 1) Object.assign(container, { last_profiled: "2026-01-05T00:00:00Z", row_count: at * 10 });
    expect(await names(client.containers.list({ sortRecords: "desc", size: 4 }))).toEqual([
      "a join",
      "a part",
      "a query",
      "a file",
      "a table",
      "a view",
    ]);
  });
});

describe("several containers at once", () => {
  it("are changed in what is told of each", async () => {
    const { client } = sampleWorld();
    await client.containers.bulkUpdate([
      { id: 1, tags: [] },
      { id: 2, description: "who buys" },
    ]);
    expect((await client.containers.get(1)).tags).toEqual([]);
    expect(await client.containers.get(2)).toMatchObject({ description: "who buys", tags: [] });
  });

  it.each([
    [[], ""],
    [[{ id: 1 }], "[0]"],
    [
      [
        { id: 1, tags: ["a"] },
        { id: 0, tags: [] },
      ],
      "[1].id",
    ],
    [[{ id: 1, description: "" }], "[0].description"],
    [[{ id: 1, name: "x" }], "[0].name"],
  ])("are not changed where one is wrong: %j", async (changes, field) => {
    const { server, client } = sampleWorld();
    const error = await failure(client.containers.bulkUpdate(changes as never));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.field).toBe(field);
    expect(server.requests).toEqual([]);
  });

  it("go with their fields, checks and anomalies", async () => {
    const { server, client } = sampleWorld();
    await client.containers.bulkDelete([1, 3]);
    expect(server.state.containers.map(({ name }) => name)).toEqual(["customers"]);
    expect(server.state.fields.map(({ container_id }) => container_id)).toEqual([2]);
    expect([server.state.checks, server.state.anomalies]).toEqual([[], []]);
  });

  it("stay where one of them is not there", async () => {
    const { server, client } = sampleWorld();
    expect(await failure(client.containers.bulkDelete([1, 99]))).toBeInstanceOf(NotFoundError);
    expect(server.state.containers).toHaveLength(3);
  });

  it.each([
    [[], "containers"],
    [["orders"], "containers[0]"],
    [[1, 0], "containers[1]"],
    [null, "containers"],
  ])("are not deleted by %j", async (containers, field) => {
    const { server, client } = sampleWorld();
    const error = await failure(client.containers.bulkDelete(containers as never));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.field).toBe(field);
    expect(server.requests).toEqual([]);
  });
});

describe("the emulated containers", () => {
  it.each([
    ["GET", "/containers", { query: { archived: true } }, 422],
    ["GET", "/containers", { query: { container_type: "stream" } }, 422],
    ["GET", "/containers/x", {}, 422],
    ["GET", "/containers/99", {}, 404],
    ["POST", "/containers", { body: { container_type: "table" } }, 422],
    ["POST", "/containers", { body: { container_type: "computed_table", name: "x" } }, 422],
    ["PUT", "/containers/1", { body: {} }, 422],
    ["PUT", "/containers/1", { body: { container_type: "file" } }, 400],
    ["PATCH", "/containers", { body: [{ id: 1, description: "" }] }, 422],
    ["PATCH", "/containers/1/favorite", { body: {} }, 422],
    ["POST", "/containers/1/scan", { body: { name: "x", records: "{" } }, 400],
  ] as const)("answer %s %s with %j as the server does", async (verb, path, options, status) => {
    expect(await failure(kinds().client.request(verb, path, options))).toMatchObject({ status });
  });

  it("complain in the words of the server", async () => {
    const { client } = kinds();
    const error = await failure(client.request("PUT", "/containers/4", { body: { container_type: "computed_table" } }));
    expect(error).toBeInstanceOf(UnprocessableError);
    expect(error.fieldErrors).toEqual({ name: "Field required", query: "Field required" });
  });

  it("are listed in one piece", async () => {
    const { server, client } = kinds();
    server.failNext({ kind: "json", body: { nothing: true } });
    expect(await failure(client.containers.listing())).toBeInstanceOf(ResponseValidationError);
    expect((await client.containers.listing()).items.map(({ kind }) => kind)).toEqual([
      "table",
      "view",
      "file",
      "computed_table",
      "computed_file",
      "computed_join",
    ]);
  });
});
