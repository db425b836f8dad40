import {
  type ConditionReport,
  ConnectionError,
  checkAll,
  DqgateError,
  GateError,
  type GateEvidence,
  InconclusiveError,
  type JobStatus,
  type Operation,
  RequirementsError,
  requireAll,
  StalenessError,
  ValidationError,
  type Verdict,
  WaitTimeoutError,
} from "dqgate";
import { describe, expect, it, vi } from "vitest";
import { emulated } from "../support/client.js";
import { failure } from "../support/failure.js";
import { expectNoUnhandledRejections } from "../support/rejections.js";
import { letThrough } from "../support/reports.js";

expectNoUnhandledRejections();

const SECRET = "aa_live_SECRETSECRETSECRETSECRETSECRET12";

const evidence = (verdict: Verdict, more: Partial<GateEvidence> = {}): GateEvidence => ({
  gate: "freshness.requireFresh",
  verdict,
  asked: { asset: "orders", limit: "at most 6 h old" },
  seen: [{ subject: "orders", verdict, value: 2, field: "hours", measuredAt: new Date(0), reason: "orders is so old" }],
  reason: `orders: ${verdict}`,
  requests: 3,
  elapsedMs: 7,
  explain: () => "",
  ...more,
});

const operation = (state: Operation["state"], more: Partial<Operation> = {}): Operation => ({
  id: 12,
  type: "scan",
  state,
  isTerminal: state !== "running",
  progress: null,
  message: null,
  warnings: [],
  startedAt: null,
  endedAt: null,
  ...more,
});

const job = (state: JobStatus["state"], more: Partial<JobStatus> = {}): JobStatus => ({
  jobId: "j-1",
  state,
  status: "whatever",
  progress: null,
  error: null,
  createdAt: null,
  completedAt: null,
  ...more,
});

async function entryOf(result: () => unknown): Promise<ConditionReport> {
  const report = await checkAll({ it: async () => result() });
  return report.conditions[0] as ConditionReport;
}

