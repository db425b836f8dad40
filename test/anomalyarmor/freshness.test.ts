import { Client, InconclusiveError, NotFoundError, StalenessError } from "dqgate";
import { anomalyArmor } from "dqgate/anomalyarmor";
import { type AnomalyArmorSeed, emulateAnomalyArmor } from "dqgate/testing";
import { describe, expect, it } from "vitest";

const ORDERS = "pg.shop.public.orders";

function start(seed: AnomalyArmorSeed) {
  const armor = emulateAnomalyArmor(seed);
  const client = new Client(anomalyArmor({ apiKey: "aa_test_0123456789" }), { fetch: armor.fetch, logger: null });
  return { armor, client };
}

describe("freshness.requireFresh", () => {
  it("passes on a fresh asset and gives what shows it", async () => {
    const { client } = start({ assets: [{ qualifiedName: ORDERS, hoursSinceUpdate: 2 }] });
    const evidence = await client.freshness.requireFresh(ORDERS, { maxAgeHours: 6 });
    expect(evidence.verdict).toBe("pass");
    expect(evidence.requests).toBe(1);
    expect(evidence.seen[0]).toMatchObject({ subject: ORDERS, value: 2, field: "hours_since_update" });
    expect(evidence.explain()).toContain("2.0 h old, the limit is 6.0 h");
  });

  it("throws a StalenessError with the age and the limit", async () => {
    const { client } = start({ assets: [{ qualifiedName: ORDERS, hoursSinceUpdate: 30 }] });
    const error = await client.freshness.requireFresh(ORDERS).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(StalenessError);
    expect(error).toMatchObject({
      asset: ORDERS,
      hoursSinceUpdate: 30,
      thresholdHours: 24,
      kind: "gate",
      code: "stale_data",
    });
  });

  it("lets an age equal to the limit pass, and the limit of 0 count", async () => {
    const { client } = start({ assets: [{ qualifiedName: ORDERS, hoursSinceUpdate: 24 }] });
    await expect(client.freshness.requireFresh(ORDERS)).resolves.toMatchObject({ verdict: "pass" });
    await expect(client.freshness.requireFresh(ORDERS, { maxAgeHours: 0 })).rejects.toBeInstanceOf(StalenessError);
  });

  it("stays closed where the platform knows nothing, unless told otherwise", async () => {
    const { client } = start({ assets: [{ qualifiedName: ORDERS, hoursSinceUpdate: null }] });
    await expect(client.freshness.requireFresh(ORDERS)).rejects.toBeInstanceOf(InconclusiveError);
    await expect(client.freshness.requireFresh(ORDERS, { onUnknown: "pass" })).resolves.toMatchObject({
      verdict: "unknown",
    });
  });

  it("refreshes, waits and passes", async () => {
    const { client, armor } = start({ assets: [{ qualifiedName: ORDERS, hoursSinceUpdate: 30 }] });
    const evidence = await client.freshness.requireFresh(ORDERS, { maxAgeHours: 6, refresh: true });
    expect(evidence.verdict).toBe("pass");
    expect(armor.requests.map(({ verb, path }) => `${verb} ${path.replace(/jobs\/.*/, "jobs/…")}`)).toEqual([
      `GET /sdk/freshness/${ORDERS}`,
      `POST /sdk/freshness/${ORDERS}/refresh`,
      "GET /sdk/jobs/…",
      "GET /sdk/jobs/…",
      "GET /sdk/jobs/…",
      `GET /sdk/freshness/${ORDERS}`,
    ]);
  });

  it("says that there is no such asset", async () => {
    const { client } = start({ assets: [] });
    await expect(client.freshness.requireFresh("pg.none")).rejects.toBeInstanceOf(NotFoundError);
  });
});
