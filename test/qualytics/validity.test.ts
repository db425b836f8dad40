import {
  type Client,
  InconclusiveError,
  NotFoundError,
  OperationAbortedError,
  OperationFailedError,
  UnsupportedError,
  ValidationError,
  type Validity,
  ValidityError,
  WaitTimeoutError,
} from "dqgate";
import type { QualyticsCheckSeed as CheckSeed } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { type World, world } from "./world.js";

/** Container 1 `orders` with these checks, and 2 `customers` with check of its own. */
const start = (...checks: CheckSeed[]): World =>
  world({
    datastores: [
      {
        name: "shop",
        containers: [
          { name: "orders", fields: ["id", "mail"], checks },
          { name: "customers", checks: [{ rule: "notNull", fields: ["id"], isPassing: true }] },
        ],
      },
    ],
  });
const there: CheckSeed = { rule: "notNull", fields: ["id"], isPassing: true, assertedHoursAgo: 2 };
const unlike: CheckSeed = { rule: "unique", fields: ["id", "mail"], isPassing: false };
const shaped: CheckSeed = { rule: "containsEmail", fields: ["mail"] };
const draft: CheckSeed = { ...shaped, status: "Draft" };
const refers: CheckSeed = {
  rule: "existsIn",
  fields: ["id"],
  isPassing: false,
  properties: { field_name: "id", ref_container_id: 2 },
};
/** Tells of a scan that went well that it did not. */
const endsAs = (server: World["server"], result: string): void =>
  server.failNext(
    {
      kind: "change",
      change: (body) => {
        const run = body as { result: string };
        return { ...run, result: run.result === "success" ? result : run.result };
      },
    },
    { on: "GET /operations/{id}", times: 20 },
  );
const verbs = ({ server }: World): string[] => server.requests.map(({ verb, path }) => `${verb} ${path}`);

describe("validity rules", () => {
  it("are the checks that judge values: of their kind, that they are there, and that they differ", async () => {
    const { client } = start(there, unlike, shaped, draft, refers, { rule: "volumetric" }, { rule: "brandNewRule" });
    const rules = await client.validity.list(1);
    expect(rules.total).toBe(4);
    expect(
      rules.items.map(({ ruleType, columnName, columnNames, isActive }) => [
        ruleType,
        columnName,
        columnNames,
        isActive,
      ]),
    ).toEqual([
      ["notNull", "id", ["id"], true],
      ["unique", null, ["id", "mail"], true],
      ["containsEmail", "mail", ["mail"], true],
      ["containsEmail", "mail", ["mail"], false],
    ]);
    expect(await client.validity.summary("shop.orders")).toEqual({
      totalRules: 4,
      passing: 1,
      failing: 1,
      error: 0,
      unknown: 2,
    });
  });

  it("can be filtered", async () => {
    const { client } = start(there, unlike, shaped, draft);
    const idsOf = async (params: object): Promise<number[]> =>
      (await client.validity.list(1, params).toArray()).map(({ id }) => id);
    expect(await idsOf({ ruleType: "unique" })).toEqual([2]);
    expect(await idsOf({ ruleType: ["unique", "containsEmail"], isActive: true })).toEqual([2, 3]);
    expect(await idsOf({ isActive: false })).toEqual([4]);
  });

  it("hide archived ones", async () => {
    const { client } = start(there, { ...unlike, status: "Discarded" });
    expect((await client.validity.list(1)).items.map(({ id }) => id)).toEqual([1]);
  });

  it("are found in their own container alone, and by their own kind", async () => {
    const { client } = start(there, refers);
    expect(await client.validity.get("shop.orders", 1)).toMatchObject({ id: 1, isActive: true, check: { asset: 1 } });
    for (const id of [2, 3, 99]) expect(await failure(client.validity.get(1, id))).toBeInstanceOf(NotFoundError);
  });

  it("refuse wrong params before anything is sent", async () => {
    const one = start(there);
    for (const params of [{ ruleType: [] }, { isActive: "yes" }, { page: 2 }])
      expect(await failure(one.client.validity.list(1, params as never))).toBeInstanceOf(ValidationError);
    expect(await failure(one.client.validity.results(1, 1, { limit: 1 } as never))).toBeInstanceOf(ValidationError);
    expect(await failure(one.client.validity.summary(" "))).toBeInstanceOf(ValidationError);
    expect(verbs(one)).toEqual([]);
  });

  it("give their last assertion, or none", async () => {
    const { client } = start(there, shaped);
    const [result, ...more] = await client.validity.results(1, 1).toArray();
    expect(more).toEqual([]);
    expect(result).toMatchObject({
      id: "1@2026-01-05T10:00:00.000Z",
      verdict: "pass",
      checkedAt: new Date("2026-01-05T10:00:00Z"),
    });
    expect(await client.validity.results(1, 2).toArray()).toEqual([]);
  });
});

