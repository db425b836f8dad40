import { BadRequestError, ConflictError, NotFoundError, ValidationError } from "dqgate";
import type { DatastoreBody } from "dqgate/qualytics";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { sampleWorld, world } from "./world.js";

describe("a datastore that is read", () => {
  it("is read in the shape of older builds, too", async () => {
    const { client, server } = sampleWorld();
    server.failNext({
      kind: "json",
      body: {
        ...{ id: 5, name: "old", enrich_only: true, enrich_container_prefix: "p_" },
        connection: { id: 9, name: "pg", type: "postgresql" },
        global_tags: null,
        later: { added: 1 },
      },
    });
    const datastore = await client.datastores.get(5);
    expect(datastore).toMatchObject({
      connectionId: 9,
      connection: { id: 9, name: "pg", type: "postgresql", connectionType: null },
      enrichmentOnly: true,
      enrichmentPrefix: "p_",
      tags: [],
      teams: [],
      metrics: null,
      connected: null,
      later: { added: 1 },
    });
  });

  it("tells the runs and the links of it", async () => {
    const { client } = sampleWorld();
    await client.datastores.linkEnrichment(1, 2);
    const run = await client.operations.run({ type: "scan", datastoreId: 1 });
    await client.operations.waitForOperation(run.id);
    expect(await client.datastores.get(1)).toMatchObject({
      enrichDatastore: { id: 2, name: "lake" },
      latestOperation: { id: run.id, type: "scan", result: "success", endedAt: expect.any(Date) },
    });
    expect(await client.datastores.get(2)).toMatchObject({
      linkedDatastores: [{ id: 1, name: "shop" }],
      metrics: { containers: 0, latestObservabilityMeasurement: null },
    });
  });

  it("reads catalogs that tell fields by name alone", async () => {
    const { client, server } = sampleWorld();
    const containers = [{ id: 1, name: "t", fields: ["a", { id: 2, name: "b", type: "String" }] }];
    server.failNext({ kind: "json", body: { id: 1, containers } });
    const catalog = await client.datastores.catalog(1);
    expect(catalog.containers[0]?.fields).toEqual([
      { id: null, name: "a", type: null },
      { id: 2, name: "b", type: "String" },
    ]);
  });
});

describe("datastores.list", () => {
  it("filters and sorts over all pages", async () => {
    const datastores = Array.from({ length: 7 }, (_, at) => ({
      name: `d${at}`,
      tags: at % 2 === 0 ? ["even"] : [],
      containers: Array.from({ length: at }, (_, c) => ({ name: `c${c}` })),
    }));
    const { client } = world({ datastores });
    const even = await client.datastores.list({ tag: "even", sortContainers: "desc", size: 2 }).toArray();
    expect(even.map(({ name }) => name)).toEqual(["d6", "d4", "d2", "d0"]);
    expect((await client.datastores.list({ name: "d3" })).items).toMatchObject([{ name: "d3" }]);
    expect((await client.datastores.list({ enrichmentOnly: true })).total).toBe(0);
  });

  it.each([
    ["size", { size: 101 }],
    ["page", { page: 0 }],
    ["id", { id: "shop" }],
    ["tag", { tag: [] }],
    ["sortName", { sortName: "up" }],
    ["sort", { sort: "name" }],
  ])("refuses a wrong %s before anything is sent", async (field, params) => {
    const { client, server } = sampleWorld();
    const error = await failure(client.datastores.list(params as never));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.field).toBe(field);
    expect(server.requests).toEqual([]);
  });
});

