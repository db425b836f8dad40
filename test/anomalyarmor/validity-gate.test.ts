import {
  AuthorizationError,
  type Client,
  type GateEvidence,
  InconclusiveError,
  NotFoundError,
  ResponseValidationError,
  ServerError,
  ValidationError,
  type Validity,
  ValidityError,
} from "dqgate";
import type { ValidityRuleSeed } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { KEY, world } from "./world.js";

const ORDERS = "pg.shop.public.orders";
const RESULTS = "GET /sdk/validity/{asset}/{rule}/results";

const start = (...rules: Partial<ValidityRuleSeed>[]) =>
  world({
    assets: [{ qualifiedName: ORDERS }],
    validityRules: rules.map((one) => ({ asset: ORDERS, ruleType: "NOT_NULL", ...one })),
  });

const failure = async (gate: Promise<GateEvidence>): Promise<ValidityError | InconclusiveError> =>
  gate.then(
    () => expect.fail("the gate opened"),
    (error) => error,
  );

describe("validity.requireValid", () => {
  it("passes on the latest results, and gives what shows it", async () => {
    const { armor, client } = start(
      { name: "ids are there", results: [{ bad: 0, rows: 50, hoursAgo: 2 }] },
      { columnName: "email", ruleType: "REGEX", results: [{ bad: 3, rows: 50, status: "PASS" }] },
    );
    const evidence = await client.validity.requireValid(ORDERS);
    expect(evidence).toMatchObject({
      gate: "validity.requireValid",
      verdict: "pass",
      asked: { asset: ORDERS },
      requests: 3,
      reason: `2 of 2 rules of ${ORDERS} hold`,
      seen: [
        {
          subject: "ids are there",
          verdict: "pass",
          value: 0,
          field: "invalid_count",
          measuredAt: new Date("2026-01-05T10:00:00Z"),
          reason: "ids are there holds: 0 of 50 rows are invalid",
        },
        { subject: "email REGEX", verdict: "pass", value: 3 },
      ],
    });
    expect(evidence.explain()).toContain("- pass: email REGEX");
    expect(armor.requests.every(({ verb }) => verb === "GET")).toBe(true);
  });

  it("throws a ValidityError with the evidence when a rule fails", async () => {
    const { client } = start(
      { results: [{ bad: 0 }] },
      { name: "unique", results: [{ bad: 4, rows: 10 }] },
      { name: "never looked at" },
    );
    const error = await failure(client.validity.requireValid(ORDERS));
    expect(error).toBeInstanceOf(ValidityError);
    expect(error).toMatchObject({ kind: "gate", verdict: "fail", retryable: false });
    expect(error.message).toContain(`1 of 3 rules of ${ORDERS} fail: unique fails: 4 of 10 rows are invalid`);
    expect(error.evidence?.seen.map(({ verdict }) => verdict)).toEqual(["pass", "fail", "unknown"]);
  });

  it("keeps the data itself out of the evidence", async () => {
    const { client } = start({ results: [{ bad: 1, fields: { invalid_samples: ["jane@example.org"] } }] });
    const error = await failure(client.validity.requireValid(ORDERS));
    expect(JSON.stringify(error)).toContain("invalid_count");
    expect(JSON.stringify(error)).not.toContain("jane");
  });

  it.each<[string, Partial<ValidityRuleSeed>[], RegExp]>([
    ["there is no rule", [], /has no active rules$/],
    ["no rule is active", [{ isActive: false, results: [{}] }], /no active rules; 1 that are not active were passed/],
    ["a rule was never checked", [{ results: [{}] }, { name: "new" }], /1 of 2 rules .* show nothing: new was never/],
    [
      "a rule could not be checked",
      [{ name: "r", results: [{ status: "error" }] }],
      /r could not be judged \(error\): /,
    ],
    ["nobody knows the status", [{ name: "r", results: [{ status: "muted" }] }], /r could not be judged \(muted\)/],
    ["there were no rows", [{ name: "r", results: [{ rows: 0 }] }], /r was checked over no rows/],
    ["a rule has no public id", [{ id: "", name: "r", results: [{}] }], /r has no public id/],
  ])("stays closed where %s, unless told otherwise", async (_, rules, reason) => {
    const { client } = start(...rules);
    const error = await failure(client.validity.requireValid(ORDERS));
    expect(error).toBeInstanceOf(InconclusiveError);
    expect(error.message).toMatch(reason);
    const evidence = await client.validity.requireValid(ORDERS, { onUnknown: "pass" });
    expect(evidence.verdict).toBe("unknown");
  });

  it("stays closed on a failure, whatever is said of the unknown", async () => {
    const { client } = start({ name: "new" }, { results: [{ bad: 1 }] });
    const gate = client.validity.requireValid(ORDERS, { onUnknown: "pass" });
    await expect(gate).rejects.toBeInstanceOf(ValidityError);
  });

  it("passes over rules that are not active, and says so", async () => {
    const { armor, client } = start({ results: [{}] }, { isActive: false, results: [{ bad: 9 }] });
    const evidence = await client.validity.requireValid(ORDERS);
    expect(evidence.reason).toBe(`1 of 1 rules of ${ORDERS} hold; 1 that are not active were passed over`);
    expect(armor.requests).toHaveLength(2);
  });

  it("looks at the rules of every page", async () => {
    const rules = Array.from({ length: 205 }, (_, at) => ({ results: [{ bad: at === 204 ? 1 : 0 }] }));
    const { client } = start(...rules);
    const error = await failure(client.validity.requireValid(ORDERS));
    expect(error).toBeInstanceOf(ValidityError);
    expect(error.evidence).toMatchObject({ requests: 3 + 205 });
  });
});

