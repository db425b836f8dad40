import { ConfigurationError, NotFoundError } from "dqgate";
import { exportConfig, importConfig } from "dqgate/qualytics/config";
import { expect, test } from "vitest";
import { world } from "../world.js";
import { computedFile, computedTable, container, files, named, placeholder, SHOP, shop } from "./estate.js";

test("datastores are made whole before anything below them, and enrichment is linked by name", async () => {
  const { client, server } = world({ connections: [{ name: "pg" }] });
  const result = await importConfig(
    client,
    files({
      "datastores/a/_datastore.yaml": named(
        "a",
        "connection_name: pg\nenrich_datastore_name: z\ntags: [x]\nteams: [Public]\n",
      ),
      "datastores/b/_datastore.yaml": named("b", "connection_name: pg\nenrich_datastore_name: nowhere\n"),
      "datastores/z/_datastore.yaml": named("z", "connection_name: pg\nenrichment_only: true\n"),
    }),
  );
  expect(result.datastores).toMatchObject({ created: 3, failed: 0 });
  expect(result.ok).toBe(false);
  expect(result.datastores.errors).toMatchObject([
    { file: "datastores/b/_datastore.yaml", message: "there is no datastore nowhere to link as enrichment" },
  ]);
  const [a, b, z] = server.state.datastores;
  expect(a).toMatchObject({ name: "a", tags: ["x"], enrich_datastore_id: z?.id });
  expect(b?.enrich_datastore_id).toBeNull();
  expect(result.sync).toMatchObject({ created: 3 });
  // Each was synchronised once: by the import.
  expect(server.state.operations.map(({ type }) => type)).toEqual(["sync", "sync", "sync"]);
});

test("an update keeps what the file does not say, and a connection that nobody knows is reported", async () => {
  const { client, server } = world({
    connections: [{ name: "pg" }, { name: "other" }],
    datastores: [{ name: "shop", connection: "pg", database: "db", schema: "public", tags: ["t"], teams: ["Public"] }],
  });
  const update = (more: string): ReturnType<typeof importConfig> =>
    importConfig(client, files({ [SHOP]: named("shop", more) }), { include: ["datastores"] });
  expect(
    await update("connection_name: none\ndatabase: new\ntrigger_sync: true\nhost: ignored\nglobal_tags: [{name: g}]\n"),
  ).toMatchObject({
    ok: false,
    datastores: {
      updated: 1,
      failed: 0,
      errors: [{ file: SHOP, message: "there is no connection none: the datastore keeps the one it has" }],
    },
    sync: { created: 0 },
  });
  expect(server.state.datastores[0]).toMatchObject({
    connection_id: 1,
    database: "new",
    schema: "public",
    tags: ["g"],
    teams: ["Public"],
  });
  expect(server.requests.find(({ verb }) => verb === "PUT")?.body).not.toHaveProperty("trigger_sync");
  expect(await update("connection_name: other\n")).toMatchObject({ ok: true });
  expect(server.state.datastores[0]?.connection_id).toBe(2);
  expect(server.state.operations).toEqual([]);
});

test.each([
  ["name: 7\n", "the datastore has no name"],
  [named("new"), "a new datastore needs a connection_name"],
  [named("new", "connection_name: none\n"), "there is no connection none"],
  [named("new", "trigger_catalog: true\n"), "trigger_catalog is no longer known: use trigger_sync"],
  [named("new", "tags: x\n"), "tags: expected a list of names"],
  ["- a\n", "expected a map of keys to values"],
])("below a datastore that fails (%j) everything is passed over, and said", async (text, message) => {
  const { client } = shop();
  const below = "datastores/new/checks/orders/notnull__id.yaml";
  const result = await importConfig(
    client,
    files({
      [SHOP]: named("shop"),
      "datastores/new/_datastore.yaml": text,
      [below]: "rule_type: notNull\ncontainer: Orders\nfields: [id]\n",
      "datastores/shop/checks/orders/notnull__id.yaml": "rule_type: notNull\ncontainer: Orders\nfields: [id]\n",
    }),
  );
  expect(result.datastores).toMatchObject({
    updated: 1,
    failed: 1,
    errors: [{ file: "datastores/new/_datastore.yaml", message }],
  });
  expect(result.checks).toMatchObject({
    created: 1,
    failed: 0,
    skipped: [{ file: below, reason: "the datastore of datastores/new could not be found or made" }],
  });
});

test("what is below a datastore that exists goes on where its own record is refused", async () => {
  const { client, server } = shop();
  server.failNext({ kind: "status", status: 400, body: { detail: "no such schema" } }, { on: "PUT /datastores/{id}" });
  const check = "datastores/shop/checks/a.yaml";
  const given = files({ [SHOP]: named("shop"), [check]: "rule_type: notNull\ncontainer: Orders\nfields: [id]\n" });
  expect(await importConfig(client, given)).toMatchObject({
    ok: false,
    datastores: { updated: 0, failed: 1, errors: [{ file: SHOP, message: "no such schema" }] },
    checks: { created: 1, skipped: [] },
  });
});

