import { getEventListeners } from "node:events";
import { AbortedError } from "dqgate";
import { RunNotEndedError, RunTimeoutError, type TrackedRun } from "dqgate/watcher";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { keptLog } from "../support/log.js";
import { expectNoUnhandledRejections } from "../support/rejections.js";
import { aborted, END, endsOf, outcomesOf, START, shop } from "./support/runs.js";
import { world } from "./world.js";

expectNoUnhandledRejections();

/** Aborts when the server has answered and the answer is not there yet. */
const abortOnTheWay = (caller: AbortController) => (body: unknown) => {
  caller.abort();
  return body;
};

describe("a run that is told to stop", () => {
  it("is ended as failed with the counts that the work still gives", async () => {
    const { server, client } = shop();
    const caller = new AbortController();
    const tracking = client.executions.track(
      1,
      async ({ signal }) => {
        caller.abort();
        expect(signal.aborted).toBe(true);
        expect(signal.reason).toBeInstanceOf(AbortedError);
        return { inserts: 4 };
      },
      { signal: caller.signal },
    );
    const error = await failure(tracking);
    expect(error).toBeInstanceOf(AbortedError);
    expect(error).toMatchObject({ platform: "watcher", operation: "executions.track" });
    expect(endsOf(server)).toMatchObject([{ completed_successfully: false, inserts: 4 }]);
    expect(getEventListeners(caller.signal, "abort")).toEqual([]);
  });

  it("throws AbortedError, and what the work failed with meanwhile as its cause", async () => {
    const { server, client } = shop();
    const caller = new AbortController();
    const track = (work: (run: TrackedRun) => Promise<void>): Promise<unknown> =>
      client.executions.track(1, work, { signal: caller.signal });
    const wrong = new Error("could not roll back");
    const error = await failure(
      track(async () => {
        caller.abort();
        throw wrong;
      }),
    );
    expect(error).toBeInstanceOf(AbortedError);
    expect(error.cause).toBe(wrong);
    expect(outcomesOf(server)).toEqual([false]);
    // Before its start there is nothing to end.
    expect(await failure(track(async () => expect.fail("the work was done")))).toBeInstanceOf(AbortedError);
    expect(server.state.executions).toHaveLength(1);
  });

  it.each([
    ["throwIfAborted", ({ signal }: TrackedRun) => signal.throwIfAborted()],
    [
      "a DOMException",
      () => {
        throw new DOMException("This operation was aborted", "AbortError");
      },
    ],
  ])("does not name %s as a cause", async (_, react) => {
    const { client } = shop();
    const caller = new AbortController();
    const error = await failure(
      client.executions.track(
        1,
        async (run) => {
          caller.abort();
          react(run);
        },
        { signal: caller.signal },
      ),
    );
    expect(error).toBeInstanceOf(AbortedError);
    expect(error.cause).toBeUndefined();
  });

  it("does not wait longer than the grace for work that does not heed", async () => {
    const { server, client } = shop();
    const caller = new AbortController();
    const tracking = client.executions.track(
      1,
      () => {
        caller.abort();
        return new Promise<never>(() => undefined);
      },
      { signal: caller.signal, graceMs: 2_000 },
    );
    expect(await failure(tracking)).toBeInstanceOf(AbortedError);
    expect(endsOf(server)).toEqual([{ id: 1, end_date: "2026-01-05T12:00:02.000Z", completed_successfully: false }]);
  });

  it("is ended though its caller's signal is aborted, and without it", async () => {
    const { server, client } = shop();
    server.failNext({ kind: "drop" }, { on: END });
    const signal = AbortSignal.abort();
    const running = new AbortController();
    const error = await failure(
      client.executions.track(
        1,
        async () => {
          running.abort(signal.reason);
          throw new Error("stopped");
        },
        { signal: running.signal },
      ),
    );
    expect(error).toBeInstanceOf(AbortedError);
    expect(endsOf(server)).toMatchObject([{ completed_successfully: false }]);
  });

  it("is ended when the signal aborts while it is being started", async () => {
    const { server, client } = shop();
    const caller = new AbortController();
    server.failNext({ kind: "change", change: abortOnTheWay(caller) }, { on: START });
    const error = await failure(
      client.executions.track(1, () => expect.fail("the work was done"), { signal: caller.signal }),
    );
    expect(error).toBeInstanceOf(AbortedError);
    expect(endsOf(server)).toMatchObject([{ completed_successfully: false }]);
  });

  it("stands as it is where the signal aborts only when its work is done", async () => {
    const { server, client } = shop();
    const caller = new AbortController();
    server.failNext({ kind: "change", change: abortOnTheWay(caller) }, { on: END });
    const tracked = await client.executions.track(1, () => ({ inserts: 1 }), { signal: caller.signal });
    expect(tracked.completedSuccessfully).toBe(true);
    expect(outcomesOf(server)).toEqual([true]);
  });

  it("has its time: RunTimeoutError, and the signal says so", async () => {
    const { server, client } = shop();
    let reason: unknown;
    const error = await failure(
      client.executions.track(
        1,
        async ({ signal }) => {
          await aborted(signal);
          reason = signal.reason;
          return { updates: 2 };
        },
        { timeoutMs: 60_000 },
      ),
    );
    expect(error).toBeInstanceOf(RunTimeoutError);
    expect(error).toBe(reason);
    expect(error).toMatchObject({ code: "run_timeout", timeoutMs: 60_000, kind: "transport" });
    expect(endsOf(server)).toEqual([
      { id: 1, end_date: "2026-01-05T12:01:00.000Z", completed_successfully: false, updates: 2 },
    ]);
  });

  it("is not stopped by a time that it does not reach, and leaves no timer and no listener", async () => {
    const { server, client } = shop();
    const { signal } = new AbortController();
    await client.executions.track(1, () => server.clock.sleep(1_000), { timeoutMs: 60_000, signal });
    expect(outcomesOf(server)).toEqual([true]);
    expect(getEventListeners(signal, "abort")).toEqual([]);
    for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(server.clock.now()).toBe(Date.parse("2026-01-05T12:00:01.000Z"));
  });

  it("keeps to the first reason", async () => {
    const { client } = shop();
    const caller = new AbortController();
    const wrong = new Error("could not roll back");
    const error = await failure(
      client.executions.track(
        1,
        async () => {
          caller.abort();
          void client.executions.stopTracking("later");
          throw wrong;
        },
        { signal: caller.signal },
      ),
    );
    expect(error.message).toBe("aborted by the caller");
    expect(error.cause).toBe(wrong);
  });

  it("is stopped with all others by stopTracking, which refuses more", async () => {
    const { server, client } = shop();
    const track = (): Promise<unknown> =>
      client.executions.track(1, async ({ signal, track: child }) => {
        await child(2, ({ signal: inner }) => aborted(inner));
        signal.throwIfAborted();
      });
    const tracking = [failure(track()), failure(track())];
    while (server.state.executions.length < 4) await new Promise((resolve) => setImmediate(resolve));
    expect(await client.executions.stopTracking("the lights go out")).toEqual([]);
    expect(outcomesOf(server)).toEqual([false, false, false, false]);
    for (const error of await Promise.all(tracking)) {
      expect(error).toBeInstanceOf(AbortedError);
      expect(error.message).toBe("the lights go out");
    }
    expect(await failure(track())).toMatchObject({ code: "aborted", message: "the lights go out" });
    expect(endsOf(server)).toHaveLength(4);
  });

  it("is not stopped with those of the client that its own was made of", async () => {
    const { server, client } = shop();
    const other = client.with({ retries: 0 });
    const tracking = failure(other.executions.track(1, ({ signal }) => aborted(signal)));
    while (server.state.executions.length < 1) await new Promise((resolve) => setImmediate(resolve));
    expect(await client.executions.stopTracking()).toEqual([]);
    expect(outcomesOf(server)).toEqual([null]);
    expect(await other.executions.stopTracking("its own")).toEqual([]);
    expect(outcomesOf(server)).toEqual([false]);
    expect((await tracking).message).toBe("its own");
  });

  it("throws only when all others are over, and whoever stopped them lets it", async () => {
    const { server, client } = shop();
    const seen: string[] = [];
    const track = (work: (run: TrackedRun) => Promise<void>): Promise<unknown> =>
      failure(client.executions.track(1, work)).then(({ message }) => seen.push(message));
    const tracking = [
      track(({ signal }) => aborted(signal)),
      track(async ({ signal }) => {
        await aborted(signal);
        await server.clock.sleep(4_000);
      }),
    ];
    while (server.state.executions.length < 2) await new Promise((resolve) => setImmediate(resolve));
    let goOn = (): void => undefined;
    const until = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    expect(await client.executions.stopTracking("over", until)).toEqual([]);
    tracking.push(track(() => expect.fail("the work was done")));
    expect(outcomesOf(server)).toEqual([false, false]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(seen).toEqual([]);
    goOn();
    await Promise.all(tracking);
    expect(seen).toEqual(["over", "over", "over"]);
    expect(server.state.executions).toHaveLength(2);
  });

  it("is named by stopTracking where it cannot be ended", async () => {
    const { logger, lines } = keptLog();
    const { server, client } = world({ pipelines: [{ name: "orders" }] }, { logger, logLevel: "error" });
    const tracking = failure(client.executions.track(1, ({ signal }) => aborted(signal)));
    while (server.state.executions.length < 1) await new Promise((resolve) => setImmediate(resolve));
    server.failNext({ kind: "status", status: 503 }, { times: 5, on: END });
    expect(await client.executions.stopTracking()).toEqual([1]);
    expect(await tracking).toBeInstanceOf(RunNotEndedError);
    expect(lines).toEqual(["error: dqgate executions.track: run 1 could not be ended"]);
  });

  it("is stopped where the client is closed, with its children, and cannot be ended then", async () => {
    const { server, client } = shop();
    const reasons: unknown[] = [];
    const tracking = failure(
      client.executions.track(1, async ({ signal, track }) => {
        signal.addEventListener("abort", () => reasons.push(signal.reason.message));
        await track(2, async (run) => {
          run.signal.addEventListener("abort", () => reasons.push(run.signal.reason.message));
          await new Promise<never>(() => undefined);
        });
      }),
    );
    while (server.state.executions.length < 2) await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    client.close();
    expect(reasons).toHaveLength(2);
    expect(reasons).toContain("the client is closed");
    const error = await tracking;
    expect(error).toBeInstanceOf(RunNotEndedError);
    expect(error).toMatchObject({ executionId: 1, endError: { code: "aborted", message: "the client is closed" } });
    expect(error.message).toContain("the client is closed");
    expect(outcomesOf(server)).toEqual([null, null]);
    expect(await failure(client.executions.track(1, () => undefined))).toMatchObject({
      message: "the client is closed",
    });
  });
});

describe("many runs at once", () => {
  const MANY = Array.from({ length: 30 });
  const warnings: string[] = [];
  const note = ({ message }: Error): void => {
    warnings.push(message);
  };
  beforeEach(() => {
    warnings.length = 0;
    process.on("warning", note);
  });
  afterEach(() => {
    process.off("warning", note);
  });
  /** Node tells of a warning in a later turn. */
  const told = async (): Promise<string[]> => {
    await new Promise((resolve) => setImmediate(resolve));
    return warnings;
  };

  it("share one listener on the caller's signal, which goes with the last", async () => {
    const { server, client } = shop();
    const { signal } = new AbortController();
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, getEventListeners(signal, "abort").length);
      await server.clock.sleep(10);
    };
    await Promise.all(MANY.map(() => client.executions.track(1, work, { signal, timeoutMs: 1_000 })));
    expect(most).toBe(1);
    expect(getEventListeners(signal, "abort")).toEqual([]);
    expect(await told()).toEqual([]);
    await client.executions.track(1, work, { signal });
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it("all stop at the caller's signal, those that come later too", async () => {
    const { server, client } = shop();
    const caller = new AbortController();
    const track = (): Promise<unknown> =>
      failure(client.executions.track(1, ({ signal }) => aborted(signal), { signal: caller.signal }));
    const tracking = MANY.map(track);
    while (server.state.executions.length < MANY.length) await new Promise((resolve) => setImmediate(resolve));
    caller.abort();
    tracking.push(track());
    for (const error of await Promise.all(tracking)) expect(error).toBeInstanceOf(AbortedError);
    expect(outcomesOf(server)).toEqual(MANY.map(() => false));
    expect(getEventListeners(caller.signal, "abort")).toEqual([]);
  });

  it("are children of one run without more listeners than for one", async () => {
    const { server, client } = shop();
    let left: AbortSignal | undefined;
    await client.executions.track(1, async ({ signal, track }) => {
      left = signal;
      await server.clock.sleep(1);
      const before = getEventListeners(signal, "abort").length;
      let most = 0;
      await Promise.all(
        MANY.map(() =>
          track(2, async () => {
            most = Math.max(most, getEventListeners(signal, "abort").length);
            await server.clock.sleep(10);
          }),
        ),
      );
      expect(most).toBe(1);
      expect(getEventListeners(signal, "abort")).toHaveLength(before);
    });
    expect(getEventListeners(left as AbortSignal, "abort")).toEqual([]);
    expect(await told()).toEqual([]);
  });

  it("wait for other tries of their ends", async () => {
    const { server, client } = shop();
    server.failNext({ kind: "status", status: 503 }, { times: MANY.length, on: END });
    await Promise.all(MANY.map(() => client.executions.track(1, () => undefined)));
    expect(outcomesOf(server)).toEqual(MANY.map(() => true));
    expect(await told()).toEqual([]);
  });
});
