import { redactConnection, redactCredentials } from "dqgate/qualytics";
import { describe, expect, it } from "vitest";
import { SECRET, shown } from "./shown.js";
import { sampleWorld, world } from "./world.js";

const WORDS = `cannot open postgresql://u:${SECRET}@h/x`;
const SAFE = "cannot open postgresql://*** redacted ***@h/x";

describe("what runs say is read without its credentials", () => {
  const page = (items: unknown[]) =>
    ({ kind: "json", body: { items, total: items.length, page: 1, size: 50 } }) as const;

  it("of a flow's execution and of its actions", async () => {
    const { client, server } = sampleWorld();
    const execution = { id: 1, result: "failure", message: WORDS, action_executions: [{ id: 2, message: WORDS }] };
    server.failNext({ kind: "json", body: execution });
    const seen = await client.flows.getExecution(1);
    expect(seen).toMatchObject({ message: SAFE, actionExecutions: [{ message: SAFE }] });
    expect(shown(seen)).not.toContain(SECRET);
  });

  it("of a datastore's last run", async () => {
    const { client, server } = sampleWorld();
    const run = { id: 1, type: "sync", message: WORDS, uri: `s3://u:${SECRET}@b`, password: SECRET };
    server.failNext({ kind: "json", body: { id: 1, name: "d", latest_operation: run } });
    const seen = await client.datastores.get(1);
    expect(seen.latestOperation).toMatchObject({ id: 1, message: SAFE });
    expect(shown(seen)).not.toContain(SECRET);
  });

  it("of the containers of a run, of scans and of profiles", async () => {
    const { client, server } = sampleWorld();
    server.failNext(
      page([
        { id: 1, message: WORDS },
        { id: 2, container_scan: { message: WORDS } },
      ]),
    );
    const rows = await client.operations.listContainers(1).toArray();
    expect(rows.map(({ message }) => message)).toEqual([SAFE, SAFE]);
    server.failNext(page([{ id: 1, message: WORDS }]));
    const [scan] = await client.containerScans.list().toArray();
    expect(scan).toMatchObject({ message: SAFE });
    server.failNext(page([{ id: 1, message: WORDS }]));
    const [profile] = await client.containerProfiles.list().toArray();
    expect(profile).toMatchObject({ message: SAFE });
    expect(shown([rows, scan, profile])).not.toContain(SECRET);
  });
});

describe("a datastore that others show hides what it copies of its connection", () => {
  const stub = {
    ...{ id: 3, name: "d", store_type: "jdbc", type: "postgresql", password: SECRET, host: "h" },
    jdbc_url: `jdbc:postgresql://u:${SECRET}@h/x`,
    parameters: { role: "READER", password: SECRET },
  };
  const answers: [string, unknown, (world: ReturnType<typeof sampleWorld>) => PromiseLike<unknown>][] = [
    ["enrichDatastore", { id: 1, name: "a", enrich_datastore: stub }, ({ client }) => client.datastores.get(1)],
    ["linkedDatastores", { id: 1, name: "a", linked_datastores: [stub] }, ({ client }) => client.datastores.get(1)],
    ["connection.datastores", { id: 1, type: "s3", datastores: [stub] }, ({ client }) => client.connections.get(1)],
    ["datastores.listing", [stub], async ({ client }) => (await client.datastores.listing()).items],
    ["datastores.catalog", { ...stub, containers: [] }, ({ client }) => client.datastores.catalog(1)],
    [
      "container.datastore",
      { id: 1, name: "c", container_type: "table", datastore: stub },
      ({ client }) => client.containers.get(1),
    ],
    ["schedule.datastore", { id: 1, crontab: "0 0 * * *", datastore: stub }, ({ client }) => client.schedules.get(1)],
  ];

  it.each(answers)("%s", async (_, body, call) => {
    const all = sampleWorld();
    all.server.failNext({ kind: "json", body });
    const seen = await call(all);
    expect(shown(seen)).not.toContain(SECRET);
    expect(shown(seen)).toContain("READER");
  });

  it("flow.filterDatastores", async () => {
    const { client, server } = sampleWorld();
    server.failNext({ kind: "json", body: { id: 1, filter_datastores: [stub] } });
    expect(shown(await client.flows.get(1))).not.toContain(SECRET);
  });

  it("and tells it by its name", async () => {
    const { client, server } = sampleWorld();
    server.failNext({ kind: "json", body: [stub] });
    const [seen] = await client.datastores.listing().toArray();
    expect(seen).toHaveProperty("password", SECRET);
    expect(seen).toHaveProperty("parameters.password", SECRET);
    expect({ ...seen }).toMatchObject({ id: 3, name: "d", storeType: "jdbc", type: "postgresql", host: "h" });
  });

  it.each(["enrich_datastore", "linked_datastores", "connection", "latest_operation"])(
    "even where %s does not fit and is let through",
    async (field) => {
      const { client, server } = world({}, { validation: "lenient" });
      server.failNext({ kind: "json", body: { id: 1, name: "a", [field]: { ...stub, id: "none" } } });
      const seen = await client.datastores.get(1);
      expect(shown(seen)).not.toContain(SECRET);
      expect(shown(seen)).toContain("READER");
    },
  );

  it("even where a connection's datastores do not fit and are let through", async () => {
    const { client, server } = world({}, { validation: "lenient" });
    server.failNext({ kind: "json", body: { id: 1, type: "s3", datastores: [{ ...stub, id: "none" }] } });
    const seen = await client.connections.get(1);
    expect(shown(seen)).not.toContain(SECRET);
    expect(seen.datastores[0]).toHaveProperty("password", SECRET);
  });
});

