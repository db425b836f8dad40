import { expect } from "vitest";
import { ORDERS, ORDERS_ID, sample } from "./sample.js";

export const healthCalls = [
  sample({
    method: "health.summary",
    arrange: (_client, armor) => armor.addAlert({ asset: ORDERS, severity: "critical", message: "orders are late" }),
    call: (client) => client.health.summary(),
    gives: (summary) =>
      expect(summary).toMatchObject({
        overallStatus: "critical",
        alerts: { triggered: 1 },
        freshness: { totalAssets: 2, fresh: 1, stale: 1 },
        schemaDrift: { changesLast24h: expect.any(Number) },
        needsAttention: [
          { type: "alert", severity: "critical", title: "orders are late", assetId: ORDERS_ID },
          { type: "stale_data", assetName: "customers" },
        ],
        generatedAt: expect.any(Date),
      }),
  }),
];
