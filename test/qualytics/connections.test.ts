import {
  BadRequestError,
  ConflictError,
  NotFoundError,
  ResponseValidationError,
  TimeoutError,
  UnprocessableError,
  UnsupportedError,
  ValidationError,
} from "dqgate";
import { redactConnection } from "dqgate/qualytics";
import { VirtualClock } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { sampleWorld, world } from "./world.js";

describe("connections.create", () => {
  it.each([
    ["type", {}],
    ["type", { type: " " }],
    ["host", { type: "postgresql", host: "" }],
    ["port", { type: "postgresql", port: 70_000 }],
    ["port", { type: "postgresql", port: "5432" }],
    ["maxParallelization", { type: "postgresql", maxParallelization: 101 }],
    ["jdbcFetchSize", { type: "postgresql", jdbcFetchSize: -1 }],
    ["parameters", { type: "postgresql", parameters: ["role"] }],
    ["parameters.at", { type: "postgresql", parameters: { at: () => 1 } }],
    ["authenticationType", { type: "postgresql", authenticationType: "BASIC" }],
    ["uri", { type: "s3" }],
    ["uri", { type: "abfs", parameters: {} }],
    ["parameters.role_arn", { type: "athena", parameters: { authentication_type: "IAM_ROLE" } }],
  ])("refuses a wrong %s before anything is sent: %j", async (field, body) => {
    const { client, server } = sampleWorld();
    const error = await failure(client.connections.create(body as never));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({ field, operation: "POST /connections" });
    expect(server.requests).toEqual([]);
  });

  it("takes a type that this package does not know", async () => {
    const { client } = sampleWorld();
    const made = await client.connections.create({ type: "duckdb", name: "d", maxParallelization: 0 });
    expect(made).toMatchObject({ type: "duckdb", connectionType: "jdbc", host: null });
  });

  it("takes a role with its name, and file stores", async () => {
    const { client, server } = sampleWorld();
    const parameters = { authentication_type: "IAM_ROLE", role_arn: "arn:aws:iam::1:role/x", external_id: "e" };
    const made = await client.connections.create({ type: "s3", uri: "s3://b", parameters });
    expect(made).toMatchObject({ connectionType: "dfs", uri: "s3://b", parameters });
    expect(server.requests.at(-1)?.body).toEqual({ type: "s3", uri: "s3://b", parameters });
  });

  it("is not repeated after an answer that got lost", async () => {
    const { client, server } = sampleWorld();
    server.failNext({ kind: "lose" });
    await failure(client.connections.create({ type: "mysql", host: "h" }));
    expect(server.requests).toHaveLength(1);
    expect(server.state.connections).toHaveLength(3);
    const keyed = client.connections.create({ type: "mysql", host: "h" }, { idempotencyKey: "k" });
    expect(await failure(keyed)).toBeInstanceOf(UnsupportedError);
  });

  it("passes a user's parameters untouched, in both directions", async () => {
    const { client, server } = sampleWorld();
    const parameters = JSON.parse('{"createdAt":1,"snake_case":2,"camelCase":{"a b":[null]},"__proto__":{"x":1}}');
    const made = await client.connections.create({ type: "mysql", host: "h", parameters });
    expect(JSON.stringify(server.requests.at(-1)?.body)).toContain(`"parameters":${JSON.stringify(parameters)}`);
    expect(JSON.stringify(made.parameters)).toBe(JSON.stringify(parameters));
  });
});