describe("the history of a flow or an integration", () => {
  const version = {
    changeset: { name: ["f", "g"], signing_key: [null, SECRET] },
    snapshot: { secret: SECRET, parameters: { url: SECRET }, name: "f" },
    transaction: { secret: SECRET, id: 4 },
    operation_type: 1,
    who: "Ada",
  };
  it.each(["flows", "integrations"] as const)(
    "%s: hides all that may be a secret, wherever it is",
    async (namespace) => {
      const { client, server } = sampleWorld();
      server.failNext({ kind: "json", body: { id: 1, versions: [version], webhook_url: SECRET } });
      const history = await client[namespace].history(1);
      expect(shown(history)).not.toContain(SECRET);
      expect(shown(history)).toContain("Ada");
      expect(history.versions[0]).toMatchObject({
        changeset: { name: ["f", "g"] },
        transaction: version.transaction,
        snapshot: version.snapshot,
      });
    },
  );

  it("of any other record hides secrets too", async () => {
    const { client, server } = sampleWorld();
    server.failNext({ kind: "json", body: { id: 1, versions: [version] } });
    const history = await client.fields.history(1);
    expect(shown(history.versions[0]?.transaction)).not.toContain(SECRET);
    expect(history.versions[0]?.transaction).toMatchObject({ id: 4, secret: SECRET });
  });
});

describe("a token that tells more than it should", () => {
  const token = { id: 1, name: "n", active: true, bearer_token: SECRET, tokenValue: SECRET, note: "shown" };

  it("is shown without it", async () => {
    const { client, server } = sampleWorld();
    server.failNext({ kind: "json", body: token });
    const revoked = await client.tokens.setRevoked(1, true);
    server.failNext({ kind: "json", body: [token] });
    const listed = (await client.tokens.list()).items;
    server.failNext({ kind: "json", body: [token] });
    const keys = (await client.apiKeys.list()).items;
    server.failNext({ kind: "json", body: [token] });
    const robots = (await client.apiKeys.list({ of: "service" })).items;
    server.failNext({ kind: "json", body: token });
    const made = await client.tokens.create({ name: "n", expiresInDays: 1 });
    for (const seen of [revoked, listed, keys, robots, made]) {
      expect(shown(seen)).not.toContain(SECRET);
      expect(shown(seen)).toContain("shown");
    }
    expect(revoked).toHaveProperty("bearer_token", SECRET);
  });
});

describe("a flow that does not fit and is let through", () => {
  const action = {
    ...{ id: "none", type: "notification", notification_type: "Webhook" },
    ...{ secret: SECRET, parameters: { url: SECRET }, routing_key: SECRET, tokenized_message: "hello" },
  };
  it.each<[string, unknown]>([
    ["a list", [action, { ...action, id: 2 }]],
    ["no list", { first: action }],
  ])("shows no secret of its actions: %s", async (_, actions) => {
    const { client, server } = world({}, { validation: "lenient" });
    const body = { id: 1, name: "f", actions };
    server.failNext({ kind: "json", body });
    const flow = await client.flows.get(1);
    expect(shown(flow)).not.toContain(SECRET);
    expect(shown(flow)).toContain("hello");
    const execution = { id: 1, result: "success", flow: body, action_executions: [{ id: "none", action }] };
    server.failNext({ kind: "json", body: execution });
    const seen = await client.flows.getExecution(1);
    expect(shown(seen)).not.toContain(SECRET);
    expect(seen.actionExecutions[0]).toHaveProperty("action.secret", SECRET);
  });
});

describe("the names of secrets", () => {
  it.each([
    ...["shared_key", "encryption_key", "signing_key", "passcode", "sas", "authorization", "connection_string"],
    ...["sharedKey", "storage-key", "connectionString", "dek_key"],
  ])("%s is one", async (key) => {
    expect(redactConnection({ parameters: { [key]: "x" } })).toEqual({ parameters: { [key]: "*** redacted ***" } });
    const { client, server } = sampleWorld();
    server.failNext({ kind: "json", body: { id: 1, type: "s3", parameters: { deep: [{ [key]: SECRET }] } } });
    expect(shown(await client.connections.get(1))).not.toContain(SECRET);
    server.failNext({ kind: "status", status: 400, body: { detail: `${SECRET} is wrong` } });
    const body = { type: "postgresql", parameters: { deep: [{ [key]: SECRET }] } };
    const error = await client.connections.create(body).catch((thrown: unknown) => thrown);
    expect(shown(error)).not.toContain(SECRET);
  });

  it.each(["primary_key", "foreignKey", "partition_key", "sort_key", "cluster_key", "clustering_key"])(
    "%s is none",
    (key) => expect(redactConnection({ [key]: "x" })).toEqual({ [key]: "x" }),
  );

  it.each([
    [`encryption_key=${SECRET};x=1`, "encryption_key=*** redacted ***;x=1"],
    [`?sas=${SECRET}&x=1`, "?sas=*** redacted ***&x=1"],
    [`{"passcode": "${SECRET}"}`, '{"passcode": "*** redacted ***"}'],
  ])("in a text: %s", (text, masked) => expect(redactCredentials(text)).toBe(masked));

  it("leaves the conditions of a query alone", () => {
    const query = "SELECT * FROM a JOIN b ON a.customer_key = b.customer_key";
    expect(redactCredentials(query)).toBe(query);
  });
});
