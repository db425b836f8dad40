import {
  AuthorizationError,
  NotFoundError,
  ResponseValidationError,
  UnprocessableError,
  ValidationError,
} from "dqgate";
import {
  type ValidityCheckResult,
  type ValidityRule,
  validityCheckResultModel,
  validityRuleModel,
  validitySummaryModel,
} from "dqgate/anomalyarmor";
import type { ValidityRuleSeed } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { KEY, world } from "./world.js";

const ORDERS = "pg.shop.public.orders";
const ASSETS = [{ qualifiedName: ORDERS }, { qualifiedName: "pg.shop.public.customers" }];
const RULE = { id: 7, uuid: "r-7", table_path: "public.orders", rule_type: "NOT_NULL", is_active: true };
const RESULT = {
  id: 1,
  validity_rule_id: 7,
  status: "pass",
  total_rows: 100,
  invalid_count: 0,
  invalid_percent: 0,
  checked_at: "2026-01-05T10:00:00",
};

const start = (...rules: Omit<ValidityRuleSeed, "asset">[]) =>
  world({ assets: ASSETS, validityRules: rules.map((one) => ({ asset: ORDERS, ...one })) });
const ruleOf = (more: object): ValidityRule => validityRuleModel.read({ ...RULE, ...more }) as ValidityRule;
const resultOf = (more: object): ValidityCheckResult =>
  validityCheckResultModel.read({ ...RESULT, ...more }) as ValidityCheckResult;

describe("the models of validity", () => {
  it("read a rule of the fewest fields", () => {
    expect(ruleOf({})).toEqual({
      id: "r-7",
      uuid: "r-7",
      internalId: 7,
      tablePath: "public.orders",
      columnName: null,
      ruleType: "NOT_NULL",
      ruleConfig: null,
      name: null,
      description: null,
      severity: "warning",
      isActive: true,
      checkInterval: "daily",
      alertThresholdPercent: null,
      treatNullAsValid: false,
      latestStatus: null,
      createdAt: null,
    });
  });

  it.each([
    ["a number beside a uuid", { id: 7, uuid: "u" }, { id: "u", uuid: "u", internalId: 7 }],
    ["a number as text beside a uuid", { id: "7", uuid: "u" }, { id: "u", uuid: "u", internalId: 7 }],
    ["the same text twice", { id: "u", uuid: "u" }, { id: "u", uuid: "u", internalId: null }],
    ["text alone", { id: "u", uuid: undefined }, { id: "u", uuid: null, internalId: null }],
    ["a number alone", { id: 7, uuid: null }, { id: "7", uuid: null, internalId: 7 }],
    ["an empty uuid", { id: 7, uuid: "" }, { id: "7", internalId: 7 }],
    ["a uuid alone", { id: undefined, uuid: "u" }, { id: "u", uuid: "u", internalId: null }],
    ["a number under its own name", { id: "u", internal_id: 9 }, { internalId: 9 }],
    ["more digits than a number holds", { id: "90071992547409931", uuid: "u" }, { id: "u", internalId: null }],
  ])("read %s as the rule's ids", (_, told, ids) => {
    expect(ruleOf(told)).toMatchObject(ids);
  });

  it.each(["table_path", "rule_type", "is_active"])("need a rule's %s", async (field) => {
    const { armor, client } = start();
    armor.failNext({ kind: "json", body: { data: { ...RULE, [field]: undefined } } });
    await expect(client.validity.get(ORDERS, "r-7")).rejects.toBeInstanceOf(ResponseValidationError);
  });

  it("need one of a rule's ids", () => {
    expect(validityRuleModel.issues({ ...RULE, id: null, uuid: null }).map(({ path }) => path)).toEqual([["id"]]);
  });

  it("keep new words, the user's keys and unknown fields", () => {
    const told = {
      rule_type: "length_bounds",
      severity: "error",
      check_interval: "1h",
      latest_status: "SKIPPED",
      rule_config: { allowedValues: ["a"], max_length: 3 },
      recent_results: [1],
    };
    expect(ruleOf(told)).toMatchObject({
      ruleType: "length_bounds",
      severity: "error",
      checkInterval: "1h",
      latestStatus: "skipped",
      ruleConfig: { allowedValues: ["a"], max_length: 3 },
      recent_results: [1],
    });
  });

  it.each([
    [{ total_rules: 9, passing: 1, failing: 2, error: 3 }],
    [{ total_rules: 9, passing_rules: 1, failing_rules: 2, error_rules: 3 }],
    [{ total_rules: 9, passing: 1, failing_rules: 2, errors: 3 }],
  ])("read the summary %j", (told) => {
    expect(validitySummaryModel.read(told)).toEqual({ totalRules: 9, passing: 1, failing: 2, error: 3 });
  });

  it.each([
    ["pass", 100, "pass", "pass"],
    ["PASS", 100, "pass", "pass"],
    ["Passed", 100, "passed", "pass"],
    ["success", 100, "success", "pass"],
    ["FAIL", 100, "fail", "fail"],
    ["failed", 100, "failed", "fail"],
    ["fail", 0, "fail", "fail"],
    ["error", 100, "error", "unknown"],
    ["skipped", 100, "skipped", "unknown"],
    ["", 100, "", "unknown"],
    ["pass", 0, "pass", "unknown"],
  ])("judge %j over %i rows", (status, rows, shown, verdict) => {
    expect(resultOf({ status, total_rows: rows })).toMatchObject({ status: shown, verdict });
  });

  it("take samples as an object, a list or nothing", () => {
    expect(resultOf({ invalid_samples: { some_Key: [1] } }).invalidSamples).toEqual({ some_Key: [1] });
    expect(resultOf({ invalid_samples: ["a", null] }).invalidSamples).toEqual(["a", null]);
    expect(resultOf({}).invalidSamples).toBeNull();
  });

  it("read the times as UTC, and their absence", () => {
    expect(resultOf({ created_at: "2026-01-05T10:00:01+01:00" })).toMatchObject({
      checkedAt: new Date("2026-01-05T10:00:00Z"),
      createdAt: new Date("2026-01-05T09:00:01Z"),
    });
    expect(resultOf({ checked_at: null })).toMatchObject({ checkedAt: null, errorMessage: null });
  });
});

