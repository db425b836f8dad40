import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { systemClock, ValidationError } from "dqgate";
import { endRunsOnSignals, listen } from "dqgate/node";
import { emulateWatcher, type WatcherEmulator } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { endsOf, outcomesOf } from "./support/runs.js";
import { world } from "./world.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

interface Program {
  readonly server: WatcherEmulator;
  readonly child: ChildProcess;
  /** Code and signal. */
  readonly ended: Promise<[number | null, string | null]>;
  /** Milliseconds from now to the end. */
  readonly lasts: () => Promise<number>;
}

interface Context {
  onTestFinished(step: () => unknown): void;
}

/** Starts the program against an emulator on a port, and waits until its run is under way. */
async function program(mode: string, { onTestFinished }: Context): Promise<Program> {
  const server = emulateWatcher({ pipelines: [{ name: "orders" }, { name: "customers" }], clock: systemClock });
  const { url, close } = await listen(server);
  onTestFinished(() => close());
  const args = ["--import", "tsx", "test/watcher/support/tracked-child.ts", url, mode];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  let printed = "";
  const ended = new Promise<[number | null, string | null]>((resolve) => {
    child.on("close", (code, signal) => resolve([code, signal]));
  });
  await new Promise<void>((resolve, reject) => {
    child.stderr?.on("data", (text: Buffer) => {
      printed += text;
    });
    child.stdout?.once("data", () => resolve());
    void ended.then(() => reject(new Error(`the program ended at once: ${printed}`)));
  });
  const lasts = async (): Promise<number> => {
    const from = performance.now();
    await ended;
    return performance.now() - from;
  };
  return { server, child, ended, lasts };
}

describe.concurrent("endRunsOnSignals", { timeout: 60_000 }, () => {
  it.for([
    ["SIGTERM", 143],
    ["SIGINT", 130],
  ] as const)("ends the runs as failed on %s, and only then the process, with %i", async ([signal, code], context) => {
    const { server, child, ended } = await program("", context);
    expect(outcomesOf(server)).toEqual([null, null]);
    child.kill(signal);
    expect(await ended).toEqual([code, null]);
    expect(outcomesOf(server)).toEqual([false, false]);
    expect(endsOf(server)).toMatchObject([{ completed_successfully: false }, { inserts: 5 }]);
  });

  it("waits for an answer that is slow in coming", async (context) => {
    const { server, child, ended } = await program("", context);
    server.failNext({ kind: "latency", ms: 700 }, { on: "POST /end_pipeline_execution" });
    child.kill("SIGTERM");
    expect(await ended).toEqual([143, null]);
    expect(outcomesOf(server)).toEqual([false, false]);
  });

  it("ends the runs of every client", async (context) => {
    const { server, child, ended } = await program("two", context);
    while (server.state.executions.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill("SIGTERM");
    expect(await ended).toEqual([143, null]);
    expect(outcomesOf(server)).toEqual([false, false, false]);
  });

  it("exits at once at a second signal", async (context) => {
    const { server, child, ended, lasts } = await program("deaf", context);
    child.kill("SIGTERM");
    await new Promise((resolve) => setTimeout(resolve, 300));
    const lasted = lasts();
    child.kill("SIGINT");
    expect(await ended).toEqual([130, null]);
    expect(await lasted).toBeLessThan(5_000);
    expect(outcomesOf(server)).toEqual([null, null]);
  });

  it("does not wait longer than its time", async (context) => {
    const { server, child, ended } = await program("short", context);
    server.failNext({ kind: "latency", ms: 5_000 }, { times: 3, on: "POST /end_pipeline_execution" });
    child.kill("SIGTERM");
    expect(await ended).toEqual([143, null]);
    expect(outcomesOf(server)).toContain(null);
  });

  it("leaves the exit to a listener of the program's own", async (context) => {
    const { server, child, ended } = await program("own", context);
    let printed = "";
    child.stdout?.on("data", (text: Buffer) => {
      printed += text;
    });
    child.kill("SIGTERM");
    expect(await ended).toEqual([7, null]);
    expect(printed).toBe("the process got SIGTERM\n");
    expect(outcomesOf(server)).toEqual([false, false]);
  });

  it.for(["bare", "released"])("does nothing where it is %s: the signal ends the process", async (mode, context) => {
    const { server, child, ended } = await program(mode, context);
    child.kill("SIGTERM");
    expect(await ended).toEqual([null, "SIGTERM"]);
    expect(outcomesOf(server)).toEqual([null, null]);
  });

  it("keeps no process alive", async (context) => {
    const { ended } = await program("idle", context);
    expect(await ended).toEqual([0, null]);
  });
});

describe("endRunsOnSignals, asked wrongly", () => {
  const { client } = world();

  it.each<[string, unknown, unknown, string]>([
    ["no client", [], {}, "clients"],
    ["a client that tracks nothing", { executions: {} }, {}, "clients"],
    ["no signals", client, { signals: [] }, "signals"],
    ["a signal that cannot be caught", client, { signals: ["SIGKILL"] }, "signals"],
    ["an endless time", client, { timeoutMs: Number.POSITIVE_INFINITY }, "timeoutMs"],
  ])("adds no listener for %s", async (_, clients, options, field) => {
    const before = process.listenerCount("SIGTERM");
    const error = await failure(() => endRunsOnSignals(clients as never, options as never));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.field).toBe(field);
    expect(process.listenerCount("SIGTERM")).toBe(before);
  });
});
