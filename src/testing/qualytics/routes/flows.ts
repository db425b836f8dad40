import type { EmulatedAnswer, EmulatedCall, EmulatedRoute } from "../../emulator.js";
import { idOf, judged } from "../../fastapi/inputs.js";
import {
  bool,
  complain,
  decimal,
  type Fields,
  int,
  type Judge,
  list,
  map,
  orNull,
  record,
  text,
  word,
} from "../../fastapi/judges.js";
import { found, nothing, page, refuse, removed, type Wire } from "../answers.js";
import { abortExecution, settleExecutions, startExecution } from "../flow-executions.js";
import {
  actionBody,
  type EmulatedFlow,
  type EmulatedFlowAction,
  type EmulatedFlowExecution,
  executionBody,
  flowBody,
  flowFields,
} from "../records/flows.js";
import { historyBody, remember } from "../records/versions.js";
import type { QualyticsState } from "../state.js";

const name = text(1, 255);
const long = text(0, 10_000);
const uuid: Judge<string> = (value, loc) =>
  typeof value === "string" && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
    ? value
    : complain("uuid_parsing", "Input should be a valid UUID", value, loc);

const NOTIFICATIONS = ["Email", "Slack", "Microsoft Teams", "PagerDuty", "Webhook", "HttpAction", "InApp"] as const;
const ACTION = {
  type: word("notification", "operation"),
  uuid,
  parent_action_uuid: orNull(uuid),
  order_rank: orNull(int()),
};
const notification = record(
  {
    ...ACTION,
    notification_type: word(...NOTIFICATIONS),
    parameters: map,
    secret: orNull(text(1, 1000)),
    auth_type: orNull(word("basic", "digest", "bearer")),
    tokenized_message: orNull(long),
  },
  ["type", "uuid", "notification_type", "parameters"],
);
const operation = record({ ...ACTION, schedule: map }, ["type", "uuid", "schedule"]);

/** An action: its type decides which other fields there are. */
const action: Judge<Wire & { uuid: string; type: string }> = (value, loc) =>
  (map(value, loc).type === "operation" ? operation : notification)(value, loc);

const FLOW = {
  name,
  description: orNull(long),
  trigger_type: name,
  filter_datastores: orNull(list(int({ ge: 1 }))),
  filter_operation_type: orNull(name),
  filter_operation_result: orNull(word("success", "failure", "aborted")),
  check_rule_types: orNull(list(name)),
  weight_threshold: orNull(decimal()),
  tags: orNull(list(name)),
  team_ids: orNull(list(int({ ge: 1 }))),
  deactivated: bool,
  actions: orNull(list(action)),
};
const flow = record(FLOW, ["name", "trigger_type"]);
const deactivated = record({ deactivated: bool }, ["deactivated"]);
const muted = record({ muted: bool }, ["muted"]);

