import { AnomaliesFoundError, Client } from "dqgate";
import { listen } from "dqgate/node";
import { type Operation, type QualyticsClient, qualytics, type RunBody } from "dqgate/qualytics";
import { type ConfigFiles, exportChecks, importChecks } from "dqgate/qualytics/config";
import { emulateQualytics, type QualyticsEmulator, VirtualClock } from "dqgate/testing";
import { bar, heading, lineOf, paint, type ReportLine, report, say, showError, showEvidence, table } from "./screen.js";

const SHOP = 1;
const LAKE = 2;
const BAD_ROWS = 12;

const tables = [
  {
    name: "orders",
    rowCount: 48_210,
    fields: [{ name: "id", type: "Integral" }, "customer", { name: "amount", type: "Fractional" }],
  },
  { name: "customers", rowCount: 9_300, fields: [{ name: "id", type: "Integral" }, "email"] },
  { name: "payments", rowCount: 51_077, fields: [{ name: "id", type: "Integral" }, "order"] },
];

/** A datastore from its first sync to checks that live in files. */
export async function qualyticsDemo(): Promise<void> {
  const clock = new VirtualClock();
  const emulator = emulateQualytics({
    clock,
    datastores: [
      { name: "shop", sources: tables },
      { name: "lake", sources: tables },
    ],
  });
  const server = await listen(emulator);
  try {
    say(paint("bold", "dqgate demo: a datastore on Qualytics, and its checks as code"));
    say(paint("dim", `Qualytics is emulated at ${server.url}; the requests are real, the clock is not`));
    const client = new Client(qualytics({ url: server.url, token: "demo-token" }), { clock });
    const gate = await watch(client, emulator);
    const copied = await copyChecks(client, emulator);
    report("Report: bad orders are noticed, and the checks are the same in both datastores", [gate, copied]);
  } finally {
    await server.close();
  }
}

async function watch(client: QualyticsClient, emulator: QualyticsEmulator): Promise<ReportLine> {
  heading("What is in the datastore? A sync finds out");
  await run(client, { type: "sync", datastoreId: SHOP });
  const containers = await client.containers.list({ datastore: SHOP }).toArray();
  table(containers.map(({ id, name, kind }) => [`container ${id}`, name, kind]));

  heading("What do its fields look like? A profile measures them");
  const profile = await run(client, { type: "profile", datastoreId: SHOP });
  const { fieldsProfiled, recordsProcessed } = profile.counters ?? {};
  say(`   ${fieldsProfiled} fields of ${recordsProcessed?.toLocaleString("en")} rows`);

  heading("Three checks, and a scan");
  const [orders] = containers;
  if (orders === undefined) throw new Error("the sync found nothing");
  const customers = containers.find(({ name }) => name === "customers");
  await client.checks.create({
    containerId: orders.id,
    rule: "notNull",
    fields: ["id"],
    description: "Every order has an id",
  });
  const amounts = await client.checks.create({
    containerId: orders.id,
    rule: "between",
    fields: ["amount"],
    description: "No order is worth more than 10 000",
    properties: { min: 0, max: 10_000, inclusiveMin: true, inclusiveMax: true },
  });
  await client.checks.create({
    containerId: orders.id,
    rule: "existsIn",
    fields: ["customer"],
    description: "Every order has a customer that exists",
    properties: { fieldName: "id", refContainerId: customers?.id ?? 0, refDatastoreId: SHOP },
  });
  const check = emulator.state.checks.find(({ id }) => id === amounts.id);
  if (check !== undefined) check.failing_rows = BAD_ROWS;
  const scan = await run(client, { type: "scan", datastoreId: SHOP });
  say(`   ${scan.counters?.anomaliesIdentified ?? 0} anomaly was identified`);

  heading("May the orders travel on?");
  const closed = await client.anomalies.requireNone({ asset: "shop.orders" }).catch((error: unknown) => error);
  if (!(closed instanceof AnomaliesFoundError)) throw new Error("the gate should have stayed closed");
  showError(closed);

  heading("The rows are mended, and scanned again");
  if (check !== undefined) check.failing_rows = 0;
  await run(client, { type: "scan", datastoreId: SHOP });
  const open = await client.anomalies.requireNone({ asset: "shop.orders" });
  showEvidence(open);
  return lineOf("no anomaly is open", open);
}

async function copyChecks(client: QualyticsClient, emulator: QualyticsEmulator): Promise<ReportLine> {
  const before = emulator.requests.length;
  heading("The checks as files");
  const { files } = await exportChecks(client, { datastore: SHOP });
  for (const path of files.keys()) say(`   ${path}`);

  heading("One of them is changed, and all go into another datastore");
  const [path, text] = [...files].find(([name]) => name.includes("between")) ?? [];
  if (path === undefined || text === undefined) throw new Error("the check is missing");
  const changed = new Map(files).set(path, text.replace("max: 10000", "max: 20000"));
  showChange(path, text, changed.get(path) ?? "");
  await run(client, { type: "sync", datastoreId: LAKE });
  const [result] = await importChecks(client, changed, { datastores: [LAKE] });
  say(`   lake: ${result?.created} created, ${result?.updated} updated, ${result?.failed} failed`);

  heading("Exported from there, nothing differs");
  const again = await exportChecks(client, { datastore: LAKE });
  const differing = differences(changed, again.files);
  say(`   ${again.files.size} files, ${differing.length} differ`);
  return {
    condition: "the checks are the same",
    verdict: differing.length === 0 ? "pass" : "fail",
    found: `${again.files.size} files, ${differing.length} differ`,
    requests: emulator.requests.length - before,
  };
}

/** Starts an operation, and follows it. */
async function run(client: QualyticsClient, body: RunBody): Promise<Operation> {
  const started = await client.operations.run(body);
  const { onProgress, stop } = bar(body.type.padEnd(7), client.clock);
  try {
    return await client.operations.waitForOperation(started.id, { onProgress });
  } finally {
    stop();
  }
}

function showChange(path: string, before: string, after: string): void {
  say(`   ${path}`);
  const old = before.split("\n");
  for (const [at, line] of after.split("\n").entries()) {
    if (line === old[at]) continue;
    say(paint("red", `   - ${old[at]}`));
    say(paint("green", `   + ${line}`));
  }
}

/** The paths whose texts are not the same. */
function differences(left: ConfigFiles, right: ConfigFiles): string[] {
  return [...new Set([...left.keys(), ...right.keys()])].filter((path) => left.get(path) !== right.get(path));
}
