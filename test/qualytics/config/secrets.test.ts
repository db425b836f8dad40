import { inspect } from "node:util";
import { exportConfig, importConfig } from "dqgate/qualytics/config";
import { expect, test, vi } from "vitest";
import { world } from "../world.js";
import { placeholder } from "./estate.js";

const SECRET = "hunter2-secret";

/** Connections that hold a secret wherever one can stand. */
const CONNECTIONS = [
  {
    name: "Prod PG",
    username: "reader",
    password: `${SECRET}-1`,
    fields: {
      access_key: `${SECRET}-2`,
      parameters: {
        role: "loader",
        token: `${SECRET}-3`,
        client_secret: `${SECRET}-4`,
        deep: [{ private_key: `${SECRET}-5`, port: 5432 }, `Bearer ${SECRET}-6`],
        credentials: { user: `${SECRET}-7`, pin: 1234, isSet: true },
        url: `jdbc:postgresql://h/db?user=u;password=${SECRET}-8;ssl=true`,
        address: `postgres://u:${SECRET}-9@h/db`,
        empty: "",
      },
      secrets_manager: { vault: "v", credentials_payload: `${SECRET}-10`, api_key: `${SECRET}-11` },
    },
  },
  {
    name: "Lake",
    type: "s3",
    fields: { uri: `s3://k:${SECRET}-12@bucket`, access_key: `${SECRET}-13`, secret_key: `${SECRET}-14` },
  },
];

test("no secret reaches a file, wherever it stands", async () => {
  const { client, server } = world({
    connections: CONNECTIONS,
    datastores: [
      { name: "a", connection: "Prod PG" },
      { name: "b", connection: "Lake" },
    ],
  });
  // A build that answers with more than it should.
  server.failNext(
    {
      kind: "change",
      change: (body) => ({ ...(body as object), password: `${SECRET}-15`, oauth: { auth_token: `${SECRET}-16` } }),
    },
    { on: "GET /datastores/{id}" },
  );
  const { files, warnings } = await exportConfig(client);
  expect(warnings).toEqual(
    ["password", "oauth.auth_token"].map((place) => ({
      file: "datastores/a/_datastore.yaml",
      message: `${place} is left out: it looks like a secret`,
    })),
  );
  expect([...files.values()].join("")).not.toContain(SECRET);
  expect([...files.values()].join("")).not.toContain("1234");
  expect(files.get("connections/prod_pg.yaml")).toBe(
    [
      "name: Prod PG",
      "type: postgresql",
      "host: db.example.com",
      "port: null",
      "username: reader",
      "uri: null",
      `access_key: ${placeholder("PROD_PG_ACCESS_KEY")}`,
      "catalog: null",
      "catalog_type: null",
      "parameters:",
      "  role: loader",
      `  token: ${placeholder("PROD_PG_PARAMETERS_TOKEN")}`,
      `  client_secret: ${placeholder("PROD_PG_PARAMETERS_CLIENT_SECRET")}`,
      "  deep:",
      `    - private_key: ${placeholder("PROD_PG_PARAMETERS_DEEP_0_PRIVATE_KEY")}`,
      "      port: 5432",
      `    - ${placeholder("PROD_PG_PARAMETERS_DEEP_1")}`,
      "  credentials:",
      `    user: ${placeholder("PROD_PG_PARAMETERS_CREDENTIALS_USER")}`,
      `    pin: ${placeholder("PROD_PG_PARAMETERS_CREDENTIALS_PIN")}`,
      "    isSet: true",
      `  url: ${placeholder("PROD_PG_PARAMETERS_URL")}`,
      `  address: ${placeholder("PROD_PG_PARAMETERS_ADDRESS")}`,
      '  empty: ""',
      "secrets_manager:",
      "  vault: v",
      `  api_key: ${placeholder("PROD_PG_API_KEY")}`,
      `  credentials_payload: ${placeholder("PROD_PG_CREDENTIALS_PAYLOAD")}`,
      "jdbc_fetch_size: null",
      "max_parallelization: null",
      "",
    ].join("\n"),
  );
  expect(files.get("connections/lake.yaml")).toContain(`secret_key: ${placeholder("LAKE_SECRET_KEY")}\n`);
  expect(files.get("connections/lake.yaml")).toContain(`uri: ${placeholder("LAKE_URI")}\n`);
});

test("a connection with a user and no secrets manager asks for its password; others do not", async () => {
  const { client } = world({
    connections: [
      { name: "a", username: "u" },
      { name: "b" },
      { name: "c", type: "s3", fields: { access_key: "k" } },
      { name: "1", username: "u" },
    ],
    datastores: ["a", "b", "c", "1"].map((name) => ({ name, connection: name })),
  });
  const { files } = await exportConfig(client, { include: ["connections"] });
  expect(files.get("connections/a.yaml")).toContain(`password: ${placeholder("A_PASSWORD")}\n`);
  expect(files.get("connections/b.yaml")).not.toContain("password");
  expect(files.get("connections/c.yaml")).toContain(`secret_key: ${placeholder("C_SECRET_KEY")}\n`);
  // A variable cannot begin with a digit.
  expect(files.get("connections/1.yaml")).toContain(`password: ${placeholder("_1_PASSWORD")}\n`);
});

