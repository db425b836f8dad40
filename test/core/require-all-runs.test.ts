import { getEventListeners } from "node:events";
import {
  AbortedError,
  type ConditionContext,
  type ConditionProgress,
  ConnectionError,
  checkAll,
  InconclusiveError,
  RateLimitError,
  requireAll,
  ServerError,
  TimeoutError,
} from "dqgate";
import { VirtualClock } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { emulated } from "../support/client.js";
import { failure } from "../support/failure.js";
import { expectNoUnhandledRejections } from "../support/rejections.js";

expectNoUnhandledRejections();

const never = (): Promise<never> => new Promise(() => undefined);
const lost = (): ConnectionError => new ConnectionError("lost", { reason: null, mayHaveBeenReceived: true });
const start = Date.parse("2026-01-05T12:00:00Z");

/** A condition that fails so often before it holds. */
function flaky(times: number, error: () => Error = lost): { run: () => Promise<boolean>; attempts: number[] } {
  const attempts: number[] = [];
  return {
    attempts,
    run: async (context?: ConditionContext): Promise<boolean> => {
      attempts.push(context?.attempt ?? 0);
      if (attempts.length <= times) throw error();
      return true;
    },
  };
}

describe("conditions side by side", () => {
  it.each([
    [undefined, 4],
    [1, 1],
    [3, 3],
    [64, 9],
  ])("are %s at once at most", async (concurrency, most) => {
    const clock = new VirtualClock();
    let running = 0;
    let peak = 0;
    const run = async (): Promise<boolean> => {
      running += 1;
      peak = Math.max(peak, running);
      await clock.sleep(10);
      running -= 1;
      return true;
    };
    const conditions = Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`c${at}`, run]));
    await requireAll(conditions, { concurrency, clock });
    expect(peak).toBe(most);
  });

  it("are reported in their order, with the time of each, whatever ends first", async () => {
    const clock = new VirtualClock();
    const within = (ms: number) => async (): Promise<boolean> => {
      await clock.sleep(ms);
      return true;
    };
    const report = await checkAll({ slow: within(300), quick: within(100) }, { clock });
    expect(report.conditions.map(({ name, elapsedMs }) => [name, elapsedMs])).toEqual([
      ["slow", 300],
      ["quick", 100],
    ]);
    expect(report).toMatchObject({ elapsedMs: 300, startedAt: new Date(start) });
  });

  it("tell of their ends as they come", async () => {
    const clock = new VirtualClock();
    const seen: ConditionProgress[] = [];
    await checkAll(
      {
        slow: async () => {
          await clock.sleep(20);
          return false;
        },
        quick: async () => true,
      },
      { clock, onProgress: (progress) => seen.push(progress) },
    );
    expect(seen.map(({ done, total, condition }) => [done, total, condition.name, condition.outcome])).toEqual([
      [1, 2, "quick", "pass"],
      [2, 2, "slow", "fail"],
    ]);
  });

  it("end with what onProgress throws, and others are told to stop", async () => {
    const mine = new RangeError("mine");
    let signal: AbortSignal | undefined;
    let calls = 0;
    const error = await failure(
      requireAll(
        {
          waiting: (context) => {
            signal = context.signal;
            return never();
          },
          quick: async () => true,
          alsoQuick: async () => true,
        },
        {
          onProgress: () => {
            calls += 1;
            throw mine;
          },
        },
      ),
    );
    expect(error).toBe(mine);
    expect(signal?.aborted).toBe(true);
    expect(calls).toBe(1);
  });

  it("end with what onProgress throws of the last", async () => {
    const mine = new RangeError("mine");
    const onProgress = (): void => {
      throw mine;
    };
    expect(await failure(checkAll({ a: async () => true }, { onProgress }))).toBe(mine);
  });
});

