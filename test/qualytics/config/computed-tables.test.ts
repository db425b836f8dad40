import { ConfigurationError, NotFoundError } from "dqgate";
import type { QualyticsClient } from "dqgate/qualytics";
import { importComputedTables, previewComputedTables } from "dqgate/qualytics/config";
import { expect, onTestFinished, test, vi } from "vitest";
import { type World, world } from "../world.js";

const HEADER = "name,description,query\n";

test.each([
  ["SELECT id FROM t", "SELECT id FROM t"],
  ['select o.id, `a b`, "c".d, * from t', 'select o.id, `a b`, "c".d, * from t'],
  ["SELECT o.* EXCEPT (x), count(*) FROM t", "SELECT o.* EXCEPT (x), count(*) as expr_2 FROM t"],
  ["SELECT a + b, c FROM t", "SELECT a + b as expr_1, c FROM t"],
  ['SELECT a + b AS total, c d, count(*) n, e*2 "x" FROM t', 'SELECT a + b AS total, c d, count(*) n, e*2 "x" FROM t'],
  [
    "SELECT CASE WHEN a THEN 1 ELSE 2 END, a IS NULL, NOT b, 'it''s, x' FROM t",
    "SELECT CASE WHEN a THEN 1 ELSE 2 END as expr_1, a IS NULL as expr_2, NOT b as expr_3, 'it''s, x' as expr_4 FROM t",
  ],
  ["SELECT CASE WHEN a THEN 1 END flag FROM t", "SELECT CASE WHEN a THEN 1 END flag FROM t"],
  [
    "SELECT DISTINCT a::int, EXTRACT(year FROM d) FROM t",
    "SELECT DISTINCT a::int as expr_1, EXTRACT(year FROM d) as expr_2 FROM t",
  ],
  ["SELECT a IS DISTINCT FROM b FROM t", "SELECT a IS DISTINCT FROM b as expr_1 FROM t"],
  ["SELECT DISTINCT ON (a, b) a, max(b) FROM t", "SELECT DISTINCT ON (a, b) a, max(b) as expr_2 FROM t"],
  ["SELECT TOP 10 a, b+1 FROM t", "SELECT TOP 10 a, b+1 as expr_2 FROM t"],
  [
    "WITH c AS (SELECT max(x) FROM t) SELECT min(x) -- the least, FROM t\nFROM c",
    "WITH c AS (SELECT max(x) FROM t) SELECT min(x) as expr_1 -- the least, FROM t\nFROM c",
  ],
  [
    "SELECT 1, (SELECT max(a), 2 FROM u) /* , x */ FROM t",
    "SELECT 1 as expr_1, (SELECT max(a), 2 FROM u) as expr_2 /* , x */ FROM t",
  ],
  ["SELECT expr_1, a+b, expr_2 FROM t", "SELECT expr_1, a+b as expr_5, expr_2 FROM t"],
  ["SELECT a+b", "SELECT a+b"],
  ["SELECT (a FROM t", "SELECT (a FROM t"],
  ["SELECT 'it\\'s', a+b FROM t", "SELECT 'it\\'s', a+b FROM t"],
  ["UPDATE t SET a = 1", "UPDATE t SET a = 1"],
])("the query %j becomes %j", async (query, expected) => {
  const { tables } = await previewComputedTables([
    ["name", "description", "query"],
    ["t", "", query],
  ]);
  expect(tables[0]?.query).toBe(expected);
});

test("rows of CSV and of text with tabs are read, and those that are passed over are told of", async () => {
  const csv = `\uFEFF${HEADER}a,first,"SELECT ""x"",\n  y FROM t"\n\nb,,\n,no name,SELECT 1\na,again,SELECT 2\nshort,row\nc,,SELECT z FROM t\n`;
  const preview = await previewComputedTables(csv, { file: "x.csv" });
  expect(preview).toEqual({
    tables: [
      { name: "a", tableName: "ct_a", description: "first", query: 'SELECT "x",\n  y FROM t', row: 1 },
      { name: "c", tableName: "ct_c", description: "", query: "SELECT z FROM t", row: 7 },
    ],
    warnings: [
      { row: 3, message: "b has no query" },
      { row: 4, message: "it has no name" },
      { row: 5, message: "a stands in an earlier row too" },
      { row: 6, message: "it has fewer than three cells" },
    ],
  });
  const tabs = await previewComputedTables("n\td\tq\na\tx, y\tSELECT z FROM t\nb\t\tSELECT 1\n", {
    file: "X.TXT",
    prefix: "",
    limit: 1,
  });
  expect(tabs.tables).toEqual([{ name: "a", tableName: "a", description: "x, y", query: "SELECT z FROM t", row: 1 }]);
  expect((await previewComputedTables("n|d|q\na||SELECT z FROM t", { delimiter: "|" })).tables).toHaveLength(1);
});

