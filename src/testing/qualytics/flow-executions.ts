import type { Wire } from "./answers.js";
import { abort, CALLER, startOperation } from "./operations.js";
import type {
  EmulatedActionExecution,
  EmulatedFlow,
  EmulatedFlowAction,
  EmulatedFlowExecution,
} from "./records/flows.js";
import type { EmulatedContainer } from "./records/records.js";
import type { QualyticsState } from "./state.js";

/** Before the first action begins. */
const QUEUED_MS = 2_000;
const ENDS = ["success", "failure", "aborted", "skipped"];

/** Begins an execution of a flow. */
export function startExecution(state: QualyticsState, flow: EmulatedFlow): EmulatedFlowExecution {
  const execution: EmulatedFlowExecution = {
    id: state.newId("flow_execution"),
    created: state.now(),
    flow_id: flow.id,
    result: "running",
    begins: state.clock.now() + QUEUED_MS,
    actions: flow.actions.map(({ id }) => ({
      id: state.newId("action_execution"),
      created: state.now(),
      action_id: id,
      result: "pending",
      operation_id: null,
    })),
  };
  state.flowExecutions.push(execution);
  return execution;
}

/** Brings all executions to where they are by now. */
export function settleExecutions(state: QualyticsState): void {
  for (const execution of state.flowExecutions) if (execution.result === "running") advance(state, execution);
}

/** Ends an execution that somebody aborts, and the operations that it started. */
export function abortExecution(state: QualyticsState, execution: EmulatedFlowExecution): void {
  for (const one of execution.actions) {
    const operation = state.operations.find(({ id }) => id === one.operation_id);
    if (operation !== undefined && operation.end_time === null) abort(state, operation, CALLER);
    if (!ENDS.includes(one.result)) one.result = "aborted";
  }
  execution.result = "aborted";
}

function advance(state: QualyticsState, execution: EmulatedFlowExecution): void {
  const flow = state.flows.find(({ id }) => id === execution.flow_id);
  if (flow === undefined || state.clock.now() < execution.begins) return;
  // Each pass may free the actions that come after those that it ends.
  for (let before = ""; before !== told(execution); ) {
    before = told(execution);
    for (const one of execution.actions) step(state, flow, execution, one);
  }
  const results = execution.actions.map(({ result }) => result);
  if (!results.every((result) => ENDS.includes(result))) return;
  execution.result = ["failure", "aborted"].find((result) => results.includes(result)) ?? "success";
}

const told = ({ actions }: EmulatedFlowExecution): string => actions.map(({ result }) => result).join();

function step(
  state: QualyticsState,
  flow: EmulatedFlow,
  execution: EmulatedFlowExecution,
  one: EmulatedActionExecution,
): void {
  const action = flow.actions.find(({ id }) => id === one.action_id);
  if (action === undefined) {
    one.result = "skipped"; // It was taken out of the flow meanwhile.
    return;
  }
  if (one.result === "pending") begin(state, one, action, parentResult(flow, execution, action));
  if (one.result !== "running") return;
  const operation = state.operations.find(({ id }) => id === one.operation_id);
  if (operation === undefined) one.result = "failure";
  else if (operation.end_time !== null) one.result = operation.result;
}

/** How the action ended that this one comes after; `success` where there is none. */
function parentResult(flow: EmulatedFlow, execution: EmulatedFlowExecution, action: EmulatedFlowAction): string {
  const parent = flow.actions.find(({ uuid }) => uuid === action.parent_action_uuid);
  return execution.actions.find(({ action_id }) => action_id === parent?.id)?.result ?? "success";
}

function begin(state: QualyticsState, one: EmulatedActionExecution, action: EmulatedFlowAction, parent: string): void {
  if (!ENDS.includes(parent)) return;
  if (parent === "failure" || parent === "aborted" || action.muted) {
    one.result = "skipped";
  } else if (action.schedule === null) {
    one.result = "success";
  } else {
    const { id: _, type, trigger_type: __, ...body } = action.schedule;
    one.operation_id = startOperation(state, String(type), body, chosen(state, body)).id;
    one.result = "running";
  }
}

/** The containers that a started operation is about. */
function chosen(state: QualyticsState, body: Wire): EmulatedContainer[] {
  const names = (body.container_names ?? []) as string[];
  const tags = (body.container_tags ?? []) as string[];
  const isWanted = ({ name, tags: own }: EmulatedContainer): boolean =>
    names.length + tags.length === 0 || names.includes(name) || own.some((tag) => tags.includes(tag));
  return state.containers.filter(
    (one) => one.datastore_id === body.datastore_id && one.deleted_at === null && isWanted(one),
  );
}
