import { AbortedError, NotFoundError, ValidationError } from "dqgate";
import { tagModel, teamModel } from "dqgate/qualytics";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { sampleWorld, type World } from "./world.js";

const sent = ({ server }: World): string[] => server.requests.map(({ verb, path }) => `${verb} ${path}`);
const last = ({ server }: World) => server.requests.at(-1)?.body as Record<string, unknown>;

describe("datastores.update", () => {
  it.each([[[]], [null], [undefined]])("leaves out the lists that a record does not show: %j", async (none) => {
    const all = sampleWorld();
    all.server.failNext({
      kind: "change",
      change: (body) => ({ ...(body as object), teams: none, global_tags: none }),
    });
    const shop = await all.client.datastores.get(1);
    await all.client.datastores.update(shop, { description: "d" });
    expect(sent(all)).toEqual(["GET /datastores/1", "PUT /datastores/1"]);
    expect(Object.keys(last(all))).not.toEqual(expect.arrayContaining(["teams"]));
    expect(Object.keys(last(all))).not.toEqual(expect.arrayContaining(["tags"]));
    await all.client.datastores.update(shop, { tags: [], teams: [] });
    expect(last(all)).toMatchObject({ tags: [], teams: [] });
  });
});

describe("tags.update", () => {
  it("reads a tag first that another record shows with less than all of it", async () => {
    const all = sampleWorld();
    const { client, server } = all;
    const made = await client.tags.create({ name: "finance", color: "#f00", description: "money", weightModifier: -2 });
    const { id, name, type, color } = made;
    const stub = tagModel.schema.parse({ id, name, type, color });
    server.requests.length = 0;
    await client.tags.update(stub, { color: "#00f" });
    expect(sent(all)).toEqual(["GET /global-tags/finance", "PUT /global-tags/finance"]);
    expect(await client.tags.get("finance")).toMatchObject({
      color: "#00f",
      description: "money",
      weightModifier: -2,
    });
  });
});

describe("teams.update", () => {
  const team = () => teamModel.schema.parse({ id: 1, name: "Public", users: [{ id: 1 }, { name: "Bob" }] });

  it("refuses to guess the members where not all of them are told by number", async () => {
    const all = sampleWorld();
    const error = await failure(all.client.teams.update(team(), { description: null }));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({ field: "userIds", operation: "PUT /teams/{team}" });
    expect(error.message).toContain("Bob");
    expect(sent(all)).toEqual([]);
  });

  it("takes them from the caller then", async () => {
    const all = sampleWorld();
    await all.client.teams.update(team(), { userIds: [1] });
    expect(last(all)).toEqual({ name: "Public", user_ids: [1] });
  });
});

