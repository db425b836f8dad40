import { InconclusiveError, NotFoundError, ResponseValidationError, StalenessError, ValidationError } from "dqgate";
import { describe, expect, it } from "vitest";
import { CUSTOMERS, failure, ORDERS, orders } from "./freshness-shop.js";
import { type World, world } from "./world.js";

/** The gate's answer to a freshness record as some source spells it. */
async function judged(record: object, options = {}): Promise<string> {
  const { armor, client } = orders(1);
  const body = { data: { asset_id: "a", qualified_name: ORDERS, checked_at: "2026-01-05T12:00:00Z", ...record } };
  armor.failNext({ kind: "json", body });
  const error = await client.freshness.requireFresh(ORDERS, options).catch((caught: unknown) => caught);
  return error instanceof Error ? error.name : "pass";
}

describe("freshness.requireFresh", () => {
  it("passes on a fresh asset and gives what shows it", async () => {
    const { client } = orders(2);
    const evidence = await client.freshness.requireFresh(ORDERS, { maxAgeHours: 6 });
    expect(evidence).toMatchObject({ verdict: "pass", requests: 1, elapsedMs: 0, asked: { asset: ORDERS } });
    expect(evidence.seen).toEqual([
      {
        subject: ORDERS,
        verdict: "pass",
        value: 2,
        field: "hours_since_update",
        measuredAt: new Date("2026-01-05T12:00:00Z"),
        reason: `${ORDERS} is fresh: 2.0 h old, the limit is 6.0 h`,
      },
    ]);
    expect(evidence.statuses).toMatchObject([{ qualifiedName: ORDERS, status: "fresh" }]);
    expect(evidence.explain().split("\n")).toEqual([
      `freshness.requireFresh of ${ORDERS}: pass. ${ORDERS} is fresh: 2.0 h old, the limit is 6.0 h`,
      `- pass: ${ORDERS} is fresh: 2.0 h old, the limit is 6.0 h (hours_since_update = 2, measured 2026-01-05T12:00:00.000Z)`,
      "Required: at most 6 h old, and not stale by the platform's own threshold. 1 request, 0 ms.",
    ]);
  });

  it("throws a StalenessError with the age and the limit", async () => {
    const { client } = orders(30);
    const error = await failure(client.freshness.requireFresh(ORDERS));
    expect(error).toBeInstanceOf(StalenessError);
    expect(error).not.toBeInstanceOf(InconclusiveError);
    expect(error).toMatchObject({
      asset: ORDERS,
      hoursSinceUpdate: 30,
      thresholdHours: 24,
      lastUpdated: new Date("2026-01-04T06:00:00Z"),
      kind: "gate",
      code: "stale_data",
      verdict: "fail",
      retryable: false,
      operation: "freshness.requireFresh",
      message: `${ORDERS} is stale: 30.0 h old, the limit is 24.0 h`,
    });
    expect(error.evidence?.seen[0]).toMatchObject({ verdict: "fail", value: 30 });
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ name: "StalenessError", hoursSinceUpdate: 30 });
  });

  it("ages with the clock", async () => {
    const { armor, client } = orders(5);
    await client.freshness.requireFresh(ORDERS, { maxAgeHours: 6 });
    await armor.clock.sleep(2 * 3_600_000);
    await expect(client.freshness.requireFresh(ORDERS, { maxAgeHours: 6 })).rejects.toBeInstanceOf(StalenessError);
  });

  it("says that there is no such asset", async () => {
    const { client } = world();
    await expect(client.freshness.requireFresh("pg.none")).rejects.toBeInstanceOf(NotFoundError);
  });
});