test("a folder without a datastore's file is reported", async () => {
  const { client } = shop();
  const result = await importConfig(
    client,
    files({
      "connections/pg.yaml": named("pg", "type: postgresql\n"),
      "datastores/x/checks/a.yaml": "rule_type: notNull\n",
    }),
  );
  expect(result).toMatchObject({
    ok: false,
    connections: { updated: 1 },
    datastores: {
      failed: 0,
      errors: [{ file: "datastores/x", message: "the folder has no _datastore.yaml: what is below it was skipped" }],
    },
    checks: { skipped: [{ file: "datastores/x/checks/a.yaml" }] },
  });
});

test.each([
  ["the whole folder", "datastores/shop/"],
  ["its datastores", "shop/"],
  ["one datastore", ""],
])("%s may be given", async (_, inside) => {
  const { client } = shop();
  const result = await importConfig(
    client,
    files({
      [`${inside}_datastore.yaml`]: named("shop"),
      [`${inside}containers/ct/_container.yaml`]: computedTable("ct"),
      [`${inside}checks/deep/er/x.json`]: JSON.stringify({ rule_type: "notNull", container: "ct", fields: ["id"] }),
      [`${inside}notes.yaml`]: "a: 1",
      [`${inside}README.md`]: "no",
    }),
  );
  expect(result).toMatchObject({
    ok: true,
    datastores: { updated: 1 },
    containers: { created: 1 },
    checks: { created: 1 },
    ignored: [`${inside}notes.yaml`],
  });
});

test("files without any configuration are refused, and so are words that are no types", async () => {
  const { client, server } = shop();
  await expect(importConfig(client, files({ "x/y.yaml": "a: 1" }))).rejects.toBeInstanceOf(ConfigurationError);
  await expect(importConfig(client, files({}))).rejects.toBeInstanceOf(ConfigurationError);
  await expect(importConfig(client, files({}), { include: ["computed_fields" as never] })).rejects.toMatchObject({
    field: "include",
  });
  await expect(importConfig(client, files({}), { dryrun: true } as never)).rejects.toMatchObject({ field: "dryrun" });
  await expect(exportConfig(client, { include: [] })).rejects.toMatchObject({ field: "include" });
  expect(server.requests).toEqual([]);
  await expect(exportConfig(client, { datastores: ["none"] })).rejects.toBeInstanceOf(NotFoundError);
});

test("what is not included is neither exported nor written; datastores are then found by name", async () => {
  const { client, server } = shop();
  const given = files({
    "connections/new.yaml": named("new", "type: postgresql\n"),
    [SHOP]: named("shop", "database: other\n"),
    "datastores/gone/_datastore.yaml": named("gone"),
    "datastores/gone/checks/x.yaml": "rule_type: notNull\ncontainer: Orders\n",
    [container("ct")]: computedTable("ct"),
    "datastores/shop/checks/x.yaml": "rule_type: notNull\ncontainer: Orders\nfields: [id]\n",
  });
  const result = await importConfig(client, given, { include: ["checks"] });
  expect(result).toMatchObject({
    ok: false,
    connections: { created: 0 },
    datastores: {
      created: 0,
      updated: 0,
      failed: 0,
      errors: [
        {
          file: "datastores/gone/_datastore.yaml",
          message: "there is no datastore gone, and datastores are not included",
        },
      ],
    },
    containers: { created: 0, skipped: [] },
    checks: { created: 1, skipped: [{ file: "datastores/gone/checks/x.yaml" }] },
  });
  expect(server.state.datastores[0]?.database).toBeNull();
  expect(await importConfig(client, given, { include: ["connections"] })).toMatchObject({
    ok: true,
    connections: { created: 1 },
    sync: { created: 0 },
    datastores: { updated: 0 },
  });
  const { files: exported, counts } = await exportConfig(client, { include: ["checks"], datastores: ["shop"] });
  expect([...exported.keys()]).toEqual(["datastores/shop/checks/orders/notnull__id.yaml"]);
  expect(counts).toEqual({ checks: 1 });
});

