import { NotFoundError, ValidationError } from "dqgate";
import { exportChecks, importChecks } from "dqgate/qualytics/config";
import { expect, test } from "vitest";
import { type World, world } from "../world.js";

const shop = (): World =>
  world({
    datastores: [
      {
        name: "shop",
        containers: [
          {
            name: "Orders",
            fields: ["id", "customer"],
            checks: [
              {
                rule: "notNull",
                fields: ["id"],
                description: "",
                coverage: 0.9,
                tags: ["pii"],
                metadata: { note: "kept", "from quality check id": 3, "main datastore id": 4 },
              },
              { rule: "unique", fields: ["id"], status: "Draft", properties: {} },
              { rule: "positive", fields: ["id"], status: "Discarded" },
              ...["existsIn", "notExistsIn", "dataDiff", "aggregationComparison", "isReplicaOf"].map((rule) => ({
                rule,
                fields: ["customer"],
                properties: { field_name: "id", ref_container_id: 2, ref_datastore_id: 2, ref_filter: null },
              })),
            ],
          },
        ],
      },
      { name: "crm", containers: [{ name: "customers", fields: ["id"] }] },
    ],
  });

test("a check becomes a file of eleven keys, with names in the place of ids", async () => {
  const { client } = shop();
  const { files, counts, warnings } = await exportChecks(client, { datastore: "shop" });
  expect(files.get("checks/orders/notnull__id.yaml")).toBe(
    [
      "rule_type: notNull",
      "description: notNull quality check",
      "container: Orders",
      "fields:",
      "  - id",
      "coverage: 0.9",
      "filter: null",
      "anomaly_message_field: null",
      "properties: {}",
      "tags:",
      "  - pii",
      "status: Active",
      "additional_metadata:",
      "  _qualytics_check_uid: orders__notnull__id",
      "  note: kept",
      "",
    ].join("\n"),
  );
  expect(counts).toEqual({ checks: 7 });
  expect(warnings).toEqual([]);
  for (const rule of ["existsin", "notexistsin", "datadiff", "aggregationcomparison", "isreplicaof"]) {
    expect(files.get(`checks/orders/${rule}__customer.yaml`)).toContain(
      "properties:\n  field_name: id\n  ref_container_name: customers\n  ref_datastore_name: crm\n  ref_filter: null\n",
    );
  }
});

test("an id stays where what it refers to cannot be read, and a warning says so", async () => {
  const { client, server } = shop();
  server.failNext({ kind: "status", status: 403 }, { on: "GET /containers/{id}", times: 9 });
  const { files, warnings } = await exportChecks(client, { datastore: 1 });
  const file = "checks/orders/existsin__customer.yaml";
  expect(files.get(file)).toContain("ref_container_id: 2\n  ref_datastore_name: crm\n");
  expect(warnings).toContainEqual({ file, message: "container 2 cannot be read: its id stays" });
});

test.each([
  [{ tags: ["pii"] }, ["notnull__id"]],
  [{ status: "draft" }, ["unique__id"]],
  [{ status: "archived" }, ["positive__id"]],
  [{ status: "Discarded" }, ["positive__id"]],
  [{ containers: ["Orders"], status: "Draft" }, ["unique__id"]],
  [{ containers: [1], tags: ["none such"] }, []],
])("checks are chosen by %j", async (choice, names) => {
  const { files } = await exportChecks(shop().client, { datastore: "shop", ...choice });
  expect([...files.keys()]).toEqual(names.map((name) => `checks/orders/${name}.yaml`));
});

test("what is not there is told before a file is made of it", async () => {
  const { client, server } = shop();
  await expect(exportChecks(client, { datastore: "none" })).rejects.toBeInstanceOf(NotFoundError);
  await expect(exportChecks(client, { datastore: "shop", containers: ["none"] })).rejects.toBeInstanceOf(NotFoundError);
  const asked = server.requests.length;
  await expect(exportChecks(client, { datastore: "" })).rejects.toMatchObject({ field: "datastore" });
  await expect(exportChecks(client, { datastore: 1, status: " " })).rejects.toMatchObject({ field: "status" });
  await expect(exportChecks(client, { datastore: 1, tags: [] })).rejects.toBeInstanceOf(ValidationError);
  await expect(exportChecks(client, { datastore: 1, stauts: "x" } as never)).rejects.toMatchObject({ field: "stauts" });
  await expect(importChecks(client, new Map(), { datastores: [] })).rejects.toMatchObject({ field: "datastores" });
  await expect(importChecks(client, {} as never, { datastores: [1] })).rejects.toMatchObject({ field: "files" });
  expect(server.requests).toHaveLength(asked);
});

