import { EventEmitter } from "node:events";
import { systemClock, ValidationError } from "dqgate";
import { type Progress, progressBar } from "dqgate/node";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { failure } from "../support/failure.js";
import { drawnOn, kept, withoutEnvironment } from "../support/progress.js";
import { terminal } from "../support/terminal.js";
import { until } from "../support/until.js";

const EMPTY = "░";

beforeEach(withoutEnvironment);

describe("what is shown", () => {
  const operation = { state: "running", isTerminal: false, progress: null } as const;
  const job = { jobId: 1, state: "running", status: "working", progress: null } as const;

  it.each<[Progress, string]>([
    [42, "x  42 %"],
    [99.99, "x  99 %"],
    [-3, "x   0 %"],
    [250, "x 100 %"],
    [Number.NaN, "x"],
    [null, "x"],
    [{ done: 3, total: 12, unit: "tables" }, "x  25 %  3 of 12 tables"],
    [{ done: 1_204_331, total: null, unit: "records" }, "x  1,204,331 records"],
    [{ done: 3, total: 0 }, "x  3 of 0"],
    [{ done: 5, total: 4, unit: "" }, "x 100 %  5 of 4"],
    [{ done: Number.NaN, total: 4 }, "x"],
    [operation, "x  running"],
    [{ ...operation, progress: { done: 1, total: 3, unit: "containers" } }, "x  33 %  running, 1 of 3 containers"],
    [{ ...operation, state: "succeeded", isTerminal: true }, "x 100 %  succeeded"],
    [
      { state: "failed", isTerminal: true, progress: { done: 1, total: 2, unit: "files" } },
      "x  50 %  failed, 1 of 2 files",
    ],
    [job, "x  working"],
    [{ ...job, progress: 66.7 }, "x  66 %  working"],
    [{ ...job, state: "succeeded", status: "completed" }, "x 100 %  completed"],
    [{ qualifiedName: "pg.shop.orders", status: "stale" }, "x  pg.shop.orders: stale"],
    [{ file: "checks/a.yaml", outcome: "created" }, "x  checks/a.yaml: created"],
    ["half" as never, "x"],
    [undefined as never, "x"],
    [{} as never, "x"],
  ])("of %j is %j", (progress, line) => {
    const { lines, options } = kept();
    const { onProgress, stop } = progressBar("x", options);
    onProgress(progress);
    stop();
    expect(lines).toEqual([`${line}\n`]);
  });

  it("is a note of the caller's, where there is one", () => {
    const { lines, options } = kept();
    progressBar("x", options).update({ done: 1, total: 2 }, "the first half");
    expect(lines).toEqual(["x  50 %  the first half\n"]);
  });

  it("stays on its line, whatever the words hold", () => {
    const { lines, options } = kept();
    const status = "run\u001b[2Jning\r\nand\u202eon";
    progressBar("a\nb", options).onProgress({ ...job, status });
    expect(lines).toEqual(["a b  run [2Jning and on\n"]);
  });

  it("is masked, whatever holds a credential: a label, a file, a note", () => {
    const { lines, options } = kept(0);
    const url = "https://user:hunter2secret@host/x?token=abc123def";
    const { update, onProgress, stop } = progressBar(url, options);
    onProgress({ file: url, outcome: "created" });
    update(50, url);
    stop();
    const masked = "https://[redacted]@host/x?token=[redacted]";
    // The colon goes with the token, whose end nobody can tell.
    expect(lines).toEqual([`${masked}  ${masked} created\n`, `${masked}  50 %  ${masked}\n`]);
  });

  it("is nothing of an operation's message, which may hold credentials", () => {
    const { lines, options } = kept();
    const message = "cannot connect to pg://me:hunter2@db";
    const failed = { ...operation, state: "failed", isTerminal: true, message, error: message } as const;
    const { onProgress, stop } = progressBar("x", options);
    onProgress(failed);
    onProgress({ ...job, state: "failed", status: "failed", error: message } as Progress);
    stop();
    expect(lines.join()).not.toContain("hunter2");
  });
});

