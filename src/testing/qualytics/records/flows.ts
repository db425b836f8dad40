import type { Wire } from "../answers.js";
import type { QualyticsState } from "../state.js";
import { tagsOf } from "./stubs.js";
import type { Remembered } from "./versions.js";

/** A flow, as the emulated server keeps it. */
export interface EmulatedFlow extends Remembered {
  name: string;
  description: string | null;
  trigger_type: string;
  filter_datastores: number[];
  filter_operation_type: string | null;
  filter_operation_result: string | null;
  check_rule_types: string[];
  weight_threshold: number | null;
  tags: string[];
  team_ids: number[];
  deactivated: boolean;
  actions: EmulatedFlowAction[];
}

/** An action of a flow. The secret of it is kept, and never answered. */
export interface EmulatedFlowAction {
  id: number;
  created: string;
  uuid: string;
  type: string;
  parent_action_uuid: string | null;
  order_rank: number | null;
  notification_type: string | null;
  parameters: Wire | null;
  secret: string | null;
  auth_type: string | null;
  tokenized_message: string | null;
  muted: boolean;
  /** What an operation is started with, beside the id of the schedule. */
  schedule: Wire | null;
}

/** One time that a flow went through its actions. Where it stands follows from the clock and the operations it started. */
export interface EmulatedFlowExecution {
  id: number;
  created: string;
  flow_id: number;
  result: string;
  /** When its first actions begin, in milliseconds. */
  begins: number;
  actions: EmulatedActionExecution[];
}

export interface EmulatedActionExecution {
  id: number;
  created: string;
  action_id: number;
  result: string;
  /** The operation that it started; null: none. */
  operation_id: number | null;
}

/** An action, as the server answers it. */
export function actionBody({ secret: _, ...shown }: EmulatedFlowAction): Wire {
  const { notification_type, parameters, auth_type, tokenized_message, muted, schedule, ...common } = shown;
  return common.type === "operation"
    ? { ...common, schedule }
    : { ...common, notification_type, parameters, auth_type, tokenized_message, muted };
}

/** A flow, as the server answers it. */
export function flowBody(state: QualyticsState, { versions: _, ...flow }: EmulatedFlow): Wire {
  return { ...flow, tags: tagsOf(state, flow.tags), actions: flow.actions.map(actionBody) };
}

/** What a flow's history is about. */
export function flowFields({ versions: _, id: __, created: ___, actions, ...fields }: EmulatedFlow): Wire {
  return { ...fields, actions: actions.map(({ uuid }) => uuid) };
}

/** An execution, as the server answers it. */
export function executionBody(state: QualyticsState, one: EmulatedFlowExecution): Wire {
  const flow = state.flows.find(({ id }) => id === one.flow_id);
  return {
    id: one.id,
    created: one.created,
    result: one.result,
    flow: flow === undefined ? null : { id: flow.id, name: flow.name },
    action_executions: one.actions.map(({ id, created, action_id, result }) => ({ id, created, action_id, result })),
  };
}
