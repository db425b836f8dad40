import {
  AnomaliesFoundError,
  AuthorizationError,
  InconclusiveError,
  NotFoundError,
  type PortableNamespaces,
} from "dqgate";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { LIST, page, scanned, sent, start } from "./anomaly-shop.js";
import type { World } from "./world.js";

describe("anomalies.requireNone of containers", () => {
  it("passes where a scanned container has no open anomaly", async () => {
    const full = start([{ status: "Resolved" }]);
    const evidence = await full.client.anomalies.requireNone({ container: 1 });
    expect(evidence).toMatchObject({
      gate: "anomalies.requireNone",
      verdict: "pass",
      asked: { asset: "container 1", limit: "no anomaly that is Active or Acknowledged" },
      reason: "no anomaly of container 1 is Active or Acknowledged",
      requests: 2,
      seen: [
        {
          subject: "container 1",
          verdict: "pass",
          field: "metrics.last_scanned",
          measuredAt: new Date("2026-01-05T11:00:00Z"),
        },
        { subject: "anomalies that are Active or Acknowledged", verdict: "pass", value: 0, field: "total" },
      ],
    });
    expect(evidence.explain()).toContain("anomalies.requireNone of container 1: pass.");
    expect(sent(full)).toEqual(["GET /containers/1", LIST]);
    expect(full.server.requests[1]?.query).toEqual({
      container: "1",
      status: ["Active", "Acknowledged"],
      page: "1",
      size: "20",
    });
  });

  it("counts by the total of one small page, and shows some", async () => {
    const many = Array.from({ length: 70 }, (_, at) => ({ message: `late ${at}`, weight: 3 }));
    const full = start([...many, { status: "Acknowledged", message: "seen", type: "shape", weight: 9 }]);
    const error = await failure(full.client.anomalies.requireNone({ asset: "shop.orders" }));
    expect(error).toBeInstanceOf(AnomaliesFoundError);
    expect(error).toMatchObject({ count: 71, code: "anomalies_found", verdict: "fail", platform: "qualytics" });
    expect(error.message).toBe('71 anomalies of shop.orders are Active or Acknowledged, such as "seen"');
    const { seen } = error.evidence as { seen: object[] };
    expect(seen).toHaveLength(7);
    expect(seen[1]).toMatchObject({ verdict: "fail", value: 71, reason: "71 anomalies are Active or Acknowledged" });
    expect(seen[2]).toMatchObject({
      subject: "orders: seen",
      value: "Acknowledged",
      measuredAt: new Date("2026-01-05T11:00:00Z"),
      reason: "anomaly 71 (shape, weight 9) is Acknowledged",
    });
    expect(sent(full).filter((one) => one === LIST)).toHaveLength(1);
  });

  it("heeds the caller's own statuses, in any case", async () => {
    const full = start([{ status: "Acknowledged" }, { status: "Duplicate" }]);
    await expect(full.client.anomalies.requireNone({ container: 1, status: "active" })).resolves.toMatchObject({
      verdict: "pass",
    });
    expect(await failure(full.client.anomalies.requireNone({ container: 1, status: ["Duplicate"] }))).toMatchObject({
      count: 1,
    });
    expect(full.server.requests.at(-1)?.query.archived).toBe("only");
  });

  it("does not pass on what was never scanned", async () => {
    const full = start();
    const error = await failure(full.client.anomalies.requireNone({ container: [1, "2"] }));
    expect(error).toBeInstanceOf(InconclusiveError);
    expect(error.message).toBe(
      "it is not known whether no anomaly of container 2 is Active or Acknowledged: nothing shows that container 2 was ever scanned",
    );
    await expect(full.client.anomalies.requireNone({ container: 2 }, { onUnknown: "pass" })).resolves.toMatchObject({
      verdict: "unknown",
    });
  });

  it("fails on what is found, whatever else is not known", async () => {
    const full = start([{}], { scannedHoursAgo: null });
    expect(await failure(full.client.anomalies.requireNone({ container: [1, 2] }))).toBeInstanceOf(AnomaliesFoundError);
    const open = full.client.anomalies.requireNone({ container: 1 }, { onUnknown: "pass" });
    expect(await failure(open)).toBeInstanceOf(AnomaliesFoundError);
  });

  it.each([
    ["has no active check", { checks: [], scannedHoursAgo: 1 }, () => undefined],
    [
      "is archived",
      {},
      ({ server }: World) => {
        for (const one of server.state.containers) one.deleted_at = server.state.now();
      },
    ],
    [
      "was ever scanned",
      {},
      ({ server }: World) =>
        server.failNext({ kind: "change", change: without("metrics") }, { on: "GET /containers/{id}" }),
    ],
  ])("does not pass on a container that %s", async (what, seed, arrange) => {
    const full = start([], seed);
    arrange(full);
    const error = await failure(full.client.anomalies.requireNone({ container: 1 }));
    expect(error).toBeInstanceOf(InconclusiveError);
    expect(error.message).toContain(what);
  });

  it("does not pass on a container that is not there", async () => {
    const { client } = start();
    await expect(client.anomalies.requireNone({ container: 99 })).rejects.toBeInstanceOf(NotFoundError);
    await expect(client.anomalies.requireNone({ asset: "shop.oders" })).rejects.toBeInstanceOf(NotFoundError);
  });

  it("does not pass on a container of another datastore, which nothing can match", async () => {
    const full = start();
    const error = await failure(full.client.anomalies.requireNone({ container: 1, datastore: 2 }));
    expect(error).toBeInstanceOf(InconclusiveError);
    expect(error.message).toContain("container 1 is of datastore 1, and 2 is asked for");
    full.server.failNext({ kind: "change", change: without("datastore") }, { on: "GET /containers/{id}" });
    expect((await failure(full.client.anomalies.requireNone({ container: 1, datastore: 1 }))).message).toContain(
      "container 1 does not tell its datastore, and 1 is asked for",
    );
    await expect(full.client.anomalies.requireNone({ container: 1, datastore: [2, 1] })).resolves.toMatchObject({
      verdict: "pass",
    });
  });

  it("serves code that knows no platform", async () => {
    const gate = async ({ anomalies }: Pick<PortableNamespaces, "anomalies">): Promise<unknown> =>
      (await anomalies.requireNone({ asset: "shop.orders", isOpen: true }, { onUnknown: "fail" })).verdict;
    expect(await gate(start().client)).toBe("pass");
  });
});