describe("datastores.create", () => {
  it.each([
    ["name", { connectionId: 1 }],
    ["name", { name: "x".repeat(256), connectionId: 1 }],
    ["connectionId", { name: "d" }],
    ["connection", { name: "d", connectionId: 1, connection: { type: "mysql" } }],
    ["connectionId", { name: "d", connectionId: 0 }],
    ["connection.port", { name: "d", connection: { type: "mysql", port: -1 } }],
    ["connection.uri", { name: "d", connection: { type: "s3" }, rootPath: "/" }],
    ["rootPath", { name: "d", connection: { type: "s3", uri: "s3://b" } }],
    ["description", { name: "d", connectionId: 1, description: "x".repeat(8001) }],
    ["enrichmentPrefix", { name: "d", connectionId: 1, enrichmentPrefix: "x".repeat(61) }],
    ["enrichmentSourceRecordLimit", { name: "d", connectionId: 1, enrichmentSourceRecordLimit: 0 }],
    ["enrichmentRemediationStrategy", { name: "d", connectionId: 1, enrichmentRemediationStrategy: "some" }],
    ["highCountRollupThreshold", { name: "d", connectionId: 1, highCountRollupThreshold: 1001 }],
    ["group.name", { name: "d", connectionId: 1, group: { name: "x" } }],
    ["group", { name: "d", connectionId: 1, groupId: 1, group: { name: "xx" } }],
    ["tags[0]", { name: "d", connectionId: 1, tags: [""] }],
    ["triggerCatalog", { name: "d", connectionId: 1, triggerCatalog: true }],
    ["trigger_catalog", { name: "d", connectionId: 1, trigger_catalog: true }],
  ])("refuses a wrong %s before anything is sent", async (field, body) => {
    const { client, server } = sampleWorld();
    for (const call of [client.datastores.create(body as never), client.datastores.validateConnection(body as never)]) {
      const error = await failure(call);
      expect(error).toBeInstanceOf(ValidationError);
      expect(error.field).toBe(field);
    }
    expect(server.requests).toEqual([]);
  });

  it("says what the old key is called now", async () => {
    const { client, server } = sampleWorld();
    const old = { name: "d", connectionId: 1, triggerCatalog: true } as unknown as DatastoreBody;
    expect((await failure(client.datastores.create(old))).message).toContain("triggerSync");
    const raw = client.request("POST", "/datastores", { body: { name: "d", connection_id: 1, trigger_catalog: true } });
    expect((await failure(raw)).message).toContain("trigger_catalog");
    expect(server.state.datastores).toHaveLength(2);
  });

  it("makes a connection and a group with it, and no sync that was not asked for", async () => {
    const { client, server } = sampleWorld();
    const made = await client.datastores.create({
      name: "files",
      connection: { name: "bucket", type: "s3", uri: "s3://b", accessKey: "AKIA-key", secretKey: "hush-hush" },
      rootPath: "/in",
      folderGlobbingEnabled: true,
      group: { name: "raw files", icon: "folder" },
    });
    expect(made).toMatchObject({
      connectionId: 3,
      storeType: "dfs",
      type: "s3",
      rootPath: "/in",
      folderGlobbingEnabled: true,
      group: { id: 1, name: "raw files", icon: "folder" },
      latestOperation: null,
    });
    expect(server.state.connections[2]).toMatchObject({ name: "bucket", secret_key: "hush-hush" });
  });

  it("is refused by the platform where the connection exists, or cannot be reached", async () => {
    const { client, server } = sampleWorld();
    const twin = { type: "postgresql", host: "pg.example.com", port: 5432, username: "reader", password: "x-secret" };
    expect(await failure(client.datastores.create({ name: "d", connection: twin }))).toBeInstanceOf(ConflictError);
    const lost = { ...twin, host: "nowhere.invalid" };
    expect(await failure(client.datastores.create({ name: "d", connection: lost }))).toBeInstanceOf(BadRequestError);
    expect(await failure(client.datastores.create({ name: "d", connectionId: 99 }))).toBeInstanceOf(NotFoundError);
    expect(server.state.datastores).toHaveLength(2);
    expect(server.state.connections).toHaveLength(2);
  });
});

