import {
  AbortedError,
  BadRequestError,
  ConflictError,
  DqgateError,
  ServerError,
  TimeoutError,
  UnprocessableError,
  ValidationError,
} from "dqgate";
import type { ContainerCreateBody, ContainerValidateBody } from "dqgate/qualytics";
import type { VirtualClock } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { sampleWorld, type World, world } from "./world.js";

/** Container 1 `people` is a file with the fields `id` and `name`; 2 is the table `orders` with `id` and `person`. */
const files = (): World =>
  world({
    datastores: [
      { name: "lake", containers: [{ name: "people", type: "file", fields: ["id", "name"] }] },
      { name: "shop", containers: [{ name: "orders", fields: ["id", "person"] }] },
    ],
  });

const table = { containerType: "computed_table", datastoreId: 1, name: "ids", query: "SELECT id FROM orders" } as const;
const file = {
  containerType: "computed_file",
  datastoreId: 1,
  name: "names",
  sourceContainerId: 1,
  selectClause: "name, upper(name) AS loud",
  whereClause: "name IS NOT NULL",
  groupByClause: "name",
  lateralViews: ["explode(x)", { view: "y" }],
} as const;
const join = {
  containerType: "computed_join",
  name: "orders of people",
  leftContainerId: "2",
  rightContainerId: 1,
  leftJoinFieldName: "person",
  rightJoinFieldName: "id",
  selectClause: "left_id, right_name",
} as const;
const sqlJoin = {
  containerType: "computed_join",
  name: "by query",
  query: "SELECT o.id FROM o JOIN p ON o.person = p.id",
  sources: [
    { containerId: 2, alias: "o", whereClause: "o.id > 1", datastoreId: 2, ordinal: 0 },
    { containerId: "1", alias: "p" },
  ],
} as const;

const bodies = ({ server }: World): unknown[] => server.requests.map(({ verb, body }) => [verb, body]);

