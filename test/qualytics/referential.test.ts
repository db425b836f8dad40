import {
  type Client,
  InconclusiveError,
  NotFoundError,
  type Referential,
  ReferentialError,
  ServerError,
  UnsupportedError,
  ValidationError,
  WaitTimeoutError,
} from "dqgate";
import type { QualyticsCheckSeed as CheckSeed } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { type World, world } from "./world.js";

/** Container 1 `orders` of `shop` with these checks, 2 `customers`, and 3 `orders` of `lake`. */
const start = (...checks: CheckSeed[]): World =>
  world({
    datastores: [
      { name: "shop", containers: [{ name: "orders", fields: ["id", "customer"], checks }, { name: "customers" }] },
      { name: "lake", containers: [{ name: "orders" }] },
    ],
  });
const exists: CheckSeed = {
  rule: "existsIn",
  fields: ["customer"],
  isPassing: true,
  assertedHoursAgo: 2,
  properties: { field_name: "id", ref_container_id: 2, ref_datastore_id: 1 },
};
const replica: CheckSeed = {
  rule: "dataDiff",
  fields: ["id", "customer"],
  isPassing: false,
  properties: { ref_container_id: 3 },
};
const sums: CheckSeed = {
  rule: "aggregationComparison",
  properties: { expression: "SUM(a)", comparison: "eq", ref_expression: "SUM(b)", ref_container_id: 2 },
};
const value: CheckSeed = { rule: "notNull", fields: ["id"], isPassing: false };
const verbs = ({ server }: World): string[] => server.requests.map(({ verb, path }) => `${verb} ${path}`);

describe("referential checks", () => {
  it("tell which container is compared with which", async () => {
    const one = start(exists, replica, sums, value);
    const checks = await one.client.referential.list(1);
    expect(checks.total).toBe(3);
    const told = checks.items.map((check) => [
      check.ruleType,
      `${check.childTablePath}.${check.childColumnName}`,
      `${check.parentTablePath}.${check.parentColumnName}`,
      check.parentContainerId,
    ]);
    expect(told).toEqual([
      ["existsIn", "shop.orders.customer", "shop.customers.id", 2],
      ["dataDiff", "shop.orders.id, customer", "lake.orders.id, customer", 3],
      ["aggregationComparison", "shop.orders.", "shop.customers.SUM(b)", 2],
    ]);
    expect(verbs(one)).toEqual(["GET /quality-checks", "GET /containers/2", "GET /containers/3"]);
  });

  it("can be filtered, and one can be got", async () => {
    const { client } = start(exists, replica, { ...sums, status: "Draft" });
    expect(await client.referential.list(1, { ruleType: "dataDiff" }).toArray()).toMatchObject([{ id: 2 }]);
    expect(await client.referential.list(1, { isActive: false }).toArray()).toMatchObject([{ id: 3 }]);
    expect(await client.referential.get("shop.orders", "1")).toMatchObject({
      id: 1,
      name: null,
      isActive: true,
      parentTablePath: "shop.customers",
      check: { lastVerdict: "pass" },
    });
  });

  it("tell a container by its id where it is gone or hidden, and nothing where none is told", async () => {
    const { server, client } = start(
      { ...exists, properties: { field_name: "id", ref_container_id: 99 } },
      { ...exists, properties: { field_name: "id", ref_container_id: "2" } },
      { ...exists, properties: null },
    );
    const paths = (await client.referential.list(1).toArray()).map((check) => check.parentTablePath);
    expect(paths).toEqual(["99", "", ""]);
    const hidden = start(exists);
    hidden.server.failNext({ kind: "status", status: 403 }, { on: "GET /containers/{id}" });
    expect(await hidden.client.referential.get(1, 1)).toMatchObject({ parentTablePath: "2" });
    server.failNext({ kind: "status", status: 500 }, { on: "GET /containers/{id}", times: 10 });
    expect(await failure(client.referential.get(1, 1))).toBeInstanceOf(ServerError);
  });

  it("are found in their own container alone, and by their own kind", async () => {
    const { client } = start(exists, value);
    expect(await failure(client.referential.get(1, 2))).toBeInstanceOf(NotFoundError);
    expect(await failure(client.referential.get(2, 1))).toBeInstanceOf(NotFoundError);
    expect(await failure(client.referential.results(1, 2))).toBeInstanceOf(NotFoundError);
  });

  it("are counted by their last assertion", async () => {
    const { client } = start(exists, replica, sums, { ...sums, status: "Draft" }, value);
    expect(await client.referential.summary(1)).toEqual({
      totalChecks: 4,
      activeChecks: 3,
      passingChecks: 1,
      failingChecks: 1,
      unknownChecks: 2,
      lastCheckAt: new Date("2026-01-05T11:00:00Z"),
    });
    expect(await start().client.referential.summary(1)).toMatchObject({ totalChecks: 0, lastCheckAt: null });
  });

  it("give their last assertion, or none", async () => {
    const { client } = start(exists, sums);
    expect(await client.referential.results(1, 1).toArray()).toMatchObject([
      { id: "1@2026-01-05T10:00:00.000Z", checkId: 1, verdict: "pass", orphanCount: null, totalChildRows: null },
    ]);
    expect(await client.referential.results(1, 2).toArray()).toEqual([]);
    expect(await failure(client.referential.results(1, 1, { limit: 1 } as never))).toBeInstanceOf(ValidationError);
  });
});

