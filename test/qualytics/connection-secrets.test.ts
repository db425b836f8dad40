import { inspect } from "node:util";
import { ApiError } from "dqgate";
import { connectionModel, datastoreModel, redactConnection } from "dqgate/qualytics";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { keptLog } from "../support/log.js";
import { PLANTED, SECRET } from "./secret-places.js";
import { sampleWorld, world } from "./world.js";

/** Everything by which a value could reach a log or a file. */
const shown = (value: unknown): string =>
  [
    inspect(value, { depth: 20 }),
    JSON.stringify(value) ?? "",
    JSON.stringify({ ...(value as object) }),
    JSON.stringify(structuredClone(typeof value === "object" && !(value instanceof Error) ? value : null)),
    value instanceof Error ? `${value.message} ${value.stack} ${JSON.stringify(value)}` : "",
  ].join("\n");

const expectNoSecret = (value: unknown): void => expect(shown(value)).not.toContain(SECRET);

const connectionWire = { id: 1, created: "2026-01-05T00:00:00Z", name: "c", type: "s3", ...PLANTED };

describe("the tests here", () => {
  it("look where a secret would show", () => {
    expect(shown(PLANTED).split(SECRET).length).toBeGreaterThan(60);
    expect(shown(new Error(SECRET))).toContain(SECRET);
  });
});

describe("a connection that is read", () => {
  const read = async () => {
    const { client, server } = sampleWorld();
    server.failNext({ kind: "json", body: connectionWire });
    return await client.connections.get(1);
  };

  it("shows no secret", async () => {
    const connection = await read();
    expectNoSecret(connection);
    expectNoSecret([connection]);
    expectNoSecret(connection.parameters);
    expectNoSecret(connection.secretsManager);
    expect(shown(connection)).not.toContain("4711");
  });

  it("shows what is no secret", async () => {
    const connection = await read();
    expect({ ...connection }).toMatchObject({
      name: "c",
      type: "s3",
      username: "reader",
      secretsManager: { type: "vault", nested: {} },
    });
    expect(JSON.parse(JSON.stringify(connection.parameters))).toEqual({
      role: "READER",
      "safe.map": { rows: 5, list: [1, "two", { three: 3 }] },
      nested: { deeper: { kept: true } },
      list: [{ kept: 1 }, [{}]],
      number: {},
    });
  });

  it("tells a secret to whoever asks for it by name", async () => {
    const connection = await read();
    expect(connection.accessKey).toBe(SECRET);
    expect(connection.uri).toBe(PLANTED.uri);
    expect(connection.parameters?.password).toBe(SECRET);
    expect(connection.parameters?.urls).toEqual(PLANTED.parameters.urls);
    expect(connection.parameters?.list).toHaveProperty([0, "access_key"], SECRET);
    expect(connection.secretsManager?.credentials_payload).toBe(SECRET);
    expect((connection as unknown as { api_key: string }).api_key).toBe(SECRET);
  });

  it("hides only what there is: null, an empty text and a flag are shown", () => {
    const connection = connectionModel.read({
      ...{ id: 1, type: "s3", token: null, api_key: "", secret: true },
      parameters: { password: null, token: "" },
    });
    expect({ ...(connection as object) }).toMatchObject({
      token: null,
      api_key: "",
      secret: true,
      parameters: { password: null, token: "" },
    });
  });

  it("is hidden where the answer is let through as it came, too", async () => {
    const { client, server } = world({}, { validation: "lenient" });
    server.failNext({ kind: "json", body: { ...connectionWire, port: "not a number", parameters: [PLANTED] } });
    const connection = await client.connections.get(1);
    expect(connection.port).toBe("not a number");
    expectNoSecret(connection);
  });

  it("leaves what it was read from as it was", () => {
    const wire = structuredClone(connectionWire);
    connectionModel.read(wire);
    expect(JSON.stringify(wire)).toBe(JSON.stringify(connectionWire));
  });

  it("is sent back whole: nothing is lost for being hidden", async () => {
    const { client, server } = sampleWorld();
    server.failNext({ kind: "json", body: connectionWire });
    const connection = await client.connections.get(1);
    await client.connections.update(connection, { parameters: { role: "WRITER" } });
    expect(server.requests.at(-1)?.body).toEqual({
      name: "c",
      type: "s3",
      secrets_manager: PLANTED.secrets_manager,
      parameters: { ...PLANTED.parameters, role: "WRITER" },
    });
    await client.connections.create({ type: "postgresql", parameters: connection.parameters ?? {} });
    expect(server.requests.at(-1)?.body).toMatchObject({ parameters: PLANTED.parameters });
  });
});

