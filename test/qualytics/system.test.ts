import { BadRequestError, ConflictError, NotFoundError, ServerError } from "dqgate";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { jwt } from "../support/jwt.js";
import { sampleWorld, world } from "./world.js";

describe("system", () => {
  it("tells that a deployment is there to whoever has no token that it takes", async () => {
    const expired = jwt({ exp: 1 });
    const { client, server } = world({ token: "another" }, {}, { token: expired });
    expect(await client.system.health()).toBeUndefined();
    expect(await client.system.status()).toMatchObject({ databaseConnection: "OK" });
    expect(server.requests.map(({ headers }) => headers.has("authorization"))).toEqual([false, false]);
    expect(await failure(client.system.licenseExpiration())).toMatchObject({ name: "TokenExpiredError" });
    expect(server.requests).toHaveLength(2);
  });

  it("tells that it is not well", async () => {
    const { client, server } = world();
    server.failNext({ kind: "status", status: 503 }, { times: 9 });
    expect(await failure(client.system.health({ retries: 0 }))).toBeInstanceOf(ServerError);
    server.clearFaults();
    server.failNext({ kind: "json", body: { database_connection: "OK", rabbitmq_connection: "Connection refused" } });
    expect(await client.system.status()).toEqual({
      databaseConnection: "OK",
      rabbitmqConnection: "Connection refused",
    });
    server.failNext({ kind: "html" });
    expect(await failure(client.system.health())).toMatchObject({ name: "ResponseValidationError" });
  });

  it("describes all calls of the emulator under the path of its API", async () => {
    const { client } = world({ baseUrl: "https://dq.example.com/quality/api" });
    const { paths } = (await client.system.openapi()) as { paths: Record<string, object> };
    expect(Object.keys(paths).every((path) => path.startsWith("/quality/api/"))).toBe(true);
    expect(Object.keys(paths["/quality/api/operations/schedule/{id}"] ?? {}).sort()).toEqual(["delete", "get", "put"]);
  });
});

describe("search.byName", () => {
  it("finds nothing of what is archived, and refuses an empty name", async () => {
    const { client, server } = sampleWorld();
    for (const container of server.state.containers) container.deleted_at = "2026-01-01T00:00:00Z";
    expect(await client.search.byName("o").toArray()).toMatchObject([{ objectType: "datastore", name: "shop" }]);
    server.requests.length = 0;
    expect(await failure(client.search.byName(" "))).toMatchObject({ field: "name", operation: "GET /search" });
    expect(server.requests).toEqual([]);
  });

  it("takes what it does not know of a result", async () => {
    const { client, server } = sampleWorld();
    server.failNext({ kind: "json", body: [{ object_type: "flow", uuid: "x" }] });
    expect(await client.search.byName("x").toArray()).toEqual([
      { objectType: "flow", id: null, name: null, datastore: null, container: null, uuid: "x" },
    ]);
  });
});

describe("exports", () => {
  it("name what is not there", async () => {
    const { client } = sampleWorld();
    expect(await failure(client.exports.anomalies({ datastore: 9 }))).toBeInstanceOf(NotFoundError);
    expect(await failure(client.exports.checks({ datastore: 2, containers: 1 }))).toBeInstanceOf(NotFoundError);
    expect(await failure(client.exports.checkTemplates({ enrichmentDatastoreId: 1 }))).toBeInstanceOf(ConflictError);
    expect(await failure(client.exports.checkTemplates({ enrichmentDatastoreId: 2, templateIds: [1] }))).toBeInstanceOf(
      NotFoundError,
    );
  });

  it("refuse to be started without a datastore, and are never started twice", async () => {
    const { client, server } = sampleWorld();
    expect(await failure(client.exports.fieldProfiles({} as never))).toMatchObject({ field: "datastore" });
    expect(await failure(client.exports.checks({ datastore: 1, containers: [] }))).toMatchObject({
      field: "containers",
    });
    expect(server.requests).toEqual([]);
    server.failNext({ kind: "status", status: 400, body: { detail: "no enrichment" } });
    expect(await failure(client.exports.anomalies({ datastore: 1 }))).toBeInstanceOf(BadRequestError);
    server.requests.length = 0;
    server.failNext({ kind: "status", status: 503 }, { times: 5 });
    expect(await failure(client.exports.anomalies({ datastore: 1 }))).toBeInstanceOf(ServerError);
    expect(server.requests).toHaveLength(1);
  });
});

describe("insights and activity", () => {
  it("refuse what they do not know before anything is sent", async () => {
    const { client, server } = world();
    expect(await failure(client.insights.get({ reportDate: "5 January" }))).toMatchObject({ field: "reportDate" });
    expect(await failure(client.insights.get({ container: 1 } as object))).toMatchObject({ field: "container" });
    expect(await failure(client.activity.list({ users: [] }))).toMatchObject({ field: "users" });
    expect(server.requests).toEqual([]);
  });

  it("give a report as it comes, a list included", async () => {
    const { client, server } = world();
    server.failNext({ kind: "json", body: [{ date: "2026-01-05", id: 1 }] });
    expect(await client.insights.get()).toEqual([{ date: "2026-01-05", id: 1 }]);
    server.failNext({ kind: "json", body: { items: [{ verb: null }, { object_id: "a-b", extra: 1 }], total: 2 } });
    expect(await client.activity.list().toArray()).toEqual([
      { transaction: null, verb: null, objectType: null, objectId: null },
      { transaction: null, verb: null, objectType: null, objectId: "a-b", extra: 1 },
    ]);
  });
});
