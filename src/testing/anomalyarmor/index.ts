import type { Clock } from "../../base.js";
import { VirtualClock } from "../clock.js";
import { Emulator, EmulatorError } from "../emulator.js";
import type { RateLimit } from "../rate.js";
import { Guard } from "./guard.js";
import { alertRoutes } from "./routes/alerts.js";
import { apiKeyRoutes } from "./routes/api-keys.js";
import { assetRoutes } from "./routes/assets.js";
import { badgeRoutes } from "./routes/badges.js";
import { demoRoutes } from "./routes/demo.js";
import { freshnessRoutes } from "./routes/freshness.js";
import { healthRoutes } from "./routes/health.js";
import { intelligenceRoutes } from "./routes/intelligence.js";
import { investigationRoutes } from "./routes/investigations.js";
import { jobRoutes } from "./routes/jobs.js";
import { lineageRoutes } from "./routes/lineage.js";
import { metricRoutes } from "./routes/metrics.js";
import { recommendationRoutes } from "./routes/recommendations.js";
import { referentialRoutes } from "./routes/referential.js";
import { schemaRoutes } from "./routes/schema.js";
import { tagRoutes } from "./routes/tags.js";
import { validityRoutes } from "./routes/validity.js";
import { type AssetSeed, addAsset, addKey, type KeySeed } from "./seed.js";
import { type AlertSeed, type AlertsSeed, addAlert, seedAlerts } from "./seeds/alerts.js";
import { type ChecksSeed, seedChecks } from "./seeds/checks.js";
import { type KnowledgeSeed, seedKnowledge } from "./seeds/knowledge.js";
import { AnomalyArmorState, type EmulatedAsset, type Wire } from "./state.js";

/** What the emulated AnomalyArmor starts with. */
export interface AnomalyArmorSeed extends ChecksSeed, AlertsSeed, KnowledgeSeed {
  assets?: readonly AssetSeed[] | undefined;
  /** The keys that are known. Default: any key is taken, with every scope. */
  keys?: readonly KeySeed[] | undefined;
  /** How many keys there may be. Default 25. */
  maxKeys?: number | undefined;
  /** Default: no limit. */
  rateLimit?: RateLimit | null | undefined;
  /** How long jobs take, in milliseconds. Default 20 000. */
  jobDurationMs?: number | undefined;
  /** Default: a `VirtualClock`, so that waits take no time. */
  clock?: Clock | undefined;
  /** Where it seems to be. Default: AnomalyArmor's production URL. */
  baseUrl?: string | undefined;
}

const ROUTES = [
  alertRoutes,
  apiKeyRoutes,
  assetRoutes,
  badgeRoutes,
  demoRoutes,
  freshnessRoutes,
  healthRoutes,
  intelligenceRoutes,
  investigationRoutes,
  jobRoutes,
  lineageRoutes,
  metricRoutes,
  recommendationRoutes,
  referentialRoutes,
  schemaRoutes,
  tagRoutes,
  validityRoutes,
];

const SEED_NAMES: readonly string[] = [
  "assets",
  "keys",
  "maxKeys",
  "rateLimit",
  "jobDurationMs",
  "clock",
  "baseUrl",
  "metrics",
  "validityRules",
  "referentialChecks",
  "alerts",
  "alertRules",
  "alertDestinations",
  "schemaChanges",
  "lineage",
  "tags",
  "investigations",
  "intelligence",
  "undiscovered",
] satisfies (keyof AnomalyArmorSeed)[];

/** AnomalyArmor in memory. */
export class AnomalyArmorEmulator extends Emulator {
  readonly state: AnomalyArmorState;

  constructor(seed: AnomalyArmorSeed = {}) {
    const unknown = Object.keys(seed).filter((name) => !SEED_NAMES.includes(name));
    if (unknown.length > 0)
      throw new EmulatorError(`the seed has no ${unknown.join(", ")}; it may have ${SEED_NAMES.join(", ")}`);
    const clock = seed.clock ?? new VirtualClock();
    const state = new AnomalyArmorState(clock, seed.jobDurationMs ?? 20_000);
    const guard = new Guard(state, seed.keys !== undefined, seed.rateLimit ?? null);
    super({
      baseUrl: seed.baseUrl ?? "https://app.anomalyarmor.ai/api/v1",
      clock,
      routes: ROUTES.flatMap((routes) => routes(state)),
      before: (call, route) => guard.check(call, route),
      headers: (call) => guard.headers(call),
      notFound: ({ verb, path }) => ({
        status: 404,
        body: { error: { code: "NOT_FOUND", message: `no route ${verb} ${path}` } },
      }),
    });
    this.state = state;
    if (seed.maxKeys !== undefined) state.maxKeys = seed.maxKeys;
    for (const one of seed.assets ?? []) addAsset(state, one);
    for (const one of seed.keys ?? []) addKey(state, one);
    seedChecks(state, seed);
    seedAlerts(state, seed);
    seedKnowledge(state, seed);
  }

  /** Puts another asset into it. */
  addAsset(seed: AssetSeed): EmulatedAsset {
    return addAsset(this.state, seed);
  }

  /** Puts another alert into it. Gives its record: change it to change what the platform answers. */
  addAlert(seed: AlertSeed = {}): Wire {
    return addAlert(this.state, seed);
  }
}

/** AnomalyArmor in memory, for tests: `new Client(anomalyArmor({ apiKey: "aa_test_…" }), { fetch: armor.fetch })`. */
export function emulateAnomalyArmor(seed: AnomalyArmorSeed = {}): AnomalyArmorEmulator {
  return new AnomalyArmorEmulator(seed);
}
