import type { SeenRequest } from "dqgate/testing";
import { describeContract } from "../support/endpoint-contract.js";
import { anomaliesCalls } from "./calls/anomalies.js";
import { checksCalls } from "./calls/checks.js";
import { connectionsCalls } from "./calls/connections.js";
import { containersCalls } from "./calls/containers.js";
import { datastoresCalls } from "./calls/datastores.js";
import { fieldsCalls } from "./calls/fields.js";
import { flowsCalls } from "./calls/flows.js";
import { freshnessCalls } from "./calls/freshness.js";
import { operationCalls } from "./calls/operations.js";
import { peopleCalls } from "./calls/people.js";
import { schedulesCalls } from "./calls/schedules.js";
import { sampleWorld, type World } from "./world.js";

const file = (path: string): URL => new URL(path, import.meta.url);

describeContract<World & { readonly requests: SeenRequest[] }>({
  resources: file("../../src/platforms/qualytics/resources/"),
  inventory: file("./endpoints.tsv"),
  // A path that is only guessed is left to `client.request`.
  isWanted: ({ certainty }) => certainty !== "inferred",
  renamed: { qualityChecks: "checks" },
  // Portable names for what containers, checks and tokens send.
  again: ["apiKeys", "assets", "freshness", "jobs", "referential", "validity"],
  samples: [
    ...operationCalls,
    ...anomaliesCalls,
    ...checksCalls,
    ...connectionsCalls,
    ...containersCalls,
    ...datastoresCalls,
    ...fieldsCalls,
    ...flowsCalls,
    ...freshnessCalls,
    ...peopleCalls,
    ...schedulesCalls,
  ],
  world: () => {
    const full = sampleWorld();
    return { ...full, requests: full.server.requests };
  },
});
