import { checkUid, exportChecks, importChecks, slug } from "dqgate/qualytics/config";
import { expect, test } from "vitest";
import { type World, world } from "../world.js";

test.each([
  ["Orders", "orders"],
  ["  Order  Items!! ", "order_items"],
  ["a/b\\c", "a_b_c"],
  ["Größe", "gr_e"],
  ["__x__", "x"],
  ["売上", ""],
])("the slug of %j is %j", (name, expected) => {
  expect(slug(name)).toBe(expected);
});

test.each([
  [{ container: "Orders", rule: "notNull", fields: ["order_id"] }, "orders__notnull__order_id"],
  [{ container: "Orders", rule: "volumetric", fields: [] }, "orders__volumetric"],
  [{ container: null, rule: "notNull", fields: ["id"] }, "__notnull__id"],
  [{ container: "t", rule: "unique", fields: ["b", "A", "a"] }, "t__unique__a_a_b"],
  [{ container: "t", rule: "unique", fields: ["\u{1F600}", "\uFFFD"] }, "t__unique__ufffd_u1f600"],
  [{ container: "売上", rule: "notNull", fields: ["金額"] }, "u58f2_u4e0a__notnull__u91d1_u984d"],
  [{ container: "t", rule: null, fields: [] }, "t__unknown"],
])("the UID of %j is %s", (check, uid) => {
  expect(checkUid(check)).toBe(uid);
});

test.each([
  ["Orders", ["id"], "orders/notnull__id"],
  ["a/b\\c", ["x/y"], "a_b_c/notnull__x_y"],
  ["../../etc/passwd", [".."], "etc_passwd/notnull__u2e_u2e"],
  ["...", [], "u2e_u2e_u2e/notnull"],
  ["CON", ["nul"], "con_/notnull__nul"],
  ["売上", ["金額", "b"], "u58f2_u4e0a/notnull__b_u91d1_u984d"],
  ["x".repeat(200), ["y".repeat(200)], `${"x".repeat(111)}_b3e4b6e5/notnull__${"y".repeat(102)}_48354e21`],
  ["_", ["b", "a", "B"], "u5f/notnull__b_a_b"],
])("a check of %j on %j has the path %s", async (container, fields, path) => {
  const checks = [{ rule: "notNull", fields }];
  const { client } = world({ datastores: [{ name: "shop", containers: [{ name: container, fields, checks }] }] });
  const { files } = await exportChecks(client, { datastore: "shop" });
  expect([...files.keys()]).toEqual([`checks/${path}.yaml`]);
});

test("a number that a name has by nature is not given twice", async () => {
  const fields = ["id", "id 2"];
  const checks = [1, 2, 3].flatMap((min) =>
    fields.slice(0, min === 3 ? 2 : 1).map((field) => ({ rule: "between", fields: [field], properties: { min } })),
  );
  const own = world({ datastores: [{ name: "a", containers: [{ name: "t", fields, checks }] }] });
  const { files } = await exportChecks(own.client, { datastore: "a" });
  expect([...files.keys()]).toEqual(["", "_2", "_3", "_4"].map((number) => `checks/t/between__id${number}.yaml`));
  expect(files.get("checks/t/between__id_2.yaml")).toContain("  - id 2\n");
  const other = world({ datastores: [{ name: "a", containers: [{ name: "t", fields }] }] });
  await importChecks(other.client, files, { datastores: ["a"] });
  expect([...(await exportChecks(other.client, { datastore: "a" })).files]).toEqual([...files]);
});

test("checks that share a UID get one each, whatever is chosen, and a new check changes no path", async () => {
  const between = (min: number, tag: string) => ({ rule: "between", fields: ["id"], properties: { min }, tags: [tag] });
  const { client, server } = world({
    datastores: [
      { name: "shop", containers: [{ name: "t", fields: ["id"], checks: [between(1, "a"), between(2, "b")] }] },
    ],
  });
  const all = await exportChecks(client, { datastore: "shop" });
  expect([...all.files.keys()]).toEqual(["checks/t/between__id.yaml", "checks/t/between__id_2.yaml"]);
  expect(all.warnings).toEqual([
    {
      file: "checks/t/between__id_2.yaml",
      message: "checks 1 and 2 have one UID, t__between__id: the second is exported as t__between__id__2",
    },
  ]);
  const some = await exportChecks(client, { datastore: "shop", tags: ["b"] });
  expect([...some.files]).toEqual([...all.files].slice(1));

  await client.checks.create({
    containerId: 1,
    rule: "between",
    description: "new",
    fields: ["id"],
    properties: { min: 3 },
  });
  server.state.checks.reverse();
  const later = await exportChecks(client, { datastore: "shop" });
  expect([...later.files].slice(0, 2)).toEqual([...all.files]);
  expect([...later.files.keys()][2]).toBe("checks/t/between__id_3.yaml");

  // What was exported alone finds its own check again.
  const [result] = await importChecks(client, some.files, { datastores: ["shop"] });
  expect(result).toMatchObject({ created: 0, updated: 1 });
  expect(server.state.checks.map(({ properties }) => properties?.min)).toEqual([3, 2, 1]);
  expect(server.state.checks[1]?.additional_metadata).toEqual({ _qualytics_check_uid: "t__between__id__2" });
});

test("more than nine alike keep their order through a folder", async () => {
  const checks = Array.from({ length: 12 }, (_, min) => ({ rule: "between", fields: ["id"], properties: { min } }));
  const shopOf = (more: object): World =>
    world({ datastores: [{ name: "a", containers: [{ name: "t", fields: ["id"], ...more }] }] });
  const { files } = await exportChecks(shopOf({ checks }).client, { datastore: "a" });
  const { client, server } = shopOf({});
  await importChecks(client, new Map([...files].reverse()), { datastores: ["a"] });
  expect(server.state.checks.map(({ properties }) => properties?.min)).toEqual(checks.map((_, at) => at));
  expect([...(await exportChecks(client, { datastore: "a" })).files]).toEqual([...files]);
});
