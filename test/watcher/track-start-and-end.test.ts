import { AbortedError, Client, ServerError } from "dqgate";
import { emulateWatcher } from "dqgate/testing";
import { RunNotEndedError, RunStartUnknownError, watcher } from "dqgate/watcher";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { keptLog } from "../support/log.js";
import { expectNoUnhandledRejections } from "../support/rejections.js";
import { END, endsOf, NOW, outcomesOf, START, sentTo, shop } from "./support/runs.js";
import { world } from "./world.js";

expectNoUnhandledRejections();

const LOOK = "GET /pipeline_execution/1";

describe("a run that does not start", () => {
  const untouched = (): never => expect.fail("the work was done");

  it("throws what its start failed with", async () => {
    const { server, client } = shop();
    const unknown = await failure(client.executions.track(99, untouched));
    expect(unknown).toBeInstanceOf(ServerError);
    expect(unknown.message).toBe("Database integrity error");
    server.failNext({ kind: "status", status: 429, body: { detail: "slow down" } });
    expect(await failure(client.executions.track(1, untouched))).toMatchObject({ code: "rate_limited" });
    server.failNext({ kind: "status", status: 401 });
    expect(await failure(client.executions.track(1, untouched))).toMatchObject({ code: "authentication" });
    expect(sentTo(server)).toEqual([START, START, START]);
    client.close();
    expect(await failure(client.executions.track(1, untouched))).toBeInstanceOf(AbortedError);
  });

  it.each([
    ["its answer is lost", { kind: "lose" }, "connection"],
    ["its answer breaks off", { kind: "cut" }, "connection"],
    ["the server fails", { kind: "status", status: 500, body: "Internal Server Error" }, "server"],
    ["a gateway gives up", { kind: "status", status: 504 }, "server"],
    ["its answer is a page", { kind: "html" }, "response_validation"],
    ["its answer tells no number", { kind: "json", body: { id: "x" } }, "response_validation"],
  ] as const)("says that it may have been started where %s, and is not repeated", async (_, fault, code) => {
    const { server, client } = world({ pipelines: [{ name: "orders" }] }, { validation: "lenient" });
    server.failNext(fault);
    const error = await failure(client.executions.track(1, untouched));
    expect(error).toBeInstanceOf(RunStartUnknownError);
    expect(error).toMatchObject({
      code: "run_start_unknown",
      pipelineId: 1,
      startDate: new Date(NOW),
      retryable: false,
      cause: { code },
    });
    expect(error.message).toContain("may have been started");
    expect(sentTo(server)).toEqual([START]);
  });

  it("says so of a child whose link could not be queued, which was written", async () => {
    const { server, client } = shop();
    const error = await failure(
      client.executions.track(1, async ({ track }) => {
        server.state.redisDown = true;
        await track(2, untouched).finally(() => {
          server.state.redisDown = false;
        });
      }),
    );
    expect(error).toBeInstanceOf(RunStartUnknownError);
    expect(outcomesOf(server)).toEqual([false, null]);
  });
});

