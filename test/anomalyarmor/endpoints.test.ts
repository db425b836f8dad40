import type { SeenRequest } from "dqgate/testing";
import { describeContract } from "../support/endpoint-contract.js";
import { alertCalls } from "./calls/alerts.js";
import { anomalyCalls } from "./calls/anomalies.js";
import { apiKeyCalls } from "./calls/api-keys.js";
import { assetCalls } from "./calls/assets.js";
import { badgeCalls } from "./calls/badges.js";
import { demoCalls } from "./calls/demo.js";
import { freshnessCalls } from "./calls/freshness.js";
import { healthCalls } from "./calls/health.js";
import { intelligenceCalls } from "./calls/intelligence.js";
import { investigationCalls } from "./calls/investigations.js";
import { jobCalls } from "./calls/jobs.js";
import { lineageCalls } from "./calls/lineage.js";
import { metricCalls } from "./calls/metrics.js";
import { recommendationCalls } from "./calls/recommendations.js";
import { referentialCalls } from "./calls/referential.js";
import type { CallSample } from "./calls/sample.js";
import { schemaCalls } from "./calls/schema.js";
import { tagCalls } from "./calls/tags.js";
import { validityCalls } from "./calls/validity.js";
import { sampleWorld, type World } from "./world.js";

const SAMPLES: readonly CallSample[] = [
  ...alertCalls,
  ...anomalyCalls,
  ...apiKeyCalls,
  ...assetCalls,
  ...badgeCalls,
  ...demoCalls,
  ...freshnessCalls,
  ...healthCalls,
  ...intelligenceCalls,
  ...investigationCalls,
  ...jobCalls,
  ...lineageCalls,
  ...metricCalls,
  ...recommendationCalls,
  ...referentialCalls,
  ...schemaCalls,
  ...tagCalls,
  ...validityCalls,
];

type Sampled = World & { readonly requests: SeenRequest[] };

const file = (path: string): URL => new URL(path, import.meta.url);

describeContract<Sampled>({
  resources: file("../../src/platforms/anomalyarmor/resources/"),
  inventory: file("./endpoints.tsv"),
  isWanted: ({ method, seed, certainty }) => !method.startsWith("alt.") && (seed || certainty !== "inferred"),
  // The anomalies are alerts under their portable name: the same endpoints once more.
  again: ["anomalies"],
  samples: SAMPLES.map(({ arrange, call, ...sample }) => ({
    ...sample,
    arrange: ({ client, armor }) => arrange?.(client, armor),
    call: ({ client }, arranged) => call(client, arranged),
  })),
  world: () => {
    const world = sampleWorld();
    return { ...world, requests: world.armor.requests };
  },
});
