import { NotFoundError, ResponseValidationError, ValidationError } from "dqgate";
import { describe, expect, it } from "vitest";
import { ORDERS, ORDERS_ID } from "./calls/sample.js";
import { world } from "./world.js";

const seed = { assets: [{ id: ORDERS_ID, qualifiedName: ORDERS }] };
const caught = (promise: PromiseLike<unknown>): Promise<unknown> =>
  Promise.resolve(promise).then(
    () => undefined,
    (error: unknown) => error,
  );

describe("an alert", () => {
  it("keeps the platform's fields and has the portable ones beside them", async () => {
    const { client } = world({
      ...seed,
      alertRules: [{ id: "rule_1", name: "late" }],
      alerts: [{ asset: ORDERS, rule: "rule_1", hoursAgo: 2, details: { hours_stale: 3, camelCase: "kept" } }],
    });
    const [alert] = (await client.alerts.list()).items;
    expect(alert).toMatchObject({
      alertType: "freshness",
      kind: "freshness",
      status: "triggered",
      isOpen: true,
      assetId: ORDERS_ID,
      qualifiedName: ORDERS,
      asset: ORDERS,
      assetName: "orders",
      ruleId: "rule_1",
      ruleName: "late",
      triggeredAt: new Date("2026-01-05T10:00:00Z"),
      detectedAt: new Date("2026-01-05T10:00:00Z"),
      acknowledgedAt: null,
      details: { hours_stale: 3, camelCase: "kept" },
    });
  });

  it.each([
    ["triggered", true],
    ["acknowledged", true],
    ["snoozed", true],
    ["escalated", true],
    ["resolved", false],
    ["dismissed", false],
    ["RESOLVED", false],
  ])("that is %s has isOpen = %s", async (status, isOpen) => {
    const { client } = world({ alerts: [{ status }] });
    const [alert] = (await client.alerts.list()).items;
    expect(alert).toMatchObject({ status: status.toLowerCase(), isOpen });
  });

  it("reads with the least that the sources agree on, and keeps what is unknown", async () => {
    const { client, armor } = world();
    armor.failNext({ kind: "json", body: { data: { data: [{ id: "alert_123", urgency: 9, asset_id: "a-1" }] } } });
    const page = await client.alerts.list();
    expect(page.items).toEqual([
      {
        id: "alert_123",
        alertType: null,
        status: "triggered",
        severity: "info",
        assetId: "a-1",
        qualifiedName: null,
        assetName: null,
        message: null,
        ruleId: null,
        ruleName: null,
        triggeredAt: null,
        acknowledgedAt: null,
        resolvedAt: null,
        details: null,
        asset: "a-1",
        isOpen: true,
        kind: null,
        detectedAt: null,
        urgency: 9,
      },
    ]);
  });

  it("must have an id", async () => {
    const { client, armor } = world();
    armor.failNext({ kind: "json", body: { data: { data: [{ id: "a" }, { status: "triggered" }] } } });
    const error = await caught(client.alerts.list());
    expect(error).toBeInstanceOf(ResponseValidationError);
    expect((error as ResponseValidationError).issues[0]?.path).toEqual([1, "id"]);
  });
});