describe("connections.update", () => {
  it("reads a connection that is told by its id, and sends what changes with what must go along", async () => {
    const { client, server } = sampleWorld();
    Object.assign(server.state.connections[0] ?? {}, {
      parameters: { role: "A" },
      secrets_manager: { type: "vault", path: "/x" },
    });
    const changed = await client.connections.update("1", { username: "writer" });
    expect(server.requests.map(({ verb, path }) => `${verb} ${path}`)).toEqual([
      "GET /connections/1",
      "PUT /connections/1",
    ]);
    expect(server.requests[1]?.body).toEqual({
      name: "shop pg",
      type: "postgresql",
      username: "writer",
      secrets_manager: { type: "vault", path: "/x" },
    });
    expect(changed).toMatchObject({ username: "writer", host: "pg.example.com", parameters: { role: "A" } });
    expect(server.state.connections[0]?.password).toBe("hunter2-secret");
  });

  it("puts parameters over the current ones, key by key and no deeper, and replaces secretsManager", async () => {
    const { client, server } = sampleWorld();
    Object.assign(server.state.connections[0] ?? {}, {
      parameters: { role: "A", deep: { a: 1 }, kept: [1] },
      secrets_manager: { type: "vault", path: "/x" },
    });
    await client.connections.update(1, { parameters: { deep: { b: 2 }, role: null }, secretsManager: { type: "aws" } });
    expect(server.requests.at(-1)?.body).toEqual({
      name: "shop pg",
      type: "postgresql",
      parameters: { role: null, deep: { b: 2 }, kept: [1] },
      secrets_manager: { type: "aws" },
    });
  });

  it("renames", async () => {
    const { client, server } = sampleWorld();
    const connection = await client.connections.get(1);
    expect(await client.connections.update(connection, { name: "renamed", type: "redshift" })).toMatchObject({
      name: "renamed",
      type: "redshift",
    });
    expect(server.requests).toHaveLength(2);
  });

  it.each([
    ["", {}],
    ["", { host: undefined }],
    ["port", { port: 0 }],
    ["id", { id: 5 }],
    ["password", { password: null }],
  ])("refuses changes before it looks anything up: %s %j", async (field, changes) => {
    const { client, server } = sampleWorld();
    const error = await failure(client.connections.update(1, changes as never));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.field).toBe(field);
    expect(server.requests).toEqual([]);
  });

  it("sends nothing back that was redacted", async () => {
    const { client, server } = sampleWorld();
    Object.assign(server.state.connections[0] ?? {}, { parameters: { role: "A", keys: [{ token: "t0ken" }] } });
    const copy = redactConnection(await client.connections.get(1));
    const error = await failure(client.connections.update(copy, { parameters: { role: "B" } }));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.field).toBe("parameters.keys[0].token");
    const given = await failure(
      client.connections.update(1, { password: redactConnection({ password: "x" }).password }),
    );
    expect(given.field).toBe("password");
    expect(server.requests).toHaveLength(1);
  });

  it("asks for a name where the connection has none", async () => {
    const { client, server } = sampleWorld();
    server.failNext({ kind: "change", change: (body) => ({ ...(body as object), name: null }) });
    const connection = await client.connections.get(1);
    expect(connection.name).toBeNull();
    expect((await failure(client.connections.update(connection, { host: "h" }))).field).toBe("name");
    expect(await client.connections.update(connection, { name: "named" })).toMatchObject({ name: "named" });
  });

  it("is repeated after a failure that may pass: the same body leads to the same record", async () => {
    const { client, server } = sampleWorld();
    const connection = await client.connections.get(1);
    server.failNext({ kind: "status", status: 503 }, { on: "PUT /connections/{id}" });
    expect(await client.connections.update(connection, { host: "new.example.com" })).toMatchObject({ id: 1 });
    expect(server.requests).toHaveLength(3);
  });

  it("tells of a connection that does not exist, and of a wrong id", async () => {
    const { client } = sampleWorld();
    expect(await failure(client.connections.update(99, { host: "h" }))).toBeInstanceOf(NotFoundError);
    const wrong = await failure(client.connections.update("shop pg", { host: "h" }));
    expect(wrong).toMatchObject({ name: "ValidationError", field: "connection" });
  });

  it("keeps to the time of one call", async () => {
    const clock = new VirtualClock();
    const { client, server } = world({ connections: [{ name: "c" }], clock });
    const late = async (request: Request): Promise<Response> => {
      clock.advance(800);
      return await server.fetch(request);
    };
    const slow = world({}, { fetch: late, clock });
    const error = await failure(slow.client.connections.update(1, { host: "h" }, { totalTimeoutMs: 800 }));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(server.requests.map(({ verb }) => verb)).toEqual(["GET"]);
    await client.connections.update(1, { host: "h" }, { totalTimeoutMs: 800 });
  });
});

