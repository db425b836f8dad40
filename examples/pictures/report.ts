import { Client, checkAll, type Fetch, type GateReport } from "dqgate";
import { anomalyArmor } from "dqgate/anomalyarmor";
import { type AssetSeed, emulateAnomalyArmor } from "dqgate/testing";

const ORDERS = "snowflake.prod.warehouse.orders";
const RETURNS = "snowflake.prod.warehouse.returns";
/** Tables that are asked about together. */
const MART: readonly AssetSeed[] = Array.from({ length: 240 }, (_, at) => ({
  qualifiedName: `snowflake.prod.mart.revenue_${at + 1}`,
}));
const LATENCY_MS = 140;

/** The report of a load whose data is partly fresh, partly wrong and partly unknown: the same in every run. */
export async function reportOfLoad(): Promise<GateReport> {
  const armor = emulateAnomalyArmor({
    assets: [{ qualifiedName: ORDERS, hoursSinceUpdate: 30 }, { qualifiedName: RETURNS, hoursSinceUpdate: 9 }, ...MART],
    validityRules: [
      { asset: ORDERS, name: "amount is not negative", ruleType: "RANGE", results: [{ bad: 37, rows: 48_112 }] },
      { asset: ORDERS, name: "status is known", ruleType: "ENUM", results: [{ bad: 0, rows: 48_112 }] },
    ],
    referentialChecks: [
      { asset: ORDERS, name: "each order has a customer", child: "orders.customer_id", parent: "customers.id" },
    ],
  });
  armor.failNext({ kind: "status", status: 503 }, { on: "GET /sdk/alerts", times: 3 });

  const { clock } = armor;
  const fetch: Fetch = async (request) => {
    await clock.sleep(LATENCY_MS);
    return armor.fetch(request);
  };
  const random = (): number => 0.5;
  const client = new Client(anomalyArmor({ apiKey: "aa_test_0123456789" }), { fetch, clock, random, logger: null });
  const { anomalies, freshness, referential, validity } = client;
  return checkAll(
    {
      "orders are fresh": ({ signal }) => freshness.requireFresh(ORDERS, { maxAgeHours: 6, refresh: true, signal }),
      "the mart is fresh": ({ signal }) =>
        freshness.requireFresh(
          MART.map(({ qualifiedName }) => qualifiedName),
          { signal },
        ),
      "orders are valid": ({ signal }) => validity.requireValid(ORDERS, { signal }),
      "orders have customers": ({ signal }) => referential.requireIntact(ORDERS, { signal }),
      "no critical alerts": ({ signal }) => anomalies.requireNone({ severity: "critical" }, { signal }),
      "returns are fresh": {
        run: ({ signal }) => freshness.requireFresh(RETURNS, { maxAgeHours: 6, signal }),
        severity: "warn",
      },
    },
    { clock, random, concurrency: 8 },
  );
}
