import { Client, ConnectionError, NotFoundError, ServerError } from "dqgate";
import { type WatcherClient, watcher } from "dqgate/watcher";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { pipelineRecord, stubbed } from "./stub.js";
import { URL_OF_WATCHER, type World, world } from "./world.js";

const ADDRESS = { addressTypeName: "postgres", addressTypeGroupName: "database" };
const SIDES = { sourceAddresses: [{ ...ADDRESS, name: "a" }], targetAddresses: [{ ...ADDRESS, name: "b" }] };

const shop = (): World =>
  world({
    pipelineTypes: [{ name: "sales" }],
    pipelines: [{ name: "orders", typeName: "sales" }],
    addresses: [
      { name: "pg.shop.orders" },
      { name: "pg.shop.items" },
      { name: "s3://lake/orders", typeGroupName: "files" },
    ],
    executions: [{ pipeline: "orders", anomalyFlags: { inserts: true } }],
    rules: [{ pipeline: "orders", metricField: "inserts" }],
  });

type Call = (client: WatcherClient) => PromiseLike<unknown>;

const SAFE: [string, Call][] = [
  ["POST /pipeline", (client) => client.pipelines.createOrGet({ name: "new", pipelineTypeName: "sales" })],
  ["PATCH /pipeline", (client) => client.pipelines.update({ id: 1, active: false })],
  ["POST /pipeline_type", (client) => client.pipelineTypes.createOrGet({ name: "new" })],
  ["PATCH /pipeline_type", (client) => client.pipelineTypes.update({ id: 1, muteFreshnessCheck: true })],
  ["POST /address", (client) => client.addresses.createOrGet({ ...ADDRESS, name: "new" })],
  ["PATCH /address", (client) => client.addresses.update({ id: 1, primaryKey: "id" })],
  ["POST /address_type", (client) => client.addressTypes.createOrGet({ name: "new", groupName: "files" })],
  ["PATCH /address_type", (client) => client.addressTypes.update({ id: 1, groupName: "files" })],
  [
    "POST /anomaly_detection_rule",
    (client) => client.anomalyRules.createOrGet({ pipelineId: 1, metricField: "updates" }),
  ],
  ["PATCH /anomaly_detection_rule", (client) => client.anomalyRules.update({ id: 1, active: false })],
  ["POST /lineage-graph/refresh", (client) => client.lineageGraph.refresh()],
  ["POST /reporting/refresh", (client) => client.reporting.refresh()],
];

const UNSAFE: [string, Call][] = [
  ["POST /address_lineage", (client) => client.addressLineage.create({ pipelineId: 1, ...SIDES })],
  ["POST /start_pipeline_execution", (client) => client.executions.start({ pipelineId: 1 })],
  [
    "POST /unflag_anomaly",
    (client) => client.anomalies.unflag({ pipelineId: 1, pipelineExecutionId: 1, metricField: ["inserts"] }),
  ],
  ["POST /timeliness", (client) => client.monitoring.checkTimeliness()],
  ["POST /freshness", (client) => client.monitoring.checkFreshness()],
  ["POST /celery/monitor-queue", (client) => client.monitoring.monitorQueue()],
  ["POST /log_cleanup", (client) => client.maintenance.cleanupLogs({ retentionDays: 90 })],
];

describe("an answer that is lost on the way", () => {
  it.each(SAFE)("%s is repeated, since that does no harm", async (_, call) => {
    const { server, client } = shop();
    server.failNext({ kind: "lose" });
    await call(client);
    expect(server.requests).toHaveLength(2);
    server.failNext({ kind: "status", status: 500, body: "Internal Server Error" });
    await call(client);
    expect(server.requests).toHaveLength(4);
  });

  it.each(UNSAFE)("%s is not repeated", async (_, call) => {
    const { server, client } = shop();
    server.failNext({ kind: "lose" });
    const lost = await failure(call(client));
    expect(lost).toBeInstanceOf(ConnectionError);
    expect(lost).toMatchObject({ mayHaveBeenReceived: true, retryable: false });
    server.failNext({ kind: "status", status: 500, body: "Internal Server Error" });
    const failed = await failure(call(client));
    expect(failed).toBeInstanceOf(ServerError);
    expect(failed).toMatchObject({ message: "Internal Server Error", retryable: false });
    expect(server.requests).toHaveLength(2);
  });

  it("a repeat finds what the first try made", async () => {
    const { server, client } = shop();
    server.failNext({ kind: "lose" });
    expect(await client.pipelineTypes.createOrGet({ name: "new" })).toEqual({ id: 2, created: false });
    expect(server.state.pipelineTypes).toHaveLength(2);
  });
});

