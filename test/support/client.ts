import { Client, type ClientOptions } from "dqgate";
import { type AnomalyArmorClient, type AnomalyArmorOptions, anomalyArmor } from "dqgate/anomalyarmor";
import {
  type AnomalyArmorEmulator,
  type AnomalyArmorSeed,
  type AssetSeed,
  emulateAnomalyArmor,
  VirtualClock,
} from "dqgate/testing";

export const KEY = "aa_test_0123456789abcdef0123456789abcdef";

/** An emulator and a client of it, on one virtual clock. Jitter is half of what it could be. */
export function emulated(
  seed: AnomalyArmorSeed = {},
  options: ClientOptions = {},
): { armor: AnomalyArmorEmulator; client: AnomalyArmorClient } {
  const armor = emulateAnomalyArmor(seed);
  return { armor, client: clientOf({}, { fetch: armor.fetch, ...options }) };
}

/** A client of a server on a port, whose waits take no time. */
export function clientAt(url: string, options: ClientOptions = {}): AnomalyArmorClient {
  return clientOf({ url }, { clock: new VirtualClock(), ...options });
}

export function clientOf(platform: AnomalyArmorOptions, options: ClientOptions): AnomalyArmorClient {
  return new Client(anomalyArmor({ apiKey: KEY, ...platform }), { logger: null, random: () => 0.5, ...options });
}

/** Tables `t00`, `t01` … */
export const tables = (count: number): AssetSeed[] =>
  Array.from({ length: count }, (_, at) => ({ qualifiedName: `pg.shop.public.t${String(at).padStart(2, "0")}` }));

/** A record of an asset, as the platform sends it. */
export const assetRecord = (fields: Record<string, unknown> = {}): Record<string, unknown> => ({
  id: "00000000-0000-4000-8000-00000000000a",
  qualified_name: "pg.shop.public.orders",
  name: "orders",
  asset_type: "table",
  ...fields,
});
