import type { Clock } from "../../base.js";
import { VirtualClock } from "../clock.js";
import { Emulator } from "../emulator.js";
import type { RateLimit } from "../rate.js";
import { guard, notFound } from "./guard.js";
import { settle } from "./operations.js";
import { addPeople } from "./records/people.js";
import type { EmulatedConnection, EmulatedDatastore, OperationPlan } from "./records/records.js";
import { anomalyRoutes } from "./routes/anomalies.js";
import { checkTemplateRoutes } from "./routes/check-templates.js";
import { checkRoutes } from "./routes/checks.js";
import { commentRoutes } from "./routes/comments.js";
import { computedFieldRoutes } from "./routes/computed-fields.js";
import { connectionRoutes } from "./routes/connections.js";
import { containerRoutes } from "./routes/containers.js";
import { datastoreRoutes } from "./routes/datastores.js";
import { exportRoutes } from "./routes/exports.js";
import { fieldRoutes } from "./routes/fields.js";
import { flowRoutes } from "./routes/flows.js";
import { integrationRoutes } from "./routes/integrations.js";
import { observabilityRoutes } from "./routes/observability.js";
import { operationRoutes } from "./routes/operations.js";
import { scheduleRoutes } from "./routes/schedules.js";
import { systemRoutes, withOpenapi } from "./routes/system.js";
import { tagRoutes } from "./routes/tags.js";
import { teamRoutes } from "./routes/teams.js";
import { tokenRoutes } from "./routes/tokens.js";
import { userRoutes } from "./routes/users.js";
import { addConnection, addDatastore } from "./seed.js";
import type { ConnectionSeed, DatastoreSeed } from "./seeds.js";
import { QualyticsState } from "./state.js";
import { checkToken } from "./tokens.js";

/** What the emulated deployment starts with. */
export interface QualyticsSeed {
  connections?: readonly ConnectionSeed[];
  datastores?: readonly DatastoreSeed[];
  /** The only token that is taken. Default: any. */
  token?: string | null;
  /** Default: none. */
  rateLimit?: RateLimit | null;
  /** Default: a `VirtualClock`, so that waits take no time. */
  clock?: Clock;
  /** Where it seems to be. Default `https://acme.qualytics.io/api`. */
  baseUrl?: string;
}

const ROUTES = [
  anomalyRoutes,
  checkRoutes,
  checkTemplateRoutes,
  commentRoutes,
  computedFieldRoutes,
  connectionRoutes,
  containerRoutes,
  datastoreRoutes,
  exportRoutes,
  fieldRoutes,
  flowRoutes,
  integrationRoutes,
  observabilityRoutes,
  operationRoutes,
  scheduleRoutes,
  systemRoutes,
  tagRoutes,
  teamRoutes,
  tokenRoutes,
  userRoutes,
];

/** A Qualytics deployment in memory. */
export class QualyticsEmulator extends Emulator {
  readonly state: QualyticsState;

  constructor(seed: QualyticsSeed = {}) {
    const clock = seed.clock ?? new VirtualClock();
    const state = new QualyticsState(clock);
    const check = guard(clock, seed.token ?? null, seed.rateLimit ?? null);
    const baseUrl = seed.baseUrl ?? "https://acme.qualytics.io/api";
    super({
      baseUrl,
      clock,
      routes: withOpenapi(
        ROUTES.flatMap((routes) => routes(state)),
        baseUrl,
      ),
      takesAnyBody: true,
      before: (call) => {
        settle(state);
        check(call);
        checkToken(state, call);
      },
      notFound,
    });
    this.state = state;
    addPeople(state);
    for (const one of seed.connections ?? []) addConnection(state, one);
    for (const one of seed.datastores ?? []) addDatastore(state, one);
  }

  /** Puts another connection into it. Gives its record: change it to change what the platform answers. */
  addConnection(seed: ConnectionSeed): EmulatedConnection {
    return addConnection(this.state, seed);
  }

  /** Puts another datastore into it, with its containers, checks and anomalies. */
  addDatastore(seed: DatastoreSeed): EmulatedDatastore {
    return addDatastore(this.state, seed);
  }

  /** Says how the next run goes; several calls wait in line. A run that finds no plan goes well. */
  planOperation(plan: Partial<OperationPlan>): void {
    this.state.plans.push(plan);
  }
}

/** Qualytics in memory, for tests: `new Client(qualytics({ url, token }), { fetch: deployment.fetch })`. */
export function emulateQualytics(seed: QualyticsSeed = {}): QualyticsEmulator {
  return new QualyticsEmulator(seed);
}
