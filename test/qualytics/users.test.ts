import { ConflictError, NotFoundError, ValidationError } from "dqgate";
import { teamModel, userModel } from "dqgate/qualytics";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { sampleWorld, type World } from "./world.js";

describe("users", () => {
  it("keep the teams that a change does not name, told by number or as read", async () => {
    const { client, server } = sampleWorld();
    await client.teams.create({ name: "Finance", userIds: [1] });
    server.requests.length = 0;
    expect(await client.users.update("1", { role: "Manager" })).toMatchObject({
      role: "Manager",
      teams: [{ name: "Public" }, { name: "Finance" }],
    });
    expect(server.requests.map(({ verb, path }) => `${verb} ${path}`)).toEqual(["GET /users/1", "PUT /users/1"]);
    const me = await client.users.me();
    expect(await client.users.update(me, { teams: [] })).toMatchObject({ role: "Manager", teams: [] });
    expect(server.requests.at(-1)?.body).toEqual({ role: "Manager", teams: [] });
  });

  it("are services too", async () => {
    const { client } = sampleWorld();
    const made = await client.users.createServiceUser({ name: "Nightly Job", role: "Member", teams: ["Public"] });
    expect(made).toMatchObject({ id: 2, userId: "nightly-job@service", userType: "Service", userName: "Nightly Job" });
    expect(await client.users.list({ name: "job" }).toArray()).toMatchObject([{ id: 2 }]);
    expect(await failure(client.users.get(9))).toBeInstanceOf(NotFoundError);
  });

  it("are read with their teams as objects or by name", () => {
    const read = (teams: unknown) => userModel.schema.parse({ id: 1, teams });
    expect(read(["Public"]).teams).toEqual([{ id: null, name: "Public" }]);
    expect(read([{ id: 4, name: "Public", extra: true }]).teams).toEqual([{ id: 4, name: "Public", extra: true }]);
    expect(read(null)).toMatchObject({ teams: [], role: null, email: null, name: null });
  });
});

describe("teams", () => {
  it("keep what a change does not name, members too", async () => {
    const { client, server } = sampleWorld();
    const { id } = await client.teams.create({
      name: "Finance",
      userIds: [1],
      description: "money",
      permission: "Viewer",
    });
    server.requests.length = 0;
    expect(await client.teams.update(id, { permission: "Author" })).toMatchObject({
      name: "Finance",
      description: "money",
      permission: "Author",
      users: [{ id: 1 }],
    });
    expect(server.requests[1]?.body).toEqual({
      name: "Finance",
      description: "money",
      permission: "Author",
      user_ids: [1],
    });
    expect(await client.teams.update(id, { userIds: [] })).toMatchObject({ users: [] });
  });

  it("tell no members on builds that have none to tell", () => {
    expect(teamModel.schema.parse({ id: 1, name: "a" })).toMatchObject({ users: null, permission: null });
  });

  it("are gone from their members when they are deleted", async () => {
    const { client, server } = sampleWorld();
    await client.teams.delete(1);
    expect(await client.users.me()).toMatchObject({ teams: [] });
    expect(server.state.datastores.map(({ teams }) => teams)).toEqual([[], []]);
    expect(await failure(client.teams.get(1))).toBeInstanceOf(NotFoundError);
  });

  it("clash with those of the same name", async () => {
    const { client } = sampleWorld();
    expect(await failure(client.teams.create({ name: "Public" }))).toBeInstanceOf(ConflictError);
  });
});

it.each<[string, (world: World) => PromiseLike<unknown>, (string | number)[]]>([
  ["a change of no user", ({ client }) => client.users.update(1, {}), []],
  ["a role of nothing", ({ client }) => client.users.update(1, { role: "" }), ["role"]],
  [
    "a service user without teams",
    ({ client }) => client.users.createServiceUser({ name: "a", role: "Member" } as never),
    ["teams"],
  ],
  ["a user by name", ({ client }) => client.users.get("ada"), ["user"]],
  ["a change of no team", ({ client }) => client.teams.update(1, {}), []],
  ["a team without a name", ({ client }) => client.teams.create({ name: "" }), ["name"]],
  ["a member that is none", ({ client }) => client.teams.create({ name: "a", userIds: ["ada"] }), ["userIds", 0]],
  ["a team by name", ({ client }) => client.teams.delete("Public"), ["team"]],
])("refuses %s before anything is sent", async (_, call, path) => {
  const world = sampleWorld();
  const error = await failure(call(world));
  expect(error).toBeInstanceOf(ValidationError);
  expect((error as unknown as ValidationError).issues[0]?.path).toEqual(path);
  expect(world.server.requests).toEqual([]);
});
