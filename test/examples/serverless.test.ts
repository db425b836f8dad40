import { readFileSync } from "node:fs";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import { Client, type ReportJson } from "dqgate";
import { anomalyArmor } from "dqgate/anomalyarmor";
import { listen } from "dqgate/node";
import { type AnomalyArmorEmulator, emulateAnomalyArmor } from "dqgate/testing";
import { build } from "esbuild";
import { Miniflare, Response as WorkerdResponse } from "miniflare";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { handlerOf, MARGIN_MS } from "../../examples/serverless/lambda.js";

const KEY = "aa_test_0123456789abcdef";
const ORDERS = "pg.shop.orders";
const LATE = "pg.shop.payments";
const NEVER = "pg.shop.returns";

const shop = (): AnomalyArmorEmulator =>
  emulateAnomalyArmor({
    keys: [{ key: KEY, scope: "read-only" }],
    assets: [
      { qualifiedName: ORDERS, hoursSinceUpdate: 2 },
      { qualifiedName: LATE, hoursSinceUpdate: 30 },
      { qualifiedName: NEVER, hoursSinceUpdate: null },
    ],
  });

/** What an HTTP client sees. */
interface Seen {
  status: number;
  retryAfter: string | null;
  body: Partial<ReportJson> & { error?: { name?: string; message?: string } };
}

const outcomes = ({ body }: Seen): unknown => body.conditions?.map(({ name, outcome }) => [name, outcome]);

describe("the Lambda", () => {
  const eventFor = (asset?: string): APIGatewayProxyEventV2 =>
    ({ queryStringParameters: asset === undefined ? undefined : { asset } }) as unknown as APIGatewayProxyEventV2;
  const contextWith = (ms: number): Context => ({ getRemainingTimeInMillis: () => ms }) as Context;

  function seen({ statusCode, headers, body }: APIGatewayProxyStructuredResultV2): Seen {
    expect(headers).toMatchObject({ "content-type": "application/json", "cache-control": "no-store" });
    const retryAfter = (headers?.["retry-after"] as string | undefined) ?? null;
    return { status: statusCode ?? 0, retryAfter, body: JSON.parse(body ?? "null") };
  }

  /** One invocation with so much time left. */
  async function invoke(armor: AnomalyArmorEmulator, asset?: string, leftMs = 30_000): Promise<Seen> {
    const connect = () => new Client(anomalyArmor({ apiKey: KEY }), { fetch: armor.fetch, logger: null });
    return seen(await handlerOf(connect)(eventFor(asset), contextWith(leftMs)));
  }

  it("answers 200 with the report where all gates are open", async () => {
    const answer = await invoke(shop(), ORDERS);
    expect(answer).toMatchObject({
      status: 200,
      retryAfter: null,
      body: { passed: true, verdict: "pass", version: 1 },
    });
    expect(outcomes(answer)).toEqual([
      ["fresh", "pass"],
      ["no_anomalies", "pass"],
    ]);
  });

  it("answers 412 with the report where the answer is no", async () => {
    const answer = await invoke(shop(), LATE);
    expect(answer).toMatchObject({ status: 412, retryAfter: null, body: { passed: false, verdict: "fail" } });
    expect(answer.body.conditions?.[0]?.evidence).toMatchObject({ verdict: "fail", asked: { asset: LATE } });
  });

  it("answers 503 where nothing shows it, and does not ask to come again", async () => {
    const answer = await invoke(shop(), NEVER);
    expect(answer).toMatchObject({ status: 503, retryAfter: null, body: { verdict: "unknown" } });
  });

  it("answers 503 where the platform is down, and asks to come again", async () => {
    const armor = shop();
    armor.failNext({ kind: "status", status: 503 }, { times: 100 });
    const answer = await invoke(armor, ORDERS);
    expect(answer).toMatchObject({ status: 503, retryAfter: "60", body: { verdict: "unknown", counts: { error: 2 } } });
  });

  it.each([
    [MARGIN_MS + 50, "no answer within 50 ms"],
    [MARGIN_MS - 900, "no answer within 1 ms"],
  ])("answers before the invocation ends, with %d ms left", async (leftMs, reason) => {
    const armor = shop();
    armor.failNext({ kind: "latency", ms: 15_000 }, { times: 100 });
    // Without the emulator's clock, since the invocation ends in real time.
    const connect = () => new Client(anomalyArmor({ apiKey: KEY }), { fetch: (one) => armor.fetch(one), logger: null });
    const answer = seen(await handlerOf(connect)(eventFor(ORDERS), contextWith(leftMs)));
    expect(answer).toMatchObject({ status: 503, retryAfter: "60", body: { counts: { error: 2 } } });
    expect(answer.body.conditions?.[0]?.reason).toContain(reason);
    expect(answer.body.elapsedMs).toBeLessThan(5_000);
  });

  it("answers 400 where no asset is named", async () => {
    expect(await invoke(shop())).toMatchObject({ status: 400, body: { error: { message: expect.any(String) } } });
  });

  it("keeps its client, and makes it at the first request", async () => {
    const armor = shop();
    const connect = vi.fn(() => new Client(anomalyArmor({ apiKey: KEY }), { fetch: armor.fetch, logger: null }));
    const handler = handlerOf(connect);
    expect(connect).not.toHaveBeenCalled();
    for (const asset of [ORDERS, LATE]) await handler(eventFor(asset), contextWith(30_000));
    expect(connect).toHaveBeenCalledTimes(1);
  });

  it("leaves a bug to the platform", async () => {
    const handler = handlerOf(() => {
      throw new TypeError("a bug");
    });
    await expect(handler(eventFor(ORDERS), contextWith(30_000))).rejects.toThrow(TypeError);
  });

  it("is exported as it is deployed: it takes its key from the environment", async () => {
    const armor = shop();
    const server = await listen(armor);
    try {
      vi.stubEnv("ARMOR_API_URL", server.url);
      vi.stubEnv("ARMOR_API_KEY", "");
      const { handler } = await import("../../examples/serverless/lambda.js");
      const without = seen(await handler(eventFor(ORDERS), contextWith(30_000)));
      expect(without).toMatchObject({ status: 503, retryAfter: null, body: { error: { name: "ConfigurationError" } } });
      vi.stubEnv("ARMOR_API_KEY", KEY);
      expect(seen(await handler(eventFor(ORDERS), contextWith(30_000)))).toMatchObject({ status: 200 });
      expect(armor.requests.every(({ headers }) => headers.get("user-agent")?.endsWith(" lambda"))).toBe(true);
    } finally {
      await server.close();
    }
  });
});

