import { expect } from "vitest";
import { type CallSample, ORDERS, ORDERS_ID, sample } from "./sample.js";

export const recommendationCalls: CallSample[] = [
  sample({
    method: "recommendations.freshness",
    call: (client) =>
      client.recommendations.freshness(ORDERS, { minConfidence: 0.8, limit: 5, includeMonitored: true }),
    query: { asset_id: ORDERS, min_confidence: "0.8", limit: "5", include_monitored: "true" },
    gives: (told) =>
      expect(told).toMatchObject({
        assetId: ORDERS_ID,
        tablesAnalyzed: 1,
        tablesWithRecommendations: 1,
        recommendations: [
          { tablePath: "warehouse.orders", suggestedCheckInterval: "6h", suggestedThresholdHours: 24, confidence: 0.9 },
        ],
      }),
  }),
  sample({
    method: "recommendations.metrics",
    call: (client) =>
      client.recommendations.metrics(ORDERS, { minConfidence: 0.7, limit: 5, tablePath: "warehouse.orders" }),
    query: { asset_id: ORDERS, min_confidence: "0.7", limit: "5", table_path: "warehouse.orders" },
    gives: (told) =>
      expect(told).toMatchObject({
        columnsAnalyzed: 2,
        columnsWithRecommendations: 1,
        recommendations: [{ columnName: "id", suggestedMetricType: "duplicate_count" }],
      }),
  }),
  sample({
    method: "recommendations.coverage",
    call: (client) => client.recommendations.coverage(ORDERS, { limit: 5 }),
    query: { asset_id: ORDERS, limit: "5" },
    gives: (told) =>
      expect(told).toMatchObject({
        totalTables: 1,
        monitoredTables: 0,
        coveragePercentage: 0,
        recommendations: [
          {
            rowCount: 1_000,
            columnCount: 2,
            suggestedMonitoring: ["freshness", "metrics", "schema_drift", "validity"],
            currentlyMonitored: { freshness: false, metrics: false, schemaDrift: false, validity: false },
          },
        ],
      }),
  }),
  sample({
    method: "recommendations.thresholds",
    arrange: (client) =>
      client.freshness.createSchedule({
        assetId: ORDERS_ID,
        tablePath: "warehouse.orders",
        checkInterval: "15m",
        monitoringMode: "explicit",
        expectedIntervalHours: 0.5,
      }),
    call: (client) => client.recommendations.thresholds(ORDERS_ID, { days: 7, limit: 5 }),
    query: { asset_id: ORDERS_ID, days: "7", limit: "5" },
    gives: (told) =>
      expect(told).toMatchObject({
        monitoredItemsAnalyzed: 1,
        itemsWithRecommendations: 1,
        recommendations: [{ currentThreshold: 0.5, suggestedThreshold: 2, direction: "increase" }],
      }),
  }),
];
