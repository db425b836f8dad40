import { expect } from "vitest";
import { ORDERS, sample } from "./sample.js";

export const anomalyCalls = [
  sample({
    method: "anomalies.list",
    arrange: (_client, armor) => armor.addAlert({ asset: ORDERS, severity: "critical", message: "late" }),
    call: (client) =>
      client.anomalies.list({
        asset: ORDERS,
        isOpen: true,
        severity: "critical",
        since: new Date("2026-01-01T00:00:00Z"),
        limit: 25,
        offset: 0,
      }),
    query: {
      asset_id: ORDERS,
      severity: "critical",
      since: "2026-01-01T00:00:00.000Z",
      limit: "25",
      offset: "0",
    },
    gives: (page) =>
      expect(page).toMatchObject({
        items: [{ asset: ORDERS, isOpen: true, kind: "freshness", message: "late", detectedAt: expect.any(Date) }],
      }),
  }),
];
