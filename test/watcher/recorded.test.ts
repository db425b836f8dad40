import { Client } from "dqgate";
import { emulateWatcher, VirtualClock } from "dqgate/testing";
import { type WatcherClient, watcher } from "dqgate/watcher";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { type Exchange, send } from "./exchanges/exchange.js";
import { executionExchanges } from "./exchanges/executions.js";
import { lineageExchanges } from "./exchanges/lineage.js";
import { monitoringExchanges } from "./exchanges/monitoring.js";
import { pipelineExchanges } from "./exchanges/pipelines.js";
import { URL_OF_WATCHER, world } from "./world.js";

const EXCHANGES = [...pipelineExchanges, ...executionExchanges, ...lineageExchanges, ...monitoringExchanges];
const NOW = "2026-11-20T07:20:00Z";
const LIST = /^\/pipeline$/;

/** A client whose requests are noted, and answered as they were by the real server. */
function replaying({ verb, path, status, answer, asksList }: Exchange): {
  client: WatcherClient;
  sent: Request[];
} {
  const sent: Request[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    sent.push(request.clone());
    const { pathname } = new URL(request.url);
    if (asksList === true && request.method === "GET" && LIST.test(pathname)) return Response.json([]);
    if (request.method !== verb || pathname !== path) throw new Error(`not recorded: ${request.method} ${pathname}`);
    const isText = typeof answer === "string";
    return new Response(answer === undefined ? null : isText ? answer : JSON.stringify(answer), {
      status,
      headers: { "content-type": isText ? "text/plain; charset=utf-8" : "application/json" },
    });
  };
  const options = { fetch, clock: new VirtualClock(NOW), logger: null, retries: 0 };
  return { client: new Client(watcher({ url: URL_OF_WATCHER }), options), sent };
}

describe.each(EXCHANGES.map((one) => [`${one.verb} ${one.path}: ${one.name}`, one] as const))("%s", (_, one) => {
  it("is sent as it was", async () => {
    const { client, sent } = replaying(one);
    await Promise.resolve(one.call(client)).catch(() => undefined);
    expect(sent).toHaveLength(one.asksList === true ? 2 : 1);
    const [request] = sent as [Request];
    const url = new URL(request.url);
    expect(`${request.method} ${url.origin}${url.pathname}`).toBe(`${one.verb} ${URL_OF_WATCHER}${one.path}`);
    expect(Object.fromEntries(url.searchParams)).toEqual({ ...one.query, ...one.adds });
    const text = await request.text();
    expect(text === "" ? undefined : JSON.parse(text)).toStrictEqual(one.body);
    if (one.body !== undefined) expect(request.headers.get("content-type")).toMatch(/^application\/json/);
    expect(request.headers.has("authorization")).toBe(false);
  });

  it("is read as it was answered", async () => {
    const { client } = replaying(one);
    if (one.fails === undefined) {
      expect(await one.call(client)).toEqual(one.gives);
      return;
    }
    const error = await failure(one.call(client));
    expect(error).toBeInstanceOf(one.fails.type);
    expect(error).toMatchObject({ kind: "api", platform: "watcher", ...one.fails.with });
  });

  it("is answered the same by the emulator", async () => {
    const server = emulateWatcher({ clock: new VirtualClock(NOW), ...one.seed });
    await one.arrange?.(server);
    const query = one.query === undefined ? "" : `?${new URLSearchParams(one.query)}`;
    const response = await send(server, one.verb, one.path + query, one.body);
    expect(response.status).toBe(one.status);
    const isText = typeof one.answer === "string";
    expect(response.headers.get("content-type")).toBe(isText ? "text/plain; charset=utf-8" : "application/json");
    const text = await response.text();
    if (one.answer === undefined || isText) expect(text).toBe(one.answer ?? "");
    else expect(JSON.parse(text)).toStrictEqual({ ...(one.answer as object), ...one.varies });
  });
});

describe("what was recorded around the exchanges", () => {
  it("leaves the executions there that a clean-up says to have deleted", async () => {
    const runs = [100, 99, 91].map((days) => ({ pipeline: 1, startedHoursAgo: days * 24 }));
    const { client } = world({ pipelines: [{ name: "p1" }], executions: runs });
    expect((await client.maintenance.cleanupLogs({ retentionDays: 90 })).totalPipelineExecutionsDeleted).toBe(3);
    for (const id of [1, 2, 3]) expect((await client.executions.get(id)).id).toBe(id);
  });

  it("flags a run of 1000 rows after six of about 100, and takes one flag back", async () => {
    const { server, client } = world({
      pipelines: [{ name: "p1" }],
      executions: [98, 99, 100, 101, 102, 100].map((rows, at) => ({
        pipeline: 1,
        startedHoursAgo: 24 * (at + 1),
        inserts: rows,
        totalRows: rows,
      })),
      rules: ["inserts", "total_rows"].map((metricField) => ({ pipeline: 1, metricField, minimumExecutions: 5 })),
    });
    const { id } = await client.executions.start({ pipelineId: 1, startDate: new Date(server.clock.now()) });
    const endDate = new Date(server.clock.now() + 60_000);
    await client.executions.end({ id, endDate, completedSuccessfully: true, inserts: 1000, totalRows: 1000 });
    expect((await client.executions.get(id)).anomalyFlags).toBeNull();
    await server.clock.sleep(1_000);
    expect((await client.executions.get(id)).anomalyFlags).toEqual({ inserts: true, total_rows: true });
    await client.anomalies.unflag({ pipelineId: 1, pipelineExecutionId: id, metricField: ["total_rows", "updates"] });
    expect((await client.executions.get(id)).anomalyFlags).toEqual({ inserts: true, total_rows: false });
  });
});
