import type { Clock } from "../../base.js";
import { VirtualClock } from "../clock.js";
import { Emulator } from "../emulator.js";
import { checkToken, withoutRoute } from "./guard.js";
import { refreshReport } from "./reporting.js";
import { addressRoutes } from "./routes/addresses.js";
import { executionRoutes } from "./routes/executions.js";
import { healthRoutes, openapiRoute } from "./routes/health.js";
import { lineageRoutes } from "./routes/lineage.js";
import { monitoringRoutes } from "./routes/monitoring.js";
import { pipelineTypeRoutes } from "./routes/pipeline-types.js";
import { pipelineRoutes } from "./routes/pipelines.js";
import { reportingRoutes } from "./routes/reporting.js";
import { ruleRoutes } from "./routes/rules.js";
import { addAddress, addExecution, addPipeline, addPipelineType, addRule } from "./seed.js";
import type { AddressSeed, AnomalyRuleSeed, ExecutionSeed, PipelineSeed, PipelineTypeSeed } from "./seeds.js";
import {
  type EmulatedAddress,
  type EmulatedExecution,
  type EmulatedPipeline,
  type EmulatedPipelineType,
  type EmulatedRule,
  WatcherState,
} from "./state.js";

/** What the emulated Watcher starts with. */
export interface WatcherSeed {
  pipelineTypes?: readonly PipelineTypeSeed[];
  pipelines?: readonly PipelineSeed[];
  addresses?: readonly AddressSeed[];
  executions?: readonly ExecutionSeed[];
  rules?: readonly AnomalyRuleSeed[];
  /** The bearer token that a gateway in front of it asks for. Default: nobody asks for one, as the server does not. */
  token?: string | null;
  /** True: the queue cannot be reached. Calls that need it answer 500, some of them after writing. */
  redisDown?: boolean;
  /** True: nothing takes tasks from the queue, so that their effects never come in. */
  workerDown?: boolean;
  /** True: each pipeline that a call makes gets a rule for every metric. */
  autoCreateRules?: boolean;
  /** Default: a `VirtualClock`, so that waits take no time. */
  clock?: Clock;
  /** Where it seems to be. Default `http://localhost:8000`. */
  baseUrl?: string;
}

const ROUTES = [
  addressRoutes,
  executionRoutes,
  healthRoutes,
  lineageRoutes,
  monitoringRoutes,
  pipelineRoutes,
  pipelineTypeRoutes,
  reportingRoutes,
  ruleRoutes,
];

/** Watcher in memory. */
export class WatcherEmulator extends Emulator {
  readonly state: WatcherState;

  /** Throws `EmulatorError` for a seed that the server could not hold. */
  constructor(seed: WatcherSeed = {}) {
    const clock = seed.clock ?? new VirtualClock();
    const baseUrl = seed.baseUrl ?? "http://localhost:8000";
    const state = new WatcherState(clock);
    const served = ROUTES.flatMap((routes) => routes(state));
    const routes = [...served, openapiRoute(served)];
    super({
      baseUrl,
      clock,
      routes,
      takesAnyBody: true,
      before: (call) => {
        state.settle();
        checkToken(call, seed.token ?? null);
      },
      notFound: withoutRoute(routes, baseUrl),
    });
    this.state = state;
    for (const one of seed.pipelineTypes ?? []) addPipelineType(state, one);
    for (const one of seed.pipelines ?? []) addPipeline(state, one);
    for (const one of seed.addresses ?? []) addAddress(state, one);
    for (const one of seed.executions ?? []) addExecution(state, one);
    for (const one of seed.rules ?? []) addRule(state, one);
    state.redisDown = seed.redisDown ?? false;
    state.workerDown = seed.workerDown ?? false;
    state.autoCreateRules = seed.autoCreateRules ?? false;
    refreshReport(state);
  }

  /** Puts another pipeline into it. Gives its record: change it to change what the platform answers. */
  addPipeline(seed: PipelineSeed): EmulatedPipeline {
    return addPipeline(this.state, seed);
  }

  /** Puts another pipeline type into it. */
  addPipelineType(seed: PipelineTypeSeed): EmulatedPipelineType {
    return addPipelineType(this.state, seed);
  }

  /** Puts another address into it. */
  addAddress(seed: AddressSeed): EmulatedAddress {
    return addAddress(this.state, seed);
  }

  /** Puts another run into it. */
  addExecution(seed: ExecutionSeed): EmulatedExecution {
    return addExecution(this.state, seed);
  }

  /** Puts another rule of anomaly detection into it. */
  addRule(seed: AnomalyRuleSeed): EmulatedRule {
    return addRule(this.state, seed);
  }
}

/** Watcher in memory, for tests: `new Client(watcher({ url: "http://localhost:8000" }), { fetch: server.fetch })`. */
export function emulateWatcher(seed: WatcherSeed = {}): WatcherEmulator {
  return new WatcherEmulator(seed);
}
