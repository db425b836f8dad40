import { getEventListeners } from "node:events";
import { AbortedError, systemClock, ValidationError } from "dqgate";
import { VirtualClock } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { expectNoUnhandledRejections } from "../support/rejections.js";

expectNoUnhandledRejections();

describe("the virtual clock", () => {
  it("starts where it is told, and stands still", async () => {
    expect(new VirtualClock().now()).toBe(Date.parse("2026-01-05T12:00:00Z"));
    expect(new VirtualClock("2025-06-01").now()).toBe(Date.parse("2025-06-01T00:00:00Z"));
    const clock = new VirtualClock(new Date(5));
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(clock.now()).toBe(5);
  });

  it.each(["tomorrow", new Date(Number.NaN), 123, null])("does not start at %o", async (start) => {
    const error = await failure(() => new VirtualClock(start as never));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.field).toBe("start");
  });

  it("wakes sleepers in the order of their ends, and jumps to each", async () => {
    const clock = new VirtualClock(new Date(0));
    const woken: [string, number][] = [];
    const sleep = async (name: string, ms: number): Promise<void> => {
      await clock.sleep(ms);
      woken.push([name, clock.now()]);
    };
    await Promise.all([
      sleep("c", 300),
      sleep("a", 100),
      sleep("b", 200),
      sleep("a2", 100),
      sleep("zero", 0),
      sleep("past", -5),
    ]);
    expect(woken).toEqual([
      ["zero", 0],
      ["past", 0],
      ["a", 100],
      ["a2", 100],
      ["b", 200],
      ["c", 300],
    ]);
  });

  it("lets one who wakes sleep again before a later one wakes", async () => {
    const clock = new VirtualClock(new Date(0));
    const woken: string[] = [];
    const often = async (): Promise<void> => {
      for (let round = 1; round <= 3; round += 1) {
        await clock.sleep(100);
        woken.push(`often ${clock.now()}`);
      }
    };
    const once = async (): Promise<void> => {
      await clock.sleep(250);
      woken.push(`once ${clock.now()}`);
    };
    await Promise.all([once(), often()]);
    expect(woken).toEqual(["often 100", "often 200", "once 250", "often 300"]);
  });

  it("is put forward by hand, and never back", async () => {
    const clock = new VirtualClock(new Date(0));
    const sleeping = clock.sleep(500).then(() => clock.now());
    clock.advance(200);
    expect(clock.now()).toBe(200);
    clock.advance(0);
    clock.advanceHours(1);
    expect(clock.now()).toBe(3_600_200);
    expect(await sleeping).toBe(3_600_200);
    expect(clock.now()).toBe(3_600_200);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])("is not put forward by %d", async (ms) => {
    const clock = new VirtualClock(new Date(0));
    expect(await failure(() => clock.advance(ms))).toBeInstanceOf(ValidationError);
    expect(clock.now()).toBe(0);
  });

  it("survives a wait that is no number, and refuses one without end", async () => {
    const clock = new VirtualClock(new Date(0));
    await clock.sleep(Number.NaN);
    expect(clock.now()).toBe(0);
    expect(await failure(() => clock.sleep(Number.POSITIVE_INFINITY))).toBeInstanceOf(ValidationError);
    await clock.sleep(7);
    expect(clock.now()).toBe(7);
  });
});

describe.each([
  ["the virtual clock", () => new VirtualClock()],
  ["the machine's clock", () => systemClock],
])("a wait on %s", (_, make) => {
  it("that is aborted rejects, leaves no listener and moves no time", async () => {
    const clock = make();
    const abort = new AbortController();
    const started = clock.now();
    const sleeping = failure(clock.sleep(3_600_000, abort.signal));
    expect(getEventListeners(abort.signal, "abort")).toHaveLength(1);
    abort.abort(new Error("reason"));
    const error = await sleeping;
    expect(error).toBeInstanceOf(AbortedError);
    expect(error.cause).toBeUndefined();
    expect(getEventListeners(abort.signal, "abort")).toHaveLength(0);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(clock.now() - started).toBeLessThan(1_000);
  });

  it("that is aborted before it begins rejects at once", async () => {
    const clock = make();
    expect(await failure(clock.sleep(3_600_000, AbortSignal.abort()))).toBeInstanceOf(AbortedError);
  });

  it("that ends leaves no listener", async () => {
    const clock = make();
    const { signal } = new AbortController();
    const started = clock.now();
    await clock.sleep(3, signal);
    await clock.sleep(0, signal);
    await clock.sleep(-1, signal);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
    expect(clock.now() - started).toBeGreaterThanOrEqual(2);
  });
});