describe("anomalies.requireNone of datastores", () => {
  it("asks for a scan that succeeded", async () => {
    const full = await scanned(start());
    const evidence = await full.client.anomalies.requireNone({ datastore: 1 });
    expect(evidence).toMatchObject({
      verdict: "pass",
      asked: { asset: "datastore 1" },
      seen: [{ subject: "datastore 1", verdict: "pass", field: "end_time" }, { value: 0 }],
    });
    expect(sent(full)).toEqual(["GET /datastores/1", "GET /operations", LIST]);
    expect(full.server.requests[1]?.query).toEqual({
      operation_type: "scan",
      result: "success",
      datastore: "1",
      sort_created: "desc",
      page: "1",
      size: "20",
    });
  });

  it("does not pass where no scan succeeded", async () => {
    const full = start();
    full.server.planOperation({ result: "failure" });
    const { id } = await full.client.operations.run({ type: "scan", datastoreId: 1 });
    await failure(full.client.operations.waitForOperation(id));
    const error = await failure(full.client.anomalies.requireNone({ datastore: 1 }));
    expect(error).toBeInstanceOf(InconclusiveError);
    expect(error.message).toContain("nothing shows that datastore 1 was ever scanned with success");
  });

  it("does not pass on a datastore that is not there", async () => {
    const full = await scanned(start());
    await expect(full.client.anomalies.requireNone({ datastore: [1, 99] })).rejects.toBeInstanceOf(NotFoundError);
  });

  it.each([
    ["another kind of operation", { type: "profile" }],
    ["another datastore", { datastore: { id: 2 } }],
    ["no datastore", { datastore: null }],
    ["another end", { result: "failure" }],
  ])("does not take %s for a scan of it", async (_, wrong) => {
    const full = await scanned(start());
    const change = (body: unknown): unknown => {
      const { items, ...rest } = body as { items: object[] };
      return { ...rest, items: items.map((one) => ({ ...one, ...wrong })) };
    };
    full.server.failNext({ kind: "change", change }, { on: "GET /operations" });
    const error = await failure(full.client.anomalies.requireNone({ datastore: 1 }));
    expect(error).toBeInstanceOf(InconclusiveError);
    expect(error.message).toContain("the platform answers with operation 1 where a scan of datastore 1 is asked for");
  });

  it("is about the whole deployment where nothing is named", async () => {
    const full = start();
    expect(await failure(full.client.anomalies.requireNone())).toBeInstanceOf(InconclusiveError);
    await scanned(full);
    await expect(full.client.anomalies.requireNone()).resolves.toMatchObject({
      verdict: "pass",
      asked: { asset: null },
    });
    expect(sent(full)).toEqual(["GET /operations", LIST]);
    full.server.addDatastore({ name: "lake", containers: [{ name: "events", anomalies: [{ message: "odd" }] }] });
    expect((await failure(full.client.anomalies.requireNone())).message).toBe(
      '1 anomaly is Active or Acknowledged, such as "odd"',
    );
  });
});

