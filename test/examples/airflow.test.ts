import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ConnectionResult, TaskClient } from "apache-airflow-ts-sdk";
import { ConfigurationError, RequirementsError } from "dqgate";
import { type Listenable, type Listening, listen } from "dqgate/node";
import { emulateAnomalyArmor, emulateQualytics, emulateWatcher } from "dqgate/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientOf } from "../../examples/airflow/connection.js";
import type { Answer } from "../../examples/airflow/gate-orders.js";
import { registry } from "../../examples/airflow/registry.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const KEY = "aa_test_0123456789";
const servers: Listening[] = [];
afterAll(() => Promise.all(servers.map((server) => server.close())));

/** The Connection that leads to an emulator on a port. */
async function connectionTo(emulator: Listenable, platform: string): Promise<ConnectionResult> {
  const server = await listen(emulator);
  servers.push(server);
  const extra = JSON.stringify({ platform });
  return {
    id: "data_quality",
    type: "generic",
    host: "127.0.0.1",
    schema: "http",
    port: server.port,
    password: KEY,
    extra,
  };
}

const orders = (hoursSinceUpdate: number) =>
  emulateAnomalyArmor({
    assets: [{ qualifiedName: "shop.orders", hoursSinceUpdate }],
    keys: [{ key: KEY, scope: "read-only" }],
  });

/** Runs a task as Airflow does: by its ids, and with what it returns put into XCom. */
async function run(
  taskId: string,
  airflow: Partial<TaskClient>,
  signal = new AbortController().signal,
): Promise<unknown> {
  const refuse = (what: string) => async (): Promise<never> => {
    throw new Error(`${what} is not there`);
  };
  const client: TaskClient = {
    getVariable: refuse("a Variable"),
    getVariableOrThrow: refuse("a Variable"),
    getXCom: refuse("XCom"),
    setXCom: refuse("XCom"),
    getConnection: refuse("a Connection"),
    getConnectionOrThrow: refuse("a Connection"),
    ...airflow,
  };
  const ctx = { dagId: "orders", taskId, runId: "run 1", tryNumber: 1, mapIndex: -1, signal };
  return registry.getTaskHandler("orders", taskId)?.({ ctx, client });
}

const ask = (connection: ConnectionResult | null, signal?: AbortSignal): Promise<Answer> =>
  run(
    "gate_orders",
    { getConnection: async (id) => (id === "data_quality" ? connection : null) },
    signal,
  ) as Promise<Answer>;

const act = (answer: unknown): Promise<unknown> =>
  run("require_orders", {
    getXCom: async <T>({ key, taskId }: { key: string; taskId?: string }) =>
      (key === "return_value" && taskId === "gate_orders" ? answer : null) as T | null,
  });

describe("the task gate_orders", () => {
  it("leaves a yes with its evidence, which JSON does not change", async () => {
    const answer = await ask(await connectionTo(orders(1), "anomalyarmor"));
    expect(answer).toMatchObject({ passed: true, report: { verdict: "pass", counts: { total: 2, pass: 2 } } });
    expect(answer.report?.conditions[0]?.evidence).toMatchObject({ gate: "freshness.requireFresh", verdict: "pass" });
    expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
    await expect(act(answer)).resolves.toBeUndefined();
  });

  it("ends well where the answer is no, so that Airflow does not ask again", async () => {
    const answer = await ask(await connectionTo(orders(30), "anomalyarmor"));
    expect(answer).toMatchObject({ passed: false, report: { verdict: "fail" } });
    expect(answer.reason).toContain("shop.orders is stale: 30.0 h old, the limit is 6.0 h");
    await expect(act(answer)).rejects.toThrow("shop.orders is stale");
  });

  it("fails where there is no answer, so that Airflow asks again", async () => {
    const emulator = orders(1);
    emulator.failNext({ kind: "status", status: 503, retryAfter: 0 }, { times: 100 });
    const asking = ask(await connectionTo(emulator, "anomalyarmor"));
    await expect(asking).rejects.toThrow(RequirementsError);
  });

  it("ends well where nothing but a change would help: a wrong key, no Connection", async () => {
    const connection = await connectionTo(orders(1), "anomalyarmor");
    const refused = await ask({ ...connection, password: "aa_test_another" });
    expect(refused).toMatchObject({ passed: false, report: { verdict: "unknown" } });
    expect(refused.reason).toContain("AuthenticationError");
    expect(JSON.stringify(refused)).not.toContain("aa_test_another");

    const unset = await ask(null);
    expect(unset).toMatchObject({ passed: false, report: null });
    expect(unset.reason).toContain("there is no Airflow Connection data_quality");
  });

  it("fails when Airflow ends it, and when Airflow itself gives no answer", async () => {
    const connection = await connectionTo(orders(1), "anomalyarmor");
    await expect(ask(connection, AbortSignal.abort())).rejects.toThrow("aborted");
    await expect(run("gate_orders", {})).rejects.toThrow("a Connection is not there");
  });
});

