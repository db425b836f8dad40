// 10,000 gates by the machine's clock, against an emulator that takes 100 requests a second: how long they take, what is refused
// and when, and the memory of the process that asks. The emulator and each task have a process of their own. It measures what is
// shipped, in two minutes: npm run build && npx tsx test/bench/scale.ts. With --quick it asks 1,000 gates.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { ConditionFunction, GateReport } from "dqgate";

const GATES = process.argv.includes("--quick") ? 1_000 : 10_000;
const PER_SECOND = 100;
const CONCURRENCY = 16;
const KEY = "aa_test_0123456789abcdef0123456789abcdef";

type Task = "gates" | "batch";

/** What a task tells, in milliseconds and bytes. */
interface Measured {
  elapsedMs: number;
  requests: number;
  /** When requests were refused. */
  refusedAt: number[];
  rss: [before: number, peak: number];
  heap: [before: number, peak: number, withResult: number];
}

const entry = (name: string): string => new URL(`../../dist/${name}.js`, import.meta.url).href;
const names = Array.from({ length: GATES }, (_, at) => `snowflake.prod.warehouse.table_${at}`);

async function serve(): Promise<void> {
  const { systemClock } = (await import(entry("index"))) as typeof import("dqgate");
  const { emulateAnomalyArmor } = (await import(entry("testing"))) as typeof import("dqgate/testing");
  const { listen } = (await import(entry("node"))) as typeof import("dqgate/node");
  const armor = emulateAnomalyArmor({
    clock: systemClock,
    assets: names.map((qualifiedName) => ({ qualifiedName })),
    rateLimit: { perMinute: 60 * PER_SECOND, perSecond: PER_SECOND },
  });
  process.send?.((await listen(armor)).url);
}

async function measure(task: Task, url: string): Promise<void> {
  const { Client, checkAll } = (await import(entry("index"))) as typeof import("dqgate");
  const { anomalyArmor } = (await import(entry("anomalyarmor"))) as typeof import("dqgate/anomalyarmor");
  let requests = 0;
  const refusedAt: number[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    requests += 1;
    const answer = await globalThis.fetch(request);
    if (answer.status === 429) refusedAt.push(performance.now() - start);
    return answer;
  };
  const { freshness } = new Client(anomalyArmor({ apiKey: KEY, url }), { fetch, logger: null });
  const oneByOne = (): Promise<GateReport> => {
    const gates = names.map((name) => [name, gateOf(name)] as const);
    return checkAll(Object.fromEntries(gates), { concurrency: CONCURRENCY });
  };
  const gateOf =
    (name: string): ConditionFunction =>
    ({ signal }) =>
      freshness.requireFresh(name, { signal });

  const before = collected();
  let peakHeap = before.heapUsed;
  const timer = setInterval(() => {
    peakHeap = Math.max(peakHeap, process.memoryUsage().heapUsed);
  }, 20);
  const start = performance.now();
  const result = await (task === "batch" ? freshness.requireFresh(names) : oneByOne());
  const elapsedMs = performance.now() - start;
  clearInterval(timer);
  const peakRss = process.resourceUsage().maxRSS * 1024;
  const after = collected();
  if (result.verdict !== "pass") throw new Error(result.explain());
  const told: Measured = {
    elapsedMs,
    requests,
    refusedAt,
    rss: [before.rss, peakRss],
    heap: [before.heapUsed, peakHeap, after.heapUsed],
  };
  process.send?.(told);
}

/** The memory that is in use, without what nobody needs any more. */
function collected(): NodeJS.MemoryUsage {
  globalThis.gc?.();
  return process.memoryUsage();
}

const child = (...args: string[]): ChildProcess =>
  fork(fileURLToPath(import.meta.url), [...args, ...process.argv.slice(2)], {
    execArgv: ["--expose-gc", "--import", "tsx"],
  });

async function answerOf<T>(process: ChildProcess): Promise<T> {
  const died = once(process, "exit").then(() => {
    throw new Error("a process of the benchmark ended without an answer");
  });
  const [told] = (await Promise.race([once(process, "message"), died])) as [T];
  return told;
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
const megabytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;

function print(title: string, { elapsedMs, requests, refusedAt, rss, heap }: Measured): void {
  // What the limit allows at most: the first second's requests go out at once.
  const leastMs = Math.max(0, (Math.ceil((requests - refusedAt.length) / PER_SECOND) - 1) * 1_000);
  const late = refusedAt.filter((at) => at > (refusedAt[0] as number) + 1_000).map(seconds);
  console.log(title);
  console.log(`  time      ${seconds(elapsedMs)}; the limit allows ${seconds(leastMs)}`);
  console.log(
    `  requests  ${requests}; ${refusedAt.length} were refused, ${late.length} of them after the first burst`,
  );
  if (late.length > 0) console.log(`            at ${late.join(", ")}`);
  console.log(`  RSS       ${megabytes(rss[0])} before, ${megabytes(rss[1])} at most`);
  const [before, peak, withResult] = heap.map(megabytes);
  console.log(`  heap      ${before} before, ${peak} at most, ${withResult} with the result`);
}

async function main(): Promise<void> {
  const server = child("server");
  try {
    const url = await answerOf<string>(server);
    console.log(`Node ${process.version}; ${PER_SECOND} requests a second are allowed.\n`);
    print(`${GATES} gates, ${CONCURRENCY} at once`, await answerOf(child("gates", url)));
    print(`one batch of ${GATES} assets`, await answerOf(child("batch", url)));
  } finally {
    server.kill();
  }
}

const [task, url = ""] = process.argv.slice(2);
if (task === "server") await serve();
else if (task === "gates" || task === "batch") await measure(task, url);
else await main();