describe("anomalies.requireNone of checks, rules and tags", () => {
  it("asks whether each check was asserted", async () => {
    const full = start();
    await expect(full.client.anomalies.requireNone({ qualityCheck: 1 })).resolves.toMatchObject({
      verdict: "pass",
      asked: { asset: "check 1" },
      seen: [{ subject: "check 1", verdict: "pass", field: "last_asserted" }, { value: 0 }],
    });
    expect(sent(full)).toEqual(["GET /quality-checks/1", LIST]);
    const error = await failure(full.client.anomalies.requireNone({ qualityCheck: [1, 2] }));
    expect(error).toBeInstanceOf(InconclusiveError);
    expect(error.message).toContain("nothing shows that check 2 was ever asserted");
    await expect(full.client.anomalies.requireNone({ qualityCheck: 99 })).rejects.toBeInstanceOf(NotFoundError);
  });

  it("does not pass on a check of another container, or on one that scans pass over", async () => {
    const full = start();
    const elsewhere = await failure(full.client.anomalies.requireNone({ container: 2, qualityCheck: 1 }));
    expect(elsewhere.message).toContain("container 2 was ever scanned");
    Object.assign(full.server.state.containers[1] ?? {}, { last_scanned: full.server.state.now() });
    const wrong = await failure(full.client.anomalies.requireNone({ container: 2, qualityCheck: 1 }));
    expect(wrong.message).toContain("check 1 is of container 1, and 2 is asked for");
    for (const one of full.server.state.checks) one.status = "Draft";
    expect((await failure(full.client.anomalies.requireNone({ qualityCheck: 1 }))).message).toContain(
      "check 1 is Draft: scans pass it over",
    );
  });

  it("asks whether any check of a rule was asserted", async () => {
    const full = start([{ check: 0 }]);
    expect(await failure(full.client.anomalies.requireNone({ ruleType: "notNull" }))).toMatchObject({ count: 1 });
    full.server.state.anomalies.length = 0;
    await expect(full.client.anomalies.requireNone({ container: 1, ruleType: ["notNull"] })).resolves.toMatchObject({
      verdict: "pass",
      asked: { limit: expect.stringContaining(", of rule notNull") },
    });
    const error = await failure(full.client.anomalies.requireNone({ ruleType: "unique" }));
    expect(error).toBeInstanceOf(InconclusiveError);
    expect(error.message).toContain("nothing shows that a check of rule unique was ever asserted");
  });

  it("does not pass on a rule that nobody knows, whether the platform refuses it or not", async () => {
    const full = start();
    const once = (): Promise<unknown> => full.client.anomalies.requireNone({ container: 1, ruleType: "notNul" });
    const refused = await failure(once());
    expect(refused).toBeInstanceOf(InconclusiveError);
    expect(refused.message).toContain("the platform refuses the rule notNul: rule_type: Input should be");
    full.server.failNext({ kind: "status", status: 422, body: { detail: "no such rule" } }, { on: LIST });
    expect(await failure(once())).toBeInstanceOf(InconclusiveError);
    full.server.failNext({ kind: "json", body: page([]) }, { on: "GET /quality-checks" });
    expect(await failure(once())).toBeInstanceOf(InconclusiveError);
    full.server.failNext({ kind: "status", status: 403, body: { detail: "no" } }, { on: "GET /quality-checks" });
    await expect(once()).rejects.toBeInstanceOf(AuthorizationError);
    full.server.failNext({ kind: "status", status: 422, body: { detail: "no" } }, { on: LIST });
    await expect(full.client.anomalies.requireNone({ container: 1, ruleType: "notNull" })).rejects.toMatchObject({
      name: "UnprocessableError",
    });
  });

  it("does not pass on a tag that nobody knows", async () => {
    const full = start([{ tags: ["gold"], status: "Invalid" }]);
    await expect(full.client.anomalies.requireNone({ container: 1, tag: "gold" })).resolves.toMatchObject({
      asked: { limit: "no anomaly that is Active or Acknowledged, tagged gold" },
    });
    await expect(full.client.anomalies.requireNone({ container: 1, tag: "glod" })).rejects.toBeInstanceOf(
      NotFoundError,
    );
  });

  it("heeds the type", async () => {
    const full = start([{ type: "shape" }]);
    await expect(full.client.anomalies.requireNone({ container: 1, anomalyType: "record" })).resolves.toMatchObject({
      verdict: "pass",
    });
    expect(await failure(full.client.anomalies.requireNone({ container: 1, anomalyType: "shape" }))).toMatchObject({
      count: 1,
    });
  });
});

function without(field: string): (body: unknown) => unknown {
  return (body) => Object.fromEntries(Object.entries(body as object).filter(([name]) => name !== field));
}
