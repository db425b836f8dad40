import type { Flow, FlowExecution, NotificationActionBody } from "dqgate/qualytics";
import { expect } from "vitest";
import type { World } from "../world.js";
import { integrationsCalls } from "./integrations.js";
import { sample } from "./sample.js";

const UUID = "00000000-0000-4000-8000-0000000000a1";
const SECOND = "00000000-0000-4000-8000-0000000000a2";

const hook: NotificationActionBody = {
  type: "notification",
  uuid: UUID,
  orderRank: 0,
  notificationType: "Webhook",
  parameters: { url: "https://ci.example.com/in/T0001", snake_case: 1, camelCase: { stays_so: true } },
  secret: "webhook-secret-1",
  authType: "bearer",
  tokenizedMessage: "{{ flow_name }} of {{ datastore_name }}",
};
const sentHook = {
  type: "notification",
  uuid: UUID,
  order_rank: 0,
  notification_type: "Webhook",
  parameters: { url: "https://ci.example.com/in/T0001", snake_case: 1, camelCase: { stays_so: true } },
  secret: "webhook-secret-1",
  auth_type: "bearer",
  tokenized_message: "{{ flow_name }} of {{ datastore_name }}",
};

const flow = ({ client }: World): Promise<Flow> =>
  client.flows.create({ name: "tell the team", triggerType: "anomaly", tags: ["pii"], actions: [hook] });

const execution = async (world: World): Promise<FlowExecution> =>
  (await world.client.flows.execute((await flow(world)).id)) as FlowExecution;

const history = {
  id: 1,
  createdAt: expect.any(Date),
  versions: [{ operation: "insert", operationType: 0 }],
};

