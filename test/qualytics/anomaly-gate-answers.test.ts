import {
  AnomaliesFoundError,
  AuthorizationError,
  type GateEvidence,
  InconclusiveError,
  ResponseValidationError,
  ValidationError,
} from "dqgate";
import type { AnomalyGateParams } from "dqgate/qualytics";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { anomaly, LIST, page, scanned, sent, start } from "./anomaly-shop.js";

describe("anomalies.requireNone of answers that do not tell", () => {
  const orders: AnomalyGateParams = { container: 1 };

  it.each([
    ["no total", { items: [] }],
    ["a total of null", page([], null)],
    ["a total that is no number", page([], "0")],
  ])("does not know where there are no items and %s", async (_, body) => {
    const { client, server } = start();
    server.failNext({ kind: "json", body }, { on: LIST });
    const error = await failure(client.anomalies.requireNone(orders));
    expect(error).toBeInstanceOf(InconclusiveError);
    expect(error.message).toContain("the platform announces no total");
  });

  it("fails on items without a total", async () => {
    const { client, server } = start();
    server.failNext({ kind: "json", body: { items: [anomaly(1), anomaly(2)] } }, { on: LIST });
    const error = await failure(client.anomalies.requireNone(orders));
    expect(error).toMatchObject({ count: 2 });
    expect(error.message).toMatch(/^at least 2 anomalies of container 1/);
  });

  it("does not believe a total of 0 beside an anomaly", async () => {
    const { client, server } = start();
    server.failNext({ kind: "json", body: page([anomaly(1)], 0) }, { on: LIST, times: 2 });
    expect(await failure(client.anomalies.requireNone(orders))).toMatchObject({ count: 1 });
  });

  it("gives no verdict where the platform counts anomalies and shows none", async () => {
    const { client, server } = start();
    server.failNext({ kind: "json", body: page([], 3) }, { on: LIST, times: 2 });
    const error = await failure(client.anomalies.requireNone(orders));
    expect(error).toBeInstanceOf(ResponseValidationError);
    expect(error.message).toContain("announced with 3 items and ends after 0");
  });

  it.each([
    ["status", { status: "Resolved" }],
    ["container", { container: { id: 2 } }],
    ["datastore", { datastore: { id: 2 } }],
    ["type", { type: "shape" }],
  ])("counts by reading where the platform does not filter by %s", async (_, other) => {
    const { client, server } = start();
    const params = { container: 1, datastore: 1, anomalyType: "record" };
    server.failNext({ kind: "json", body: page([anomaly(1, other), anomaly(2)]) }, { on: LIST, times: 2 });
    const error = await failure(client.anomalies.requireNone(params));
    expect(error).toMatchObject({ count: 1 });
    expect(error.message).toContain('"no 2"');
    server.failNext({ kind: "json", body: page([anomaly(1, other)]) }, { on: LIST, times: 2 });
    await expect(client.anomalies.requireNone(params)).resolves.toMatchObject({ verdict: "pass", requests: 3 });
  });

  it.each([
    ["a status that differs by its case", "active", {}],
    ["another case of it", "ACKNOWLEDGED", {}],
    ["a status that nobody knows", "Open", {}],
    ["another that nobody knows", "Reopened", {}],
    ["a type that differs by its case", "Active", { type: "Record" }],
    ["a type that nobody knows", "Active", { type: "pattern" }],
    ["no type", "Active", { type: null }],
  ])("counts an anomaly of %s", async (_, status, more) => {
    const { client, server } = start();
    server.failNext({ kind: "json", body: page([anomaly(1, { status, ...more })], 2) }, { on: LIST, times: 2 });
    const error = await failure(client.anomalies.requireNone({ container: 1, anomalyType: "record" }));
    expect(error).toBeInstanceOf(AnomaliesFoundError);
    expect(error).toMatchObject({ count: 2 });
    expect((error.evidence as GateEvidence).seen.at(-1)?.reason).toContain(`is ${status}`);
  });

  it.each([
    ["status", { status: "resolved" }],
    ["type", { type: "SHAPE" }],
  ])("drops one of another %s, however it is written", async (_, other) => {
    const { client, server } = start();
    server.failNext({ kind: "json", body: page([anomaly(1, other)]) }, { on: LIST, times: 2 });
    await expect(client.anomalies.requireNone({ container: 1, anomalyType: "record" })).resolves.toMatchObject({
      verdict: "pass",
      seen: [{ verdict: "pass" }, { value: 0, field: "items" }],
    });
  });

  it("does not believe a total that is less than what is shown", async () => {
    const { client, server } = start();
    const others = Array.from({ length: 100 }, (_, at) => anomaly(at + 1, { container: { id: 2 } }));
    for (const [items, total] of [
      [others, 0],
      [others.slice(0, 20), 19],
    ] as const) {
      server.failNext({ kind: "json", body: page(items, total) }, { on: LIST, times: 2 });
      const error = await failure(client.anomalies.requireNone(orders));
      expect(error).toBeInstanceOf(InconclusiveError);
      expect(error.message).toContain(`the platform announces ${total} anomalies and shows ${items.length}`);
    }
  });

  it("stops reading at 1000 anomalies", async () => {
    const full = start(Array.from({ length: 1200 }, () => ({ status: "Acknowledged" })));
    const unfiltered = (body: unknown): unknown => {
      const { items, ...rest } = body as { items: object[] };
      return { ...rest, items: items.map((one) => ({ ...one, status: "Resolved" })) };
    };
    full.server.failNext({ kind: "change", change: unfiltered }, { on: LIST, times: 11 });
    const error = await failure(full.client.anomalies.requireNone(orders));
    expect(error).toBeInstanceOf(InconclusiveError);
    expect(error.message).toContain("only 1000 anomalies were read");
    expect(sent(full).filter((one) => one === LIST)).toHaveLength(11);
  });

  it("does not know of a status or type that it does not know, whether the platform refuses it or not", async () => {
    const full = start();
    for (const params of [{ status: "Activ" }, { status: ["Active", "Open"] }, { anomalyType: "pattern" }]) {
      const refused = await failure(full.client.anomalies.requireNone({ container: 1, ...params }));
      expect(refused).toBeInstanceOf(InconclusiveError);
      expect(refused.message).toMatch(
        /nothing shows that the platform knows the word (Activ|Open|pattern): .*Input should be/,
      );
      full.server.failNext({ kind: "json", body: page([]) }, { on: LIST });
      const heeded = await failure(full.client.anomalies.requireNone({ container: 1, ...params }));
      expect(heeded).toBeInstanceOf(InconclusiveError);
    }
    full.server.failNext({ kind: "json", body: page([anomaly(1, { status: "Open" })]) }, { on: LIST });
    expect(await failure(full.client.anomalies.requireNone({ container: 1, status: "Open" }))).toMatchObject({
      count: 1,
    });
  });

  it("has no answer where the platform refuses what it knows, or answers with something else", async () => {
    const { client, server } = start();
    server.failNext({ kind: "status", status: 422, body: { detail: "no" } }, { on: LIST });
    await expect(client.anomalies.requireNone(orders)).rejects.toMatchObject({ name: "UnprocessableError" });
    server.failNext({ kind: "status", status: 403, body: { detail: "no" } }, { on: "GET /containers/{id}" });
    await expect(client.anomalies.requireNone(orders)).rejects.toBeInstanceOf(AuthorizationError);
    server.failNext({ kind: "json", body: { message: "moved" } }, { on: LIST });
    await expect(client.anomalies.requireNone(orders)).rejects.toBeInstanceOf(ResponseValidationError);
    server.failNext({ kind: "json", body: page([{ id: 1 }]) }, { on: LIST });
    await expect(client.anomalies.requireNone(orders, { validation: "lenient" })).rejects.toBeInstanceOf(
      ResponseValidationError,
    );
    server.failNext({ kind: "html" }, { on: LIST });
    await expect(client.anomalies.requireNone(orders)).rejects.toBeInstanceOf(ResponseValidationError);
  });

  it.each([
    ["container", { container: 1 }, "GET /containers/{id}"],
    ["datastore", { datastore: 1 }, "GET /datastores/{id}"],
    ["check", { qualityCheck: 1 }, "GET /quality-checks/{id}"],
  ])("takes no answer about another %s", async (kind, params, on) => {
    const full = await scanned(start());
    const change = (body: unknown): unknown => ({ ...(body as object), id: 7 });
    full.server.failNext({ kind: "change", change }, { on });
    const error = await failure(full.client.anomalies.requireNone(params));
    expect(error).toBeInstanceOf(ResponseValidationError);
    expect(error.message).toContain(`${kind} 1 is asked for, and it is about 7`);
  });

  it("hides tokens in messages, and cuts long ones", async () => {
    const { client } = start([{ message: `Authorization: Bearer ${"x".repeat(40)} ${"!".repeat(500)}` }]);
    const error = await failure(client.anomalies.requireNone({ container: 1 }));
    expect(error.message).not.toContain("xxxx");
    expect(error.message.length).toBeLessThan(300);
  });

  it.each([
    ["isOpen", { isOpen: false }, {}],
    ["isOpen", { isOpen: true, status: "Active" }, {}],
    ["status", { status: [] }, {}],
    ["asset", { asset: 0 }, {}],
    ["asset", { asset: "shop.orders", container: 1 }, {}],
    ["datastore", { datastore: "shop" }, {}],
    ["since", { since: new Date(Number.NaN) }, {}],
    ["minWeight", { minWeight: "5" }, {}],
    ["ruleType", { ruleType: [""] }, {}],
    ["size", { size: 5 }, {}],
    ["onUnknown", {}, { onUnknown: "open" }],
    ["maxAge", {}, { maxAge: 5 }],
  ])("refuses a wrong %s before anything is sent", async (field, params, options) => {
    const { client, server } = start();
    const error = await failure(client.anomalies.requireNone(params as object, options as object));
    expect(error).toBeInstanceOf(ValidationError);
    expect(String(error.field)).toMatch(new RegExp(`^${field}\\b`));
    expect(server.requests).toEqual([]);
  });

  it.each([null, "shop.orders", 7, []])("refuses %j in the place of what is looked for", async (params) => {
    const { client, server } = start();
    const error = await failure(client.anomalies.requireNone(params as never));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({ platform: "qualytics", operation: "anomalies.requireNone" });
    expect(error.message).toMatch(/expected (an )?object/);
    expect(server.requests).toEqual([]);
  });

  it("refuses options of null", async () => {
    const { client, server } = start();
    const error = await failure(client.anomalies.requireNone({ container: 1 }, null as never));
    expect(error).toBeInstanceOf(ValidationError);
    expect(server.requests).toEqual([]);
  });

  it("ends with the caller's signal", async () => {
    const { client, server } = start();
    const signal = AbortSignal.abort();
    await expect(client.anomalies.requireNone({ container: 1 }, { signal })).rejects.toMatchObject({ code: "aborted" });
    expect(server.requests).toEqual([]);
  });
});