describe("what a condition gives", () => {
  it.each<[string, () => unknown, ConditionReport["outcome"], string]>([
    ["evidence that passes", () => evidence("pass"), "pass", "orders: pass"],
    ["evidence that fails", () => evidence("fail"), "fail", "orders: fail"],
    [
      "evidence of a caller who lets pass what nothing shows",
      () => letThrough(evidence("unknown")),
      "pass",
      "nothing shows it, and it passes as onUnknown says: orders: unknown",
    ],
    ["evidence that shows nothing, which nobody lets pass", () => evidence("unknown"), "unknown", "orders: unknown"],
    [
      "evidence that contradicts itself",
      () => evidence("pass", { seen: evidence("fail").seen }),
      "unknown",
      "its evidence contradicts itself: orders: pass",
    ],
    [
      "a job without an id",
      () => ({ jobId: null, state: "succeeded", status: "failed" }),
      "unknown",
      "it gave no evidence, but an object",
    ],
    [
      "work that succeeded with an error",
      () => ({ ...operation("succeeded"), error: "boom" }),
      "unknown",
      "nothing shows that scan 12 succeeded: it is succeeded",
    ],
    [
      "evidence that saw nothing",
      () => evidence("pass", { seen: [] }),
      "unknown",
      "its evidence shows nothing: orders: pass",
    ],
    ["an operation that succeeded", () => operation("succeeded"), "pass", "scan 12 succeeded"],
    [
      "one with warnings",
      () => operation("succeeded", { warnings: ["a", "b"] }),
      "pass",
      "scan 12 succeeded, with a warning: a; b",
    ],
    ["one that failed", () => operation("failed", { message: "no disk" }), "fail", "scan 12 failed: no disk"],
    ["one that was aborted", () => operation("aborted"), "fail", "scan 12 was aborted"],
    ["one that runs", () => operation("running"), "unknown", "nothing shows that scan 12 succeeded: it is running"],
    [
      "one of an unknown end",
      () => operation("unknown"),
      "unknown",
      "nothing shows that scan 12 succeeded: it is unknown",
    ],
    [
      "one that contradicts itself",
      () => operation("succeeded", { isTerminal: false }),
      "unknown",
      "nothing shows that scan 12 succeeded: it is succeeded",
    ],
    ["a job that succeeded", () => job("succeeded"), "pass", "job j-1 succeeded"],
    ["a job that failed", () => job("failed", { error: "boom" }), "fail", "job j-1 failed: boom"],
    ["a job that waits", () => job("queued"), "unknown", "nothing shows that job j-1 succeeded: it is queued"],
    ["true", () => true, "pass", "it is true"],
    ["false", () => false, "fail", "it is false"],
    ["undefined", () => undefined, "unknown", "it gave no evidence, but nothing"],
    ["null", () => null, "unknown", "it gave no evidence, but nothing"],
    ["a word", () => "pass", "unknown", "it gave no evidence, but a text"],
    ["a number", () => 1, "unknown", "it gave no evidence, but a number"],
    ["a list of evidence", () => [evidence("pass")], "unknown", "it gave no evidence, but a list"],
    ["a function", () => () => true, "unknown", "it gave no evidence, but a function"],
    ["a boxed true", () => new Boolean(true), "unknown", "it gave no evidence, but an object"],
    ["a verdict alone", () => ({ verdict: "pass" }), "unknown", "it gave no evidence, but an object"],
    ["a state alone", () => ({ state: "succeeded" }), "unknown", "it gave no evidence, but an object"],
    ["a state of another kind", () => ({ id: 1, state: "succeeded" }), "unknown", "it gave no evidence, but an object"],
    [
      "evidence of an unknown word",
      () => evidence("passed" as Verdict),
      "unknown",
      "it gave no evidence, but an object",
    ],
    [
      "evidence without observations",
      () => evidence("pass", { seen: [1 as never] }),
      "unknown",
      "it gave no evidence, but an object",
    ],
    [
      "evidence without a count",
      () => evidence("pass", { requests: -1 }),
      "unknown",
      "it gave no evidence, but an object",
    ],
  ])("%s", async (_, result, outcome, reason) => {
    const entry = await entryOf(result);
    expect(entry).toMatchObject({ outcome, reason, attempts: 1, error: null });
    if (outcome === "pass")
      await expect(requireAll({ it: async () => result() })).resolves.toMatchObject({ passed: true });
    else await expect(requireAll({ it: async () => result() })).rejects.toBeInstanceOf(RequirementsError);
  });

  it("is no evidence where it is a page, or a status that nobody judged", async () => {
    const { client } = emulated({ assets: [{ qualifiedName: "pg.a" }] });
    const report = await checkAll({
      page: () => client.assets.list(),
      status: () => client.freshness.get("pg.a"),
      asset: () => client.assets.get("pg.a"),
    });
    expect(report.conditions.map(({ outcome }) => outcome)).toEqual(["unknown", "unknown", "unknown"]);
    expect(report).toMatchObject({ passed: false, verdict: "unknown", requests: 0 });
  });

  it("is copied from evidence, without what a platform put beside it", async () => {
    const own = { ...evidence("pass"), statuses: [{ secret: SECRET }] };
    const entry = await entryOf(() => own);
    expect(entry).toMatchObject({ requests: 3, evidence: { asked: own.asked, seen: own.seen, elapsedMs: 7 } });
    expect(entry.evidence).not.toHaveProperty("statuses");
    expect(entry.evidence?.explain()).toContain(
      "- pass: orders is so old (hours = 2, measured 1970-01-01T00:00:00.000Z)",
    );
  });
});