describe("the task require_orders", () => {
  it.each([[null], [{}], [{ passed: "true" }], ["yes"]])("fails without a yes: %j", async (answer) => {
    await expect(act(answer)).rejects.toThrow("gate_orders left no answer");
  });
});

describe("an Airflow Connection", () => {
  it("leads to any platform", async () => {
    const datastores = [{ name: "shop", containers: [{ name: "orders" }] }];
    const pipelines = [{ name: "shop.orders", freshnessNumber: 24, freshnessDatepart: "hour" }];
    const emulators = {
      anomalyarmor: orders(1),
      qualytics: emulateQualytics({ datastores }),
      watcher: emulateWatcher({ pipelines }),
    };
    for (const [platform, emulator] of Object.entries(emulators)) {
      const client = clientOf("data_quality", await connectionTo(emulator, platform));
      expect(client.platform).toBe(platform);
      expect((await client.freshness?.get("shop.orders"))?.qualifiedName).toBe("shop.orders");
      expect(emulator.requests[0]?.headers.get("authorization")).toBe(`Bearer ${KEY}`);
    }
  });

  it("may hold a whole URL", async () => {
    const connection = await connectionTo(orders(1), "anomalyarmor");
    const host = `http://127.0.0.1:${connection.port}/api/v1`;
    const client = clientOf("data_quality", { ...connection, host, schema: null, port: null });
    await expect(client.freshness?.get("shop.orders")).resolves.toMatchObject({ isFresh: true });
  });

  it.each([
    [{ extra: null }, "extra.platform must be one of anomalyarmor, qualytics, watcher"],
    [{ extra: '{"platform": "constructor"}' }, "extra.platform must be one of"],
    [{ extra: "platform=qualytics" }, "extra is no JSON"],
    [{ host: null }, "host is missing"],
  ])("is refused where it is wrong: %j", async (wrong, message) => {
    const connection = {
      id: "data_quality",
      type: "generic",
      host: "dq.example.com",
      extra: '{"platform": "qualytics"}',
    };
    const making = () => clientOf("data_quality", { ...connection, ...wrong });
    expect(making).toThrow(ConfigurationError);
    expect(making).toThrow(message);
  });
});

type Body = Readonly<Record<string, unknown>>;
type Frame = [id: number, body: Body | null, error?: unknown];
interface MessagePack {
  encode(value: unknown): Uint8Array;
  decode(bytes: Uint8Array): unknown;
}

