import { emulateWatcher, VirtualClock, type WatcherEmulator, type WatcherSeed } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { asking, CRASH } from "./asking.js";

const NOW = "2026-01-05T12:00:00Z";
const ONE: WatcherSeed = { pipelines: [{ name: "p1" }] };

function set(seed: WatcherSeed = ONE): { server: WatcherEmulator; ask: ReturnType<typeof asking> } {
  const server = emulateWatcher({ clock: new VirtualClock(NOW), ...seed });
  return { server, ask: asking(server) };
}

describe("a clean-up of the logs", () => {
  it("counts by number, up to the last that started before, and deletes nothing", async () => {
    const { server, ask } = set({
      ...ONE,
      executions: [1, 100, 91, 89].map((days) => ({
        pipeline: 1,
        startedHoursAgo: days * 24,
        anomalyFlags: { inserts: true, updates: false },
      })),
    });
    expect((await ask("POST", "/log_cleanup", { retention_days: 90, batch_size: -1 })).body).toMatchObject({
      total_pipeline_executions_deleted: 3,
      total_anomaly_detection_results_deleted: 3,
    });
    expect(server.state.executions).toHaveLength(4);
  });

  it("fails as soon as a run with a parent is among them", async () => {
    const run = { pipeline: 1, startedHoursAgo: 100 * 24 };
    const { ask } = set({ ...ONE, executions: [run, { ...run, parentId: 1 }] });
    expect(await ask("POST", "/log_cleanup", { retention_days: 90 })).toEqual(CRASH);
    expect((await ask("POST", "/log_cleanup", { retention_days: 101 })).status).toBe(200);
  });
});

describe("reports", () => {
  const day = (
    days: number,
    pipeline: string,
    fields: object = {},
  ): NonNullable<WatcherSeed["executions"]>[number] => ({
    pipeline,
    startedHoursAgo: 24 * days,
    durationSeconds: 100,
    inserts: 10,
    totalRows: 50,
    ...fields,
  });
  const seed: WatcherSeed = {
    pipelines: [
      { name: "Beta", typeName: "B" },
      { name: "Alpha", typeName: "A" },
    ],
    executions: [
      day(0, "beta"),
      day(1, "beta"),
      day(1, "beta", { completedSuccessfully: false, durationSeconds: 300, inserts: null }),
      day(1, "alpha"),
      day(30, "alpha"),
      day(31, "alpha"),
    ],
  };
  const page = async (ask: ReturnType<typeof asking>, query = ""): Promise<[string[], object]> => {
    const { body } = await ask("GET", `/reporting/daily-pipeline-metrics${query}`);
    const { data, pagination } = body as { data: Record<string, unknown>[]; pagination: object };
    return [data.map((row) => `${row.date_recorded} ${row.pipeline_name}`), pagination];
  };

  it("show thirty days without today, the last day first, then by name", async () => {
    const { ask } = set(seed);
    expect(await page(ask)).toEqual([
      ["2026-01-04 alpha", "2026-01-04 beta", "2025-12-06 alpha"],
      { page: 1, page_size: 50, total_records: 3, total_pages: 1, has_next: false, has_prev: false },
    ]);
    const { body } = await ask("GET", "/reporting/daily-pipeline-metrics?pipeline_name=beta");
    expect((body as { data: unknown }).data).toEqual([
      {
        date_recorded: "2026-01-04",
        pipeline_name: "beta",
        pipeline_type_name: "b",
        total_executions: 2,
        failed_executions: 1,
        error_percentage: 50,
        daily_inserts: 10,
        daily_updates: 0,
        daily_soft_deletes: 0,
        daily_total_rows: 100,
        avg_duration_seconds: 200,
        daily_throughput: 0.25,
      },
    ]);
  });

  it("come in pages, and by days, names and types as they are written", async () => {
    const { ask } = set(seed);
    expect(await page(ask, "?page=2&page_size=2")).toEqual([
      ["2025-12-06 alpha"],
      { page: 2, page_size: 2, total_records: 3, total_pages: 2, has_next: false, has_prev: true },
    ]);
    expect((await page(ask, "?days=29"))[0]).toHaveLength(2);
    expect((await page(ask, "?pipeline_type_name=a"))[0]).toHaveLength(2);
    expect((await page(ask, "?pipeline_type_name=A"))[0]).toEqual([]);
    expect((await ask("GET", "/reporting/pipeline-names")).body).toEqual({ pipeline_names: ["alpha", "beta"] });
    expect((await ask("GET", "/reporting/pipeline-names?pipeline_type_name=b")).body).toEqual({
      pipeline_names: ["beta"],
    });
    expect((await ask("GET", "/reporting/pipeline-type-names")).body).toEqual({ pipeline_type_names: ["a", "b"] });
  });

  it("are as new as their last refresh", async () => {
    const { server, ask } = set(seed);
    await server.clock.sleep(24 * 3_600_000);
    expect((await page(ask))[0]).not.toContain("2026-01-05 beta");
    expect((await ask("POST", "/reporting/refresh")).body).toMatchObject({ status: "success" });
    expect((await page(ask))[0]).toEqual(["2026-01-05 beta", "2026-01-04 alpha", "2026-01-04 beta"]);
  });

  it.each(["connection-performance", "schema-health", "performance", "celery", "redis"])(
    "give the diagnosis of %s",
    async (name) => {
      expect((await set().ask("GET", `/diagnostics/${name}`)).body).toEqual({
        status: "success",
        output: expect.stringContaining("<"),
        type: name.replace("-", "_"),
      });
    },
  );
});
