import {
  AuthorizationError,
  ChecksFailedError,
  type GateEvidence,
  InconclusiveError,
  NotFoundError,
  OperationFailedError,
  ResponseValidationError,
  ValidationError,
  ValidityError,
} from "dqgate";
import type { QualyticsCheckSeed as CheckSeed } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { asked, holds, refers, shopOf } from "./batch-shop.js";
import { type World, world } from "./world.js";

const LIST = "GET /quality-checks";
const fails: CheckSeed = { ...holds, rule: "unique", isPassing: false };
const draft: CheckSeed = { ...holds, status: "Draft" };
const seenOf = (error: Error & Record<string, unknown>): GateEvidence["seen"] => (error.evidence as GateEvidence).seen;

/** Containers 1, 2, … with these checks each. */
const start = (...checks: CheckSeed[][]): World =>
  shopOf(checks.length, Object.fromEntries(checks.map((some, at) => [at + 1, { checks: some }])));
interface Listed {
  items: Record<string, unknown>[];
}
const changeItems = ({ server }: World, change: (item: Record<string, unknown>) => object, times = 1): void =>
  server.failNext(
    {
      kind: "change",
      change: (body) => ({ ...(body as Listed), items: (body as Listed).items.map(change) }),
    },
    { on: LIST, times },
  );

describe("checks.requirePassing of several containers", () => {
  it("gives one observation of each, and what was required", async () => {
    const here = start([holds, refers, draft], [holds]);
    const evidence = await here.client.checks.requirePassing({ asset: [2, "shop.t1"], maxAgeHours: 3 });
    expect(evidence).toMatchObject({
      asked: {
        asset: "2, shop.t1",
        limit: "all of the active checks of 2 containers pass, by the last assertion, at most 3 h old",
      },
      reason: "3 of 3 of the active checks of 2 containers pass; 1 that no scan asserts was passed over",
      seen: [
        { subject: "2", value: true, field: "is_passing", measuredAt: new Date("2026-01-05T10:00:00Z") },
        {
          subject: "shop.t1",
          reason: "2 of 2 of the active checks of shop.t1 pass; 1 that no scan asserts was passed over",
        },
      ],
    });
  });

  it("tells which checks of which containers fail", async () => {
    const here = start([holds, fails, fails], [holds], [fails, draft]);
    const error = await failure(here.client.checks.requirePassing({ asset: [1, 2, 3] }));
    expect(error).toBeInstanceOf(ChecksFailedError);
    expect(error.message).toBe(
      "2 of 3 of the active checks of 1 fail: check 2 (unique of id) fails, check 3 (unique of id) fails; the same holds for 1 more",
    );
    expect(seenOf(error)).toMatchObject([
      { subject: "1", verdict: "fail", value: false, field: "is_passing" },
      { subject: "2", verdict: "pass" },
      {
        subject: "3",
        verdict: "fail",
        reason: expect.stringContaining("check 5 (unique of id) fails; 1 that no scan asserts"),
      },
    ]);
  });

  it.each([
    ["no checks", [], {}],
    ["drafts alone", [draft], {}],
    ["a check that was never asserted", [holds, { ...holds, isPassing: null }], {}],
    ["an old assertion", [{ ...holds, assertedHoursAgo: 9 }], { maxAgeHours: 3 }],
    ["no check with a tag", [holds], { tags: ["gold"] }],
    ["one tag of two", [{ ...holds, tags: ["gold"] }], { tags: ["gold", "glod"] }],
    ["one rule of two", [holds], { rules: ["notNull", "unique"] }],
  ] as [string, CheckSeed[], object][])("shows nothing of one with %s", async (_, checks, more) => {
    const whole = { ...holds, tags: ["gold", "glod"] };
    const here = start([whole, { ...whole, rule: "unique" }], checks);
    const error = await failure(here.client.checks.requirePassing({ asset: [1, 2], ...more }));
    expect(error).toBeInstanceOf(InconclusiveError);
    expect(seenOf(error).map(({ subject, verdict }) => [subject, verdict])).toEqual([
      ["1", "pass"],
      ["2", "unknown"],
    ]);
    const alone = await failure(here.client.checks.requirePassing({ asset: 2, ...more }));
    expect(error.message).toContain(alone.message);
  });

  it("reads all pages, and takes no check of another container, whatever the server heeds", async () => {
    const many = Array.from({ length: 120 }, () => holds);
    const here = start([holds], [...many, fails], [fails]);
    const error = await failure(here.client.checks.requirePassing({ asset: [1, 2] }));
    expect(error.message).toContain("1 of 121 of the active checks of 2 fail");
    const { server } = here;
    const { fetch } = server;
    const unheeding = (request: Request): Promise<Response> => {
      const url = new URL(request.url);
      url.searchParams.delete("container");
      url.searchParams.delete("id");
      return fetch(new Request(url, request));
    };
    const { client } = world({}, { fetch: Object.assign(unheeding, { clock: server.clock }) });
    server.state.checks.splice(server.state.checks.length - 2, 1); // That of container 2 which fails.
    const evidence = await client.checks.requirePassing({ asset: [1, 2] });
    expect(evidence).toMatchObject({ verdict: "pass", seen: [{}, {}] });
    expect(evidence.reason).toContain("121 of 121");
  });

  it("refuses a list that changed while it was read", async () => {
    const here = start([holds], [holds]);
    changeItems(here, (item) => ({ ...item, id: 1 }));
    expect(await failure(here.client.checks.requirePassing({ asset: [1, 2] }))).toBeInstanceOf(ResponseValidationError);
  });

  it("counts a check that does not tell its container against all of them", async () => {
    const homeless = (item: Record<string, unknown>): object => (item.id === 2 ? { ...item, container: null } : item);
    const passing = start([holds, holds], [holds]);
    changeItems(passing, homeless);
    const error = await failure(passing.client.checks.requirePassing({ asset: [1, 2] }));
    expect(error).toBeInstanceOf(InconclusiveError);
    expect(error.message).toContain(
      "check 2 (notNull of id) passes, and nothing tells that it is about one of 2 containers",
    );
    expect(seenOf(error)).toMatchObject([{ verdict: "pass" }, { verdict: "pass" }, { verdict: "unknown" }]);
    const failing = start([holds, fails], [holds]);
    changeItems(failing, homeless);
    expect(await failure(failing.client.checks.requirePassing({ asset: [1, 2] }))).toBeInstanceOf(ChecksFailedError);
    const drafts = start([holds, draft], [holds]);
    changeItems(drafts, homeless);
    expect(await drafts.client.checks.requirePassing({ asset: [1, 2] })).toMatchObject({ verdict: "pass" });
  });

  it("does not believe in a container of which another row is shown", async () => {
    const here = start([holds], [holds], [holds]);
    here.server.failNext(
      {
        kind: "change",
        change: (body) => ({ ...(body as Listed), items: (body as Listed).items.map((one) => ({ ...one, id: 3 })) }),
      },
      { on: "GET /containers" },
    );
    expect(await here.client.checks.requirePassing({ asset: [1, 2] })).toMatchObject({ verdict: "pass" });
    expect(asked(here)).toMatchObject({ "GET /containers/{id}": 2 });
  });
});

