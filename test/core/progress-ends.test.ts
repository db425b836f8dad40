import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

describe.concurrent("a process that ends before the bar does", { timeout: 60_000 }, () => {
  const root = fileURLToPath(new URL("../..", import.meta.url));

  interface End {
    readonly code: number | null;
    readonly signal: string | null;
    readonly out: string;
    readonly errors: string;
  }

  interface Context {
    onTestFinished(step: () => unknown): void;
  }

  /** Runs the program, and sends it a signal when it is ready. */
  function program(
    { onTestFinished }: Context,
    how: string,
    look: "lines" | "bar",
    signal?: NodeJS.Signals,
  ): Promise<End> {
    const args = ["--import", "tsx", "test/support/progress-child.ts", how, look];
    const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    onTestFinished(() => {
      child.kill("SIGKILL");
    });
    let [out, errors] = ["", ""];
    child.stdout.on("data", (text: Buffer) => {
      out += text;
    });
    child.stderr.on("data", (text: Buffer) => {
      errors += text;
      if (signal !== undefined && errors.includes("ready")) child.kill(signal);
    });
    return new Promise((resolve) => {
      child.on("close", (code, by) => resolve({ code, signal: by, out, errors }));
    });
  }

  it("shows the last of it where nothing is left to do: no timer keeps it", async (context) => {
    expect(await program(context, "nothing", "lines")).toMatchObject({
      code: 0,
      out: "scan   1 %  begun\nscan  70 %  later\n",
    });
    const { code, out } = await program(context, "nothing", "bar");
    expect(code).toBe(0);
    expect(out).toMatch(/scan █{14}░{6} {2}70 % {2}later\S*\n$/);
  });

  it("shows it at an exit", async (context) => {
    const { code, out } = await program(context, "exit", "bar");
    expect(code).toBe(3);
    expect(out).toMatch(/70 % {2}later\S*\n$/);
  });

  it("shows it at an error that nobody catches, above what Node says of that", async (context) => {
    const { code, errors } = await program(context, "throw", "bar");
    expect(code).toBe(1);
    expect(errors).toMatch(/70 % {2}later\S*\n[^█]*Error: nobody catches this/);
  });

  it.for(["SIGTERM", "SIGINT"] as const)("shows it at %s, by which the process ends", async (signal, context) => {
    const lines = await program(context, "signal", "lines", signal);
    expect(lines).toMatchObject({ code: null, signal, out: "scan   1 %  begun\nscan  70 %  later\n" });
    const drawn = await program(context, "signal", "bar", signal);
    expect(drawn).toMatchObject({ code: null, signal });
    expect(drawn.out).toMatch(/70 % {2}later\S*\n$/);
    expect(drawn.out).not.toContain("\u001b[?"); // no mode that would be left behind
  });

  it.for(["with-listener", "with-listener-before"])(
    "lets a listener of the program decide, and shows what is told meanwhile: %s",
    async (how, context) => {
      expect(await program(context, how, "lines", "SIGTERM")).toMatchObject({
        code: 7,
        out: "scan   1 %  begun\nscan  60 %  told to end\n",
      });
    },
  );

  it.for(["with-runs", "with-runs-before"])("does not keep endRunsOnSignals from it: %s", async (how, context) => {
    expect(await program(context, how, "lines", "SIGTERM")).toMatchObject({
      code: 143,
      out: "scan   1 %  begun\nscan  70 %  later\n",
    });
  });
});
