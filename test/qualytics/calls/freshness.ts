import { expect } from "vitest";
import { sample } from "./sample.js";

export const freshnessCalls = [
  sample({
    method: "observability.list",
    arrange: ({ server }) => {
      server.addDatastore({
        name: "watched",
        containers: [
          {
            name: "events",
            rowCount: 5,
            tags: ["gold"],
            hoursSinceUpdate: 3,
            checks: [{ rule: "freshness", properties: { value: 3_600_000 }, isPassing: false }],
            anomalies: [{ check: 0 }],
          },
        ],
      });
    },
    call: ({ client }) =>
      client.observability.list({
        datastore: [1, "3"],
        container: 4,
        search: "event",
        tag: "gold",
        reportDate: new Date("2026-01-06T23:00:00Z"),
        timeframe: "month",
        offset: 60,
        sortObservabilityActiveAnomalies: "desc",
        sortLastScanned: "asc",
        size: 10,
      }),
    query: {
      datastore: ["1", "3"],
      container: "4",
      search: "event",
      tag: "gold",
      report_date: "2026-01-06",
      timeframe: "month",
      offset: "60",
      sort_observability_active_anomalies: "desc",
      sort_last_scanned: "asc",
      page: "1",
      size: "10",
    },
    gives: (page) =>
      expect(page).toMatchObject({
        total: 1,
        items: [
          {
            id: 4,
            name: "events",
            containerType: "table",
            datastore: { name: "watched" },
            tags: [{ name: "gold" }],
            observabilityActiveAnomaliesCount: 1,
            observabilityActiveChecksCount: 1,
            observabilityActiveChecks: [
              {
                ruleType: "freshness",
                isPassing: false,
                lastAsserted: expect.any(Date),
                properties: { value: 3_600_000 },
                anomalies: [{ id: 2, status: "Active", createdAt: expect.any(Date) }],
              },
            ],
            observabilityMeasurements: {
              startDate: new Date("2025-12-08T00:00:00Z"),
              endDate: new Date("2026-01-06T00:00:00Z"),
              timeframe: "month",
              dailyRecordsMeasured: [
                {
                  date: new Date("2026-01-05T00:00:00Z"),
                  rowCount: 5,
                  lastModificationTime: new Date("2026-01-05T09:00:00Z"),
                },
              ],
            },
          },
        ],
      }),
  }),
];