describe("the deadline of a condition", () => {
  it("gives up one that does not heed its signal, and what comes of it later is nobody's", async () => {
    const clock = new VirtualClock();
    let signal: AbortSignal | undefined;
    let fail: ((error: Error) => void) | undefined;
    const report = await checkAll(
      {
        deaf: {
          run: (context) => {
            signal = context.signal;
            return new Promise((_, reject) => {
              fail = reject;
            });
          },
          timeoutMs: 5_000,
        },
        other: async () => true,
      },
      { clock },
    );
    expect(report.conditions).toMatchObject([
      {
        outcome: "error",
        reason: "TimeoutError: no answer within 5000 ms (timeoutMs)",
        error: { name: "TimeoutError", retryable: true, operation: "checkAll" },
        attempts: 1,
        elapsedMs: 5_000,
      },
      { outcome: "pass", elapsedMs: 0 },
    ]);
    expect(report.verdict).toBe("unknown");
    expect(signal?.aborted).toBe(true);
    fail?.(new Error("late")); // Must be no unhandled rejection.
    await new Promise((resolve) => setImmediate(resolve));
    expect(report.conditions[0]?.outcome).toBe("error");
  });

  it("ends a wait that heeds its signal, and is the reason", async () => {
    const { armor, client } = emulated();
    const report = await checkAll(
      {
        job: {
          run: async ({ signal }) => {
            for (;;) {
              await client.freshness.list({}, { signal });
              await armor.clock.sleep(10_000, signal);
            }
          },
          timeoutMs: 25_000,
        },
      },
      { clock: armor.clock },
    );
    expect(report.conditions[0]).toMatchObject({
      outcome: "error",
      error: { name: "TimeoutError" },
      elapsedMs: 25_000,
    });
    expect(armor.requests).toHaveLength(3);
  });

  it("does not end what takes many requests, where the clock is the emulator's", async () => {
    const { armor, client } = emulated({ assets: [{ qualifiedName: "pg.a", hoursSinceUpdate: 1 }] });
    const run = async (): Promise<boolean> => {
      for (let at = 0; at < 20; at += 1) await client.assets.get("pg.a");
      return true;
    };
    const report = await checkAll({ many: { run, timeoutMs: 1 } }, { clock: armor.clock, timeoutMs: 1 });
    expect(report.conditions[0]).toMatchObject({ outcome: "pass" });
    expect(armor.requests).toHaveLength(20);
  });

  it("comes by the machine's clock where nobody says", async () => {
    const begun = performance.now();
    const error = await failure(requireAll({ deaf: { run: never, timeoutMs: 30 } }));
    expect(error).toMatchObject({ verdict: "unknown", causes: [expect.any(TimeoutError)] });
    expect(performance.now() - begun).toBeGreaterThan(25);
  });
});

describe("the deadline of all", () => {
  it("gives up what runs, and does not begin the rest", async () => {
    const clock = new VirtualClock();
    const begun: string[] = [];
    const report = await checkAll(
      {
        quick: async () => true,
        deaf: never,
        waiting: async () => {
          begun.push("waiting");
          return true;
        },
      },
      { clock, timeoutMs: 60_000, concurrency: 1 },
    );
    expect(begun).toEqual([]);
    expect(report.conditions).toMatchObject([
      { outcome: "pass" },
      {
        outcome: "error",
        reason: "TimeoutError: no answer within 60000 ms (timeoutMs)",
        attempts: 1,
        elapsedMs: 60_000,
      },
      {
        outcome: "error",
        reason: "it was not looked at: the time for all was over (no answer within 60000 ms (timeoutMs))",
        attempts: 0,
        elapsedMs: 0,
      },
    ]);
    expect(report.elapsedMs).toBe(60_000);
  });

  it("comes before that of a condition where it is nearer, and leaves no listener or timer", async () => {
    const clock = new VirtualClock();
    const { signal } = new AbortController();
    const report = await checkAll({ deaf: { run: never, timeoutMs: 9_000 } }, { clock, timeoutMs: 4_000, signal });
    expect(report.conditions[0]).toMatchObject({ reason: expect.stringContaining("4000 ms"), elapsedMs: 4_000 });
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
    await checkAll({ quick: { run: async () => true, timeoutMs: 9_000 } }, { clock, timeoutMs: 9_000 });
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(clock.now() - start).toBe(4_000);
  });
});

