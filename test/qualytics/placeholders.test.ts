// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders are written so.
import { ConfigurationError, ValidationError } from "dqgate";
import { resolvePlaceholders } from "dqgate/qualytics";
import { afterEach, describe, expect, it, vi } from "vitest";
import { failure } from "../support/failure.js";
import { sampleWorld } from "./world.js";

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("resolvePlaceholders", () => {
  const environment = { USER: "reader", PW: "p$&w ${USER}", HOST: "pg.example.com", EMPTY: "", "3RD_KEY": "third" };

  it.each([
    [
      "host, username and password",
      { host: "${HOST}", username: "${USER}" },
      { host: "pg.example.com", username: "reader" },
    ],
    ["several in one text", { uri: "s3://${USER}@${HOST}/x" }, { uri: "s3://reader@pg.example.com/x" }],
    ["a name that begins with a digit", { accessKey: "${3RD_KEY}" }, { accessKey: "third" }],
    ["keys in the platform's spelling", { access_key: "${USER}" }, { access_key: "reader" }],
    [
      "secrets_manager",
      { secrets_manager: { credentials_payload: "${USER}" } },
      { secrets_manager: { credentials_payload: "reader" } },
    ],
    [
      "secretsManager",
      { secretsManager: { credentials_payload: "${USER}" } },
      { secretsManager: { credentials_payload: "reader" } },
    ],
    [
      "maps in maps",
      { parameters: { a: { b: { password: "${USER}" } } } },
      { parameters: { a: { b: { password: "reader" } } } },
    ],
    [
      "maps in lists",
      { parameters: { a: [{ secret_key: "${USER}" }] } },
      { parameters: { a: [{ secret_key: "reader" }] } },
    ],
    [
      "all of a payload",
      { parameters: { credentials_payload: { id: "${USER}", keys: ["${HOST}"], port: 5 } } },
      { parameters: { credentials_payload: { id: "reader", keys: ["pg.example.com"], port: 5 } } },
    ],
    [
      "a connection within a body",
      { name: "${HOST}", connection: { host: "${HOST}" } },
      { name: "${HOST}", connection: { host: "pg.example.com" } },
    ],
  ])("fills %s", (_, given, filled) => {
    const before = structuredClone(given);
    expect(resolvePlaceholders<object>(given, environment)).toEqual(filled);
    expect(given).toEqual(before);
  });

  it.each([
    ["other fields", { name: "${HOST}", catalog: "${HOST}", description: "${NOWHERE}" }],
    ["other parameters", { parameters: { role: "${HOST}", list: ["${NOWHERE}"], hostname: "${HOST}" } }],
    ["a bare name", { password: "$PW", host: "$HOST" }],
    ["what is no name", { password: "${}", passphrase: "${a b}", host: "${a-b}" }],
    ["a connection within a connection's parameters", { parameters: { connection: { host: "${HOST}" } } }],
    ["what is no text", { password: null, port: 5, parameters: null }],
  ])("leaves %s alone", (_, given) => {
    expect(resolvePlaceholders<object>(given, environment)).toEqual(given);
  });

  it("does not look through what a variable holds", () => {
    expect(resolvePlaceholders({ password: "<${PW}>" }, environment)).toEqual({ password: "<p$&w ${USER}>" });
  });

  it("keeps a user's key of the name __proto__", () => {
    const given = JSON.parse('{"parameters":{"__proto__":{"password":"${USER}"}}}');
    expect(JSON.stringify(resolvePlaceholders(given, environment))).toBe(
      '{"parameters":{"__proto__":{"password":"reader"}}}',
    );
  });

  it("takes no variable from what every object has", async () => {
    const error = await failure(() => resolvePlaceholders({ password: "${constructor}" }, {}));
    expect(error.message).toContain("constructor (password)");
  });

  it("names all variables that are missing, and where, and no value", async () => {
    const error = await failure(() =>
      resolvePlaceholders(
        {
          host: "${A}",
          password: "${B}${A}",
          uri: "s3://${USER}:${C}@x",
          parameters: { tls: [{ passphrase: "${EMPTY}" }], password: "${D}" },
          secretsManager: { credentials_payload: "${B}" },
          username: "${E}",
        },
        environment,
      ),
    );
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toBe(
      "the environment lacks what placeholders ask for: A (host, password); B (password, secretsManager.credentials_payload); C (uri); EMPTY (parameters.tls[0].passphrase); D (parameters.password); E (username)",
    );
  });
});