const target = () => shop();

test("an update lays the file over the check: what it does not say stays", async () => {
  const { client, server } = target();
  const check = server.state.checks[0];
  Object.assign(check ?? {}, { default_anomaly_assignee_id: 1, owner_id: 1, filter: "x > 1", description: "old" });
  const file = "rule_type: notNull\ncontainer: Orders\nfields: [id]\nproperties: {value: 1}\ntags: [gold]\n";
  const [result] = await importChecks(client, new Map([["a.yaml", file]]), { datastores: ["shop"] });
  expect(result).toMatchObject({ created: 0, updated: 1, ok: true });
  expect(check).toMatchObject({
    description: "old",
    filter: "x > 1",
    coverage: 0.9,
    tags: ["gold"],
    properties: { value: 1 },
    owner_id: 1,
    default_anomaly_assignee_id: 1,
    additional_metadata: { _qualytics_check_uid: "orders__notnull__id", note: "kept" },
  });
  const clears = `${file}default_anomaly_assignee_id: 0\nadditional_metadata: {only: this}\ncoverage: null\n`;
  await importChecks(client, new Map([["a.yaml", clears]]), { datastores: ["shop"] });
  expect(check).toMatchObject({ default_anomaly_assignee_id: null, coverage: null, owner_id: 1 });
  expect(check?.additional_metadata).toEqual({ _qualytics_check_uid: "orders__notnull__id", only: "this" });
});

test.each([
  ["rule_type: notNull\nfields: [id]", "the check has no container"],
  ["rule_type: notNull\ncontainer: orders\nfields: [id]", "there is no container orders in shop"],
  ["rule_type: notNull\ncontainer: Orders\nfields: [2024]", "fields: expected a list of names"],
  ["rule_type: notNull\ncontainer: Orders\nproperties: 7", "properties: expected a map"],
  ["rule_type: notNull\ncontainer: Orders\nowner_id: -1", "owner_id: expected a whole number above 0"],
  ["rule_type: notNull\ncontainer_id: 2\nfields: [id]", "container_id: shop has no such container"],
  [
    "rule_type: existsIn\ncontainer: Orders\nfields: [id]\nproperties: {ref_container_name: none}",
    "it refers to the container none, and there is none",
  ],
  [
    "rule_type: existsIn\ncontainer: Orders\nfields: [id]\nproperties: {ref_datastore_name: none}",
    "it refers to the datastore none, and there is none",
  ],
  [
    "rule_type: maxValue\ncontainer: Orders\nfields: [id]\nadditional_metadata: {_qualytics_check_uid: orders__notnull__id}",
    "check 1 has the rule notNull, and a rule cannot be changed: give the new check another _qualytics_check_uid",
  ],
])("%j fails alone", async (text, message) => {
  const { client, server } = target();
  const fine = "rule_type: notFuture\ncontainer: Orders\nfields: [id]";
  const files = new Map([
    ["a.yaml", text],
    ["b/c.yml", fine],
    [
      "d.json",
      JSON.stringify({ rule: "isType", container_id: 1, fields: ["id"], properties: { field_type: "String" } }),
    ],
    ["e.md", "no"],
    ["f.yaml", "name: x"],
  ]);
  const [result] = await importChecks(client, files, { datastores: ["shop"] });
  expect(result).toMatchObject({ ok: false, created: 2, updated: 0, failed: 1, ignored: ["f.yaml"] });
  expect(result?.errors).toEqual([{ file: "a.yaml", message, error: expect.objectContaining({ message }) }]);
  expect(server.state.checks.slice(-2)).toMatchObject([
    { description: "Imported quality check" },
    { rule_type: "isType" },
  ]);
});

test("two files with one UID in one container are told apart: the second fails", async () => {
  const file = (min: number) => `rule_type: between\ncontainer: Orders\nfields: [id]\nproperties: {min: ${min}}`;
  const [result] = await importChecks(
    target().client,
    new Map([
      ["a.yaml", file(1)],
      ["b.yaml", file(2)],
    ]),
    { datastores: [1] },
  );
  expect(result).toMatchObject({ created: 1, failed: 1 });
  expect(result?.errors[0]).toMatchObject({
    file: "b.yaml",
    message:
      "a.yaml has the UID orders__between__id too: give one of them another _qualytics_check_uid in additional_metadata",
  });
});