test("spreadsheets and malformed text are refused with a reason that repeats nothing", async () => {
  await expect(previewComputedTables("x", { file: "tables.xlsx" })).rejects.toThrow(
    "tables.xlsx: spreadsheets are not read here; save the sheet as CSV",
  );
  await expect(previewComputedTables("PK\u0003\u0004x")).rejects.toBeInstanceOf(ConfigurationError);
  const error: Error = await previewComputedTables(`${HEADER}a,"hunter2-secret,x\n`, { file: "x.csv" }).then(
    () => new Error("read"),
    (one) => one as Error,
  );
  expect(error).toBeInstanceOf(ConfigurationError);
  expect(error.message).toMatch(/^x\.csv cannot be read as rows: .* \(line \d\)$/);
  expect(JSON.stringify(error)).not.toContain("hunter2");
  await expect(previewComputedTables(7 as never)).rejects.toMatchObject({ field: "source" });
  await expect(previewComputedTables("", { limit: 0 })).rejects.toMatchObject({ field: "limit" });
});

test("where csv-parse is missing, texts say how to get it, and rows need none", async () => {
  vi.doMock("csv-parse/sync", () => {
    throw new Error("Cannot find package 'csv-parse'");
  });
  onTestFinished(() => vi.doUnmock("csv-parse/sync"));
  const error: unknown = await previewComputedTables(HEADER).catch((one: unknown) => one);
  expect(error).toBeInstanceOf(ConfigurationError);
  expect((error as Error).message).toContain("npm install csv-parse");
  expect(
    (
      await previewComputedTables([
        ["n", "d", "q"],
        ["a", "", "SELECT a FROM t"],
      ])
    ).tables,
  ).toHaveLength(1);
});

const shop = (): World =>
  world({
    datastores: [
      {
        name: "shop",
        containers: [
          { name: "orders", fields: ["id", "a`b"] },
          {
            name: "ct_there",
            type: "computed_table",
            fields: ["id"],
            settings: { query: "SELECT id FROM orders" },
            checks: [{ rule: "notNull", fields: ["id"] }],
          },
        ],
      },
    ],
  });

/** A client during whose waits each new computed table is profiled, as the platform does by itself. */
function profiling({ server, client }: World, plan: Parameters<typeof server.planOperation>[0] = {}): QualyticsClient {
  const seen = new Set(server.state.containers.map(({ id }) => id));
  const sleep = async (ms: number, signal?: AbortSignal): Promise<void> => {
    for (const { id, name } of server.state.containers.filter((one) => !seen.has(one.id))) {
      seen.add(id);
      server.planOperation(plan);
      await client.operations.run({ type: "profile", datastoreId: 1, containerNames: [name] });
    }
    await server.clock.sleep(ms, signal);
  };
  return client.with({ clock: { now: () => server.clock.now(), sleep } });
}

const ROWS = `${HEADER}missing_SF,Orders without a customer,"SELECT id, upper(id) FROM orders"\nthere,,SELECT id FROM orders\nplain_pg,,SELECT id FROM orders\n`;

test("each row becomes a table and a check of all its fields", async () => {
  const own = shop();
  const { server } = own;
  const result = await importComputedTables(profiling(own), ROWS, { datastore: "shop", tags: "pii; gold," });
  expect(result).toMatchObject({
    ok: true,
    tables: { created: 2, skipped: [{ file: "row 2", reason: "the table ct_there exists" }] },
    checks: { created: 2, skipped: [{ file: "row 2", reason: "the table ct_there has a check" }] },
    warnings: [],
  });
  const [, , made] = server.state.containers;
  expect(made).toMatchObject({
    name: "ct_missing_SF",
    container_type: "computed_table",
    description: "Orders without a customer",
    settings: { query: "SELECT id, upper(id) as expr_2 FROM orders" },
    additional_metadata: {
      description: "Orders without a customer",
      rule_id: "ct_missing",
      imported_from: "dqgate",
      import_timestamp: expect.stringMatching(/^2026-/),
    },
  });
  expect(server.state.checks.slice(1)).toMatchObject([
    {
      container_id: made?.id,
      rule_type: "satisfiesExpression",
      fields: ["id", "expr_2"],
      description: "Orders without a customer",
      coverage: 1,
      properties: { expression: "`id` IS NULL AND `expr_2` IS NULL" },
      tags: ["pii", "gold"],
      status: "Draft",
      additional_metadata: {
        rule_id: "missing",
        computed_table_name: "missing_SF",
        original_description: "Orders without a customer",
        imported_from: "dqgate",
      },
    },
    {
      description: "Satisfies expression check for plain_pg",
      additional_metadata: { rule_id: "plain", original_description: "" },
    },
  ]);
  // Nothing is done twice.
  expect(await importComputedTables(profiling(own), ROWS, { datastore: 1 })).toMatchObject({
    tables: { created: 0 },
    checks: { created: 0, failed: 0 },
  });
});