describe("a record of which JavaScript gives a part alone is read first", () => {
  const rows: [string, (world: World) => PromiseLike<unknown>, string][] = [
    [
      "checks.update",
      ({ client }) => client.checks.update({ id: 1 } as never, { filter: "id > 1" }),
      "/quality-checks/1",
    ],
    ["checks.activate", ({ client }) => client.checks.activate({ id: 1 } as never), "/quality-checks/1"],
    [
      "datastores.update",
      ({ client }) => client.datastores.update({ id: 1, connectionId: 1 } as never, { description: "d" }),
      "/datastores/1",
    ],
    [
      "containers.update",
      ({ client }) =>
        client.containers.update({ id: 1, kind: "table", containerType: "table" } as never, { description: "d" }),
      "/containers/1",
    ],
    [
      "connections.update",
      ({ client }) => client.connections.update({ id: 1, name: "x" } as never, { host: "h" }),
      "/connections/1",
    ],
    ["fields.update", ({ client }) => client.fields.update({ id: 1 } as never, { name: "x" }), "/fields/1"],
    ["teams.update", ({ client }) => client.teams.update({ id: 1 } as never, { description: "d" }), "/teams/1"],
    ["users.update", ({ client }) => client.users.update({ id: 1 } as never, { role: "Admin" }), "/users/1"],
    [
      "tags.update",
      ({ client }) => client.tags.update({ id: 1, name: "pii", weightModifier: 0 } as never, { color: "#000" }),
      "/global-tags/pii",
    ],
  ];

  it.each(rows)("%s", async (_, call, place) => {
    const byPart = sampleWorld();
    await call(byPart);
    expect(sent(byPart)).toEqual([`GET ${place}`, `PUT ${place}`]);
  });

  it("and then loses nothing", async () => {
    const all = sampleWorld();
    const before = structuredClone(all.server.state.connections[0]);
    await all.client.connections.update({ id: 1, name: "x" } as never, { host: "h" });
    expect(all.server.state.connections[0]).toEqual({ ...before, host: "h", versions: [expect.anything()] });
    expect(last(all)).toMatchObject({ name: "shop pg", type: "postgresql" });
  });

  it("with connections.test, where something is put over it", async () => {
    const all = sampleWorld();
    await all.client.connections.test({ id: 1 } as never, { host: "h" });
    expect(sent(all)).toEqual(["GET /connections/1", "POST /connections/1/test"]);
    expect(last(all)).toMatchObject({ name: "shop pg", type: "postgresql", host: "h" });
  });

  it.each<[string, (world: World) => PromiseLike<unknown>, string]>([
    ["checks.update", ({ client }) => client.checks.update({} as never, { filter: "x" }), "check"],
    ["datastores.update", ({ client }) => client.datastores.update({} as never, { description: "d" }), "datastore"],
    ["containers.update", ({ client }) => client.containers.update({} as never, { description: "d" }), "container"],
    ["connections.update", ({ client }) => client.connections.update({} as never, { host: "h" }), "connection"],
    ["teams.update", ({ client }) => client.teams.update([] as never, { name: "x" }), "team"],
  ])("%s of nothing is refused", async (_, call, field) => {
    const all = sampleWorld();
    const error = await failure(call(all));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.field).toBe(field);
    expect(sent(all)).toEqual([]);
  });
});

describe("operations.abort", () => {
  it.each<[unknown, string]>([
    [null, "options"],
    ["now", "options"],
    [{ acceptEnded: "yes" }, "acceptEnded"],
    [{ acceptEnded: null }, "acceptEnded"],
  ])("refuses the options %j before anything is sent", async (options, field) => {
    const all = sampleWorld();
    const error = await failure(all.client.operations.abort(1, options as never));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({ field, operation: "PUT /operations/abort/{operation}" });
    expect(sent(all)).toEqual([]);
  });

  it("takes none, too", async () => {
    const all = sampleWorld();
    expect(await failure(all.client.operations.abort(99, undefined))).toBeInstanceOf(NotFoundError);
    expect(await failure(all.client.operations.abort(99, { acceptEnded: false }))).toBeInstanceOf(NotFoundError);
  });
});

describe("containers.create", () => {
  const table = {
    containerType: "computed_table",
    datastoreId: 1,
    name: "ids",
    query: "SELECT id FROM orders",
  } as const;

  it.each(["PATCH /containers", "GET /containers/{id}"])(
    "tells which container there is where %s is aborted",
    async (on) => {
      const { client, server } = sampleWorld();
      const controller = new AbortController();
      const abort = (body: unknown): unknown => {
        controller.abort();
        return body;
      };
      if (on.startsWith("GET")) server.failNext({ kind: "change", change: () => [] }, { on: "PATCH /containers" });
      server.failNext({ kind: "change", change: abort }, { on });
      const call = client.containers.create({ ...table, tags: ["gold"] }, { signal: controller.signal });
      const error = await failure(call);
      expect(error).toBeInstanceOf(AbortedError);
      expect(error.message).toContain("container 4 was made");
      expect(error.message).toContain("aborted by the caller");
      expect(error).toMatchObject({ platform: "qualytics", retryable: false });
      expect(server.state.containers.at(-1)).toMatchObject({ id: 4, name: "ids" });
    },
  );

  it("tells so too where it could not be read at the end", async () => {
    const { client, server } = sampleWorld();
    server.failNext({ kind: "change", change: () => [] }, { on: "PATCH /containers" });
    server.failNext({ kind: "status", status: 403, body: { detail: "no reader" } }, { on: "GET /containers/{id}" });
    const error = await failure(client.containers.create({ ...table, tags: ["gold"] }));
    expect(error.message).toBe("container 4 was made, but could not be read: no reader");
    expect(error).toMatchObject({ code: "authorization", retryable: false });
  });
});