describe("referential.execute", () => {
  it("scans the container, and reads what became of the check", async () => {
    const one = start({ ...exists, failingRows: 2 });
    expect(await one.client.referential.execute(1, "1")).toMatchObject({
      checkId: 1,
      verdict: "fail",
      checkedAt: new Date("2026-01-05T12:00:22Z"),
      orphanCount: null,
    });
    expect(verbs(one)).toContain("POST /operations/run");
  });

  it("starts no scan for what no scan asserts", async () => {
    const one = start({ ...exists, status: "Draft" });
    expect(await failure(one.client.referential.execute(1, 1))).toBeInstanceOf(UnsupportedError);
    expect(verbs(one)).toEqual(["GET /quality-checks/1"]);
  });
});

describe("referential.execute with options", () => {
  it("gives up at the deadline, and refuses a wrong one", async () => {
    const one = start(exists);
    one.server.planOperation({ result: "never" });
    expect(await failure(one.client.referential.execute(1, 1, { waitMs: 1_000 }))).toBeInstanceOf(WaitTimeoutError);
    one.server.requests.length = 0;
    for (const options of [{ waitMs: -1 }, { wait: 1 }])
      expect(await failure(one.client.referential.execute(1, 1, options as never))).toBeInstanceOf(ValidationError);
    expect(verbs(one)).toEqual([]);
  });
});

describe("referential.requireIntact", () => {
  it("passes on the last assertions, and looks at no other checks", async () => {
    const { client } = start(exists, value);
    expect(await client.referential.requireIntact("shop.orders")).toMatchObject({
      gate: "referential.requireIntact",
      verdict: "pass",
      asked: { asset: "shop.orders" },
      seen: [{ subject: "check 1 (existsIn of customer)", verdict: "pass" }],
    });
  });

  it("fails where one fails, and is unknown where nothing shows that all pass", async () => {
    expect(await failure(start(exists, replica).client.referential.requireIntact(1))).toBeInstanceOf(ReferentialError);
    for (const checks of [[], [value], [exists, sums]])
      expect(await failure(start(...checks).client.referential.requireIntact(1))).toBeInstanceOf(InconclusiveError);
    const old = start(exists).client.referential.requireIntact(1, { maxAgeHours: 1 });
    expect(await failure(old)).toBeInstanceOf(InconclusiveError);
  });

  it("looks at the checks that are named, and scans for them where it is told to", async () => {
    const one = start({ ...exists, assertedHoursAgo: 50 }, replica, value);
    const evidence = await one.client.referential.requireIntact(1, { checks: [1], run: true });
    expect(evidence).toMatchObject({
      verdict: "pass",
      seen: [{ measuredAt: new Date("2026-01-05T12:00:22Z") }],
      reason: "1 of 1 of the checks 1 pass",
    });
    const error = await failure(one.client.referential.requireIntact(1, { checks: [3] }));
    expect((error as unknown as ValidationError).issues).toMatchObject([
      { path: ["checks", 0], message: "check 3 is no referential check: its rule is notNull" },
    ]);
  });
});

it("serves code that does not know the platform", async () => {
  const gate = ({ referential }: Client<{ referential: Referential }>) => referential.requireIntact(1);
  expect(await gate(start(exists).client)).toMatchObject({ verdict: "pass" });
});
