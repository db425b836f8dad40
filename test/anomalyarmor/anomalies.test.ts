import {
  AnomaliesFoundError,
  AuthenticationError,
  type Client,
  GateError,
  InconclusiveError,
  NotFoundError,
  type PortableNamespaces,
  ResponseValidationError,
  ValidationError,
} from "dqgate";
import type { AlertSeed } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { ORDERS, ORDERS_ID } from "./calls/sample.js";
import { type World, world } from "./world.js";

const CUSTOMERS = "pg.shop.public.customers";
const LIST = "GET /sdk/alerts";

const start = (alerts: readonly AlertSeed[] = []): World =>
  world({ assets: [{ id: ORDERS_ID, qualifiedName: ORDERS }, { qualifiedName: CUSTOMERS }], alerts });

const failure = async (promise: Promise<unknown>): Promise<GateError> => {
  const error = await promise.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  expect(error).toBeInstanceOf(GateError);
  return error as GateError;
};

const alertsBody = (items: object[], pagination?: object): object => ({
  data: { data: items, ...(pagination === undefined ? {} : { pagination }) },
});

describe("anomalies.list", () => {
  it("judges isOpen after reading, and sends no such filter", async () => {
    const { client, armor } = start([
      { id: "a" },
      { id: "b", status: "resolved" },
      { id: "c", status: "escalated" },
      { id: "d", status: "dismissed" },
    ]);
    const ids = async (isOpen?: boolean): Promise<string[]> =>
      (await client.anomalies.list({ isOpen, limit: 3 }).toArray()).map(({ id }) => id);
    expect(await ids(true)).toEqual(["a", "c"]);
    expect(await ids(false)).toEqual(["b", "d"]);
    expect(await ids()).toEqual(["a", "b", "c", "d"]);
    expect(armor.requests.every(({ query }) => !("is_open" in query))).toBe(true);
    await expect(client.anomalies.list({ isOpen: true, limit: 3 })).resolves.toMatchObject({ total: 4 });
  });

  it.each([
    ["asset", { asset: 42 }],
    ["asset", { asset: "42" }],
    ["isOpen", { isOpen: "yes" }],
    ["since", { since: "soon" }],
    ["assetId", { assetId: ORDERS }],
  ])("refuses a wrong %s", async (field, params) => {
    const { client, armor } = start();
    const error = await client.anomalies.list(params as object).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({ field });
    expect(armor.requests).toEqual([]);
  });

  it("serves code that knows no platform", async () => {
    const { client } = start([{ asset: ORDERS, severity: "critical", message: "late" }]);
    const first = async ({ anomalies }: Pick<PortableNamespaces, "anomalies">): Promise<unknown> =>
      (await anomalies.list({ asset: ORDERS, isOpen: true, since: new Date(0) })).items[0];
    expect(await first(client satisfies Client<object>)).toMatchObject({
      asset: ORDERS,
      isOpen: true,
      severity: "critical",
      kind: "freshness",
      message: "late",
      detectedAt: expect.any(Date),
    });
  });
});

