import {
  AuthorizationError,
  type GateEvidence,
  InconclusiveError,
  NotFoundError,
  type Referential,
  ReferentialError,
  ResponseValidationError,
  UnprocessableError,
  ValidationError,
} from "dqgate";
import {
  type ReferentialCheckResult,
  referentialCheckModel,
  referentialCheckResultModel,
  referentialSummaryModel,
} from "dqgate/anomalyarmor";
import type { ReferentialCheckSeed } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { KEY, world } from "./world.js";

const ORDERS = "pg.shop.public.orders";
const ASSETS = [{ qualifiedName: ORDERS }, { qualifiedName: "pg.shop.public.customers" }];
const CHECK = {
  id: "c-1",
  internal_id: 3,
  asset_id: 9,
  child_table_path: "public.orders",
  child_column_name: "customer_id",
  parent_table_path: "public.customers",
  parent_column_name: "id",
  capture_interval: "daily",
  is_active: true,
};
const RESULT = {
  id: 1,
  referential_check_id: 3,
  status: "PASS",
  orphan_count: 0,
  total_child_rows: 100,
  orphan_percent: 0,
};
const NAME = "public.orders.customer_id -> public.customers.id";

const start = (...checks: Partial<ReferentialCheckSeed>[]) =>
  world({
    assets: ASSETS,
    referentialChecks: checks.map((one) => ({
      asset: ORDERS,
      child: "public.orders.customer_id",
      parent: "public.customers.id",
      ...one,
    })),
  });
const resultOf = (more: object): ReferentialCheckResult =>
  referentialCheckResultModel.read({ ...RESULT, ...more }) as ReferentialCheckResult;
const failure = async (gate: Promise<GateEvidence>): Promise<ReferentialError | InconclusiveError> =>
  gate.then(
    () => expect.fail("the gate opened"),
    (error) => error,
  );

describe("the models of referential checks", () => {
  it("read a check of the fewest fields", () => {
    expect(referentialCheckModel.read(CHECK)).toEqual({
      id: "c-1",
      internalId: 3,
      assetId: 9,
      childTablePath: "public.orders",
      childColumnName: "customer_id",
      parentTablePath: "public.customers",
      parentColumnName: "id",
      name: null,
      description: null,
      captureInterval: "daily",
      maxOrphanCount: null,
      maxOrphanPercent: null,
      minChildCount: null,
      maxChildCount: null,
      isActive: true,
      lastCheckedAt: null,
      createdAt: null,
    });
  });

  it("keep new words and unknown fields", () => {
    expect(referentialCheckModel.read({ ...CHECK, capture_interval: "5m", severity: "critical" })).toMatchObject({
      captureInterval: "5m",
      severity: "critical",
    });
  });

  it.each(["id", "internal_id", "child_table_path", "parent_column_name", "is_active"])(
    "need a check's %s",
    async (field) => {
      const { armor, client } = start();
      armor.failNext({ kind: "json", body: { data: { ...CHECK, [field]: null } } });
      await expect(client.referential.get(ORDERS, "c-1")).rejects.toBeInstanceOf(ResponseValidationError);
    },
  );

  it("take counts that are not told as none", () => {
    expect(referentialSummaryModel.read({ total_checks: 2, active_checks: 1 })).toEqual({
      totalChecks: 2,
      activeChecks: 1,
      passingChecks: 0,
      failingChecks: 0,
      lastCheckAt: null,
    });
  });

  it.each([
    [{ checked_at: "2026-01-05T10:00:00" }, "2026-01-05T10:00:00Z", "2026-01-05T10:00:00Z"],
    [{ created_at: "2026-01-05T11:00:00Z" }, "2026-01-05T11:00:00Z", "2026-01-05T11:00:00Z"],
    [
      { checked_at: "2026-01-05T10:00:00Z", created_at: "2026-01-05T11:00:00Z" },
      "2026-01-05T10:00:00Z",
      "2026-01-05T11:00:00Z",
    ],
  ])("fill either time from the other: %j", (told, checkedAt, createdAt) => {
    expect(resultOf(told)).toMatchObject({ checkedAt: new Date(checkedAt), createdAt: new Date(createdAt) });
  });

  it("read a result without any time", () => {
    expect(resultOf({})).toMatchObject({ checkedAt: null, createdAt: null, orphanSample: null });
  });

  it.each([
    ["pass", 100, "pass", "pass"],
    ["PASS", 100, "pass", "pass"],
    ["FAIL", 100, "fail", "fail"],
    ["fail", 0, "fail", "fail"],
    ["ERROR", 100, "error", "unknown"],
    ["new word", 100, "new word", "unknown"],
    ["PASS", 0, "pass", "unknown"],
  ])("judge %j over %i rows", (status, rows, shown, verdict) => {
    expect(resultOf({ status, total_child_rows: rows })).toMatchObject({ status: shown, verdict });
  });

  it("keep samples as they come", () => {
    const told = { orphan_sample: [7, "x", { some_Key: null }], cardinality_sample: [] };
    expect(resultOf(told)).toMatchObject({ orphanSample: [7, "x", { some_Key: null }], cardinalitySample: [] });
  });
});