describe("the Worker, in workerd", () => {
  const folder = new URL("../../examples/serverless/", import.meta.url);
  const settings = JSON.parse(readFileSync(new URL("wrangler.json", folder), "utf8"));
  let script: string;
  let armor: AnomalyArmorEmulator;
  const workers: Miniflare[] = [];

  beforeAll(async () => {
    const { outputFiles } = await build({
      entryPoints: [new URL(settings.main, folder).pathname],
      bundle: true,
      format: "esm",
      target: "es2022",
      conditions: ["workerd"],
      write: false,
      logLevel: "silent",
    });
    script = outputFiles[0]?.text ?? "";
  });
  afterAll(async () => void (await Promise.all(workers.map((one) => one.dispose()))));

  /** A worker whose requests to the outside all go to the emulator. */
  function deploy(bindings: Record<string, string>): Miniflare {
    armor = shop();
    const worker = new Miniflare({
      modules: true,
      script,
      compatibilityDate: settings.compatibility_date,
      bindings,
      outboundService: async ({ url, method, headers }) => {
        const answer = await armor.fetchInRealTime(new Request(url, { method, headers: [...headers] }));
        return new WorkerdResponse(await answer.text(), { status: answer.status, headers: [...answer.headers] });
      },
    });
    workers.push(worker);
    return worker;
  }

  async function ask(worker: Miniflare, query: string): Promise<Seen> {
    const { status, headers, json } = await worker
      .dispatchFetch(`https://gate.example.com/${query}`)
      .then(async (answer) => ({ status: answer.status, headers: answer.headers, json: await answer.json() }));
    return { status, retryAfter: headers.get("retry-after"), body: json as Seen["body"] };
  }

  it("answers 200, 412, 503 and 400", async () => {
    const worker = deploy({ ARMOR_API_KEY: KEY });
    const open = await ask(worker, `?asset=${ORDERS}`);
    expect(open).toMatchObject({ status: 200, retryAfter: null, body: { passed: true } });
    expect(outcomes(open)).toEqual([
      ["fresh", "pass"],
      ["no_anomalies", "pass"],
    ]);
    expect(armor.requests[0]?.headers.get("user-agent")).toContain("workerd");
    expect(await ask(worker, `?asset=${LATE}`)).toMatchObject({ status: 412, body: { verdict: "fail" } });
    expect(await ask(worker, `?asset=${NEVER}`)).toMatchObject({ status: 503, retryAfter: null });
    expect(await ask(worker, "")).toMatchObject({ status: 400 });
  });

  it("answers within its deadline", async () => {
    const worker = deploy({ ARMOR_API_KEY: KEY, DEADLINE_MS: "100" });
    armor.failNext({ kind: "latency", ms: 15_000 }, { times: 100 });
    const answer = await ask(worker, `?asset=${ORDERS}`);
    expect(answer).toMatchObject({ status: 503, retryAfter: "60", body: { counts: { error: 2 } } });
    expect(answer.body.conditions?.[0]?.reason).toContain("no answer within 100 ms");
  });

  it.each([
    [{}, "ConfigurationError"],
    [{ ARMOR_API_KEY: KEY, DEADLINE_MS: "soon" }, "ValidationError"],
  ])("says what is wrong with its bindings %j, and never the key", async (bindings, name) => {
    const answer = await ask(deploy(bindings), `?asset=${ORDERS}`);
    expect(answer).toMatchObject({ status: 503, retryAfter: null, body: { error: { name } } });
    expect(JSON.stringify(answer.body)).not.toContain(KEY);
    expect(armor.requests).toEqual([]);
  });
});
