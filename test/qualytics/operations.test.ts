import { ConflictError, UnsupportedError, ValidationError } from "dqgate";
import type { Operation, OperationType, RunBody } from "dqgate/qualytics";
import { describe, expect, it } from "vitest";
import { sampleWorld, type World } from "./world.js";

const scan = ({ client }: World): Promise<Operation> => client.operations.run({ type: "scan", datastoreId: 1 });
const sent = ({ server }: World): unknown => server.requests.at(-1)?.body;

describe("operations.run", () => {
  const bodies: [RunBody, Record<string, unknown>][] = [
    [
      { type: "sync", datastoreId: 1 },
      { type: "sync", datastore_id: 1 },
    ],
    [
      { type: "sync", datastoreId: 1, include: ["table"], prune: true, recreate: false },
      { type: "sync", datastore_id: 1, include: ["table"], prune: true, recreate: false },
    ],
    [
      {
        type: "profile",
        datastoreId: 1,
        containerTags: ["gold"],
        aiEffort: "high",
        inferAsDraft: true,
        maxRecordsAnalyzedPerPartition: 1000,
        maxCountTestingSample: 100_000,
        percentTestingThreshold: 0.4,
        highCorrelationThreshold: 1,
        histogramMaxDistinctValues: 100,
        greaterThanTime: "2026-01-01T01:00:00+01:00",
        greaterThanBatch: 12.5,
      },
      {
        type: "profile",
        datastore_id: 1,
        container_tags: ["gold"],
        ai_effort: "high",
        infer_as_draft: true,
        max_records_analyzed_per_partition: 1000,
        max_count_testing_sample: 100_000,
        percent_testing_threshold: 0.4,
        high_correlation_threshold: 1,
        histogram_max_distinct_values: 100,
        greater_than_time: "2026-01-01T00:00:00.000Z",
        greater_than_batch: 12.5,
      },
    ],
    [
      { type: "scan", datastoreId: 1 },
      { type: "scan", datastore_id: 1, incremental: false },
    ],
    [
      { type: "materialize", datastoreId: 1, containerNames: ["orders"], maxRecordsPerPartition: -1 },
      { type: "materialize", datastore_id: 1, container_names: ["orders"], max_records_per_partition: -1 },
    ],
    [
      { type: "export", datastoreId: 1, assetType: "anomalies", containerIds: ["1"], includeDeleted: true },
      { type: "export", datastore_id: 1, asset_type: "anomalies", container_ids: [1], include_deleted: true },
    ],
    [
      { type: "global_export", assetType: "check_templates", enrichmentDatastoreId: 2 },
      { type: "global_export", asset_type: "check_templates", enrichment_datastore_id: 2 },
    ],
    [
      {
        type: "promote_quality_check",
        datastoreId: 1,
        containerId: 1,
        destinationContainerId: 2,
        checkTags: ["gold"],
        checkAdditionalTags: ["promoted"],
        asDraft: false,
      },
      {
        type: "promote_quality_check",
        datastore_id: 1,
        container_id: 1,
        destination_container_id: 2,
        check_tags: ["gold"],
        check_additional_tags: ["promoted"],
        as_draft: false,
      },
    ],
    [
      {
        type: "promote_computed_table",
        datastoreId: 1,
        fields: { computed_table_ids: [3], destination_datastore_id: 2 },
      },
      { type: "promote_computed_table", datastore_id: 1, computed_table_ids: [3], destination_datastore_id: 2 },
    ],
  ];

  it.each(bodies)("sends %j", async (body, wire) => {
    const shop = sampleWorld();
    const run = await shop.client.operations.run(body);
    expect(sent(shop)).toEqual(wire);
    expect(run).toMatchObject({ type: body.type, state: "queued" });
  });

  it("sends an external scan to its container, its rows as a JSON text", async () => {
    const shop = sampleWorld();
    const answer = { id: 9, type: "external_scan", created: "2026-01-05T12:00:00Z", result: "running", end_time: null };
    shop.server.failNext({ kind: "json", body: answer });
    const rows = [
      { id: 1, customer: "Ann" },
      { id: 2, customer: null },
    ];
    const run = await shop.client.operations.run({
      type: "external_scan",
      containerId: 1,
      name: "orders.csv",
      records: rows,
    });
    expect(run).toMatchObject({ id: 9, type: "external_scan", state: "running" });
    expect(shop.server.requests.at(-1)).toMatchObject({
      verb: "POST",
      path: "/containers/1/scan",
      body: { name: "orders.csv", records: JSON.stringify(rows) },
    });
  });

  const wrong: [string, string, unknown][] = [
    ["no type", "type", { datastoreId: 1 }],
    ["another type", "type", { type: "vacuum", datastoreId: 1 }],
    ["a type of every object", "type", { type: "constructor", datastoreId: 1 }],
    ["the old name of a sync", "type", { type: "catalog", datastoreId: 1 }],
    ["no datastore", "datastoreId", { type: "scan" }],
    ["a datastore by its name", "datastoreId", { type: "scan", datastoreId: "shop" }],
    ["a field of another type", "prune", { type: "scan", datastoreId: 1, prune: true }],
    ["the platform's spelling", "container_names", { type: "scan", datastoreId: 1, container_names: ["x"] }],
    ["no container at all", "containerNames", { type: "scan", datastoreId: 1, containerNames: [] }],
    [
      "too large a rollup",
      "highCountRollupThreshold",
      { type: "scan", datastoreId: 1, highCountRollupThreshold: 1001 },
    ],
    [
      "a limit below -1",
      "maxRecordsAnalyzedPerPartition",
      { type: "scan", datastoreId: 1, maxRecordsAnalyzedPerPartition: -2 },
    ],
    ["a share above 1", "percentTestingThreshold", { type: "profile", datastoreId: 1, percentTestingThreshold: 40 }],
    ["a variable that is no SQL text", "checkVariables", { type: "scan", datastoreId: 1, checkVariables: { a: 1 } }],
    ["a time that is none", "greaterThanTime", { type: "scan", datastoreId: 1, greaterThanTime: "soon" }],
    ["no rows", "records", { type: "external_scan", containerId: 1, name: "x.csv", records: [] }],
    [
      "both ways to choose checks",
      "checkTags",
      {
        type: "promote_quality_check",
        datastoreId: 1,
        containerId: 1,
        destinationContainerId: 2,
        checkIds: [1],
        checkTags: ["a"],
      },
    ],
    [
      "no way to choose checks",
      "checkIds",
      { type: "promote_quality_check", datastoreId: 1, containerId: 1, destinationContainerId: 2 },
    ],
  ];

  it.each(wrong)("refuses %s, and names %s", async (_, field, body) => {
    const shop = sampleWorld();
    const error = await shop.client.operations.run(body as RunBody).catch((one: unknown) => one);
    expect(error).toBeInstanceOf(ValidationError);
    expect((error as ValidationError).issues.map(({ path }) => path[0])).toContain(field);
    expect(shop.server.requests).toEqual([]);
  });

  it("is not repeated where the run may have been started", async () => {
    const shop = sampleWorld();
    shop.server.failNext({ kind: "lose" });
    await expect(scan(shop)).rejects.toMatchObject({ name: "ConnectionError", retryable: false });
    expect(shop.server.state.operations).toHaveLength(1);
  });

  it("takes no key for a write that the server would do twice", async () => {
    const shop = sampleWorld();
    const run = shop.client.operations.run({ type: "scan", datastoreId: 1 }, { idempotencyKey: "once" });
    await expect(run).rejects.toBeInstanceOf(UnsupportedError);
    expect(shop.server.requests).toEqual([]);
  });
});

