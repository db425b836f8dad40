import { inspect } from "node:util";
import { BadRequestError, NotFoundError, ResponseValidationError, UnprocessableError, ValidationError } from "dqgate";
import type { FlowActionBody, FlowCreateBody } from "dqgate/qualytics";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { keptLog } from "../support/log.js";
import { sampleWorld, world } from "./world.js";

const FIRST = "00000000-0000-4000-8000-0000000000b1";
const SECOND = "00000000-0000-4000-8000-0000000000b2";
const WORD = "hunter2-webhook";
const ADDRESS = "https://outlook.example.com/IncomingWebhook/T0/B0/xyz";

const notify = (more: Partial<Extract<FlowActionBody, { type: "notification" }>> = {}): FlowActionBody => ({
  type: "notification",
  uuid: FIRST,
  notificationType: "HttpAction",
  parameters: { url: ADDRESS, headers: { "X-Api": WORD } },
  secret: WORD,
  ...more,
});
const scan: FlowActionBody = { type: "operation", uuid: SECOND, schedule: { type: "scan", datastoreId: 1 } };
const bodyOf = (...actions: FlowActionBody[]): FlowCreateBody => ({ name: "f", triggerType: "manual", actions });

/** Everything by which a value could reach a log. */
const shown = (value: unknown): string => `${inspect(value, { depth: 10 })} ${JSON.stringify(value)}`;

describe("flows.create", () => {
  it("gives an action that has none a UUID of its own", async () => {
    const { client, server } = sampleWorld();
    const { uuid: _, ...nameless } = notify();
    const { actions } = await client.flows.create(bodyOf(nameless as FlowActionBody, nameless as FlowActionBody));
    const uuids = actions.map((action) => action.uuid);
    expect(new Set(uuids).size).toBe(2);
    for (const uuid of uuids) expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/);
    expect(server.requests).toHaveLength(1);
  });

  it.each<[string, string, Record<string, unknown>]>([
    ["a flow without a name", "name", { name: " " }],
    ["a flow without an event", "triggerType", { triggerType: undefined }],
    ["a datastore that is no id", "filterDatastores[0]", { filterDatastores: ["shop"] }],
    ["a field that nobody knows", "trigger", { trigger: "x" }],
    ["an action of no known type", "actions[0].type", { actions: [{ type: "email" }] }],
    ["an action that is none", "actions[1]", { actions: [notify(), "scan"] }],
    [
      "a notification without parameters",
      "actions[0].parameters",
      { actions: [notify({ parameters: undefined as never })] },
    ],
    ["a way to sign in that there is not", "actions[0].authType", { actions: [notify({ authType: "ntlm" as never })] }],
    ["a UUID that is none", "actions[0].uuid", { actions: [notify({ uuid: "first" })] }],
    ["a field of the other kind", "actions[0].parameters", { actions: [{ ...scan, parameters: {} }] }],
    [
      "an operation without a datastore",
      "actions[0].schedule.datastoreId",
      { actions: [{ ...scan, schedule: { type: "scan" } }] },
    ],
    [
      "an operation that needs records",
      "actions[0].schedule.type",
      { actions: [{ ...scan, schedule: { type: "external_scan" } }] },
    ],
  ])("refuses %s before anything is sent", async (_, field, wrong) => {
    const { client, server } = sampleWorld();
    const error = await failure(client.flows.create({ ...bodyOf(), ...wrong } as FlowCreateBody));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.field).toBe(field);
    expect(shown(error)).not.toContain(WORD);
    expect(server.requests).toEqual([]);
  });

  it("tells what the server has against it, without the secrets that it was sent", async () => {
    const { client } = sampleWorld();
    const error = await failure(client.flows.create(bodyOf(notify({ notificationType: "Pigeon" }))));
    expect(error).toBeInstanceOf(UnprocessableError);
    expect((error as unknown as UnprocessableError).fieldErrors).toHaveProperty(["actions.0.notification_type"]);
    expect(shown(error)).not.toContain(WORD);
  });
});