describe("checks.requirePassing of named checks of several containers", () => {
  it("looks at those alone, and wants one of each container", async () => {
    const here = start([holds, fails], [holds], [holds]);
    expect(await here.client.checks.requirePassing({ asset: [1, 2], checks: [1, 3] })).toMatchObject({
      verdict: "pass",
      reason: "2 of 2 of the checks 1, 3 of 2 containers pass",
    });
    const error = await failure(here.client.checks.requirePassing({ asset: [1, 2], checks: [1] }));
    expect(error).toBeInstanceOf(InconclusiveError);
    expect(error.message).toBe("there are none of the checks 1 of 2");
    expect(await failure(here.client.checks.requirePassing({ asset: [1, 2], checks: [2, 3] }))).toBeInstanceOf(
      ChecksFailedError,
    );
  });

  it("refuses one of none of them", async () => {
    const here = start([holds], [holds], [holds]);
    const error = await failure(here.client.checks.requirePassing({ asset: [1, 2], checks: [1, 2, 3] }));
    expect((error as unknown as ValidationError).issues).toMatchObject([
      { path: ["checks", 2], message: "2 containers have no quality check 3" },
    ]);
    const rule = await failure(here.client.referential.requireIntact([1, 2], { checks: [1, 2] }));
    expect(rule).toBeInstanceOf(ValidationError);
    expect(rule.message).toContain("check 1 is no referential check");
  });

  it("throws where one is not there, unless another one says no", async () => {
    const here = start([holds], [fails]);
    const gate = (checks: number[], asset: (number | string)[] = [1, 2]): Promise<Error & Record<string, unknown>> =>
      failure(here.client.checks.requirePassing({ asset, checks }));
    expect(await gate([1, 99])).toBeInstanceOf(NotFoundError);
    const error = await gate([1, 2, 99]);
    expect(error).toBeInstanceOf(ChecksFailedError);
    expect(seenOf(error).at(-1)).toMatchObject({ subject: "check 99", verdict: "unknown" });
    // It may be of the container that is not there.
    expect(await gate([1, 2], [1, 77])).toBeInstanceOf(ChecksFailedError);
    expect(await gate([1], [1, 77])).toBeInstanceOf(NotFoundError);
  });
});

