import { ApiError, BadRequestError } from "dqgate";
import type { FlowActionBody } from "dqgate/qualytics";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { keptLog } from "../support/log.js";
import { SECRET, shown } from "./shown.js";
import { sampleWorld, type World, world } from "./world.js";

const WORDS = `cannot open jdbc:sqlserver://h;user=x;password=${SECRET}`;
const SAFE = "cannot open jdbc:sqlserver://h;user=x;password=*** redacted ***";

const CALLS: [string, (world: World) => PromiseLike<unknown>][] = [
  ["connections.get", ({ client }) => client.connections.get(1)],
  ["connections.list", ({ client }) => client.connections.list()],
  ["connections.delete", ({ client }) => client.connections.delete(1)],
  ["connections.catalogs", ({ client }) => client.connections.catalogs(1)],
  ["connections.schemas", ({ client }) => client.connections.schemas(1)],
  ["connections.validateDatastores", ({ client }) => client.connections.validateDatastores(1, { schemas: ["a"] })],
  ["datastores.get", ({ client }) => client.datastores.get(1)],
  ["datastores.update", ({ client }) => client.datastores.update(1, { description: "d" })],
  ["datastores.linkEnrichment", ({ client }) => client.datastores.linkEnrichment(1, 2)],
  ["datastores.requireConnected", ({ client }) => client.datastores.requireConnected(1)],
  ["operations.run", ({ client }) => client.operations.run({ type: "sync", datastoreId: 1 })],
  [
    "containers.create",
    ({ client }) =>
      client.containers.create({ containerType: "computed_table", datastoreId: 1, name: "n", query: "SELECT 1" }),
  ],
  ["request", ({ client }) => client.request("GET", "/users/me")],
];

describe("an error repeats no credential that the server tells", () => {
  it.each(CALLS)("%s", async (_, call) => {
    const { logger, lines } = keptLog();
    const { server, client } = world({}, { logger, logLevel: "debug", retries: 0 });
    for (const [status, body] of [
      [400, { detail: WORDS }],
      [409, { message: WORDS }],
      [500, { detail: WORDS, fault_context: { code: "X", hint: WORDS, signing_key: SECRET } }],
      [422, { detail: [{ loc: ["body", "uri"], msg: WORDS, type: "x" }] }],
      [409, { detail: { reason: WORDS, list: [WORDS], shared_key: SECRET } }],
      [502, `<html><p>${WORDS}</p></html>`],
    ] as const) {
      server.failNext({ kind: "status", status, body });
      const error = await failure(call({ server, client }));
      expect(shown(error)).not.toContain(SECRET);
      expect(shown(error.cause)).not.toContain(SECRET);
      server.clearFaults();
    }
    expect(shown(lines)).not.toContain(SECRET);
    expect(lines.length).toBeGreaterThan(3);
  });

  it("and says the rest of it", async () => {
    const { server, client } = sampleWorld();
    const said = async (status: number, body: unknown) => {
      server.failNext({ kind: "status", status, body });
      return await failure(client.connections.delete(1));
    };
    expect((await said(400, { detail: WORDS })).message).toBe(SAFE);
    expect(await said(422, { detail: [{ loc: ["body", "uri"], msg: WORDS, type: "x" }] })).toMatchObject({
      message: `uri: ${SAFE}`,
      fieldErrors: { uri: SAFE },
      details: [{ loc: ["body", "uri"], msg: SAFE, type: "x" }],
    });
    expect(await said(409, { detail: `existing connection with id: 7; password=${SECRET}` })).toMatchObject({
      conflictingId: "7",
    });
    const sql = "SQL compilation error: a.customer_key = b.customer_key, and no such column";
    expect((await said(400, { detail: sql })).message).toBe(sql);
  });

  it("and neither does a verdict", async () => {
    const { server, client } = sampleWorld();
    const query = { containerType: "computed_table", datastoreId: 1, query: "SELECT 1" } as const;
    for (const fault of [
      { kind: "status", status: 400, body: { detail: WORDS } },
      { kind: "json", body: { success: false, connected: false, message: WORDS } },
    ] as const) {
      server.failNext(fault);
      expect(await client.containers.validate(query)).toEqual({ valid: false, message: SAFE });
      server.failNext(fault);
      expect(await client.datastores.verifyConnection(1)).toMatchObject({ connected: false, message: SAFE });
      server.failNext(fault);
      expect(shown(await failure(client.datastores.requireConnected(1)))).not.toContain(SECRET);
    }
  });
});