describe("resume and rerun", () => {
  const of = (type: OperationType): Operation => ({ id: 7, type }) as Operation;

  it.each(["sync", "external_scan", "export", "materialize"])("a %s is not resumed: nothing is sent", async (type) => {
    const shop = sampleWorld();
    const resumed = shop.client.operations.resume(of(type));
    await expect(resumed).rejects.toThrow(`operation 7 is a ${type}; profiles, scans and promotions can be resumed`);
    await expect(resumed).rejects.toBeInstanceOf(UnsupportedError);
    expect(shop.server.requests).toEqual([]);
  });

  it("an external scan is not rerun: nothing is sent", async () => {
    const shop = sampleWorld();
    await expect(shop.client.operations.rerun(of("external_scan"))).rejects.toBeInstanceOf(UnsupportedError);
    expect(shop.server.requests).toEqual([]);
  });

  it.each(["profile", "scan", "promote_quality_check", "a_type_of_next_year"])(
    "a %s goes to the server",
    async (type) => {
      const shop = sampleWorld();
      await expect(shop.client.operations.resume(of(type))).rejects.toMatchObject({ name: "NotFoundError" });
      expect(shop.server.requests.map(({ path }) => path)).toEqual(["/operations/run/7"]);
    },
  );

  it("an id is looked up first", async () => {
    const shop = sampleWorld();
    const { id } = await shop.client.operations.run({ type: "sync", datastoreId: 1 });
    shop.server.requests.length = 0;
    await expect(shop.client.operations.resume(id)).rejects.toBeInstanceOf(UnsupportedError);
    expect(shop.server.requests.map(({ verb, path }) => `${verb} ${path}`)).toEqual(["GET /operations/1"]);
  });

  it("goes on where the run was aborted: what is done is not done again, and the id stays", async () => {
    const shop = sampleWorld();
    shop.server.planOperation({ result: "failure" });
    const run = await scan(shop);
    await expect(shop.client.operations.waitForOperation(run.id)).rejects.toThrow("failed");
    const resumed = await shop.client.operations.resume(run.id);
    expect(resumed).toMatchObject({ id: run.id, state: "running" });
    const done = await shop.client.operations.waitForOperation(run.id);
    expect(done.progress).toEqual({ done: 3, total: 3, unit: "containers" });
  });

  it("a run that is under way is resumed with forceAbort alone", async () => {
    const shop = sampleWorld();
    const run = await scan(shop);
    await expect(shop.client.operations.resume(run)).rejects.toBeInstanceOf(ConflictError);
    expect(await shop.client.operations.resume(run, { forceAbort: true })).toMatchObject({ id: run.id });
  });

  it("a rerun does everything again under an id of its own", async () => {
    const shop = sampleWorld();
    const run = await scan(shop);
    await shop.client.operations.waitForOperation(run.id);
    const again = await shop.client.operations.rerun(run);
    expect(again).toMatchObject({ id: run.id + 1, state: "queued", progress: { done: 0, total: 3 } });
  });
});