describe("the rule", () => {
  it.each([
    ["an age equal to the limit", { status: "fresh", hours_since_update: 24 }, {}, "pass"],
    ["an age above the limit", { status: "fresh", hours_since_update: 24.01 }, {}, "StalenessError"],
    ["a limit of 0", { status: "fresh", hours_since_update: 0.1 }, { maxAgeHours: 0 }, "StalenessError"],
    ["an age of 0 under a limit of 0", { status: "fresh", hours_since_update: 0 }, { maxAgeHours: 0 }, "pass"],
    [
      "the asset's own threshold",
      { status: "fresh", hours_since_update: 7, staleness_threshold_hours: 6 },
      {},
      "StalenessError",
    ],
    [
      "a wide threshold of its own",
      { status: "fresh", hours_since_update: 40, staleness_threshold_hours: 48 },
      {},
      "pass",
    ],
    [
      "a threshold of 0, which is none",
      { status: "fresh", hours_since_update: 20, staleness_threshold_hours: 0 },
      {},
      "pass",
    ],
    [
      "a limit that is tighter than the threshold",
      { status: "fresh", hours_since_update: 20 },
      { maxAgeHours: 6 },
      "StalenessError",
    ],
    [
      "stale for the platform, under a looser limit",
      { status: "stale", hours_since_update: 30 },
      { maxAgeHours: 99 },
      "StalenessError",
    ],
    [
      "stale for the platform, without an age",
      { status: "unknown", is_stale: true, hours_since_update: null },
      {},
      "StalenessError",
    ],
    ["fresh for the platform, without an age", { status: "fresh", hours_since_update: null }, {}, "InconclusiveError"],
    [
      "fresh without an age, where an age is asked",
      { status: "fresh", hours_since_update: null },
      { maxAgeHours: 6 },
      "InconclusiveError",
    ],
    ["unknown", { status: "unknown", hours_since_update: null }, {}, "InconclusiveError"],
    ["unknown with a small age", { status: "unknown", hours_since_update: 1 }, {}, "InconclusiveError"],
    ["unknown with a large age", { status: "unknown", hours_since_update: 99 }, {}, "StalenessError"],
    ["unknown but called fresh", { status: "unknown", is_fresh: true, hours_since_update: 1 }, {}, "InconclusiveError"],
    ["disabled", { status: "disabled", hours_since_update: null }, {}, "InconclusiveError"],
    ["a word that nobody knows", { status: "delayed", hours_since_update: 1 }, {}, "InconclusiveError"],
    ["not fresh, and nothing more", { status: "unknown", is_fresh: false }, {}, "InconclusiveError"],
    ["unknown, let through", { status: "unknown" }, { onUnknown: "pass" }, "pass"],
    ["stale, with unknown let through", { status: "stale" }, { onUnknown: "pass" }, "StalenessError"],
    ["another letter case", { status: "STALE", hours_since_update: 1 }, {}, "StalenessError"],
    [
      "an age from an earlier look",
      { status: "fresh", hours_since_update: 1, last_updated: "2026-01-04T00:00:00Z" },
      {},
      "StalenessError",
    ],
    [
      "an age from the last update alone",
      { status: "fresh", last_update_time: "2026-01-05T07:00:00" },
      { maxAgeHours: 6 },
      "pass",
    ],
    ["rounding", { status: "fresh", hours_since_update: 24, last_updated: "2026-01-04T11:59:00Z" }, {}, "pass"],
    [
      "a last update in the future",
      { status: "fresh", last_updated: "2026-01-06T00:00:00Z" },
      { maxAgeHours: 6 },
      "InconclusiveError",
    ],
    [
      "the docs' spelling",
      { status: "fresh", is_fresh: true, hours_since_update: 7, threshold_hours: 6 },
      {},
      "StalenessError",
    ],
  ])("%s", async (_, record, options, outcome) => {
    expect(await judged(record, options)).toBe(outcome);
  });

  it("stays strict where the client is lenient", async () => {
    const { armor, client } = world({ assets: [{ qualifiedName: ORDERS }] }, { validation: "lenient" });
    armor.failNext(
      { kind: "json", body: { data: { asset_id: "a", status: "fresh", hours_since_update: 1 } } },
      { times: 2 },
    );
    await expect(client.freshness.get(ORDERS)).resolves.toMatchObject({ assetId: "a" });
    await expect(client.freshness.requireFresh(ORDERS, { validation: "lenient" })).rejects.toBeInstanceOf(
      ResponseValidationError,
    );
  });
});

