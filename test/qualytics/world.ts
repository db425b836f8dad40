import { Client, type ClientOptions } from "dqgate";
import { type QualyticsClient, type QualyticsOptions, qualytics } from "dqgate/qualytics";
import { emulateQualytics, type QualyticsEmulator, type QualyticsSeed } from "dqgate/testing";

export interface World {
  readonly server: QualyticsEmulator;
  readonly client: QualyticsClient;
}

/** An emulator and a client of it. */
export function world(seed: QualyticsSeed = {}, options: ClientOptions = {}, more: QualyticsOptions = {}): World {
  const server = emulateQualytics(seed);
  const client = new Client(qualytics({ url: server.baseUrl, token: "qual-token", ...more }), {
    fetch: server.fetch,
    logger: null,
    random: () => 0.5,
    ...options,
  });
  return { server, client };
}

/**
 * The world that the call samples live in. Datastore 1 `shop` (connection 1 `shop pg`, a secret in it) holds containers 1
 * `orders` (fields 1 `id` and 2 `customer`, check 1 notNull passing, check 2 existsIn failing with anomaly 1), 2 `customers`
 * (field 3 `id`) and 3 `recent orders`, a computed table; datastore 2 `lake` keeps the enrichment.
 */
export const sampleWorld = (): World =>
  world({
    connections: [
      { name: "shop pg", host: "pg.example.com", port: 5432, username: "reader", password: "hunter2-secret" },
    ],
    datastores: [
      {
        name: "shop",
        connection: "shop pg",
        database: "shop",
        schema: "public",
        tags: ["pii"],
        containers: [
          {
            name: "orders",
            rowCount: 1000,
            tags: ["gold"],
            fields: [{ name: "id", type: "Integral" }, "customer"],
            checks: [
              { rule: "notNull", fields: ["id"], isPassing: true },
              {
                rule: "existsIn",
                fields: ["customer"],
                properties: { field_name: "id", ref_container_id: 2, ref_datastore_id: 1 },
                isPassing: false,
                failingRows: 3,
              },
            ],
            anomalies: [{ check: 1, message: "3 customers do not exist", records: [{ id: 7, customer: "nobody" }] }],
          },
          { name: "customers", rowCount: 100, fields: [{ name: "id", type: "String" }] },
          {
            name: "recent orders",
            type: "computed_table",
            hoursSinceUpdate: null,
            settings: { query: "SELECT id FROM orders WHERE placed > now() - interval '1 day'" },
          },
        ],
      },
      { name: "lake", enrichmentOnly: true },
    ],
  });
