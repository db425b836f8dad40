// What a user's test looks like.
import { Client } from "dqgate";
import { type AnomalyArmorClient, anomalyArmor } from "dqgate/anomalyarmor";
import { type AnomalyArmorEmulator, emulateAnomalyArmor } from "dqgate/testing";

const armor: AnomalyArmorEmulator = emulateAnomalyArmor({
  assets: [{ qualifiedName: "pg.shop.orders", hoursSinceUpdate: 30 }],
});
armor.failNext({ kind: "status", status: 503 }, { times: 2, on: "GET /sdk/assets" });
export const client: AnomalyArmorClient = new Client(anomalyArmor({ apiKey: "aa_test_0123456789" }), {
  fetch: armor.fetch,
});