describe("connections.test", () => {
  it("sends nothing but the question where nothing is overridden, whatever the connection is told by", async () => {
    const { client, server } = sampleWorld();
    const connection = await client.connections.get(1);
    for (const ref of [1, "1", connection])
      expect(await client.connections.test(ref)).toEqual({ connected: true, message: null });
    expect(server.requests.slice(1).map(({ verb, path, body }) => [verb, path, body])).toEqual(
      Array.from({ length: 3 }, () => ["POST", "/connections/1/test", undefined]),
    );
  });

  it("gives a connection that does not connect as a verdict", async () => {
    const { client } = world({ connections: [{ name: "c", host: "db.example.com", reachable: false }] });
    expect(await client.connections.test(1)).toEqual({
      connected: false,
      message: "db.example.com cannot be reached",
    });
  });

  it("tests an override with what the connection has, and stores nothing", async () => {
    const { client, server } = sampleWorld();
    const parameters = { role: "A" };
    Object.assign(server.state.connections[0] ?? {}, { parameters, secrets_manager: { type: "vault" } });
    const connection = await client.connections.get(1);
    const verdict = await client.connections.test(connection, { host: "nowhere.invalid", password: "other-secret" });
    expect(verdict).toEqual({ connected: false, message: "nowhere.invalid cannot be reached" });
    expect(server.requests).toHaveLength(2);
    expect(server.requests[1]?.body).toEqual({
      name: "shop pg",
      type: "postgresql",
      secrets_manager: { type: "vault" },
      parameters,
      host: "nowhere.invalid",
      password: "other-secret",
    });
    expect(server.state.connections[0]).toMatchObject({ host: "pg.example.com", password: "hunter2-secret" });
    await client.connections.test(1, { parameters: { warehouse: "W" } });
    expect(server.requests.slice(2).map(({ verb }) => verb)).toEqual(["GET", "POST"]);
    expect(server.requests.at(-1)?.body).toMatchObject({ parameters: { role: "A", warehouse: "W" } });
  });

  it("refuses an override that overrides nothing", async () => {
    const { client, server } = sampleWorld();
    expect(await failure(client.connections.test(1, {}))).toBeInstanceOf(ValidationError);
    expect(server.requests).toEqual([]);
  });

  it.each([
    [{ connected: true }, { connected: true, message: null }],
    [
      { success: true, message: "fine" },
      { connected: true, message: "fine" },
    ],
    [
      { success: false, message: "no" },
      { connected: false, message: "no" },
    ],
    [
      { connected: false, success: true },
      { connected: false, message: null },
    ],
    [
      { connected: null, success: true },
      { connected: true, message: null },
    ],
    [{ message: "who knows" }, { connected: null, message: "who knows" }],
    [{}, { connected: null, message: null }],
  ])("reads %j", async (body, verdict) => {
    const { client, server } = sampleWorld();
    server.failNext({ kind: "json", body });
    expect(await client.connections.test(1)).toMatchObject(verdict);
  });

  it("takes a rejection for an answer, and other errors for none", async () => {
    const { client, server } = world({ connections: [{ name: "c" }] }, { retries: 0 });
    server.failNext({ kind: "status", status: 400, body: { message: "no route to host" } });
    expect(await client.connections.test(1)).toEqual({ connected: false, message: "no route to host" });
    const complaint = { detail: [{ loc: ["body", "port"], msg: "wrong", type: "x" }] };
    for (const [status, body, errorClass] of [
      [400, complaint, BadRequestError],
      [422, complaint, UnprocessableError],
      [422, { detail: "wrong" }, UnprocessableError],
      [404, { detail: "Connection with id 1 not found" }, NotFoundError],
    ] as const) {
      server.failNext({ kind: "status", status, body });
      expect(await failure(client.connections.test(1))).toBeInstanceOf(errorClass);
    }
    for (const fault of [
      { kind: "html" },
      { kind: "json", body: ["yes"] },
      { kind: "json", body: { connected: "yes" } },
    ]) {
      server.failNext(fault as never);
      expect(await failure(client.connections.test(1))).toBeInstanceOf(ResponseValidationError);
    }
  });

  it("is repeated after a failure that may pass", async () => {
    const { client, server } = sampleWorld();
    server.failNext({ kind: "status", status: 503 });
    expect(await client.connections.test(1)).toMatchObject({ connected: true });
    expect(server.requests).toHaveLength(2);
  });
});

describe("connections.delete", () => {
  it("is refused while datastores use it", async () => {
    const { client } = sampleWorld();
    const error = await failure(client.connections.delete(1));
    expect(error).toBeInstanceOf(ConflictError);
    expect(error.message).toContain("shop");
    await client.datastores.delete(1);
    await client.connections.delete(1);
    expect(await failure(client.connections.get(1))).toBeInstanceOf(NotFoundError);
    expect(await failure(client.connections.delete(1))).toBeInstanceOf(NotFoundError);
  });
});

