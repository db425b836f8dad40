import {
  AbortedError,
  AuthenticationError,
  Client,
  ConfigurationError,
  ConnectionError,
  isWorthRetrying,
  RateLimitError,
  RequirementsError,
  ResponseValidationError,
  requireAll,
  ServerError,
  StalenessError,
  TimeoutError,
  ValidationError,
} from "dqgate";
import { anomalyArmor } from "dqgate/anomalyarmor";
import { qualytics } from "dqgate/qualytics";
import { type Emulator, emulateAnomalyArmor, emulateQualytics, emulateWatcher } from "dqgate/testing";
import { watcher } from "dqgate/watcher";
import { describe, expect, it, vi } from "vitest";
import { type DataQuality, gate, type Plan, pipeline } from "../../examples/portable/pipeline.js";
import { planOf } from "../../examples/portable/plan.js";
import { evidence } from "../support/reports.js";

interface World {
  client: DataQuality;
  server: Pick<Emulator, "failNext">;
}

const asset = "shop.orders";
const options = { logger: null, random: () => 0 };

function onAnomalyArmor(hoursSinceUpdate: number): World {
  const server = emulateAnomalyArmor({
    assets: [{ qualifiedName: asset, hoursSinceUpdate }],
    validityRules: [{ asset, name: "ids", ruleType: "NOT_NULL", results: [{ bad: 0, rows: 5 }] }],
    referentialChecks: [{ asset, child: "orders.customer", parent: "customers.id", results: [{ bad: 0, rows: 5 }] }],
  });
  const platform = anomalyArmor({ url: server.baseUrl, apiKey: "aa_test_0123456789" });
  return { server, client: new Client(platform, { fetch: server.fetch, ...options }) };
}

function onQualytics(hoursSinceUpdate: number): World {
  const key = { field_name: "id", ref_container_id: 2, ref_datastore_id: 1 };
  const checks = [
    { rule: "notNull", fields: ["id"], isPassing: true },
    { rule: "existsIn", fields: ["customer"], properties: key, isPassing: true },
  ];
  const orders = { name: "orders", fields: ["id", "customer"], hoursSinceUpdate, checks };
  const customers = { name: "customers", fields: ["id"] };
  const server = emulateQualytics({ datastores: [{ name: "shop", containers: [orders, customers] }] });
  const platform = qualytics({ url: server.baseUrl, token: "qual-token" });
  return { server, client: new Client(platform, { fetch: server.fetch, ...options }) };
}

function onWatcher(lastTargetInsertHoursAgo: number): World {
  const rule = { freshnessNumber: 24, freshnessDatepart: "hour" };
  const server = emulateWatcher({ pipelines: [{ name: asset, ...rule, lastTargetInsertHoursAgo }] });
  return { server, client: new Client(watcher({ url: server.baseUrl }), { fetch: server.fetch, ...options }) };
}

/** Each platform with the gates that it answers for a table. */
const PLATFORMS: [name: string, world: (hours: number) => World, gates: Plan["gates"]][] = [
  ["AnomalyArmor", onAnomalyArmor, ["fresh", "no_anomalies", "values_valid", "keys_intact"]],
  ["Qualytics", onQualytics, ["fresh", "no_anomalies", "checks_pass", "values_valid", "keys_intact"]],
  ["Watcher", onWatcher, ["fresh"]],
];

/** What keeps a gate closed. */
async function closed(promise: Promise<unknown>): Promise<RequirementsError> {
  const error: unknown = await promise.catch((thrown: unknown) => thrown);
  if (error instanceof RequirementsError) return error;
  throw new Error("it should have stayed closed", { cause: error });
}

describe.each(PLATFORMS)("the portable pipeline on %s", (_, world, gates) => {
  const plan: Plan = { asset, maxAgeHours: 6, gates };

  it("works with the data when all gates are open", async () => {
    const work = vi.fn(async () => "loaded");
    const { report, result } = await pipeline(world(1).client, plan, work);
    expect(result).toBe("loaded");
    expect(work).toHaveBeenCalledExactlyOnceWith(report);
    expect(report.conditions.map(({ name, outcome }) => [name, outcome])).toEqual(gates.map((one) => [one, "pass"]));
    for (const { evidence: seen } of report.conditions) expect(seen?.seen.length).toBeGreaterThan(0);
  });

  it("does not work with stale data, and a retry would not help", async () => {
    const work = vi.fn();
    const error = await closed(pipeline(world(30).client, plan, work));
    expect(work).not.toHaveBeenCalled();
    expect(error.verdict).toBe("fail");
    expect(error.causes[0]).toBeInstanceOf(StalenessError);
    expect(isWorthRetrying(error)).toBe(false);
  });

  it("does not work where there is no answer, and a retry may help", async () => {
    const { client, server } = world(1);
    server.failNext({ kind: "status", status: 503 }, { times: 100 });
    const work = vi.fn();
    const error = await closed(pipeline(client, plan, work));
    expect(work).not.toHaveBeenCalled();
    expect(error.verdict).toBe("unknown");
    expect(isWorthRetrying(error)).toBe(true);
  });

  it("ends with its caller's signal", async () => {
    const ending = gate(world(1).client, plan, { signal: AbortSignal.abort() });
    await expect(ending).rejects.toThrow(AbortedError);
  });
});

