import {
  AuthorizationError,
  NotFoundError,
  ResponseValidationError,
  UnprocessableError,
  ValidationError,
} from "dqgate";
import { metricDefinitionModel, metricSnapshotModel, metricsSummaryModel } from "dqgate/anomalyarmor";
import type { MetricSeed } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { KEY, world } from "./world.js";

const ORDERS = "pg.shop.public.orders";
const ASSETS = [
  { qualifiedName: ORDERS, rowCount: 500 },
  { qualifiedName: "pg.shop.public.customers", rowCount: 7 },
];
const METRIC = {
  id: "m-1",
  internal_id: 5,
  asset_id: 9,
  table_path: "public.orders",
  metric_type: "row_count",
};
const SNAPSHOT = { id: 1, metric_definition_id: 5, value: 3.5, captured_at: "2026-01-05T10:00:00" };

const start = (...metrics: Omit<MetricSeed, "asset">[]) =>
  world({ assets: ASSETS, metrics: metrics.map((one) => ({ asset: ORDERS, ...one })) });

describe("the models of metrics", () => {
  it("read a metric of the fewest fields", () => {
    expect(metricDefinitionModel.read(METRIC)).toEqual({
      id: "m-1",
      internalId: 5,
      assetId: 9,
      tablePath: "public.orders",
      columnName: null,
      metricType: "row_count",
      captureInterval: "daily",
      sensitivity: null,
      isActive: true,
      groupByColumns: null,
      percentileValue: null,
      createdAt: null,
      snapshots: null,
    });
  });

  it.each(["id", "internal_id", "asset_id", "table_path", "metric_type"])("need a metric's %s", async (field) => {
    const { armor, client } = start();
    armor.failNext({ kind: "json", body: { data: { ...METRIC, [field]: undefined } } });
    const error = await client.metrics.get(ORDERS, "m-1").catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ResponseValidationError);
    const path = field.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    expect((error as ResponseValidationError).issues.map((issue) => issue.path)).toEqual([[path]]);
  });

  it("keep new types, intervals and unknown fields", () => {
    const told = { ...METRIC, metric_type: "entropy", capture_interval: "fortnightly", last_value: 3, name: "n" };
    expect(metricDefinitionModel.read(told)).toMatchObject({
      metricType: "entropy",
      captureInterval: "fortnightly",
      last_value: 3,
      name: "n",
    });
  });

  it("read both spellings of the summary, and take no health for granted", () => {
    const counts = { total_metrics: 2, active_metrics: 1 };
    const read = (more: object): unknown => metricsSummaryModel.read({ ...counts, ...more });
    expect(read({ passing: 4, failing: 3 })).toMatchObject({ passing: 4, failing: 3 });
    expect(read({ passing_count: 4, failing_count: 3 })).toMatchObject({ passing: 4, failing: 3 });
    expect(read({})).toMatchObject({ totalChecks: 0, passing: 0, failing: 0, warning: 0, error: 0 });
    expect(read({})).toMatchObject({ healthPercentage: null });
    expect(read({ health_percentage: 66.7 })).toMatchObject({ healthPercentage: 66.7 });
  });

  it("read a snapshot: its status as it is told, its time as UTC", () => {
    expect(metricSnapshotModel.read(SNAPSHOT)).toEqual({
      id: 1,
      metricDefinitionId: 5,
      value: 3.5,
      capturedAt: new Date("2026-01-05T10:00:00Z"),
      isAnomaly: false,
      zScore: null,
      status: null,
      groupValues: null,
    });
    const told = { ...SNAPSHOT, status: "WARNING", z_score: -2.5, group_values: { the_Country: "fr" } };
    expect(metricSnapshotModel.read(told)).toMatchObject({
      status: "WARNING",
      zScore: -2.5,
      groupValues: { the_Country: "fr" },
    });
  });
});

