import { ConflictError, NotFoundError, ServerError, UnsupportedError, ValidationError } from "dqgate";
import type { ContainerChanges } from "dqgate/qualytics";
import type { QualyticsContainerSeed as ContainerSeed, QualyticsEmulator } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { sampleWorld, type World, world } from "./world.js";

const METADATA = { owner_team: "sales" };

/** A world with one container of a kind, beside those that it can be computed of. */
function withOne(seed: Partial<ContainerSeed>): World {
  const all = world({
    datastores: [
      {
        name: "shop",
        containers: [
          { name: "one", description: "the first", tags: ["gold"], ...seed },
          { name: "left", type: "file", fields: ["id", "name"] },
          { name: "right", fields: ["id"] },
        ],
      },
    ],
  });
  stateOf(all).additional_metadata = METADATA;
  return all;
}

const stateOf = ({ server }: World): QualyticsEmulator["state"]["containers"][number] => {
  const [one] = server.state.containers;
  if (one === undefined) throw new Error("there is no container");
  return one;
};

/** The last body that was sent. */
const sent = ({ server }: World): unknown => server.requests.at(-1)?.body;
const kept = { description: "the first", tags: ["gold"], additional_metadata: METADATA };

const JOIN = {
  left_container_id: 2,
  right_container_id: 3,
  left_join_field_name: "id",
  right_join_field_name: "id",
  select_clause: "id, name",
  join_type: "inner",
};

const CARRIED: [string, Partial<ContainerSeed>, ContainerChanges, Record<string, unknown>][] = [
  [
    "a table",
    {
      settings: {
        partition_field: "day",
        incremental_field_name: "at",
        incremental_identifier_type: "last-modified",
        infer_datatypes: true,
      },
    },
    { incrementalIdentifierType: "batch-value" },
    {
      container_type: "table",
      partition_field: "day",
      incremental_field_name: "at",
      incremental_identifier_type: "batch-value",
      infer_datatypes: true,
    },
  ],
  [
    "a view",
    { type: "view", settings: { partition_field: "day" } },
    { inferDatatypes: false },
    {
      container_type: "table",
      partition_field: "day",
      infer_datatypes: false,
    },
  ],
  [
    "a file",
    {
      type: "file",
      settings: {
        escape_character: "\\",
        has_header: true,
        infer_datatypes: false,
        treat_empty_as_null: true,
        relative_path: "x",
      },
    },
    { hasHeader: false },
    {
      container_type: "file",
      escape_character: "\\",
      has_header: false,
      infer_datatypes: false,
      treat_empty_as_null: true,
    },
  ],
  [
    "a computed table",
    { type: "computed_table", settings: { query: "SELECT id FROM right", incremental_field_name: "id" } },
    { name: "uno" },
    { container_type: "computed_table", name: "uno", query: "SELECT id FROM right", incremental_field_name: "id" },
  ],
  [
    "a computed file",
    {
      type: "computed_file",
      settings: {
        source_container_id: 2,
        select_clause: "id",
        where_clause: "id > 1",
        group_by_clause: "id",
        lateral_views: ["explode(x)"],
      },
    },
    { whereClause: null },
    {
      container_type: "computed_file",
      name: "one",
      select_clause: "id",
      where_clause: null,
      group_by_clause: "id",
      lateral_views: ["explode(x)"],
    },
  ],
  [
    "a join by a field",
    { type: "computed_join", settings: { ...JOIN, where_clause: "id > 1", group_by_clause: "id" } },
    { joinType: "full" },
    { container_type: "computed_join", name: "one", where_clause: "id > 1", group_by_clause: "id", join_type: "outer" },
  ],
  [
    "a join by a query",
    {
      type: "computed_join",
      settings: { query: "SELECT id FROM a", sources: [{ container_id: 2, alias: "a" }], where_clause: "id > 1" },
    },
    { description: "another" },
    { container_type: "computed_join", name: "one", description: "another" },
  ],
  [
    "a join by a field that becomes one by a query",
    { type: "computed_join", settings: { ...JOIN, where_clause: "id > 1" } },
    { query: "SELECT id FROM a", sources: [{ containerId: "2", alias: "a" }] },
    {
      container_type: "computed_join",
      name: "one",
      query: "SELECT id FROM a",
      sources: [{ container_id: 2, alias: "a" }],
    },
  ],
];