describe("validity's calls", () => {
  it("find a rule within its wrapper", async () => {
    const { armor, client } = start();
    armor.failNext({ kind: "json", body: { data: { rule: RULE, recent_results: [RESULT] } } });
    await expect(client.validity.get(ORDERS, "r-7")).resolves.toMatchObject({ id: "r-7", recent_results: [RESULT] });
  });

  it.each([
    ["items", { data: { items: [RULE] } }],
    ["data and pagination", { data: { data: [RULE], pagination: { total: 1 } } }],
    ["rules", { success: true, data: { rules: [RULE], total: 1 } }],
    ["nothing", [RULE]],
  ])("read a list under %s", async (_, body) => {
    const { armor, client } = start();
    armor.failNext({ kind: "json", body });
    await expect(client.validity.list(ORDERS).toArray()).resolves.toMatchObject([{ id: "r-7" }]);
  });

  it("refuse the internal number before anything is sent", async () => {
    const { armor, client } = start();
    await expect(client.validity.get(ORDERS, 7)).rejects.toThrow(/rule: expected the public id/);
    await expect(client.validity.check(ORDERS, "7")).rejects.toBeInstanceOf(ValidationError);
    await expect(client.validity.results(ORDERS, 7).toArray()).rejects.toBeInstanceOf(ValidationError);
    await expect(client.validity.summary(7)).rejects.toThrow(/asset: expected the asset's UUID/);
    expect(armor.requests).toHaveLength(0);
  });

  it("say that there is no such asset or rule", async () => {
    const { client } = start({ id: "r-7", ruleType: "UNIQUE" });
    await expect(client.validity.list("pg.none").toArray()).rejects.toBeInstanceOf(NotFoundError);
    await expect(client.validity.get("pg.shop.public.customers", "r-7")).rejects.toBeInstanceOf(NotFoundError);
    await expect(client.validity.results(ORDERS, "r-8").toArray()).rejects.toBeInstanceOf(NotFoundError);
  });

  it("send the documented defaults", async () => {
    const { armor, client } = start({ id: "r-7", ruleType: "UNIQUE" });
    await client.validity.create(ORDERS, { ruleType: "UNIQUE", tablePath: "public.orders" });
    await client.validity.check(ORDERS, "r-7", { sampleLimit: 20 });
    expect(armor.requests.map(({ body }) => body)).toEqual([
      {
        rule_type: "UNIQUE",
        table_path: "public.orders",
        severity: "warning",
        check_interval: "daily",
        treat_null_as_valid: false,
      },
      { sample_limit: 20 },
    ]);
  });

  it.each([
    [{ ruleType: "", tablePath: "t" }, "ruleType"],
    [{ ruleType: "UNIQUE" }, "tablePath"],
    [{ ruleType: "UNIQUE", tablePath: "t", alertThresholdPercent: 101 }, "alertThresholdPercent"],
    [{ ruleType: "UNIQUE", tablePath: "t", ruleConfig: ["pattern"] }, "ruleConfig"],
    [{ ruleType: "UNIQUE", tablePath: "t", treatNullAsValid: "yes" }, "treatNullAsValid"],
  ])("refuse the rule %j", async (body, field) => {
    const { armor, client } = start();
    const error = await client.validity.create(ORDERS, body as never).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ValidationError);
    expect((error as ValidationError).issues[0]?.path).toEqual([field]);
    expect(armor.requests).toHaveLength(0);
  });

  it("keep what a check found, and count by the newest result", async () => {
    const { client } = start(
      { id: "r-1", ruleType: "UNIQUE", finds: [{ bad: 30, rows: 60 }, { bad: 0 }] },
      { id: "r-2", ruleType: "UNIQUE", results: [{ hoursAgo: 9 }, { hoursAgo: 2, status: "ERROR" }] },
      { id: "r-3", ruleType: "UNIQUE" },
    );
    const found = await client.validity.check(ORDERS, "r-1", { sampleLimit: 3 });
    expect(found).toMatchObject({ status: "fail", invalidCount: 30, totalRows: 60, invalidPercent: 50 });
    expect(found.invalidSamples).toEqual({ values: ["?0", "?1", "?2"] });
    await expect(client.validity.summary(ORDERS)).resolves.toEqual({ totalRules: 3, passing: 0, failing: 1, error: 1 });
    await client.validity.check(ORDERS, "r-1");
    const results = await client.validity.results(ORDERS, "r-1", { limit: 1 }).toArray();
    expect(results.map(({ verdict }) => verdict)).toEqual(["pass", "fail"]);
    const rules = await client.validity.list(ORDERS).toArray();
    expect(rules.map(({ latestStatus }) => latestStatus)).toEqual(["pass", "error", null]);
  });

  it("are refused by the platform where they cannot be right", async () => {
    const { client } = start({ id: "r-7", ruleType: "UNIQUE" });
    const patch = client.request("PATCH", `/sdk/validity/${ORDERS}/r-7`, { body: { rule_type: "REGEX" } });
    await expect(patch).rejects.toBeInstanceOf(UnprocessableError);
    const check = client.request("POST", `/sdk/validity/${ORDERS}/r-7/check`, { body: { sample_limit: -1 } });
    await expect(check).rejects.toBeInstanceOf(UnprocessableError);
  });

  it("need a key that may write", async () => {
    const { client } = world({
      assets: ASSETS,
      validityRules: [{ asset: ORDERS, id: "r-7", ruleType: "UNIQUE" }],
      keys: [{ key: KEY, scope: "read-only" }],
    });
    await expect(client.validity.check(ORDERS, "r-7")).rejects.toBeInstanceOf(AuthorizationError);
    await expect(client.validity.delete(ORDERS, "r-7")).rejects.toBeInstanceOf(AuthorizationError);
    await expect(client.validity.get(ORDERS, "r-7")).resolves.toMatchObject({ id: "r-7" });
  });

  it("change and delete what is there", async () => {
    const { client } = start({ id: "r-7", ruleType: "UNIQUE" });
    await client.validity.update(ORDERS, "r-7", { severity: "critical" });
    await expect(client.validity.get(ORDERS, "r-7")).resolves.toMatchObject({ severity: "critical" });
    await client.validity.delete(ORDERS, "r-7");
    await expect(client.validity.list(ORDERS)).resolves.toMatchObject({ total: 0 });
  });
});
