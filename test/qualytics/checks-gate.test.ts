import {
  type Checks,
  ChecksFailedError,
  type Client,
  InconclusiveError,
  NotFoundError,
  ResponseValidationError,
  ServerError,
  ValidationError,
} from "dqgate";
import type { QualyticsCheckSeed as CheckSeed } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { sampleWorld, type World, world } from "./world.js";

/** Container 1 `orders` with these checks, and 2 `customers` with one that fails. */
const start = (...checks: CheckSeed[]): World =>
  world({
    datastores: [
      {
        name: "shop",
        containers: [
          { name: "orders", fields: ["id"], checks },
          { name: "customers", checks: [{ rule: "notNull", fields: ["id"], isPassing: false }] },
        ],
      },
    ],
  });
const holds: CheckSeed = { rule: "notNull", fields: ["id"], isPassing: true, assertedHoursAgo: 2 };
const fails: CheckSeed = { rule: "unique", fields: ["id"], isPassing: false, assertedHoursAgo: 100 };
const never: CheckSeed = { rule: "positive", fields: ["id"] };

describe("checks.requirePassing over a container", () => {
  it("passes where every active check passes, and gives what shows it", async () => {
    const { server, client } = start(holds, { ...holds, rule: "fieldCount", fields: [] });
    const evidence = await client.checks.requirePassing({ asset: 1, maxAgeHours: 3 });
    expect(evidence).toMatchObject({
      gate: "checks.requirePassing",
      verdict: "pass",
      asked: { asset: "1", limit: "all of the active checks of 1 pass, by the last assertion, at most 3 h old" },
      requests: 2,
      reason: "2 of 2 of the active checks of 1 pass",
      seen: [
        {
          subject: "check 1 (notNull of id)",
          verdict: "pass",
          value: true,
          field: "is_passing",
          measuredAt: new Date("2026-01-05T10:00:00Z"),
          reason: "check 1 (notNull of id) passes",
        },
        { subject: "check 2 (fieldCount)", verdict: "pass" },
      ],
    });
    expect(server.requests.map(({ path }) => path)).toEqual(["/containers/1", "/quality-checks"]);
    expect(server.requests.map(({ query }) => query)).toEqual([
      {},
      { container: "1", sort_id: "asc", page: "1", size: "100" },
    ]);
  });

  it("takes a name", async () => {
    const { client } = start(holds);
    const evidence = await client.checks.requirePassing({ asset: "shop.orders" });
    expect(evidence).toMatchObject({ verdict: "pass", asked: { asset: "shop.orders" } });
    expect(await failure(client.checks.requirePassing({ asset: "shop.nothing" }))).toBeInstanceOf(NotFoundError);
  });

  it("fails where one fails, however old that is, and whatever is unknown beside it", async () => {
    const { client } = start(holds, never, fails);
    const error = await failure(client.checks.requirePassing({ asset: 1, maxAgeHours: 3 }));
    expect(error).toBeInstanceOf(ChecksFailedError);
    expect(error).toMatchObject({
      verdict: "fail",
      evidence: { seen: [{ verdict: "pass" }, { verdict: "unknown" }, { verdict: "fail", value: false }] },
    });
    expect(error.message).toBe("1 of 3 of the active checks of 1 fail: check 3 (unique of id) fails");
  });

  it.each([
    ["no check", [], {}, "there are none of the active checks of 1"],
    ["a check that was never asserted", [holds, never], {}, "was never asserted"],
    ["drafts alone", [{ ...holds, status: "Draft" }], {}, "; 1 that no scan asserts was passed over"],
    ["archived ones alone", [{ ...holds, status: "Discarded" }], {}, "there are none"],
    ["a status that nobody knows", [holds, { ...holds, status: "Paused" }], {}, "is not active (Paused)"],
    [
      "one that was asserted long ago",
      [holds],
      { maxAgeHours: 1.5 },
      "was last asserted 2.0 h ago, the limit is 1.5 h",
    ],
    ["one that was asserted in the future", [{ ...holds, assertedHoursAgo: -1 }], {}, "in the future"],
  ] as const)("is unknown over %s", async (_, checks, limits, why) => {
    const { client } = start(...checks);
    const params = { asset: 1, ...limits };
    const error = await failure(client.checks.requirePassing(params));
    expect(error).toBeInstanceOf(InconclusiveError);
    expect(error.message).toContain(why);
    const evidence = await client.checks.requirePassing(params, { onUnknown: "pass" });
    expect(evidence.verdict).toBe("unknown");
  });

  it("never opens on a failure, even where the unknown opens it", async () => {
    const { client } = start(fails);
    expect(await failure(client.checks.requirePassing({ asset: 1 }, { onUnknown: "pass" }))).toBeInstanceOf(
      ChecksFailedError,
    );
  });

  it("passes over drafts and archived ones beside active ones", async () => {
    const { client } = start(holds, { ...fails, status: "Draft" }, { ...fails, status: "Invalid" });
    const evidence = await client.checks.requirePassing({ asset: 1 });
    expect(evidence.reason).toBe("1 of 1 of the active checks of 1 pass; 1 that no scan asserts was passed over");
  });

  it("does not take a pass without a time for a recent one", async () => {
    const { server, client } = start(holds);
    for (const check of server.state.checks) check.last_asserted = null;
    expect(await client.checks.requirePassing({ asset: 1 })).toMatchObject({ verdict: "pass" });
    const error = await failure(client.checks.requirePassing({ asset: 1, maxAgeHours: 1 }));
    expect(error.message).toContain("does not tell since when");
  });

  it("reads all pages, and refuses a list that is not whole", async () => {
    const { server, client } = start(...Array.from({ length: 120 }, () => holds), fails);
    expect(await failure(client.checks.requirePassing({ asset: 1 }))).toBeInstanceOf(ChecksFailedError);
    server.failNext(
      { kind: "change", change: (body) => ({ ...(body as object), items: (body as { items: [] }).items.slice(1) }) },
      { on: "GET /quality-checks" },
    );
    expect(await failure(client.checks.requirePassing({ asset: 1 }))).toBeInstanceOf(ResponseValidationError);
  });

  it("refuses a list that moved while it was read", async () => {
    const { server, client } = start(...Array.from({ length: 101 }, () => holds));
    const [first] = (await client.checks.list({ container: 1, size: 1 })).items;
    server.failNext({ kind: "change", change: (body) => body }, { on: "GET /quality-checks" });
    const change = (body: unknown): unknown => ({
      ...(body as object),
      items: [{ id: first?.id, rule_type: "notNull" }],
    });
    server.failNext({ kind: "change", change }, { on: "GET /quality-checks" });
    const error = await failure(client.checks.requirePassing({ asset: 1 }));
    expect(error).toBeInstanceOf(ResponseValidationError);
    expect(error.message).toContain("changed while it was read");
  });

  it("leaves out checks of another container, where a build does not heed the filter", async () => {
    const { server, client } = start(holds);
    const all = await client.checks.list();
    expect(all.items).toHaveLength(2);
    const change = (body: unknown): unknown => ({ ...(body as object), ...bodyOfAll(server) });
    server.failNext({ kind: "change", change }, { on: "GET /quality-checks" });
    expect(await client.checks.requirePassing({ asset: 1 })).toMatchObject({ verdict: "pass", seen: [{}] });
  });

  const bodyOfAll = ({ state }: World["server"]): object => ({
    items: state.checks.map(({ id, rule_type, is_passing, container_id, status }) => ({
      id,
      rule_type,
      is_passing,
      status,
      container: { id: container_id },
    })),
    total: 2,
  });
});