describe("what a flow keeps to itself", () => {
  it("is in no print, log or JSON, and is read by its name", async () => {
    const { logger, lines } = keptLog();
    const { client } = world({}, { logger, logLevel: "debug" });
    const made = await client.flows.create(bodyOf(notify()));
    const [action] = made.actions;
    expect(action?.parameters).toEqual({ url: ADDRESS, headers: { "X-Api": WORD } });
    expect(action?.secret).toBeNull();
    for (const thing of [made, { ...action }, lines]) {
      expect(shown(thing)).not.toContain(WORD);
      expect(shown(thing)).not.toContain("IncomingWebhook");
    }
    expect(lines.length).toBeGreaterThan(0);
  });

  it("stays out of sight where a build tells more than it should", async () => {
    const { client, server } = world();
    const told = {
      id: 1,
      type: "notification",
      secret: WORD,
      routing_key: WORD,
      endpoint: `https://me:${WORD}@example.com/`,
      config: { deep: [{ auth_token: WORD }] },
      harmless: { note: "shown" },
    };
    const flow = { id: 1, name: "f", actions: [told], webhook_url: WORD };
    const execution = { id: 1, result: "success", flow, action_executions: [{ action: told, token: WORD }] };
    server.failNext({ kind: "json", body: execution });
    const seen = await client.flows.getExecution(1);
    expect(shown(seen)).not.toContain(WORD);
    expect(shown(seen)).toContain("shown");
    expect(seen.flow?.actions[0]).toMatchObject({ secret: WORD, routing_key: WORD, config: told.config });
    expect(seen.flow).toHaveProperty("webhook_url", WORD);
    expect(seen.actionExecutions[0]).toMatchObject({ actionId: 1, token: WORD });
  });
});

describe("a secret that is sent", () => {
  it("is masked where the server repeats it", async () => {
    const { client, server } = sampleWorld();
    const calls = [
      () => client.flows.create(bodyOf(notify())),
      () => client.flows.update(1, bodyOf(notify())),
      () => client.flows.testNewNotification(notify() as never),
    ];
    for (const call of calls) {
      server.failNext({ kind: "status", status: 400, body: { detail: `${WORD} does not open ${ADDRESS}` } });
      const error = await failure(call);
      expect(error).toBeInstanceOf(BadRequestError);
      expect(error.message).toContain("does not open");
      expect(shown(error)).not.toContain(WORD);
      expect(shown(error)).not.toContain("IncomingWebhook");
    }
  });

  it("is not overwritten by its redacted copy", async () => {
    const { client, server } = sampleWorld();
    const error = await failure(client.flows.update(1, bodyOf(notify({ secret: "*** redacted ***" }))));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({ field: "actions[0].secret", operation: "PUT /flows/{flow}" });
    expect(server.requests).toEqual([]);
  });

  it("is out of sight in a history that tells it", async () => {
    const { client, server } = world();
    const changeset = {
      name: ["f", "g"],
      parameters: [null, { url: ADDRESS }],
      secret: [WORD, "x"],
      actions: [[], [{ routing_key: WORD }]],
    };
    server.failNext({ kind: "json", body: { id: 1, versions: [{ changeset, transaction: null, operation_type: 1 }] } });
    const history = await client.flows.history(1);
    expect(shown(history)).not.toContain(WORD);
    expect(shown(history)).not.toContain("IncomingWebhook");
    expect(shown(history)).toContain("g");
    expect(history.versions[0]?.changeset?.secret).toEqual([WORD, "x"]);
    expect(history.versions[0]?.changeset?.actions).toEqual(changeset.actions);
  });
});