describe("metrics.get", () => {
  it.each([
    ["within the metric", { data: { ...METRIC, snapshots: [SNAPSHOT] } }],
    ["beside the metric", { data: { metric: METRIC, snapshots: [SNAPSHOT] } }],
    ["in the generic wrapper", { success: true, data: { metric: METRIC, snapshots: [SNAPSHOT] }, error: null }],
    ["without a wrapper", { ...METRIC, snapshots: [SNAPSHOT] }],
  ])("finds the snapshots %s", async (_, body) => {
    const { armor, client } = start();
    armor.failNext({ kind: "json", body });
    const metric = await client.metrics.get(ORDERS, "m-1");
    expect(metric).toMatchObject({ id: "m-1", snapshots: [{ value: 3.5 }] });
  });

  it("gives as many snapshots as asked for, or none", async () => {
    const { armor, client } = start({ id: "m-1", metricType: "row_count", snapshots: [{ value: 1 }, { value: 2 }] });
    const one = await client.metrics.get(ORDERS, "m-1", { snapshotLimit: 1 });
    expect(one.snapshots?.map(({ value }) => value)).toEqual([1]);
    const none = await client.metrics.get(ORDERS, "m-1", { includeSnapshots: false });
    expect(none.snapshots).toBeNull();
    expect(armor.requests.at(-1)?.query).toEqual({ include_snapshots: "false", snapshot_limit: "30" });
  });

  it("refuses the internal number before anything is sent", async () => {
    const { armor, client } = start({ metricType: "row_count" });
    await expect(client.metrics.get(ORDERS, 5)).rejects.toThrow(/metric: expected the public id/);
    await expect(client.metrics.delete(ORDERS, "5")).rejects.toBeInstanceOf(ValidationError);
    await expect(client.metrics.list(9).toArray()).rejects.toThrow(/asset: expected the asset's UUID/);
    expect(armor.requests).toHaveLength(0);
  });

  it("says that there is no such metric of this asset", async () => {
    const { client } = start({ id: "m-1", metricType: "row_count" });
    await expect(client.metrics.get("pg.shop.public.customers", "m-1")).rejects.toBeInstanceOf(NotFoundError);
    await expect(client.metrics.get("pg.none", "m-1")).rejects.toBeInstanceOf(NotFoundError);
  });
});

describe("metrics.list", () => {
  it("gives the asset's metrics across pages, and filters them", async () => {
    const { client } = start(
      ...Array.from({ length: 5 }, (_, at) => ({ metricType: at < 3 ? "row_count" : "mean", isActive: at !== 0 })),
    );
    const all = await client.metrics.list(ORDERS, { limit: 2 }).toArray();
    expect(all).toHaveLength(5);
    expect(new Set(all.map(({ id }) => id)).size).toBe(5);
    await expect(client.metrics.list(ORDERS, { metricType: "row_count" })).resolves.toMatchObject({ total: 3 });
    await expect(client.metrics.list(ORDERS, { isActive: false })).resolves.toMatchObject({ total: 1 });
    await expect(client.metrics.list("pg.shop.public.customers")).resolves.toMatchObject({ total: 0, items: [] });
  });

  it.each([
    ["under items", { data: { items: [METRIC], total: 1 } }],
    ["under data, with pagination", { data: { data: [METRIC], pagination: { total: 1, has_more: false } } }],
    ["as the data itself", { data: [METRIC] }],
    ["under their own name", { success: true, data: { metrics: [METRIC], total: 1 } }],
    ["without a wrapper", [METRIC]],
  ])("reads a list %s", async (_, body) => {
    const { armor, client } = start();
    armor.failNext({ kind: "json", body });
    await expect(client.metrics.list(ORDERS).toArray()).resolves.toMatchObject([{ id: "m-1" }]);
  });

  it("refuses pages that the platform does not have", async () => {
    const { client } = start();
    await expect(client.metrics.list(ORDERS, { limit: 101 }).toArray()).rejects.toThrow(/limit/);
    await expect(client.metrics.snapshots(ORDERS, "m-1", { limit: 0 }).toArray()).rejects.toThrow(/limit/);
    await expect(client.metrics.list(ORDERS, { kind: "mean" } as never).toArray()).rejects.toThrow(/kind/);
  });
});

describe("what is written of metrics", () => {
  it("has the documented defaults", async () => {
    const { armor, client } = start();
    await client.metrics.create(ORDERS, { metricType: "row_count", tablePath: "public.orders" });
    expect(armor.requests[0]?.body).toEqual({
      metric_type: "row_count",
      table_path: "public.orders",
      capture_interval: "daily",
      sensitivity: 1,
    });
  });

  it.each([
    [{ metricType: "null_percent", tablePath: "t" }, "columnName"],
    [{ metricType: "percentile", tablePath: "t", columnName: "c" }, "percentileValue"],
    [{ metricType: "row_count", tablePath: " " }, "tablePath"],
    [{ metricType: "", tablePath: "t" }, "metricType"],
    [{ metricType: "row_count", tablePath: "t", sensitivity: Number.NaN }, "sensitivity"],
    [{ metricType: "row_count", tablePath: "t", column_name: "c" }, "column_name"],
  ])("is refused where it cannot be right: %j", async (body, field) => {
    const { armor, client } = start();
    const error = await client.metrics.create(ORDERS, body as never).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ValidationError);
    expect((error as ValidationError).issues[0]?.path).toEqual([field]);
    expect(armor.requests).toHaveLength(0);
  });

  it("takes types that only the platform knows", async () => {
    const { client } = start();
    const made = await client.metrics.create(ORDERS, { metricType: "freshness", tablePath: "public.orders" });
    expect(made.metricType).toBe("freshness");
  });

  it("is refused by the platform where a column is missing", async () => {
    const { client } = start();
    const body = { metric_type: "mean", table_path: "public.orders" };
    const error = await client
      .request("POST", `/sdk/metrics/${ORDERS}`, { body })
      .catch((caught: unknown) => caught as UnprocessableError);
    expect(error).toBeInstanceOf(UnprocessableError);
    expect(error).toMatchObject({ fieldErrors: { column_name: expect.any(String) } });
  });

  it("needs a key that may write", async () => {
    const { client } = world({ assets: ASSETS, keys: [{ key: KEY, scope: "read-only" }] });
    await expect(
      client.metrics.create(ORDERS, { metricType: "row_count", tablePath: "public.orders" }),
    ).rejects.toBeInstanceOf(AuthorizationError);
    await expect(
      client.metrics.dryRun({ assetId: ORDERS, tablePath: "public.orders", metricType: "row_count" }),
    ).resolves.toMatchObject({ totalSnapshots: 0 });
  });

  it("changes and deletes what is there", async () => {
    const { client } = start({ id: "m-1", metricType: "row_count" });
    await client.metrics.update(ORDERS, "m-1", { isActive: false });
    await expect(client.metrics.get(ORDERS, "m-1")).resolves.toMatchObject({ isActive: false, sensitivity: 1 });
    await client.metrics.delete(ORDERS, "m-1");
    await expect(client.metrics.delete(ORDERS, "m-1")).rejects.toBeInstanceOf(NotFoundError);
  });
});