describe("checks.requirePassing over checks that are told otherwise", () => {
  it("sends tags and rules as filters", async () => {
    const { server, client } = start(
      { ...holds, tags: ["gold"] },
      { ...holds, rule: "positive", tags: ["gold"] },
      fails,
    );
    const evidence = await client.checks.requirePassing({ tags: ["gold"], rules: ["notNull", "positive"] });
    expect(evidence).toMatchObject({
      asked: { asset: null },
      reason: "2 of 2 of the active checks by notNull or positive tagged gold pass",
    });
    expect(server.requests[0]?.query).toMatchObject({ tag: "gold", rule_type: ["notNull", "positive"] });
    expect(await failure(client.checks.requirePassing({ rules: ["notNull"] }))).toBeInstanceOf(ChecksFailedError);
  });

  it("looks at named checks, each once", async () => {
    const { server, client } = start(holds, fails);
    const evidence = await client.checks.requirePassing({ checks: [1, "1"] });
    expect(evidence).toMatchObject({ verdict: "pass", seen: [{ subject: "check 1 (notNull of id)" }], requests: 1 });
    expect(server.requests[0]?.path).toBe("/quality-checks/1");
    expect(await failure(client.checks.requirePassing({ checks: [1, 2] }))).toBeInstanceOf(ChecksFailedError);
  });

  it.each([
    ["Draft", "is not active (Draft)"],
    ["Discarded", "is not active (Discarded)"],
  ])("is unknown over a named check that is %s", async (status, why) => {
    const { client } = start({ ...holds, status });
    const error = await failure(client.checks.requirePassing({ checks: [1] }));
    expect(error).toBeInstanceOf(InconclusiveError);
    expect(error.message).toContain(why);
  });

  it("is unknown over a template, and over a check that is archived under the status of an active one", async () => {
    const { server, client } = start(holds);
    const { id } = await client.checks.saveAsTemplate(1);
    const error = await failure(client.checks.requirePassing({ checks: [id] }));
    expect(error.message).toContain("is a template");
    for (const check of server.state.checks) check.deleted_at = server.state.now();
    expect((await failure(client.checks.requirePassing({ checks: [1] }))).message).toContain("is archived");
  });

  it("throws where a named check is not there, unless another one says no", async () => {
    const { client } = start(holds, fails);
    expect(await failure(client.checks.requirePassing({ checks: [1, 99] }))).toBeInstanceOf(NotFoundError);
    const error = await failure(client.checks.requirePassing({ checks: [2, 99] }));
    expect(error).toBeInstanceOf(ChecksFailedError);
    expect(error).toMatchObject({ evidence: { seen: [{ verdict: "fail" }, { verdict: "unknown", field: "" }] } });
  });

  it("refuses a named check of another container", async () => {
    const { client } = start(holds);
    const error = await failure(client.checks.requirePassing({ asset: 1, checks: [1, 2] }));
    expect(error).toBeInstanceOf(ValidationError);
    expect((error as unknown as ValidationError).issues).toMatchObject([
      { path: ["checks", 1], message: "1 has no quality check 2" },
    ]);
  });

  it.each([
    [{}, {}, "asset"],
    [undefined, {}, "asset"],
    [{ asset: " " }, {}, "asset"],
    [{ asset: 0 }, {}, "asset"],
    [{ checks: [] }, {}, "checks"],
    [{ checks: ["one"] }, {}, "checks"],
    [{ checks: [1], tags: ["gold"] }, {}, "tags"],
    [{ checks: [1], rules: ["notNull"] }, {}, "rules"],
    [{ asset: 1, tags: [] }, {}, "tags"],
    [{ asset: 1, maxAgeHours: -1 }, {}, "maxAgeHours"],
    [{ asset: 1, maxAge: 1 }, {}, "maxAge"],
    [{ asset: 1 }, { onUnknown: "open" }, "onUnknown"],
    [{ asset: 1 }, { maxAgeHours: 1 }, "maxAgeHours"],
  ])("refuses %j with %j before anything is sent", async (params, options, field) => {
    const { server, client } = start(holds);
    const error = await failure(() => client.checks.requirePassing(params as never, options as never));
    expect(error).toBeInstanceOf(ValidationError);
    expect((error as unknown as ValidationError).issues[0]?.path[0]).toBe(field);
    expect(server.requests).toEqual([]);
  });
});

describe("a gate without an answer", () => {
  it("throws what kept it from one", async () => {
    const { server, client } = start(holds);
    server.failNext({ kind: "status", status: 500 }, { times: 10 });
    expect(await failure(client.checks.requirePassing({ asset: 1 }))).toBeInstanceOf(ServerError);
    server.clearFaults();
    const change = (): unknown => ({ items: [{ id: "one" }], total: 1 });
    server.failNext({ kind: "change", change }, { on: "GET /quality-checks" });
    const lenient = client.checks.requirePassing({ asset: 1 }, { validation: "lenient" });
    expect(await failure(lenient)).toBeInstanceOf(ResponseValidationError);
  });
});

it("serves code that does not know the platform", async () => {
  const gate = ({ checks }: Client<{ checks: Checks }>) => checks.requirePassing({ asset: 1 });
  expect(await failure(gate(sampleWorld().client))).toBeInstanceOf(ChecksFailedError);
});