describe("validity.check", () => {
  it("scans the container, waits, and reads what became of the check", async () => {
    const one = start({ ...there, failingRows: 4 });
    const result = await one.client.validity.check(1, 1);
    expect(result).toMatchObject({ checkId: 1, verdict: "fail", checkedAt: new Date("2026-01-05T12:00:22Z") });
    expect(result.check.isPassing).toBe(false);
    const sent = verbs(one);
    expect(sent.slice(0, 3)).toEqual(["GET /quality-checks/1", "GET /containers/1", "POST /operations/run"]);
    expect(sent.at(-1)).toBe("GET /quality-checks/1");
    const run = one.server.requests.find(({ verb }) => verb === "POST");
    expect(run?.body).toEqual({ type: "scan", datastore_id: 1, container_names: ["orders"], incremental: false });
  });

  it("takes names", async () => {
    const { client } = start(shaped);
    expect(await client.validity.check("shop.orders", "1")).toMatchObject({ verdict: "pass" });
  });

  it("is unknown where the scan did not assert it", async () => {
    const one = start(there);
    const old = one.server.state.checks[0]?.last_asserted;
    one.server.failNext(
      { kind: "change", change: (body) => ({ ...(body as object), last_asserted: old }) },
      { on: "GET /quality-checks/{id}", times: 2 },
    );
    expect(await one.client.validity.check(1, 1)).toMatchObject({ verdict: "unknown" });
  });

  it.each([
    ["failure", OperationFailedError],
    ["aborted", OperationAbortedError],
  ] as const)("throws where the scan ends in %s before", async (result, type) => {
    const { server, client } = start(there);
    server.planOperation({ result });
    expect(await failure(client.validity.check(1, 1))).toBeInstanceOf(type);
  });

  it.each([
    [there, "unknown"],
    [{ ...there, failingRows: 1 }, "fail"],
  ] as const)(
    "counts what a scan asserted that failed afterwards against the rule alone: %j",
    async (check, verdict) => {
      const { server, client } = start(check);
      endsAs(server, "failure");
      expect(await client.validity.check(1, 1)).toMatchObject({
        verdict,
        checkedAt: new Date("2026-01-05T12:00:22Z"),
      });
    },
  );

  it("gives up at the deadline", async () => {
    const one = start(there);
    one.server.planOperation({ result: "never" });
    const error = await failure(one.client.validity.check(1, 1, { waitMs: 30_000 }));
    expect(error).toBeInstanceOf(WaitTimeoutError);
    expect(one.server.clock.now() - Date.parse("2026-01-05T12:00:00Z")).toBe(30_000);
  });

  it("starts no scan for what no scan asserts, and none for wrong params", async () => {
    const one = start(draft);
    expect(await failure(one.client.validity.check(1, 1))).toBeInstanceOf(UnsupportedError);
    for (const params of [{ waitMs: -1 }, { sampleLimit: 1 }])
      expect(await failure(one.client.validity.check(1, 1, params as never))).toBeInstanceOf(ValidationError);
    expect(verbs(one)).toEqual(["GET /quality-checks/1"]);
  });

  it("says that a container without a datastore cannot be scanned", async () => {
    const { server, client } = start(there);
    server.failNext(
      { kind: "change", change: (body) => ({ ...(body as object), datastore: null }) },
      { on: "GET /containers/{id}" },
    );
    expect(await failure(client.validity.check(1, 1))).toBeInstanceOf(UnsupportedError);
  });
});