describe("the calls that send a connection", () => {
  const connection = {
    type: "postgresql",
    host: "pg.example.com",
    password: "${DQ_TEST_PW}",
    parameters: { ssl: { passphrase: "${DQ_TEST_PHRASE}" } },
  } as const;
  const filled = { ...connection, password: "from-env", parameters: { ssl: { passphrase: "phrase-env" } } };
  type World = ReturnType<typeof sampleWorld>;
  const calls: [string, (world: World) => PromiseLike<unknown>, unknown][] = [
    ["connections.create", ({ client }) => client.connections.create(connection), filled],
    [
      "connections.update",
      ({ client }) => client.connections.update(1, { password: "${DQ_TEST_PW}", host: "${DQ_TEST_PHRASE}" }),
      { name: "shop pg", type: "postgresql", password: "from-env", host: "phrase-env" },
    ],
    [
      "connections.test",
      ({ client }) => client.connections.test(1, { password: "${DQ_TEST_PW}", username: "${DQ_TEST_PHRASE}" }),
      { name: "shop pg", type: "postgresql", password: "from-env", username: "phrase-env" },
    ],
    ["connections.discoverCatalogs", ({ client }) => client.connections.discoverCatalogs(connection), filled],
    ["connections.discoverSchemas", ({ client }) => client.connections.discoverSchemas(connection), filled],
    [
      "connections.validateNewDatastores",
      ({ client }) => client.connections.validateNewDatastores({ connection, schemas: ["a"] }),
      { connection: filled, schemas: ["a"] },
    ],
    [
      "connections.bulkCreateWithNew",
      ({ client }) => client.connections.bulkCreateWithNew({ connection, schemas: ["a"] }),
      { connection: filled, schemas: ["a"] },
    ],
    [
      "datastores.create",
      ({ client }) => client.datastores.create({ name: "new", connection }),
      { name: "new", connection: filled },
    ],
    [
      "datastores.validateConnection",
      ({ client }) => client.datastores.validateConnection({ name: "new", connection }),
      { name: "new", connection: filled },
    ],
  ];

  it.each(calls)("%s fills placeholders from the environment", async (_, call, body) => {
    vi.stubEnv("DQ_TEST_PW", "from-env");
    vi.stubEnv("DQ_TEST_PHRASE", "phrase-env");
    const world = sampleWorld();
    await call(world);
    expect(world.server.requests.at(-1)?.body).toEqual(body);
  });

  it("keeps the spaces around what a variable holds", async () => {
    vi.stubEnv("DQ_TEST_PW", "  from env ");
    vi.stubEnv("DQ_TEST_PHRASE", " ");
    const { client, server } = sampleWorld();
    await client.connections.create(connection);
    expect(server.requests.at(-1)?.body).toMatchObject({
      password: "  from env ",
      parameters: { ssl: { passphrase: " " } },
    });
  });

  it.each(calls)("%s tells of all that are missing before anything is sent", async (_, call) => {
    vi.stubEnv("DQ_TEST_PW", "");
    const world = sampleWorld();
    const error = await failure(call(world));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toContain("DQ_TEST_PW (");
    expect(error.message).toContain("DQ_TEST_PHRASE (");
    expect(error).toMatchObject({ platform: "qualytics", operation: expect.stringMatching(/^(?:POST|PUT) \//) });
    expect(world.server.requests).toEqual([]);
  });

  it("complains about a wrong field before it looks at the environment", async () => {
    const { client, server } = sampleWorld();
    const error = await failure(client.connections.create({ ...connection, port: 0 }));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.field).toBe("port");
    expect(server.requests).toEqual([]);
  });
});
