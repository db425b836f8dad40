import { NotFoundError, ResponseValidationError, ValidationError } from "dqgate";
import { describe, expect, it } from "vitest";
import { ORDERS, ORDERS_ID } from "./calls/sample.js";
import { world } from "./world.js";

const seed = { assets: [{ id: ORDERS_ID, qualifiedName: ORDERS, hoursSinceUpdate: 1 }] };

describe("badges", () => {
  it("send the documented defaults when they are made", async () => {
    const { client, armor } = world(seed);
    const badge = await client.badges.create({ assetId: ORDERS });
    expect(armor.requests[0]?.body).toEqual({
      asset_id: ORDERS,
      label: "AnomalyArmor",
      tag_filters: [],
      schema_drift_enabled: true,
      freshness_enabled: true,
      include_upstream: false,
    });
    expect(badge).toMatchObject({ assetId: ORDERS_ID, label: "AnomalyArmor", isActive: true, updatedAt: null });
  });

  it("are changed only where something is told", async () => {
    const { client, armor } = world(seed);
    const { id } = await client.badges.create({ assetId: ORDERS, tagFilters: ["gold"] });
    await client.badges.update(id, { label: "orders", tagFilters: undefined });
    expect(armor.requests[1]?.body).toEqual({ label: "orders" });
    expect(await client.badges.get(id)).toMatchObject({ label: "orders", tagFilters: ["gold"] });
  });

  it("list those that are active, a hundred a page, unless asked otherwise", async () => {
    const { client, armor } = world(seed);
    const { id } = await client.badges.create({ assetId: ORDERS });
    await client.badges.update(id, { isActive: false });
    armor.requests.length = 0;
    expect((await client.badges.list()).items).toEqual([]);
    expect(armor.requests[0]?.query).toEqual({ active_only: "true", limit: "100", offset: "0" });
    expect((await client.badges.list({ activeOnly: false })).total).toBe(1);
  });

  it("list across pages", async () => {
    const { client } = world(seed);
    for (const label of ["a", "b", "c"]) await client.badges.create({ assetId: ORDERS, label });
    const badges = await client.badges.list({ limit: 2 }).toArray();
    expect(badges.map(({ label }) => label)).toEqual(["a", "b", "c"]);
  });

  it("show how the asset stands", async () => {
    const { client, armor } = world(seed);
    const { id } = await client.badges.create({ assetId: ORDERS });
    const status = async (): Promise<string> => (await client.badges.getStatus(id)).status;
    expect(await status()).toBe("passing");
    const alert = armor.addAlert({ asset: ORDERS, alertType: "schema_change" });
    expect(await status()).toBe("failing");
    alert.status = "resolved";
    await armor.clock.sleep(30 * 3_600_000);
    expect(await status()).toBe("failing");
    await client.badges.update(id, { freshnessEnabled: false });
    expect(await status()).toBe("passing");
    await client.badges.update(id, { isActive: false });
    expect(await status()).toBe("unknown");
  });

  it("read words in any case, new words, and fields that nobody knows", async () => {
    const { client, armor } = world(seed);
    armor.failNext({ kind: "json", body: { data: { badge_id: "b", status: "PASSING", shape: "round" } } });
    expect(await client.badges.getStatus("b")).toEqual({
      badgeId: "b",
      status: "passing",
      badgeUrl: null,
      shape: "round",
    });
    armor.failNext({ kind: "json", body: { badge_id: "b", status: "degraded", badge_url: "https://b.test" } });
    expect(await client.badges.getStatus("b")).toMatchObject({ status: "degraded", badgeUrl: "https://b.test" });
  });

  it("need what every source tells", async () => {
    const { client, armor } = world(seed);
    armor.failNext({ kind: "json", body: { data: { badge: { id: "b", label: "l" } } } });
    const error = await client.badges.get("b").catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ResponseValidationError);
    expect((error as ResponseValidationError).issues.map(({ path }) => path[0])).toEqual([
      "schemaDriftEnabled",
      "freshnessEnabled",
      "includeUpstream",
      "isActive",
    ]);
  });

  it("end", async () => {
    const { client } = world(seed);
    const { id } = await client.badges.create({ assetId: ORDERS });
    expect(await client.badges.delete(id)).toBeUndefined();
    await expect(client.badges.delete(id)).rejects.toBeInstanceOf(NotFoundError);
    await expect(client.badges.getStatus(id)).rejects.toMatchObject({ resourceType: "badge", resourceId: id });
  });

  it("take any answer to their end that is no failure", async () => {
    const { client, armor } = world(seed);
    for (const body of [{ data: true }, "gone", { success: true, data: null }]) {
      armor.failNext({ kind: "json", body });
      expect(await client.badges.delete("badge_1")).toBeUndefined();
    }
    armor.failNext({ kind: "json", body: { success: false, error: { code: "NOT_FOUND", message: "no such badge" } } });
    await expect(client.badges.delete("badge_1")).rejects.toBeInstanceOf(NotFoundError);
  });

  it("refuse wrong arguments before they send anything", async () => {
    const { client, armor } = world(seed);
    const fails = async (promise: PromiseLike<unknown>, field: string): Promise<void> => {
      const error = await Promise.resolve(promise).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(ValidationError);
      expect(error).toMatchObject({ field });
    };
    await fails(client.badges.list({ limit: 501 }), "limit");
    await fails(client.badges.create({ assetId: "12" }), "assetId");
    await fails(client.badges.create({ assetId: ORDERS, tagFilters: "gold" as never }), "tagFilters");
    await fails(client.badges.update("badge_1", { assetId: ORDERS } as object), "assetId");
    await fails(client.badges.get("12"), "badge");
    expect(armor.requests).toEqual([]);
  });
});
