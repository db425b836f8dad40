import { AbortedError } from "dqgate";
import { importChecks, importComputedTables, importConfig, importTemplates } from "dqgate/qualytics/config";
import { expect, test } from "vitest";
import { type World, world } from "../world.js";
import { computedTable, container, files, named, SHOP, shop } from "./estate.js";

const CHECK = "rule_type: notNull\ncontainer: Orders\nfields: [id]\n";
const FIELD = "datastores/shop/containers/orders/computed_fields/x.yaml";

/** Each import, and the write of it that is refused. */
const IMPORTS: readonly [on: string, work: (own: World) => Promise<unknown>][] = [
  [
    "POST /connections",
    ({ client }) => importConfig(client, files({ "connections/x.yaml": named("x", "type: s3\n") })),
  ],
  [
    "PUT /connections/{id}",
    ({ client }) => importConfig(client, files({ "connections/pg.yaml": named("pg", "type: s3\n") })),
  ],
  [
    "PUT /datastores/{id}",
    ({ client }) => importConfig(client, files({ [SHOP]: named("shop") }), { include: ["datastores"] }),
  ],
  [
    "POST /datastores",
    ({ client }) =>
      importConfig(client, files({ "datastores/n/_datastore.yaml": named("n", "connection_name: pg\n") }), {
        include: ["datastores"],
      }),
  ],
  ["POST /operations/run", ({ client }) => importConfig(client, files({ [SHOP]: named("shop") }))],
  [
    "POST /containers",
    ({ client }) => importConfig(client, files({ [SHOP]: named("shop"), [container("ct")]: computedTable("ct") })),
  ],
  [
    "POST /computed-fields",
    ({ client }) =>
      importConfig(
        client,
        files({ [SHOP]: named("shop"), [FIELD]: named("x", "transformation: convertFormattedNumeric\n") }),
      ),
  ],
  ["POST /quality-checks", ({ client }) => importChecks(client, files({ "a.yaml": CHECK }), { datastores: [1] })],
  ["POST /quality-check-templates", ({ client }) => importTemplates(client, files({ "a.yaml": CHECK }))],
  [
    "POST /containers",
    ({ client }) =>
      importComputedTables(
        client,
        [
          ["n", "d", "q"],
          ["t", "", "SELECT id FROM Orders"],
        ],
        { datastore: 1, skipChecks: true },
      ),
  ],
];

/** When each request of a kind came, by the server's clock. */
function timesOf(own: World, on: string): () => number[] {
  const times: number[] = [];
  const [verb, path = ""] = on.split(" ");
  const pattern = new RegExp(`^${path.replace(/\{\w+\}/g, "\\d+")}$`);
  const fetch = own.server.fetch;
  const client = own.client.with({
    fetch: Object.assign(
      (request: Request) => {
        const { pathname } = new URL(request.url);
        if (request.method === verb && pattern.test(pathname.replace(/^\/api/, ""))) times.push(own.server.clock.now());
        return fetch(request);
      },
      { clock: own.server.clock },
    ),
  });
  Object.assign(own, { client });
  return () => times;
}

const waits = (times: readonly number[]): number[] => times.slice(1).map((at, index) => at - (times[index] ?? 0));

test.each(IMPORTS)("%s that is refused for 20 seconds is not sent before (%#)", async (on, work) => {
  const own = shop();
  const times = timesOf(own, on);
  own.server.failNext({ kind: "status", status: 503, retryAfter: 20 }, { on });
  await work(own);
  expect(times()).toHaveLength(2);
  expect(waits(times())[0]).toBeGreaterThanOrEqual(20_000);
  expect(waits(times())[0]).toBeLessThan(21_000);
});

test.each(IMPORTS)("%s that fails without a word about time is sent again later (%#)", async (on, work) => {
  const own = shop();
  const times = timesOf(own, on);
  own.server.failNext({ kind: "status", status: 500 }, { on });
  await work(own);
  expect(times()).toHaveLength(2);
  expect(waits(times())[0]).toBeGreaterThanOrEqual(500);
});

test("waits grow from try to try, and a server that asks for more than a minute is left alone", async () => {
  const own = shop();
  const on = "PUT /connections/{id}";
  const times = timesOf(own, on);
  const given = files({ "connections/pg.yaml": named("pg", "type: s3\n") });
  own.server.failNext({ kind: "status", status: 503 }, { on, times: 3 });
  expect(await importConfig(own.client, given)).toMatchObject({ connections: { failed: 1 } });
  const [first = 0, second = 0] = waits(times());
  expect(times()).toHaveLength(3);
  expect(second).toBeGreaterThan(first);
  own.server.failNext({ kind: "status", status: 503, retryAfter: 3600 }, { on });
  const start = own.server.clock.now();
  expect(await importConfig(own.client, given)).toMatchObject({ connections: { failed: 1 } });
  expect(own.server.clock.now()).toBe(start);
  expect(times()).toHaveLength(4);
});

test("the caller's signal, and the client's end, end a wait", async () => {
  const given = files({ "connections/pg.yaml": named("pg", "type: s3\n") });
  for (const how of ["signal", "close"] as const) {
    const end = new AbortController();
    const { server, client: plain } = world({ connections: [{ name: "pg" }] });
    const sleep = (_: number, signal?: AbortSignal): Promise<void> =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener("abort", () => reject(new AbortedError()));
        queueMicrotask(() => (how === "signal" ? end.abort() : client.close()));
      });
    const client = plain.with({ clock: { now: () => server.clock.now(), sleep } });
    server.failNext({ kind: "status", status: 503, retryAfter: 20 }, { on: "PUT /connections/{id}" });
    await expect(importConfig(client, given, { signal: end.signal })).rejects.toBeInstanceOf(AbortedError);
    expect(server.requests.filter(({ verb }) => verb === "PUT")).toHaveLength(1);
  }
});