describe("the bundle that airflow-ts-pack makes", () => {
  const sdk = `${root}node_modules/apache-airflow-ts-sdk/dist/`;
  const msgpack: MessagePack = createRequire(`${sdk}index.js`)("@msgpack/msgpack");
  const folder = mkdtempSync(join(tmpdir(), "dqgate-airflow-"));
  const bundle = join(folder, "bundle.mjs");
  beforeAll(() => {
    const args = [`${sdk}cli/main.js`, "examples/airflow/main.ts", "--outdir", folder];
    execFileSync(process.execPath, args, { cwd: root, stdio: "pipe" });
    console.log(`bundle.mjs: ${(statSync(bundle).size / 1024).toFixed(0)} KiB`);
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it("is one file that tells the tasks of dag.py", () => {
    expect(readdirSync(folder)).toEqual(["bundle.mjs"]);
    const [first] = readFileSync(bundle, "utf8").split("\n", 1);
    const told = Buffer.from(first?.replace("//# airflowMetadata=", "") ?? "", "base64").toString("utf8");
    expect(told).toContain('dags:\n  "orders":\n    tasks: ["gate_orders", "require_orders"]\n');
    const dag = readFileSync(`${root}examples/airflow/dag.py`, "utf8");
    for (const task of ["gate_orders", "require_orders"]) expect(dag).toContain(`def ${task}():`);
  });

  /** Runs a task of the bundle in a process of its own, as Airflow's supervisor does, and gives what the process told. */
  async function supervise(
    taskId: string,
    retriesLeft: boolean,
    known: Readonly<Record<string, Body>>,
  ): Promise<Body[]> {
    const told: Body[] = [];
    const write = (socket: Socket, frame: Frame): void => {
      const payload = msgpack.encode(frame);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(payload.length);
      socket.write(Buffer.concat([length, payload]));
    };
    const comm = createServer((socket) => {
      let bytes = Buffer.alloc(0);
      socket.on("data", (chunk) => {
        bytes = Buffer.concat([bytes, chunk]);
        while (bytes.length >= 4 && bytes.length >= 4 + bytes.readUInt32BE()) {
          const end = 4 + bytes.readUInt32BE();
          const [id, body] = msgpack.decode(bytes.subarray(4, end)) as Frame;
          bytes = bytes.subarray(end);
          if (body === null) continue;
          told.push(body);
          const answer = known[String(body.type)];
          if (answer !== undefined) write(socket, [id, answer, null]);
        }
      });
      const ti = { dag_id: "orders", task_id: taskId, run_id: "run 1", try_number: 1, map_index: -1 };
      const details = { ti, ti_context: { should_retry: retriesLeft }, bundle_info: { name: "orders" } };
      write(socket, [1_000, { type: "StartupDetails", ...details }]);
    });
    const logs = createServer((socket) => void socket.resume());
    const ports = await Promise.all(
      [comm, logs].map(async (server) => {
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        return (server.address() as AddressInfo).port;
      }),
    );
    const args = [bundle, `--comm=127.0.0.1:${ports[0]}`, `--logs=127.0.0.1:${ports[1]}`];
    const child = spawn(process.execPath, args, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
    const code = await new Promise((resolve) => child.on("close", resolve));
    for (const server of [comm, logs]) server.close();
    expect(code).toBe(0);
    return told;
  }

  async function gateIn(emulator: ReturnType<typeof orders>): Promise<Body[]> {
    const { id, type, ...rest } = await connectionTo(emulator, "anomalyarmor");
    const connection = { type: "ConnectionResult", conn_id: id, conn_type: type, ...rest };
    return supervise("gate_orders", true, { GetConnection: connection, SetXCom: {} });
  }

  it("puts a no into XCom and ends; the next task fails, and neither is tried again", async () => {
    const asked = await gateIn(orders(30));
    expect(asked.map(({ type }) => type)).toEqual(["GetConnection", "SetXCom", "SucceedTask"]);
    const { value } = asked[1] as Body;
    expect(value).toMatchObject({ passed: false, report: { verdict: "fail" } });

    const acted = await supervise("require_orders", false, {
      GetXCom: { type: "XComResult", key: "return_value", value },
    });
    expect(acted.map(({ type, state }) => state ?? type)).toEqual(["GetXCom", "failed"]);
  });

  it("is tried again where there is no answer", async () => {
    const emulator = orders(1);
    emulator.failNext({ kind: "status", status: 503, retryAfter: 0 }, { times: 100 });
    const asked = await gateIn(emulator);
    expect(asked.map(({ type }) => type)).toEqual(["GetConnection", "RetryTask"]);
    expect(asked[1]?.retry_reason).toContain("ServerError");
  });
});