describe("referential's calls", () => {
  it("find a check within its wrapper", async () => {
    const { armor, client } = start();
    armor.failNext({ kind: "json", body: { success: true, data: { check: CHECK, latest_result: RESULT } } });
    const check = await client.referential.get(ORDERS, "c-1");
    expect(check).toMatchObject({ id: "c-1", latest_result: RESULT });
  });

  it.each([
    ["items", { data: { items: [RESULT], total: 1 } }],
    ["data and pagination", { data: { data: [RESULT], pagination: { total: 1 } } }],
    ["results", { data: { results: [RESULT] } }],
    ["nothing", [RESULT]],
  ])("read a list under %s", async (_, body) => {
    const { armor, client } = start();
    armor.failNext({ kind: "json", body });
    await expect(client.referential.results(ORDERS, "c-1").toArray()).resolves.toMatchObject([{ verdict: "pass" }]);
  });

  it("refuse the internal number before anything is sent", async () => {
    const { armor, client } = start();
    await expect(client.referential.get(ORDERS, 3)).rejects.toThrow(/check: expected the public id/);
    await expect(client.referential.execute(ORDERS, "3")).rejects.toBeInstanceOf(ValidationError);
    await expect(client.referential.summary(9)).rejects.toBeInstanceOf(ValidationError);
    expect(armor.requests).toHaveLength(0);
  });

  it("say that there is no such asset or check", async () => {
    const { client } = start({ id: "c-1" });
    await expect(client.referential.list("pg.none").toArray()).rejects.toBeInstanceOf(NotFoundError);
    await expect(client.referential.get("pg.shop.public.customers", "c-1")).rejects.toBeInstanceOf(NotFoundError);
    await expect(client.referential.delete(ORDERS, "c-2")).rejects.toBeInstanceOf(NotFoundError);
  });

  it.each([
    [{ maxOrphanCount: -1 }, "maxOrphanCount"],
    [{ maxOrphanCount: 1.5 }, "maxOrphanCount"],
    [{ maxOrphanPercent: 100.1 }, "maxOrphanPercent"],
    [{ parentColumnName: "" }, "parentColumnName"],
    [{ sourceTable: "t" }, "sourceTable"],
  ])("refuse the check with %j", async (more, field) => {
    const { armor, client } = start();
    const body = { childTablePath: "a", childColumnName: "b", parentTablePath: "c", parentColumnName: "d", ...more };
    const error = await client.referential.create(ORDERS, body as never).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ValidationError);
    expect((error as ValidationError).issues[0]?.path).toEqual([field]);
    expect(armor.requests).toHaveLength(0);
  });

  it("send the documented default", async () => {
    const { armor, client } = start();
    const body = { childTablePath: "a", childColumnName: "b", parentTablePath: "c", parentColumnName: "d" };
    await client.referential.create(ORDERS, body);
    expect(armor.requests[0]?.body).toMatchObject({ capture_interval: "daily" });
    const error = await client
      .request("POST", `/sdk/referential/${ORDERS}`, { body: { child_table_path: "a" } })
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UnprocessableError);
    expect(error).toMatchObject({ fieldErrors: { parent_table_path: "is required" } });
  });

  it("keep what a run found, and count by the newest result", async () => {
    const { client } = start(
      { id: "c-1", finds: [{ bad: 5, rows: 50 }, { bad: 0 }] },
      { id: "c-2", maxOrphanCount: 5, finds: [{ bad: 5 }] },
      { id: "c-3", maxOrphanPercent: 1, finds: [{ bad: 2, rows: 100 }] },
      { id: "c-4", isActive: false, results: [{ hoursAgo: 1, bad: 1 }, { hoursAgo: 2 }] },
    );
    const first = await client.referential.execute(ORDERS, "c-1");
    expect(first).toMatchObject({
      verdict: "fail",
      orphanCount: 5,
      orphanPercent: 10,
      orphanSample: expect.any(Array),
    });
    await expect(client.referential.execute(ORDERS, "c-1")).resolves.toMatchObject({ verdict: "pass" });
    await expect(client.referential.execute(ORDERS, "c-2")).resolves.toMatchObject({ verdict: "pass" });
    await expect(client.referential.execute(ORDERS, "c-3")).resolves.toMatchObject({ verdict: "fail" });
    await expect(client.referential.summary(ORDERS)).resolves.toMatchObject({
      totalChecks: 4,
      activeChecks: 3,
      passingChecks: 2,
      failingChecks: 2,
    });
    const results = await client.referential.results(ORDERS, "c-1", { limit: 1 }).toArray();
    expect(results.map(({ verdict }) => verdict)).toEqual(["pass", "fail"]);
  });

  it("cannot run a check that is not active", async () => {
    const { armor, client } = start({ id: "c-1", isActive: false });
    await expect(client.referential.execute(ORDERS, "c-1")).rejects.toBeInstanceOf(UnprocessableError);
    expect(armor.requests).toHaveLength(1);
    await client.referential.update(ORDERS, "c-1", { isActive: true });
    await expect(client.referential.execute(ORDERS, "c-1")).resolves.toMatchObject({ verdict: "pass" });
  });
});