describe("what metrics measure", () => {
  it("is captured, kept and counted", async () => {
    const { client } = start(
      { id: "m-1", metricType: "row_count", captures: [{ value: 10 }, { value: 99, isAnomaly: true }] },
      { id: "m-2", metricType: "mean", columnName: "amount", isActive: false },
    );
    await expect(client.metrics.summary(ORDERS)).resolves.toMatchObject({ totalChecks: 0, healthPercentage: 100 });
    await client.metrics.capture(ORDERS, "m-1");
    const second = await client.metrics.capture(ORDERS, "m-1");
    expect(second).toMatchObject({ snapshotCount: 1, snapshots: [{ value: 99, isAnomaly: true, status: "FAIL" }] });
    const values = (await client.metrics.snapshots(ORDERS, "m-1").toArray()).map(({ value }) => value);
    expect(values).toEqual([99, 10]);
    await expect(client.metrics.summary(ORDERS)).resolves.toMatchObject({
      totalMetrics: 2,
      activeMetrics: 1,
      totalChecks: 1,
      failing: 1,
      healthPercentage: 0,
    });
  });

  it("is counted by the newest snapshot, in whatever order they are listed", async () => {
    const { client } = start({
      metricType: "row_count",
      snapshots: [
        { value: 1, hoursAgo: 9 },
        { value: 2, hoursAgo: 1, status: "WARNING" },
        { value: 3, hoursAgo: 5, isAnomaly: true },
      ],
    });
    await expect(client.metrics.summary(ORDERS)).resolves.toMatchObject({
      totalMetrics: 1,
      totalChecks: 1,
      warning: 1,
      passing: 0,
      failing: 0,
      healthPercentage: 0,
    });
  });

  it("shows how often a limit would have alerted", async () => {
    const { client } = start({
      id: "m-1",
      metricType: "row_count",
      snapshots: [10, 10, 10, 10, 60].map((value) => ({ value })),
    });
    const run = await client.metrics.dryRun({
      assetId: ORDERS,
      tablePath: "public.orders",
      metricType: "row_count",
      sensitivity: 1.5,
      lookbackDays: 7,
    });
    expect(run).toMatchObject({
      metricId: "m-1",
      thresholdType: "std_dev",
      thresholdValue: 1.5,
      totalSnapshots: 5,
      wouldAlertCount: 1,
      alertRatePercent: 20,
      avgValue: 20,
      minValue: 10,
      maxValue: 60,
      sampleAlerts: [{ value: 60, wouldAlert: true, capturedAt: expect.any(Date) }],
    });
  });

  it("is not tried for an asset that a number names", async () => {
    const { client } = start();
    await expect(
      client.metrics.dryRun({ assetId: "12", tablePath: "t", metricType: "row_count" }),
    ).rejects.toBeInstanceOf(ValidationError);
  });
});