describe("what a condition throws", () => {
  const thrown = (error: unknown): Promise<ConditionReport> =>
    entryOf(() => {
      throw error;
    });

  it("is a no where a gate says no, with the evidence", async () => {
    const facts = { asset: "orders", hoursSinceUpdate: 9, thresholdHours: 6, lastUpdated: null };
    const error = new StalenessError(facts, { ...evidence("fail"), statuses: [] }, { platform: "p", operation: "o" });
    expect(await thrown(error)).toMatchObject({
      outcome: "fail",
      reason: "orders: fail",
      requests: 3,
      evidence: { verdict: "fail", gate: "freshness.requireFresh" },
      error: {
        name: "StalenessError",
        code: "stale_data",
        kind: "gate",
        platform: "p",
        operation: "o",
        requestId: null,
      },
    });
  });

  it("shows nothing where a gate is inconclusive, or a wait came to its deadline", async () => {
    expect(await thrown(new InconclusiveError(evidence("unknown")))).toMatchObject({ outcome: "unknown", requests: 3 });
    const late = new WaitTimeoutError("scan 1 had not ended", { timeoutMs: 5, snapshot: { password: SECRET } });
    const entry = await thrown(late);
    expect(entry).toMatchObject({ outcome: "unknown", reason: "scan 1 had not ended", evidence: null, requests: null });
    expect(entry.error).not.toHaveProperty("snapshot");
  });

  it("is no answer where it is another error of this package", async () => {
    const error = new ConnectionError("no route", { reason: null, mayHaveBeenReceived: false });
    expect(await thrown(error)).toMatchObject({
      outcome: "error",
      reason: "ConnectionError: no route",
      error: { kind: "transport", retryable: true },
    });
    const wrong = new ValidationError([{ path: ["limit"], code: "too_big", message: "too much" }]);
    expect(await thrown(wrong)).toMatchObject({ outcome: "error", error: { name: "ValidationError", kind: "config" } });
  });

  it.each<[string, unknown, string]>([
    ["a bug", new TypeError("x is not a function"), "the condition failed: TypeError: x is not a function"],
    ["a text", SECRET, "the condition failed: what was thrown is no error, but a text"],
    ["nothing", undefined, "the condition failed: what was thrown is no error, but nothing"],
    ["a secret", new Error(`key ${SECRET}`), "the condition failed: Error: key [redacted]"],
  ])("is no answer where it is %s of the caller's own", async (_, error, reason) => {
    expect(await thrown(error)).toMatchObject({
      outcome: "error",
      reason,
      error: { name: "DqgateError", code: "condition_failed", kind: "config", retryable: false },
    });
  });

  it("is told in a line of bounded length", async () => {
    const { reason } = await thrown(new Error("😀".repeat(900)));
    expect(reason.length).toBeLessThan(1_100);
    expect(reason).toMatch(/😀…$/u);
    expect(reason).not.toMatch(/\p{Cs}/u);
  });

  it("is the same where it is thrown at once, without a promise", async () => {
    const report = await checkAll({
      bug: () => {
        throw new RangeError("mine");
      },
      plain: (() => true) as never,
    });
    expect(report.conditions.map(({ outcome }) => outcome)).toEqual(["error", "pass"]);
  });

  it("is taken for what it is when it comes from another copy of the package", async () => {
    vi.resetModules();
    const theirs = await import("dqgate");
    expect(theirs.InconclusiveError).not.toBe(InconclusiveError);
    const entry = await thrown(new theirs.InconclusiveError(evidence("unknown")));
    expect(entry).toMatchObject({ outcome: "unknown", evidence: { verdict: "unknown" } });
    expect(await thrown(new theirs.AnomaliesFoundError(2, evidence("fail")))).toMatchObject({ outcome: "fail" });
    expect(await thrown(new theirs.ConfigurationError("m"))).toMatchObject({ reason: "ConfigurationError: m" });
  });
});

