import { exportConfig } from "dqgate/qualytics/config";
import type { QualyticsEmulator } from "dqgate/testing";
import { describe, expect, test } from "vitest";
import { PLAIN_KEYS, PLANTED, SECRET, SECRET_KEYS, SECRET_TEXTS } from "../secret-places.js";
import { world } from "../world.js";
import { placeholder } from "./estate.js";

type Wire = Record<string, unknown>;

const CONNECTION = "connections/c.yaml";
const DATASTORE = "datastores/d/_datastore.yaml";

/** Has the next answer about connections, or about the datastore, show more. */
function showing(server: QualyticsEmulator, fields: Wire, on: "GET /connections" | "GET /datastores/{id}"): void {
  const change = (body: unknown): unknown => {
    const { items } = body as { items?: Wire[] };
    return items === undefined
      ? { ...(body as Wire), ...fields }
      : { ...(body as Wire), items: items.map((one) => ({ ...one, ...fields })) };
  };
  server.failNext({ kind: "change", change }, { on });
}

async function exported(
  fields: Wire,
  on: "GET /connections" | "GET /datastores/{id}" = "GET /connections",
): ReturnType<typeof exportConfig> {
  const { client, server } = world({ connections: [{ name: "c" }], datastores: [{ name: "d", connection: "c" }] });
  showing(server, fields, on);
  return await exportConfig(client);
}

const textOf = ({ files }: Awaited<ReturnType<typeof exportConfig>>): string => [...files.values()].join("");

test("a connection with secrets everywhere shows none, and everything else", async () => {
  const done = await exported(PLANTED);
  expect(textOf(done)).not.toContain(SECRET);
  expect(textOf(done)).not.toContain("4711");
  const text = done.files.get(CONNECTION);
  for (const line of ["username: reader", "role: READER", "rows: 5", "- two", "kept: true", "type: vault"])
    expect(text).toContain(line);
  expect(text).toContain("- https://plain.example\n");
});

describe("a file holds a placeholder", () => {
  test.each(SECRET_KEYS)("under the key %j", async (key) => {
    const done = await exported({ parameters: { role: "r", [key]: SECRET } });
    expect(textOf(done)).not.toContain(SECRET);
    expect(done.files.get(CONNECTION)).toMatch(/ {2}role: r\n {2}[^\n]+: \$\{C_PARAMETERS_[A-Z0-9_]+\}\n/);
  });

  test.each(SECRET_TEXTS)("in the place of the text %j", async (text) => {
    const done = await exported({ parameters: { role: "r", text, list: [text] } });
    expect(textOf(done)).not.toContain(SECRET);
    expect(done.files.get(CONNECTION)).toContain(
      `  role: r\n  text: ${placeholder("C_PARAMETERS_TEXT")}\n  list:\n    - ${placeholder("C_PARAMETERS_LIST_0")}\n`,
    );
  });

  test("where the platform itself shows a secret as redacted: a copy of that would be taken for one", async () => {
    const done = await exported({
      password: "*** redacted ***",
      uri: "s3://*** redacted ***@b",
      catalog: "[redacted]",
    });
    for (const name of ["PASSWORD", "URI", "CATALOG"])
      expect(done.files.get(CONNECTION)).toContain(`${name.toLowerCase()}: ${placeholder(`C_${name}`)}\n`);
    expect(textOf(done)).not.toContain("redacted");
  });
});

test.each(PLAIN_KEYS)("the key %s is left alone", async (key) => {
  const { files } = await exported({ parameters: { [key]: "x" } });
  expect(files.get(CONNECTION)).toContain(`  ${key}: x\n`);
});

describe("a datastore's file leaves out", () => {
  test.each(SECRET_KEYS)("the key %j", async (key) => {
    const done = await exported({ [key]: SECRET, more: { deep: [{ [key]: SECRET }] } }, "GET /datastores/{id}");
    expect(textOf(done)).not.toContain(SECRET);
    expect(done.warnings).toEqual(
      [key, `more.deep[0].${key}`].map((place) => ({
        file: DATASTORE,
        message: `${place} is left out: it looks like a secret`,
      })),
    );
  });

  test.each(SECRET_TEXTS)("the text %j", async (text) => {
    const done = await exported({ told: text }, "GET /datastores/{id}");
    expect(textOf(done)).not.toContain(SECRET);
    expect(done.warnings).toEqual([{ file: DATASTORE, message: "told is left out: it looks like a secret" }]);
  });
});

test("a connection whose very name holds a secret is left out, and the warning does not repeat it", async () => {
  const name = `postgresql://u:${SECRET}@h`;
  const { client } = world({ connections: [{ name }], datastores: [{ name: "d", connection: name }] });
  const done = await exportConfig(client);
  expect([...done.files.keys()]).toEqual([DATASTORE]);
  expect(JSON.stringify([...done.files, ...done.warnings])).not.toContain(SECRET);
  expect(done.warnings).toContainEqual({
    file: null,
    message: "connection 1 is left out: its name looks like a secret",
  });
});
