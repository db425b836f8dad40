// Runs the built package on every runtime that it is for. Fetches the runtimes through npx; not a part of `npm test`.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { systemClock } from "dqgate";
import { listen } from "dqgate/node";
import { emulateAnomalyArmor } from "dqgate/testing";
import { buildSync } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "dqgate-runtimes-"));

const program = (url: string): string => `
import { AbortedError, Client, StalenessError } from "./dist/index.js";
import { anomalyArmor } from "./dist/anomalyarmor.js";
export async function run() {
  const client = new Client(anomalyArmor({ apiKey: "aa_test_0123456789", url: ${JSON.stringify(url)} }), { logger: null });
  const down = new Client(anomalyArmor({ apiKey: "aa_test_0123456789", url: "http://127.0.0.1:45999/api/v1" }), {
    logger: null,
    random: () => 0,
  });
  const failed = (promise) => promise.then(() => "nothing", (error) => error);
  const stale = await failed(client.freshness.requireFresh("pg.shop.t0"));
  const refused = await failed(down.assets.get("a.b"));
  const { jobId } = await client.freshness.refresh("pg.shop.t1");
  return [
    (await client.assets.list({ limit: 50 }).toArray({ concurrency: 3 })).length,
    stale instanceof StalenessError && stale.hoursSinceUpdate >= 30,
    (await client.freshness.requireFresh("pg.shop.t1", { maxAgeHours: 2 })).verdict,
    (await client.jobs.waitForJob(jobId, { pollIntervalMs: 50 })).state,
    refused.name,
    (await failed(client.assets.get("a.b", { signal: AbortSignal.abort() }))) instanceof AbortedError,
    (await failed(client.assets.get("../api-keys"))).name,
  ].join(" ");
}
`;
const EXPECTED = "120 true pass succeeded ConnectionError true ValidationError";

const assets = Array.from({ length: 120 }, (_, at) => ({
  qualifiedName: `pg.shop.t${at}`,
  hoursSinceUpdate: at === 0 ? 30 : 1,
}));
const server = await listen(emulateAnomalyArmor({ clock: systemClock, jobDurationMs: 200, assets }));
try {
  for (const name of ["node_modules", "dist", "package.json"]) symlinkSync(join(root, name), join(folder, name));
  const contents = program(server.url);
  writeFileSync(join(folder, "main.mjs"), `${contents}\nconsole.log(await run());`);
  const { outputFiles } = buildSync({
    stdin: {
      contents: `${contents}\nexport default { fetch: async () => new Response(await run()) };`,
      resolveDir: root,
    },
    bundle: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    conditions: ["import"],
    write: false,
  });
  writeFileSync(join(folder, "worker.mjs"), outputFiles[0]?.contents ?? "");
  writeFileSync(
    join(folder, "workerd.cjs"),
    `const { createRequire } = require("node:module");
     const { Miniflare } = createRequire(process.argv[2])("miniflare");
     (async () => {
       const worker = new Miniflare({ modules: true, scriptPath: "worker.mjs", compatibilityDate: "2026-01-01" });
       console.log(await (await worker.dispatchFetch("http://localhost/")).text());
       await worker.dispose();
     })();`,
  );
  const node = (version: number): [string, string[]] => [`Node ${version}`, ["-y", `node@${version}`, "main.mjs"]];
  const commands: [string, string[]][] = [
    node(20),
    node(22),
    node(24),
    node(26),
    ["Bun", ["-y", "bun@1", "main.mjs"]],
    ["Deno", ["-y", "deno@2", "run", "-A", "--node-modules-dir=manual", "main.mjs"]],
    [
      "workerd",
      [
        "-y",
        "-p",
        "miniflare@4",
        "-c",
        `node workerd.cjs "$(dirname "$(which miniflare || echo .)")/../miniflare/package.json"`,
      ],
    ],
  ];
  for (const [name, args] of commands) {
    // Not spawnSync: the server that the program talks to lives in this process.
    const told = await new Promise<string>((resolve) => {
      const child = spawn("npx", args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
      let text = "";
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (text += String(chunk)));
      child.on("close", () => resolve(text.trim()));
    });
    const isRight = told.split("\n").includes(EXPECTED);
    console.log(`${isRight ? "ok " : "NOT"}  ${name}${isRight ? "" : `\n${told}`}`);
    if (!isRight) process.exitCode = 1;
  }
} finally {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}
