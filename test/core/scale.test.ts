import { type ConditionContext, type Conditions, checkAll, type Fetch, type GateReport, StalenessError } from "dqgate";
import type { AnomalyArmorClient } from "dqgate/anomalyarmor";
import { type AnomalyArmorEmulator, type AssetSeed, emulateAnomalyArmor } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { clientOf } from "../support/client.js";
import { failure } from "../support/failure.js";

const MANY = 10_000;
const PER_SECOND = 100;
/** Of what the limit allows, so much may be left unused. */
const SLACK = 1.15;

const nameOf = (at: number): string => `snowflake.prod.warehouse.t${at}`;
const namesOf = (count: number, from = 0): string[] => Array.from({ length: count }, (_, at) => nameOf(from + at));

/** A platform that refuses what is more than so many requests a second, and when it did, in milliseconds from its start. */
interface LimitedWorld {
  armor: AnomalyArmorEmulator;
  client: () => AnomalyArmorClient;
  refusedAt: number[];
  elapsedMs: () => number;
}

function limited(assets: AssetSeed[], perSecond = PER_SECOND): LimitedWorld {
  const armor = emulateAnomalyArmor({ assets, rateLimit: { perMinute: 60 * perSecond, perSecond } });
  const start = armor.clock.now();
  const elapsedMs = (): number => armor.clock.now() - start;
  const refusedAt: number[] = [];
  const fetch: Fetch = async (request) => {
    const answer = await armor.fetch(request);
    if (answer.status === 429) refusedAt.push(elapsedMs());
    return answer;
  };
  return { armor, client: () => clientOf({}, { fetch, clock: armor.clock }), refusedAt, elapsedMs };
}

const tables = (count: number): AssetSeed[] => namesOf(count).map((qualifiedName) => ({ qualifiedName }));

/** How long so many requests take at least: the first second's go out at once. */
const leastMs = (requests: number, perSecond = PER_SECOND): number => (Math.ceil(requests / perSecond) - 1) * 1_000;

/** A gate for each of the names. */
const gatesOf = ({ freshness }: AnomalyArmorClient, names: readonly string[]): Conditions =>
  Object.fromEntries(
    names.map((name) => [name, ({ signal }: ConditionContext) => freshness.requireFresh(name, { signal })]),
  );

describe("10,000 gates, where 100 requests a second are allowed", { timeout: 120_000 }, () => {
  it("use the rate up, and are refused within the first second at most", async () => {
    const { armor, client, refusedAt, elapsedMs } = limited(tables(MANY));
    const done: number[] = [];
    const report = await checkAll(gatesOf(client(), namesOf(MANY)), {
      concurrency: 16,
      clock: armor.clock,
      onProgress: (progress) => done.push(progress.done),
    });
    expect(report).toMatchObject({ passed: true, counts: { total: MANY, pass: MANY } });
    expect(report.conditions.map(({ name }) => name)).toEqual(namesOf(MANY));
    expect(report.conditions.every(({ attempts }) => attempts === 1)).toBe(true);
    expect(done).toEqual(Array.from({ length: MANY }, (_, at) => at + 1));
    // Those that were under way when the first was refused, and none after it.
    expect(refusedAt.length).toBeGreaterThan(0);
    expect(refusedAt.length).toBeLessThanOrEqual(16);
    expect(Math.max(...refusedAt)).toBeLessThan(1_000);
    expect(report.requests).toBe(MANY + refusedAt.length);
    expect(report.requests).toBe(armor.requests.length);
    expect(elapsedMs()).toBeGreaterThanOrEqual(leastMs(MANY));
    expect(elapsedMs()).toBeLessThanOrEqual(leastMs(MANY) * SLACK);
    expect(report.elapsedMs).toBe(elapsedMs());
  });

  it("share the rate between four workers with a client each", async () => {
    const { armor, client, refusedAt, elapsedMs } = limited(tables(4_000));
    const worker = (at: number): Promise<GateReport> =>
      checkAll(gatesOf(client(), namesOf(1_000, at * 1_000)), { concurrency: 4, clock: armor.clock });
    const reports = await Promise.all([0, 1, 2, 3].map(worker));
    expect(reports.map(({ counts }) => counts.pass)).toEqual([1_000, 1_000, 1_000, 1_000]);
    expect(refusedAt.length).toBeLessThanOrEqual(16);
    expect(Math.max(...refusedAt)).toBeLessThan(1_000);
    expect(elapsedMs()).toBeGreaterThanOrEqual(leastMs(4_000));
    expect(elapsedMs()).toBeLessThanOrEqual(leastMs(4_000) * SLACK);
  });
});

describe("a batch of 10,000 assets", { timeout: 60_000 }, () => {
  it("takes 100 requests, which is no matter of rates", async () => {
    const { armor, client, refusedAt, elapsedMs } = limited(tables(MANY));
    const evidence = await client().freshness.requireFresh(namesOf(MANY), { maxAgeHours: 6 });
    expect(evidence).toMatchObject({ verdict: "pass", requests: 100, reason: "all 10000 assets are fresh" });
    expect(evidence.seen.map(({ subject }) => subject)).toEqual(namesOf(MANY));
    expect(armor.requests).toHaveLength(100);
    expect(refusedAt).toEqual([]);
    expect(elapsedMs()).toBe(0);
  });

  it("keeps to a rate that is lower, and finds the one that is stale", async () => {
    const assets = tables(MANY);
    assets[9_998] = { qualifiedName: nameOf(9_998), hoursSinceUpdate: 30 };
    const { armor, client, refusedAt, elapsedMs } = limited(assets, 20);
    const error = await failure(client().freshness.requireFresh(namesOf(MANY)));
    expect(error).toBeInstanceOf(StalenessError);
    expect(error).toMatchObject({ asset: nameOf(9_998), evidence: { requests: 101 } });
    expect(armor.requests).toHaveLength(101);
    expect(refusedAt).toEqual([0]);
    expect(elapsedMs()).toBeGreaterThanOrEqual(leastMs(100, 20));
    expect(elapsedMs()).toBeLessThanOrEqual(leastMs(100, 20) * SLACK);
  });
});