describe("several assets", () => {
  const both = (hours: number | null): World =>
    world({
      assets: [
        { qualifiedName: ORDERS, hoursSinceUpdate: 1 },
        { qualifiedName: CUSTOMERS, hoursSinceUpdate: hours },
      ],
    });

  it("pass together, one verdict each", async () => {
    const evidence = await both(2).client.freshness.requireFresh([ORDERS, CUSTOMERS], { maxAgeHours: 6 });
    expect(evidence).toMatchObject({ verdict: "pass", requests: 2, reason: "all 2 assets are fresh" });
    expect(evidence.seen.map(({ subject, value }) => [subject, value])).toEqual([
      [ORDERS, 1],
      [CUSTOMERS, 2],
    ]);
  });

  it("fail where one is stale, which is named", async () => {
    const error = await failure(both(7).client.freshness.requireFresh([ORDERS, CUSTOMERS], { maxAgeHours: 6 }));
    expect(error).toMatchObject({ name: "StalenessError", asset: CUSTOMERS, hoursSinceUpdate: 7 });
    expect(error.evidence?.seen.map(({ verdict }) => verdict)).toEqual(["pass", "fail"]);
  });

  it("fail where one is stale, though another gives no answer", async () => {
    const { armor, client } = world({ assets: [{ qualifiedName: ORDERS, hoursSinceUpdate: 30 }] }, { retries: 0 });
    armor.failNext({ kind: "status", status: 503 }, { on: "GET /sdk/freshness/{asset_id}" });
    const error = await failure(client.freshness.requireFresh([CUSTOMERS, ORDERS]));
    expect(error).toMatchObject({ name: "StalenessError", asset: ORDERS });
    expect(error.evidence?.seen.map(({ verdict }) => verdict)).toEqual(["unknown", "fail"]);
    expect(error.evidence?.seen[0]?.reason).toContain("ServerError");
  });

  it("do not wait for the others where one does not exist", async () => {
    const { armor, client } = orders(30, { refreshFinds: "nothing" });
    const start = armor.clock.now();
    const gate = client.freshness.requireFresh(["pg.none", ORDERS], { waitMs: 600_000 });
    expect(await failure(gate)).toMatchObject({ name: "StalenessError", asset: ORDERS });
    expect(armor.clock.now() - start).toBeLessThan(30_000);
  });

  it("count once, however often they are named", async () => {
    const { armor, client } = both(2);
    await client.freshness.requireFresh([ORDERS, ORDERS, CUSTOMERS, ORDERS]);
    expect(armor.requests).toHaveLength(2);
  });

  it("are unknown where one is", async () => {
    const error = await failure(both(null).client.freshness.requireFresh([ORDERS, CUSTOMERS]));
    expect(error).toMatchObject({ name: "InconclusiveError", verdict: "unknown" });
  });
});

describe("wrong input is refused before anything is sent", () => {
  it.each([
    ["asset", [], {}],
    ["asset", "12", {}],
    ["asset", "", {}],
    ["maxAgeHours", ORDERS, { maxAgeHours: -1 }],
    ["maxAgeHours", ORDERS, { maxAgeHours: Number.NaN }],
    ["maxAgeHours", ORDERS, { maxAgeHours: "6" }],
    ["waitMs", ORDERS, { waitMs: Number.POSITIVE_INFINITY }],
    ["onUnknown", ORDERS, { onUnknown: "open" }],
    ["refresh", ORDERS, { refresh: "yes" }],
    ["pollIntervalMs", ORDERS, { pollIntervalMs: 0 }],
    ["timeoutMs", ORDERS, { timeoutMs: -5 }],
    ["maxAgehours", ORDERS, { maxAgehours: 6 }],
    ["options", ORDERS, 6],
    ["options", ORDERS, null],
    ["onProgress", ORDERS, { onProgress: 5 }],
    ["waitMs", ORDERS, { refresh: true, waitMs: 0 }],
    ["idempotencyKey", ORDERS, { idempotencyKey: "k".repeat(200) }],
    ["asset", null, {}],
    ["asset", {}, {}],
    ["asset", new Set([ORDERS]), {}],
    ["asset[1]", [ORDERS, ""], { refresh: true }],
  ])("%s", async (field, asset, options) => {
    const { armor, client } = orders(1);
    const error = await failure(client.freshness.requireFresh(asset as string, options as object));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({ field, kind: "config" });
    expect(armor.requests).toHaveLength(0);
  });
});
