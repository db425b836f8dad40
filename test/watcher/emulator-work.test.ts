import { emulateWatcher, VirtualClock, type WatcherEmulator, type WatcherSeed } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { asking, missing } from "./asking.js";

const NOW = "2026-01-05T12:00:00Z";
const ONE: WatcherSeed = { pipelines: [{ name: "p1" }] };

function set(seed: WatcherSeed = ONE): { server: WatcherEmulator; ask: ReturnType<typeof asking> } {
  const server = emulateWatcher({ clock: new VirtualClock(NOW), ...seed });
  return { server, ask: asking(server) };
}

const end = (id: number, fields: object = {}): object => ({
  id,
  end_date: "2026-01-05T12:05:00Z",
  completed_successfully: true,
  ...fields,
});

describe("runs", () => {
  it("start for pipelines that are not active too", async () => {
    const { ask } = set({ pipelines: [{ name: "p", active: false }] });
    expect((await ask("POST", "/start_pipeline_execution", { pipeline_id: 1 })).status).toBe(201);
  });

  it("end again: later values overwrite, those left out stay, the throughput is worked out anew", async () => {
    const { server, ask } = set();
    await ask("POST", "/start_pipeline_execution", { pipeline_id: 1, start_date: NOW });
    await ask("POST", "/end_pipeline_execution", end(1, { inserts: 5, total_rows: 100 }));
    expect(server.state.executions[0]).toMatchObject({ inserts: 5, throughput: 0.3333, duration_seconds: 300 });
    await ask("POST", "/end_pipeline_execution", end(1, { end_date: "2026-01-05T12:10:00Z", updates: 2 }));
    expect(server.state.executions[0]).toMatchObject({
      inserts: 5,
      updates: 2,
      total_rows: 100,
      throughput: null,
      duration_seconds: 600,
    });
  });

  it.each([
    ["12:00:00.400", 0, 0],
    ["12:00:00.600", 1, 7],
    ["12:00:02.000001", 2, 3.5],
  ])("that end at %s took %d s", async (time, duration_seconds, throughput) => {
    const { server, ask } = set();
    await ask("POST", "/start_pipeline_execution", { pipeline_id: 1, start_date: NOW });
    await ask("POST", "/end_pipeline_execution", end(1, { end_date: `2026-01-05T${time}Z`, total_rows: 7 }));
    expect(server.state.executions[0]).toMatchObject({ duration_seconds, throughput });
  });

  it("note when the pipeline last wrote, backwards too, where rows were written", async () => {
    const { server, ask } = set();
    await ask("POST", "/start_pipeline_execution", { pipeline_id: 1, start_date: NOW });
    await ask("POST", "/end_pipeline_execution", end(1, { inserts: 1, updates: 0, total_rows: 9 }));
    expect(server.state.pipelines[0]).toMatchObject({
      last_target_insert: "2026-01-05T12:05:00Z",
      last_target_update: null,
      last_target_soft_delete: null,
      updated_at: null,
    });
    const back = { end_date: "2026-01-05T12:01:00Z", inserts: 1, updates: 2, soft_deletes: 3 };
    await ask("POST", "/end_pipeline_execution", end(1, back));
    expect(server.state.pipelines[0]).toMatchObject({
      last_target_insert: "2026-01-05T12:01:00Z",
      last_target_update: "2026-01-05T12:01:00Z",
      last_target_soft_delete: "2026-01-05T12:01:00Z",
    });
  });

  it("that fail keep their counts, and leave the pipeline alone", async () => {
    const { server, ask } = set();
    await ask("POST", "/start_pipeline_execution", { pipeline_id: 1, start_date: NOW });
    const failed = end(1, {
      completed_successfully: false,
      inserts: 5,
      total_rows: 300,
      execution_metadata: { A: "B" },
    });
    expect((await ask("POST", "/end_pipeline_execution", failed)).status).toBe(204);
    expect(server.state.executions[0]).toMatchObject({ inserts: 5, throughput: 1, execution_metadata: { A: "B" } });
    expect(server.state.pipelines[0]).toMatchObject({ last_target_insert: null, load_lineage: true });
  });
});

