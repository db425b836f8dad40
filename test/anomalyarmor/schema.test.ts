import { NotFoundError, ResponseValidationError, UnprocessableError, ValidationError } from "dqgate";
import { schemaChangeModel } from "dqgate/anomalyarmor";
import { describe, expect, it } from "vitest";
import { ORDERS, ORDERS_ID } from "./calls/sample.js";
import { world } from "./world.js";

const assets = [{ id: ORDERS_ID, qualifiedName: ORDERS }, { qualifiedName: "pg.shop.public.customers" }];

const CHANGE = { id: "c1", change_type: "column_added", detected_at: "2026-01-02T03:04:05" };

describe("schema.changes", () => {
  it("filters on the platform and turns pages", async () => {
    const { client, armor } = world({
      assets,
      schemaChanges: [
        { asset: ORDERS, changeType: "column_added", columnName: "a", newValue: "TEXT", hoursAgo: 3 },
        { asset: ORDERS, changeType: "column_dropped", columnName: "b", oldValue: "TEXT", severity: "critical" },
        { asset: ORDERS, changeType: "column_added", columnName: "c", acknowledged: true, hoursAgo: 2 },
        { asset: "pg.shop.public.customers", changeType: "table_added", severity: "info" },
      ],
    });
    const names = await client.schema.changes({ assetId: ORDERS, limit: 1 }).toArray();
    expect(names.map(({ columnName }) => columnName)).toEqual(["b", "c", "a"]);
    expect(armor.requests.map(({ query }) => query.offset)).toEqual(["0", "1", "2"]);
    const open = await client.schema.changes({ assetId: ORDERS_ID, unacknowledgedOnly: true }).toArray();
    expect(open.map(({ columnName }) => columnName)).toEqual(["b", "a"]);
    const critical = await client.schema.changes({ severity: "critical" });
    expect(critical.items).toMatchObject([{ changeType: "column_dropped", oldValue: "TEXT", newValue: null }]);
  });

  it("sends no flag that is false, and nothing that is not set", async () => {
    const { client, armor } = world({ assets });
    await client.schema.changes({ unacknowledgedOnly: false, assetId: undefined });
    expect(armor.requests[0]?.query).toEqual({ limit: "50", offset: "0" });
  });

  it("says that there is no such asset", async () => {
    const { client } = world({ assets });
    await expect(client.schema.changes({ assetId: "pg.none" })).rejects.toBeInstanceOf(NotFoundError);
  });

  it.each([
    ["a list with pages inside", { data: { data: [CHANGE], pagination: { total: 1 } } }],
    ["a list with pages beside it", { data: [CHANGE], pagination: { total: 1, has_more: false } }],
    ["a list under its own name", { success: true, data: { asset: { id: ORDERS_ID }, changes: [CHANGE] } }],
    ["a bare list", [CHANGE]],
  ])("reads %s", async (_, body) => {
    const { client, armor } = world({ assets });
    armor.failNext({ kind: "json", body });
    const { items } = await client.schema.changes();
    expect(items).toEqual([
      {
        id: "c1",
        assetId: null,
        qualifiedName: null,
        changeType: "column_added",
        severity: null,
        columnName: null,
        oldValue: null,
        newValue: null,
        detectedAt: new Date("2026-01-02T03:04:05Z"),
        acknowledged: false,
        discoveryId: null,
      },
    ]);
  });

  it("takes any JSON as a value, unknown words, and fields that it does not know", async () => {
    const { client, armor } = world({ assets });
    const changed = {
      ...CHANGE,
      change_type: "column_moved",
      severity: "catastrophic",
      object_type: "column",
      object_name: "id",
      old_value: { type: "INT", snake_case: 1 },
      new_value: 0,
    };
    armor.failNext({ kind: "json", body: { data: [changed, { ...changed, id: "c2", object_type: "table" }] } });
    const { items } = await client.schema.changes();
    expect(items[0]).toMatchObject({
      changeType: "column_moved",
      severity: "catastrophic",
      columnName: "id",
      oldValue: { type: "INT", snake_case: 1 },
      newValue: 0,
      object_name: "id",
    });
    expect(items[1]?.columnName).toBeNull();
  });

  it("refuses a change without an id, by its place", async () => {
    const { client, armor } = world({ assets });
    armor.failNext({ kind: "json", body: { data: [CHANGE, { ...CHANGE, id: null }] } });
    const error = await client.schema.changes().then(null, (caught: unknown) => caught);
    expect(error).toBeInstanceOf(ResponseValidationError);
    expect((error as ResponseValidationError).issues[0]?.path).toEqual([1, "id"]);
  });

  it("names the column in the schema's reading too", () => {
    const read = schemaChangeModel.schema.parse({ ...CHANGE, object_type: "column", object_name: "id" });
    expect(read.columnName).toBe("id");
  });
});

describe("schema.summary", () => {
  it.each([
    ["one source", { changes_last_24h: 3 }, { changesLast24h: 3, totalChanges: null, lastCheck: null }],
    [
      "the other",
      {
        total_changes: 9,
        unacknowledged: 2,
        critical_count: 1,
        warning_count: 1,
        info_count: 7,
        last_check: "2026-01-02",
      },
      { changesLast24h: null, totalChanges: 9, unacknowledged: 2, lastCheck: new Date("2026-01-02") },
    ],
    ["neither", {}, { changesLast24h: null, totalChanges: null }],
  ])("reads what %s tells", async (_, data, told) => {
    const { client, armor } = world();
    armor.failNext({ kind: "json", body: { data } });
    expect(await client.schema.summary()).toMatchObject(told);
  });

  it("takes no params, and says so", async () => {
    const { client, armor } = world();
    await expect(client.schema.summary({ days: 1 } as Record<never, never>)).rejects.toBeInstanceOf(ValidationError);
    expect(armor.requests).toEqual([]);
  });
});