describe("what a connection reaches", () => {
  it("is not told of file stores", async () => {
    const { client } = world({ connections: [{ name: "files", type: "s3", fields: { uri: "s3://b" } }] });
    for (const call of [
      client.connections.catalogs(1),
      client.connections.schemas(1),
      client.connections.discoverCatalogs({ type: "gcs", uri: "gs://b" }),
      client.connections.discoverSchemas({ type: "gcs", uri: "gs://b" }),
    ])
      expect(await failure(call)).toBeInstanceOf(ConflictError);
  });

  it("is all schemas where no catalog is told", async () => {
    const catalogs = { shop: ["public"], archive: ["old", "older"] };
    const { client } = world({ connections: [{ name: "pg", fields: { catalogs } }] });
    expect(await client.connections.schemas(1)).toEqual(["public", "old", "older"]);
    expect(await failure(client.connections.schemas(1, { catalog: "none" }))).toBeInstanceOf(NotFoundError);
    expect((await failure(client.connections.schemas(1, { catalog: "" }))).field).toBe("catalog");
  });

  it("must be a list of names", async () => {
    const { client, server } = sampleWorld();
    for (const body of [{ items: ["a"] }, ["a", 5], "a", null]) {
      server.failNext({ kind: "json", body });
      expect(await failure(client.connections.catalogs(1))).toBeInstanceOf(ResponseValidationError);
    }
  });
});

describe("datastores of many schemas", () => {
  it("are made one by one: what fails hinders no other", async () => {
    const { client, server } = sampleWorld();
    const { created, errors } = await client.connections.bulkCreateDatastores(1, {
      schemas: ["a", "shop", "b"],
      teams: ["Public"],
      enrichmentPrefix: "x",
    });
    expect(created).toEqual([3, 4]);
    expect(errors).toEqual([{ schemaName: "shop", error: "Datastore shop already exists" }]);
    expect(await client.datastores.get(4)).toMatchObject({
      name: "b",
      schema: "b",
      connectionId: 1,
      enrichmentPrefix: "x",
    });
    expect(server.state.datastores).toHaveLength(4);
  });

  it("are not made twice after an answer that got lost", async () => {
    const { client, server } = sampleWorld();
    server.failNext({ kind: "lose" });
    await failure(client.connections.bulkCreateDatastores(1, { schemas: ["a"] }));
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ["schemas", { schemas: [] }],
    ["schemas", { schemas: Array.from({ length: 51 }, (_, at) => `s${at}`) }],
    ["schemas[1]", { schemas: ["a", " "] }],
    ["schemas", { schemas: "a" }],
    ["triggerCatalog", { schemas: ["a"], triggerCatalog: true }],
    ["name", { schemas: ["a"], name: "x" }],
  ])("are refused with wrong %s", async (field, body) => {
    const { client, server } = sampleWorld();
    expect((await failure(client.connections.bulkCreateDatastores(1, body as never))).field).toBe(field);
    const connection = { type: "mysql", host: "h" };
    expect((await failure(client.connections.bulkCreateWithNew({ ...body, connection } as never))).field).toBe(field);
    expect(server.requests).toEqual([]);
  });

  it("are refused with a wrong connection, by the way to its field", async () => {
    const { client, server } = sampleWorld();
    const of = (connection: unknown) => ({ schemas: ["a"], connection }) as never;
    expect((await failure(client.connections.bulkCreateWithNew(of({ type: "s3" })))).field).toBe("connection.uri");
    expect((await failure(client.connections.validateNewDatastores(of({ type: "x", port: 0 })))).field).toBe(
      "connection.port",
    );
    expect((await failure(client.connections.validateNewDatastores(of(undefined)))).field).toBe("connection");
    expect(server.requests).toEqual([]);
  });

  it("are not made where the new connection does not connect", async () => {
    const { client, server } = sampleWorld();
    const connection = { type: "mysql", host: "nowhere.invalid" };
    const error = await failure(client.connections.bulkCreateWithNew({ connection, schemas: ["a"] }));
    expect(error).toBeInstanceOf(BadRequestError);
    expect(server.state.connections).toHaveLength(2);
  });
});
