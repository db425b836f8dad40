import { exportConfig, importConfig } from "dqgate/qualytics/config";
import { expect, test } from "vitest";
import { world } from "../world.js";
import { placeholder } from "./estate.js";

/** The placeholders in some files, each as often as it stands there. */
const placeholdersIn = (files: ReadonlyMap<string, string>): string[] =>
  [...files.values()].flatMap((text) => text.match(/\$\{\w+\}/g) ?? []);

test.each([
  ["one slug", ["Prod-PG", "prod pg", "prod pg 2", "PROD_PG"]],
  ["a device's name", ["con", "Con", "con 2"]],
])("connections of %s share no variable", async (_, names) => {
  const { client } = world({
    connections: names.map((name) => ({ name, username: "u", fields: { parameters: { token: "t" } } })),
    datastores: names.map((name, at) => ({ name: `d${at}`, connection: name })),
  });
  const found = placeholdersIn((await exportConfig(client, { include: ["connections"] })).files);
  expect(found).toHaveLength(2 * names.length);
  expect(new Set(found).size).toBe(found.length);
});

test("a field of one connection and one of another share none where their names come to the same", async () => {
  const connections = [
    { name: "a", username: "u", fields: { parameters: { password: "p" } } },
    { name: "a parameters", username: "u" },
  ];
  const datastores = connections.map(({ name }) => ({ name, connection: name }));
  const { client } = world({ connections, datastores });
  const { files } = await exportConfig(client, { include: ["connections"] });
  expect(files.get("connections/a.yaml")).toContain(`  password: ${placeholder("A_PARAMETERS_PASSWORD")}\n`);
  const second = `password: ${placeholder("A_PARAMETERS_PASSWORD_2")}\n`;
  expect(files.get("connections/a_parameters.yaml")).toContain(second);

  // Nor do names depend on what is exported with them, or on the order of the list.
  const alone = await exportConfig(client, { include: ["connections"], datastores: ["a parameters"] });
  expect(alone.files.get("connections/a_parameters.yaml")).toContain(second);
  const reversed = world({ connections: [...connections].reverse(), datastores });
  expect([...(await exportConfig(reversed.client, { include: ["connections"] })).files]).toEqual([...files]);
});

test("a field and the one of its name in the secrets manager share none", async () => {
  const { client } = world({
    connections: [{ name: "a", fields: { access_key: "x", secrets_manager: { vault: "v", access_key: "y" } } }],
    datastores: [{ name: "a", connection: "a" }],
  });
  const { files } = await exportConfig(client, { include: ["connections"] });
  expect(new Set(placeholdersIn(files)).size).toBe(3);
  expect(placeholdersIn(files)).toHaveLength(3);
});

/** Texts that are no placeholders on the platform, and how they stand in a file. */
const LITERALS: readonly [literal: string, inFile: string][] = [
  ["${date}", "$${date}"],
  ["$${date}", "$$${date}"],
  ["$$$${_a1}", "$$$$${_a1}"],
  ["s3/${year}/${month}/$${day}", "s3/$${year}/$${month}/$$${day}"],
  ["$${", "$${"],
  ["${", "${"],
  ["${1}", "${1}"],
  ["$${a-b}", "$${a-b}"],
  ["$date", "$date"],
  ["${${date}}", "${$${date}}"],
];

test.each(LITERALS)("the text %j stands as %j in a file, and comes back", async (literal, inFile) => {
  const fields = { parameters: { path: literal, deep: [{ path: literal }] } };
  const { client } = world({ connections: [{ name: "c", fields }], datastores: [{ name: "d", connection: "c" }] });
  const { files } = await exportConfig(client, { include: ["connections"] });
  const [text] = [...files.values()];
  expect(text).toMatch(/path:/);
  expect(text?.split(inFile)).toHaveLength(3);

  const other = world();
  const result = await importConfig(other.client, files, { environment: { date: "wrong", year: "wrong", a: "wrong" } });
  expect(result).toMatchObject({ ok: true, connections: { created: 1 } });
  expect(other.server.state.connections[0]?.parameters).toEqual(fields.parameters);
  // And once more the same text.
  const seed = { connections: [{ name: "c", fields }], datastores: [{ name: "d", connection: "c" }] };
  expect([...(await exportConfig(world(seed).client, { include: ["connections"] })).files]).toEqual([...files]);
});

test("in one text a placeholder is filled and a literal one is not; what a variable holds is a literal", async () => {
  const { client, server } = world();
  const text = "name: c\ntype: s3\nuri: s3://${BUCKET}/$${BUCKET}\nhost: $${BUCKET}${BUCKET}\npassword: ${PW}\n";
  const files = new Map([["connections/c.yaml", text]]);
  const result = await importConfig(client, files, { environment: { BUCKET: "b", PW: "x$${BUCKET}${y}" } });
  expect(result.ok).toBe(true);
  expect(server.state.connections[0]).toMatchObject({
    uri: `s3://b/${placeholder("BUCKET")}`,
    host: `${placeholder("BUCKET")}b`,
    password: "x$${BUCKET}${y}",
  });
});

test("a name is no place for a placeholder, in either direction", async () => {
  const name = "load ${date}";
  const { client } = world({ connections: [{ name }], datastores: [{ name: "d", connection: name }] });
  const { files } = await exportConfig(client, { include: ["connections", "datastores"] });
  expect(files.get("connections/load_date.yaml")).toContain("name: load ${date}\n");
  const other = world();
  expect((await importConfig(other.client, files, { environment: {} })).ok).toBe(true);
  expect(other.server.state.connections[0]?.name).toBe(name);
});

test("a secret that looks like a placeholder is one of ours", async () => {
  const { client } = world({
    connections: [{ name: "c", fields: { access_key: "${OTHER}", parameters: { token: "${OTHER}" } } }],
    datastores: [{ name: "d", connection: "c" }],
  });
  const { files } = await exportConfig(client, { include: ["connections"] });
  expect(placeholdersIn(files)).toEqual([placeholder("C_ACCESS_KEY"), placeholder("C_PARAMETERS_TOKEN")]);
});