describe("lines", () => {
  it("are written when something has changed, not too often, and the last in any case", () => {
    const { lines, clock, options } = kept();
    const { update, stop } = progressBar("load", options);
    update(1);
    update(2);
    clock.advance(999);
    update(3);
    expect(lines).toEqual(["load   1 %\n"]);
    clock.advance(1);
    update(3);
    clock.advance(5_000);
    update(3);
    expect(lines).toEqual(["load   1 %\n", "load   3 %\n"]);
    update(4);
    update(5);
    stop();
    expect(lines.slice(2)).toEqual(["load   4 %\n", "load   5 %\n"]);
  });

  it("are none after the end, and none where nothing was told", () => {
    const { lines, options } = kept();
    const { update, stop } = progressBar("load", options);
    stop();
    stop();
    update(3);
    expect(lines).toEqual([]);
  });

  it("go on after the clock was set back", () => {
    let now = 1_000_000;
    const { lines, options } = kept();
    const { update } = progressBar("load", { ...options, clock: { ...systemClock, now: () => now } });
    update(1);
    now = 0;
    update(2);
    expect(lines).toHaveLength(2);
  });

  it("of several each have their own time", () => {
    const { lines, options } = kept();
    const [one, other] = [progressBar("one", options), progressBar("other", options)];
    one.update(1);
    other.update(2);
    expect(lines).toEqual(["one   1 %\n", "other   2 %\n"]);
  });

  it.each([
    ["CI", "true"],
    ["NO_COLOR", "1"],
    ["TERM", "dumb"],
  ])("take the place of a bar in a terminal where %s is %s, unless a bar is asked for", async (name, value) => {
    vi.stubEnv(name, value);
    const screen = terminal();
    const { update, stop } = progressBar("load", { stream: screen });
    update(1);
    stop();
    expect(screen.written()).toBe("load   1 %\n");
    const asked = progressBar("asked", { stream: screen, plain: false });
    await until(() => screen.written().includes(EMPTY));
    asked.stop();
  });

  it.each(["", "false", "0"])("do not where CI is %j", async (value) => {
    vi.stubEnv("CI", value);
    const screen = terminal();
    (await drawnOn(screen)).stop();
    expect(screen.written()).toContain(EMPTY);
  });

  it("take the place of a bar that is asked for where there is no terminal", () => {
    const { lines, options } = kept();
    progressBar("load", { ...options, plain: false }).update(1);
    expect(lines).toEqual(["load   1 %\n"]);
  });

  it("take it where cli-progress is not installed, and nothing that was told before is lost", async () => {
    vi.doMock("cli-progress", () => {
      throw new Error("Cannot find package 'cli-progress'");
    });
    onTestFinished(() => vi.doUnmock("cli-progress"));
    const screen = terminal();
    const { update, stop } = progressBar("load", { stream: screen, intervalMs: 0 });
    update(1);
    await until(() => screen.written() !== "");
    update(2);
    stop();
    expect(screen.written()).toBe("load   1 %\nload   2 %\n");
  });

  it("are written to standard error by default", () => {
    const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    progressBar("load", { plain: true }).update(1);
    expect(write.mock.calls.map(([text]) => text)).toEqual(["load   1 %\n"]);
  });
});

describe("a stream that fails", () => {
  it("does not end the work: neither one that throws, nor one whose reader is gone", async () => {
    const thrower = {
      write: () => {
        throw new Error("closed");
      },
    };
    const { update, stop } = progressBar("x", { stream: thrower });
    expect(() => {
      update(1);
      stop();
    }).not.toThrow();

    const broken = new EventEmitter() as EventEmitter & {
      write: (text: string, done?: (error: Error) => void) => void;
    };
    const unheard: unknown[] = [];
    // As a stream of Node's does: later, and first through the callback.
    broken.write = (_text, done) => {
      setImmediate(() => {
        done?.(new Error("EPIPE"));
        try {
          broken.emit("error", new Error("EPIPE"));
        } catch (error) {
          unheard.push(error);
        }
      });
    };
    const written = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    progressBar("x", { stream: broken }).update(1);
    await written();
    expect(unheard).toEqual([]);
    expect(broken.listenerCount("error")).toBe(0);
    const seen: unknown[] = [];
    broken.on("error", (error) => seen.push(error));
    progressBar("x", { stream: broken }).update(1);
    await written();
    expect(seen).toHaveLength(1);
    expect(broken.listenerCount("error")).toBe(1);
  });
});

describe("wrong arguments", () => {
  it.each([
    ["label", 7, {}],
    ["options", "x", null],
    ["stream", "x", { stream: {} }],
    ["stream", "x", { stream: null }],
    ["plain", "x", { plain: "yes" }],
    ["intervalMs", "x", { intervalMs: -1 }],
    ["intervalMs", "x", { intervalMs: Number.POSITIVE_INFINITY }],
    ["clock", "x", { clock: {} }],
    ["interval", "x", { interval: 3 }],
  ])("are refused: %s", async (field, label, options) => {
    const error = await failure(() => progressBar(label as never, options as never));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({ field });
  });
});