describe("requireAll", () => {
  it("gives the report where everything passes, conditions of several clients among them", async () => {
    const one = emulated({ assets: [{ qualifiedName: "pg.a", hoursSinceUpdate: 1 }] });
    const other = emulated({ assets: [{ qualifiedName: "sf.b", hoursSinceUpdate: 2 }] });
    const report = await requireAll({
      "a is fresh": () => one.client.freshness.requireFresh("pg.a"),
      "b is fresh": () => other.client.freshness.requireFresh("sf.b"),
      "nothing is open": () => one.client.anomalies.requireNone(),
    });
    expect(report).toMatchObject({
      passed: true,
      verdict: "pass",
      requests: one.armor.requests.length + other.armor.requests.length,
      counts: { total: 3, pass: 3, fail: 0, unknown: 0, error: 0, warnings: 0 },
    });
    expect(report.conditions.map(({ name }) => name)).toEqual(["a is fresh", "b is fresh", "nothing is open"]);
  });

  it("throws with the report and every cause, and asks all to the end before", async () => {
    const { armor, client } = emulated({
      assets: [
        { qualifiedName: "pg.old", hoursSinceUpdate: 99 },
        { qualifiedName: "pg.new", hoursSinceUpdate: 1 },
      ],
    });
    const error = await failure(
      requireAll(
        {
          old: () => client.freshness.requireFresh("pg.old"),
          missing: () => client.freshness.requireFresh("pg.missing"),
          bug: () => Promise.reject(new TypeError("mine")),
          silent: async () => undefined,
          no: async () => false,
          warned: { run: () => client.freshness.requireFresh("pg.old", { maxAgeHours: 1 }), severity: "warn" },
          new: () => client.freshness.requireFresh("pg.new"),
        },
        { concurrency: 1 },
      ),
    );
    expect(error).toBeInstanceOf(RequirementsError);
    expect(error).toBeInstanceOf(GateError);
    expect(error).toMatchObject({
      kind: "gate",
      code: "requirements_not_met",
      verdict: "fail",
      retryable: false,
      operation: "requireAll",
      evidence: null,
      report: { passed: false, counts: { total: 7, pass: 1, fail: 3, unknown: 1, error: 2, warnings: 1 } },
    });
    expect(error.message).toMatch(/^5 of 6 conditions do not pass, 1 warning: old \(fail\): pg\.old is stale/);
    expect(error.message).toContain("; silent (unknown): it gave no evidence, but nothing; no (fail): it is false");
    const { causes } = error as unknown as RequirementsError;
    expect(causes.map(({ name, kind }) => [name, kind])).toEqual([
      ["StalenessError", "gate"],
      ["NotFoundError", "api"],
      ["DqgateError", "config"],
    ]);
    expect(causes[0]).toBeInstanceOf(StalenessError);
    expect(armor.requests).toHaveLength(4);
  });

  it.each<[string, Parameters<typeof requireAll>[0], Verdict]>([
    ["a no among no answers", { a: async () => false, b: () => Promise.reject(new Error("x")) }, "fail"],
    ["no answer", { a: async () => true, b: () => Promise.reject(new Error("x")) }, "unknown"],
    ["nothing shown", { a: async () => true, b: async () => null }, "unknown"],
    ["a no that only warns", { a: async () => null, b: { run: async () => false, severity: "warn" } }, "unknown"],
  ])("says %s as it is", async (_, conditions, verdict) => {
    expect(await failure(requireAll(conditions))).toMatchObject({ verdict, report: { verdict, passed: false } });
  });

  it("passes where only warnings do not, and shows them", async () => {
    const report = await requireAll({
      a: async () => true,
      b: { run: async () => false, severity: "warn" },
      c: { run: () => Promise.reject(new Error("x")), severity: "warn" },
      d: { run: async () => true, severity: "warn" },
    });
    expect(report).toMatchObject({
      passed: true,
      verdict: "pass",
      counts: { pass: 2, fail: 1, error: 1, warnings: 2 },
    });
    await expect(requireAll({ b: { run: async () => null, severity: "warn" } })).resolves.toMatchObject({
      verdict: "pass",
    });
  });

  it("tells of the first five in its message, and counts the rest", async () => {
    const no = async (): Promise<boolean> => false;
    const error = await failure(requireAll({ a: no, b: no, c: no, d: no, e: no, f: no, g: no }));
    expect(error.message).toMatch(
      /^7 of 7 conditions do not pass: a \(fail\): .*; e \(fail\): it is false; and 2 more$/,
    );
    expect((await failure(requireAll({ a: no }))).message).toBe(
      "1 of 1 condition does not pass: a (fail): it is false",
    );
  });

  it("may hold another", async () => {
    const report = await checkAll({ inner: () => requireAll({ a: async () => false }) });
    expect(report.conditions[0]).toMatchObject({ outcome: "fail", error: { name: "RequirementsError" } });
  });

  it("keeps the place of a caller's bug, without the secret in its message", async () => {
    function mistaken(): never {
      throw new TypeError(`bad ${SECRET}`);
    }
    const error = (await failure(requireAll({ bug: async () => mistaken() }))) as unknown as RequirementsError;
    const [cause] = error.causes as [DqgateError];
    expect(cause).toBeInstanceOf(DqgateError);
    expect(cause.stack).toContain("mistaken");
    expect(cause.stack).toContain("require-all.test.ts");
    expect(cause.stack).not.toContain("SECRETSECRET");
    expect(cause.cause).toBeUndefined();
  });
});