describe("alerts.list", () => {
  it.each([
    ["E2", { data: { data: [{ id: "a" }], pagination: { total: 9, limit: 50, offset: 0, has_more: false } } }],
    ["E3", { data: [{ id: "a" }], pagination: { total: 9, limit: 50, offset: 0, has_more: false } }],
    ["E4", { data: { items: [{ id: "a" }], total: 9, has_more: false } }],
    ["E5", { data: { alerts: [{ id: "a" }], total: 9, has_more: false } }],
    ["E6", { success: true, data: { data: [{ id: "a" }], pagination: { total: 9, has_more: false } }, error: null }],
  ])("reads the envelope %s", async (_name, body) => {
    const { client, armor } = world();
    armor.failNext({ kind: "json", body });
    await expect(client.alerts.list()).resolves.toMatchObject({ total: 9, items: [{ id: "a" }] });
  });

  it("filters, newest first, across pages", async () => {
    const { client } = world({
      ...seed,
      alerts: [
        { id: "old", asset: ORDERS, hoursAgo: 50 },
        { id: "new", asset: ORDERS, hoursAgo: 1 },
        { id: "info", asset: ORDERS, severity: "info" },
        { id: "elsewhere" },
      ],
    });
    const ids = async (params: Parameters<typeof client.alerts.list>[0]): Promise<string[]> =>
      (await client.alerts.list({ ...params, limit: 1 }).toArray()).map(({ id }) => id);
    expect(await ids({ assetId: ORDERS, severity: "warning" })).toEqual(["new", "old"]);
    expect(await ids({ assetId: ORDERS_ID, since: "2026-01-05T00:00:00" })).toEqual(["new", "info"]);
    expect(await ids({ toDate: new Date("2026-01-04T00:00:00Z") })).toEqual(["old"]);
  });

  it.each([
    ["assetId", { assetId: "17" }],
    ["assetId", { assetId: "11111111" }],
    ["assetId", { assetId: "" }],
    ["limit", { limit: 101 }],
    ["limit", { limit: 0 }],
    ["since", { since: "yesterday" }],
    ["toDate", { toDate: new Date(Number.NaN) }],
    ["state", { state: "triggered" }],
  ])("refuses a wrong %s before it sends anything", async (field, params) => {
    const { client, armor } = world();
    const error = await caught(client.alerts.list(params as object));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({ field, operation: "GET /sdk/alerts" });
    expect(armor.requests).toEqual([]);
  });
});

describe("alerts.summary", () => {
  it.each([
    ["S", { triggered: 2, triggered_last_24h: 1 }, { triggered: 2, triggeredLast24h: 1, byStatus: null, total: null }],
    [
      "D",
      { total: 5, triggered_last_7d: 4, by_status: { triggered: 3, acknowledged: 1 }, by_type: { row_count: 5 } },
      {
        triggered: 3,
        triggeredLast7d: 4,
        total: 5,
        byStatus: { triggered: 3, acknowledged: 1, resolved: null },
        byType: { row_count: 5 },
      },
    ],
    [
      "P",
      { total_rules: 3, active_rules: 2, recent_alerts: 1, unresolved_alerts: 7 },
      { triggered: null, totalRules: 3, activeRules: 2, recentAlerts: 1, unresolvedAlerts: 7 },
    ],
    ["all", { triggered: 0, by_status: { triggered: 3 } }, { triggered: 0 }],
    ["none", {}, { triggered: null, byType: null }],
  ])("reads what %s tells", async (_source, data, gives) => {
    const { client, armor } = world();
    armor.failNext({ kind: "json", body: { data } });
    expect(await client.alerts.summary()).toMatchObject(gives);
  });
});

