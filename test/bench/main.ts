// What the client costs, each row against a reference in the same run. Ratios are medians over interleaved rounds.
// Absolute times of different runs or machines do not compare.
import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { buildSync } from "esbuild";
import type { Task, Variant } from "./client-child.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const quick = process.argv.includes("--quick");

const median = (values: number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
};

const answerOf = <T>(child: ChildProcess): Promise<T> =>
  new Promise((resolve) => child.once("message", (told) => resolve(told as T)));

interface Row {
  what: string;
  against: string;
  ratio: number;
  goal?: number;
}

function print(rows: readonly Row[]): void {
  for (const { what, against, ratio, goal } of rows) {
    const told = goal === undefined ? "" : `   goal ${goal.toFixed(2)}`;
    console.log(`${what.padEnd(46)} ${ratio.toFixed(2).padStart(6)} x ${against}${told}`);
  }
}

const VARIANTS: readonly Variant[] = ["fetch", "fetch again", "ky", "dqgate"];

async function requests(port: number, task: Task, count: number): Promise<Record<Variant, number>> {
  const children = VARIANTS.map((variant) =>
    fork(here("client-child.ts"), [variant, task, String(port)], { execArgv: ["--import", "tsx"] }),
  );
  const ask = async (child: ChildProcess): Promise<number> => {
    const answer = answerOf<{ wall: number }>(child);
    child.send(count);
    return (await answer).wall;
  };
  const ratios = VARIANTS.map((): number[] => []);
  const rounds = quick ? 8 : 36;
  for (let round = -4; round < rounds; round += 1) {
    const walls = new Array<number>(VARIANTS.length);
    for (let step = 0; step < VARIANTS.length; step += 1) {
      const at = (step + Math.max(round, 0)) % VARIANTS.length;
      walls[at] = await ask(children[at] as ChildProcess);
    }
    if (round >= 0) for (const [at, wall] of walls.entries()) ratios[at]?.push(wall / (walls[0] as number));
  }
  for (const child of children) child.kill();
  return Object.fromEntries(VARIANTS.map((variant, at) => [variant, median(ratios[at] as number[])])) as Record<
    Variant,
    number
  >;
}

const parseRatio = (variant: string, flags: string[] = []): number =>
  median(
    Array.from({ length: quick ? 1 : 3 }, () => {
      const { stdout } = spawnSync(
        process.execPath,
        [...flags, "--expose-gc", "--import", "tsx", here("parse-child.ts"), variant],
        { encoding: "utf8" },
      );
      return Number(stdout);
    }),
  );

const PROGRAMS = {
  empty: "",
  reference: `import ky from "ky"; import * as z from "zod/mini"; import { jwtDecode } from "jwt-decode";
    console.log = () => {}; console.log(ky, z.looseObject({ id: z.string(), at: z.nullable(z.string()), n: z.int(), tags: z.array(z.string()) }), jwtDecode);`,
  dqgate: `import { Client } from "./dist/index.js"; import { anomalyArmor } from "./dist/anomalyarmor.js"; console.log = () => {}; console.log(Client, anomalyArmor);`,
  core: `import { Client } from "./dist/index.js"; console.log = () => {}; console.log(Client);`,
} as const;

function bundles(folder: string): Record<keyof typeof PROGRAMS, { file: string; gzip: number }> {
  return Object.fromEntries(
    Object.entries(PROGRAMS).map(([name, contents]) => {
      const { outputFiles } = buildSync({
        stdin: { contents, resolveDir: root },
        bundle: true,
        minify: true,
        format: "esm",
        platform: "neutral",
        mainFields: ["module", "main"],
        conditions: ["import"],
        target: "es2022",
        legalComments: "none",
        write: false,
      });
      const file = join(folder, `${name}.mjs`);
      const code = outputFiles[0]?.contents as Uint8Array;
      writeFileSync(file, code);
      return [name, { file, gzip: gzipSync(code, { level: 9 }).length }];
    }),
  ) as Record<keyof typeof PROGRAMS, { file: string; gzip: number }>;
}

function importTimes(files: Record<string, string>): Record<string, number> {
  const times: Record<string, number[]> = Object.fromEntries(Object.keys(files).map((name) => [name, []]));
  for (let round = 0; round < (quick ? 8 : 30); round += 1) {
    for (const [name, file] of Object.entries(files)) {
      const start = performance.now();
      spawnSync(process.execPath, [file]);
      times[name]?.push(performance.now() - start);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]));
}

const folder = mkdtempSync(join(tmpdir(), "dqgate-bench-"));
const server = fork(here("server.ts"), { execArgv: ["--import", "tsx"] });
try {
  const port = await answerOf<number>(server);
  console.log(`Node ${process.version}. Each figure is a ratio within this run.\n`);
  for (const [task, what, count, goal] of [
    ["small", "GET of one record", 200, 1.5],
    ["list", "GET of a page of 50", 100, 1.4],
  ] as const) {
    const told = await requests(port, task, count);
    print([
      { what: `${what}: fetch again (noise)`, against: "fetch", ratio: told["fetch again"] },
      { what: `${what}: bare ky`, against: "fetch", ratio: told.ky },
      { what: `${what}: dqgate, checked and typed`, against: "fetch", ratio: told.dqgate, goal },
    ]);
  }
  const stub = await requests(port, "stub", 1_000);
  print([
    {
      what: "GET of one record, network left out: dqgate",
      against: "bare ky",
      ratio: stub.dqgate / stub.ky,
      goal: 1.3,
    },
  ]);
  print([
    { what: "10 000 items: JSON.parse again (noise)", against: "JSON.parse", ratio: parseRatio("json") },
    { what: "10 000 items: renamed by hand, new Date", against: "JSON.parse", ratio: parseRatio("hand") },
    { what: "10 000 items: model, 3 dates each", against: "JSON.parse", ratio: parseRatio("model"), goal: 1.7 },
    {
      what: "10 000 items: model, an unknown field each",
      against: "JSON.parse",
      ratio: parseRatio("model-extra"),
      goal: 1.7,
    },
    {
      what: "10 000 items: model, code generation forbidden",
      against: "JSON.parse",
      ratio: parseRatio("model", ["--disallow-code-generation-from-strings"]),
      goal: 1.7,
    },
  ]);
  const bundled = bundles(folder);
  const times = importTimes(Object.fromEntries(Object.entries(bundled).map(([name, { file }]) => [name, file])));
  const reference = "ky + zod/mini + jwt-decode";
  const added = (name: string): number => (times[name] as number) / (times.reference as number);
  print([
    { what: "bundled import: client and AnomalyArmor", against: reference, ratio: added("dqgate"), goal: 1.05 },
    {
      what: "gzip: client without a platform",
      against: reference,
      ratio: bundled.core.gzip / bundled.reference.gzip,
      goal: 1.5,
    },
    { what: "gzip: client and AnomalyArmor", against: reference, ratio: bundled.dqgate.gzip / bundled.reference.gzip },
  ]);
  const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
  console.log(
    `\ngzip: ${reference} ${kilobytes(bundled.reference.gzip)}, client ${kilobytes(bundled.core.gzip)}, client and AnomalyArmor ${kilobytes(bundled.dqgate.gzip)}`,
  );
  console.log(
    `start of a process: empty ${times.empty?.toFixed(0)} ms, ${reference} ${times.reference?.toFixed(0)} ms, client and AnomalyArmor ${times.dqgate?.toFixed(0)} ms`,
  );
} finally {
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}
