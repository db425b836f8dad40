import { ValidationError } from "dqgate";
import type { ExecutionResult, TrackedRun, WorkResult } from "dqgate/watcher";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { keptLog } from "../support/log.js";
import { expectNoUnhandledRejections } from "../support/rejections.js";
import { END, endsOf, NOW, outcomesOf, sentTo, shop } from "./support/runs.js";
import { world } from "./world.js";

expectNoUnhandledRejections();

describe("a run that goes well", () => {
  it("is started, given its context, and ended with what the work gives", async () => {
    const { server, client } = shop();
    const tracked = await client.executions.track(
      1,
      async (run) => {
        expect(run).toMatchObject({
          executionId: 1,
          pipelineId: 1,
          parentExecutionId: null,
          watermark: "2026-01-01",
          nextWatermark: "7",
          children: [],
        });
        expect(run.signal.aborted).toBe(false);
        expect(outcomesOf(server)).toEqual([null]);
        await server.clock.sleep(90_000);
        return { inserts: 3, updates: 0, softDeletes: null, totalRows: 3, names: ["a", "b"] };
      },
      { watermark: "2026-01-01", nextWatermark: 7 },
    );
    expect(server.requests.map(({ body }) => body)).toEqual([
      { pipeline_id: 1, start_date: NOW, watermark: "2026-01-01", next_watermark: "7" },
      {
        id: 1,
        end_date: "2026-01-05T12:01:30.000Z",
        completed_successfully: true,
        inserts: 3,
        updates: 0,
        total_rows: 3,
      },
    ]);
    expect(tracked).toEqual({
      skipped: false,
      executionId: 1,
      pipelineId: 1,
      completedSuccessfully: true,
      startDate: new Date(NOW),
      endDate: new Date("2026-01-05T12:01:30Z"),
      result: { inserts: 3, updates: 0, softDeletes: null, totalRows: 3, names: ["a", "b"] },
      executionMetadata: null,
      children: [],
    });
    // What the work gives beside the counts keeps its type.
    const names: string[] = tracked.result.names;
    expect(names).toEqual(["a", "b"]);
    expect(server.state.executions[0]).toMatchObject({ duration_seconds: 90, total_rows: 3, inserts: 3 });
  });

  it.each<[string, () => WorkResult | Promise<WorkResult>]>([
    ["nothing", async () => undefined],
    ["null", () => null],
    ["an empty object", () => ({})],
  ])("may give %s, and then ends a millisecond after its start", async (_, work) => {
    const { server, client } = shop();
    await client.executions.track("1", work);
    expect(endsOf(server)).toEqual([{ id: 1, end_date: "2026-01-05T12:00:00.001Z", completed_successfully: true }]);
  });

  it("ends after its start though the clock goes back", async () => {
    let now = Date.parse(NOW);
    const { server, client } = world(
      { pipelines: [{ name: "orders" }] },
      { clock: { now: () => now, sleep: async () => undefined } },
    );
    await client.executions.track(1, () => {
      now -= 3_600_000;
    });
    expect(endsOf(server)).toMatchObject([{ end_date: "2026-01-05T12:00:00.001Z" }]);
  });

  it("may say itself that it failed, and nothing is thrown", async () => {
    const { server, client } = shop();
    const tracked = await client.executions.track(1, () => ({ completedSuccessfully: false, totalRows: 9 }));
    expect(tracked.completedSuccessfully).toBe(false);
    expect(endsOf(server)).toMatchObject([{ completed_successfully: false, total_rows: 9 }]);
  });

  it("has types that know what the work gives, and a result that has none of the counts", async () => {
    const { client } = shop();
    const given = await client.executions.track({ id: 1, active: true }, () => ({ totalRows: 1, extra: "kept" }));
    const extra: string | undefined = given.result?.extra;
    expect(extra).toBe("kept");
    if (given.skipped) expect.fail("it was skipped");
    const endDate: Date = given.endDate;
    expect(endDate).toEqual(new Date("2026-01-05T12:00:00.001Z"));
    // @ts-expect-error a count that is spelled wrongly does not compile where there is no other
    await client.executions.track(1, () => ({ insertz: 1 }));
    // @ts-expect-error nor does a mere number
    expect(await failure(client.executions.track(1, () => 1))).toBeInstanceOf(ValidationError);
  });

  it("keeps metadata: the later over the earlier, as it was when it was told", async () => {
    const { server, client } = shop();
    const told: Record<string, unknown> = { a: "added", c: new Date(0) };
    const tracked = await client.executions.track(
      1,
      ({ addMetadata }) => {
        addMetadata(told);
        addMetadata(null);
        told.c = 1n;
        addMetadata(JSON.parse('{"__proto__":{"x":1},"camelCase":null}'));
        return { executionMetadata: { b: "result" } };
      },
      { executionMetadata: { a: "options", b: "options", d: "options" } },
    );
    const wanted = JSON.parse(
      '{"a":"added","b":"result","c":"1970-01-01T00:00:00.000Z","d":"options","__proto__":{"x":1},"camelCase":null}',
    );
    expect(tracked.executionMetadata).toEqual(wanted);
    expect(Object.keys(tracked.executionMetadata ?? {})).toContain("__proto__");
    expect(endsOf(server)[0]?.execution_metadata).toEqual(wanted);
  });

  it("takes a pipeline as other calls give it, with its watermarks", async () => {
    const { server, client } = world({ pipelines: [{ name: "orders", watermark: " 5", nextWatermark: "9" }] });
    const made = await client.pipelines.createOrGet({ name: "orders", pipelineTypeName: "x", nextWatermark: 12 });
    const stored = await client.pipelines.get(made.id);
    const seen: (string | null)[][] = [];
    const note = ({ watermark, nextWatermark }: TrackedRun): void => void seen.push([watermark, nextWatermark]);
    await client.executions.track(made, note);
    await client.executions.track(stored, note);
    await client.executions.track(stored, note, { watermark: null, nextWatermark: new Date(0) });
    expect(seen).toEqual([
      [" 5", null],
      [" 5", "12"],
      [null, "1970-01-01T00:00:00.000Z"],
    ]);
    expect(server.state.executions.map((run) => [run.watermark, run.next_watermark])).toEqual(seen);
  });

  it("is not started where the pipeline is not active, and says so", async () => {
    const { logger, lines } = keptLog();
    const { server, client } = world({ pipelines: [{ name: "orders", active: false }] }, { logger });
    const pipeline = await client.pipelines.get(1);
    server.requests.length = 0;
    const tracked = await client.executions.track(pipeline, () => expect.fail("the work was done"));
    expect(tracked).toEqual({
      skipped: true,
      executionId: null,
      pipelineId: 1,
      completedSuccessfully: null,
      result: null,
      children: [],
    });
    expect(sentTo(server)).toEqual([]);
    expect(lines).toEqual(["warn: dqgate executions.track: pipeline 1 is not active: its run is skipped"]);
  });
});