describe("containers.create", () => {
  it("makes a selection from a file", async () => {
    const all = files();
    expect(await all.client.containers.create(file)).toMatchObject({
      kind: "computed_file",
      selectClause: "name, upper(name) AS loud",
      lateralViews: ["explode(x)", { view: "y" }],
      sourceContainer: { id: 1, name: "people" },
      sourceContainerId: 1,
    });
    expect((await all.client.containers.fields(3)).items.map(({ name }) => name)).toEqual(["name", "loud"]);
  });

  it.each([
    [undefined, undefined],
    ["full", "outer"],
    ["outer", "outer"],
    ["left_anti", "left_anti"],
  ] as const)("makes a join of two datastores: %s goes out as %s", async (joinType, word) => {
    const all = files();
    const made = await all.client.containers.create({ ...join, joinType, leftPrefix: "l", rightPrefix: "" });
    expect(bodies(all)).toEqual([
      [
        "POST",
        {
          container_type: "computed_join",
          name: "orders of people",
          left_container_id: 2,
          right_container_id: 1,
          left_join_field_name: "person",
          right_join_field_name: "id",
          select_clause: "left_id, right_name",
          left_prefix: "l",
          right_prefix: "",
          ...(word === undefined ? {} : { join_type: word }),
        },
      ],
    ]);
    expect(made).toMatchObject({ kind: "computed_join", leftContainerId: 2, query: null, sources: [] });
  });

  it("makes a join by a query", async () => {
    const all = files();
    expect(await all.client.containers.create(sqlJoin)).toMatchObject({
      kind: "computed_join",
      query: sqlJoin.query,
      sources: [
        { containerId: 2, alias: "o", whereClause: "o.id > 1", datastoreId: 2, ordinal: 0 },
        { containerId: 1, alias: "p", whereClause: null, datastoreId: null, ordinal: null },
      ],
    });
  });

  it("sets tags in a second request, since the first takes none", async () => {
    const all = sampleWorld();
    const made = await all.client.containers.create({ ...table, description: "all", tags: ["gold", "new"] });
    expect(made).toMatchObject({ id: 4, description: "all", tags: [{ name: "gold" }, { name: "new" }] });
    expect(bodies(all)).toEqual([
      [
        "POST",
        { container_type: "computed_table", datastore_id: 1, name: "ids", query: table.query, description: "all" },
      ],
      ["PATCH", [{ id: 4, tags: ["gold", "new"] }]],
    ]);
  });

  it("sets a description that the server passed over", async () => {
    const all = sampleWorld();
    all.server.failNext({ kind: "change", change: (body) => ({ ...(body as object), description: null }) });
    expect(await all.client.containers.create({ ...table, description: "all" })).toMatchObject({ description: "all" });
    expect(bodies(all).slice(1)).toEqual([["PATCH", [{ id: 4, description: "all" }]]]);
  });

  it("reads what was made where the second answer does not show it", async () => {
    const all = sampleWorld();
    all.server.failNext({ kind: "change", change: () => [] }, { on: "PATCH /containers" });
    expect(await all.client.containers.create({ ...table, tags: ["new"] })).toMatchObject({ tags: [{ name: "new" }] });
    expect(all.server.requests.map(({ verb }) => verb)).toEqual(["POST", "PATCH", "GET"]);
  });

  it("asks once where no tags are told", async () => {
    const all = sampleWorld();
    await all.client.containers.create({ ...table, tags: [] });
    expect(all.server.requests).toHaveLength(1);
  });

  it("tells that the container is there where its tags could not be set", async () => {
    const all = sampleWorld();
    all.server.failNext(
      { kind: "status", status: 403, body: { detail: "Not an editor" } },
      { on: "PATCH /containers" },
    );
    const error = await failure(all.client.containers.create({ ...table, tags: ["gold"] }));
    expect(error).toBeInstanceOf(DqgateError);
    expect(error.message).toContain("container 4 was made, but without its tags");
    expect(error.message).toContain("Not an editor");
    expect(error).toMatchObject({ kind: "api", code: "authorization", retryable: false, cause: { status: 403 } });
    expect((await all.client.containers.get(4)).name).toBe("ids");
  });

  it("tells so too where the time of the call is over by then", async () => {
    const all = sampleWorld();
    all.server.failNext({
      kind: "change",
      change: (body) => {
        (all.server.clock as VirtualClock).advance(9000);
        return body;
      },
    });
    const error = await failure(all.client.containers.create({ ...table, tags: ["gold"] }, { totalTimeoutMs: 5000 }));
    expect(error.message).toContain("container 4 was made, but without its tags");
    expect(error).toMatchObject({ kind: "transport", cause: expect.any(TimeoutError) });
    expect(all.server.requests).toHaveLength(1);
  });

  it("tries again to set them where a failure may pass, and never to make another", async () => {
    const all = sampleWorld();
    const busy = { kind: "status", status: 503, body: { detail: "busy" } } as const;
    all.server.failNext(busy, { on: "PATCH /containers" });
    expect(await all.client.containers.create({ ...table, tags: ["gold"] })).toMatchObject({ id: 4 });
    all.server.failNext(busy);
    expect(await failure(all.client.containers.create({ ...table, name: "more" }))).toBeInstanceOf(ServerError);
    expect(all.server.requests.map(({ verb }) => verb)).toEqual(["POST", "PATCH", "PATCH", "POST"]);
  });

  it("ends with the caller's signal, whatever was made", async () => {
    const all = sampleWorld();
    const controller = new AbortController();
    all.server.failNext({
      kind: "change",
      change: (body) => {
        controller.abort();
        return body;
      },
    });
    const call = all.client.containers.create({ ...table, tags: ["gold"] }, { signal: controller.signal });
    expect(await failure(call)).toBeInstanceOf(AbortedError);
  });

  it("throws what the server says of bad SQL and of a name that is taken", async () => {
    const { client } = sampleWorld();
    const bad = await failure(client.containers.create({ ...table, query: "SELECT syntax error" }));
    expect(bad).toBeInstanceOf(BadRequestError);
    expect(bad.message).toContain("SQL compilation error: syntax error");
    expect(await failure(client.containers.create({ ...table, name: "orders" }))).toBeInstanceOf(ConflictError);
  });

  const refused: [string, object, string][] = [
    ["no object", null as never, ""],
    ["another type", { ...table, containerType: "table" }, "containerType"],
    ["no type", { ...table, containerType: undefined }, "containerType"],
    ["no datastore", { ...table, datastoreId: undefined }, "datastoreId"],
    ["a long name", { ...table, name: "x".repeat(256) }, "name"],
    ["no name", { ...table, name: "" }, "name"],
    ["an empty query", { ...table, query: " " }, "query"],
    ["a long description", { ...table, description: "x".repeat(8001) }, "description"],
    ["an empty tag", { ...table, tags: ["a", " "] }, "tags[1]"],
    ["a field of another type", { ...table, selectClause: "id" }, "selectClause"],
    ["metadata that JSON cannot say", { ...table, additionalMetadata: { at: 1n } }, "additionalMetadata.at"],
    ["no source", { ...file, sourceContainerId: 0 }, "sourceContainerId"],
    ["a view that is a number", { ...file, lateralViews: [1] }, "lateralViews[0]"],
    ["half a join", { ...join, rightJoinFieldName: undefined }, "rightJoinFieldName"],
    ["a join without a selection", { ...join, selectClause: undefined }, "selectClause"],
    ["a long prefix", { ...join, leftPrefix: "x".repeat(101) }, "leftPrefix"],
    ["a join with a datastore", { ...join, datastoreId: 1 }, "datastoreId"],
    ["a query without sources", { ...sqlJoin, sources: undefined }, "sources"],
    ["no sources", { ...sqlJoin, sources: [] }, "sources"],
    ["a source without an alias", { ...sqlJoin, sources: [{ containerId: 1 }] }, "sources[0].alias"],
    ["both forms of a join", { ...join, ...sqlJoin }, "leftContainerId"],
    ["a condition beside a query", { ...sqlJoin, whereClause: "x" }, "whereClause"],
  ];
  it.each(refused)("refuses %s before it asks", async (_, body, field) => {
    const { server, client } = files();
    const error = await failure(client.containers.create(body as ContainerCreateBody));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.field).toBe(field);
    expect(error.operation).toBe("POST /containers");
    expect(server.requests).toEqual([]);
  });
});