describe("datastores.update", () => {
  it("reads a datastore that is told by its id, and sends all of it", async () => {
    const { client, server } = sampleWorld();
    const changed = await client.datastores.update("1", { enrichmentPrefix: "pre" });
    expect(server.requests.map(({ verb, path }) => `${verb} ${path}`)).toEqual([
      "GET /datastores/1",
      "PUT /datastores/1",
    ]);
    expect(changed).toMatchObject({
      enrichmentPrefix: "pre",
      database: "shop",
      schema: "public",
      tags: [{ name: "pii" }],
    });
  });

  it("loses nothing that it is not told of", async () => {
    const { client, server } = sampleWorld();
    await client.datastores.linkEnrichment(1, 2);
    await client.datastores.update(1, {
      description: "d",
      teams: ["Public", "Data"],
      tags: ["a", "b"],
      enrichmentSourceRecordLimit: 99,
      enrichmentRemediationStrategy: "overwrite",
      enrichmentAutoSync: true,
      highCountRollupThreshold: 7,
      folderGlobbingEnabled: true,
      rootPath: "/r",
    });
    const before = structuredClone(server.state.datastores[0]);
    await client.datastores.update(1, { name: "renamed" });
    expect(server.state.datastores[0]).toEqual({ ...before, name: "renamed" });
  });

  it("clears lists that are told to be empty", async () => {
    const { client } = sampleWorld();
    expect(await client.datastores.update(1, { tags: [], teams: [] })).toMatchObject({ tags: [], teams: [] });
  });

  it("moves it to another connection", async () => {
    const { client } = sampleWorld();
    expect(await client.datastores.update(1, { connectionId: "2" })).toMatchObject({ connectionId: 2 });
    expect(await failure(client.datastores.update(1, { connectionId: 99 }))).toBeInstanceOf(NotFoundError);
  });

  it("looks a row of a list up that lacks its connection", async () => {
    const { client, server } = sampleWorld();
    const light = (body: unknown): unknown => {
      const { items, ...page } = body as { items: Record<string, unknown>[] };
      return { ...page, items: items.map(({ connection_id: _, database: __, ...row }) => row) };
    };
    server.failNext({ kind: "change", change: light });
    const [row] = await client.datastores.list().toArray();
    if (row === undefined) return expect.fail("there is no row");
    const changed = await client.datastores.update(row, { description: "d" });
    expect(changed).toMatchObject({ connectionId: 1, database: "shop" });
    expect(server.requests.map(({ verb }) => verb)).toEqual(["GET", "GET", "PUT"]);
    return undefined;
  });

  it("keeps the connector of a native store", async () => {
    const { client, server } = world({
      connections: [{ name: "dbx", type: "databricks_native" }],
      datastores: [{ name: "lakehouse", connection: "dbx" }],
    });
    const changed = await client.datastores.update(1, { description: "d" });
    expect(server.requests.at(-1)?.body).toMatchObject({ connection_id: 1, connection: { type: "databricks_native" } });
    expect(changed).toMatchObject({ storeType: "native", description: "d" });
  });

  it("carries what this package does not know, and nothing that is only shown", async () => {
    const { client, server } = sampleWorld();
    server.failNext({
      kind: "change",
      change: (body) => ({ ...(body as object), new_setting: { a: 1 }, anomaly_count: 5, driver_name: "pg" }),
    });
    await client.datastores.update(1, { description: "d" });
    const sent = server.requests.at(-1)?.body as Record<string, unknown>;
    expect(sent.new_setting).toEqual({ a: 1 });
    expect(Object.keys(sent).sort()).toEqual([
      ...["connection_id", "database", "description", "enrichment_auto_sync", "enrichment_only"],
      ...["enrichment_remediation_strategy", "enrichment_source_record_limit", "folder_globbing_enabled"],
      ...["high_count_rollup_threshold", "name", "new_setting", "schema", "tags", "teams"],
    ]);
  });

  it.each([
    ["", {}],
    ["", { name: undefined }],
    ["triggerSync", { triggerSync: true }],
    ["connection", { connection: { type: "mysql" } }],
    ["description", { description: null }],
    ["name", { name: "" }],
  ])("refuses changes before it looks anything up: %s %j", async (field, changes) => {
    const { client, server } = sampleWorld();
    const error = await failure(client.datastores.update(1, changes as never));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({ field, operation: "PUT /datastores/{datastore}" });
    expect(server.requests).toEqual([]);
  });
});

describe("what else is set on a datastore", () => {
  it("the group: null takes it out, and leaving it out is refused", async () => {
    const { client, server } = sampleWorld();
    server.state.groups.push({ id: 7, name: "finance", icon: null });
    await client.datastores.assignGroup(1, 7);
    expect(await client.datastores.assignGroup(1, null)).toMatchObject({ group: null });
    expect(server.requests.at(-1)?.body).toEqual({ group_id: null });
    expect(await failure(client.datastores.assignGroup(1, 99))).toBeInstanceOf(NotFoundError);
    for (const wrong of [undefined, "finance", 0])
      expect((await failure(client.datastores.assignGroup(1, wrong as never))).field).toBe("groupId");
    expect(server.requests).toHaveLength(3);
  });

  it("the favourite", async () => {
    const { client } = sampleWorld();
    await client.datastores.setFavorite(1, true);
    expect(await client.datastores.setFavorite(1, false)).toMatchObject({ favorite: false });
    expect((await failure(client.datastores.setFavorite(1, "yes" as never))).field).toBe("favorite");
  });

  it("the settings of its scores, which it may have none of", async () => {
    const { client } = sampleWorld();
    const none = await failure(client.datastores.getScoreSettings(1));
    expect(none).toBeInstanceOf(NotFoundError);
    expect(none.message).toContain("No quality score settings");
    for (const [field, body] of [
      ["decayPeriodDays", { decayPeriodDays: 6 }],
      ["decayPeriodDays", { decayPeriodDays: 181 }],
      ["coverageWeight", { coverageWeight: 2.1 }],
      ["accuracyWeight", { accuracyWeight: -0.1 }],
      ["", {}],
    ] as const)
      expect((await failure(client.datastores.updateScoreSettings(1, body))).field).toBe(field);
  });
});

describe("datastores.delete", () => {
  it("takes all that is in it, and leaves the connection", async () => {
    const { client, server } = sampleWorld();
    await client.datastores.linkEnrichment(1, 2);
    await client.datastores.delete(1);
    const { containers, fields, checks, anomalies, connections } = server.state;
    expect([containers, fields, checks, anomalies].flat()).toEqual([]);
    expect(connections).toHaveLength(2);
    expect(await failure(client.datastores.delete(1))).toBeInstanceOf(NotFoundError);
    expect(await client.datastores.get(2)).toMatchObject({ linkedDatastores: [] });
  });
});