describe("referential.requireIntact", () => {
  it("passes on the latest results, and gives what shows it", async () => {
    const { client } = start(
      {
        results: [
          { bad: 0, rows: 50 },
          { bad: 9, rows: 50, hoursAgo: 30 },
        ],
      },
      { name: "off", isActive: false, results: [{ bad: 1 }] },
    );
    const evidence = await client.referential.requireIntact(ORDERS);
    expect(evidence).toMatchObject({
      gate: "referential.requireIntact",
      verdict: "pass",
      requests: 2,
      reason: `1 of 1 checks of ${ORDERS} hold; 1 that are not active were passed over`,
      seen: [
        {
          subject: NAME,
          value: 0,
          field: "orphan_count",
          measuredAt: new Date("2026-01-05T11:00:00Z"),
          reason: `${NAME} holds: 0 of 50 child rows are orphans`,
        },
      ],
    });
  });

  it("throws a ReferentialError with the evidence when a check fails", async () => {
    const { client } = start({ name: "have customers", results: [{ bad: 4, rows: 10 }] });
    const error = await failure(client.referential.requireIntact(ORDERS, { onUnknown: "pass" }));
    expect(error).toBeInstanceOf(ReferentialError);
    expect(error).toMatchObject({ kind: "gate", code: "referential_integrity", verdict: "fail" });
    expect(error.message).toContain("have customers fails: 4 of 10 child rows are orphans");
    expect(JSON.stringify(error)).not.toContain("?0");
  });

  it("names parents with too few or too many children", async () => {
    const fields = { parents_below_min: 3, parents_above_max: 1 };
    const { client } = start({ results: [{ status: "FAIL", fields }] });
    const error = await failure(client.referential.requireIntact(ORDERS));
    expect(error.message).toMatch(/0 of 1000 .* orphans, 3 parents have too few children, 1 parents have too many/);
  });

  it.each<[string, Partial<ReferentialCheckSeed>[], RegExp]>([
    ["there is no check", [], /has no active checks$/],
    ["a check was never run", [{ name: "c" }], /c was never checked/],
    ["a check could not be run", [{ name: "c", results: [{ status: "ERROR" }] }], /\(error\): the query failed/],
    ["there were no children", [{ name: "c", results: [{ rows: 0 }] }], /c was checked over no rows/],
  ])("stays closed where %s, unless told otherwise", async (_, checks, reason) => {
    const { client } = start(...checks);
    const error = await failure(client.referential.requireIntact(ORDERS));
    expect(error).toBeInstanceOf(InconclusiveError);
    expect(error.message).toMatch(reason);
    await expect(client.referential.requireIntact(ORDERS, { onUnknown: "pass" })).resolves.toMatchObject({
      verdict: "unknown",
    });
  });

  it("runs every active check now when it is told to", async () => {
    const { armor, client } = start(
      { id: "c-1", results: [{ bad: 0 }], finds: [{ bad: 1 }] },
      { id: "c-2", isActive: false },
    );
    await expect(client.referential.requireIntact(ORDERS)).resolves.toMatchObject({ verdict: "pass" });
    armor.requests.length = 0;
    await expect(client.referential.requireIntact(ORDERS, { run: true })).rejects.toBeInstanceOf(ReferentialError);
    expect(armor.requests.map(({ verb, path }) => `${verb} ${path}`)).toEqual([
      `GET /sdk/referential/${ORDERS}`,
      `POST /sdk/referential/${ORDERS}/c-1/execute`,
    ]);
  });

  it("asks for results that are new enough, by whichever time is told", async () => {
    const { client } = start({ results: [{ hoursAgo: 5, fields: { checked_at: null } }] });
    const gate = (maxAgeHours: number): Promise<GateEvidence> =>
      client.referential.requireIntact(ORDERS, { maxAgeHours });
    await expect(gate(5)).resolves.toMatchObject({ verdict: "pass" });
    await expect(gate(4.9)).rejects.toBeInstanceOf(InconclusiveError);
  });

  it("looks at the named checks only", async () => {
    const { client } = start(
      { id: "good", results: [{}] },
      { id: "bad", results: [{ bad: 1 }] },
      { id: "off", isActive: false },
    );
    const gate = (...checks: string[]): Promise<GateEvidence> => client.referential.requireIntact(ORDERS, { checks });
    await expect(gate("good")).resolves.toMatchObject({ verdict: "pass", seen: [{ verdict: "pass" }] });
    await expect(gate("good", "bad")).rejects.toBeInstanceOf(ReferentialError);
    await expect(gate("good", "off")).rejects.toBeInstanceOf(InconclusiveError);
    await expect(gate("good", "none")).rejects.toThrow(/checks\[?\.?1\]?.*has no check none/);
  });

  it("throws what goes wrong on the way as it is", async () => {
    const { client } = world({
      assets: ASSETS,
      referentialChecks: [{ asset: ORDERS, child: "o.c", parent: "c.id", results: [{}] }],
      keys: [{ key: KEY, scope: "read-only" }],
    });
    await expect(client.referential.requireIntact("pg.none")).rejects.toBeInstanceOf(NotFoundError);
    await expect(client.referential.requireIntact(ORDERS, { run: true })).rejects.toBeInstanceOf(AuthorizationError);
    await expect(client.referential.requireIntact(ORDERS)).resolves.toMatchObject({ verdict: "pass" });
  });

  it("is a gate for code that does not know the platform", async () => {
    const gate = ({ referential }: { referential: Referential }): Promise<GateEvidence> =>
      referential.requireIntact(ORDERS);
    await expect(gate(start({ results: [{}] }).client)).resolves.toMatchObject({ verdict: "pass" });
  });
});

describe("the seed of checks", () => {
  it("refuses an asset that is not there, and a side without a column", () => {
    expect(() => start({ asset: "pg.none" })).toThrow(/has no asset pg.none/);
    expect(() => start({ child: "orders" })).toThrow(/child is "table.column"/);
  });
});