describe("an idempotency key", () => {
  const KEY = { idempotencyKey: "run-7" };

  it("is refused for a write that a repeat would do again, since the server does not heed it", async () => {
    const { server, client } = world({ pipelines: [{ name: "orders" }] });
    for (const call of [
      client.executions.start({ pipelineId: 1 }, KEY),
      client.request("POST", "/start_pipeline_execution", { body: { pipeline_id: 1 }, ...KEY }),
    ]) {
      const error = await failure(call);
      expect(error).toMatchObject({ name: "UnsupportedError", operation: expect.stringContaining("POST /start") });
      expect(error.message).toContain("idempotencyKey: watcher does not heed it");
    }
    expect(server.requests).toEqual([]);
  });

  it("does no harm to what may be repeated anyway", async () => {
    const { client } = world({ pipelines: [{ name: "orders" }] });
    expect(await client.pipelines.get(1, KEY)).toMatchObject({ name: "orders" });
  });
});

describe("a path that the server does not know", () => {
  it("is no sign that the thing is not there", async () => {
    const { client } = stubbed(() => ({ json: { detail: "Not Found" }, status: 404 }));
    const error = await failure(client.executions.get(1));
    expect(error).toMatchObject({ name: "ApiError", status: 404, retryable: false });
    expect(error.message).toContain("the server knows no such path: is the url that of a Watcher");
  });
});

describe("headers that a function gives", () => {
  it("are masked in what the server tells, short ones too", async () => {
    const fetch = async (request: Request): Promise<Response> =>
      Response.json({ detail: `no: ${request.headers.get("x-pin")}` }, { status: 403 });
    const auth = { headers: () => ({ "x-pin": "7Kq9" }) };
    const client = new Client(watcher({ url: URL_OF_WATCHER, auth }), { fetch, logger: null });
    const error = await failure(client.executions.get(1));
    expect(error).toMatchObject({ name: "AuthorizationError", message: "no: [redacted]" });
  });
});

describe("create or get", () => {
  it("tells which it was", async () => {
    const { client } = shop();
    const body = { name: "New", pipelineTypeName: "Sales", nextWatermark: "5" };
    expect(await client.pipelines.createOrGet(body)).toEqual({
      id: 2,
      active: true,
      loadLineage: true,
      watermark: null,
      created: true,
    });
    await client.pipelines.update({ id: 2, watermark: "4", active: false });
    expect(await client.pipelines.createOrGet(body)).toEqual({
      id: 2,
      active: false,
      loadLineage: true,
      watermark: "4",
      created: false,
    });
  });

  it("a change that names nothing that is there is not found", async () => {
    const { client } = shop();
    for (const call of [
      client.pipelines.update({ id: 99 }),
      client.pipelines.update({ name: "nobody" }),
      client.pipelineTypes.update({ id: 99 }),
      client.addresses.update({ name: "nobody" }),
      client.addressTypes.update({ id: 99 }),
      client.anomalyRules.update({ id: 99 }),
    ])
      expect(await failure(call)).toBeInstanceOf(NotFoundError);
  });
});

describe("lineage", () => {
  it("that is not loaded tells so in its count, not in its status", async () => {
    const { client } = shop();
    await client.pipelines.update({ id: 1, loadLineage: false });
    const skipped = await client.addressLineage.create({ pipelineId: 1, ...SIDES });
    expect(skipped).toMatchObject({ pipelineId: 1, lineageRelationshipsCreated: 0, created: false });
    await client.pipelines.update({ id: 1, loadLineage: true });
    expect(await client.addressLineage.create({ pipelineId: "1", ...SIDES })).toMatchObject({
      lineageRelationshipsCreated: 1,
      created: true,
    });
    const again = await client.addressLineage.create({ pipelineId: 1, ...SIDES });
    expect(again).toMatchObject({ lineageRelationshipsCreated: 1, created: false });
  });

  it("of an address that the graph does not know is empty", async () => {
    const { client } = shop();
    expect(await client.lineageGraph.get(99)).toEqual({ nodes: [], edges: [] });
  });
});

describe("a status inside an answer", () => {
  it("tells that the queue is out of reach, and throws nothing", async () => {
    const { client } = world({ redisDown: true });
    expect(await client.monitoring.monitorQueue()).toEqual({
      status: "error",
      totalPending: null,
      regularQueuePending: null,
      scheduledQueuePending: null,
      beatScheduledTasks: null,
      taskBreakdown: null,
      taskBreakdownRaw: null,
    });
    expect(await failure(client.monitoring.checkFreshness())).toBeInstanceOf(ServerError);
  });

  it("tells that a refresh failed, and throws nothing", async () => {
    const { client } = stubbed(() => ({ json: { status: "error", message: "busy" } }));
    expect(await client.reporting.refresh()).toEqual({ status: "error", message: "busy" });
    expect(await client.lineageGraph.refresh()).toEqual({ status: "error", message: "busy" });
  });
});

