import { ServerError, StalenessError } from "dqgate";
import type { AnomalyArmorEmulator } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { asked, LIST, nameOf, namesOf, pages, shop, stale, times } from "./freshness-batch-shop.js";
import { failure } from "./freshness-shop.js";

describe("a batch that waits", () => {
  /** Tables become fresh a while after the start. */
  const loads = (armor: AnomalyArmorEmulator, afterMs: number, places: readonly number[]): Promise<void> =>
    armor.clock.sleep(afterMs).then(() => {
      for (const at of places) {
        const asset = armor.state.assets[at];
        if (asset !== undefined) asset.lastUpdated = armor.clock.now();
      }
    });

  it("looks again at those alone that are not fresh, by the cheaper way, and at the others once at last", async () => {
    const { armor, client } = shop(1_000, stale(200, 800));
    const places = Array.from({ length: 200 }, (_, at) => 800 + at);
    const loaded = [loads(armor, 15_000, places.slice(0, 192)), loads(armor, 25_000, places.slice(192))];
    const seen: string[] = [];
    const evidence = await client.freshness.requireFresh(namesOf(1_000), {
      waitMs: 60_000,
      onProgress: ({ status }) => seen.push(status),
    });
    await Promise.all(loaded);
    expect(evidence).toMatchObject({ verdict: "pass", requests: 48, elapsedMs: 30_000 });
    // 200 are left, then 200 again, then 8, which are fewer than the pages; and the 992 that may have grown old meanwhile.
    expect(asked(armor)).toEqual([...pages(10), ...pages(10), ...pages(10), ...times(8, "one"), ...pages(10)]);
    expect(seen.filter((status) => status === "stale")).toHaveLength(200 + 200 + 8);
    expect(seen).toHaveLength(1_000 + 200 + 200 + 8 + 992);
  });

  it("does not pass with one that grew stale while another was waited for", async () => {
    const { armor, client } = shop(5, stale(1, 0));
    const [, other] = armor.state.assets;
    if (other !== undefined) other.lastUpdated = armor.clock.now() - 23.9 * 3_600_000;
    const loaded = loads(armor, 1.25 * 3_600_000, [0]);
    const gate = client.freshness.requireFresh(namesOf(5), { waitMs: 4 * 3_600_000, pollIntervalMs: 900_000 });
    await expect(gate).rejects.toMatchObject({ name: "StalenessError", asset: nameOf(1) });
    await loaded;
  });

  it("waits once for all, however many they are", async () => {
    const { armor, client } = shop(40, stale(40));
    const start = armor.clock.now();
    const error = await failure(client.freshness.requireFresh(namesOf(40), { waitMs: 60_000 }));
    expect(error).toMatchObject({ name: "StalenessError", asset: nameOf(0) });
    expect(armor.clock.now() - start).toBe(60_000);
    expect(asked(armor)).toEqual(times(7, "list 0"));
  });

  it("tolerates a list that is down for a moment while it looks again", async () => {
    const { armor, client } = shop(40, stale(40), { retries: 0 });
    armor.failNext({ kind: "change", change: (body) => body }, { on: LIST });
    armor.failNext({ kind: "status", status: 503 }, { on: LIST, times: 2 });
    const loaded = loads(armor, 35_000, [...namesOf(40).keys()]);
    const evidence = await client.freshness.requireFresh(namesOf(40), { waitMs: 60_000 });
    await loaded;
    expect(evidence).toMatchObject({ verdict: "pass", requests: 5, elapsedMs: 40_000 });
  });

  it("ends in time, though the platform asks for more patience than is left", async () => {
    const { armor, client } = shop(40, stale(40));
    const start = armor.clock.now();
    armor.failNext({ kind: "change", change: (body) => body }, { on: LIST });
    armor.failNext({ kind: "status", status: 503, retryAfter: 25 }, { on: LIST });
    const error = await failure(client.freshness.requireFresh(namesOf(40), { waitMs: 30_000 }));
    expect(error).toBeInstanceOf(StalenessError);
    expect(armor.clock.now() - start).toBe(30_000);
  });

  it("gives up on a list that stays down", async () => {
    const { armor, client } = shop(40, stale(40), { retries: 0 });
    armor.failNext({ kind: "change", change: (body) => body }, { on: LIST });
    armor.failNext({ kind: "status", status: 503 }, { on: LIST, times: 100 });
    const gate = client.freshness.requireFresh(namesOf(40), { waitMs: 600_000 });
    expect(await failure(gate)).toBeInstanceOf(ServerError);
    expect(armor.requests).toHaveLength(7);
  });

  it("refreshes what is stale, and reads a page to see what that gave", async () => {
    const { armor, client } = shop(50, stale(8, 20));
    const evidence = await client.freshness.requireFresh(namesOf(50), { refresh: true, idempotencyKey: "run-1" });
    const all = asked(armor);
    expect(evidence).toMatchObject({ verdict: "pass", requests: all.length });
    expect(all[0]).toBe("list 0");
    expect(all.at(-1)).toBe("list 0");
    expect(all.filter((one) => one === "refresh")).toHaveLength(8);
    expect(all).not.toContain("one");
    const keys = armor.requests.flatMap(({ verb, headers }) => (verb === "POST" ? headers.get("idempotency-key") : []));
    expect(keys).toEqual([20, 21, 22, 23, 24, 25, 26, 27].map((at) => `run-1:${at}`));
  });

  it("tells of what it had no time to refresh", async () => {
    const { armor, client } = shop(20, stale(20));
    const error = await failure(client.freshness.requireFresh(namesOf(20), { refresh: true, waitMs: 30_000 }));
    expect(error).toBeInstanceOf(StalenessError);
    expect(error.cause).toMatchObject({ name: "WaitTimeoutError", platform: "anomalyarmor" });
    // Eight at once: the first were done in time, the second were not, and the others never began.
    expect(asked(armor).filter((one) => one === "refresh")).toHaveLength(16);
    expect(error.evidence?.seen.map(({ verdict }) => verdict)).toEqual([...times(8, "pass"), ...times(12, "fail")]);
  });

  it("refreshes nothing where one can get no answer", async () => {
    const { armor, client } = shop(10, stale(10));
    const error = await failure(client.freshness.requireFresh([...namesOf(10), "pg.none"], { refresh: true }));
    expect(error).toMatchObject({ name: "StalenessError", asset: nameOf(0) });
    expect(asked(armor)).toEqual(["list 0", "one"]);
  });
});
