import type { SeenRequest } from "dqgate/testing";
import { describeContract } from "../support/endpoint-contract.js";
import { addressCalls } from "./calls/addresses.js";
import { monitoringCalls } from "./calls/monitoring.js";
import { pipelineCalls } from "./calls/pipelines.js";
import { reportingCalls } from "./calls/reporting.js";
import { type World, world } from "./world.js";

const file = (path: string): URL => new URL(path, import.meta.url);

describeContract<World & { readonly requests: SeenRequest[] }>({
  resources: file("../../src/platforms/watcher/resources/"),
  inventory: file("./endpoints.tsv"),
  // The pages are HTML for people.
  isWanted: ({ method }) => !method.startsWith("pages."),
  // Portable names for what addresses and executions send.
  again: ["assets", "operations"],
  samples: [...addressCalls, ...monitoringCalls, ...pipelineCalls, ...reportingCalls],
  world: () => {
    const empty = world();
    return { ...empty, requests: empty.server.requests };
  },
});
