import { InconclusiveError, ResponseValidationError } from "dqgate";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { eachItem, scanned, start } from "./anomaly-shop.js";
import type { World } from "./world.js";

const HOUR_MS = 3_600_000;
const CHECK = "GET /quality-checks/{id}";
const CHECKS = "GET /quality-checks";
const SCANS = "GET /operations";
const orders = { container: 1 };
const notNull = { ruleType: "notNull" };
const shop = { datastore: 1 };

const later = ({ server }: World, ms: number): string => new Date(server.clock.now() + ms).toISOString();
const changed = (more: object) => (body: unknown) => ({ ...(body as object), ...more });

/** Why a gate is not open. */
async function reason(full: World, params: object): Promise<string> {
  const error = await failure(full.client.anomalies.requireNone(params));
  expect(error).toBeInstanceOf(InconclusiveError);
  return error.message;
}

describe("anomalies.requireNone of checks that no scan asserts", () => {
  const PASSED_OVER: [string, object][] = [
    ["is Draft", { status: "Draft" }],
    ["is Discarded", { status: "Discarded" }],
    ["is Invalid", { status: "Invalid" }],
    ["is Paused", { status: "Paused" }],
    ["tells no status", { status: null }],
    ["is archived", { deleted_at: "2026-01-04T00:00:00Z" }],
    ["is a template", { is_template: true }],
  ];

  it.each(PASSED_OVER)("does not pass on a check that %s", async (what, more) => {
    const full = start();
    full.server.failNext({ kind: "change", change: changed(more) }, { on: CHECK });
    expect(await reason(full, { qualityCheck: 1 })).toContain(`check 1 ${what}: scans pass it over`);
  });

  it.each(PASSED_OVER)("does not pass on a rule whose only check %s", async (_, more) => {
    const full = start();
    full.server.failNext({ kind: "change", change: eachItem((item) => ({ ...item, ...more })) }, { on: CHECKS });
    expect(await reason(full, notNull)).toContain("no check of rule notNull that was ever asserted is active");
  });

  it.each([
    ["of another container", { container: { id: 2 } }, orders],
    ["of no container", { container: null }, orders],
    ["of another datastore", { datastore: { id: 2 } }, shop],
    ["of no datastore", { datastore: null }, shop],
    ["of another datastore than its container", { datastore: { id: 2 } }, { ...orders, ...shop }],
  ])("does not pass on a rule whose only check is %s", async (_, more, where) => {
    const full = await scanned(start());
    full.server.failNext({ kind: "change", change: eachItem((item) => ({ ...item, ...more })) }, { on: CHECKS });
    expect(await reason(full, { ...where, ...notNull })).toContain(
      "no check of rule notNull that was ever asserted is active there",
    );
    await expect(full.client.anomalies.requireNone({ ...where, ...notNull })).resolves.toMatchObject({
      verdict: "pass",
    });
  });

  it("finds the check that is evidence among those that are not", async () => {
    const full = start();
    const active = eachItem((item) => item);
    const change = (body: unknown): unknown => {
      const { items, ...rest } = active(body) as { items: object[] };
      return { ...rest, items: [...items.map((one) => ({ ...one, id: 7, status: "Draft" })), ...items] };
    };
    full.server.failNext({ kind: "change", change }, { on: CHECKS });
    await expect(full.client.anomalies.requireNone(notNull)).resolves.toMatchObject({
      verdict: "pass",
      seen: [{ subject: "a check of rule notNull", field: "last_asserted" }, { value: 0 }],
    });
  });
});

