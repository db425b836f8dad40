import { type ConditionReport, checkAll } from "dqgate";
import { describe, expect, it } from "vitest";
import { world as qualyticsWorld } from "../qualytics/world.js";
import { emulated } from "../support/client.js";
import { world as watcherWorld } from "../watcher/world.js";

/** An entry of every gate: what passes, then what fails, each named by its gate. */
type Gates = Record<string, [passing: () => Promise<unknown>, failing: () => Promise<unknown>]>;

function anomalyArmorGates(): Gates {
  const [good, bad] = ["pg.shop.public.good", "pg.shop.public.bad"];
  const rule = { ruleType: "NOT_NULL", name: "ids" } as const;
  const key = { child: "orders.customer_id", parent: "customers.id" } as const;
  const { client } = emulated({
    assets: [
      { qualifiedName: good, hoursSinceUpdate: 1 },
      { qualifiedName: bad, hoursSinceUpdate: 99 },
    ],
    validityRules: [
      { asset: good, ...rule, results: [{ bad: 0, rows: 5 }] },
      { asset: bad, ...rule, results: [{ bad: 2, rows: 5 }] },
    ],
    referentialChecks: [
      { asset: good, ...key, results: [{ bad: 0, rows: 5 }] },
      { asset: bad, ...key, results: [{ bad: 2, rows: 5 }] },
    ],
    alerts: [{ asset: bad, severity: "critical", message: "too few rows" }],
  });
  const both = (gate: (asset: string) => Promise<unknown>): Gates[string] => [() => gate(good), () => gate(bad)];
  return {
    "freshness.requireFresh": both((asset) => client.freshness.requireFresh(asset)),
    "anomalies.requireNone": both((asset) => client.anomalies.requireNone({ asset })),
    "validity.requireValid": both((asset) => client.validity.requireValid(asset)),
    "referential.requireIntact": both((asset) => client.referential.requireIntact(asset)),
  };
}

function qualyticsGates(): Gates {
  const checks = (isPassing: boolean) => [
    { rule: "notNull", fields: ["id"], isPassing, assertedHoursAgo: 1 },
    {
      rule: "existsIn",
      fields: ["id"],
      properties: { field_name: "id", ref_container_id: 2, ref_datastore_id: 1 },
      isPassing,
      assertedHoursAgo: 1,
    },
  ];
  const { client } = qualyticsWorld({
    connections: [{ name: "up" }, { name: "down", reachable: false }],
    datastores: [
      {
        name: "shop",
        connection: "up",
        containers: [
          { name: "good", fields: ["id"], hoursSinceUpdate: 1, checks: checks(true) },
          {
            name: "bad",
            fields: ["id"],
            hoursSinceUpdate: 99,
            checks: checks(false),
            anomalies: [{ check: 0, message: "an id is null" }],
          },
        ],
      },
      { name: "lake", connection: "down" },
    ],
  });
  const both = (gate: (container: number) => Promise<unknown>): Gates[string] => [() => gate(1), () => gate(2)];
  return {
    "freshness.requireFresh": both((container) => client.freshness.requireFresh(container, { maxAgeHours: 6 })),
    "checks.requirePassing": both((asset) => client.checks.requirePassing({ asset })),
    "anomalies.requireNone": both((container) => client.anomalies.requireNone({ container })),
    "validity.requireValid": both((asset) => client.validity.requireValid(asset)),
    "referential.requireIntact": both((asset) => client.referential.requireIntact(asset)),
    "datastores.requireConnected": both((datastore) => client.datastores.requireConnected(datastore)),
  };
}

function watcherGates(): Gates {
  const usual = { durationSeconds: 300, inserts: 10, totalRows: 10 };
  const { server, client } = watcherWorld({
    pipelineTypes: [{ name: "sales", freshnessNumber: 6, freshnessDatepart: "hour" }],
    pipelines: [
      { name: "good", typeName: "sales" },
      { name: "bad", typeName: "sales" },
    ],
    executions: [
      { pipeline: "good", startedHoursAgo: 1, ...usual },
      { pipeline: "bad", startedHoursAgo: 30, ...usual, anomalyFlags: { inserts: true } },
    ],
    rules: [
      { pipeline: "good", metricField: "inserts" },
      { pipeline: "bad", metricField: "inserts" },
    ],
  });
  for (const rule of server.state.rules) rule.created_at = "2025-11-01T00:00:00Z";
  const both = (gate: (id: number) => Promise<unknown>): Gates[string] => [() => gate(1), () => gate(2)];
  return {
    "freshness.requireFresh": both((pipeline) => client.freshness.requireFresh(pipeline)),
    "anomalies.requireNone": both((execution) => client.anomalies.requireNone({ execution })),
  };
}

describe.each([
  ["AnomalyArmor", anomalyArmorGates],
  ["Qualytics", qualyticsGates],
  ["Watcher", watcherGates],
])("every gate of %s", (_, gatesOf) => {
  const gates = Object.keys(gatesOf());

  it.each(gates)("%s gives the evidence that it passes and fails on", async (name) => {
    const [passing, failing] = gatesOf()[name] as Gates[string];
    const { conditions } = await checkAll({ passing, failing });
    expect(conditions.map(({ outcome }) => outcome)).toEqual(["pass", "fail"]);
    for (const { outcome, evidence, requests, reason } of conditions as ConditionReport[]) {
      expect(evidence).toMatchObject({
        gate: name,
        verdict: outcome,
        asked: { limit: expect.stringMatching(/\w/) },
        reason,
        requests,
      });
      expect(requests).toBeGreaterThan(0);
      expect(evidence?.seen.map(({ verdict }) => verdict)).toContain(outcome);
      for (const one of evidence?.seen ?? []) {
        expect(one).toMatchObject({ subject: expect.stringMatching(/\w/), field: expect.stringMatching(/\w/) });
        expect(evidence?.explain()).toContain(one.reason);
      }
    }
  });
});