describe("a gate that a platform lacks", () => {
  it.each([
    ["AnomalyArmor", onAnomalyArmor, "checks_pass", "anomalyarmor has no checks; platforms that have it: qualytics"],
    ["Watcher", onWatcher, "values_valid", "watcher has no validity; platforms that have it: anomalyarmor, qualytics"],
  ] as const)("stays closed, and says where it is: %s", async (_, world, name, message) => {
    const error = await closed(gate(world(1).client, { asset, gates: ["fresh", name] }));
    const [fresh, lacking] = error.report.conditions;
    expect(fresh?.outcome).toBe("pass");
    expect(lacking).toMatchObject({ outcome: "error", error: { name: "UnsupportedError" } });
    expect(lacking?.reason).toContain(message);
    expect(isWorthRetrying(error)).toBe(false);
  });

  it("stays closed on a client that only has some of them", async () => {
    const { client } = onWatcher(1);
    const { platform, capabilities, clock, freshness } = client;
    const some = { platform, capabilities, clock, freshness } as DataQuality;
    const error = await closed(gate(some, { asset, gates: ["fresh", "checks_pass"] }));
    expect(error.report.conditions.map(({ outcome }) => outcome)).toEqual(["pass", "unknown"]);
  });
});

describe("a plan from configuration", () => {
  it("is what it says", () => {
    const told = { asset, maxAgeHours: 6, gates: ["fresh", "checks_pass"] };
    expect(planOf(told)).toEqual(told);
    expect(planOf({ asset: 7, gates: ["fresh"] })).toEqual({ asset: 7, gates: ["fresh"] });
  });

  it.each([
    [null, "asset"],
    [{ asset: null, gates: ["fresh"] }, "asset"],
    [{ asset, gates: ["fresh"], maxAgeHours: "6" }, "maxAgeHours"],
    [{ asset }, "gates"],
    [{ asset, gates: [] }, "gates"],
    [{ asset, gates: ["fresh", "constructor"] }, "gates"],
  ])("is refused where it is wrong: %j", (told, name) => {
    const making = () => planOf(told);
    expect(making).toThrow(ConfigurationError);
    expect(making).toThrow(name);
  });
});

describe("whether asking again may open the gate", () => {
  const lost = new ConnectionError("no route", { reason: null, mayHaveBeenReceived: false });
  const facts = { asset, hoursSinceUpdate: 30, thresholdHours: 6, lastUpdated: null };
  const stale = new StalenessError(facts, { ...evidence("fail", "stale"), statuses: [] });

  it.each([
    [true, lost],
    [true, new TimeoutError({ limit: "attempt", timeoutMs: 1 })],
    [true, new RateLimitError({ status: 429, message: "slow down" })],
    [true, new ServerError({ status: 503, message: "down" })],
    [false, stale],
    [false, new AbortedError()],
    [false, new ConfigurationError("no key")],
    [false, new ValidationError([{ path: ["asset"], code: "custom", message: "is missing" }])],
    [false, new AuthenticationError({ status: 401, message: "no" })],
    [false, new ResponseValidationError("shape", [])],
    [false, new TypeError("a bug")],
    [false, undefined],
  ])("%s: %s", (expected, error) => {
    expect(isWorthRetrying(error)).toBe(expected);
  });

  const fails = (error: Error) => async (): Promise<never> => {
    throw error;
  };
  it.each([
    [true, { lost: fails(lost), open: async () => true }],
    [true, { lost: fails(lost), warning: { run: fails(stale), severity: "warn" as const } }],
    [false, { lost: fails(lost), stale: fails(stale) }],
    [false, { lost: fails(lost), no: async () => false }],
    [false, { lost: fails(lost), nothing: async () => undefined }],
    [false, { lost: fails(lost), bug: fails(new TypeError("a bug")) }],
  ])("%s: several conditions, %j", async (expected, conditions) => {
    expect(isWorthRetrying(await closed(requireAll(conditions)))).toBe(expected);
  });
});