describe("what else shows a connection", () => {
  it("lists hide its secrets", async () => {
    const { client, server } = sampleWorld();
    const items = [connectionWire, { ...connectionWire, id: 2 }];
    server.failNext({ kind: "json", body: { items, total: 2, page: 1, size: 50 } });
    const page = await client.connections.list();
    expect(page.items).toHaveLength(2);
    expectNoSecret(page.items);
    expect(inspect(page, { depth: 20 })).not.toContain(SECRET);
    server.failNext({ kind: "json", body: items });
    expectNoSecret((await client.connections.listing()).items);
  });

  it("datastores hide what they copy of it", async () => {
    const { client, server } = sampleWorld();
    const wire = {
      ...{ id: 1, name: "d", jdbc_url: `jdbc:postgresql://u:${SECRET}@h/x`, ...PLANTED },
      connection: { id: 4, name: "c", type: "s3", ...PLANTED },
    };
    server.failNext({ kind: "json", body: wire });
    const datastore = await client.datastores.get(1);
    expectNoSecret(datastore);
    expect(datastore).toMatchObject({ connectionId: 4, connection: { name: "c" }, parameters: { role: "READER" } });
    expect(datastore.jdbcUrl).toContain(SECRET);
    expect(datastore.parameters?.password).toBe(SECRET);
    server.failNext({ kind: "json", body: { items: [wire], total: 1 } });
    expectNoSecret((await client.datastores.list()).items);
    expect(datastoreModel.issues(wire)).toEqual([]);
  });

  it("a change of a datastore sends none of them", async () => {
    const { client, server } = sampleWorld();
    server.failNext({ kind: "json", body: { id: 1, name: "d", connection_id: 1, ...PLANTED } });
    await client.datastores.update(1, { description: "x" });
    expect(JSON.stringify(server.requests.at(-1)?.body)).not.toContain(SECRET);
  });

  it("histories hide its secrets, old and new", async () => {
    const { client, server } = sampleWorld();
    const changeset = {
      password: ["older", SECRET],
      parameters: [PLANTED.parameters, { role: "R", password: SECRET }],
      uri: [null, PLANTED.uri],
      name: ["a", "b"],
    };
    server.failNext({ kind: "json", body: { id: 1, versions: [{ changeset, operation_type: 1, who: PLANTED }] } });
    const history = await client.connections.history(1);
    expectNoSecret(history);
    expect(history.versions[0]?.changeset?.name).toEqual(["a", "b"]);
    expect(history.versions[0]?.changeset?.password).toEqual(["older", SECRET]);
    expect(shown(history)).toContain("READER");
  });

  it("verdicts and bulk answers mask the credentials in their words", async () => {
    const { client, server } = sampleWorld();
    const words = `cannot open s3://user:${SECRET}@bucket?x=1`;
    server.failNext({ kind: "json", body: { connected: false, message: words, parameters: PLANTED } });
    const verdict = await client.connections.test(1);
    expectNoSecret(verdict);
    expect(verdict).toMatchObject({ connected: false, message: "cannot open s3://*** redacted ***@bucket?x=1" });
    server.failNext({ kind: "status", status: 400, body: { message: words } });
    expectNoSecret(await client.datastores.verifyConnection(1));
    server.failNext({ kind: "json", body: { created: [], errors: [{ schema_name: "a", error: words }] } });
    expectNoSecret(await client.connections.bulkCreateDatastores(1, { schemas: ["a"] }));
    server.failNext({ kind: "json", body: { results: [{ schema_name: "a", status: "invalid", message: words }] } });
    expectNoSecret(await client.connections.validateDatastores(1, { schemas: ["a"] }));
  });
});

