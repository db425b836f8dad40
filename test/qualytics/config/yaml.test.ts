import { exportChecks, importChecks } from "dqgate/qualytics/config";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type World, world } from "../world.js";

const empty = (): World => world({ datastores: [{ name: "shop", containers: [{ name: "t", fields: ["id"] }] }] });

async function through(
  metadata: Record<string, unknown>,
  description: string,
): Promise<{ text: string; read: unknown }> {
  const first = world({
    datastores: [
      {
        name: "shop",
        containers: [
          { name: "t", fields: ["id"], checks: [{ rule: "notNull", fields: ["id"], metadata, description }] },
        ],
      },
    ],
  });
  const { files } = await exportChecks(first.client, { datastore: "shop" });
  const second = empty();
  const [result] = await importChecks(second.client, files, { datastores: ["shop"] });
  expect(result?.errors).toEqual([]);
  const [check] = second.server.state.checks;
  return {
    text: [...files.values()][0] as string,
    read: { metadata: check?.additional_metadata, description: check?.description },
  };
}

test.each([
  "yes",
  "no",
  "on",
  "off",
  "y",
  "null",
  "~",
  "2026-01-05",
  "2026-01-05T00:00:00Z",
  "12:30:00",
  "0777",
  "1_000",
  "1e3",
  ".5",
  "0x1f",
  "<<",
  "=",
  "- a",
  "# x",
  "a: b",
  " lead",
  "trail ",
  "two\nlines\n",
  "tab\t",
  "\r\n",
  "%x",
  "@x",
  "`",
  "売上",
  "\u2028",
  "'",
])("the text %j stays that text", async (text) => {
  const { read } = await through({ [text]: text, list: [text, { [text]: [text] }] }, text);
  expect(read).toEqual({
    description: text,
    metadata: { _qualytics_check_uid: "t__notnull__id", [text]: text, list: [text, { [text]: [text] }] },
  });
});

test("whatever JSON can say goes through a file unchanged", async () => {
  const map = fc.dictionary(
    fc.string({ unit: "grapheme" }).filter((key) => key !== "_qualytics_check_uid"),
    fc.jsonValue({ maxDepth: 3, stringUnit: "grapheme" }),
    { maxKeys: 6 },
  );
  await fc.assert(
    fc.asyncProperty(map, async (metadata) => {
      const told = JSON.parse(JSON.stringify(metadata)) as Record<string, unknown>;
      const { read } = await through(told, "x");
      expect(JSON.stringify((read as { metadata: unknown }).metadata)).toBe(
        JSON.stringify({ _qualytics_check_uid: "t__notnull__id", ...told }),
      );
    }),
    { numRuns: 60 },
  );
});

test("long texts stay on one line, several lines are written as lines", async () => {
  const long = "a long line ".repeat(40).trim();
  const { text } = await through({ query: "SELECT 1\nFROM t" }, long);
  expect(text).toContain(`description: ${long}\n`);
  expect(text).toContain("  query: |-\n    SELECT 1\n    FROM t\n");
});

const bomb = [
  "a0: &a0 [x, x, x]",
  ...Array.from({ length: 40 }, (_, at) => `a${at + 1}: &a${at + 1} [*a${at}, *a${at}, *a${at}]`),
].join("\n");

test.each([
  [
    "duplicate keys",
    "rule_type: notNull\nrule_type: unique",
    "the YAML cannot be read: a key stands twice in one map (line 2, column 1)",
  ],
  [
    "several documents",
    "rule_type: notNull\n---\nrule_type: unique",
    /^the YAML cannot be read: it holds several documents/,
  ],
  ["an anchor bomb", bomb, "the YAML cannot be read: too many aliases"],
  [
    "tags of other languages",
    "rule_type: !!python/object:os.system x",
    /^the YAML cannot be read: it has a tag that is not known here/,
  ],
  ["tabs", "rule_type:\n\t- x", /^the YAML cannot be read: /],
  ["deep nesting", `rule_type: ${"[".repeat(20_000)}`, /^the YAML cannot be read: /],
])("%s fail that file alone, with a reason that repeats nothing of it", async (_, text, message) => {
  const { client, server } = empty();
  const files = new Map([
    ["a.yaml", `${text}\n`],
    ["b.json", "{"],
    ["c.yaml", "rule_type: notNull\ncontainer: t\nfields: [id]\n"],
  ]);
  const [result] = await importChecks(client, files, { datastores: ["shop"] });
  expect(result).toMatchObject({ created: 1, failed: 2 });
  expect(result?.errors.map(({ file }) => file)).toEqual(["a.yaml", "b.json"]);
  expect(result?.errors[0]?.message).toMatch(message);
  expect(result?.errors[1]?.message).toBe("the JSON cannot be read");
  expect(server.state.checks).toHaveLength(1);
});

test("a few aliases, a byte order mark, and Windows' line ends are read", async () => {
  const { client, server } = empty();
  const text =
    "\uFEFFrule_type: between\r\ncontainer: t\r\nfields: &f [id]\r\ntags: *f\r\nstatus: Draft\r\nproperties:\r\n  min: 1\r\n  day: 2026-01-05\r\n";
  const [result] = await importChecks(client, new Map([["a.yaml", text]]), { datastores: ["shop"] });
  expect(result).toMatchObject({ created: 1, ok: true });
  expect(server.state.checks[0]).toMatchObject({
    tags: ["id"],
    fields: ["id"],
    properties: { min: 1, day: "2026-01-05" },
  });
});
