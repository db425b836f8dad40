// npx tsx ci/gate.ts ci/gates.json [--junit gates.xml]
//
// Exits with 0 where the data may travel on, 1 where the answer is no, and 2 where there is none.
import { appendFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { Client, checkAll, exitCodeOf, type GateReport, junitOf, markdownOf, tableOf } from "dqgate";
import { anomalyArmor } from "dqgate/anomalyarmor";
import { qualytics } from "dqgate/qualytics";
import { watcher } from "dqgate/watcher";
import type { DataQuality } from "../portable/pipeline.js";
import { type Config, conditionsOf, readConfig } from "./conditions.js";
import { annotation, annotationsOf, shown } from "./github.js";

/** Each takes its address and its key from the environment. */
const CLIENTS: Readonly<Record<Config["platform"], () => DataQuality>> = {
  anomalyarmor: () => new Client(anomalyArmor()),
  qualytics: () => new Client(qualytics()),
  watcher: () => new Client(watcher({ url: process.env.WATCHER_URL ?? "", auth: process.env.WATCHER_TOKEN })),
};

const isGitHub = process.env.GITHUB_ACTIONS === "true";

async function publish(report: GateReport, junit: string | undefined): Promise<void> {
  console.log(isGitHub ? shown(tableOf(report)) : tableOf(report));
  if (isGitHub) for (const line of annotationsOf(report)) console.log(line);
  const summary = process.env.GITHUB_STEP_SUMMARY;
  if (summary) await appendFile(summary, markdownOf(report));
  if (junit === undefined) return;
  await mkdir(dirname(junit), { recursive: true });
  await writeFile(junit, junitOf(report));
}

try {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { junit: { type: "string" } } });
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new Error("usage: gate.ts <config.json> [--junit <file.xml>]");
  const config = readConfig(await readFile(path, "utf8"));
  const client = CLIENTS[config.platform]();
  const report = await checkAll(conditionsOf(client, config), { timeoutMs: config.timeoutMs });
  process.exitCode = exitCodeOf(report);
  await publish(report, values.junit);
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  if (isGitHub) console.log(annotation("error", "there is no whole report", message));
  else console.error(message);
  process.exitCode ||= 2; // A no stays one where the report could not be written.
}