describe("an error of a call that sends a connection", () => {
  const body = {
    type: "postgresql",
    host: "pg.example.com",
    password: SECRET,
    uri: `s3://user:${SECRET}2@bucket`,
    parameters: { nested: [{ passphrase: `${SECRET}3` }] },
  };

  it.each([
    [400, { message: `bad password ${SECRET}` }],
    [400, { detail: `uri s3://user:${SECRET}2@bucket and phrase ${SECRET}3 are wrong` }],
    [404, { detail: "Not Found" }],
    [409, { detail: `existing connection with id: 7 has ${SECRET} too` }],
    [422, { detail: [{ loc: ["body", "password"], msg: `'${SECRET}' is too short`, type: "x", input: SECRET }] }],
    [503, { detail: `driver said: ${SECRET}`, fault_context: { code: "X", hint: `not ${SECRET}` } }],
  ])("masks what the server repeats: %i %j", async (status, answer) => {
    const { logger, lines } = keptLog();
    const { server, client } = world({}, { logger, logLevel: "debug", retries: 0 });
    for (const call of [
      () => client.connections.create(body),
      () => client.connections.discoverCatalogs(body),
      () => client.connections.bulkCreateWithNew({ connection: body, schemas: ["a"] }),
      () => client.datastores.create({ name: "d", connection: body }),
    ]) {
      server.failNext({ kind: "status", status, body: answer });
      const error = await failure(call);
      expect(error).toBeInstanceOf(ApiError);
      expect(error).toMatchObject({ status, platform: "qualytics", operation: expect.stringContaining("POST /") });
      expectNoSecret(error);
    }
    expectNoSecret(lines);
    expect(lines.length).toBeGreaterThan(3);
  });

  it("is masked in verdicts and in the words about many, too", async () => {
    const { server, client } = sampleWorld();
    const connection = { type: "mysql", host: "h", password: SECRET };
    const words = `access denied with password ${SECRET}`;
    const safe = "access denied with password *** redacted ***";
    const rejection = { kind: "status", status: 400, body: { message: words } } as const;
    for (const fault of [rejection, { kind: "json", body: { connected: false, message: words } } as const]) {
      server.failNext(fault, { on: "POST /connections/{id}/test" });
      expect(await client.connections.test(1, { password: SECRET })).toEqual({ connected: false, message: safe });
      server.failNext(fault);
      const verdict = await client.datastores.validateConnection({ name: "d", connection });
      expect(verdict).toEqual({ connected: false, message: safe });
    }
    server.failNext({ kind: "json", body: { created: [5], errors: [{ schema_name: "a", error: words }] } });
    const made = await client.connections.bulkCreateWithNew({ connection, schemas: ["a", "b"] });
    expect(made).toEqual({ created: [5], errors: [{ schemaName: "a", error: safe }] });
    server.failNext({ kind: "json", body: { results: [{ schema_name: "a", status: "invalid", message: words }] } });
    expectNoSecret(await client.connections.validateNewDatastores({ connection, schemas: ["a"] }));
  });

  it("is otherwise what it was", async () => {
    const { server, client } = world({}, { retries: 0 });
    server.failNext({ kind: "status", status: 409, body: { detail: `existing connection with id: 7 has ${SECRET}` } });
    expect(await failure(client.connections.create(body))).toMatchObject({ name: "ConflictError", conflictingId: "7" });
    server.failNext({ kind: "status", status: 404, body: { detail: "Not Found" } });
    const unknown = await failure(client.connections.create(body));
    expect(unknown.name).toBe("ApiError");
    server.failNext({ kind: "status", status: 503, body: { detail: "busy" }, retryAfter: 3 });
    expect(await failure(client.connections.create(body))).toMatchObject({ name: "ServerError", retryAfterMs: 3000 });
    server.failNext({
      kind: "status",
      status: 422,
      body: { detail: [{ loc: ["body", "port"], msg: "no", type: "x" }] },
    });
    expect(await failure(client.connections.create(body))).toMatchObject({
      name: "UnprocessableError",
      fieldErrors: { port: "no" },
    });
  });

  it("holds no value of a body that is refused", async () => {
    const { client, server } = sampleWorld();
    const wrong = { ...body, port: SECRET, unknown: SECRET, jdbcFetchSize: -1 } as never;
    for (const error of [
      await failure(client.connections.create(wrong)),
      await failure(client.connections.update(1, wrong)),
      await failure(client.connections.test(1, wrong)),
      await failure(client.datastores.create({ name: "d", connection: wrong })),
    ]) {
      expect(error.name).toBe("ValidationError");
      expectNoSecret(error);
    }
    expect(server.requests).toEqual([]);
  });
});