export const flowsCalls = [
  sample({
    method: "flows.list",
    arrange: flow,
    call: ({ client }) => client.flows.list({ page: 1, size: 20 }),
    query: { page: "1", size: "20" },
    gives: (page) => expect(page).toMatchObject({ total: 1, items: [{ id: 1, name: "tell the team" }] }),
  }),
  sample({
    method: "flows.listing",
    arrange: flow,
    call: ({ client }) => client.flows.listing(),
    gives: (page) =>
      expect(page).toMatchObject({ total: 1, items: [{ id: 1, name: "tell the team", deactivated: false }] }),
  }),
  sample({
    method: "flows.create",
    call: ({ client }) =>
      client.flows.create({
        name: "scan what is new",
        description: "after every sync",
        triggerType: "operation",
        filterDatastores: ["1", 2],
        filterOperationType: "sync",
        filterOperationResult: "success",
        checkRuleTypes: ["notNull"],
        weightThreshold: 5,
        tags: ["pii"],
        teamIds: [1],
        deactivated: false,
        actions: [
          {
            type: "operation",
            uuid: SECOND,
            schedule: { type: "scan", datastoreId: 1, containerNames: ["orders"], incremental: true },
          },
          { ...hook, parentActionUuid: SECOND },
        ],
      }),
    body: {
      name: "scan what is new",
      description: "after every sync",
      trigger_type: "operation",
      filter_datastores: [1, 2],
      filter_operation_type: "sync",
      filter_operation_result: "success",
      check_rule_types: ["notNull"],
      weight_threshold: 5,
      tags: ["pii"],
      team_ids: [1],
      deactivated: false,
      actions: [
        {
          type: "operation",
          uuid: SECOND,
          schedule: {
            type: "scan",
            datastore_id: 1,
            container_names: ["orders"],
            incremental: true,
            trigger_type: "action",
          },
        },
        { ...sentHook, parent_action_uuid: SECOND },
      ],
    },
    gives: (made) =>
      expect(made).toMatchObject({
        id: 1,
        name: "scan what is new",
        description: "after every sync",
        createdAt: expect.any(Date),
        triggerType: "operation",
        filterDatastores: [{ id: 1 }, { id: 2 }],
        filterOperationType: "sync",
        filterOperationResult: "success",
        checkRuleTypes: ["notNull"],
        weightThreshold: 5,
        tags: [{ name: "pii" }],
        teamIds: [1],
        deactivated: false,
        actions: [
          { id: 1, type: "operation", uuid: SECOND, schedule: { id: 1, type: "scan", triggerType: "action" } },
          {
            id: 2,
            type: "notification",
            parentActionUuid: SECOND,
            orderRank: 0,
            notificationType: "Webhook",
            parameters: sentHook.parameters,
            secret: null,
            authType: "bearer",
            tokenizedMessage: sentHook.tokenized_message,
            muted: false,
          },
        ],
      }),
  }),
  sample({
    method: "flows.get",
    arrange: flow,
    call: ({ client }, { id }) => client.flows.get(String(id)),
    gives: (one) => expect(one).toMatchObject({ id: 1, triggerType: "anomaly", actions: [{ uuid: UUID }] }),
  }),
  sample({
    method: "flows.update",
    arrange: flow,
    call: ({ client }, { id }) =>
      client.flows.update(id, { name: "tell nobody", triggerType: "anomaly", weightThreshold: null, actions: [] }),
    body: { name: "tell nobody", trigger_type: "anomaly", weight_threshold: null, actions: [] },
    gives: (one) => expect(one).toMatchObject({ id: 1, name: "tell nobody", tags: [], actions: [] }),
  }),
  sample({
    method: "flows.delete",
    arrange: flow,
    call: ({ client }, { id }) => client.flows.delete(id),
    gives: (nothing) => expect(nothing).toBeUndefined(),
  }),
  sample({
    method: "flows.setDeactivated",
    arrange: flow,
    call: ({ client }, { id }) => client.flows.setDeactivated(id, true),
    body: { deactivated: true },
    gives: (one) => expect(one).toMatchObject({ id: 1, deactivated: true }),
  }),
  sample({
    method: "flows.execute",
    arrange: flow,
    call: ({ client }, { id }) => client.flows.execute(id),
    gives: (one) =>
      expect(one).toMatchObject({
        id: 1,
        createdAt: expect.any(Date),
        result: "running",
        state: "running",
        isTerminal: false,
        flowId: 1,
        flow: { id: 1, name: "tell the team" },
        actionExecutions: [{ id: 1, actionId: 1, result: "pending" }],
      }),
  }),
  sample({
    method: "flows.history",
    arrange: flow,
    call: ({ client }, { id }) => client.flows.history(id),
    gives: (told) => expect(told).toMatchObject(history),
  }),
  sample({
    method: "flows.listExecutions",
    arrange: execution,
    call: ({ client }) => client.flows.listExecutions({ size: 5 }),
    query: { page: "1", size: "5" },
    gives: (page) => expect(page).toMatchObject({ total: 1, items: [{ id: 1, result: "running" }] }),
  }),
  sample({
    method: "flows.getExecution",
    arrange: execution,
    call: ({ client }, { id }) => client.flows.getExecution(id),
    gives: (one) => expect(one).toMatchObject({ id: 1, flowId: 1 }),
  }),
  sample({
    method: "flows.abortExecution",
    arrange: execution,
    call: ({ client }, { id }) => client.flows.abortExecution(id),
    gives: (one) =>
      expect(one).toMatchObject({
        result: "aborted",
        state: "aborted",
        isTerminal: true,
        actionExecutions: [{ result: "aborted" }],
      }),
  }),
  sample({
    method: "flows.deleteExecution",
    arrange: execution,
    call: ({ client }, { id }) => client.flows.deleteExecution(id),
    gives: (nothing) => expect(nothing).toBeUndefined(),
  }),
  sample({
    method: "flows.actions",
    arrange: flow,
    call: ({ client }) => client.flows.actions(1),
    gives: (actions) => expect(actions).toMatchObject([{ id: 1, type: "notification", uuid: UUID }]),
  }),
  sample({
    method: "flows.setActionMuted",
    arrange: flow,
    call: ({ client }) => client.flows.setActionMuted(1, true),
    body: { muted: true },
    gives: (action) => expect(action).toMatchObject({ id: 1, muted: true }),
  }),
  sample({
    method: "flows.notificationSpecifications",
    call: ({ client }) => client.flows.notificationSpecifications(),
    gives: (told) => expect(told).toContainEqual({ type: "Slack", parameters: [] }),
  }),
  sample({
    method: "flows.notificationTokens",
    call: ({ client }) => client.flows.notificationTokens(),
    gives: (told) => expect(told).toContainEqual({ name: "flow_name" }),
  }),
  sample({
    method: "flows.testNewNotification",
    call: ({ client }) => client.flows.testNewNotification(hook),
    body: sentHook,
    gives: (nothing) => expect(nothing).toBeUndefined(),
  }),
  sample({
    method: "flows.testNotification",
    arrange: flow,
    call: ({ client }) => client.flows.testNotification("1"),
    gives: (nothing) => expect(nothing).toBeUndefined(),
  }),
  ...integrationsCalls,
];
