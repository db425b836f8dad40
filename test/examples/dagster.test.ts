import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { deflateSync } from "node:zlib";
import { Ajv } from "ajv";
import { listen } from "dqgate/node";
import { emulateQualytics, type QualyticsEmulator } from "dqgate/testing";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const TOKEN = "qual-token-hunter2";
const EXTRAS = { asset: "shop.orders", maxAgeHours: 6, gates: ["fresh", "checks_pass", "no_anomalies"] };

interface Message {
  method: string;
  params: Readonly<Record<string, unknown>>;
}

/** The messages of the protocol, version 0.1: Dagster refuses an unknown method, and hands `params` on as named arguments. */
const object = (properties: Record<string, unknown>, optional: string[] = []) => ({
  type: "object",
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  additionalProperties: false,
});
const text = { type: "string" };
const values: Record<string, unknown> = {
  text,
  md: text,
  int: { type: "integer" },
  bool: { type: "boolean" },
  json: { type: ["object", "array"] },
  null: { type: "null" },
};
const metadata = {
  type: ["object", "null"],
  additionalProperties: {
    oneOf: Object.entries(values).map(([type, raw_value]) => object({ type: { const: type }, raw_value })),
  },
};
const exception = object({
  message: text,
  stack: { type: "array", items: text },
  name: { type: ["string", "null"] },
  cause: { anyOf: [{ type: "null" }, { $ref: "#/$defs/exception" }] },
  context: { anyOf: [{ type: "null" }, { $ref: "#/$defs/exception" }] },
});
const params: Record<string, unknown> = {
  opened: object({ extras: { type: "object" } }),
  closed: object({ exception: { $ref: "#/$defs/exception" } }, ["exception"]),
  log: object({ message: text, level: { enum: ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"] } }),
  report_asset_materialization: object({ asset_key: text, data_version: { type: ["string", "null"] }, metadata }),
  report_asset_check: object({
    asset_key: text,
    check_name: { type: "string", pattern: "^[A-Za-z0-9_]+$" },
    passed: { type: "boolean" },
    severity: { enum: ["WARN", "ERROR"] },
    metadata,
  }),
  report_custom_message: object({ payload: {} }),
};
const isMessage = new Ajv({ allowUnionTypes: true }).compile({
  $defs: { exception },
  oneOf: Object.entries(params).map(([method, wanted]) =>
    object({ __dagster_pipes_version: { const: "0.1" }, method: { const: method }, params: wanted }),
  ),
});

/** As Dagster does: JSON, deflated by zlib, in base64. */
const encoded = (value: unknown): string => deflateSync(JSON.stringify(value)).toString("base64");

const contextData = (more: Readonly<Record<string, unknown>> = {}) => ({
  asset_keys: ["orders"],
  code_version_by_asset_key: { orders: null },
  provenance_by_asset_key: { orders: null },
  partition_key: null,
  partition_key_range: null,
  partition_time_window: null,
  run_id: "4f9c3c1e-6e0a-4a57-a1a9-30d7d5ec1f4b",
  job_name: "__ASSET_JOB",
  retry_number: 0,
  extras: EXTRAS,
  ...more,
});

interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Starts the process, and waits for its end. */
async function start(emulator: QualyticsEmulator, env: Record<string, string>, args: string[] = []): Promise<Run> {
  const server = await listen(emulator);
  const { DAGSTER_PIPES_CONTEXT: _, DAGSTER_PIPES_MESSAGES: __, ...rest } = process.env;
  const child = spawn(process.execPath, ["--import", "tsx", "examples/dagster/main.ts", ...args], {
    cwd: root,
    env: { ...rest, NO_COLOR: "1", QUALYTICS_URL: server.url, QUALYTICS_TOKEN: TOKEN, ...env },
  });
  const printed = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (some: string) => {
      printed[name] += some;
    });
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  await server.close();
  return { code, ...printed };
}

/** A session as Dagster opens it, and what it makes of the messages. */
async function session(
  emulator: QualyticsEmulator,
  context = contextData(),
  reader: "path" | "stdout" | "stderr" = "path",
) {
  const folder = mkdtempSync(join(tmpdir(), "dqgate-pipes-"));
  const path = join(folder, "messages");
  writeFileSync(path, "");
  writeFileSync(join(folder, "context"), JSON.stringify(context));
  try {
    const run = await start(emulator, {
      DAGSTER_PIPES_CONTEXT: encoded(reader === "path" ? { path: join(folder, "context") } : { data: context }),
      DAGSTER_PIPES_MESSAGES: encoded(reader === "path" ? { path } : { stdio: reader }),
    });
    const lines = reader === "path" ? readFileSync(path, "utf8") : run[reader];
    expect(lines.endsWith("\n")).toBe(true);
    expect(lines + run.stdout + run.stderr).not.toContain(TOKEN);
    const messages = lines
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Message);
    for (const message of messages) expect(isMessage(message), JSON.stringify([message, isMessage.errors])).toBe(true);
    expect(messages[0]?.method).toBe("opened");
    expect(messages.at(-1)?.method).toBe("closed");
    const of = (method: string) => messages.filter((one) => one.method === method).map((one) => one.params);
    return {
      ...run,
      methods: messages.map(({ method }) => method),
      checks: of("report_asset_check"),
      materializations: of("report_asset_materialization"),
      logs: of("log"),
      custom: of("report_custom_message").map(({ payload }) => payload),
      exception: of("closed")[0]?.exception as Readonly<Record<string, unknown>> | undefined,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const shop = (hoursSinceUpdate: number, isPassing: boolean | null = true): QualyticsEmulator => {
  const checks = [{ rule: "notNull", fields: ["id"], isPassing }];
  const orders = { name: "orders", rowCount: 48_210, fields: ["id"], hoursSinceUpdate, checks, scannedHoursAgo: 1 };
  return emulateQualytics({ datastores: [{ name: "shop", containers: [orders] }] });
};

const outcomes = (checks: Message["params"][]) =>
  checks.map(({ check_name, passed, metadata: told }) => [
    check_name,
    passed,
    (told as Record<string, { raw_value: unknown }>).outcome?.raw_value,
  ]);

describe.concurrent("the process that Dagster launches", { timeout: 60_000 }, () => {
  it("ends with 0 where all gates are open, and tells checks and a materialisation", async () => {
    const { code, methods, checks, materializations, logs, custom } = await session(shop(1));
    expect(code).toBe(0);
    const check = "report_asset_check";
    const last = ["report_asset_materialization", "report_custom_message", "closed"];
    expect(methods).toEqual(["opened", check, check, check, "log", ...last]);
    expect(outcomes(checks)).toEqual(EXTRAS.gates.map((name) => [name, true, "pass"]));
    expect(checks[0]).toMatchObject({ asset_key: "orders", severity: "ERROR" });
    expect(checks[0]?.metadata).toMatchObject({ evidence: { raw_value: { gate: "freshness.requireFresh" } } });
    expect(materializations).toMatchObject([
      { asset_key: "orders", metadata: { "dagster/row_count": { type: "int", raw_value: 48_210 } } },
    ]);
    expect(logs).toMatchObject([{ level: "INFO" }]);
    expect(custom).toEqual([{ exit_code: 0, retry: false, reason: "all gates are open" }]);
  });

  it("ends with 1 where the answer is no: a failed check, no materialisation, no retry", async () => {
    const { code, checks, materializations, custom, exception } = await session(shop(30));
    expect(code).toBe(1);
    expect(outcomes(checks)).toEqual([
      ["fresh", false, "fail"],
      ["checks_pass", true, "pass"],
      ["no_anomalies", true, "pass"],
    ]);
    expect(materializations).toEqual([]);
    expect(custom).toMatchObject([{ exit_code: 1, retry: false, reason: expect.stringContaining("orders is stale") }]);
    expect(exception).toBeUndefined();
  });

  it("ends with 2 where nothing shows it, and no retry would", async () => {
    const { code, checks, materializations, custom, exception } = await session(shop(1, null));
    expect(code).toBe(2);
    expect(outcomes(checks)).toContainEqual(["checks_pass", false, "unknown"]);
    expect(materializations).toEqual([]);
    expect(custom).toMatchObject([{ exit_code: 2, retry: false }]);
    expect(exception?.name).toBe("RequirementsError");
  });

  it("ends with 2 where there is no answer, and asks for a retry", async () => {
    const emulator = shop(1);
    emulator.failNext({ kind: "status", status: 503, retryAfter: 0 }, { times: 100 });
    const { code, checks, custom, exception } = await session(emulator);
    expect(code).toBe(2);
    expect(outcomes(checks)).toEqual(EXTRAS.gates.map((name) => [name, false, "error"]));
    expect(custom).toMatchObject([{ exit_code: 2, retry: true }]);
    expect(exception?.message).toContain("ServerError");
  });

  it("ends with 2 where the platform refuses the token, and asks for no retry", async () => {
    const emulator = shop(1);
    emulator.failNext({ kind: "status", status: 401 }, { times: 100 });
    const { code, custom } = await session(emulator);
    expect(code).toBe(2);
    expect(custom).toMatchObject([{ retry: false, reason: expect.stringContaining("AuthenticationError") }]);
  });

  it.each(["stdout", "stderr"] as const)("writes to %s where Dagster reads that", async (stream) => {
    const { code, methods } = await session(shop(1), contextData(), stream);
    expect([code, methods.length]).toEqual([0, 8]);
  });

  it.each([
    ["a plan that is wrong", { extras: { asset: "shop.orders", gates: ["freshness"] } }, "the plan's gates"],
    ["several assets", { asset_keys: ["orders", "customers"] }, "one asset, not 2"],
    ["no asset", { asset_keys: null }, "one asset, not 0"],
  ])("ends with 2 and says why: %s", async (_, more, message) => {
    const emulator = shop(30);
    const { code, checks, materializations, exception } = await session(emulator, contextData(more));
    expect([code, checks, materializations, emulator.requests]).toEqual([2, [], [], []]);
    expect(exception?.message).toContain(message);
  });

  it("ends with 2 where it cannot open the session", async () => {
    const unread = encoded({ bucket: "b", key: "k" });
    const run = await start(shop(1), { DAGSTER_PIPES_CONTEXT: unread, DAGSTER_PIPES_MESSAGES: unread });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain("has neither path nor data");
  });

  it("prints a table without Dagster", async () => {
    const open = await start(shop(1), {}, [JSON.stringify(EXTRAS)]);
    expect([open.code, open.stderr]).toEqual([0, ""]);
    expect(open.stdout).toContain("PASS: all 3 conditions pass");
    const closed = await start(shop(30), {}, [JSON.stringify(EXTRAS)]);
    expect(closed.code).toBe(1);
    expect(closed.stderr).toContain("RequirementsError: 1 of 3 conditions does not pass");
  });
});

describe("definitions.py", () => {
  it("asks for gates that there are, and reads what the process tells", () => {
    const python = readFileSync(`${root}examples/dagster/definitions.py`, "utf8");
    const [, plan = ""] = /^PLAN = (.*)$/m.exec(python) ?? [];
    expect(JSON.parse(plan)).toEqual(EXTRAS);
    for (const name of ["retry", "reason"]) expect(python).toContain(`answer["${name}"]`);
  });
});