describe("reading", () => {
  it.each([
    ["3.00", 3],
    [3, 3],
    [2.25, 2.25],
    ["10", 10],
  ])("takes a threshold of %j", async (wire, expected) => {
    const rule = {
      id: 1,
      pipeline_id: 1,
      metric_field: "Inserts",
      z_threshold: wire,
      lookback_days: 30,
      minimum_executions: 30,
      active: true,
      created_at: "2026-01-05T12:00:00.123456Z",
    };
    const { client } = stubbed(() => ({ json: [rule] }));
    expect(await client.anomalyRules.list().toArray()).toMatchObject([
      { zThreshold: expected, metricField: "inserts", updatedAt: null },
    ]);
  });

  it.each(["high", "", "3,0", null, true, "1e3", "NaN"])("does not take a threshold of %j", async (wire) => {
    const { client } = stubbed(() => ({ json: [{ z_threshold: wire }] }));
    const error = await failure(client.anomalyRules.list());
    expect(error).toMatchObject({ name: "ResponseValidationError" });
    expect(error.message).toContain("[0].zThreshold");
  });

  it("takes a pipeline without the fields that not all sources tell, and keeps those that nobody knows", async () => {
    const { input_hash: _, ...record } = pipelineRecord({
      team: "data",
      freshness_datepart: "fortnight",
      last_target_insert: "2026-01-05T12:00:00",
    });
    const { client } = stubbed(() => ({ json: record }));
    expect(await client.pipelines.get(1)).toMatchObject({
      inputHash: null,
      team: "data",
      freshnessDatepart: "fortnight",
      lastTargetInsert: new Date("2026-01-05T12:00:00Z"),
    });
  });

  it("gives the server's own description as it is", async () => {
    const document = { openapi: "3.1.0", paths: { "/pipeline_type": { get: {} } }, snake_case: [1] };
    const { client } = stubbed(() => ({ json: document }));
    expect(await client.health.openapi()).toEqual(document);
  });
});

describe("lists that come in one piece", () => {
  it("give one page with all", async () => {
    const { server, client } = shop();
    const page = await client.addresses.list();
    expect(page).toMatchObject({ total: 3 });
    expect(page.hasNextPage()).toBe(false);
    expect(server.requests).toHaveLength(1);
  });

  it("assets are searched and paged here", async () => {
    const { server, client } = shop();
    expect(await client.assets.list({ search: " SHOP " }).toArray()).toMatchObject([{ id: 1 }, { id: 2 }]);
    expect(await client.assets.list({ search: "lake" }).toArray()).toMatchObject([
      { qualifiedName: "s3://lake/orders", databaseName: null },
    ]);
    expect(await client.assets.list({ search: "nothing" })).toMatchObject({ items: [], total: 0 });
    server.requests.length = 0;
    const pages: number[][] = [];
    for await (const { items } of client.assets.list({ limit: 2 }).pages({ concurrency: 4 }))
      pages.push(items.map(({ id }) => id));
    expect(pages).toEqual([[1, 2], [3]]);
    expect(server.requests).toHaveLength(1);
  });

  it("a list that failed may be asked for again", async () => {
    const { server, client } = shop();
    server.failNext({ kind: "status", status: 403 });
    expect(await failure(client.assets.list().toArray())).toMatchObject({ name: "AuthorizationError" });
    expect(await client.assets.list().toArray()).toHaveLength(3);
  });
});

describe("the daily report", () => {
  it("is read page by page", async () => {
    const { server, client } = world({
      pipelines: [{ name: "a" }, { name: "b" }, { name: "c" }],
      executions: ["a", "b", "c"].flatMap((pipeline) =>
        [30, 54].map((startedHoursAgo) => ({ pipeline, startedHoursAgo, durationSeconds: 60, totalRows: 6 })),
      ),
    });
    const rows = await client.reporting.dailyPipelineMetrics({ pageSize: 4 }).toArray();
    expect(rows.map(({ dateRecorded, pipelineName }) => `${dateRecorded} ${pipelineName}`)).toEqual([
      "2026-01-04 a",
      "2026-01-04 b",
      "2026-01-04 c",
      "2026-01-03 a",
      "2026-01-03 b",
      "2026-01-03 c",
    ]);
    expect(server.requests.map(({ query }) => query)).toEqual([
      { page: "1", page_size: "4" },
      { page: "2", page_size: "4" },
    ]);
    const second = await client.reporting.dailyPipelineMetrics({ pageSize: 4, page: 2 });
    expect(second.items).toHaveLength(2);
    expect(second.total).toBe(6);
  });
});