describe("the latest result", () => {
  const falling = Array.from({ length: 250 }, (_, at) => ({ hoursAgo: at + 1, bad: at === 0 ? 1 : 0 }));

  it("is the first of a list that falls: nothing more is read", async () => {
    const { client } = start({ results: falling });
    const error = await failure(client.validity.requireValid(ORDERS));
    expect(error.evidence).toMatchObject({ verdict: "fail", requests: 2 });
  });

  it("is the last of a list that rises", async () => {
    const { client } = start({ results: [...falling].reverse() });
    const error = await failure(client.validity.requireValid(ORDERS));
    expect(error.evidence).toMatchObject({ verdict: "fail", requests: 2 + 3 });
  });

  it("is found in a list without order", async () => {
    const mixed = [7, 3, 9, 1, 5].map((hoursAgo) => ({ hoursAgo, bad: hoursAgo === 1 ? 0 : 1 }));
    const { client } = start({ results: mixed });
    const evidence = await client.validity.requireValid(ORDERS);
    expect(evidence.seen[0]?.measuredAt).toEqual(new Date("2026-01-05T11:00:00Z"));
  });

  it("is not taken for the first where the first page tells no order", async () => {
    const same = Array.from({ length: 15 }, () => ({ hoursAgo: 5 }));
    const { client } = start({ results: [...same, { hoursAgo: 1, bad: 2 }] });
    await expect(client.validity.requireValid(ORDERS)).rejects.toBeInstanceOf(ValidityError);
  });

  it("is not taken for the first where a result has no time", async () => {
    const results = [
      ...falling.slice(1, 6),
      { fields: { checked_at: null } },
      ...falling.slice(6, 20),
      falling[0] ?? {},
    ];
    const { client } = start({ results });
    await expect(client.validity.requireValid(ORDERS)).rejects.toBeInstanceOf(ValidityError);
  });

  it("speaks against the rule where several may be it", async () => {
    const { client } = start({ results: [{ hoursAgo: 1 }, { hoursAgo: 1, bad: 1 }, { hoursAgo: 2 }] });
    await expect(client.validity.requireValid(ORDERS)).rejects.toBeInstanceOf(ValidityError);
  });

  it("is found behind an empty page", async () => {
    const { armor, client } = start({ results: [{}] });
    armor.failNext({ kind: "json", body: { data: { items: [], has_more: true } } }, { on: RESULTS });
    await expect(client.validity.requireValid(ORDERS)).resolves.toMatchObject({ verdict: "pass", requests: 3 });
  });
});