describe("a flow's record", () => {
  it("is read whether others are shown as records or by one value", async () => {
    const { client, server } = world();
    server.failNext({
      kind: "json",
      body: {
        id: 1,
        filter_datastores: [3, { id: 4, name: "lake" }],
        tags: ["pii", { id: 2, name: "gold" }],
        team_ids: [5, { id: 6 }],
      },
    });
    const flow = await client.flows.get(1);
    expect(flow.filterDatastores.map(({ id, name }) => [id, name])).toEqual([
      [3, null],
      [4, "lake"],
    ]);
    expect(flow.tags.map(({ id, name }) => [id, name])).toEqual([
      [null, "pii"],
      [2, "gold"],
    ]);
    expect(flow.teamIds).toEqual([5, 6]);
    expect(flow).toMatchObject({ name: null, actions: [], checkRuleTypes: [], weightThreshold: null });
  });

  it("remembers what changed", async () => {
    const { client } = sampleWorld();
    const { id } = await client.flows.create(bodyOf(notify()));
    await client.flows.setDeactivated(id, true);
    await client.flows.update(id, { ...bodyOf(), name: "g" });
    const { versions } = await client.flows.history(id);
    expect(versions.map(({ operation }) => operation)).toEqual(["insert", "update", "update"]);
    expect(versions[1]?.changeset).toEqual({ deactivated: [false, true] });
    expect(versions[2]?.changeset).toEqual({ name: ["f", "g"], deactivated: [true, false], actions: [[FIRST], []] });
    expect(shown(versions)).not.toContain(WORD);
  });

  it("keeps its actions by their UUIDs", async () => {
    const { client } = sampleWorld();
    const { id, actions } = await client.flows.create(bodyOf(notify()));
    await client.flows.setActionMuted(actions[0]?.id as number, true);
    const updated = await client.flows.update(id, bodyOf(scan, notify({ parentActionUuid: SECOND })));
    expect(updated.actions.map((action) => [action.id, action.uuid, action.muted])).toEqual([
      [2, SECOND, null],
      [1, FIRST, true],
    ]);
  });

  it("is gone once it was deleted", async () => {
    const { client } = sampleWorld();
    const { id } = await client.flows.create(bodyOf());
    await client.flows.delete(id);
    await expect(client.flows.get(id)).rejects.toBeInstanceOf(NotFoundError);
    await expect(client.flows.delete(id)).rejects.toBeInstanceOf(NotFoundError);
    await expect(client.flows.listing().toArray()).resolves.toEqual([]);
  });

  it("is replaced once more after a failure, and executed only once", async () => {
    const { client, server } = sampleWorld();
    const { id } = await client.flows.create(bodyOf());
    server.requests.length = 0;
    server.failNext({ kind: "status", status: 503 });
    await expect(client.flows.update(id, { ...bodyOf(), name: "g" })).resolves.toMatchObject({ name: "g" });
    expect(server.requests).toHaveLength(2);
    server.failNext({ kind: "status", status: 503 });
    await expect(client.flows.execute(id)).rejects.toMatchObject({ status: 503 });
    expect(server.requests).toHaveLength(3);
  });
});

describe("flows.actions", () => {
  const action = { id: 1, type: "notification" };

  it.each([
    ["one record", action, [1]],
    ["a list", [action, { ...action, id: 2 }], [1, 2]],
    ["an empty list", [], []],
    ["a page", { items: [action], total: 1 }, [1]],
  ])("reads %s", async (_, body, ids) => {
    const { client, server } = world();
    server.failNext({ kind: "json", body });
    expect((await client.flows.actions(1)).map(({ id }) => id)).toEqual(ids);
  });

  it("refuses what is no action, and names the place", async () => {
    const { client, server } = world();
    server.failNext({ kind: "json", body: [action, { id: "x", secret: WORD }] });
    const error = await failure(client.flows.actions(1));
    expect(error).toBeInstanceOf(ResponseValidationError);
    const { issues } = error as unknown as ResponseValidationError;
    expect(issues.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        [1, "id"],
        [1, "type"],
      ]),
    );
    expect(error).toMatchObject({ operation: "GET /flows/actions/{id}", platform: "qualytics" });
    expect(shown(error)).not.toContain(WORD);
  });
});

describe("the trial of a notification", () => {
  it("throws where the platform refuses it", async () => {
    const { client, server } = sampleWorld();
    await client.flows.create(bodyOf(scan));
    await expect(client.flows.testNotification(1)).rejects.toBeInstanceOf(NotFoundError);
    server.failNext({ kind: "status", status: 400, body: { detail: "the address does not answer" } });
    const error = await failure(client.flows.testNewNotification(notify() as never));
    expect(error).toBeInstanceOf(BadRequestError);
    expect(error.message).toBe("the address does not answer");
  });
});