describe("no answer", () => {
  it("is asked for again, after waits that grow", async () => {
    const clock = new VirtualClock();
    const one = flaky(3);
    const report = await requireAll({ one: one.run }, { clock, retries: 3, random: () => 0.5 });
    expect(report.conditions[0]).toMatchObject({ outcome: "pass", attempts: 4, elapsedMs: 250 + 500 + 1_000 });
    expect(one.attempts).toEqual([1, 2, 3, 4]);
  });

  it("is not asked for again unless somebody says so", async () => {
    const one = flaky(1);
    expect((await checkAll({ one: one.run })).conditions[0]).toMatchObject({ outcome: "error", attempts: 1 });
  });

  it("is what the last attempt says where there are no more", async () => {
    const clock = new VirtualClock();
    const one = flaky(9);
    const other = flaky(9);
    const report = await checkAll(
      { one: one.run, other: { run: other.run, retries: 0 } },
      { clock, retries: 2, random: () => 0 },
    );
    expect(report.conditions).toMatchObject([
      { outcome: "error", attempts: 3, error: { name: "ConnectionError" } },
      { outcome: "error", attempts: 1 },
    ]);
  });

  it("is waited out as long as the server asks, within the deadline", async () => {
    const clock = new VirtualClock();
    const limited = (): Error =>
      new RateLimitError({ status: 429, message: "slow", retryAfterMs: 90_000 }, { retryable: true });
    const report = await checkAll({ one: flaky(1, limited).run }, { clock, retries: 1, random: () => 0 });
    expect(report.conditions[0]).toMatchObject({ outcome: "pass", elapsedMs: 90_000 });
    const late = await checkAll({ one: flaky(1, limited).run }, { clock, retries: 1, timeoutMs: 80_000 });
    expect(late.conditions[0]).toMatchObject({
      outcome: "error",
      error: { name: "RateLimitError" },
      attempts: 1,
      elapsedMs: 0,
    });
  });

  it("that cannot be read does not take the report with it", async () => {
    const odd = Object.defineProperty(new Error("x"), "message", {
      get() {
        throw new Error("no");
      },
    });
    const report = await checkAll({ odd: () => Promise.reject(odd), fine: async () => true });
    expect(report.conditions).toMatchObject([
      { outcome: "error", reason: "the condition failed: Error: it cannot be read" },
      { outcome: "pass" },
    ]);
  });

  it("of an onProgress that rejects later is no unhandled one", async () => {
    const onProgress = (): Promise<never> => Promise.reject(new Error("broken pipe"));
    const checked = checkAll({ one: async () => true, two: async () => true }, { onProgress: onProgress as never });
    await checked.catch(() => undefined);
  });

  it("is not waited out for hours where there is no deadline", async () => {
    const clock = new VirtualClock();
    const start = clock.now();
    const busy = (): Error =>
      new RateLimitError({ status: 429, message: "slow", retryAfterMs: 31_536_000_000 }, { retryable: true });
    const report = await checkAll({ one: flaky(1, busy).run }, { clock, retries: 1 });
    expect(report.conditions[0]).toMatchObject({ outcome: "error", attempts: 1 });
    expect(clock.now()).toBe(start);
  });

  it.each<[string, () => Error]>([
    ["a gate's no", () => new InconclusiveError({ reason: "never" } as never)],
    ["a caller's bug", () => new TypeError("x")],
    ["a failure that does not pass", () => new ServerError({ status: 501, message: "no" }, { retryable: false })],
  ])("is not %s, which is never asked for again", async (_, error) => {
    const one = flaky(1, error);
    await checkAll({ one: one.run }, { retries: 5 });
    expect(one.attempts).toEqual([1]);
  });

  it("is not a returned no either", async () => {
    let calls = 0;
    const run = async (): Promise<boolean> => {
      calls += 1;
      return false;
    };
    await checkAll({ run }, { retries: 5 });
    expect(calls).toBe(1);
  });

  it("is not repeated after a deadline", async () => {
    const clock = new VirtualClock();
    let calls = 0;
    const run = (): Promise<never> => {
      calls += 1;
      return never();
    };
    const report = await checkAll({ deaf: { run, timeoutMs: 10, retries: 5 } }, { clock, random: () => 0 });
    expect(calls).toBe(1);
    expect(report.conditions[0]).toMatchObject({ attempts: 1, error: { name: "TimeoutError" } });
  });
});

describe("the caller's abort", () => {
  it.each([
    ["requireAll", requireAll],
    ["checkAll", checkAll],
  ])("ends %s at once, whether conditions heed it or not", async (operation, gate) => {
    const abort = new AbortController();
    const signals: AbortSignal[] = [];
    const begun: string[] = [];
    const running = gate(
      {
        deaf: ({ signal }) => {
          signals.push(signal);
          setImmediate(() => abort.abort(new Error("mine")));
          return never();
        },
        later: async () => {
          begun.push("later");
          return true;
        },
      },
      { signal: abort.signal, concurrency: 1 },
    );
    const error = await failure(running);
    expect(error).toBeInstanceOf(AbortedError);
    expect(error).toMatchObject({ operation, kind: "transport" });
    expect(signals[0]?.aborted).toBe(true);
    expect(begun).toEqual([]);
    expect(getEventListeners(abort.signal, "abort")).toHaveLength(0);
  });

  it("before the start runs nothing", async () => {
    let calls = 0;
    const run = async (): Promise<boolean> => {
      calls += 1;
      return true;
    };
    expect(await failure(checkAll({ run }, { signal: AbortSignal.abort() }))).toBeInstanceOf(AbortedError);
    expect(calls).toBe(0);
  });

  it("ends the wait before a retry", async () => {
    const clock = new VirtualClock();
    const abort = new AbortController();
    const one = flaky(9);
    const run = (context: ConditionContext): Promise<boolean> => {
      setImmediate(() => abort.abort());
      return (one.run as (context: ConditionContext) => Promise<boolean>)(context);
    };
    const running = requireAll({ run }, { clock, retries: 9, random: () => 1, signal: abort.signal });
    expect(await failure(running)).toBeInstanceOf(AbortedError);
    expect(one.attempts).toEqual([1]);
    expect(clock.now()).toBe(start);
  });

  it("is not an abort that a condition brings on itself", async () => {
    const { client } = emulated({ assets: [{ qualifiedName: "pg.a" }] });
    client.close();
    const report = await checkAll({ closed: () => client.freshness.requireFresh("pg.a") });
    expect(report.conditions[0]).toMatchObject({ outcome: "error", reason: "AbortedError: the client is closed" });
  });
});