describe("redactConnection", () => {
  it("gives a deep copy in which every secret is masked, by key and by form", () => {
    const copy = redactConnection(connectionWire);
    expectNoSecret(copy);
    expect(copy).toMatchObject({
      id: 1,
      username: "reader",
      password: "*** redacted ***",
      access_key: "*** redacted ***",
      uri: "s3://*** redacted ***@bucket/folder",
      parameters: {
        role: "READER",
        credentials: "*** redacted ***",
        nested: { deeper: { secret_key: "*** redacted ***", kept: true } },
        list: [{ access_key: "*** redacted ***", kept: 1 }, [{ token: "*** redacted ***" }]],
        urls: ["https://plain.example", "https://*** redacted ***@host/x"],
        endpoint: "https://api.example/?access_token=*** redacted ***&x=1",
        json: '{"role": "x", "private_key": "*** redacted ***"}',
        number: { password: "*** redacted ***" },
      },
      secrets_manager: { type: "vault", credentials_payload: "*** redacted ***" },
    });
    expect(connectionWire.password).toBe(SECRET);
    expect(connectionWire.parameters.list).toEqual(PLANTED.parameters.list);
  });

  it.each([
    ...["password", "passphrase", "token", "api_key", "secret", "secret_key", "private_key", "private_key_der_b64"],
    ...["private_key_path", "access_key", "credentials", "credentials_payload", "auth_token"],
    ...["secretKey", "clientSecret", "sas_token", "account_key", "Password", "api-key"],
  ])("knows the key %s", (key) => {
    expect(redactConnection({ parameters: { [key]: "x" } })).toEqual({ parameters: { [key]: "*** redacted ***" } });
  });

  it.each(["password_policy", "token_url", "tokens_per_minute", "secretary", "primary_key", "keyspace", "role_arn"])(
    "leaves the key %s alone",
    (key) => {
      expect(redactConnection({ parameters: { [key]: "x" } })).toEqual({ parameters: { [key]: "x" } });
    },
  );

  it("shows of a connection that was read where something is hidden", () => {
    const connection = connectionModel.read(connectionWire) as object;
    expect(redactConnection(connection)).toMatchObject({
      accessKey: "*** redacted ***",
      createdAt: new Date("2026-01-05T00:00:00Z"),
      parameters: { role: "READER", password: "*** redacted ***" },
    });
    expectNoSecret(redactConnection(connection));
  });

  it.each([null, undefined, 5, true, "plain"])("gives %s as it is", (value) => {
    expect(redactConnection(value)).toBe(value);
  });

  it("keeps a user's key of the name __proto__, and does not follow it", () => {
    const wire = JSON.parse('{"parameters":{"__proto__":{"password":"x","role":"r"}}}');
    expect(JSON.stringify(redactConnection(wire))).toBe(
      '{"parameters":{"__proto__":{"password":"*** redacted ***","role":"r"}}}',
    );
  });

  it("masks what is nested too deep to be looked through", () => {
    let deep: unknown = { role: SECRET };
    for (let depth = 0; depth < 200; depth += 1) deep = depth % 2 === 0 ? [deep] : { deep };
    expectNoSecret(redactConnection(deep));
    expectNoSecret(connectionModel.read({ id: 1, type: "s3", parameters: { deep } }));
  });
});
