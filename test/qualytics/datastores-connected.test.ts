import { ConflictError, NotFoundError, ResponseValidationError } from "dqgate";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { sampleWorld } from "./world.js";

describe("the verdict on a connection", () => {
  it("comes with the reason where it does not connect, and is remembered", async () => {
    const { client, server } = sampleWorld();
    Object.assign(server.state.connections[0] ?? {}, { reachable: false });
    expect(await client.datastores.verifyConnection(1)).toEqual({
      connected: false,
      message: "pg.example.com cannot be reached",
    });
    expect(await client.datastores.get(1)).toMatchObject({ connected: false });
  });

  it("is no yes where the answer tells none", async () => {
    const { client, server } = sampleWorld();
    for (const fault of [{ kind: "empty" }, { kind: "json", body: { message: "done" } }]) {
      server.failNext(fault as never);
      expect((await client.datastores.verifyConnection(1)).connected).toBeNull();
    }
    server.failNext({ kind: "html" });
    expect(await failure(client.datastores.verifyConnection(1))).toBeInstanceOf(ResponseValidationError);
    expect(await failure(client.datastores.verifyConnection(99))).toBeInstanceOf(NotFoundError);
  });

  it("is given before anything is made", async () => {
    const { client, server } = sampleWorld();
    const connection = { type: "mysql", host: "nowhere.invalid" };
    expect(await client.datastores.validateConnection({ name: "d", connection })).toEqual({
      connected: false,
      message: "nowhere.invalid cannot be reached",
    });
    expect(await client.datastores.validateConnection({ name: "d", connectionId: 1 })).toMatchObject({
      connected: true,
    });
    expect(server.state.connections).toHaveLength(2);
    expect(server.state.datastores).toHaveLength(2);
  });
});

describe("datastores.requireConnected", () => {
  it("passes where the platform says that it is connected", async () => {
    const { client } = sampleWorld();
    const evidence = await client.datastores.requireConnected("1");
    expect(evidence).toMatchObject({
      gate: "datastores.requireConnected",
      verdict: "pass",
      asked: { asset: "1" },
      seen: [{ subject: "datastore 1", verdict: "pass", value: true, field: "connected" }],
      requests: 1,
    });
    expect(evidence.explain()).toContain("datastore 1 is connected");
  });

  it("stays closed where it says that it is not", async () => {
    const { client, server } = sampleWorld();
    Object.assign(server.state.connections[0] ?? {}, { reachable: false });
    const error = await failure(client.datastores.requireConnected(1, { onUnknown: "pass" }));
    expect(error).toMatchObject({
      name: "GateError",
      code: "not_connected",
      kind: "gate",
      verdict: "fail",
      retryable: false,
      evidence: { verdict: "fail", seen: [{ value: false }] },
    });
    expect(error.message).toBe("datastore 1 is not connected: pg.example.com cannot be reached");
  });

  it.each([{ message: "tested" }, { connected: null }, undefined])(
    "stays closed where it says neither, unless told otherwise: %j",
    async (body) => {
      const { client, server } = sampleWorld();
      const fault = body === undefined ? ({ kind: "empty" } as const) : ({ kind: "json", body } as const);
      server.failNext(fault, { times: 2 });
      expect(await failure(client.datastores.requireConnected(1))).toMatchObject({
        name: "InconclusiveError",
        verdict: "unknown",
      });
      expect(await client.datastores.requireConnected(1, { onUnknown: "pass" })).toMatchObject({ verdict: "unknown" });
    },
  );

  it("has no answer where the platform gives none", async () => {
    const { client, server } = sampleWorld();
    expect(await failure(client.datastores.requireConnected(99))).toBeInstanceOf(NotFoundError);
    server.failNext({ kind: "html" });
    expect((await failure(client.datastores.requireConnected(1))).kind).toBe("contract");
    server.failNext({ kind: "json", body: { connected: "true" } });
    const loose = await failure(client.datastores.requireConnected(1, { validation: "lenient" }));
    expect(loose).toBeInstanceOf(ResponseValidationError);
  });

  it("refuses options that it does not know before anything is sent", async () => {
    const { client, server } = sampleWorld();
    expect((await failure(client.datastores.requireConnected(1, { maxAge: 1 } as never))).field).toBe("maxAge");
    expect((await failure(client.datastores.requireConnected("lake"))).field).toBe("datastore");
    expect(server.requests).toEqual([]);
  });
});

describe("enrichment", () => {
  it("is linked once, however often it is asked for", async () => {
    const { client, server } = sampleWorld();
    await client.datastores.linkEnrichment(1, 2);
    server.failNext({ kind: "lose" });
    expect(await client.datastores.linkEnrichment(1, 2)).toMatchObject({ enrichDatastore: { id: 2 } });
  });

  it("is refused for datastores of the wrong kind", async () => {
    const { client } = sampleWorld();
    const source = await failure(client.datastores.linkEnrichment(2, 2));
    expect(source).toBeInstanceOf(ConflictError);
    expect(source.message).toContain("2");
    expect(await failure(client.datastores.linkEnrichment(1, 1))).toBeInstanceOf(ConflictError);
    expect(await failure(client.datastores.linkEnrichment(1, 99))).toBeInstanceOf(NotFoundError);
    expect((await failure(client.datastores.linkEnrichment(1, "lake"))).field).toBe("enrichment");
  });

  it("is unlinked with its remediation, but not while something writes to it", async () => {
    const { client } = sampleWorld();
    await client.datastores.linkEnrichment(1, 2);
    await client.datastores.update(1, { enrichmentRemediationStrategy: "append" });
    const run = await client.operations.run({ type: "materialize", datastoreId: 1 });
    expect(await failure(client.datastores.unlinkEnrichment(1))).toBeInstanceOf(ConflictError);
    await client.operations.abort(run.id);
    await client.datastores.unlinkEnrichment(1);
    await client.datastores.unlinkEnrichment(1);
    expect(await client.datastores.get(1)).toMatchObject({
      enrichDatastore: null,
      enrichmentRemediationStrategy: "none",
    });
  });
});