test("one UID in two containers of one slug, as others write it, finds the check of each", async () => {
  const metadata = { _qualytics_check_uid: "orders__notnull__id" };
  const names = ["Orders", "orders!"];
  const checks = [{ rule: "notNull", fields: ["id"], metadata }];
  const { client, server } = world({
    datastores: [{ name: "shop", containers: names.map((name) => ({ name, fields: ["id"], checks })) }],
  });
  const files = new Map(
    names.map((name, at) => [
      `${at}.yaml`,
      JSON.stringify({
        rule_type: "notNull",
        container: name,
        fields: ["id"],
        description: name,
        additional_metadata: metadata,
      }),
    ]),
  );
  expect((await importChecks(client, files, { datastores: [1] }))[0]).toMatchObject({
    created: 0,
    updated: 2,
    ok: true,
  });
  expect(server.state.checks.map(({ description }) => description)).toEqual(names);
  expect(server.requests.some(({ verb }) => verb === "POST")).toBe(false);
});

test("checks go into several datastores, by names that each knows for itself", async () => {
  const { client, server } = world({
    datastores: ["dev", "prod"].map((name) => ({
      name,
      containers: [
        { name: "orders", fields: ["id"] },
        { name: "customers", fields: ["id"] },
      ],
    })),
  });
  const files = new Map([
    [
      "a.yaml",
      "rule_type: existsIn\ncontainer: orders\nfields: [id]\nproperties: {field_name: id, ref_container_name: customers}",
    ],
  ]);
  const results = await importChecks(client, files, { datastores: ["dev", "none", 2] });
  expect(results.map(({ datastore, created, ok }) => ({ datastore, created, ok }))).toEqual([
    { datastore: "dev", created: 1, ok: true },
    { datastore: "none", created: 0, ok: false },
    { datastore: 2, created: 1, ok: true },
  ]);
  expect(results[1]).toMatchObject({
    failed: 0,
    skipped: [{ file: "a.yaml", reason: "the datastore none could not be found" }],
    errors: [{ file: "none" }],
  });
  expect(server.state.checks.map(({ container_id, properties }) => [container_id, properties])).toEqual([
    [1, { field_name: "id", ref_container_id: 2 }],
    [3, { field_name: "id", ref_container_id: 4 }],
  ]);
});

test("a dry run counts, and writes nothing", async () => {
  const { client, server } = target();
  const files = new Map((await exportChecks(client, { datastore: "shop" })).files);
  files.set("new.yaml", "rule_type: existsIn\ncontainer: Orders\nfields: [id]\nproperties: {ref_container_name: none}");
  files.set("wrong.yaml", "rule_type: notNull\ncontainer: none\nfields: [id]");
  server.requests.length = 0;
  const [result] = await importChecks(client, files, { datastores: ["shop"], dryRun: true });
  expect(result).toMatchObject({ created: 1, updated: 7, failed: 1 });
  expect(new Set(server.requests.map(({ verb }) => verb))).toEqual(new Set(["GET"]));
});

test("lists of many pages are read whole, and a list that lacks some is no answer", async () => {
  const checks = Array.from({ length: 230 }, (_, min) => ({ rule: "between", fields: ["id"], properties: { min } }));
  const { client, server } = world({
    datastores: [{ name: "a", containers: [{ name: "t", fields: ["id"], checks }] }],
  });
  expect((await exportChecks(client, { datastore: "a" })).files.size).toBe(230);
  const list = "GET /quality-checks";
  server.failNext({ kind: "emptyPage" }, { on: list });
  expect((await exportChecks(client, { datastore: "a" })).files.size).toBe(230);
  server.failNext({ kind: "emptyPage" }, { on: list, times: 9 });
  await expect(exportChecks(client, { datastore: "a" })).rejects.toThrow("230 records are announced, and 0 came");
  server.clearFaults();

  const withoutTotal = (body: unknown): unknown => ({ items: (body as { items: unknown }).items });
  server.failNext({ kind: "change", change: withoutTotal }, { on: list, times: 9 });
  expect((await exportChecks(client, { datastore: "a" })).files.size).toBe(230);
  server.clearFaults();
  const { data } = await client.request("GET", "/quality-checks", { query: { size: 100 } });
  server.failNext({ kind: "json", body: withoutTotal(data) }, { on: list, times: 9 });
  await expect(exportChecks(client, { datastore: "a" })).rejects.toThrow("a page repeats");
  server.clearFaults();
  server.failNext({ kind: "json", body: [] }, { on: list });
  expect((await exportChecks(client, { datastore: "a" })).files.size).toBe(0);
});
