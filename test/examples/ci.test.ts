import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client, type Conditions, ConfigurationError, checkAll } from "dqgate";
import { type Listening, listen } from "dqgate/node";
import { qualytics } from "dqgate/qualytics";
import { type AnomalyArmorEmulator, emulateAnomalyArmor, emulateQualytics, emulateWatcher } from "dqgate/testing";
import { watcher } from "dqgate/watcher";
import { afterAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { conditionsOf, readConfig } from "../../examples/ci/conditions.js";
import { annotation, shown } from "../../examples/ci/github.js";
import { parseXml } from "../support/xml.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const GATES_JSON = "examples/ci/gates.json";
const KEY = "aa_test_0123456789abcdef";
const ORDERS = "snowflake.prod.warehouse.orders";
const CUSTOMERS = "snowflake.prod.warehouse.customers";

const folder = mkdtempSync(join(tmpdir(), "gates-"));
const servers: Listening[] = [];
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await Promise.all(servers.map((server) => server.close()));
});

let files = 0;
/** The path of a file that is not there yet. */
const place = (name: string): string => join(folder, `${++files}-${name}`);

function file(name: string, text: string): string {
  const path = place(name);
  writeFileSync(path, text);
  return path;
}

/** The warehouse that `gates.json` is about, on a port. */
async function warehouse({ hours = 2, alert = false } = {}): Promise<{ armor: AnomalyArmorEmulator; url: string }> {
  const armor = emulateAnomalyArmor({
    keys: [{ key: KEY, scope: "read-write" }],
    assets: [{ qualifiedName: ORDERS, hoursSinceUpdate: hours }, { qualifiedName: CUSTOMERS }],
    validityRules: [{ asset: ORDERS, name: "amount", ruleType: "RANGE", finds: [{ rows: 100 }] }],
    alerts: alert ? [{ asset: CUSTOMERS }] : [],
  });
  const server = await listen(armor);
  servers.push(server);
  return { armor, url: server.url };
}

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a command with this environment and no more than it takes to find programs. */
function ended(command: string, args: readonly string[], env: Record<string, string>): Promise<Ended> {
  const { PATH = "", HOME = "" } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env: { PATH, HOME, ...env } });
    const told = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const)
      child[name].setEncoding("utf8").on("data", (text: string) => {
        told[name] += text;
      });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...told }));
  });
}

const gates = (args: readonly string[], env: Record<string, string> = {}): Promise<Ended> =>
  ended(process.execPath, ["--import", "tsx", "examples/ci/gate.ts", ...args], { ARMOR_API_KEY: KEY, ...env });

/** What the runner takes for commands, in the lines of a step. It takes none while it was told to stop. */
function commandsIn(stdout: string): string[] {
  let end: string | undefined;
  const commands: string[] = [];
  for (const line of stdout.split(/\r?\n/).map((one) => one.trimStart())) {
    if (end !== undefined) end = line === end ? undefined : end;
    else if (line.startsWith("::stop-commands::")) end = `::${line.slice("::stop-commands::".length)}::`;
    else if (line.startsWith("::")) commands.push(line);
  }
  expect(end).toBeUndefined();
  return commands;
}

