import { VirtualClock } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { type World, world } from "./world.js";

/** It is 2026-01-05T12:00:00Z. */
const shop = (): World =>
  world({
    clock: new VirtualClock(),
    datastores: [
      {
        name: "shop",
        containers: [
          { name: "orders", rowCount: 7, hoursSinceUpdate: 30, measuredHoursAgo: 2, checks: [{ rule: "volumetric" }] },
          { name: "old", measuredHoursAgo: 24 * 10 },
          { name: "unseen", measuredHoursAgo: null, checks: [{ rule: "notNull", fields: ["id"], isPassing: false }] },
          { name: "drafts", checks: [{ rule: "freshness", properties: { value: 1 }, status: "Draft" }] },
        ],
      },
    ],
  });

describe("observability.list", () => {
  it("tells what was measured within the timeframe", async () => {
    const { client } = shop();
    const [orders, old, unseen] = await client.observability.list().toArray();
    expect(orders?.observabilityMeasurements?.dailyRecordsMeasured).toEqual([
      { date: new Date("2026-01-05T00:00:00Z"), rowCount: 7, lastModificationTime: new Date("2026-01-04T06:00:00Z") },
    ]);
    expect(old?.observabilityMeasurements).toMatchObject({ timeframe: "week", dailyRecordsMeasured: [] });
    expect(unseen?.observabilityMeasurements).toBeNull();
    const [, month] = await client.observability.list({ timeframe: "month" }).toArray();
    expect(month?.observabilityMeasurements?.dailyRecordsMeasured).toHaveLength(1);
  });

  it("tells of checks of volume and freshness in force, and of no others", async () => {
    const { client } = shop();
    const rows = await client.observability.list({ sortName: "asc" }).toArray();
    expect(
      rows.map(({ name, observabilityActiveChecks: checks }) => [name, checks.map(({ ruleType }) => ruleType)]),
    ).toEqual([
      ["drafts", []],
      ["old", []],
      ["orders", ["volumetric"]],
      ["unseen", []],
    ]);
  });

  it("turns its pages, and hides what is archived", async () => {
    const { client, server } = shop();
    const [orders] = server.state.containers;
    if (orders !== undefined) orders.deleted_at = "2026-01-01T00:00:00Z";
    const names = await client.observability.list({ size: 2 }).toArray();
    expect(names.map(({ name }) => name)).toEqual(["old", "unseen", "drafts"]);
    expect(server.requests.map(({ query }) => query.page)).toEqual(["1", "2"]);
  });

  it.each([
    ["size", 101],
    ["reportDate", "yesterday"],
    ["sortName", "up"],
    ["datastore", []],
    ["name", ""],
    ["nmae", "x"],
  ])("refuses %s %j before anything is sent", async (field, value) => {
    const { client, server } = shop();
    expect(await failure(client.observability.list({ [field]: value } as object))).toMatchObject({
      name: "ValidationError",
      field,
      operation: "GET /observability",
    });
    expect(server.requests).toEqual([]);
  });
});