describe("anomalies.requireNone", () => {
  it("passes where nothing is open, with one small request a status", async () => {
    const { client, armor } = start([{ asset: ORDERS, status: "resolved" }, { asset: CUSTOMERS }]);
    const evidence = await client.anomalies.requireNone({ asset: ORDERS });
    expect(evidence).toMatchObject({
      gate: "anomalies.requireNone",
      verdict: "pass",
      asked: { asset: ORDERS, limit: "no alert that is triggered or acknowledged" },
      reason: `no alert on ${ORDERS} is triggered or acknowledged`,
      requests: 4,
      seen: [
        { subject: "alerts that are triggered", verdict: "pass", value: 0, field: "pagination.total" },
        { subject: "alerts that are acknowledged", verdict: "pass", value: 0, field: "pagination.total" },
      ],
    });
    expect(evidence.explain()).toContain("anomalies.requireNone of snowflake.prod.warehouse.orders: pass.");
    expect(armor.requests.map(({ path, query }) => [path, query])).toEqual([
      [`/sdk/assets/${ORDERS}`, {}],
      ["/sdk/alerts", { status: "triggered", asset_id: ORDERS_ID, limit: "20", offset: "0" }],
      ["/sdk/alerts", { status: "acknowledged", asset_id: ORDERS_ID, limit: "20", offset: "0" }],
      ["/sdk/alerts", { status: "snoozed", asset_id: ORDERS_ID, limit: "20", offset: "0" }],
    ]);
  });

  it("counts what is open and shows some of it", async () => {
    const many = Array.from({ length: 70 }, (_, at) => ({ asset: ORDERS, id: `a${at}`, message: `late ${at}` }));
    const { client } = start([...many, { asset: ORDERS, status: "acknowledged", id: "b" }, { asset: CUSTOMERS }]);
    const error = await failure(client.anomalies.requireNone({ asset: ORDERS }));
    expect(error).toBeInstanceOf(AnomaliesFoundError);
    expect(error).toMatchObject({ count: 71, code: "anomalies_found", verdict: "fail", platform: "anomalyarmor" });
    expect(error.message).toBe(`71 open alerts on ${ORDERS}, such as "late 0"`);
    expect(error.evidence?.requests).toBe(3);
    expect(error.evidence?.seen.map(({ subject, value }) => [subject, value])).toEqual([
      ["alerts that are triggered", 70],
      ["alerts that are acknowledged", 1],
      [`${ORDERS}: late 0`, "triggered"],
      [`${ORDERS}: late 1`, "triggered"],
      [`${ORDERS}: freshness alert`, "acknowledged"],
    ]);
    expect(error.evidence?.seen[2]?.measuredAt).toEqual(new Date("2026-01-05T11:00:00Z"));
  });

  it("is about everything without an asset", async () => {
    const { client, armor } = start([{ message: "somewhere" }]);
    expect((await failure(client.anomalies.requireNone())).message).toBe('1 open alert, such as "somewhere"');
    expect(armor.requests).toHaveLength(2);
  });

  it("does not pass on a misspelt asset", async () => {
    const { client, armor } = start();
    await expect(client.anomalies.requireNone({ asset: "snowflake.prod.warehouse.order" })).rejects.toBeInstanceOf(
      NotFoundError,
    );
    expect(armor.requests).toHaveLength(1);
  });

  it("heeds severity, since and the caller's own statuses", async () => {
    const { client, armor } = start([
      { severity: "info", hoursAgo: 1 },
      { severity: "critical", hoursAgo: 48 },
      { severity: "critical", status: "snoozed", hoursAgo: 48 },
    ]);
    const { requireNone } = { requireNone: client.anomalies.requireNone.bind(client.anomalies) };
    await expect(requireNone({ severity: "warning" })).resolves.toMatchObject({ verdict: "pass" });
    await expect(requireNone({ severity: "critical", since: "2026-01-05T00:00:00Z" })).resolves.toMatchObject({
      asked: {
        asset: null,
        limit: "no alert of severity critical that is triggered or acknowledged, since 2026-01-05T00:00:00Z",
      },
    });
    armor.requests.length = 0;
    expect(await failure(requireNone({ statuses: ["Snoozed", "snoozed "], isOpen: true }))).toMatchObject({ count: 1 });
    expect(armor.requests.map(({ query }) => query.status)).toEqual(["snoozed"]);
    expect(await failure(requireNone({ severity: "CRITICAL" }))).toMatchObject({ count: 1 });
  });

  it("stays closed on words that the platform may not know", async () => {
    const { client } = start();
    const error = await failure(client.anomalies.requireNone({ statuses: ["triggerd"] }));
    expect(error).toBeInstanceOf(InconclusiveError);
    expect(error.message).toContain("nothing shows that the platform knows the word triggerd");
    expect(await failure(client.anomalies.requireNone({ severity: "critcal" }))).toBeInstanceOf(InconclusiveError);
    await expect(
      client.anomalies.requireNone({ statuses: ["triggerd"] }, { onUnknown: "pass" }),
    ).resolves.toMatchObject({ verdict: "unknown" });
  });

  it("counts by reading where the platform does not filter by status", async () => {
    const { client, armor } = start();
    const all = [
      { id: "a", status: "resolved" },
      { id: "b", status: "Triggered", message: "open" },
      { id: "c", status: "acknowledged" },
    ];
    armor.failNext({ kind: "json", body: alertsBody(all.slice(0, 1), { total: 3, limit: 1, has_more: true }) });
    armor.failNext({ kind: "json", body: alertsBody(all, { total: 3, has_more: false }) });
    const error = await failure(client.anomalies.requireNone());
    expect(error).toMatchObject({ count: 2 });
    expect(error.evidence?.seen.map(({ value }) => value)).toEqual([1, 1, "triggered", "acknowledged"]);
    expect(armor.requests.map(({ query }) => query)).toEqual([
      { status: "triggered", limit: "20", offset: "0" },
      { limit: "100", offset: "0" },
    ]);
  });

  it("passes where it read everything and nothing was open", async () => {
    const { client, armor } = start();
    const all = [{ id: "a", status: "resolved" }];
    armor.failNext({ kind: "json", body: alertsBody(all, { total: 1, has_more: false }) }, { times: 2 });
    await expect(client.anomalies.requireNone()).resolves.toMatchObject({ verdict: "pass", requests: 2 });
  });

  it("stops reading at 1000 alerts", async () => {
    const seeds = Array.from({ length: 1_200 }, (_, at) => ({
      id: `a${at}`,
      hoursAgo: at,
      status: at === 3 ? "triggered" : "resolved",
    }));
    const unfiltered = (): World => {
      const made = start(seeds);
      made.armor.failNext({ kind: "json", body: alertsBody([{ id: "a0", status: "resolved" }], { total: 1_200 }) });
      return made;
    };
    const found = unfiltered();
    const error = await failure(found.client.anomalies.requireNone());
    expect(error).toMatchObject({ count: 1 });
    expect(error.message).toMatch(/^at least 1 open alert,/);
    expect(found.armor.requests).toHaveLength(11);

    const { client, armor } = unfiltered();
    armor.state.of("alerts").splice(3, 1);
    const unknown = await failure(client.anomalies.requireNone());
    expect(unknown).toBeInstanceOf(InconclusiveError);
    expect(unknown.message).toContain("only 1000 alerts were read");
  });

  it("takes items and their absence as evidence where no total is announced", async () => {
    const { client, armor } = start();
    armor.failNext({ kind: "json", body: alertsBody([]) }, { times: 2 });
    await expect(client.anomalies.requireNone()).resolves.toMatchObject({
      verdict: "pass",
      seen: [{ value: 0, field: "data" }, { value: 0 }],
    });
    armor.failNext({ kind: "json", body: alertsBody([{ id: "a", status: "triggered" }], { has_more: true }) });
    expect((await failure(client.anomalies.requireNone())).message).toMatch(/^at least 1 open alert/);
    armor.failNext({ kind: "json", body: alertsBody([{ id: "a", status: "triggered" }], { has_more: false }) });
    expect((await failure(client.anomalies.requireNone())).message).toMatch(/^1 open alert/);
  });

  it("reads on where a page is empty and more is announced", async () => {
    const { client, armor } = start([{ status: "triggered" }]);
    armor.failNext({ kind: "json", body: alertsBody([], { has_more: true }) });
    expect(await failure(client.anomalies.requireNone())).toMatchObject({ count: 1 });
  });

  it("gives no verdict where the platform counts alerts and shows none", async () => {
    const { client, armor } = start();
    armor.failNext({ kind: "json", body: alertsBody([], { total: 3, has_more: false }) }, { times: 3, on: LIST });
    await expect(client.anomalies.requireNone()).rejects.toThrow("announced with 3 items and ends after 0");
  });

  it("does not know where an alert is snoozed, or of a state that it does not know", async () => {
    const snoozed = await failure(
      start([{ asset: ORDERS, status: "snoozed" }]).client.anomalies.requireNone({ asset: ORDERS }),
    );
    expect(snoozed).toBeInstanceOf(InconclusiveError);
    expect(snoozed.message).toContain("1 alert is snoozed");

    const { client, armor } = start();
    const all = [
      { id: "a", status: "resolved" },
      { id: "b", status: "escalated" },
    ];
    armor.failNext({ kind: "json", body: alertsBody(all, { total: 2, has_more: false }) }, { times: 2 });
    const strange = await failure(client.anomalies.requireNone());
    expect(strange).toBeInstanceOf(InconclusiveError);
    expect(strange.message).toContain("1 more is neither resolved nor dismissed");
  });

  it("passes where a server does not know snoozing", async () => {
    const { client, armor } = start();
    const refuse = {
      kind: "status",
      status: 422,
      body: { error: { code: "VALIDATION_ERROR", message: "status" } },
    } as const;
    armor.failNext({ kind: "latency", ms: 0 }, { on: LIST, times: 2 });
    armor.failNext(refuse, { on: LIST });
    await expect(client.anomalies.requireNone()).resolves.toMatchObject({ verdict: "pass", requests: 3 });
  });

  it("asks for the asset as the platform knows it, and drops what is about another", async () => {
    const { client, armor } = start([{ asset: CUSTOMERS, message: "elsewhere" }]);
    const all = [{ id: "x", status: "triggered", asset_id: "other", qualified_name: CUSTOMERS }];
    armor.failNext({ kind: "json", body: alertsBody(all, { total: 1, has_more: false }) }, { on: LIST, times: 2 });
    await expect(client.anomalies.requireNone({ asset: ORDERS })).resolves.toMatchObject({ verdict: "pass" });
  });

  it("does not believe a total of 0 beside an alert", async () => {
    const { client, armor } = start([{ status: "triggered" }]);
    armor.failNext({ kind: "change", change: (body) => withTotal(body, 0) }, { on: LIST });
    expect(await failure(client.anomalies.requireNone())).toMatchObject({ count: 1 });
  });

  it("gives no verdict on an answer without a list, of a wrong shape, or none at all", async () => {
    const { client, armor } = start();
    armor.failNext({ kind: "json", body: { data: { message: "moved" } } });
    await expect(client.anomalies.requireNone()).rejects.toBeInstanceOf(ResponseValidationError);
    armor.failNext({ kind: "json", body: alertsBody([{ status: "triggered" }], { total: 1 }) });
    await expect(client.anomalies.requireNone({}, { validation: "lenient" })).rejects.toBeInstanceOf(
      ResponseValidationError,
    );
    armor.failNext({ kind: "status", status: 401, body: { error: { code: "UNAUTHORIZED", message: "no" } } });
    await expect(client.anomalies.requireNone()).rejects.toBeInstanceOf(AuthenticationError);
  });

  it("hides keys in messages", async () => {
    const { client } = start([{ message: `the key aa_live_${"x".repeat(32)} is old ${"!".repeat(500)}` }]);
    const error = await failure(client.anomalies.requireNone());
    expect(error.message).toContain("the key [redacted] is old");
    expect(error.message.length).toBeLessThan(300);
  });

  it.each([
    ["isOpen", { isOpen: false }, {}],
    ["statuses", { statuses: [] }, {}],
    ["statuses[0]", { statuses: [""] }, {}],
    ["statuses", { statuses: "triggered" }, {}],
    ["asset", { asset: 7 }, {}],
    ["since", { since: new Date(Number.NaN) }, {}],
    ["limit", { limit: 5 }, {}],
    ["onUnknown", {}, { onUnknown: "open" }],
  ])("refuses a wrong %s", async (field, params, options) => {
    const { client, armor } = start();
    const error = await client.anomalies
      .requireNone(params as object, options as object)
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({ field });
    expect(armor.requests).toEqual([]);
  });

  it("ends with the caller's signal", async () => {
    const { client, armor } = start();
    const signal = AbortSignal.abort();
    await expect(client.anomalies.requireNone({}, { signal })).rejects.toMatchObject({ code: "aborted" });
    expect(armor.requests).toEqual([]);
  });
});

function withTotal(body: unknown, total: number): unknown {
  const { data } = body as { data: { data: unknown[]; pagination: object } };
  return { data: { ...data, pagination: { ...data.pagination, total } } };
}