describe("a run that goes wrong", () => {
  const wrong = new RangeError("the source is gone");

  it.each([
    ["rejects", async () => Promise.reject(wrong)],
    [
      "throws",
      () => {
        throw wrong;
      },
    ],
  ])("is ended as failed where the work %s, and throws the same", async (_, work: () => Promise<never>) => {
    const { server, client } = shop();
    const error = await failure(client.executions.track(1, work, { executionMetadata: { attempt: 1 } }));
    expect(error).toBe(wrong);
    expect(endsOf(server)).toEqual([
      {
        id: 1,
        end_date: "2026-01-05T12:00:00.001Z",
        completed_successfully: false,
        execution_metadata: { attempt: 1 },
      },
    ]);
  });

  it.each<[string, unknown, string]>([
    ["negative", { inserts: 1, updates: -1 }, "updates"],
    ["a fraction", { totalRows: 1.5 }, "totalRows"],
    ["above 32 bits", { inserts: 2_147_483_648 }, "inserts"],
    ["not a number", { softDeletes: Number.NaN }, "softDeletes"],
    ["a text", { inserts: "3" }, "inserts"],
    ["a bigint", { inserts: 3n }, "inserts"],
    ["no outcome", { completedSuccessfully: "yes" }, "completedSuccessfully"],
    ["no metadata", { executionMetadata: [1] }, "executionMetadata"],
    ["metadata that JSON cannot say", { executionMetadata: { a: 1n } }, "executionMetadata.a"],
    ["no result", 7, "result"],
    ["a list", [{ inserts: 1 }], "result"],
  ])("is ended as failed where a count or result is %s", async (_, result, field) => {
    const { server, client } = shop();
    const error = await failure(client.executions.track(1, () => result as ExecutionResult));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({ field, platform: "watcher", operation: "executions.track" });
    expect(endsOf(server)).toEqual([{ id: 1, end_date: "2026-01-05T12:00:00.001Z", completed_successfully: false }]);
  });

  it("takes the largest count", async () => {
    const { server, client } = shop();
    await client.executions.track(1, () => ({ totalRows: 2_147_483_647 }));
    expect(endsOf(server)).toMatchObject([{ total_rows: 2_147_483_647 }]);
  });

  it("is ended as failed where a property of its result throws", async () => {
    const { server, client } = shop();
    const result: ExecutionResult = {
      get inserts(): number {
        throw wrong;
      },
    };
    expect(await failure(client.executions.track(1, () => result))).toBe(wrong);
    expect(outcomesOf(server)).toEqual([false]);
  });

  it("refuses metadata that JSON cannot say, and metadata or children after its end", async () => {
    const { server, client } = shop();
    let late: TrackedRun | undefined;
    await client.executions.track(1, async (run) => {
      late = run;
      for (const metadata of [{ a: 1n }, [1], "text"])
        expect(await failure(() => run.addMetadata(metadata as never))).toMatchObject({ field: "metadata" });
    });
    expect(await failure(() => late?.addMetadata({ a: 1 }))).toMatchObject({
      field: "run",
      message: "run: run 1 is over",
    });
    expect(await failure(late?.track(2, () => undefined) as Promise<unknown>)).toBeInstanceOf(ValidationError);
    expect(server.state.executions).toHaveLength(1);
  });

  it.each<[string, unknown[], string]>([
    ["no pipeline", [0, () => undefined], "pipeline"],
    ["a name", ["orders", () => undefined], "pipeline"],
    ["null", [null, () => undefined], "pipeline"],
    ["an object without a number", [{ active: true }, () => undefined], "pipeline.id"],
    ["an object that does not say whether it is active", [{ id: 1 }, () => undefined], "pipeline.active"],
    ["a long watermark", [{ id: 1, active: true, watermark: "x".repeat(51) }, () => undefined], "pipeline.watermark"],
    ["no work", [1], "work"],
    ["no options", [1, () => undefined, 5], "options"],
    ["an unknown option", [1, () => undefined, { retries: 1 }], "retries"],
    ["no signal", [1, () => undefined, { signal: {} }], "signal"],
    ["no time", [1, () => undefined, { timeoutMs: 0 }], "timeoutMs"],
    ["endless grace", [1, () => undefined, { graceMs: Number.POSITIVE_INFINITY }], "graceMs"],
    ["a fraction as parent", [1, () => undefined, { parentId: 1.5 }], "parentId"],
    ["a next watermark that is none", [1, () => undefined, { nextWatermark: new Date(Number.NaN) }], "nextWatermark"],
    ["metadata that is none", [1, () => undefined, { executionMetadata: "x" }], "executionMetadata"],
    ["a total time that is none", [1, () => undefined, { totalTimeoutMs: -1 }], "totalTimeoutMs"],
  ])("is not started with %s", async (_, args, field) => {
    const { server, client } = shop();
    const track = client.executions.track.bind(client.executions) as (...all: unknown[]) => Promise<unknown>;
    const error = await failure(track(...args));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.field).toBe(field);
    expect(server.requests).toEqual([]);
  });

  it("is not started with headers that are the connection's own", async () => {
    const { server, client } = shop();
    const error = await failure(
      client.executions.track(1, () => expect.fail("the work was done"), { headers: { authorization: "x" } }),
    );
    expect(error).toBeInstanceOf(ValidationError);
    expect(server.requests).toEqual([]);
  });
});

describe("ten runs at once", () => {
  it("are each ended once, with their own outcome", async () => {
    const { server, client } = shop();
    server.failNext({ kind: "lose" }, { on: END });
    server.failNext({ kind: "status", status: 503 }, { times: 4, on: END });
    const settled = await Promise.allSettled(
      Array.from({ length: 10 }, (_, at) =>
        client.executions.track(1, async ({ executionId, track }) => {
          await server.clock.sleep(((at * 7) % 10) * 100);
          if (at % 3 === 2) throw new Error(`${executionId} failed`);
          if (at % 3 === 1) await track(2, () => ({ inserts: at }));
          return { inserts: at, at };
        }),
      ),
    );
    const ends = endsOf(server);
    expect(ends).toHaveLength(13);
    for (const [at, one] of settled.entries()) {
      if (one.status === "rejected") expect(at % 3).toBe(2);
      else expect(one.value.result.at).toBe(at);
    }
    expect(outcomesOf(server).filter((outcome) => outcome === false)).toHaveLength(3);
    for (const one of settled) {
      if (one.status !== "fulfilled") continue;
      expect(server.state.executions.find(({ id }) => id === one.value.executionId)?.inserts).toBe(one.value.result.at);
    }
  });
});
