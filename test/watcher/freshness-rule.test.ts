import { VirtualClock } from "dqgate/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROWS } from "./freshness-rows.js";
import { pipelineRecord, stubbed, typeRecord } from "./stub.js";
import { world } from "./world.js";

const limitFields = ([number, unit]: readonly [number | null, string | null] = [null, null]): object => ({
  freshness_number: number,
  freshness_datepart: unit,
});

const before = process.env.TZ;

describe.each([
  ["America/New_York", "2026-01-05T17:00:00.000Z"],
  ["Pacific/Auckland", "2026-01-04T23:00:00.000Z"],
  ["UTC", "2026-01-05T12:00:00.000Z"],
])("the freshness rule on a machine in %s", (zone, noon) => {
  beforeAll(() => {
    process.env.TZ = zone;
  });
  afterAll(() => {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  });

  it("the tests run in its zone", () => {
    expect(new Date("2026-01-05T12:00:00").toISOString()).toBe(noon);
  });

  it.each(ROWS)("$what: $is", async ({ now, last = null, limit, pipeline, typeLimit, type, is, deadline }) => {
    const records = {
      "GET /pipeline/1": pipelineRecord({ last_target_insert: last, ...limitFields(limit), ...pipeline }),
      "GET /pipeline_type/1": typeRecord({ ...limitFields(typeLimit), ...type }),
    };
    const { client } = stubbed((operation) => ({ json: records[operation as keyof typeof records] }), {
      clock: new VirtualClock(now),
    });
    const status = await client.freshness.get(1);
    const isKnown = is === "fresh" || is === "stale";
    expect(status).toMatchObject({
      status: isKnown ? is : "unknown",
      isFresh: is === "fresh",
      isStale: is === "stale",
      unknownBecause: isKnown ? null : is,
      reason: isKnown ? null : expect.any(String),
      checkedAt: new Date(now),
    });
    if (deadline !== undefined) expect(status.deadline?.toISOString()).toBe(deadline);
    if (!isKnown) expect(status.deadline).toBeNull();
  });
});

describe("the server's own check", () => {
  const LASTS = ["2026-01-31T10:00:00Z", "2024-02-29T12:00:00Z", "2026-03-10T11:30:00Z", "2026-03-10T10:59:00Z", null];
  const LIMITS = [
    [1, "minute"],
    [1, "hour"],
    [38, "day"],
    [2, "week"],
    [1, "month"],
    [2, "year"],
    [null, null],
  ] as const;

  it("finds the same pipelines stale", async () => {
    const pipelines = LASTS.flatMap((lastTargetUpdate, at) =>
      LIMITS.flatMap(([freshnessNumber, freshnessDatepart]) =>
        ["plain", "limited", "muted"].map((typeName) => ({
          name: `p${at} ${freshnessNumber} ${freshnessDatepart} ${typeName}`,
          typeName,
          lastTargetUpdate,
          freshnessNumber,
          freshnessDatepart,
        })),
      ),
    );
    const { server, client } = world({
      clock: new VirtualClock("2026-03-10T12:00:00Z"),
      pipelineTypes: [
        { name: "plain" },
        { name: "limited", freshnessNumber: 12, freshnessDatepart: "hour" },
        { name: "muted", muteFreshnessCheck: true },
      ],
      pipelines,
    });
    await client.monitoring.checkFreshness();
    const here = await client.freshness.list({ status: "stale" }).toArray();
    // The check comes in later; what it looks at is as old as it was.
    await server.clock.sleep(5_000);
    await client.health.heartbeat();
    const there = server.state.freshnessLogs.map(({ id }) => id);
    expect(there.length).toBeGreaterThan(20);
    expect(here.map(({ assetId }) => assetId).sort()).toEqual([...there].sort());
  });
});
