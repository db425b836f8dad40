import type { AnomalyArmorClient, MetricDefinition } from "dqgate/anomalyarmor";
import { expect } from "vitest";
import { ORDERS, ORDERS_ID, sample } from "./sample.js";

const metric = (client: AnomalyArmorClient): Promise<MetricDefinition> =>
  client.metrics.create(ORDERS_ID, { metricType: "row_count", tablePath: "warehouse.orders" });

const measured = async (client: AnomalyArmorClient): Promise<MetricDefinition> => {
  const made = await metric(client);
  await client.metrics.capture(ORDERS_ID, made.id);
  return made;
};

export const metricCalls = [
  sample({
    method: "metrics.summary",
    arrange: measured,
    call: (client) => client.metrics.summary(ORDERS),
    gives: (summary) =>
      expect(summary).toMatchObject({
        totalMetrics: 1,
        activeMetrics: 1,
        totalChecks: 1,
        passing: 1,
        failing: 0,
        warning: 0,
        error: 0,
        healthPercentage: 100,
      }),
  }),
  sample({
    method: "metrics.list",
    arrange: metric,
    call: (client) => client.metrics.list(ORDERS_ID, { metricType: "row_count", isActive: true, limit: 5, offset: 0 }),
    query: { metric_type: "row_count", is_active: "true", limit: "5", offset: "0" },
    gives: (page) =>
      expect(page).toMatchObject({ total: 1, items: [{ metricType: "row_count", isActive: true, snapshots: null }] }),
  }),
  sample({
    method: "metrics.get",
    arrange: measured,
    call: (client, { id }) => client.metrics.get(ORDERS_ID, id),
    query: { include_snapshots: "true", snapshot_limit: "30" },
    gives: (one) =>
      expect(one).toMatchObject({
        metricType: "row_count",
        tablePath: "warehouse.orders",
        captureInterval: "daily",
        sensitivity: 1,
        createdAt: expect.any(Date),
        snapshots: [{ value: 1_000, capturedAt: expect.any(Date), isAnomaly: false, status: "PASS" }],
      }),
  }),
  sample({
    method: "metrics.create",
    call: (client) =>
      client.metrics.create(ORDERS_ID, {
        metricType: "percentile",
        tablePath: "warehouse.orders",
        columnName: "amount",
        captureInterval: "hourly",
        sensitivity: 2.5,
        groupByColumns: ["country"],
        percentileValue: 95,
      }),
    body: {
      metric_type: "percentile",
      table_path: "warehouse.orders",
      column_name: "amount",
      capture_interval: "hourly",
      sensitivity: 2.5,
      group_by_columns: ["country"],
      percentile_value: 95,
    },
    gives: (made) =>
      expect(made).toMatchObject({ columnName: "amount", percentileValue: 95, groupByColumns: ["country"] }),
  }),
  sample({
    method: "metrics.update",
    arrange: metric,
    call: (client, { id }) =>
      client.metrics.update(ORDERS_ID, id, { isActive: false, captureInterval: "weekly", sensitivity: 3 }),
    body: { is_active: false, capture_interval: "weekly", sensitivity: 3 },
    gives: (changed) => expect(changed).toMatchObject({ isActive: false, captureInterval: "weekly", sensitivity: 3 }),
  }),
  sample({
    method: "metrics.delete",
    arrange: metric,
    call: (client, { id }) => client.metrics.delete(ORDERS_ID, id),
    gives: (nothing) => expect(nothing).toBeUndefined(),
  }),
  sample({
    method: "metrics.capture",
    arrange: metric,
    call: (client, { id }) => client.metrics.capture(ORDERS_ID, id),
    gives: (capture) => expect(capture).toMatchObject({ snapshotCount: 1, snapshots: [{ value: 1_000 }] }),
  }),
  sample({
    method: "metrics.snapshots",
    arrange: measured,
    call: (client, { id }) => client.metrics.snapshots(ORDERS_ID, id),
    query: { limit: "100", offset: "0" },
    gives: (page) => expect(page).toMatchObject({ total: 1, items: [{ value: 1_000, zScore: null }] }),
  }),
  sample({
    method: "metrics.dryRun",
    arrange: measured,
    call: (client) =>
      client.metrics.dryRun({
        assetId: ORDERS_ID,
        tablePath: "warehouse.orders",
        metricType: "null_percent",
        columnName: "customer_id",
      }),
    body: {
      asset_id: ORDERS_ID,
      table_path: "warehouse.orders",
      metric_type: "null_percent",
      column_name: "customer_id",
      sensitivity: 1,
      lookback_days: 30,
    },
    gives: (run) => expect(run).toMatchObject({ metricId: null, lookbackDays: 30, totalSnapshots: 0, avgValue: null }),
  }),
];