describe("anomalies.requireNone of scans that left something out", () => {
  const LEFT_OUT: [string, object][] = [
    ["ended with warnings", { message: "2 containers were skipped" }],
    ["was of some containers only", { containers: [{ id: 1, name: "orders" }] }],
    ["was of some containers only", { tags: [{ name: "gold" }] }],
    ["reached 1 of 2 containers", { status: { total_containers: 2, containers_analyzed: 1 } }],
    ["reached 0 containers", { status: { total_containers: 0, containers_analyzed: 0 } }],
    ["reached 0 containers", { status: { containers_analyzed: 0 } }],
  ];

  it.each(LEFT_OUT)("does not pass on a scan that %s", async (what, more) => {
    const full = await scanned(start());
    const change = eachItem((item) => ({ ...item, ...more }));
    for (const params of [shop, {}]) {
      full.server.failNext({ kind: "change", change }, { on: SCANS });
      expect(await reason(full, params)).toContain(`was ever scanned in full: scan 1 ${what}`);
    }
  });

  it("looks past it to the newest that left nothing out, and says so", async () => {
    const full = await scanned(await scanned(start()));
    const { end_time: whole } = full.server.state.operations[1] ?? {};
    full.server.planOperation({ message: "1 container was skipped" });
    await scanned(full);
    const evidence = await full.client.anomalies.requireNone(shop);
    const told = new Date(String(whole)).toISOString();
    expect(evidence.seen[0]).toMatchObject({ verdict: "pass", value: told, measuredAt: new Date(told) });
    expect(evidence.seen[0]?.reason).toBe(
      `datastore 1 was last scanned with success at ${told}; scan 3 is looked past: it ended with warnings`,
    );
    // What is asked since then has no evidence but the scan that is looked past.
    const since = new Date(Date.parse(told) + 1);
    expect(await reason(full, { ...shop, since })).toMatch(/before .*; scan 3 is looked past: it ended with warnings$/);
    await scanned(full);
    const [newest] = (await full.client.anomalies.requireNone({ ...shop, since })).seen;
    expect(newest?.reason).not.toContain("looked past");
  });

  it("takes the newest, however the platform sorts", async () => {
    const full = await scanned(await scanned(start()));
    const change = (body: unknown): unknown => {
      const { items, ...rest } = body as { items: object[] };
      return { ...rest, items: items.toReversed() };
    };
    full.server.failNext({ kind: "change", change }, { on: SCANS });
    const { end_time } = full.server.state.operations[1] ?? {};
    const [seen] = (await full.client.anomalies.requireNone(shop)).seen;
    expect(seen?.measuredAt).toEqual(new Date(String(end_time)));
  });

  it.each([
    ["is archived", { deleted_at: "2026-01-04T00:00:00Z" }],
    ["has no active check", { metrics: { active_checks: 0 } }],
  ])("does not pass on the old scan of a datastore that %s", async (what, more) => {
    const full = await scanned(start());
    full.server.failNext({ kind: "change", change: changed(more) }, { on: "GET /datastores/{id}" });
    expect(await reason(full, shop)).toContain(`datastore 1 ${what}`);
  });
});

describe("anomalies.requireNone of moments in the future", () => {
  it.each<[string, object, string, (at: string) => (body: unknown) => unknown]>([
    ["container", orders, "GET /containers/{id}", (at) => changed({ metrics: { last_scanned: at } })],
    ["check", { qualityCheck: 1 }, CHECK, (at) => changed({ last_asserted: at })],
    ["rule", notNull, CHECKS, (at) => eachItem((item) => ({ ...item, last_asserted: at }))],
    ["datastore", shop, SCANS, (at) => eachItem((item) => ({ ...item, end_time: at }))],
  ])("shows nothing of a %s", async (_, params, on, changeTo) => {
    const full = await scanned(start());
    const since = new Date(full.server.clock.now());
    for (const more of [{}, { since }]) {
      full.server.failNext({ kind: "change", change: changeTo(later(full, HOUR_MS)) }, { on });
      expect(await reason(full, { ...params, ...more })).toMatch(/at 2026-01-05T1\d:.*, which is in the future/);
    }
    // Clocks differ a little.
    full.server.failNext({ kind: "change", change: changeTo(later(full, 60_000)) }, { on });
    await expect(full.client.anomalies.requireNone({ ...params, since })).resolves.toMatchObject({ verdict: "pass" });
  });
});

it("takes no answer about another tag", async () => {
  const full = start([{ tags: ["gold"], status: "Invalid" }]);
  full.server.failNext({ kind: "change", change: changed({ name: "silver" }) }, { on: "GET /global-tags/{name}" });
  const error = await failure(full.client.anomalies.requireNone({ ...orders, tag: "gold" }));
  expect(error).toBeInstanceOf(ResponseValidationError);
  expect(error.message).toContain("tag gold is asked for, and it is about silver");
});
