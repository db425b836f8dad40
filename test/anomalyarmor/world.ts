import { Client, type ClientOptions } from "dqgate";
import { type AnomalyArmorClient, anomalyArmor } from "dqgate/anomalyarmor";
import { type AnomalyArmorEmulator, type AnomalyArmorSeed, emulateAnomalyArmor } from "dqgate/testing";
import { ORDERS, ORDERS_ID } from "./calls/sample.js";

export const KEY = "aa_test_0123456789abcdef0123456789abcdef";

export interface World {
  readonly armor: AnomalyArmorEmulator;
  readonly client: AnomalyArmorClient;
}

/** An emulator and a client of it. */
export function world(seed: AnomalyArmorSeed = {}, options: ClientOptions = {}): World {
  const armor = emulateAnomalyArmor(seed);
  const client = new Client(anomalyArmor({ apiKey: KEY }), { fetch: armor.fetch, logger: null, ...options });
  return { armor, client };
}

/** The world that the call samples live in. */
export const sampleWorld = (): World =>
  world({
    assets: [
      {
        id: ORDERS_ID,
        qualifiedName: ORDERS,
        hoursSinceUpdate: 1,
        rowCount: 1_000,
        columns: [
          { name: "id", dataType: "NUMBER", isNullable: false },
          { name: "customer_id", dataType: "NUMBER" },
        ],
      },
      { qualifiedName: "pg.shop.public.customers", hoursSinceUpdate: 30 },
    ],
  });