describe("containers.update", () => {
  it.each(CARRIED)("sends along what %s has, and no more", async (_, seed, changes, body) => {
    const all = withOne(seed);
    const before = structuredClone(stateOf(all));
    const changed = await all.client.containers.update(1, changes);
    expect(all.server.requests.map(({ verb }) => verb)).toEqual(["GET", "PUT"]);
    expect(sent(all)).toEqual({ ...kept, ...body });
    expect(changed).toMatchObject({ id: 1, tags: [{ name: "gold" }], additionalMetadata: METADATA });
    // What is not changed is as it was, although the server sets back what is left out.
    const whole: Record<string, unknown> = { name: "one", ...kept, ...body };
    const { container_type: __, name, description, tags, additional_metadata, ...told } = whole;
    expect(stateOf(all)).toMatchObject({
      ...before,
      ...{ name, description, tags, additional_metadata },
      settings: { ...before.settings, ...told },
    });
  });

  it("takes a container that was read, and then asks for nothing", async () => {
    const all = sampleWorld();
    const container = await all.client.containers.get(1);
    all.server.requests.length = 0;
    await all.client.containers.update(container, { tags: [] });
    expect(all.server.requests.map(({ verb, path }) => `${verb} ${path}`)).toEqual(["PUT /containers/1"]);
    expect(sent(all)).toEqual({ container_type: "table", tags: [] });
    expect(await all.client.containers.get(1)).toMatchObject({ tags: [] });
  });

  it("clears what is null", async () => {
    const all = withOne({ settings: { partition_field: "day" } });
    const changed = await all.client.containers.update(1, {
      partitionField: null,
      description: null,
      additionalMetadata: null,
    });
    expect(changed).toMatchObject({ partitionField: null, description: null, additionalMetadata: null });
  });

  it("tells which fields a new definition would drop, and drops them when it is told to", async () => {
    const all = withOne({
      type: "computed_table",
      settings: { query: "SELECT id, name FROM left" },
      fields: ["id", "name"],
      checks: [{ rule: "notNull", fields: ["name"] }],
      anomalies: [{ check: 0 }],
    });
    const changes = { query: "SELECT id FROM left" };
    const error = await failure(all.client.containers.update(1, changes));
    expect(error).toBeInstanceOf(ConflictError);
    expect(error.message).toContain("name (1 quality checks, 1 anomalies)");
    expect(error.retryable).toBe(false);
    expect(await all.client.containers.get(1)).toMatchObject({ query: "SELECT id, name FROM left" });

    await all.client.containers.update(1, { ...changes, forceDropFields: true });
    expect(sent(all)).toEqual({
      ...kept,
      container_type: "computed_table",
      name: "one",
      ...changes,
      force_drop_fields: true,
    });
    expect((await all.client.containers.fields(1)).items.map(({ name }) => name)).toEqual(["id"]);
    expect(all.server.state.checks).toEqual([]);
    expect(all.server.state.anomalies).toEqual([]);
  });

  it("shows what a newer server tells of a conflict in an object", async () => {
    const { server, client } = sampleWorld();
    const container = await client.containers.get(3);
    const detail = { message: "fields would be dropped", fields: [{ name: "id", checks: 2 }] };
    server.failNext({ kind: "status", status: 409, body: { detail } });
    expect(await failure(client.containers.update(container, { query: "SELECT 1" }))).toMatchObject({
      name: "ConflictError",
      details: detail,
    });
  });

  it("goes out again after a failure that passes, since it is the whole of it", async () => {
    const { server, client } = sampleWorld();
    const container = await client.containers.get(1);
    server.failNext({ kind: "status", status: 503, body: { detail: "busy" } });
    expect(await client.containers.update(container, { description: "orders" })).toMatchObject({
      description: "orders",
    });
    server.failNext({ kind: "status", status: 503, body: { detail: "busy" } }, { times: 9 });
    expect(await failure(client.containers.update(container, { description: "o" }))).toBeInstanceOf(ServerError);
  });

  it.each([
    [1, {}, "changes"],
    [1, { forceDropFields: true }, "changes"],
    [1, { colour: "red" }, "colour"],
    [1, { description: "x".repeat(8001) }, "description"],
    [1, { tags: [""] }, "tags[0]"],
    [3, { name: "x".repeat(256) }, "name"],
    [3, { query: " " }, "query"],
    [3, { leftPrefix: "x".repeat(101) }, "leftPrefix"],
    [0, { description: "x" }, "container"],
    [null, { description: "x" }, "container"],
  ])("refuses %j %j before it asks, naming %s", async (container, changes, field) => {
    const { server, client } = sampleWorld();
    const error = await failure(client.containers.update(container as never, changes as never));
    expect(error).toBeInstanceOf(ValidationError);
    if (field !== "changes") expect(error.field).toBe(field);
    expect(server.requests).toEqual([]);
  });

  it.each([
    [1, { query: "SELECT 1" }, "query"],
    [1, { forceDropFields: true, tags: [] }, "forceDropFields"],
    [3, { partitionField: "day" }, "partitionField"],
    [3, { whereClause: "x" }, "whereClause"],
  ])("refuses for container %d %j, which its kind does not have", async (container, changes, field) => {
    const { server, client } = sampleWorld();
    const error = await failure(client.containers.update(container, changes));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.field).toBe(field);
    expect(server.requests.map(({ verb }) => verb)).toEqual(["GET"]);
  });

  it("refuses a container of a type that is not known", async () => {
    const { server, client } = sampleWorld();
    server.failNext({ kind: "change", change: (body) => ({ ...(body as object), container_type: "stream" }) });
    const error = await failure(client.containers.update(1, { description: "x" }));
    expect(error).toBeInstanceOf(UnsupportedError);
    expect(error.message).toContain("container 1: what a change must carry of a container of the type stream");
    expect(server.requests.map(({ verb }) => verb)).toEqual(["GET"]);
  });

  it("throws where there is no such container", async () => {
    expect(await failure(sampleWorld().client.containers.update(99, { description: "x" }))).toBeInstanceOf(
      NotFoundError,
    );
  });
});