const file = (text: string): Map<string, string> =>
  new Map([["connections/pg.yaml", `name: pg\ntype: postgresql\n${text}`]]);

test("placeholders are filled from what is given, however deep they stand", async () => {
  const { client, server } = world();
  const text = [
    `host: ${placeholder("HOST")}.example.com`,
    `password: ${placeholder("PW")}`,
    "username: $PW",
    `parameters: {a: ["${placeholder("PW")}-${placeholder("HOST")}"]}`,
  ].join("\n");
  const result = await importConfig(client, file(text), { environment: { HOST: "db", PW: SECRET } });
  expect(result.ok).toBe(true);
  expect(server.state.connections[0]).toMatchObject({
    host: "db.example.com",
    password: SECRET,
    username: "$PW",
    parameters: { a: [`${SECRET}-db`] },
  });
});

test("the environment of the process is used where none is given", async () => {
  vi.stubEnv("DQGATE_TEST_PW", SECRET);
  const { client, server } = world();
  expect((await importConfig(client, file(`password: ${placeholder("DQGATE_TEST_PW")}`))).ok).toBe(true);
  expect(server.state.connections[0]?.password).toBe(SECRET);
});

test("a connection whose variables are missing fails alone, before it is sent, and names them all", async () => {
  const { client, server } = world();
  const files = file(
    `password: ${placeholder("PW")}\nhost: ${placeholder("constructor")}\nusername: ${placeholder("USER_NAME")}`,
  );
  files.set("connections/x.yaml", "name: x\ntype: postgresql\n");
  const result = await importConfig(client, files, { environment: { PW: "", USER_NAME: "u" } });
  expect(result.connections).toMatchObject({ created: 1, failed: 1 });
  expect(result.connections.errors[0]).toMatchObject({
    file: "connections/pg.yaml",
    message: `not set in the environment: ${placeholder("PW")}, ${placeholder("constructor")}`,
  });
  expect(server.requests.filter(({ verb }) => verb === "POST")).toHaveLength(1);
});

test("an update writes what the file says, and nothing that the platform finds out", async () => {
  const { client, server } = world({ connections: [{ name: "pg", username: "old", password: "old" }] });
  const result = await importConfig(
    client,
    file(`id: 9\nproduct_name: x\ndatastores: []\nusername: new\npassword: ${placeholder("PW")}`),
    { environment: { PW: SECRET } },
  );
  expect(result.connections).toMatchObject({ created: 0, updated: 1 });
  expect(server.requests.at(-1)?.body).toEqual({ name: "pg", type: "postgresql", username: "new", password: SECRET });
});

test("what a server repeats of a secret is not told on", async () => {
  const { client, server } = world();
  server.failNext(
    { kind: "status", status: 400, body: { detail: `cannot sign in as u with ${SECRET}` } },
    { on: "POST /connections" },
  );
  const result = await importConfig(client, file(`password: ${placeholder("PW")}`), { environment: { PW: SECRET } });
  expect(result.connections.errors[0]?.message).toBe("cannot sign in as u with *** redacted ***");
  expect(
    JSON.stringify(result) + inspect(result, { depth: 9 }) + result.connections.errors[0]?.error.stack,
  ).not.toContain(SECRET);
});

test("two connections of one slug have files of their own, and two files of one name do not both win", async () => {
  const { client } = world({
    connections: [
      { name: "Prod-PG", username: "u" },
      { name: "prod pg", username: "u" },
    ],
    datastores: [
      { name: "a", connection: "prod pg" },
      { name: "b", connection: "Prod-PG" },
    ],
  });
  const { files } = await exportConfig(client, { include: ["connections"] });
  expect([...files].map(([path, text]) => [path, text.split("\n")[0]])).toEqual([
    ["connections/prod_pg.yaml", "name: Prod-PG"],
    ["connections/prod_pg_2.yaml", "name: prod pg"],
  ]);
  // Nor do they share a variable.
  expect(files.get("connections/prod_pg.yaml")).toContain(`password: ${placeholder("PROD_PG_PASSWORD")}\n`);
  expect(files.get("connections/prod_pg_2.yaml")).toContain(`password: ${placeholder("PROD_PG_2_PASSWORD")}\n`);
  const twice = file("");
  twice.set("connections/z.yaml", "name: pg\ntype: postgresql\n");
  twice.set("connections/nameless.yaml", "type: postgresql\n");
  expect((await importConfig(client, twice)).connections).toMatchObject({
    created: 1,
    failed: 2,
    errors: [
      { file: "connections/nameless.yaml", message: "the connection has no name" },
      { file: "connections/z.yaml", message: "connections/pg.yaml is about the connection pg too" },
    ],
  });
});
