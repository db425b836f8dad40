import type { Clock } from "../../base.js";
import { VirtualClock } from "../clock.js";
import { Emulator } from "../emulator.js";
import { Guard, type RateLimit } from "./guard.js";
import { assetRoutes } from "./routes/assets.js";
import { freshnessRoutes } from "./routes/freshness.js";
import { jobRoutes } from "./routes/jobs.js";
import { type AssetSeed, addAsset, addKey, type KeySeed } from "./seed.js";
import { AnomalyArmorState, type EmulatedAsset } from "./state.js";

/** What the emulated AnomalyArmor starts with. */
export interface AnomalyArmorSeed {
  assets?: readonly AssetSeed[];
  /** The keys that are known. Default: any key is taken, with every scope. */
  keys?: readonly KeySeed[];
  /** Default: no limit. */
  rateLimit?: RateLimit | null;
  /** How long jobs take, in milliseconds. Default 20 000. */
  jobDurationMs?: number;
  /** Default: a `VirtualClock`, so that waits take no time. */
  clock?: Clock;
  /** Where it seems to be. Default: AnomalyArmor's production URL. */
  baseUrl?: string;
}

/** AnomalyArmor in memory. */
export class AnomalyArmorEmulator extends Emulator {
  readonly state: AnomalyArmorState;

  constructor(seed: AnomalyArmorSeed = {}) {
    const clock = seed.clock ?? new VirtualClock();
    const state = new AnomalyArmorState(clock, seed.jobDurationMs ?? 20_000);
    const guard = new Guard(state, seed.keys !== undefined, seed.rateLimit ?? null);
    super({
      baseUrl: seed.baseUrl ?? "https://app.anomalyarmor.ai/api/v1",
      clock,
      routes: [...assetRoutes(state), ...freshnessRoutes(state), ...jobRoutes(state)],
      before: (call, route) => guard.check(call, route),
      headers: (call) => guard.headers(call),
      notFound: ({ verb, path }) => ({
        status: 404,
        body: { error: { code: "NOT_FOUND", message: `no route ${verb} ${path}` } },
      }),
    });
    this.state = state;
    for (const one of seed.assets ?? []) addAsset(state, one);
    for (const one of seed.keys ?? []) addKey(state, one);
  }

  /** Puts another asset into it. */
  addAsset(seed: AssetSeed): EmulatedAsset {
    return addAsset(this.state, seed);
  }
}

/** AnomalyArmor in memory, for tests: `new Client(anomalyArmor({ apiKey: "aa_test_…" }), { fetch: armor.fetch })`. */
export function emulateAnomalyArmor(seed: AnomalyArmorSeed = {}): AnomalyArmorEmulator {
  return new AnomalyArmorEmulator(seed);
}