describe.concurrent("the step", { timeout: 60_000 }, () => {
  it("exits with 0 where the answer is yes, and writes its reports", async () => {
    const { url } = await warehouse();
    const [junit, summary] = [join(folder, "new", "deep", "gates.xml"), file("summary.md", "before\n")];
    const { code, stdout, stderr } = await gates([GATES_JSON, "--junit", junit], {
      ARMOR_API_URL: url,
      GITHUB_ACTIONS: "true",
      GITHUB_STEP_SUMMARY: summary,
    });
    expect(stderr).toBe("");
    expect(stdout).toContain("PASS: all 2 conditions pass");
    expect(stdout).toMatch(/^::stop-commands::/);
    expect(commandsIn(stdout)).toEqual([]);
    expect(readFileSync(summary, "utf8")).toMatch(/^before\n### ✅ all 2 conditions pass\n/);
    const { name, attributes } = parseXml(readFileSync(junit, "utf8"));
    expect([name, attributes]).toMatchObject(["testsuites", { tests: "3", failures: "0", errors: "0" }]);
    expect(code).toBe(0);
  });

  it("exits with 1 where the answer is no, and says so beside the step", async () => {
    const { url } = await warehouse({ hours: 20, alert: true });
    const junit = place("gates.xml");
    const { code, stdout } = await gates([GATES_JSON, "--junit", junit], {
      ARMOR_API_URL: url,
      GITHUB_ACTIONS: "true",
    });
    expect(stdout).toContain("FAIL: 1 of 2 conditions does not pass, 1 warning");
    const [first, second, ...more] = commandsIn(stdout);
    expect(first).toMatch(/^::error title=the orders are fresh%3A fail::.*20\.0 h old/);
    expect(second).toMatch(/^::warning title=no alert is open on the customers%3A fail::/);
    expect(more).toEqual([]);
    expect(parseXml(readFileSync(junit, "utf8")).attributes).toMatchObject({ failures: "1", skipped: "1" });
    expect(code).toBe(1);
  });

  it("exits with 0 where only a warning does not pass", async () => {
    const { url } = await warehouse({ alert: true });
    const { code, stdout } = await gates([GATES_JSON], { ARMOR_API_URL: url });
    expect(stdout).toContain("PASS: all 2 conditions pass, 1 warning");
    expect(stdout).not.toContain("stop-commands");
    expect(code).toBe(0);
  });

  it("exits with 2 where there is no answer", async () => {
    const { url, armor } = await warehouse();
    armor.failNext({ kind: "status", status: 501 }, { times: 100 });
    const { code, stdout } = await gates([GATES_JSON], { ARMOR_API_URL: url, GITHUB_ACTIONS: "true" });
    expect(stdout).toContain("UNKNOWN: 2 of 2 conditions do not pass");
    expect(commandsIn(stdout)[0]).toMatch(/^::error title=the orders are fresh%3A error::/);
    expect(code).toBe(2);
  });

  it("exits with 2 where a gate's setting is misspelt", async () => {
    const { url } = await warehouse();
    const condition = { name: "fresh", gate: "fresh", asset: ORDERS, with: { maxAgeHour: 1 } };
    const path = file("gates.json", JSON.stringify({ platform: "anomalyarmor", conditions: [condition] }));
    const { code, stdout } = await gates([path], { ARMOR_API_URL: url });
    expect(stdout).toContain("maxAgeHour");
    expect(code).toBe(2);
  });

  it.each<[what: string, args: string[], env: Record<string, string>, message: string]>([
    ["no key", [GATES_JSON], { ARMOR_API_KEY: "" }, "no API key"],
    ["no such file", ["nowhere.json"], {}, "ENOENT"],
    ["no configuration", [], {}, "usage: gate.ts"],
    ["an option that there is not", [GATES_JSON, "--junitt", "x"], {}, "--junitt"],
  ])("exits with 2 where there is %s, and says so", async (_, args, env, message) => {
    const { code, stdout } = await gates(args, { GITHUB_ACTIONS: "true", ...env });
    const commands = commandsIn(stdout);
    expect(commands).toHaveLength(1);
    expect(commands[0]).toMatch(/^::error title=there is no whole report::/);
    expect(commands[0]).toContain(message);
    expect(code).toBe(2);
  });

  it.each([
    [2, 2],
    [20, 1],
  ])("with data of %d h exits with %d where its report cannot be written", async (hours, expected) => {
    const { url } = await warehouse({ hours });
    const junit = join(file("no-folder", ""), "gates.xml");
    const { code, stdout, stderr } = await gates([GATES_JSON, "--junit", junit], { ARMOR_API_URL: url });
    expect(stdout).toContain("the orders are fresh");
    expect(stderr).toMatch(/EEXIST|ENOTDIR/);
    expect(code).toBe(expected);
  });

  it("runs as the workflow says", async () => {
    const workflow = parse(readFileSync(join(root, "examples/ci/workflow.yml"), "utf8"));
    const steps: Record<string, unknown>[] = workflow.jobs.load.steps;
    const step = steps.find(({ id }) => id === "gates");
    expect(step?.env).toEqual({ ARMOR_API_KEY: "${{ secrets.ARMOR_API_KEY }}" });
    const command = String(step?.run).replaceAll("ci/", "examples/ci/");
    const { url } = await warehouse({ hours: 20 });
    const RUNNER_TEMP = join(folder, "runner");
    const env = { ARMOR_API_KEY: KEY, ARMOR_API_URL: url, RUNNER_TEMP };
    const { code } = await ended("bash", ["-e", "-c", command], env);
    expect(parseXml(readFileSync(join(RUNNER_TEMP, "gates.xml"), "utf8")).attributes.failures).toBe("1");
    expect(code).toBe(1);
    const keep = steps.find(({ uses }) => String(uses).startsWith("actions/upload-artifact"));
    expect(keep).toMatchObject({ if: "${{ !cancelled() }}", with: { path: "${{ runner.temp }}/gates.xml" } });
  });
});

describe("the configuration", () => {
  const condition = { name: "a", gate: "fresh", asset: "shop.orders" };
  const config = (more: object, top: object = {}): string =>
    JSON.stringify({ platform: "qualytics", conditions: [{ ...condition, ...more }], ...top });

  it.each([
    ["no JSON", "{", "it is no JSON"],
    ["a platform that there is not", config({}, { platform: "x" }), "platform"],
    ["no condition", config({}, { conditions: [] }), "conditions"],
    ["a misspelt setting", config({ sevrity: "warn" }), "sevrity"],
    ["a misspelt setting at the top", config({}, { timeout: 1 }), "timeout"],
    ["a gate that there is not", config({ gate: "toString" }), "expected one of fresh, no_anomalies"],
    ["a wrong severity", config({ severity: "info" }), "severity"],
    ["an asset in two places", config({ with: { asset: "shop.items" } }), "must not have asset or signal"],
    ["one name twice", config({}, { conditions: [condition, condition] }), "two conditions have the name a"],
  ])("is refused with %s", (_, text, message) => {
    expect(() => readConfig(text)).toThrow(ConfigurationError);
    expect(() => readConfig(text)).toThrow(message);
  });

  it("knows every gate of a platform, and what they take", async () => {
    const reference = { field_name: "id", ref_container_id: 1, ref_datastore_id: 1 };
    const server = emulateQualytics({
      datastores: [
        {
          name: "shop",
          containers: [
            {
              name: "orders",
              fields: ["id"],
              scannedHoursAgo: 30,
              checks: [
                { rule: "notNull", fields: ["id"], isPassing: true, assertedHoursAgo: 30 },
                { rule: "existsIn", fields: ["id"], properties: reference, isPassing: true, assertedHoursAgo: 30 },
              ],
            },
          ],
        },
      ],
    });
    const options = { fetch: server.fetch, logger: null };
    const client = new Client(qualytics({ url: server.baseUrl, token: "qual-token" }), options);
    const all = (settings: Record<string, object>): Conditions =>
      conditionsOf(
        client,
        readConfig(
          JSON.stringify({
            platform: "qualytics",
            conditions: ["fresh", "no_anomalies", "checks_pass", "values_valid", "keys_intact"].map((gate) => ({
              name: gate,
              gate,
              asset: "shop.orders",
              with: settings[gate],
            })),
          }),
        ),
      );
    const outcomes = async (settings: Record<string, object> = {}): Promise<unknown> =>
      Object.fromEntries((await checkAll(all(settings))).conditions.map(({ name, outcome }) => [name, outcome]));

    const passing = { fresh: "pass", checks_pass: "pass", values_valid: "pass", keys_intact: "pass" };
    expect(await outcomes({ fresh: { maxAgeHours: 24 } })).toMatchObject(passing);
    expect(await outcomes({ fresh: { maxAgeHours: 0.5 } })).toMatchObject({ ...passing, fresh: "fail" });
    expect(await outcomes({ checks_pass: { maxAgeHours: 24 } })).toMatchObject({ checks_pass: "unknown" });
    const passes = { checks_pass: { maxAgeHours: 24, onUnknown: "pass" } };
    expect(await outcomes(passes)).toMatchObject({ checks_pass: "pass" });
  });

  it("gives no answer to a gate that a platform has not", async () => {
    const server = emulateWatcher({ pipelines: [{ name: "orders" }] });
    const client = new Client(watcher({ url: server.baseUrl }), { fetch: server.fetch, logger: null });
    const text = config({ gate: "checks_pass", asset: "orders", severity: "warn" }, { platform: "watcher" });
    const { conditions } = await checkAll(conditionsOf(client, readConfig(text)));
    expect(conditions).toMatchObject([
      {
        name: "a",
        severity: "warn",
        outcome: "error",
        reason: expect.stringContaining("watcher has no checks"),
      },
    ]);
  });
});

describe("what the runner is told", () => {
  it("is one line an annotation, whatever it tells", () => {
    expect(annotation("error", "a: b, c", "50 %\r\nof 2: x, y")).toBe(
      "::error title=a%3A b%2C c::50 %25%0D%0Aof 2: x, y",
    );
  });

  it("is no command where a name or a reason looks like one", () => {
    const text = "PASS  ::add-mask::a\n  ::error::what a guest wrote\nand more";
    expect(commandsIn(text)).toEqual(["::error::what a guest wrote"]);
    expect(commandsIn(shown(text))).toEqual([]);
    expect(shown(text)).not.toBe(shown(text)); // Nobody can guess what ends it.
  });
});