describe("abort", () => {
  it("of an operation that has ended is a conflict", async () => {
    const shop = sampleWorld();
    const { id } = await scan(shop);
    await shop.client.operations.waitForOperation(id);
    await expect(shop.client.operations.abort(id)).rejects.toBeInstanceOf(ConflictError);
  });

  it("of one that has ended gives it where that is accepted", async () => {
    const shop = sampleWorld();
    const { id } = await scan(shop);
    await shop.client.operations.waitForOperation(id);
    expect(await shop.client.operations.abort(id, { acceptEnded: true })).toMatchObject({ id, state: "succeeded" });
  });
});

describe("the shapes of older and newer builds", () => {
  const base = { id: 5, created: "2026-01-05T11:00:00.123456", start_time: null, end_time: null, result: "running" };

  it.each([
    ["a catalog", { ...base, type: "catalog" }, { type: "sync", counters: null, progress: null }],
    ["no datastore", { ...base, type: "global_export" }, { datastore: null }],
    [
      "counters of another name",
      { ...base, type: "scan", status: { anomalies_caught: 4 } },
      { counters: { anomaliesIdentified: 4 } },
    ],
    [
      "closed anomalies on the run",
      { ...base, type: "scan", auto_resolved_anomaly_count: 2 },
      { autoResolvedAnomalyCount: 2 },
    ],
    [
      "closed anomalies among the counters",
      { ...base, type: "scan", status: { auto_resolved_anomaly_count: 2 } },
      { autoResolvedAnomalyCount: 2 },
    ],
    [
      "records alone",
      { ...base, type: "export", status: { records_processed: 7 } },
      { progress: { done: 7, total: null, unit: "records" } },
    ],
    [
      "settings of its own",
      { ...base, type: "scan", incremental: true, new_setting: [1] },
      { incremental: true, new_setting: [1] },
    ],
    ["a page around it", { items: [{ ...base, type: "scan" }], total: 1 }, { id: 5, type: "scan" }],
    ["no zone in its times", { ...base, type: "scan" }, { createdAt: new Date("2026-01-05T11:00:00.123Z") }],
  ])("%s", async (_, body, seen) => {
    const shop = sampleWorld();
    shop.server.failNext({ kind: "json", body });
    expect(await shop.client.operations.get(5)).toMatchObject(seen);
  });

  it("containers that hold the work of a scan or a profile, in the place of rows that hold a container", async () => {
    const shop = sampleWorld();
    const work = {
      operation_id: 5,
      start_time: "2026-01-05T11:00:00Z",
      end_time: "2026-01-05T11:01:00Z",
      result: "success",
    };
    shop.server.failNext({
      kind: "json",
      body: {
        items: [
          {
            id: 1,
            name: "orders",
            container_type: "table",
            container_scan: { ...work, records_processed: 10, anomaly_count: 2, open_anomaly_count: 1 },
          },
          {
            id: 2,
            name: "customers",
            container_type: "table",
            container_profile: { ...work, records_processed: 3, checks_synchronized: 4 },
          },
        ],
      },
    });
    const { items } = await shop.client.operations.listContainers(5);
    expect(items[0]).toMatchObject({
      id: 1,
      container: { id: 1, name: "orders" },
      recordsProcessed: 10,
      anomalyCount: 2,
      openAnomalyCount: 1,
      result: "success",
    });
    expect(items[1]).toMatchObject({ container: { name: "customers" }, checksSynchronized: 4, anomalyCount: null });
    expect(Object.keys(items[0] ?? {})).not.toContain("containerScan");
  });
});