describe("runs below runs", () => {
  const children = async (ask: ReturnType<typeof asking>, id: number): Promise<unknown[]> => {
    const { body } = await ask("GET", `/pipeline_execution/${id}`);
    const { child_executions } = body as { child_executions: { id: number; child_executions: unknown[] }[] };
    for (const child of child_executions) expect(child.child_executions).toEqual([]);
    return child_executions.map((child) => child.id);
  };

  it("are listed by their parent unless it is a root, directly below it alone, within a second", async () => {
    const { server, ask } = set();
    for (const parent_id of [undefined, 1, 2, 2, 3])
      await ask("POST", "/start_pipeline_execution", { pipeline_id: 1, parent_id });
    expect(await children(ask, 2)).toEqual([]);
    await server.clock.sleep(1_000);
    expect(await children(ask, 1)).toEqual([]);
    expect(await children(ask, 2)).toEqual([3, 4]);
    expect(await children(ask, 3)).toEqual([5]);
    expect((await ask("GET", "/pipeline_execution/3")).body).toMatchObject({ parent_id: 2 });
  });

  it("may have a parent that does not exist, or 0, and ignore a wrong key", async () => {
    const { server, ask } = set();
    for (const more of [{ parent_id: 77 }, { parent_id: 0 }, { parent_execution_id: 1 }])
      expect((await ask("POST", "/start_pipeline_execution", { pipeline_id: 1, ...more })).status).toBe(201);
    await server.clock.sleep(1_000);
    await ask("GET", "/");
    expect(server.state.executions.map(({ parent_id }) => parent_id)).toEqual([77, 0, null]);
    expect(server.state.closure).toEqual([{ parent: 1, child: 1, depth: 0 }]);
  });

  it("stay out of sight while nothing takes the tasks", async () => {
    const { server, ask } = set({ ...ONE, workerDown: true });
    for (const parent_id of [9, 1]) await ask("POST", "/start_pipeline_execution", { pipeline_id: 1, parent_id });
    await server.clock.sleep(60_000);
    expect(await children(ask, 1)).toEqual([]);
    expect((await ask("POST", "/celery/monitor-queue")).body).toMatchObject({ status: "success", total_pending: 2 });
    server.state.workerDown = false;
    expect(await children(ask, 1)).toEqual([2]);
  });
});

describe("anomaly detection", () => {
  const runs = (rows: readonly number[], fields: object = {}): NonNullable<WatcherSeed["executions"]> =>
    rows.map((totalRows, at) => ({ pipeline: 1, startedHoursAgo: 24 * (at + 1), totalRows, ...fields }));
  const ROWS = [98, 99, 100, 101, 102];

  const flagsOf = async (seed: WatcherSeed, fields: object = { total_rows: 1000 }): Promise<unknown> => {
    const { server, ask } = set({
      ...ONE,
      rules: [{ pipeline: 1, metricField: "total_rows", minimumExecutions: 5 }],
      ...seed,
    });
    const { id } = (await ask("POST", "/start_pipeline_execution", { pipeline_id: 1 })).body as { id: number };
    await ask("POST", "/end_pipeline_execution", end(id, fields));
    await server.clock.sleep(1_000);
    return ((await ask("GET", `/pipeline_execution/${id}`)).body as { anomaly_flags: unknown }).anomaly_flags;
  };

  it("flags what is far above or below", async () => {
    expect(await flagsOf({ executions: runs(ROWS) })).toEqual({ total_rows: true });
    expect(await flagsOf({ executions: runs(ROWS) }, { total_rows: 1 })).toEqual({ total_rows: true });
  });

  // Mean 100, deviation of the sample 1.58…: three of them reach from 95.26 to 104.74.
  it.each([
    [104, null],
    [105, { total_rows: true }],
    [96, null],
    [95, { total_rows: true }],
  ])("judges %d rows by the deviation of the sample", async (total_rows, flags) => {
    expect(await flagsOf({ executions: runs(ROWS) }, { total_rows })).toEqual(flags);
  });

  it.each<[string, WatcherSeed, object?]>([
    ["there is no rule", { executions: runs(ROWS), rules: [] }],
    [
      "the rule is not active",
      {
        executions: runs(ROWS),
        rules: [{ pipeline: 1, metricField: "total_rows", minimumExecutions: 5, active: false }],
      },
    ],
    ["there are too few runs", { executions: runs(ROWS.slice(1)) }],
    ["the runs began in another hour", { executions: runs(ROWS).map((run) => ({ ...run, startedHoursAgo: 25 })) }],
    ["the runs failed", { executions: runs(ROWS, { completedSuccessfully: false }) }],
    ["the runs are flagged themselves", { executions: runs(ROWS, { anomalyFlags: { total_rows: true } }) }],
    ["the runs have no such figure", { executions: runs(ROWS, { totalRows: null }) }],
    [
      "the runs are too old",
      {
        executions: runs(ROWS),
        rules: [{ pipeline: 1, metricField: "total_rows", minimumExecutions: 5, lookbackDays: 4 }],
      },
    ],
    ["all runs are the same", { executions: runs([100, 100, 100, 100, 100]) }],
    ["the figure is missing", { executions: runs(ROWS) }, {}],
    ["the run failed", { executions: runs(ROWS) }, { total_rows: 1000, completed_successfully: false }],
    ["nothing can be below nothing", { executions: runs([0, 1, 2, 50, 90]) }, { total_rows: 0 }],
  ])("has no verdict where %s", async (_, seed, fields) => {
    expect(await flagsOf(seed, fields)).toBeNull();
  });

  it("takes flags back, and refuses what is not flagged", async () => {
    const { server, ask } = set({
      ...ONE,
      executions: [
        { pipeline: 1, anomalyFlags: { inserts: true, updates: false } },
        { pipeline: 1, anomalyFlags: null },
      ],
    });
    const unflag = (id: number, metric_field: string[]): ReturnType<typeof ask> =>
      ask("POST", "/unflag_anomaly", { pipeline_id: 99, pipeline_execution_id: id, metric_field });
    expect(await unflag(9, ["inserts"])).toEqual(missing("Pipeline execution 9 not found"));
    expect(await unflag(2, ["inserts"])).toEqual(missing("No anomaly flags found for execution 2"));
    expect(await unflag(1, ["updates"])).toEqual(
      missing("None of the requested metrics ['updates'] are currently flagged"),
    );
    expect((await unflag(1, [])).status).toBe(404);
    expect(await unflag(1, ["updates", "inserts"])).toEqual({ status: 204, type: "application/json", body: undefined });
    expect(server.state.executions[0]?.anomaly_flags).toEqual({ inserts: false, updates: false });
    expect((await unflag(1, ["inserts"])).status).toBe(404);
  });
});

