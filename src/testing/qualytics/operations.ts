import type { Wire } from "./answers.js";
import { profileContainer, scanContainer, syncDatastore } from "./effects.js";
import type { EmulatedContainer, EmulatedOperation, OperationPlan } from "./records/records.js";
import { containerStub, datastoreStub, tagsOf } from "./records/stubs.js";
import type { QualyticsState } from "./state.js";

const PLAN: OperationPlan = {
  result: "success",
  message: null,
  queuedMs: 2_000,
  containerMs: 20_000,
  runningWord: "running",
};

/** Types that work through containers one by one. */
const BY_CONTAINER = ["profile", "scan", "external_scan", "materialize", "export"];

/** Whoever the token belongs to. */
export const CALLER = "ada@example.com";

/** Queues a run. */
export function startOperation(
  state: QualyticsState,
  type: string,
  body: Wire,
  containers: readonly EmulatedContainer[],
): EmulatedOperation {
  const operation: EmulatedOperation = {
    id: state.newId("operation"),
    type,
    created: state.now(),
    start_time: null,
    end_time: null,
    result: "queued",
    message: null,
    triggered_by: CALLER,
    aborted_by: null,
    datastore_id: typeof body.datastore_id === "number" ? body.datastore_id : (containers[0]?.datastore_id ?? null),
    schedule_id: null,
    container_ids: BY_CONTAINER.includes(type) ? containers.map(({ id }) => id) : [],
    body,
    status: {},
    work: [],
    queue: [],
    dispatched: 0,
    plan: PLAN,
  };
  dispatch(state, operation);
  state.operations.push(operation);
  return operation;
}

/** Sends a run to the workers: with the containers that it has not done yet. */
export function dispatch(state: QualyticsState, operation: EmulatedOperation): void {
  const done = operation.work.map(({ container_id }) => container_id);
  operation.plan = { ...PLAN, ...state.plans.shift() };
  operation.queue = operation.container_ids.filter((id) => !done.includes(id));
  operation.dispatched = state.clock.now();
  operation.result = operation.start_time === null ? "queued" : operation.plan.runningWord;
  operation.end_time = null;
  operation.message = null;
  operation.aborted_by = null;
}

/** Ends a run that somebody aborts. What it has done stays. */
export function abort(state: QualyticsState, operation: EmulatedOperation, by: string): void {
  operation.result = "aborted";
  operation.end_time = state.now();
  operation.aborted_by = by;
}

/** Brings all runs to where they are by now. */
export function settle(state: QualyticsState): void {
  for (const operation of state.operations) if (operation.end_time === null) advance(state, operation);
}

function advance(state: QualyticsState, operation: EmulatedOperation): void {
  const { plan, queue, dispatched } = operation;
  const now = state.clock.now();
  const begun = dispatched + plan.queuedMs;
  if (now < begun) return;
  operation.start_time ??= state.at(begun);
  operation.result = plan.runningWord;
  for (const [at, id] of queue.entries()) {
    const to = begun + (at + 1) * plan.containerMs;
    const isDone = operation.work.some(({ container_id }) => container_id === id);
    // A run that does not succeed leaves its last container undone.
    if (isDone || now < to || (plan.result !== "success" && at === queue.length - 1)) continue;
    finishContainer(state, operation, id, state.at(to - plan.containerMs), state.at(to));
  }
  const end = begun + Math.max(1, queue.length) * plan.containerMs;
  if (plan.result === "never" || now < end) return;
  operation.result = plan.result;
  operation.end_time = state.at(end);
  operation.message = plan.message;
  if (plan.result === "aborted") operation.aborted_by = "somebody@example.com";
  if (plan.result === "success" && operation.type === "sync") syncDatastore(state, operation);
}

function finishContainer(
  state: QualyticsState,
  operation: EmulatedOperation,
  id: number,
  start_time: string,
  end_time: string,
): void {
  const container = state.containers.find((one) => one.id === id);
  if (container === undefined) return;
  const add = (counter: string, count: number): void => {
    operation.status[counter] = (operation.status[counter] ?? 0) + count;
  };
  let anomaly_count = 0;
  if (operation.type === "profile") {
    add("fields_profiled", profileContainer(state, container, end_time));
    add("checks_synchronized", state.checks.filter((check) => check.container_id === id).length);
  }
  if (operation.type === "scan" || operation.type === "external_scan") {
    const { found, resolved } = scanContainer(state, container, operation, end_time);
    anomaly_count = found;
    add("anomalies_identified", found);
    add("auto_resolved_anomaly_count", resolved);
  }
  add("containers_analyzed", 1);
  add("records_processed", container.row_count);
  operation.work.push({
    container_id: id,
    start_time,
    end_time,
    result: "success",
    records_processed: container.row_count,
    anomaly_count,
  });
}

/** What each type counts. */
const COUNTERS: Readonly<Record<string, readonly string[]>> = {
  profile: ["containers_analyzed", "records_processed", "fields_profiled", "checks_synchronized"],
  scan: ["containers_analyzed", "records_processed", "anomalies_identified", "auto_resolved_anomaly_count"],
  external_scan: ["containers_analyzed", "records_processed", "anomalies_identified"],
  export: [],
  materialize: [],
};

/** A run, as the server answers it. */
export function operationBody(state: QualyticsState, one: EmulatedOperation): Wire {
  const { type: _, datastore_id: __, container_names, container_tags, container_ids, ...settings } = one.body;
  const counters = COUNTERS[one.type];
  const asked = Array.isArray(container_names) || Array.isArray(container_ids);
  return {
    ...settings,
    id: one.id,
    type: one.type,
    created: one.created,
    start_time: one.start_time,
    end_time: one.end_time,
    result: one.result,
    message: one.message,
    triggered_by: one.triggered_by,
    aborted_by: one.aborted_by,
    datastore: datastoreStub(state, one.datastore_id),
    schedule: null,
    schedule_id: one.schedule_id,
    containers: asked ? one.container_ids.map((id) => containerStub(state, id)) : [],
    tags: Array.isArray(container_tags) ? tagsOf(state, container_tags as string[]) : [],
    ...(counters === undefined
      ? {}
      : {
          status: {
            total_containers: one.container_ids.length,
            ...Object.fromEntries(counters.map((name) => [name, one.status[name] ?? 0])),
          },
        }),
  };
}