describe("what is done with an alert", () => {
  it("is sent without a body where there is nothing to say", async () => {
    const { client, armor } = world({ alerts: [{ id: "alert_1" }] });
    await client.alerts.acknowledge("alert_1");
    await client.alerts.dismiss("alert_1", undefined, { headers: { "x-why": "test" } });
    await client.alerts.resolve("alert_1", {});
    expect(armor.requests.map(({ path, body }) => [path, body])).toEqual([
      ["/sdk/alerts/alert_1/acknowledge", undefined],
      ["/sdk/alerts/alert_1/dismiss", undefined],
      ["/sdk/alerts/alert_1/resolve", {}],
    ]);
    expect(armor.requests[1]?.headers.get("x-why")).toBe("test");
  });

  it("changes the alert and is told by its history", async () => {
    const { client } = world({ alerts: [{ id: "alert_1", hoursAgo: 2 }] });
    await client.alerts.acknowledge("alert_1", { notes: "looking" });
    await client.alerts.resolve("alert_1");
    const [alert] = (await client.alerts.list()).items;
    expect(alert).toMatchObject({ status: "resolved", isOpen: false, resolvedAt: new Date("2026-01-05T12:00:00Z") });
    expect(await client.alerts.history("alert_1").toArray()).toEqual([
      { action: "triggered", timestamp: new Date("2026-01-05T10:00:00Z"), userId: null, notes: null },
      { action: "acknowledged", timestamp: new Date("2026-01-05T12:00:00Z"), userId: "user_1", notes: "looking" },
      { action: "resolved", timestamp: new Date("2026-01-05T12:00:00Z"), userId: "user_1", notes: null },
    ]);
  });

  it("lets a snooze end", async () => {
    const { client, armor } = world({ alerts: [{ id: "alert_1" }] });
    await client.alerts.snooze("alert_1", { durationHours: 1 });
    expect((await client.alerts.list({ status: "snoozed" })).total).toBe(1);
    await armor.clock.sleep(3_600_000);
    expect((await client.alerts.list({ status: "triggered" })).total).toBe(1);
  });

  it.each([0, 721, 1.5, "3", null, undefined])("refuses to snooze for %s hours", async (durationHours) => {
    const { client, armor } = world({ alerts: [{ id: "alert_1" }] });
    const error = await caught(client.alerts.snooze("alert_1", { durationHours } as { durationHours: number }));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({ field: "durationHours" });
    expect(armor.requests).toEqual([]);
  });

  it("is refused by the platform too", async () => {
    const { client, armor } = world({ alerts: [{ id: "alert_1" }] });
    const post = (path: string, body: unknown): Promise<Response> =>
      armor.fetch(
        new Request(`${armor.baseUrl}${path}`, {
          method: "POST",
          headers: { authorization: "Bearer aa_test_1234567890", "content-type": "application/json" },
          body: JSON.stringify(body),
        }),
      );
    expect((await post("/sdk/alerts/alert_1/snooze", { duration_hours: 721 })).status).toBe(422);
    expect((await post("/sdk/alerts/preview", { lookback_days: 0 })).status).toBe(422);
    expect((await post("/sdk/alerts/rules", {})).status).toBe(422);
    expect((await client.alerts.list()).items[0]).toMatchObject({ status: "triggered" });
  });

  it("needs an alert that is there, under its public id", async () => {
    const { client, armor } = world();
    const error = await caught(client.alerts.acknowledge("alert_9"));
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error).toMatchObject({ resourceType: "alert", resourceId: "alert_9" });
    armor.requests.length = 0;
    for (const id of ["42", "", "..", 42 as unknown as string]) {
      expect(await caught(client.alerts.resolve(id))).toMatchObject({ code: "validation", field: "alert" });
    }
    expect(armor.requests).toEqual([]);
  });

  it("escapes ids in the path", async () => {
    const { client, armor } = world({ alerts: [{ id: "a b/c?d" }] });
    await client.alerts.acknowledge("a b/c?d");
    expect(armor.requests[0]?.path).toBe("/sdk/alerts/a%20b%2Fc%3Fd/acknowledge");
  });
});

describe("alerts.history", () => {
  it("comes in one piece, however long it is", async () => {
    const { client, armor } = world({ alerts: [{ id: "alert_1" }] });
    const history = Array.from({ length: 120 }, (_, at) => ({ action: `step ${at}`, user_id: at }));
    armor.failNext({ kind: "json", body: { data: { history } } });
    const entries = await client.alerts.history("alert_1").toArray();
    expect(entries).toHaveLength(120);
    expect(entries[119]).toEqual({ action: "step 119", timestamp: null, userId: 119, notes: null });
    expect(armor.requests.map(({ query }) => query)).toEqual([{}]);
  });

  it("does not take an answer without a list for an empty one", async () => {
    const { client, armor } = world();
    armor.failNext({ kind: "json", body: { data: { note: "moved" } } });
    await expect(client.alerts.history("alert_1")).rejects.toBeInstanceOf(ResponseValidationError);
  });
});

describe("alerts.trends and alerts.preview", () => {
  it("leave the period to the platform", async () => {
    const { client, armor } = world();
    expect(await client.alerts.trends()).toMatchObject({ period: "7d", trends: [] });
    expect(armor.requests[0]?.query).toEqual({});
    expect(await caught(client.alerts.trends({ period: "1y" as "7d" }))).toMatchObject({ field: "period" });
  });

  it("keep whatever a trend holds", async () => {
    const { client, armor } = world();
    armor.failNext({ kind: "json", body: { data: { period: "1y", trends: [{ bucketStart: 1 }, 7, null] } } });
    expect(await client.alerts.trends()).toEqual({ period: "1y", trends: [{ bucketStart: 1 }, 7, null] });
  });

  it("look seven days back", async () => {
    const { client, armor } = world({ alerts: [{ hoursAgo: 24 * 6 }, { hoursAgo: 24 * 8 }] });
    expect(await client.alerts.preview()).toMatchObject({ lookbackHours: 168, alertsWouldMatch: 1 });
    expect(armor.requests[0]?.body).toEqual({ lookback_days: 7 });
  });
});