describe("checks in the background", () => {
  it("note what is stale, by the pipeline's rule, else its type's", async () => {
    const { server, ask } = set({
      pipelineTypes: [
        { name: "hourly", freshnessNumber: 1, freshnessDatepart: "hour" },
        { name: "muted", freshnessNumber: 1, freshnessDatepart: "hour", muteFreshnessCheck: true },
      ],
      pipelines: [
        { name: "1 own, stale", freshnessNumber: 30, freshnessDatepart: "minute", lastTargetInsertHoursAgo: 1 },
        { name: "2 own, fresh", freshnessNumber: 1, freshnessDatepart: "month", lastTargetInsertHoursAgo: 24 * 28 },
        { name: "3 type, stale", typeName: "hourly", lastTargetUpdateHoursAgo: 2, lastTargetInsertHoursAgo: 9 },
        { name: "4 lone number", typeName: "hourly", freshnessNumber: 99, lastTargetSoftDeleteHoursAgo: 2 },
        { name: "5 muted", typeName: "hourly", muteFreshnessCheck: true, lastTargetInsertHoursAgo: 2 },
        {
          name: "6 muted type",
          typeName: "muted",
          freshnessNumber: 1,
          freshnessDatepart: "hour",
          lastTargetInsertHoursAgo: 2,
        },
        { name: "7 inactive", typeName: "hourly", active: false, lastTargetInsertHoursAgo: 2 },
        { name: "8 never written", typeName: "hourly" },
        { name: "9 no rule", lastTargetInsertHoursAgo: 999 },
      ],
    });
    for (let round = 0; round < 2; round += 1) {
      expect((await ask("POST", "/freshness")).body).toEqual({ status: "queued" });
      await server.clock.sleep(1_000);
      await ask("GET", "/");
    }
    expect(server.state.freshnessLogs.map(({ id }) => id)).toEqual([1, 3, 4, 7]);
  });

  it("call what is due this very moment fresh", async () => {
    const { server, ask } = set({
      pipelines: [
        { name: "due", freshnessNumber: 1, freshnessDatepart: "month", lastTargetInsert: "2026-01-31T12:00:00Z" },
      ],
      clock: new VirtualClock("2026-02-28T11:59:59Z"),
    });
    await ask("POST", "/freshness");
    await server.clock.sleep(1_000);
    await ask("POST", "/freshness");
    expect(server.state.freshnessLogs).toEqual([]);
    await server.clock.sleep(1_000);
    await ask("GET", "/");
    expect(server.state.freshnessLogs).toMatchObject([{ due: "2026-02-28T12:00:00Z" }]);
  });

  it("note what is late", async () => {
    const late = { startedHoursAgo: 0.5, durationSeconds: 1200 };
    const { server, ask } = set({
      pipelines: [
        { name: "p", timelinessNumber: 10, timelinessDatepart: "minute" },
        { name: "muted", timelinessNumber: 10, timelinessDatepart: "minute", muteTimelinessCheck: true },
      ],
      executions: [
        { pipeline: 1, ...late },
        { pipeline: 1, ...late, completedSuccessfully: false },
        { pipeline: 1, ...late, completedSuccessfully: null },
        { pipeline: 1, ...late, durationSeconds: 600 },
        { pipeline: 1, ...late, startedHoursAgo: 2 },
        { pipeline: 2, ...late },
      ],
    });
    expect((await ask("POST", "/timeliness", {})).body).toEqual({ status: "queued" });
    await server.clock.sleep(1_000);
    await ask("GET", "/");
    expect(server.state.timelinessLogs.map(({ id }) => id)).toEqual([1, 3]);
  });

  it("fail to alert from fifty waiting tasks on", async () => {
    const { ask } = set({ ...ONE, workerDown: true });
    for (let task = 0; task < 49; task += 1) await ask("POST", "/freshness");
    expect((await ask("POST", "/celery/monitor-queue")).body).toMatchObject({
      status: "success",
      total_pending: 49,
      task_breakdown: ["Freshness Check Task: 49"],
    });
    await ask("POST", "/timeliness", {});
    expect((await ask("POST", "/celery/monitor-queue")).body).toEqual({ status: "error" });
  });
});
