import type { AnomalyArmorClient, FreshnessSchedule } from "dqgate/anomalyarmor";
import { expect } from "vitest";
import { ORDERS, ORDERS_ID, sample } from "./sample.js";

const schedule = (client: AnomalyArmorClient): Promise<FreshnessSchedule> =>
  client.freshness.createSchedule({ assetId: ORDERS_ID, tablePath: "warehouse.orders", checkInterval: "1h" });

export const freshnessCalls = [
  sample({
    method: "freshness.summary",
    call: (client) => client.freshness.summary(),
    gives: (summary) =>
      expect(summary).toMatchObject({ totalAssets: expect.any(Number), freshPercentage: expect.any(Number) }),
  }),
  sample({
    method: "freshness.list",
    call: (client) => client.freshness.list({ status: "fresh", source: "snowflake", assetId: ORDERS_ID }),
    query: { status: "fresh", source: "snowflake", asset_id: ORDERS_ID, limit: "50", offset: "0" },
    gives: (page) => expect(page).toMatchObject({ items: [{ qualifiedName: ORDERS, isFresh: true, isStale: false }] }),
  }),
  sample({
    method: "freshness.get",
    call: (client) => client.freshness.get(ORDERS),
    gives: (status) => expect(status).toMatchObject({ assetId: ORDERS_ID, status: "fresh", hoursSinceUpdate: 1 }),
  }),
  sample({
    method: "freshness.refresh",
    call: (client) => client.freshness.refresh(ORDERS),
    gives: (job) => expect(job).toMatchObject({ jobId: expect.any(String), status: "pending" }),
  }),
  sample({
    method: "freshness.listSchedules",
    arrange: schedule,
    call: (client) => client.freshness.listSchedules({ assetId: ORDERS_ID, activeOnly: true }),
    query: { asset_id: ORDERS_ID, active_only: "true", limit: "50", offset: "0" },
    gives: (page) => expect(page).toMatchObject({ items: [{ tablePath: "warehouse.orders", isActive: true }] }),
  }),
  sample({
    method: "freshness.createSchedule",
    call: (client) =>
      client.freshness.createSchedule({
        assetId: ORDERS_ID,
        tablePath: "warehouse.orders",
        checkInterval: "6h",
        monitoringMode: "explicit",
        expectedIntervalHours: 6,
        freshnessColumn: "updated_at",
      }),
    body: {
      asset_id: ORDERS_ID,
      table_path: "warehouse.orders",
      check_interval: "6h",
      monitoring_mode: "explicit",
      expected_interval_hours: 6,
      freshness_column: "updated_at",
      is_active: true,
    },
    gives: (made) => expect(made).toMatchObject({ monitoringMode: "explicit", expectedIntervalHours: 6 }),
  }),
  sample({
    method: "freshness.updateSchedule",
    arrange: schedule,
    call: (client, { id }) => client.freshness.updateSchedule(id, { checkInterval: "1d", isActive: false }),
    body: { check_interval: "1d", is_active: false },
    gives: (changed) => expect(changed).toMatchObject({ checkInterval: "1d", isActive: false }),
  }),
  sample({
    method: "freshness.deleteSchedule",
    arrange: schedule,
    call: (client, { id }) => client.freshness.deleteSchedule(id),
    gives: (nothing) => expect(nothing).toBeUndefined(),
  }),
  sample({
    method: "freshness.dryRun",
    call: (client) =>
      client.freshness.dryRun({ assetId: ORDERS_ID, tablePath: "warehouse.orders", expectedIntervalHours: 0.5 }),
    body: { asset_id: ORDERS_ID, table_path: "warehouse.orders", expected_interval_hours: 0.5, lookback_days: 7 },
    gives: (run) => expect(run).toMatchObject({ wouldAlertNow: true, thresholdHours: 0.5, lookbackDays: 7 }),
  }),
];