describe("the end of a run", () => {
  const done = { inserts: 1, totalRows: 1 };

  it.each([
    ["500", { kind: "status", status: 500, body: "Internal Server Error" }],
    ["503", { kind: "status", status: 503 }],
    ["429", { kind: "status", status: 429 }],
    ["a dropped connection", { kind: "drop" }],
  ] as const)("is told again after %s, twice, with the same date", async (_, fault) => {
    const { server, client } = shop();
    server.failNext(fault, { times: 2, on: END });
    const tracked = await client.executions.track(1, () => done);
    expect(sentTo(server).filter((one) => one !== END && one !== LOOK)).toEqual([START]);
    expect(server.state.executions[0]).toMatchObject({ completed_successfully: true, inserts: 1, total_rows: 1 });
    expect(tracked.endDate).toEqual(new Date("2026-01-05T12:00:00.001Z"));
    expect(endsOf(server)).toHaveLength(1);
    // Nine tenths of one and of two seconds.
    expect(server.clock.now()).toBe(Date.parse("2026-01-05T12:00:02.700Z"));
  });

  it.each([
    ["401", { kind: "status", status: 401 }],
    ["403", { kind: "status", status: 403 }],
    ["404 of a proxy", { kind: "status", status: 404, body: "no such host" }],
    ["404 of a route", { kind: "status", status: 404, body: { detail: "Not Found" } }],
    ["413, where there is nothing to leave out", { kind: "status", status: 413 }],
  ] as const)("is told again after %s", async (_, fault) => {
    const { server, client } = shop();
    server.failNext(fault, { on: END });
    const tracked = await client.executions.track(1, () => undefined);
    expect(tracked.completedSuccessfully).toBe(true);
    expect(sentTo(server).filter((one) => one === START)).toHaveLength(1);
    expect(endsOf(server)).toHaveLength(1);
    expect(outcomesOf(server)).toEqual([true]);
    expect(server.clock.now()).toBe(Date.parse("2026-01-05T12:00:00.900Z"));
  });

  it("is told again with the token that the function gives next", async () => {
    const tokens: string[] = [];
    const server = emulateWatcher({ pipelines: [{ name: "orders" }] });
    const fetch = (request: Request): Promise<Response> => {
      const token = request.headers.get("authorization") ?? "";
      tokens.push(token);
      const isOld = token === "Bearer old" && !request.url.includes("/start");
      return isOld ? Promise.resolve(new Response("", { status: 401 })) : server.fetch(request);
    };
    const auth = (): string => (tokens.length < 3 ? "old" : "new");
    const client = new Client(watcher({ url: server.baseUrl, auth }), { fetch, clock: server.clock, logger: null });
    await client.executions.track(1, () => done);
    expect(tokens).toEqual(["Bearer old", "Bearer old", "Bearer old", "Bearer new"]);
    expect(outcomesOf(server)).toEqual([true]);
  });

  it.each([
    ["a redirect that is not followed", { status: 307, headers: { location: "https://login.example/" } }],
    ["a page that somebody else answers", { status: 200, headers: { "content-type": "text/html" } }],
  ])("is told again after %s", async (_, answer) => {
    const server = emulateWatcher({ pipelines: [{ name: "orders" }] });
    let strays = 0;
    const fetch = (request: Request): Promise<Response> => {
      if (!request.url.includes("/end") || strays === 1) return server.fetch(request);
      strays += 1;
      return Promise.resolve(new Response(answer.status === 200 ? "<p>Sign in</p>" : null, answer));
    };
    const client = new Client(watcher({ url: server.baseUrl, auth: null }), {
      fetch,
      clock: server.clock,
      logger: null,
    });
    await client.executions.track(1, () => done);
    expect(sentTo(server)).toEqual([START, LOOK, END]);
    expect(outcomesOf(server)).toEqual([true]);
  });

  it.each([413, 422])("is told without counts and metadata where these are refused with %i", async (status) => {
    const { logger, lines } = keptLog();
    const { server, client } = world({ pipelines: [{ name: "orders" }] }, { logger, logLevel: "warn" });
    server.failNext({ kind: "status", status }, { on: END });
    const tracked = await client.executions.track(1, () => ({ ...done, executionMetadata: { rows: "x" } }));
    expect(sentTo(server)).toEqual([START, END, LOOK, END]);
    expect(server.requests.at(-1)?.body).toEqual({
      id: 1,
      end_date: NOW.replace(".000", ".001"),
      completed_successfully: true,
    });
    expect(outcomesOf(server)).toEqual([true]);
    expect(tracked).toMatchObject({ completedSuccessfully: true, executionMetadata: null });
    expect(lines).toEqual([
      expect.stringMatching(
        `^warn: dqgate executions.track: run 1 was ended without counts and metadata: .* \\(HTTP ${status}\\)$`,
      ),
    ]);
  });

  it("fails with RunNotEndedError where every try is refused", async () => {
    const { server, client } = shop();
    server.failNext({ kind: "status", status: 401 }, { times: 5, on: END });
    const error = await failure(client.executions.track(1, () => done));
    expect(error).toBeInstanceOf(RunNotEndedError);
    expect(error).toMatchObject({ endError: { code: "authentication" }, workFailed: false });
    expect(outcomesOf(server)).toEqual([null]);
  });

  it("is not told again where only its answer was lost", async () => {
    const { server, client } = shop();
    server.failNext({ kind: "lose" }, { on: END });
    await client.executions.track(1, () => done);
    expect(sentTo(server)).toEqual([START, END, LOOK]);
    expect(endsOf(server)).toMatchObject([{ completed_successfully: true, inserts: 1 }]);
  });

  it("is not told again where it was written and could not be queued", async () => {
    const { server, client } = shop();
    server.state.redisDown = true;
    await client.executions.track(1, () => done);
    expect(sentTo(server)).toEqual([START, END, LOOK]);
    expect(outcomesOf(server)).toEqual([true]);
  });

  it("is told again where the look is lost too", async () => {
    const { server, client } = shop();
    server.failNext({ kind: "lose" }, { on: END });
    server.failNext({ kind: "drop" }, { on: "GET /pipeline_execution/{pipeline_execution_id}" });
    await client.executions.track(1, () => done);
    expect(sentTo(server)).toEqual([START, END, END]);
    expect(endsOf(server)).toMatchObject([{ completed_successfully: true }]);
  });

  it("is told again where the run was ended by somebody else", async () => {
    const { server, client } = shop();
    server.failNext({ kind: "drop" }, { on: END });
    await client.executions.track(1, async ({ executionId }) => {
      const run = server.state.executions.find(({ id }) => id === executionId);
      Object.assign(run as object, { end_date: "2026-01-05T12:00:00.001000Z", completed_successfully: false });
      return done;
    });
    expect(sentTo(server)).toEqual([START, LOOK, END]);
    expect(outcomesOf(server)).toEqual([true]);
  });

  it("waits as long as the server asks", async () => {
    const { server, client } = shop();
    server.failNext({ kind: "status", status: 503, retryAfter: 30 }, { on: END });
    await client.executions.track(1, () => done);
    expect(server.clock.now()).toBe(Date.parse("2026-01-05T12:00:30.000Z"));
  });

  it("fails with RunNotEndedError after five tries", async () => {
    const { server, client } = shop();
    server.failNext({ kind: "status", status: 502 }, { times: 5, on: END });
    const error = await failure(client.executions.track(1, () => done));
    expect(error).toBeInstanceOf(RunNotEndedError);
    expect(error).toMatchObject({
      code: "run_not_ended",
      executionId: 1,
      completedSuccessfully: true,
      workFailed: false,
      retryable: false,
      endError: { status: 502 },
    });
    expect(error.cause).toBe(error.endError);
    expect(sentTo(server).filter((one) => one === END)).toHaveLength(5);
    expect(outcomesOf(server)).toEqual([null]);
  });

  it("hides nothing where the work had failed too", async () => {
    const { server, client } = shop();
    server.failNext({ kind: "status", status: 404, body: { detail: "Pipeline execution not found" } }, { on: END });
    const wrong = new Error("the source is gone");
    const error = await failure(client.executions.track(1, async () => Promise.reject(wrong)));
    expect(error).toBeInstanceOf(RunNotEndedError);
    expect(error).toMatchObject({ workFailed: true, completedSuccessfully: false, endError: { code: "not_found" } });
    expect(error.cause).toBe(wrong);
    expect(sentTo(server)).toEqual([START, END]);
  });

  it("keeps to its own limit", async () => {
    const { server, client } = shop();
    server.failNext({ kind: "status", status: 503 }, { times: 9, on: END });
    const error = await failure(client.executions.track(1, () => done, { totalTimeoutMs: 3_000 }));
    expect(error).toBeInstanceOf(RunNotEndedError);
    expect(sentTo(server).filter((one) => one === END)).toHaveLength(3);
  });

  it("cannot be told by a client that was closed", async () => {
    const { client, server } = shop();
    const error = await failure(client.executions.track(1, () => client.close()));
    expect(error).toMatchObject({ code: "run_not_ended", endError: { code: "aborted" } });
    expect(outcomesOf(server)).toEqual([null]);
  });
});