describe("containers.validate", () => {
  const query = "SELECT id FROM orders";
  const definition: ContainerValidateBody = { containerType: "computed_table", datastoreId: 1, query };

  it("gives the platform a minute, and a name of its own", async () => {
    const { server, client } = sampleWorld();
    expect(await client.containers.validate({ ...definition, name: "mine" })).toEqual({ valid: true, message: null });
    const [sent] = server.requests;
    expect(sent?.query).toEqual({ timeout_seconds: "60" });
    expect(sent?.body).toMatchObject({ container: { name: "mine" } });
    expect(server.state.containers).toHaveLength(3);
  });

  it("gives what the source says against the SQL", async () => {
    const { client } = sampleWorld();
    const verdict = await client.containers.validate({ ...definition, query: "SELECT a syntax error" });
    expect(verdict).toEqual({ valid: false, message: expect.stringContaining("SQL compilation error") });
  });

  it.each([
    [{}, { valid: true, message: null }],
    [null, { valid: true, message: null }],
    [{ message: "fine" }, { valid: true, message: "fine" }],
    [
      { valid: false, message: "no such column" },
      { valid: false, message: "no such column" },
    ],
    [
      { success: false, detail: "timed out" },
      { valid: false, message: "timed out" },
    ],
  ])("reads an answer with a body: %j", async (body, verdict) => {
    const { server, client } = sampleWorld();
    server.failNext({ kind: "json", body });
    expect(await client.containers.validate(definition)).toEqual(verdict);
  });

  it("throws every other failure, after trying again where it may pass", async () => {
    const { server, client } = sampleWorld();
    server.failNext({ kind: "status", status: 502, body: "bad gateway" });
    expect(await client.containers.validate(definition)).toMatchObject({ valid: true });
    server.failNext({ kind: "status", status: 502, body: "bad gateway" }, { times: 9 });
    expect(await failure(client.containers.validate(definition))).toBeInstanceOf(ServerError);
    server.clearFaults();
    const detail = [{ type: "missing", loc: ["body", "container", "name"], msg: "Field required" }];
    server.failNext({ kind: "status", status: 422, body: { detail } });
    expect(await failure(client.containers.validate(definition))).toBeInstanceOf(UnprocessableError);
  });

  it.each([
    [{ ...definition, tags: ["x"] }, {}, "tags"],
    [{ ...definition, query: "" }, {}, "query"],
    [null, {}, ""],
    [definition, { timeoutSeconds: 0 }, "timeoutSeconds"],
    [definition, { timeoutSeconds: 1.5 }, "timeoutSeconds"],
  ])("refuses %j with %j before it asks", async (body, params, field) => {
    const { server, client } = sampleWorld();
    const error = await failure(client.containers.validate(body as never, params as never));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.field).toBe(field);
    expect(server.requests).toEqual([]);
  });
});
