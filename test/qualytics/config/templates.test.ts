import { exportTemplates, importTemplates } from "dqgate/qualytics/config";
import { expect, test } from "vitest";
import { type World, world } from "../world.js";

async function withTemplates(): Promise<World> {
  const own = world();
  const { client } = own;
  await client.checkTemplates.create({ description: "no nulls", rule: "notNull", tags: ["pii"], templateLocked: true });
  await client.checkTemplates.create({
    description: "a range",
    rule: "between",
    properties: { min: 1, max: 2 },
    templateLocked: false,
  });
  return own;
}

test("templates are exported as the platform has them, and created elsewhere with their origin", async () => {
  const { client, server } = await withTemplates();
  const { files, counts, warnings } = await exportTemplates(client);
  expect([...files.keys()]).toEqual(["data_checks_template.yaml"]);
  expect(counts).toEqual({ templates: 2 });
  expect(warnings).toEqual([]);
  expect(files.get("data_checks_template.yaml")).toMatch(/^- id: 1\n {2}created: "/);

  const other = world();
  expect(await importTemplates(other.client, files, { dryRun: true })).toMatchObject({ created: 2, failed: 0 });
  expect(other.server.requests).toEqual([]);
  // The answer to the first is lost: it is looked for, and not made twice.
  other.server.failNext({ kind: "lose" }, { on: "POST /quality-check-templates" });
  expect(await importTemplates(other.client, files)).toMatchObject({ created: 2, failed: 0, errors: [] });
  const pick = ({ server: { state } }: World) =>
    state.checks.map(({ rule_type, description, properties, tags, template_locked, is_template }) => ({
      rule_type,
      description,
      properties: properties ?? {},
      tags,
      template_locked,
      is_template,
    }));
  expect(pick(other)).toEqual(pick({ client, server }));
  expect(other.server.state.checks.map(({ additional_metadata }) => additional_metadata)).toEqual([
    { "from quality check id": 1 },
    { "from quality check id": 2 },
  ]);
  // Nothing tells that they are the same: they are made once more, also where one that is like them is there.
  other.server.failNext({ kind: "status", status: 503 }, { on: "POST /quality-check-templates" });
  expect(await importTemplates(other.client, files)).toMatchObject({ created: 2 });
  expect(other.server.state.checks).toHaveLength(4);
});

test.each([
  [{ locked: true }, [1]],
  [{ locked: false }, [2]],
  [{ rules: ["between"] }, [2]],
  [{ tags: ["pii"] }, [1]],
  [{ templates: [2] }, [2]],
])("templates are chosen by %j", async (choice, ids) => {
  const { client } = await withTemplates();
  const text = [...(await exportTemplates(client, { ...choice, file: "x/t.yaml" })).files.entries()];
  expect(text[0]?.[0]).toBe("x/t.yaml");
  expect([...(text[0]?.[1] ?? "").matchAll(/^- id: (\d+)/gm)].map(([, id]) => Number(id))).toEqual(ids);
});

test("a template that is asked for and not there is told of; wrong options are refused", async () => {
  const { client } = await withTemplates();
  expect((await exportTemplates(client, { templates: [2, 9] })).warnings).toEqual([
    { file: "data_checks_template.yaml", message: "there is no template 9" },
  ]);
  await expect(exportTemplates(client, { locked: "yes" as never })).rejects.toMatchObject({ field: "locked" });
  await expect(exportTemplates(client, { file: "x.json" })).rejects.toMatchObject({ field: "file" });
});

test("a record that is no template fails alone, with its place", async () => {
  const { client, server } = world();
  const files = new Map([
    ["a.yaml", "- description: x\n- rule_type: notNull\n  global_tags: [{name: pii}]\n"],
    ["b.json", JSON.stringify({ rule: "unique" })],
    ["c.yaml", "7"],
    ["d.yaml", "a: ["],
  ]);
  const result = await importTemplates(client, files);
  expect(result).toMatchObject({ created: 2, failed: 1 });
  expect(result.errors.map(({ file, message }) => [file, message])).toEqual([
    ["a.yaml[0]", "the template has no rule_type"],
    ["c.yaml", "expected a list of templates"],
    ["d.yaml", expect.stringMatching(/^the YAML cannot be read/)],
  ]);
  expect(server.state.checks).toMatchObject([
    { description: "notNull quality check template", tags: ["pii"], template_locked: false, is_template: true },
    { rule_type: "unique" },
  ]);
});