describe("validity.requireValid", () => {
  it("passes on the last assertions of the active rules, and looks at no other checks", async () => {
    const { client } = start(there, draft, refers, { rule: "volumetric", isPassing: false });
    const evidence = await client.validity.requireValid("shop.orders", { maxAgeHours: 3 });
    expect(evidence).toMatchObject({
      gate: "validity.requireValid",
      verdict: "pass",
      asked: { asset: "shop.orders" },
      seen: [{ subject: "check 1 (notNull of id)", verdict: "pass", field: "is_passing" }],
      reason: "1 of 1 of the active rules of shop.orders pass; 1 that no scan asserts was passed over",
    });
    expect(evidence.explain()).toContain("at most 3 h old");
  });

  it("fails where one fails, and is unknown where nothing shows that all pass", async () => {
    expect(await failure(start(there, unlike).client.validity.requireValid(1))).toBeInstanceOf(ValidityError);
    for (const checks of [[], [refers], [there, shaped], [draft]]) {
      const { client } = start(...checks);
      expect(await failure(client.validity.requireValid(1))).toBeInstanceOf(InconclusiveError);
      expect(await client.validity.requireValid(1, { onUnknown: "pass" })).toMatchObject({ verdict: "unknown" });
    }
  });

  it("looks at the rules that are named", async () => {
    const { client } = start(there, unlike, draft, refers);
    expect(await client.validity.requireValid(1, { rules: ["1"] })).toMatchObject({ verdict: "pass", seen: [{}] });
    expect(await failure(client.validity.requireValid(1, { rules: [3] }))).toBeInstanceOf(InconclusiveError);
    for (const [id, why] of [
      [4, "check 4 is no validity rule: its rule is existsIn"],
      [5, "1 has no validity rule 5"],
    ] as const) {
      const error = await failure(client.validity.requireValid(1, { rules: [1, id] }));
      expect((error as unknown as ValidationError).issues).toMatchObject([{ path: ["rules", 1], message: why }]);
    }
  });

  it("refuses wrong options before anything is sent", async () => {
    const one = start(there);
    for (const options of [
      { rules: [] },
      { rules: [0] },
      { run: "yes" },
      { waitMs: -1 },
      { maxAge: 1 },
      { checks: [1] },
      { waitMs: 1_000 },
      { waitMs: 1_000, run: false },
    ])
      expect(await failure(() => one.client.validity.requireValid(1, options as never))).toBeInstanceOf(
        ValidationError,
      );
    expect(verbs(one)).toEqual([]);
  });

  it("refuses a key with a scan, which the platform does not heed, before anything is sent", async () => {
    const one = start(there);
    const key = { idempotencyKey: "scan-1" };
    for (const call of [
      () => one.client.validity.requireValid("shop.orders", { run: true, ...key }),
      () => one.client.validity.check("shop.orders", 1, {}, key),
      () => one.client.referential.requireIntact("shop.orders", { run: true, ...key }),
    ])
      expect(await failure(call)).toMatchObject({ name: "UnsupportedError", message: /idempotencyKey/ });
    expect(verbs(one)).toEqual([]);
    expect(await one.client.validity.requireValid(1, key)).toMatchObject({ verdict: "pass" });
  });
});

