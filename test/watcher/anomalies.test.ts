import {
  AnomaliesFoundError,
  InconclusiveError,
  NotFoundError,
  ResponseValidationError,
  UnsupportedError,
  ValidationError,
} from "dqgate";
import type { WatcherSeed } from "dqgate/testing";
import type { AnomalyListParams } from "dqgate/watcher";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { type World, world } from "./world.js";

/** A world whose rules are older than its runs. */
function withOldRules(seed: WatcherSeed): World {
  const here = world(seed);
  for (const rule of here.server.state.rules) rule.created_at = "2025-11-01T00:00:00Z";
  return here;
}

const usual = { durationSeconds: 300, inserts: 10, totalRows: 10 };

/** Runs 1 to 5 of `orders` (1), and 6 of `stock` (2), which has no active rule. */
const shop = (): World =>
  withOldRules({
    pipelines: [{ name: "orders" }, { name: "stock" }],
    executions: [
      { pipeline: "orders", startedHoursAgo: 20, ...usual },
      {
        pipeline: "orders",
        startedHoursAgo: 19,
        ...usual,
        inserts: 800,
        anomalyFlags: { inserts: true, total_rows: false },
      },
      { pipeline: "orders", startedHoursAgo: 18, ...usual, anomalyFlags: { inserts: true, duration_seconds: true } },
      { pipeline: "orders", startedHoursAgo: 17, completedSuccessfully: false },
      { pipeline: "orders", startedHoursAgo: 1, completedSuccessfully: null },
      { pipeline: "stock", startedHoursAgo: 16, ...usual },
    ],
    rules: [
      { pipeline: "orders", metricField: "inserts" },
      { pipeline: "stock", metricField: "inserts", active: false },
    ],
  });

describe("anomalies.list", () => {
  it("gives the flags of runs, the resolved ones included", async () => {
    const { server, client } = shop();
    const all = await client.anomalies.list({ executions: [1, "2", 3, 2] }).toArray();
    expect(all.map(({ id, status, isOpen, value }) => [id, status, isOpen, value])).toEqual([
      ["2:inserts", "active", true, 800],
      ["2:total_rows", "resolved", false, 10],
      ["3:inserts", "active", true, 10],
      ["3:duration_seconds", "active", true, 300],
    ]);
    expect(all[0]).toEqual({
      id: "2:inserts",
      asset: 1,
      status: "active",
      isOpen: true,
      severity: null,
      kind: "inserts",
      message: "inserts of execution 2 is found unusual: 800",
      detectedAt: new Date("2026-01-04T17:05:00Z"),
      executionId: 2,
      value: 800,
    });
    expect(server.requests.map(({ path }) => path).sort()).toEqual([
      "/pipeline_execution/1",
      "/pipeline_execution/2",
      "/pipeline_execution/3",
    ]);
  });

  it.each<[AnomalyListParams, string[]]>([
    [{ execution: 2, isOpen: true }, ["2:inserts"]],
    [{ execution: "2", isOpen: false }, ["2:total_rows"]],
    [{ executions: [2, 3], asset: 2 }, []],
    [{ executions: [2, 3], asset: "ORDERS", isOpen: false }, ["2:total_rows"]],
    [{ executions: [2, 3, 5], since: "2026-01-04T18:00:00Z", isOpen: true }, ["3:inserts", "3:duration_seconds"]],
    [
      { executions: [2, 3], since: new Date("2026-01-04T18:05:00Z"), isOpen: true },
      ["3:inserts", "3:duration_seconds"],
    ],
  ])("filters %j", async (params, ids) => {
    const { client } = shop();
    expect((await client.anomalies.list(params).toArray()).map(({ id }) => id)).toEqual(ids);
  });

  it("calls a flag that is neither true nor false unknown", async () => {
    const { server, client } = shop();
    server.failNext({
      kind: "change",
      change: (body) => ({ ...(body as object), anomaly_flags: { "": 1, throughput: "yes" } }),
    });
    expect(await client.anomalies.list({ execution: 1 }).toArray()).toMatchObject([
      { id: "1:", status: "unknown", isOpen: false, value: null },
      { id: "1:throughput", status: "unknown", isOpen: false },
    ]);
  });

  it.each([undefined, {}, { asset: 1 }, { isOpen: true }])(
    "without runs says that only named ones can be listed: %j",
    async (params) => {
      const { server, client } = shop();
      for (const call of [client.anomalies.list(params).toArray(), client.anomalies.requireNone(params)]) {
        const error = await failure(call);
        expect(error).toBeInstanceOf(ValidationError);
        expect(error.message).toBe(
          "execution: is needed, or executions: Watcher lists the flags of named executions only",
        );
      }
      expect(server.requests).toEqual([]);
    },
  );

  it.each<[object, string]>([
    [{ execution: 0 }, "execution"],
    [{ execution: "x" }, "execution"],
    [{ executions: [] }, "executions"],
    [{ executions: [1, -1] }, "executions[1]"],
    [{ execution: 1, executions: [1] }, "executions"],
    [{ execution: 1, asset: 0 }, "asset"],
    [{ execution: 1, asset: " " }, "asset"],
    [{ execution: 1, since: "soon" }, "since"],
    [{ execution: 1, limit: 5 }, "limit"],
  ])("refuses %j", async (params, field) => {
    const { server, client } = shop();
    expect(await failure(client.anomalies.list(params).toArray())).toMatchObject({
      name: "ValidationError",
      field,
      operation: "anomalies.list",
    });
    expect(await failure(client.anomalies.requireNone(params))).toMatchObject({
      name: "ValidationError",
      field,
      operation: "anomalies.requireNone",
    });
    expect(server.requests).toEqual([]);
  });

  it("knows no severities", async () => {
    const { client } = shop();
    const params = { execution: 1, severity: "critical" } as const;
    expect(await failure(client.anomalies.list(params).toArray())).toBeInstanceOf(UnsupportedError);
    expect(await failure(client.anomalies.requireNone(params))).toBeInstanceOf(UnsupportedError);
  });
});

