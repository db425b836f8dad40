import { ConnectionError, NotFoundError } from "dqgate";
import { describe, expect, it } from "vitest";
import { assetRecord, clientAt, clientOf } from "../support/client.js";
import { failure } from "../support/failure.js";
import { keptLog } from "../support/log.js";
import { expectNoUnhandledRejections } from "../support/rejections.js";
import { closedPort, json, serve } from "../support/server.js";

expectNoUnhandledRejections();

describe("a port on which nobody listens", () => {
  it("is tried again, for a write too, since nothing was received", async () => {
    const { logger, lines } = keptLog();
    const client = clientAt(await closedPort(), { logger });
    const error = await failure(client.freshness.refresh("pg.a"));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({
      reason: "ECONNREFUSED",
      mayHaveBeenReceived: false,
      retryable: true,
      kind: "transport",
      platform: "anomalyarmor",
      operation: "POST /sdk/freshness/{asset}/refresh",
    });
    expect(error.message).toMatch(/^the connection to 127\.0\.0\.1:\d+ failed \(ECONNREFUSED\)$/);
    expect(error.cause).toBeUndefined();
    expect(lines.filter((line) => line.includes("trying again"))).toHaveLength(2);
  });

  it("is not tried again without retries", async () => {
    const { logger, lines } = keptLog();
    const error = await failure(
      clientAt(await closedPort(), { logger, logLevel: "info", retries: 0 }).assets.get("pg.a"),
    );
    expect(error).toBeInstanceOf(ConnectionError);
    expect(lines).toEqual([]);
  });
});

describe("a connection that a server breaks", () => {
  it("before it answers: a read is sent again", async () => {
    const server = await serve((_, response, count) => {
      if (count < 3) response.socket?.destroy();
      else json(response, { data: assetRecord() });
    });
    await expect(clientAt(server.url).assets.get("pg.a")).resolves.toMatchObject({ name: "orders" });
    expect(server.arrived).toHaveLength(3);
  });

  it("before it answers: a write is not", async () => {
    const server = await serve((_, response) => response.socket?.destroy());
    const error = await failure(clientAt(server.url).freshness.refresh("pg.a"));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ mayHaveBeenReceived: true, retryable: false });
    expect(server.arrived).toHaveLength(1);
  });

  it.each([
    ["of an answer", 200],
    ["of an error", 404],
    ["of a failure", 500],
  ])("in the middle of the body %s: a read is sent again", async (_, status) => {
    const server = await serve((_request, response, count) => {
      if (count > 1) return json(response, { data: assetRecord() });
      response.writeHead(status, { "content-type": "application/json", "content-length": "1000" });
      response.write('{"data": {"id": "x"');
      setTimeout(() => response.socket?.destroy(), 5);
    });
    await expect(clientAt(server.url).assets.get("pg.a")).resolves.toMatchObject({ name: "orders" });
    expect(server.arrived).toHaveLength(2);
  });

  it("in the middle of the body of a write: it is not, and the error says so", async () => {
    const server = await serve((_, response) => {
      response.writeHead(202, { "content-type": "application/json", "x-request-id": "req-9" });
      response.write('{"data": {');
      setTimeout(() => response.socket?.destroy(), 5);
    });
    const error = await failure(clientAt(server.url).freshness.refresh("pg.a"));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ mayHaveBeenReceived: true, retryable: false, requestId: "req-9" });
    expect(error.message).toContain("broke within the response");
    expect(server.arrived).toHaveLength(1);
  });
});

describe("a fetch that is given to the client", () => {
  it("is asked with a Request that has everything", async () => {
    const requests: Request[] = [];
    const client = clientOf(
      {},
      {
        headers: { "X-Team": "data", "User-Agent": "mine/1" },
        fetch: async (request) => {
          requests.push(request);
          return Response.json({ data: { job_id: "j", status: "pending" } });
        },
      },
    );
    await client.freshness.refresh("pg.a", { headers: { "x-team": "other", Accept: "application/x" } });
    const [request] = requests;
    expect(request?.method).toBe("POST");
    expect(request?.url).toBe("https://app.anomalyarmor.ai/api/v1/sdk/freshness/pg.a/refresh");
    expect(Object.fromEntries(request?.headers ?? [])).toEqual({
      accept: "application/x",
      authorization: "Bearer aa_test_0123456789abcdef0123456789abcdef",
      "user-agent": "mine/1",
      "x-team": "other",
    });
  });

  it("may throw anything: it is a lost connection, told by its code alone", async () => {
    for (const thrown of [new TypeError("boom aa_live_secret1"), new Error("x"), "text", null, { code: "EPIPE" }]) {
      let calls = 0;
      const client = clientOf(
        {},
        {
          retries: 0,
          fetch: () => {
            calls += 1;
            throw thrown;
          },
        },
      );
      const error = await failure(client.assets.get("pg.a"));
      expect(error).toBeInstanceOf(ConnectionError);
      expect(error.reason).toBe(thrown !== null && typeof thrown === "object" && "code" in thrown ? "EPIPE" : null);
      expect(error.mayHaveBeenReceived).toBe(true);
      expect(error.message).not.toContain("aa_live");
      expect(error.cause).toBeUndefined();
      expect(calls).toBe(1);
    }
  });

  it("passes this package's own errors on, and asks no second time", async () => {
    let calls = 0;
    const client = clientOf(
      {},
      {
        fetch: async () => {
          calls += 1;
          throw new NotFoundError({ status: 404, message: "mine" });
        },
      },
    );
    expect(await failure(client.assets.get("pg.a"))).toMatchObject({ name: "NotFoundError", message: "mine" });
    expect(calls).toBe(1);
  });

  it.each([undefined, null, {}, { status: 200 }, "ok"])(
    "that answers with %o is told to be wrong, once",
    async (answer) => {
      let calls = 0;
      const client = clientOf(
        {},
        {
          fetch: async () => {
            calls += 1;
            return answer as unknown as Response;
          },
        },
      );
      expect(await failure(client.assets.get("pg.a"))).toMatchObject({ name: "ConfigurationError", retryable: false });
      expect(calls).toBe(1);
    },
  );
});