describe("validity.requireValid with a scan", () => {
  it("counts what the scan asserts", async () => {
    const one = start({ ...there, assertedHoursAgo: 500 }, shaped);
    const evidence = await one.client.validity.requireValid(1, { run: true, maxAgeHours: 1 });
    expect(evidence).toMatchObject({
      verdict: "pass",
      asked: { limit: "all of the active rules of 1 pass, asserted now, at most 1 h old" },
      seen: [
        { verdict: "pass", measuredAt: new Date("2026-01-05T12:00:22Z") },
        { verdict: "pass", measuredAt: new Date("2026-01-05T12:00:22Z") },
      ],
    });
    expect(evidence.requests).toBe(one.server.requests.length);
    expect(verbs(one).filter((one) => one.startsWith("POST"))).toEqual(["POST /operations/run"]);
    expect(
      await failure(start({ ...there, failingRows: 1 }).client.validity.requireValid(1, { run: true })),
    ).toBeInstanceOf(ValidityError);
  });

  it("is unknown where the scan did not assert a rule, and tells what kept it", async () => {
    const { server, client } = start(there);
    server.planOperation({ result: "failure", message: "no space left" });
    const error = await failure(client.validity.requireValid(1, { run: true }));
    expect(error).toBeInstanceOf(InconclusiveError);
    expect(error.message).toContain("was not asserted by the scan that was run for it");
    expect(error.message).toContain("no space left");
    expect(error.cause).toBeInstanceOf(OperationFailedError);
  });

  it.each(["failure", "aborted"])(
    "is unknown where the scan asserts a rule that passes, and ends as %s",
    async (result) => {
      const { server, client } = start(there);
      endsAs(server, result);
      const error = await failure(client.validity.requireValid(1, { run: true }));
      expect(error).toBeInstanceOf(InconclusiveError);
      expect(error.message).toContain("it may have seen a part of the data");
      expect(error).toMatchObject({ evidence: { seen: [{ measuredAt: new Date("2026-01-05T12:00:22Z") }] } });
    },
  );

  it("fails where such a scan asserts one that fails", async () => {
    const { server, client } = start({ ...there, failingRows: 1 });
    endsAs(server, "failure");
    const gate = client.validity.requireValid(1, { run: true, onUnknown: "pass" });
    expect(await failure(gate)).toBeInstanceOf(ValidityError);
  });

  it("scans no archived container", async () => {
    const one = start(there);
    for (const container of one.server.state.containers) container.deleted_at = one.server.state.now();
    const error = await failure(one.client.validity.requireValid(1, { run: true }));
    expect(error.message).toContain("container 1 is archived");
    expect(verbs(one).filter((verb) => verb.startsWith("POST"))).toEqual([]);
  });

  it("heeds the limit of an assertion's age beside it", async () => {
    const { server, client } = start(there);
    // The scan asserts the rule some seconds before it is seen to have ended.
    server.planOperation({ containerMs: 25_000 });
    const error = await failure(client.validity.requireValid(1, { run: true, maxAgeHours: 0.001 }));
    expect(error).toBeInstanceOf(InconclusiveError);
    expect(error.message).toContain("ago, the limit is 0.0 h");
  });

  it("runs none where there is nothing to assert", async () => {
    const one = start(draft);
    expect(await failure(one.client.validity.requireValid(1, { run: true }))).toBeInstanceOf(InconclusiveError);
    expect(verbs(one)).toEqual(["GET /containers/1", "GET /quality-checks"]);
  });

  it("gives up at the deadline", async () => {
    const { server, client } = start(there);
    server.planOperation({ result: "never" });
    const gate = client.validity.requireValid(1, { run: true, waitMs: 1_000 });
    expect(await failure(gate)).toBeInstanceOf(WaitTimeoutError);
  });
});

it("serves code that does not know the platform", async () => {
  const gate = ({ validity }: Client<{ validity: Validity }>) => validity.requireValid(1);
  expect(await gate(start(there).client)).toMatchObject({ verdict: "pass" });
});