describe("validity.requireValid of several containers with a scan", () => {
  /** Two containers of datastore 1 `shop` and one of 2 `lake`, and an archived one. */
  const lakes = (first: CheckSeed[] = [holds]): World => {
    const here = world({
      datastores: [
        {
          name: "shop",
          containers: [
            { name: "t1", checks: first },
            { name: "t2", checks: [holds] },
          ],
        },
        { name: "lake", containers: [{ name: "t3", checks: [{ ...holds, isPassing: null }] }] },
      ],
    });
    return here;
  };
  const runs = ({ server }: World): unknown[] =>
    server.requests.filter(({ verb }) => verb === "POST").map(({ body }) => body);

  it("takes one scan for each datastore, and counts what they assert", async () => {
    const here = lakes();
    const evidence = await here.client.validity.requireValid([1, 2, 3], { run: true, maxAgeHours: 1 });
    expect(evidence).toMatchObject({ verdict: "pass", requests: here.server.requests.length });
    expect(evidence.asked.limit).toContain("asserted now, at most 1 h old");
    expect(runs(here)).toMatchObject([
      { datastore_id: 1, container_names: ["t1", "t2"] },
      { datastore_id: 2, container_names: ["t3"] },
    ]);
    expect(
      await failure(lakes([{ ...holds, failingRows: 1 }]).client.validity.requireValid([1, 3], { run: true })),
    ).toBeInstanceOf(ValidityError);
  });

  it("scans none that is archived, or has nothing to assert", async () => {
    const here = lakes([draft]);
    const [, second] = here.server.state.containers;
    if (second !== undefined) second.deleted_at = here.server.state.now();
    const error = await failure(here.client.validity.requireValid([1, 2, 3], { run: true }));
    expect(error).toBeInstanceOf(InconclusiveError);
    expect(seenOf(error).map(({ verdict }) => verdict)).toEqual(["unknown", "unknown", "pass"]);
    expect(runs(here)).toMatchObject([{ datastore_id: 2 }]);
  });

  it("knows nothing of those whose scan did not succeed, and tells what kept it", async () => {
    const here = lakes();
    here.server.planOperation({ result: "failure", message: "no space left" });
    const error = await failure(here.client.validity.requireValid([1, 2, 3], { run: true }));
    expect(error).toBeInstanceOf(InconclusiveError);
    expect(error.cause).toBeInstanceOf(OperationFailedError);
    expect(error.message).toContain("no space left");
    expect(seenOf(error).map(({ verdict }) => verdict)).toEqual(["unknown", "unknown", "pass"]);
  });

  it("throws where a scan cannot be started, unless another container says no", async () => {
    const here = lakes();
    const forbid = (): void =>
      here.server.failNext({ kind: "status", status: 403, body: { detail: "no" } }, { on: "POST /operations/run" });
    forbid();
    expect(await failure(here.client.validity.requireValid([1, 3], { run: true }))).toBeInstanceOf(AuthorizationError);
    for (const check of here.server.state.checks) if (check.container_id === 3) check.failing_rows = 2;
    forbid();
    const error = await failure(here.client.validity.requireValid([1, 3], { run: true }));
    expect(error).toBeInstanceOf(ValidityError);
    expect(seenOf(error)[0]).toMatchObject({
      verdict: "unknown",
      reason: expect.stringContaining("AuthorizationError"),
    });
  });

  it("looks at named rules again", async () => {
    const here = lakes([{ ...holds, isPassing: null }, fails]);
    expect(await here.client.validity.requireValid([1, 3], { run: true, rules: [1, 4] })).toMatchObject({
      verdict: "pass",
      seen: [{ subject: "1" }, { subject: "3" }],
    });
  });

  it("refuses no container at all, before anything is sent", async () => {
    const here = shopOf(2);
    const { validity, referential } = here.client;
    for (const asset of [undefined, null, [], [1, undefined]] as never[])
      for (const gate of [() => validity.requireValid(asset), () => referential.requireIntact(asset)])
        expect(await failure(gate)).toMatchObject({ name: "ValidationError", field: expect.stringMatching(/^asset/) });
    expect(here.server.requests).toEqual([]);
  });
});