test("a profile that never comes, or fails, ends the wait with a warning; without fields there is no check", async () => {
  const own = shop();
  const start = own.server.clock.now();
  const result = await importComputedTables(own.client, ROWS, {
    datastore: "shop",
    profileTimeoutMs: 60_000,
  });
  expect(result).toMatchObject({ ok: false, tables: { created: 2, failed: 0 }, checks: { created: 0, failed: 2 } });
  expect(result.warnings[0]).toEqual({ row: 1, message: "ct_missing_SF: no profile of it had ended after 60000 ms" });
  expect(result.checks.errors[0]).toMatchObject({
    file: "row 1",
    message: "the table ct_missing_SF has no profiled fields to make a check of",
  });
  expect(own.server.clock.now() - start).toBe(120_000);

  const failing = shop();
  const failed = await importComputedTables(profiling(failing, { result: "failure" }), ROWS, { datastore: "shop" });
  expect(failed.warnings[0]?.message).toMatch(/^ct_missing_SF: its profile \d failed$/);
});

test("a profile that is older than the table is another's", async () => {
  const own = shop();
  const old = {
    id: 9,
    type: "profile",
    created: "2026-01-05T11:59:59Z",
    end_time: "2026-01-05T12:00:00Z",
    result: "success",
  };
  own.server.failNext(
    { kind: "json", body: { items: [old], total: 1, page: 1, size: 50, pages: 1 } },
    { on: "GET /operations" },
  );
  const rows = `${HEADER}new,,SELECT id FROM orders\n`;
  expect(await importComputedTables(profiling(own), rows, { datastore: "shop" })).toMatchObject({
    ok: true,
    checks: { created: 1 },
    warnings: [],
  });
});

test("a lost answer makes no second table, and no second check", async () => {
  const own = shop();
  own.server.failNext({ kind: "lose" }, { on: "POST /containers" });
  own.server.failNext({ kind: "lose" }, { on: "POST /quality-checks" });
  const result = await importComputedTables(profiling(own), ROWS, { datastore: "shop", checkStatus: "Active" });
  expect(result).toMatchObject({ ok: true, tables: { created: 2 }, checks: { created: 2 } });
  expect(own.server.state.containers).toHaveLength(4);
  expect(own.server.state.checks).toHaveLength(3);
  expect(own.server.state.checks[1]?.status).toBe("Active");
});

test("checks and waits can be left out, and a dry run writes nothing", async () => {
  const own = shop();
  const dry = await importComputedTables(own.client, ROWS, { datastore: "shop", dryRun: true });
  expect(dry).toMatchObject({ ok: true, tables: { created: 2 }, checks: { created: 2 } });
  expect(new Set(own.server.requests.map(({ verb }) => verb))).toEqual(new Set(["GET"]));
  expect(await importComputedTables(own.client, ROWS, { datastore: "shop", skipChecks: true })).toMatchObject({
    ok: true,
    tables: { created: 2 },
    checks: { created: 0, skipped: [] },
  });
  const start = own.server.clock.now();
  expect(
    await importComputedTables(own.client, `${HEADER}new,,SELECT id FROM orders\n`, {
      datastore: "shop",
      skipProfileWait: true,
    }),
  ).toMatchObject({ tables: { created: 1 }, checks: { failed: 1 }, warnings: [] });
  expect(own.server.clock.now()).toBe(start);
});

test("a row that fails stops no other, and wrong options stop all", async () => {
  const own = shop();
  own.server.failNext({ kind: "status", status: 400, body: { detail: "bad SQL" } }, { on: "POST /containers" });
  const result = await importComputedTables(profiling(own), ROWS, { datastore: "shop" });
  expect(result).toMatchObject({
    ok: false,
    tables: { created: 1, failed: 1, errors: [{ file: "row 1", message: "bad SQL" }] },
    checks: {
      created: 1,
      skipped: [{ file: "row 1", reason: "the table ct_missing_SF could not be made" }, { file: "row 2" }],
    },
  });
  await expect(importComputedTables(own.client, ROWS, { datastore: "none" })).rejects.toBeInstanceOf(NotFoundError);
  await expect(
    importComputedTables(own.client, ROWS, { datastore: 1, checkStatus: "Invalid" as never }),
  ).rejects.toMatchObject({ field: "checkStatus" });
  await expect(importComputedTables(own.client, ROWS, { datastore: 1, tags: [7 as never] })).rejects.toMatchObject({
    field: "tags",
  });
  await expect(importComputedTables(own.client, ROWS, { datastore: 1, profileTimeoutMs: -1 })).rejects.toMatchObject({
    field: "profileTimeoutMs",
  });
});