describe("a secret that was sent is masked however the server writes it", () => {
  const TAIL = "Zq7tailOfIt";
  const password = `a@b/"c\\d ü%${TAIL}`;
  const spellings: [string, string][] = [
    ["as it is", password],
    ["in JSON", JSON.stringify(password).slice(1, -1)],
    ["in JSON within JSON", JSON.stringify(JSON.stringify(password)).slice(3, -3)],
    ["in JSON of ASCII alone", JSON.stringify(password).slice(1, -1).replace("ü", "\\u00fc")],
    ["in a URL", encodeURIComponent(password)],
    ["in a URL, in lower case", encodeURIComponent(password).replace(/%../g, (one) => one.toLowerCase())],
    ["in a URL that keeps its slashes", encodeURIComponent(password).replace("%2F", "/")],
    ["in a form", encodeURIComponent(password).replace("%20", "+")],
  ];

  it.each(spellings)("%s", async (_, told) => {
    const { server, client } = sampleWorld();
    server.failNext({ kind: "status", status: 400, body: { message: `the password is ${told} and wrong` } });
    const error = await failure(client.connections.create({ type: "postgresql", password }));
    expect(error).toBeInstanceOf(BadRequestError);
    expect(error.message).toBe("the password is *** redacted *** and wrong");
  });

  it.each([";", "&", " ", '"', "@", "#"])("where a text is parted at a %s that it holds", async (sign) => {
    const { server, client } = sampleWorld();
    const parted = `ab${sign}${TAIL}`;
    for (const told of [`x?password=${parted} y`, `postgresql://u:${parted}@h/x`, `{"password": "${parted}"}`]) {
      server.failNext({ kind: "status", status: 400, body: { message: told } });
      const error = await failure(client.connections.create({ type: "postgresql", password: parted }));
      expect(shown(error)).not.toContain(TAIL);
    }
  });

  it("where it was written otherwise in a URI, or within JSON", async () => {
    const { server, client } = sampleWorld();
    const body = {
      type: "s3",
      uri: "s3://user:Zq7p%40rt@bucket/x",
      parameters: { note: `{"signing_key": "${SECRET}"}` },
    };
    server.failNext({ kind: "status", status: 400, body: { message: `neither Zq7p@rt nor ${SECRET} will do` } });
    const error = await failure(client.connections.create(body));
    expect(error.message).toBe("neither *** redacted *** nor *** redacted *** will do");
  });
});

describe("what a flow or an integration sends is as secret as what is read of it", () => {
  const notify = (parameters: Record<string, unknown>): FlowActionBody => ({
    type: "notification",
    notificationType: "Webhook",
    parameters,
  });
  const calls = (parameters: Record<string, unknown>): ((world: World) => PromiseLike<unknown>)[] => [
    ({ client }) => client.flows.create({ name: "f", triggerType: "manual", actions: [notify(parameters)] }),
    ({ client }) => client.flows.update(1, { name: "f", triggerType: "manual", actions: [notify(parameters)] }),
    ({ client }) => client.flows.testNewNotification(notify(parameters) as never),
  ];

  it.each<[string, Record<string, unknown>]>([
    ["routing_key", { routing_key: SECRET }],
    ["integration_key", { integration_key: SECRET }],
    ["signing_key", { signing_key: SECRET }],
    ["authorization", { authorization: `Token ${SECRET}` }],
    ["a header", { headers: { Authorization: `Token ${SECRET}`, Accept: "*/*" } }],
    ["a cookie", { headers: { Cookie: `session=${SECRET}; path=/` } }],
    ["url", { url: `https://h.example/services/T0/${SECRET}` }],
    ["the query of a url", { url: `https://h.example/?to=${SECRET}` }],
    ["webhook_url", { webhook_url: SECRET }],
    ["address", { address: SECRET }],
    ["a list", { to: [{ who: SECRET }] }],
  ])("a notification's %s", async (_, parameters) => {
    for (const call of calls(parameters)) {
      const all = sampleWorld();
      all.server.failNext({ kind: "status", status: 400, body: { detail: `${SECRET} is not known` } });
      const error = await failure(call(all));
      expect(error).toBeInstanceOf(ApiError);
      expect(error.message).toBe("*** redacted *** is not known");
    }
  });

  it("but what is no secret of a flow is told", async () => {
    const { server, client } = sampleWorld();
    server.failNext({ kind: "status", status: 400, body: { detail: "the flow nightly scan has no event manual" } });
    const error = await failure(client.flows.create({ name: "nightly scan", triggerType: "manual" }));
    expect(error.message).toBe("the flow nightly scan has no event manual");
  });

  it.each(["routing_key", "signing_key", "authorization", "cookie", "webhook_id", "api_url", "sharedAccessKey", "sas"])(
    "an integration's %s",
    async (field) => {
      const { server, client } = sampleWorld();
      const body = { type: "jira", fields: { project: "DQ", deep: [{ [field]: SECRET }] } };
      for (const call of [() => client.integrations.create(body), () => client.integrations.update(1, body)]) {
        server.failNext({ kind: "status", status: 400, body: { detail: `DQ: ${SECRET} is not known` } });
        expect((await failure(call)).message).toBe("DQ: *** redacted *** is not known");
      }
    },
  );
});
