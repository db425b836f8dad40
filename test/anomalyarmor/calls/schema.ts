import type { AnomalyArmorEmulator } from "dqgate/testing";
import { expect } from "vitest";
import { type CallSample, ORDERS, ORDERS_ID, sample } from "./sample.js";

const columnDropped = (armor: AnomalyArmorEmulator): void => {
  armor.state.of("schemaChanges").push({
    id: "change-1",
    asset_id: ORDERS_ID,
    qualified_name: ORDERS,
    change_type: "column_dropped",
    severity: "critical",
    column_name: "customer_id",
    old_value: "NUMBER",
    new_value: null,
    detected_at: armor.state.now(),
    acknowledged: false,
  });
};

export const schemaCalls: CallSample[] = [
  sample({
    method: "schema.summary",
    arrange: (_, armor) => columnDropped(armor),
    call: (client) => client.schema.summary(),
    gives: (summary) => expect(summary).toMatchObject({ changesLast24h: 1, totalChanges: 1, criticalCount: 1 }),
  }),
  sample({
    method: "schema.changes",
    arrange: (_, armor) => columnDropped(armor),
    call: (client) =>
      client.schema.changes({
        assetId: ORDERS,
        changeType: "column_dropped",
        severity: "critical",
        unacknowledgedOnly: true,
        limit: 10,
        offset: 0,
      }),
    query: {
      asset_id: ORDERS,
      change_type: "column_dropped",
      severity: "critical",
      unacknowledged_only: "true",
      limit: "10",
      offset: "0",
    },
    gives: (page) =>
      expect(page).toMatchObject({
        total: 1,
        items: [{ id: "change-1", columnName: "customer_id", oldValue: "NUMBER", newValue: null }],
      }),
  }),
  sample({
    method: "schema.refresh",
    call: (client) => client.schema.refresh(ORDERS),
    gives: (job) => expect(job).toMatchObject({ jobId: expect.any(String), status: "pending", message: null }),
  }),
  sample({
    method: "schema.get",
    arrange: (_, armor) => columnDropped(armor),
    call: (client) => client.schema.get(ORDERS),
    gives: (state) =>
      expect(state).toMatchObject({ assetId: ORDERS_ID, totalUnacknowledged: 1, recentChanges: [{ id: "change-1" }] }),
  }),
  sample({
    method: "schema.createBaseline",
    call: (client) => client.schema.createBaseline(ORDERS_ID, { description: "before the migration" }),
    body: { description: "before the migration" },
    gives: (baseline) =>
      expect(baseline).toMatchObject({
        assetId: ORDERS_ID,
        tableCount: 1,
        columnCount: 2,
        capturedAt: expect.any(Date),
        description: "before the migration",
      }),
  }),
  sample({
    method: "schema.enableMonitoring",
    call: (client) => client.schema.enableMonitoring(ORDERS, { scheduleType: "hourly", autoCreateBaseline: false }),
    body: { schedule_type: "hourly", auto_create_baseline: false },
    gives: (status) =>
      expect(status).toMatchObject({
        monitoringEnabled: true,
        scheduleType: "hourly",
        scheduleLabel: "Every hour",
        baselineId: null,
        nextCheckAt: expect.any(Date),
      }),
  }),
  sample({
    method: "schema.disableMonitoring",
    arrange: (client) => client.schema.enableMonitoring(ORDERS),
    call: (client) => client.schema.disableMonitoring(ORDERS),
    gives: (status) => expect(status).toMatchObject({ assetId: ORDERS_ID, monitoringEnabled: false }),
  }),
  sample({
    method: "schema.dryRun",
    arrange: (_, armor) => columnDropped(armor),
    call: (client) =>
      client.schema.dryRun({
        assetId: ORDERS,
        lookbackDays: 7,
        tablePath: "warehouse.orders",
        scheduleType: "6h",
      }),
    body: { asset_id: ORDERS, lookback_days: 7, table_path: "warehouse.orders", schedule_type: "6h" },
    gives: (run) =>
      expect(run).toMatchObject({
        assetId: ORDERS_ID,
        baselineExists: false,
        tablesInCurrent: 1,
        changesSummary: { column_dropped: 1 },
        sampleChanges: [{ changeType: "column_dropped", tableName: "orders", columnName: "customer_id" }],
        estimatedAlertsPerWeek: 1,
      }),
  }),
];