test("a dry run tells what would be created and updated, down to datastores that do not exist, and writes nothing", async () => {
  const { client, server } = shop();
  const given = files({
    "connections/pg.yaml": named("pg", `type: postgresql\npassword: ${placeholder("NOT_SET")}\n`),
    "connections/new.yaml": named("new", "type: postgresql\n"),
    [SHOP]: named("shop", "enrich_datastore_name: fresh\n"),
    "datastores/fresh/_datastore.yaml": named("fresh", "connection_name: new\n"),
    "datastores/fresh/containers/f/_container.yaml": computedFile("f", "whatever a sync finds"),
    "datastores/fresh/containers/tab/computed_fields/x.yaml": named("x", "transformation: convertFormattedNumeric\n"),
    "datastores/fresh/checks/x.yaml": "rule_type: notNull\ncontainer: whatever a sync finds\n",
    [container("ct")]: computedTable("ct"),
    [container("cf")]: computedFile("cf", "ct"),
    "datastores/shop/containers/ct/computed_fields/x.yaml": named("x", "transformation: convertFormattedNumeric\n"),
    "datastores/shop/checks/a.yaml": "rule_type: notNull\ncontainer: ct\nfields: [id]\n",
    "datastores/shop/checks/b.yaml": "rule_type: notNull\ncontainer: none\nfields: [id]\n",
  });
  const seen: string[] = [];
  const result = await importConfig(client, given, {
    dryRun: true,
    onProgress: ({ type, outcome }) => seen.push(`${type} ${outcome}`),
  });
  expect(result).toMatchObject({
    connections: { created: 1, updated: 1, failed: 0 },
    datastores: { created: 1, updated: 1, errors: [] },
    sync: { created: 0 },
    containers: { created: 3, failed: 0 },
    computedFields: { created: 2, failed: 0 },
    checks: { created: 2, failed: 1, errors: [{ file: "datastores/shop/checks/b.yaml" }] },
  });
  expect(seen).toHaveLength(12);
  expect(new Set(server.requests.map(({ verb }) => verb))).toEqual(new Set(["GET"]));
});

test("two datastores of one name, or two files of one datastore, are told apart", async () => {
  const { client } = world({ connections: [{ name: "pg" }], datastores: [{ name: "a" }, { name: "a" }] });
  const { files: exported, warnings } = await exportConfig(client, { include: ["datastores"] });
  expect([...exported.keys()]).toEqual(["datastores/a/_datastore.yaml"]);
  expect(warnings).toEqual([{ file: null, message: "datastores 1 and 2 are both called a: the second is left out" }]);
  expect(await importConfig(client, exported, { include: ["datastores"] })).toMatchObject({
    datastores: { failed: 1, errors: [{ message: "2 datastores have the name a: 1, 2" }] },
  });
  const twice = files({
    "datastores/x/_datastore.yaml": named("b", "connection_name: pg\n"),
    "datastores/y/_datastore.yaml": named("b", "connection_name: pg\n"),
  });
  expect(await importConfig(client, twice, { include: ["datastores"] })).toMatchObject({
    datastores: {
      created: 1,
      failed: 1,
      errors: [
        { file: "datastores/y/_datastore.yaml", message: "datastores/x/_datastore.yaml is about the datastore b too" },
      ],
    },
  });
});

test("a failed sync is reported, and the import goes on", async () => {
  const { client, server } = shop();
  server.planOperation({ result: "failure", message: "no route to host" });
  const result = await importConfig(
    client,
    files({
      [SHOP]: named("shop"),
      "datastores/shop/checks/a.yaml": "rule_type: notNull\ncontainer: Orders\nfields: [id]\n",
    }),
  );
  expect(result).toMatchObject({
    ok: false,
    sync: {
      created: 0,
      failed: 1,
      errors: [{ file: "datastores/shop", message: expect.stringContaining("no route to host") }],
    },
    checks: { created: 1 },
  });
});

test("an export reaches the connection of an enrichment datastore that is not exported itself, and tells how far it is", async () => {
  const { client } = world({
    connections: [{ name: "unused" }, { name: "pg" }, { name: "lake" }],
    datastores: [
      { name: "sink", connection: "lake" },
      { name: "shop", connection: "pg", enrichment: "sink" },
      { name: "other", connection: "pg" },
    ],
  });
  const seen: unknown[] = [];
  const { files: exported } = await exportConfig(client, {
    datastores: ["shop", 3, "shop"],
    onProgress: (one) => seen.push(one),
  });
  expect([...exported.keys()]).toEqual([
    "connections/lake.yaml",
    "connections/pg.yaml",
    "datastores/other/_datastore.yaml",
    "datastores/shop/_datastore.yaml",
  ]);
  expect(exported.get("datastores/shop/_datastore.yaml")).toMatch(
    /^connection_name: pg\nenrich_datastore_name: sink\n/,
  );
  expect(seen).toEqual(["shop", "other"].map((file) => ({ type: "datastores", file, outcome: "exported" })));
});

test("the id of a connection that may not be read stays, and a warning says so", async () => {
  const { client, server } = shop();
  server.failNext({ kind: "status", status: 403, body: { detail: "no" } }, { on: "GET /connections", times: 2 });
  const { files: exported, warnings } = await exportConfig(client, { include: ["datastores"] });
  expect(exported.get(SHOP)).toMatch(/^connection_id: 1\n/);
  expect(warnings).toEqual([{ file: SHOP, message: "connection 1 cannot be read: its id stays" }]);
  expect(await importConfig(client, exported, { include: ["datastores"] })).toMatchObject({
    ok: true,
    datastores: { updated: 1 },
  });
  server.clearFaults();
  server.failNext({ kind: "status", status: 403, body: { detail: "no" } }, { on: "GET /connections" });
  await expect(exportConfig(client)).rejects.toThrow("no");
});
