import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { Ajv2020 } from "ajv/dist/2020.js";
import {
  ChecksFailedError,
  ConnectionError,
  checkAll,
  exitCodeOf,
  InconclusiveError,
  jsonOf,
  junitOf,
  markdownOf,
  RequirementsError,
  requireAll,
  tableOf,
  WaitTimeoutError,
} from "dqgate";
import { describe, expect, it, vi } from "vitest";
import { emulated } from "../support/client.js";
import { failure } from "../support/failure.js";
import { evidence, variedReport } from "../support/reports.js";

const schemaText = readFileSync(new URL("../../src/reports/report.schema.json", import.meta.url), "utf8");
const validate = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(JSON.parse(schemaText));
const fits = (value: unknown): boolean => validate(value);

describe("a report", () => {
  it("tells every condition, and counts them", async () => {
    const report = await variedReport();
    expect(report).toMatchObject({
      passed: false,
      verdict: "fail",
      startedAt: new Date("2026-01-05T12:00:00Z"),
      elapsedMs: 1_500,
      requests: 8,
      counts: { total: 7, pass: 2, fail: 2, unknown: 2, error: 1, warnings: 2 },
    });
    expect(
      report.conditions.map(({ name, severity, outcome, requests, elapsedMs }) => [
        name,
        severity,
        outcome,
        requests,
        elapsedMs,
      ]),
    ).toEqual([
      ["orders are fresh", "block", "pass", 2, 1_500],
      ["items are fresh", "block", "fail", 2, 0],
      ["keys hold", "block", "unknown", 2, 0],
      ["no anomalies", "block", "error", null, 0],
      ["rows are many", "warn", "fail", null, 0],
      ["rows are few", "warn", "unknown", null, 0],
      ["muted ones", "block", "pass", 2, 0],
    ]);
    expect(report.conditions.at(-1)).toMatchObject({
      evidence: { verdict: "unknown" },
      reason: "nothing shows it, and it passes as onUnknown says: it is muted",
    });
  });

  it("explains itself, one line a condition", async () => {
    expect((await variedReport()).explain().split("\n")).toEqual([
      "fail: 3 of 5 conditions do not pass, 2 warnings. 8 requests, 1.5 s.",
      "- pass: orders are fresh: orders is fresh",
      "- fail: items are fresh: items is stale: 30 h old",
      "- unknown: keys hold: never checked",
      "- error: no anomalies: ConnectionError: no route",
      "- fail (warning): rows are many: it is false",
      "- unknown (warning): rows are few: it gave no evidence, but nothing",
      "- pass: muted ones: nothing shows it, and it passes as onUnknown says: it is muted",
    ]);
    const yes = async (): Promise<boolean> => true;
    expect((await checkAll({ a: yes })).explain()).toMatch(
      /^pass: the condition passes\. 0 requests, \d+ ms\.\n- pass: a: it is true$/,
    );
    expect((await checkAll({ a: yes, b: yes })).explain()).toMatch(/^pass: all 2 conditions pass\. /);
    const warned = { run: async () => false, severity: "warn" } as const;
    expect((await checkAll({ warned })).explain()).toMatch(/^pass: no condition blocks, 1 warning\. /);
    expect((await checkAll({ a: yes, warned })).explain()).toMatch(/^pass: the condition passes, 1 warning\. /);
    expect((await checkAll({ "two\nlines": () => Promise.reject(new Error("\u001B[2J\nx")) })).explain()).toMatch(
      /\n- error: two lines: the condition failed: Error: {1,2}\[2J x$/,
    );
  });

  it("tells how often a condition was asked, where that was more than once", async () => {
    const run = (): Promise<never> =>
      Promise.reject(new ConnectionError("lost", { reason: null, mayHaveBeenReceived: true }));
    const report = await checkAll({ a: run }, { retries: 1, random: () => 0 });
    expect(report.explain()).toContain("ConnectionError: lost (2 attempts)");
    expect(tableOf(report, { color: false })).toContain("ConnectionError: lost (2 attempts)");
  });

  it("masks what is secret in a name, wherever it is shown", async () => {
    const conditions = { "check https://user:hunter2secret@host/x?token=abc123def": async () => false };
    const seen: string[] = [];
    const report = await checkAll(conditions, { onProgress: ({ condition }) => seen.push(condition.name) });
    const error = await requireAll(conditions).catch((one: unknown) => one as RequirementsError);
    if (!(error instanceof RequirementsError)) return expect.fail("it should have thrown");
    const tables = [tableOf(report, { color: false, width: 200 }), markdownOf(report), junitOf(report)];
    for (const text of [...tables, jsonOf(report), report.explain(), error.message, inspect(error), ...seen]) {
      expect(text).toContain("check https://");
      expect(text).not.toMatch(/hunter2|abc123/);
    }
  });

  it("prints as data", async () => {
    const printed = inspect(await variedReport(), { depth: 9 });
    expect(printed).toContain("name: 'orders are fresh'");
    expect(printed).toContain("counts: { total: 7");
    expect(printed).not.toContain("Function");
  });
});

describe("a report as JSON", () => {
  it("is of the published schema, whatever the outcomes", async () => {
    const { client } = emulated({
      assets: [
        { qualifiedName: "pg.a", hoursSinceUpdate: 1 },
        { qualifiedName: "pg.b", hoursSinceUpdate: 99 },
      ],
    });
    const real = await checkAll({
      a: () => client.freshness.requireFresh("pg.a"),
      b: () => client.freshness.requireFresh("pg.b"),
      c: () => client.freshness.requireFresh("pg.c"),
      d: () => client.anomalies.requireNone(),
      e: () => client.jobs.waitForJob("none"),
    });
    for (const report of [real, await variedReport()]) {
      const json = JSON.parse(jsonOf(report));
      expect(fits(json), JSON.stringify(validate.errors)).toBe(true);
      expect(json).toEqual(JSON.parse(JSON.stringify(report)));
      expect(json).toEqual(report.toJSON());
      expect(json).toMatchObject({ $schema: JSON.parse(schemaText).$id, version: 1 });
    }
    expect(real.counts).toMatchObject({ pass: 2, fail: 1, error: 2 });
  });

  it("has times as texts", async () => {
    const { startedAt, conditions } = (await variedReport()).toJSON();
    expect(startedAt).toBe("2026-01-05T12:00:00.000Z");
    expect(conditions[0]?.evidence?.seen[0]?.measuredAt).toBe("1970-01-01T00:00:00.000Z");
    const report = await checkAll({
      a: async () => evidence("pass", "x", { seen: [{ ...evidence("pass", "x").seen[0], measuredAt: null } as never] }),
    });
    expect(report.toJSON().conditions[0]?.evidence?.seen[0]?.measuredAt).toBeNull();
    expect(fits(report.toJSON())).toBe(true);
  });

  it("is not of the schema where anything is wrong, or the tests above would prove nothing", async () => {
    const good = JSON.parse(jsonOf(await variedReport()));
    const [first] = good.conditions;
    const { evidence: seen } = first;
    const withFirst = (change: object): object => ({ ...good, conditions: [{ ...first, ...change }] });
    expect(fits(good)).toBe(true);
    for (const wrong of [
      { ...good, version: 2 },
      { ...good, $schema: "urn:dqgate:report:2" },
      { ...good, verdict: "error" },
      { ...good, startedAt: "yesterday" },
      { ...good, requests: -1 },
      { ...good, conditions: [] },
      { ...good, more: 1 },
      { ...good, counts: { ...good.counts, total: "7" } },
      withFirst({ outcome: "warn" }),
      withFirst({ severity: "error" }),
      withFirst({ name: "" }),
      withFirst({ evidence: undefined }),
      withFirst({ error: {} }),
      withFirst({ error: { name: "X" } }),
      withFirst({ evidence: { ...seen, verdict: "error" } }),
      withFirst({ evidence: { ...seen, seen: [{ subject: "x" }] } }),
      withFirst({ evidence: { ...seen, statuses: [] } }),
    ])
      expect(fits(JSON.parse(JSON.stringify(wrong)))).toBe(false);
  });

  it("is in the error that requireAll throws", async () => {
    const error = await failure(requireAll({ a: async () => false }));
    const json = JSON.parse(JSON.stringify(error));
    expect(json).toMatchObject({ name: "RequirementsError", verdict: "fail", kind: "gate" });
    expect(fits(json.report)).toBe(true);
    expect(json).not.toHaveProperty("causes");
  });
});

describe("secrets", () => {
  const SECRETS = [
    "aa_live_SECRETSECRETSECRETSECRETSECRET12",
    "Bearer SECRETSECRETSECRET",
    "postgres://me:SECRETSECRET@db/x",
  ];

  it("that conditions tell are in no form of the report", async () => {
    const text = `see ${SECRETS.join(" and ")}`;
    const leaking = evidence("fail", text, {
      asked: { asset: text, limit: text },
      seen: [{ subject: text, verdict: "fail", value: text, field: "x", measuredAt: null, reason: text }],
    });
    const error = (await failure(
      requireAll({
        own: () => Promise.reject(Object.assign(new TypeError(text), { config: { headers: { authorization: text } } })),
        thrown: () => Promise.reject(text),
        gate: () => Promise.reject(new WaitTimeoutError(text, { timeoutMs: 1, snapshot: null })),
        evidence: async () => leaking,
        long: () => Promise.reject(new Error(`${"x".repeat(975)} ${text}`)),
      }),
    )) as unknown as RequirementsError;
    const { report } = error;
    const forms = [
      report.explain(),
      tableOf(report, { width: 4_000 }),
      markdownOf(report),
      junitOf(report),
      jsonOf(report),
      inspect(report, { depth: 20 }),
      JSON.stringify(error),
      error.message,
      error.stack ?? "",
    ];
    for (const form of forms) {
      expect(form).not.toContain("SECRETSECRET");
      expect(form).toMatch(/(?:\[|&#91;)redacted/);
    }
    const [own] = error.causes;
    expect(inspect(own, { depth: 20, showHidden: true })).not.toContain("SECRETSECRET");
  });
});

describe("the exit code", () => {
  const yes = async (): Promise<boolean> => true;
  const no = async (): Promise<boolean> => false;
  const lost = (): Promise<never> => Promise.reject(new Error("x"));

  it.each<[string, Parameters<typeof checkAll>[0], number]>([
    ["all pass", { yes }, 0],
    ["only warnings do not", { yes, no: { run: no, severity: "warn" } }, 0],
    ["one says no", { yes, no }, 1],
    ["one says no, and another nothing", { no, lost }, 1],
    ["one gives no answer", { yes, lost }, 2],
    ["one shows nothing", { yes, void: async () => undefined }, 2],
  ])("of a report where %s", async (_, conditions, code) => {
    const report = await checkAll(conditions);
    expect(exitCodeOf(report)).toBe(code);
    expect(exitCodeOf(JSON.parse(jsonOf(report)))).toBe(code);
    const end: unknown = await requireAll(conditions).catch((error: unknown) => error);
    expect(exitCodeOf(end)).toBe(code);
  });

  it("of a gate's error is 1 where it says no, and 2 where it says nothing", async () => {
    vi.resetModules();
    const theirs = await import("dqgate");
    expect(exitCodeOf(new ChecksFailedError(evidence("fail", "x")))).toBe(1);
    expect(exitCodeOf(new theirs.ChecksFailedError(evidence("fail", "x")))).toBe(1);
    expect(exitCodeOf(new InconclusiveError(evidence("unknown", "x")))).toBe(2);
    expect(exitCodeOf(new ConnectionError("x", { reason: null, mayHaveBeenReceived: true }))).toBe(2);
  });

  it.each([
    undefined,
    null,
    0,
    "pass",
    {},
    { passed: true },
    { verdict: "pass", passed: true },
    { verdict: "pass", passed: true, conditions: [] },
    { verdict: "pass", passed: false, conditions: [{}] },
    { verdict: "fail", passed: true, conditions: [{}] },
    evidence("pass", "x"),
    new Error("x"),
  ])("of what is neither is 2: %o", (value) => {
    expect(exitCodeOf(value)).toBe(2);
  });
});
