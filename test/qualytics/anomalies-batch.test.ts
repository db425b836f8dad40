import {
  AnomaliesFoundError,
  type GateEvidence,
  InconclusiveError,
  NotFoundError,
  ResponseValidationError,
  ServerError,
} from "dqgate";
import type { QualyticsAnomalySeed as AnomalySeed, QualyticsContainerSeed as ContainerSeed } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { anomaly, eachItem, LIST, page, sent } from "./anomaly-shop.js";
import { asked, holds, idsTo, shopOf } from "./batch-shop.js";
import type { World } from "./world.js";

const CONTAINERS = "GET /containers";
const CHECKS = "GET /quality-checks";
const seenOf = (error: Error & Record<string, unknown>): GateEvidence["seen"] => (error.evidence as GateEvidence).seen;
const verdicts = (error: Error & Record<string, unknown>): string[] => seenOf(error).map(({ verdict }) => verdict);
const some = (count: number, more: AnomalySeed = {}): Partial<ContainerSeed> => ({
  anomalies: Array.from({ length: count }, (_, at) => ({ check: 0, message: `late ${at}`, ...more })),
});
const gate = ({ client }: World, params: object): Promise<GateEvidence> => client.anomalies.requireNone(params);

describe("anomalies.requireNone of several containers", () => {
  it("gives one observation of each, with when it was scanned", async () => {
    const here = shopOf(3, { 2: some(2, { status: "Resolved" }) });
    const evidence = await gate(here, { asset: ["shop.t2", 1] });
    expect(evidence).toMatchObject({
      verdict: "pass",
      asked: { asset: "shop.t2, 1", limit: "no anomaly that is Active or Acknowledged" },
      reason: "no anomaly of 2 containers is Active or Acknowledged",
    });
    expect(evidence.seen[0]).toEqual({
      subject: "shop.t2",
      verdict: "pass",
      value: 0,
      field: "items",
      measuredAt: new Date("2026-01-05T11:00:00Z"),
      reason:
        "no anomaly of shop.t2 is Active or Acknowledged; container 2 was last scanned at 2026-01-05T11:00:00.000Z",
    });
    expect(here.server.requests.at(-1)?.query).toEqual({
      container: ["2", "1"],
      status: ["Active", "Acknowledged"],
      sort_id: "asc",
      page: "1",
      size: "100",
    });
  });

  it("takes ids as containers, too", async () => {
    const here = shopOf(3, { 3: some(1) });
    expect(await gate(here, { container: [1, "2", 1] })).toMatchObject({
      asked: { asset: "container 1, container 2" },
      seen: [{ subject: "container 1" }, { subject: "container 2" }],
      requests: 2,
    });
  });

  it("counts all, and tells whose they are", async () => {
    const here = shopOf(250, { 3: some(70), 70: some(50), 201: some(2) });
    const error = await failure(gate(here, { asset: idsTo(250) }));
    expect(error).toBeInstanceOf(AnomaliesFoundError);
    expect(error.count).toBe(122);
    expect(error.message).toBe(
      '70 anomalies of 3 are Active or Acknowledged, such as "late 0"; the same holds for 2 more',
    );
    expect(seenOf(error)[69]).toMatchObject({ subject: "70", verdict: "fail", value: 50 });
    expect(seenOf(error)).toHaveLength(250 + 5);
    // The first hundred have more anomalies than a page holds.
    expect(asked(here)).toEqual({ [CONTAINERS]: 3, [LIST]: 4 });
  });

  it("counts one of a container that is told twice once", async () => {
    const here = shopOf(3, { 2: some(1) });
    const error = await failure(gate(here, { asset: [2, "shop.t2", 1] }));
    expect(error.count).toBe(1);
    expect(verdicts(error).slice(0, 3)).toEqual(["fail", "fail", "pass"]);
  });

  it.each([
    ["was never scanned", { scannedHoursAgo: null }, {}],
    ["has no active check", { checks: [{ ...holds, status: "Draft" }], scannedHoursAgo: 1 }, {}],
    ["was scanned before it matters", { scannedHoursAgo: 30 }, { since: "2026-01-05T00:00:00Z" }],
    ["was scanned in the future", { scannedHoursAgo: -5 }, {}],
    ["has no check of a rule", { checks: [{ rule: "unique", isPassing: true }] }, { ruleType: "notNull" }],
    [
      "has a draft of a rule alone",
      {
        checks: [
          { ...holds, status: "Draft" },
          { rule: "unique", isPassing: true },
        ],
      },
      { ruleType: "notNull" },
    ],
    ["has none of the checks", {}, { qualityCheck: 1 }],
    ["is of another datastore", {}, { datastore: 7 }],
  ] as [string, Partial<ContainerSeed>, object][])("shows nothing of one that %s", async (_, seed, more) => {
    const here = shopOf(2, { 2: seed });
    const error = await failure(gate(here, { asset: [1, 2], ...more }));
    expect(error).toBeInstanceOf(InconclusiveError);
    expect(seenOf(error)[1]).toMatchObject({ subject: "2", verdict: "unknown" });
    expect(seenOf(error)[0]?.verdict).toBe("datastore" in more ? "unknown" : "pass");
    // What is told of it alone is told of it among others.
    const alone = await failure(gate(here, { asset: 2, ...more }));
    expect(alone).toBeInstanceOf(InconclusiveError);
    const open = here.client.anomalies.requireNone({ asset: [1, 2], ...more }, { onUnknown: "pass" });
    expect(await open).toMatchObject({ verdict: "unknown" });
  });

  it("reads what it is asked of rules and checks together", async () => {
    const here = shopOf(250);
    await gate(here, { asset: idsTo(250), ruleType: ["notNull", "existsIn"] });
    expect(asked(here)).toEqual({ [CONTAINERS]: 3, [CHECKS]: 6, [LIST]: 3 });
    expect(await gate(here, { asset: [1, 2], qualityCheck: [1, 4] })).toMatchObject({ verdict: "pass" });
    await expect(gate(here, { asset: [1, 2], tag: "glod" })).rejects.toBeInstanceOf(NotFoundError);
  });

  it("shows nothing by a rule that the platform does not know", async () => {
    const here = shopOf(2);
    const once = (): Promise<Error & Record<string, unknown>> =>
      failure(gate(here, { asset: [1, 2], ruleType: "notNul" }));
    expect((await once()).message).toContain("the platform refuses the rule notNul");
    here.server.failNext({ kind: "status", status: 422, body: { detail: "no such rule" } }, { on: LIST });
    expect(await once()).toBeInstanceOf(InconclusiveError);
  });

  it("reads one by itself of which its row tells no scan", async () => {
    const here = shopOf(120);
    const change = eachItem((one) => (one.id === 7 ? { ...one, metrics: null } : one));
    here.server.failNext({ kind: "change", change }, { on: CONTAINERS, times: 2 });
    expect(await gate(here, { asset: idsTo(120) })).toMatchObject({ verdict: "pass" });
    expect(sent(here).filter((one) => one === "GET /containers/7")).toHaveLength(1);
  });

  it("looks at containers before it looks at their anomalies", async () => {
    const here = shopOf(2, { 2: { scannedHoursAgo: null } });
    await failure(gate(here, { asset: [1, 2] }));
    expect(sent(here)).toEqual([CONTAINERS, LIST]);
  });
});