describe("anomalies.requireNone", () => {
  it("passes on a run that was examined and not flagged", async () => {
    const { client } = shop();
    const evidence = await client.anomalies.requireNone({ execution: 1, asset: 1 });
    expect(evidence).toMatchObject({ verdict: "pass", requests: 2, elapsedMs: 0, asked: { asset: "1" } });
    expect(evidence.explain().split("\n")).toEqual([
      "anomalies.requireNone of 1: pass. no figure of execution 1 of pipeline 1 is flagged (watched: inserts)",
      "- pass: no figure of execution 1 of pipeline 1 is flagged (watched: inserts) (anomaly_flags = null, measured 2026-01-04T16:05:00.000Z)",
      "Required: no figure of execution 1 that is flagged as unusual. 2 requests, 0 ms.",
    ]);
  });

  it("closes on flags, and counts them", async () => {
    const { client } = shop();
    const error = await failure(client.anomalies.requireNone({ executions: [1, 2, 3, 5] }));
    expect(error).toBeInstanceOf(AnomaliesFoundError);
    expect(error).toMatchObject({ count: 3, verdict: "fail" });
    expect(error.message).toBe("3 figures are flagged, such as: inserts of execution 2 is found unusual: 800");
  });

  it("flags that were taken back do not count", async () => {
    const { client } = shop();
    await client.anomalies.unflag({ pipelineId: 1, pipelineExecutionId: 2, metricField: ["inserts"] });
    expect(await client.anomalies.requireNone({ execution: 2 })).toMatchObject({ verdict: "pass" });
  });

  it.each<[string, AnomalyListParams]>([
    ["it still runs", { execution: 5 }],
    ["only successful runs are examined", { execution: 4 }],
    ["its pipeline has no active rule", { execution: 6 }],
    ["pipeline 2 is asked for", { execution: 1, asset: "stock" }],
    ["it ended before 2026-01-05T00:00:00.000Z", { execution: 1, since: "2026-01-05" }],
    ["it still runs", { executions: [1, 5] }],
  ])("no flag shows nothing: %s (%j)", async (why, params) => {
    const { client } = shop();
    const error = await failure(client.anomalies.requireNone(params));
    expect(error).toBeInstanceOf(InconclusiveError);
    expect(error.message).toMatch(new RegExp(`^nothing shows whether execution \\d of pipeline \\d is usual: ${why}$`));
    expect(await client.anomalies.requireNone(params, { onUnknown: "pass" })).toMatchObject({ verdict: "unknown" });
  });

  it("a rule that is younger than the run examined nothing", async () => {
    const { client } = shop();
    await client.anomalyRules.createOrGet({ pipelineId: 2, metricField: "total_rows" });
    const error = await failure(client.anomalies.requireNone({ execution: 6 }));
    expect(error.message).toContain("the rules of its pipeline are younger than its end");
  });

  it("a flag that is neither true nor false shows nothing", async () => {
    const { server, client } = shop();
    server.failNext(
      { kind: "change", change: (body) => ({ ...(body as object), anomaly_flags: { inserts: "true" } }) },
      { on: "GET /pipeline_execution/{id}" },
    );
    const error = await failure(client.anomalies.requireNone({ execution: 1 }));
    expect(error).toBeInstanceOf(InconclusiveError);
    expect(error.message).toContain("its flag inserts is neither true nor false");
  });

  it("waits for the flags of a run that has just ended", async () => {
    const { server, client } = withOldRules({
      pipelines: [{ name: "orders" }],
      executions: [100, 102, 98, 101, 99, 100].map((totalRows, at) => ({
        pipeline: "orders",
        startedHoursAgo: 24 * (at + 1) + 0.5, // In the same hour of the day.
        durationSeconds: 60,
        totalRows,
      })),
      rules: [{ pipeline: "orders", metricField: "total_rows", minimumExecutions: 5 }],
    });
    const run = async (totalRows: number): Promise<number> => {
      const now = server.clock.now();
      const { id } = await client.executions.start({ pipelineId: 1, startDate: new Date(now - 60_000) });
      await client.executions.end({ id, endDate: new Date(now), completedSuccessfully: true, totalRows });
      return id;
    };
    const odd = await run(100_000);
    expect(await client.anomalies.list({ execution: odd }).toArray()).toEqual([]);
    const error = await failure(client.anomalies.requireNone({ execution: odd }));
    expect(error).toMatchObject({ name: "AnomaliesFoundError", count: 1, evidence: { elapsedMs: 2_000, requests: 3 } });
    expect(await client.operations.get(odd)).toMatchObject({ warnings: ["total_rows is unusual"], state: "succeeded" });
    expect(await client.anomalies.requireNone({ execution: await run(100) })).toMatchObject({ verdict: "pass" });
  });

  it("does not wait for a run that failed just now", async () => {
    const { server, client } = shop();
    const { id } = await client.executions.start({ pipelineId: 1, startDate: new Date(server.clock.now() - 1_000) });
    await client.executions.end({ id, endDate: new Date(server.clock.now()), completedSuccessfully: false });
    const error = await failure(client.anomalies.requireNone({ execution: id }));
    expect(error).toMatchObject({ name: "InconclusiveError", evidence: { elapsedMs: 0, requests: 2 } });
  });

  it.each([
    ["behind", -5 * 60_000],
    ["ahead", 5 * 60_000],
  ])("waits for the flags of a run that was ended by a clock that is %s", async (_how, skewMs) => {
    const { server, client } = shop();
    const { id } = await client.executions.start({ pipelineId: 1, startDate: new Date(server.clock.now() - 600_000) });
    const endDate = new Date(server.clock.now() + skewMs);
    await client.executions.end({ id, endDate, completedSuccessfully: true, inserts: 10 });
    expect(await client.anomalies.requireNone({ execution: id })).toMatchObject({
      verdict: "pass",
      elapsedMs: 2_000,
      requests: 3,
    });
  });

  it("an end in the future shows nothing, however many flags are missing", async () => {
    const { server, client } = shop();
    const { id } = await client.executions.start({ pipelineId: 1 });
    const endDate = new Date(server.clock.now() + 86_400_000);
    await client.executions.end({ id, endDate, completedSuccessfully: true, inserts: 10 });
    const error = await failure(client.anomalies.requireNone({ execution: id }));
    expect(error).toBeInstanceOf(InconclusiveError);
    expect(error.message).toContain("its end lies in the future");
  });

  it("rules say nothing of figures that the run did not tell", async () => {
    const { server, client } = withOldRules({
      pipelines: [{ name: "orders" }],
      executions: [{ pipeline: "orders", startedHoursAgo: 20, durationSeconds: 300, totalRows: 10 }],
      rules: [{ pipeline: "orders", metricField: "inserts" }],
    });
    const [row] = server.state.executions;
    expect(row).toMatchObject({ inserts: null, total_rows: 10 });
    const error = await failure(client.anomalies.requireNone({ execution: 1 }));
    expect(error).toMatchObject({ name: "InconclusiveError", evidence: { seen: [{ field: "inserts", value: null }] } });
    expect(error.message).toContain("it told none of the figures that the rules of its pipeline watch (inserts)");

    await client.anomalyRules.createOrGet({ pipelineId: 1, metricField: "total_rows" });
    for (const rule of server.state.rules) rule.created_at = "2025-11-01T00:00:00Z";
    const { reason } = await client.anomalies.requireNone({ execution: 1 });
    expect(reason).toBe("no figure of execution 1 of pipeline 1 is flagged (watched: total_rows)");
  });

  it("an answer about another run is no answer", async () => {
    const { server, client } = shop();
    server.failNext(
      { kind: "change", change: (body) => ({ ...(body as object), id: 6 }) },
      { on: "GET /pipeline_execution/{id}" },
    );
    const error = await failure(client.anomalies.requireNone({ execution: 1 }));
    expect(error).toBeInstanceOf(ResponseValidationError);
    expect(error.message).toContain("execution 1 is asked for, and it is about 6");
  });

  it("says that there is no such run, and no such pipeline", async () => {
    const { client } = shop();
    const run = await failure(client.anomalies.requireNone({ executions: [1, 99] }));
    expect(run).toBeInstanceOf(NotFoundError);
    expect(run.message).toBe("Pipeline execution not found");
    const pipeline = await failure(client.anomalies.requireNone({ execution: 1, asset: "nobody" }));
    expect(pipeline).toMatchObject({ name: "NotFoundError", resourceType: "pipeline", resourceId: "nobody" });
  });

  it("is about open anomalies", async () => {
    const { client } = shop();
    expect(await failure(client.anomalies.requireNone({ execution: 1, isOpen: false }))).toMatchObject({
      field: "isOpen",
    });
    expect(await client.anomalies.requireNone({ execution: 1, isOpen: true })).toMatchObject({ verdict: "pass" });
    expect(await failure(client.anomalies.requireNone({ execution: 1 }, { onUnknown: "yes" as "pass" }))).toMatchObject(
      { field: "onUnknown" },
    );
  });
});

describe("anomalies.unflag", () => {
  it("says that there is nothing to take back", async () => {
    const { client } = shop();
    const error = await failure(
      client.anomalies.unflag({ pipelineId: 1, pipelineExecutionId: 1, metricField: ["inserts"] }),
    );
    expect(error).toBeInstanceOf(NotFoundError);
  });

  it.each<[object, string]>([
    [{ metricField: [] }, "metricField"],
    [{ metricField: ["rows"] }, "metricField[0]"],
    [{ metricField: "inserts" }, "metricField"],
    [{ pipelineExecutionId: 0 }, "pipelineExecutionId"],
  ])("refuses %j", async (part, field) => {
    const { server, client } = shop();
    const body = { pipelineId: 1, pipelineExecutionId: 2, metricField: ["inserts"] as const, ...part };
    expect(await failure(client.anomalies.unflag(body))).toMatchObject({ name: "ValidationError", field });
    expect(server.requests).toEqual([]);
  });
});