describe("how old a result may be", () => {
  it("counts by the server's clock; equal is not too old", async () => {
    const { armor, client } = start({ name: "r", results: [{ hoursAgo: 6 }] });
    await expect(client.validity.requireValid(ORDERS, { maxAgeHours: 6 })).resolves.toMatchObject({ verdict: "pass" });
    await expect(client.validity.requireValid(ORDERS)).resolves.toMatchObject({ verdict: "pass" });
    await armor.clock.sleep(30 * 60_000);
    const error = await failure(client.validity.requireValid(ORDERS, { maxAgeHours: 6 }));
    expect(error).toBeInstanceOf(InconclusiveError);
    expect(error.message).toContain("r was last checked 6.5 h ago, the limit is 6.0 h");
  });

  it("does not trust the machine's clock", async () => {
    const { armor, client } = start({ results: [{ hoursAgo: 1 }] });
    const now = (): number => armor.clock.now() + 100 * 3_600_000;
    const late = client.with({ clock: { now, sleep: armor.clock.sleep.bind(armor.clock) } });
    await expect(late.validity.requireValid(ORDERS, { maxAgeHours: 2 })).resolves.toMatchObject({ verdict: "pass" });
  });

  it.each([
    ["is not told", { checked_at: null, created_at: null }, /has a latest result without a time/],
    ["lies in the future", { checked_at: "2026-01-05T13:00:00Z" }, /lies in the future/],
  ])("cannot be shown where its time %s", async (_, fields, reason) => {
    const { client } = start({ results: [{ fields }] });
    const error = await failure(client.validity.requireValid(ORDERS, { maxAgeHours: 6 }));
    expect(error).toBeInstanceOf(InconclusiveError);
    expect(error.message).toMatch(reason);
  });

  it("is not asked for without a limit, unless it lies in the future", async () => {
    const undated = start({ results: [{ fields: { checked_at: null, created_at: null } }] });
    await expect(undated.client.validity.requireValid(ORDERS)).resolves.toMatchObject({ verdict: "pass" });
    const ahead = start({ results: [{ fields: { checked_at: "2099-01-01T00:00:00Z" } }, { hoursAgo: 1, bad: 2 }] });
    expect(await failure(ahead.client.validity.requireValid(ORDERS))).toBeInstanceOf(InconclusiveError);
  });

  it("makes no failure better", async () => {
    const { client } = start({ results: [{ hoursAgo: 99, bad: 3 }] });
    const error = await failure(client.validity.requireValid(ORDERS, { maxAgeHours: 6, onUnknown: "pass" }));
    expect(error).toBeInstanceOf(ValidityError);
  });

  it("says nothing about a check that is made now", async () => {
    const { client } = start({ results: [{ hoursAgo: 99 }] });
    const evidence = await client.validity.requireValid(ORDERS, { run: true, maxAgeHours: 0 });
    expect(evidence.verdict).toBe("pass");
  });
});

describe("a check made now", () => {
  it("is what counts", async () => {
    const { armor, client } = start(
      { id: "r-1", results: [{ bad: 5 }], finds: [{ bad: 0 }] },
      { id: "r-2", isActive: false, finds: [{ bad: 1 }] },
    );
    const evidence = await client.validity.requireValid(ORDERS, { run: true });
    expect(evidence).toMatchObject({ verdict: "pass", requests: 2 });
    expect(armor.requests.map(({ verb, path }) => `${verb} ${path}`)).toEqual([
      `GET /sdk/validity/${ORDERS}`,
      `POST /sdk/validity/${ORDERS}/r-1/check`,
    ]);
  });

  it("comes after the one before it, even in the same moment", async () => {
    const { client } = start({ id: "r-1", finds: [{ bad: 1 }, { bad: 0 }] });
    await client.validity.check(ORDERS, "r-1");
    await expect(client.validity.requireValid(ORDERS)).rejects.toBeInstanceOf(ValidityError);
    await client.validity.check(ORDERS, "r-1");
    await expect(client.validity.requireValid(ORDERS)).resolves.toMatchObject({ verdict: "pass" });
  });

  it("may fail", async () => {
    const { client } = start({ results: [{ bad: 0 }], finds: [{ bad: 2 }] });
    await expect(client.validity.requireValid(ORDERS, { run: true })).rejects.toBeInstanceOf(ValidityError);
  });

  it("has a key of its own, so that no two are taken for one", async () => {
    const { armor, client } = start({ id: "r-1" }, { id: "r-2" });
    await client.validity.requireValid(ORDERS, { run: true, idempotencyKey: "nightly" });
    const keys = armor.requests.map(({ headers }) => headers.get("idempotency-key"));
    expect(keys).toEqual([null, "nightly:r-1", "nightly:r-2"]);
  });

  it("needs a key that may write", async () => {
    const { client } = world({
      assets: [{ qualifiedName: ORDERS }],
      validityRules: [{ asset: ORDERS, ruleType: "UNIQUE", results: [{}] }],
      keys: [{ key: KEY, scope: "read-only" }],
    });
    await expect(client.validity.requireValid(ORDERS, { run: true })).rejects.toBeInstanceOf(AuthorizationError);
    await expect(client.validity.requireValid(ORDERS)).resolves.toMatchObject({ verdict: "pass" });
  });
});

