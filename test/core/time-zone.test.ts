import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serverDelay } from "../../src/core/retry.js";
import { assetRecord, clientAt, emulated } from "../support/client.js";
import { json, serve } from "../support/server.js";

const before = process.env.TZ;
beforeAll(() => {
  process.env.TZ = "America/New_York";
});
afterAll(() => {
  if (before === undefined) delete process.env.TZ;
  else process.env.TZ = before;
});

describe("on a machine in New York", () => {
  it("the tests run in its zone", () => {
    expect(new Date("2026-01-05T12:00:00").toISOString()).toBe("2026-01-05T17:00:00.000Z");
  });

  it.each([
    ["2026-01-05T12:00:00", "2026-01-05T12:00:00.000Z"],
    ["2026-01-05 12:00:00.123456", "2026-01-05T12:00:00.123Z"],
    ["2026-07-05T12:00:00", "2026-07-05T12:00:00.000Z"],
    ["2026-01-05T12:00:00-05:00", "2026-01-05T17:00:00.000Z"],
    ["2026-01-05T12:00:00Z", "2026-01-05T12:00:00.000Z"],
    ["2026-01-05", "2026-01-05T00:00:00.000Z"],
    ["2026-03-08T02:30:00", "2026-03-08T02:30:00.000Z"],
  ])("the time %s is read as %s", async (wire, expected) => {
    const server = await serve((_, response) => json(response, { data: assetRecord({ created_at: wire }) }));
    const asset = await clientAt(server.url).assets.get("pg.a");
    expect(asset.createdAt?.toISOString()).toBe(expected);
  });

  it("a gate counts the age of a time without an offset in UTC", async () => {
    const { client } = emulated({ assets: [{ qualifiedName: "pg.a" }] });
    const { armor } = emulated({ assets: [{ qualifiedName: "pg.a", hoursSinceUpdate: 1 }] });
    const gate = client.with({ fetch: armor.fetch });
    const strip = (body: unknown): unknown => {
      const { data } = body as { data: Record<string, string> };
      return { data: { ...data, hours_since_update: null, last_updated: data.last_updated?.replace("Z", "") } };
    };
    armor.failNext({ kind: "change", change: strip });
    const evidence = await gate.freshness.requireFresh("pg.a", { maxAgeHours: 2 });
    expect(evidence.seen[0]).toMatchObject({ value: 1, field: "last_updated" });
  });

  it("the asctime form of Retry-After is UTC", () => {
    const now = Date.parse("2026-01-05T12:00:00Z");
    expect(serverDelay(new Headers({ "retry-after": "Mon Jan  5 12:00:30 2026" }), now, 429)).toBe(30_000);
  });
});
