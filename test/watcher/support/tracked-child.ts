// A program that tracks a run, with a child, until it is told to end. Its arguments: a URL, and what it does besides.
import { Client } from "dqgate";
import { endRunsOnSignals } from "dqgate/node";
import { watcher } from "dqgate/watcher";

const [url = "", mode = ""] = process.argv.slice(2);
const client = new Client(watcher({ url }), { logger: null });

// Gone from the list as soon as it is called.
if (mode === "own") {
  process.once("SIGTERM", () => {
    setTimeout(() => process.exit(7), 1_000);
  });
}

const others = process.listenerCount("SIGTERM");
if (mode !== "bare") {
  const release = endRunsOnSignals(client, {
    signals: ["SIGTERM", "SIGINT"],
    timeoutMs: mode === "short" ? 300 : 20_000,
  });
  if (mode === "released") {
    release();
    if (process.listenerCount("SIGTERM") !== others) throw new Error("a listener is left");
  }
}
// Another client in the same program, slower, with listeners of its own and a run of its own.
if (mode === "two") {
  const slowFetch = async (request: Request): Promise<Response> => {
    if (request.url.includes("/end")) await new Promise((resolve) => setTimeout(resolve, 700));
    return fetch(request);
  };
  const second = new Client(watcher({ url }), { logger: null, fetch: slowFetch });
  endRunsOnSignals([second]);
  void second.executions.track(2, untilStopped).catch(() => undefined);
}
/** Keeps the process alive until the run is told to stop. */
function untilStopped({ signal }: { signal: AbortSignal }): Promise<{ inserts: number }> {
  return new Promise((resolve) => {
    const timer = setInterval(() => undefined, 60_000);
    signal.addEventListener("abort", () => {
      clearInterval(timer);
      resolve({ inserts: 5 });
    });
  });
}

const track = (): Promise<unknown> =>
  client.executions.track(
    1,
    async ({ track: child }) => {
      await child(2, (run) => {
        console.log("ready");
        return mode === "deaf"
          ? new Promise<never>(() => void setInterval(() => undefined, 60_000))
          : untilStopped(run);
      });
    },
    { graceMs: mode === "deaf" ? 60_000 : 5_000 },
  );

if (mode === "idle") console.log("ready");
else if (mode === "own") await track().catch((error: Error) => console.log(error.message));
else await track();