describe("anomalies.requireNone of several containers and answers that do not tell", () => {
  const both = { asset: [1, 2] };

  it("counts an anomaly that does not tell its container against all of them", async () => {
    const here = shopOf(2);
    here.server.failNext({ kind: "json", body: page([anomaly(1, { container: null })]) }, { on: LIST });
    const error = await failure(gate(here, both));
    expect(error).toMatchObject({ name: "AnomaliesFoundError", count: 1 });
    expect(error.message).toBe('1 anomaly without a container is Active or Acknowledged, such as "no 1"');
    expect(verdicts(error)).toEqual(["pass", "pass", "fail", "fail"]);
  });

  it("drops those of other containers, statuses and ages, whatever the server heeds", async () => {
    const here = shopOf(2);
    const rows = [anomaly(1, { container: { id: 3 } }), anomaly(2, { status: "Resolved" })];
    here.server.failNext({ kind: "json", body: page(rows) }, { on: LIST });
    expect(await gate(here, both)).toMatchObject({ verdict: "pass" });
    here.server.failNext({ kind: "json", body: page([...rows, anomaly(3)]) }, { on: LIST });
    expect(await failure(gate(here, both))).toMatchObject({ count: 1 });
    const old = page([anomaly(1, { created: "2026-01-01T00:00:00Z", weight: 1 })]);
    for (const more of [{ since: "2026-01-05T00:00:00Z" }, { minWeight: 5 }]) {
      here.server.failNext({ kind: "json", body: old }, { on: LIST });
      expect(await gate(here, { ...both, ...more })).toMatchObject({ verdict: "pass" });
    }
  });

  it.each([
    ["no total", { items: [] }, ResponseValidationError],
    ["a total of what it does not show", page([], 3), ResponseValidationError],
    ["a total that is less than it shows", page([anomaly(1, { container: { id: 3 } })], 0), InconclusiveError],
  ])("does not pass on %s", async (_, body, type) => {
    const here = shopOf(2);
    here.server.failNext({ kind: "json", body }, { on: LIST, times: 2 });
    expect(await failure(gate(here, { ...both }))).toBeInstanceOf(type);
  });

  it("does not pass on a status that nobody knows", async () => {
    const here = shopOf(2);
    here.server.failNext({ kind: "json", body: page([]) }, { on: LIST });
    const error = await failure(gate(here, { ...both, status: "Opne" }));
    expect(error).toBeInstanceOf(InconclusiveError);
    expect(verdicts(error)).toEqual(["unknown", "unknown"]);
  });

  it("reads 1000 of a hundred containers, and knows nothing of those that it did not come to", async () => {
    const here = shopOf(3, { 1: some(1_100), 3: some(1) });
    const error = await failure(gate(here, { asset: [1, 2, 3] }));
    expect(error).toMatchObject({ name: "AnomaliesFoundError", count: 1_000 });
    expect(error.message).toMatch(/^at least 1000 anomalies of 1 /);
    expect(verdicts(error).slice(0, 3)).toEqual(["fail", "unknown", "unknown"]);
    expect(seenOf(error)[1]?.reason).toContain("only 1000 anomalies were read");
  });

  it("lets what was found stand where a later page does not come", async () => {
    const here = shopOf(2, { 1: some(150) });
    let pages = 0;
    const change = (body: unknown): unknown => {
      pages += 1;
      if (pages === 1) here.server.failNext({ kind: "status", status: 500 }, { on: LIST });
      return body;
    };
    here.server.failNext({ kind: "change", change }, { on: LIST });
    const error = await failure(here.client.anomalies.requireNone(both, { retries: 0 }));
    expect(error).toMatchObject({ name: "AnomaliesFoundError", count: 100 });
    expect(seenOf(error)[1]).toMatchObject({ verdict: "unknown", reason: expect.stringContaining("ServerError") });
    here.server.failNext({ kind: "status", status: 500 }, { on: LIST });
    const none = here.client.anomalies.requireNone(both, { retries: 0 });
    expect(await failure(none)).toBeInstanceOf(ServerError);
  });
});