describe("the rules that are named", () => {
  const rules = [
    { id: "AAAAAAAA-0000-4000-8000-000000000001", name: "good", results: [{}] },
    { id: "bad", name: "bad", results: [{ bad: 1 }] },
    { id: "off", name: "off", isActive: false, results: [{}] },
  ];

  it("are the only ones that count, each once, in whatever case", async () => {
    const { client } = start(...rules);
    const evidence = await client.validity.requireValid(ORDERS, {
      rules: ["aaaaaaaa-0000-4000-8000-000000000001", "AAAAAAAA-0000-4000-8000-000000000001"],
    });
    expect(evidence).toMatchObject({ verdict: "pass", requests: 2, seen: [{ subject: "good" }] });
    await expect(client.validity.requireValid(ORDERS, { rules: ["bad"] })).rejects.toBeInstanceOf(ValidityError);
  });

  it("show nothing where they are not active", async () => {
    const { client } = start(...rules);
    const error = await failure(client.validity.requireValid(ORDERS, { rules: ["off"] }));
    expect(error).toBeInstanceOf(InconclusiveError);
    expect(error.evidence?.seen).toMatchObject([{ field: "is_active", value: false, reason: "off is not active" }]);
  });

  it("must be rules of the asset", async () => {
    const { armor, client } = start(...rules);
    const gate = client.validity.requireValid(ORDERS, { rules: ["bad", "gone"], run: true });
    const error = await gate.catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({
      operation: "validity.requireValid",
      issues: [{ path: ["rules", 1], message: `${ORDERS} has no rule gone` }],
    });
    expect(armor.requests).toHaveLength(1);
  });

  it.each([[[]], ["bad"], [[7]], [["7"]], [[""]], [[null]]])("cannot be %j", async (told) => {
    const { armor, client } = start(...rules);
    const gate = client.validity.requireValid(ORDERS, { rules: told as never });
    await expect(gate).rejects.toBeInstanceOf(ValidationError);
    expect(armor.requests).toHaveLength(0);
  });
});

describe("what goes wrong on the way", () => {
  it.each([[{ run: 1 }], [{ maxAgeHours: -1 }], [{ maxAgeHours: Number.NaN }], [{ onUnknown: "open" }]])(
    "is refused before anything is sent: %j",
    async (options) => {
      const { armor, client } = start({ results: [{}] });
      const gate = client.validity.requireValid(ORDERS, options as never);
      await expect(gate).rejects.toBeInstanceOf(ValidationError);
      expect(armor.requests).toHaveLength(0);
    },
  );

  it("is thrown as it is", async () => {
    const { armor, client } = start({ results: [{}] });
    await expect(client.validity.requireValid("pg.none")).rejects.toBeInstanceOf(NotFoundError);
    armor.failNext({ kind: "status", status: 500 }, { on: RESULTS, times: 9 });
    await expect(client.validity.requireValid(ORDERS, { retries: 0, onUnknown: "pass" })).rejects.toBeInstanceOf(
      ServerError,
    );
  });

  it("is repeated where that helps, and counted", async () => {
    const { armor, client } = start({ results: [{}] });
    armor.failNext({ kind: "status", status: 503 }, { on: RESULTS });
    await expect(client.validity.requireValid(ORDERS)).resolves.toMatchObject({ verdict: "pass", requests: 3 });
  });

  it("does not open the gate when validation is lenient", async () => {
    const { armor, client } = start({ results: [{}] });
    const change = (body: unknown): unknown =>
      JSON.parse(JSON.stringify(body).replace('"status":"pass"', '"status":1'));
    armor.failNext({ kind: "change", change }, { on: RESULTS });
    const gate = client.with({ validation: "lenient" }).validity.requireValid(ORDERS, { validation: "lenient" });
    await expect(gate).rejects.toBeInstanceOf(ResponseValidationError);
  });
});

it("is a gate for code that does not know the platform", async () => {
  const gate = ({ validity }: { validity: Validity }): Promise<GateEvidence> =>
    validity.requireValid(ORDERS, { onUnknown: "pass" });
  const { client } = start({ results: [{}] });
  const any: Client<{ validity: Validity }> = client;
  await expect(gate(any)).resolves.toMatchObject({ verdict: "pass" });
});
