import { inspect } from "node:util";
import { type ConfigImport, importConfig } from "dqgate/qualytics/config";
import { describe, expect, test } from "vitest";
import { SECRET } from "../secret-places.js";
import { type World, world } from "../world.js";
import { placeholder } from "./estate.js";

const FILE = "connections/pg.yaml";
const file = (text: string): Map<string, string> => new Map([[FILE, `name: pg\ntype: postgresql\n${text}`]]);

const there = (): World => world({ connections: [{ name: "pg", password: "old" }] }, { retries: 0 });

describe.each([
  ["a new connection", world],
  ["one that exists", there],
])("a redacted copy over %s", (_, made) => {
  test.each([
    ["password: '*** redacted ***'", "password"],
    ["password: '[redacted]'", "password"],
    ["uri: s3://*** redacted ***@bucket", "uri"],
    ["parameters: {deep: [{url: 'x?token=[redacted]'}]}", "parameters.deep[0].url"],
    ["secrets_manager: {credentials_payload: '*** redacted ***'}", "secrets_manager.credentials_payload"],
  ])("is refused: %s", async (text, place) => {
    for (const dryRun of [false, true]) {
      const { client, server } = made();
      const files = file(text);
      files.set("connections/fine.yaml", "name: fine\ntype: postgresql\n");
      const result = await importConfig(client, files, { dryRun });
      expect(result.connections).toMatchObject({
        created: 1,
        updated: 0,
        failed: 1,
        errors: [
          { file: FILE, message: `${place} is redacted: give the secret itself or a placeholder, or leave it out` },
        ],
      });
      expect(server.state.connections.find(({ name }) => name === "pg")?.password ?? "old").toBe("old");
    }
  });
});

/** Everything by which a value could reach a log. */
const shown = (result: ConfigImport): string => {
  const { errors } = result.connections;
  return [
    inspect(result, { depth: 20 }),
    JSON.stringify(result),
    ...errors.map(({ message, error }) => `${message} ${error.message} ${error.stack} ${JSON.stringify(error)}`),
  ].join("\n");
};

const SAFE = "*** redacted ***";

describe.each([
  ["POST /connections", world],
  ["PUT /connections/{id}", there],
])("what the server repeats at %s is not told on", (on, made) => {
  const odd = `a"b\\c/d@e f${SECRET}`;

  test.each<[text: string, environment: Record<string, string>, detail: unknown, message: string]>([
    [`password: ${SECRET}`, {}, `bad ${SECRET}`, `bad ${SAFE}`],
    [`parameters: {list: [{token: ${SECRET}}]}`, {}, `bad ${SECRET}`, `bad ${SAFE}`],
    [`uri: s3://u:${SECRET}@b`, {}, `no bucket for ${SECRET}`, `no bucket for ${SAFE}`],
    [`host: ${placeholder("X")}`, { X: SECRET }, `no host ${SECRET}`, `no host ${SAFE}`],
    [`parameters: {a: 'x-${placeholder("X")}'}`, { X: SECRET }, `no ${SECRET}`, `no ${SAFE}`],
    ["host: h", {}, `cannot open jdbc:sqlserver://h;user=x;password=${SECRET}`, ""],
    ["host: h", {}, [{ loc: ["body", "host"], msg: `x;password=${SECRET}`, type: "x", input: SECRET }], ""],
    [`password: ${JSON.stringify(odd)}`, {}, `bad ${odd}`, `bad ${SAFE}`],
    [`password: ${JSON.stringify(odd)}`, {}, `bad ${JSON.stringify(odd)}`, ""],
    [`password: ${JSON.stringify(odd)}`, {}, `GET /?p=${encodeURIComponent(odd)}`, ""],
    [`password: ${placeholder("X")}`, { X: odd }, `bad ${JSON.stringify(odd)} ${encodeURIComponent(odd)}`, ""],
  ])("%j with %j: %j", async (text, environment, detail, message) => {
    for (const status of [400, 409, 422, 500]) {
      const { client, server } = made();
      server.failNext({ kind: "status", status, body: { detail } }, { on, times: 9 });
      const result = await importConfig(client, file(text), { environment });
      expect(result.connections).toMatchObject({ failed: 1, created: 0, updated: 0 });
      expect(shown(result)).not.toContain(SECRET);
      if (message !== "") expect(result.connections.errors[0]?.message).toBe(message);
    }
  });
});

test("an error is otherwise what it was", async () => {
  const { client, server } = world();
  const body = { detail: `bad ${SECRET}` };
  server.failNext({ kind: "status", status: 422, body }, { on: "POST /connections" });
  const { connections } = await importConfig(client, file(`password: ${SECRET}`));
  expect(connections.errors[0]?.error).toMatchObject({
    name: "UnprocessableError",
    status: 422,
    platform: "qualytics",
    operation: "POST /connections",
  });
});

test("a datastore's file that holds a secret tells none of it on", async () => {
  for (const [on, seed] of [
    ["POST /datastores", { connections: [{ name: "pg" }] }],
    ["PUT /datastores/{id}", { connections: [{ name: "pg" }], datastores: [{ name: "shop", connection: "pg" }] }],
  ] as const) {
    const { client, server } = world(seed);
    server.failNext({ kind: "status", status: 400, body: { detail: `bad ${SECRET}` } }, { on });
    const text = `name: shop\nconnection_name: pg\nextra: {api_key: ${SECRET}}\n`;
    const result = await importConfig(client, new Map([["datastores/shop/_datastore.yaml", text]]), {
      include: ["datastores"],
    });
    expect(result.datastores).toMatchObject({ failed: 1, errors: [{ message: `bad ${SAFE}` }] });
    expect(shown(result)).not.toContain(SECRET);
  }
});