describe("schema.refresh", () => {
  it("starts a job after which new changes are known", async () => {
    const { client } = world({
      assets,
      schemaChanges: [{ asset: ORDERS, changeType: "table_removed", foundByRefresh: true }],
    });
    expect((await client.schema.changes()).items).toEqual([]);
    const job = await client.schema.refresh(ORDERS);
    expect(await client.jobs.waitForJob(job.jobId)).toMatchObject({ state: "succeeded", assetId: ORDERS_ID });
    expect((await client.schema.changes()).items).toMatchObject([{ changeType: "table_removed" }]);
    expect(await client.schema.summary()).toMatchObject({ changesLast24h: 1, unacknowledged: 1 });
  });

  it("is not repeated when the answer is lost", async () => {
    const { client, armor } = world({ assets });
    armor.failNext({ kind: "lose" });
    await expect(client.schema.refresh(ORDERS)).rejects.toMatchObject({ kind: "transport" });
    expect(armor.state.jobs).toHaveLength(1);
  });
});

describe("schema.get", () => {
  it("keeps what it does not know, whichever of the two shapes comes", async () => {
    const { client, armor } = world({ assets });
    armor.failNext({ kind: "json", body: { data: { enabled: true, schedule: { type: "daily" } } } });
    expect(await client.schema.get(ORDERS)).toEqual({
      assetId: null,
      qualifiedName: null,
      recentChanges: [],
      totalUnacknowledged: null,
      enabled: true,
      schedule: { type: "daily" },
    });
  });

  it.each(["12345", "11111111", "", "..", 7])("refuses %o before anything is sent", async (asset) => {
    const { client, armor } = world({ assets });
    await expect(client.schema.get(asset)).rejects.toMatchObject({ issues: [{ path: ["asset"] }] });
    expect(armor.requests).toEqual([]);
  });
});

describe("schema monitoring", () => {
  it("starts daily, with a baseline, unless told otherwise", async () => {
    const { client, armor } = world({ assets });
    const status = await client.schema.enableMonitoring(ORDERS);
    expect(armor.requests[0]?.body).toEqual({ schedule_type: "daily", auto_create_baseline: true });
    expect(status).toMatchObject({ monitoringEnabled: true, scheduleLabel: "Every day", lastCheckAt: null });
    expect(status.baselineCapturedAt).toBeInstanceOf(Date);
    expect(await client.schema.dryRun({ assetId: ORDERS })).toMatchObject({
      baselineExists: true,
      tablesInBaseline: 1,
    });
  });

  it("ends, whatever the platform answers", async () => {
    const { client, armor } = world({ assets });
    await client.schema.enableMonitoring(ORDERS);
    armor.failNext({ kind: "empty" });
    expect(await client.schema.disableMonitoring(ORDERS)).toBeNull();
    expect(armor.state.of("schemaMonitoring")).toEqual([]);
    armor.failNext({ kind: "json", body: { success: true, data: null } });
    expect(await client.schema.disableMonitoring(ORDERS)).toBeNull();
    armor.failNext({ kind: "json", body: { data: { deleted: true } } });
    expect(await client.schema.disableMonitoring(ORDERS)).toMatchObject({ monitoringEnabled: false, assetId: null });
  });

  it("tells the platform's complaint about a schedule that it does not know", async () => {
    const { client } = world({ assets });
    const error = await client.schema.enableMonitoring(ORDERS, { scheduleType: "yearly" }).catch((caught) => caught);
    expect(error).toBeInstanceOf(UnprocessableError);
    expect(error.fieldErrors).toHaveProperty("schedule_type");
  });

  it("needs a read-write key, and a dry run does not", async () => {
    const key = "aa_test_0123456789abcdef0123456789abcdef";
    const { client } = world({ assets, keys: [{ key, scope: "read-only" }] });
    await expect(client.schema.createBaseline(ORDERS)).rejects.toMatchObject({ requiredScope: "read-write" });
    expect(await client.schema.dryRun({ assetId: ORDERS })).toMatchObject({
      baselineExists: false,
      totalChanges: 0,
    });
  });

  it("makes a baseline without a description", async () => {
    const { client, armor } = world({ assets });
    expect(await client.schema.createBaseline(ORDERS)).toMatchObject({ description: null, columnCount: 0 });
    expect(armor.requests[0]?.body).toEqual({});
  });

  it("counts the tables below a name", async () => {
    const { client } = world({
      assets: [
        { qualifiedName: "pg.shop" },
        { qualifiedName: "pg.shop.public.a" },
        { qualifiedName: "pg.shop.public.b" },
      ],
      schemaChanges: [{ asset: "pg.shop.public.a", changeType: "column_added" }],
    });
    expect(await client.schema.dryRun({ assetId: "pg.shop" })).toMatchObject({ tablesInCurrent: 2, totalChanges: 1 });
    expect(await client.schema.dryRun({ assetId: "pg.shop", tablePath: "public.b" })).toMatchObject({
      tablesInCurrent: 1,
      totalChanges: 0,
    });
  });

  it.each([{ lookbackDays: 0 }, { lookbackDays: 1.5 }, { tablePath: " " }, { assetId: "12" }])(
    "refuses a dry run with %o",
    async (wrong) => {
      const { client, armor } = world({ assets });
      await expect(client.schema.dryRun({ assetId: ORDERS, ...wrong })).rejects.toBeInstanceOf(ValidationError);
      expect(armor.requests).toEqual([]);
    },
  );
});
