import { ResponseValidationError } from "dqgate";
import { describe, expect, it } from "vitest";
import { ORDERS, ORDERS_ID } from "./calls/sample.js";
import { world } from "./world.js";

const RECORD = {
  overall_status: "WARNING",
  alerts: { total_rules: 3, active_rules: 2, recent_alerts: 1, unresolved_alerts: 4 },
  freshness: { total_assets: 5, fresh_count: 3, stale_count: 1, unknown_count: 1, freshness_rate: 60 },
  schema_drift: { total_changes: 7, unacknowledged: 2, last_check: "2026-01-05T10:00:00" },
  needs_attention: [{ type: "alert", severity: "Critical", title: "orders are late" }],
  generated_at: "2026-01-05T12:00:00",
};

describe("health.summary", () => {
  it("follows the platform from healthy to critical", async () => {
    const { client, armor } = world({ assets: [{ id: ORDERS_ID, qualifiedName: ORDERS, hoursSinceUpdate: 1 }] });
    const status = async (): Promise<string> => (await client.health.summary()).overallStatus;
    expect(await status()).toBe("healthy");
    await armor.clock.sleep(48 * 3_600_000);
    const stale = await client.health.summary({});
    expect(stale).toMatchObject({
      overallStatus: "warning",
      freshness: { stale: 1 },
      needsAttention: [{ type: "stale_data", assetId: ORDERS_ID, assetName: "orders" }],
    });
    const alert = armor.addAlert({ asset: ORDERS, severity: "critical" });
    expect(await status()).toBe("critical");
    alert.status = "dismissed";
    expect(await status()).toBe("warning");
  });

  it("reads the other spellings within its parts", async () => {
    const { client, armor } = world();
    armor.failNext({ kind: "json", body: { data: RECORD } });
    expect(await client.health.summary()).toEqual({
      overallStatus: "warning",
      alerts: expect.objectContaining({ triggered: null, totalRules: 3, unresolvedAlerts: 4 }),
      freshness: expect.objectContaining({ fresh: 3, stale: 1, unknown: 1, freshPercentage: 60, disabled: null }),
      schemaDrift: expect.objectContaining({
        totalChanges: 7,
        unacknowledged: 2,
        lastCheck: new Date("2026-01-05T10:00:00Z"),
      }),
      needsAttention: [
        { type: "alert", severity: "critical", title: "orders are late", assetId: null, assetName: null },
      ],
      generatedAt: new Date("2026-01-05T12:00:00Z"),
    });
  });

  it("reads new words, a wrapper, and nothing that needs attention", async () => {
    const { client, armor } = world();
    const data = { ...RECORD, overall_status: "degraded", needs_attention: null, region: "eu" };
    armor.failNext({ kind: "json", body: { success: true, data, error: null } });
    expect(await client.health.summary()).toMatchObject({
      overallStatus: "degraded",
      needsAttention: [],
      region: "eu",
    });
  });

  it.each(["overall_status", "alerts", "freshness", "schema_drift"])("needs %s", async (field) => {
    const { client, armor } = world();
    armor.failNext({ kind: "json", body: { data: { ...RECORD, [field]: undefined } } });
    const error = await client.health.summary().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ResponseValidationError);
    expect((error as ResponseValidationError).issues).toHaveLength(1);
  });

  it("says where in a part something is wrong", async () => {
    const { client, armor } = world();
    const freshness = { ...RECORD.freshness, fresh_count: "three" };
    armor.failNext({ kind: "json", body: { data: { ...RECORD, freshness } } });
    const error = await client.health.summary().catch((caught: unknown) => caught);
    expect((error as ResponseValidationError).issues[0]?.path).toEqual(["freshness", "fresh"]);
  });

  it("takes no params", async () => {
    const { client, armor } = world();
    const error = await client.health.summary({ asset: ORDERS } as object).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "validation", field: "asset" });
    expect(armor.requests).toEqual([]);
  });
});