export const flowRoutes = (state: QualyticsState): EmulatedRoute[] => {
  const one = (call: EmulatedCall): EmulatedFlow => found(state.flows, "Flow", idOf(call, "id"));
  const actions = (): EmulatedFlowAction[] => state.flows.flatMap((flow) => flow.actions);
  const actionOf = (call: EmulatedCall): EmulatedFlowAction => found(actions(), "Flow action", idOf(call, "id"));
  const notificationOf = (call: EmulatedCall): EmulatedFlowAction => {
    const told = actionOf(call);
    return told.type === "notification" ? told : refuse(404, `Flow action with id ${told.id} is no notification`);
  };
  const execution = (call: EmulatedCall): EmulatedFlowExecution =>
    found(state.flowExecutions, "Flow execution", idOf(call, "id"));
  const answer = (flow: EmulatedFlow): EmulatedAnswer => ({ body: flowBody(state, flow) });
  const executed = (one: EmulatedFlowExecution): EmulatedAnswer => ({ body: executionBody(state, one) });

  const routes: EmulatedRoute[] = [
    { verb: "GET", path: "/flows", answer: (call) => page(call, state.flows, (one) => flowBody(state, one)) },
    { verb: "POST", path: "/flows", answer: (call) => answer(made(state, call)) },
    {
      verb: "GET",
      path: "/flows/listing",
      answer: () => ({ body: state.flows.map(({ id, name, deactivated }) => ({ id, name, deactivated })) }),
    },
    { verb: "GET", path: "/flows/{id}", answer: (call) => answer(one(call)) },
    { verb: "PUT", path: "/flows/{id}", answer: (call) => answer(replaced(state, call, one(call))) },
    {
      verb: "DELETE",
      path: "/flows/{id}",
      answer: (call) => {
        removed(state.flows, one(call));
        return nothing;
      },
    },
    {
      verb: "PATCH",
      path: "/flows/{id}/deactivated",
      answer: (call) => answer(changed(state, one(call), judged(call, deactivated))),
    },
    { verb: "POST", path: "/flows/{id}/execute", answer: (call) => executed(startExecution(state, one(call))) },
    { verb: "GET", path: "/flows/{id}/history", answer: (call) => ({ body: historyBody(one(call)) }) },
    {
      verb: "GET",
      path: "/flows/executions",
      answer: (call) => page(call, [...state.flowExecutions].reverse(), (one) => executionBody(state, one)),
    },
    { verb: "GET", path: "/flows/executions/{id}", answer: (call) => executed(execution(call)) },
    { verb: "POST", path: "/flows/executions/{id}/abort", answer: (call) => executed(aborted(state, execution(call))) },
    {
      verb: "DELETE",
      path: "/flows/executions/{id}",
      answer: (call) => {
        removed(state.flowExecutions, execution(call));
        return nothing;
      },
    },
    { verb: "GET", path: "/flows/actions/{id}", answer: (call) => ({ body: actionBody(actionOf(call)) }) },
    {
      verb: "PATCH",
      path: "/flows/actions/notification/{id}/muted",
      answer: (call) => ({ body: actionBody(Object.assign(notificationOf(call), judged(call, muted))) }),
    },
    {
      verb: "GET",
      path: "/flows/actions/notification/specifications",
      answer: () => ({ body: NOTIFICATIONS.map((type) => ({ type, parameters: [] })) }),
    },
    {
      verb: "GET",
      path: "/flows/actions/notification/tokens",
      answer: () => ({ body: [{ name: "flow_name" }, { name: "datastore_name" }, { name: "target_link" }] }),
    },
    {
      verb: "POST",
      path: "/flows/actions/notifications/test",
      answer: (call) => {
        judged(call, notification);
        return nothing;
      },
    },
    {
      verb: "POST",
      path: "/flows/actions/notifications/{id}/test",
      answer: (call) => {
        notificationOf(call);
        return nothing;
      },
    },
  ];
  return routes.map((route) => ({
    ...route,
    answer: (call) => {
      settleExecutions(state);
      return route.answer(call);
    },
  }));
};

function made(state: QualyticsState, call: EmulatedCall): EmulatedFlow {
  const told = judged(call, flow);
  const one: EmulatedFlow = {
    ...whole(told),
    id: state.newId("flow"),
    created: state.now(),
    versions: [],
    actions: actionsOf(state, told, []),
  };
  remember(state, one, {}, flowFields(one));
  state.flows.push(one);
  return one;
}

/** A replaced flow has nothing of what it was but its id, and its actions by their UUIDs. */
function replaced(state: QualyticsState, call: EmulatedCall, one: EmulatedFlow): EmulatedFlow {
  const told = judged(call, flow);
  return changed(state, one, { ...whole(told), actions: actionsOf(state, told, one.actions) });
}

function changed(state: QualyticsState, one: EmulatedFlow, to: Partial<EmulatedFlow>): EmulatedFlow {
  const before = flowFields(one);
  Object.assign(one, to);
  remember(state, one, before, flowFields(one));
  return one;
}

type Told = Fields<typeof FLOW, "name" | "trigger_type">;

const whole = (told: Told): Omit<EmulatedFlow, "id" | "created" | "versions" | "actions"> => ({
  name: told.name,
  description: told.description ?? null,
  trigger_type: told.trigger_type,
  filter_datastores: told.filter_datastores ?? [],
  filter_operation_type: told.filter_operation_type ?? null,
  filter_operation_result: told.filter_operation_result ?? null,
  check_rule_types: told.check_rule_types ?? [],
  weight_threshold: told.weight_threshold ?? null,
  tags: told.tags ?? [],
  team_ids: told.team_ids ?? [],
  deactivated: told.deactivated ?? false,
});

/** The actions of a flow; one that was there before keeps its id, and whether it is muted. */
function actionsOf(state: QualyticsState, told: Told, before: readonly EmulatedFlowAction[]): EmulatedFlowAction[] {
  return (told.actions ?? []).map((sent) => {
    const old = before.find(({ uuid }) => uuid === sent.uuid);
    const schedule = sent.schedule as Wire | undefined;
    return {
      id: old?.id ?? state.newId("flow_action"),
      created: old?.created ?? state.now(),
      muted: old?.muted ?? false,
      parent_action_uuid: null,
      order_rank: null,
      notification_type: null,
      parameters: null,
      secret: null,
      auth_type: null,
      tokenized_message: null,
      ...sent,
      schedule:
        schedule === undefined ? null : { ...schedule, id: old?.schedule?.id ?? state.newId("action_schedule") },
    };
  });
}

function aborted(state: QualyticsState, one: EmulatedFlowExecution): EmulatedFlowExecution {
  if (one.result !== "running") refuse(409, `Flow execution ${one.id} has already finished`);
  abortExecution(state, one);
  return one;
}
