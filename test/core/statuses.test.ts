import {
  ApiError,
  AuthenticationError,
  AuthorizationError,
  BadRequestError,
  ConflictError,
  DqgateError,
  GateError,
  NotFoundError,
  RateLimitError,
  ServerError,
  TokenExpiredError,
  UnprocessableError,
} from "dqgate";
import { describe, expect, it } from "vitest";
import { emulated } from "../support/client.js";
import { failure } from "../support/failure.js";
import { expectNoUnhandledRejections } from "../support/rejections.js";

expectNoUnhandledRejections();

const CLASSES = [
  BadRequestError,
  UnprocessableError,
  AuthenticationError,
  TokenExpiredError,
  AuthorizationError,
  NotFoundError,
  ConflictError,
  RateLimitError,
  ServerError,
  GateError,
];

/** Status, its own class and whatever that extends, code, and whether a read may succeed later. */
const TABLE: readonly [number, readonly unknown[], string, boolean][] = [
  [304, [], "api", false],
  [400, [BadRequestError], "bad_request", false],
  [401, [AuthenticationError], "authentication", false],
  [402, [], "api", false],
  [403, [AuthorizationError], "authorization", false],
  [404, [NotFoundError], "not_found", false],
  [408, [], "api", true],
  [409, [ConflictError], "conflict", false],
  [418, [], "api", false],
  [422, [UnprocessableError, BadRequestError], "unprocessable", false],
  [425, [], "api", true],
  [429, [RateLimitError], "rate_limited", true],
  [500, [ServerError], "server", true],
  [501, [ServerError], "server", false],
  [503, [ServerError], "server", true],
  [599, [ServerError], "server", true],
];

describe.each(TABLE)("status %i", (status, classes, code, retryable) => {
  it("has its own class and no other", async () => {
    const { armor, client } = emulated({}, { retries: 0 });
    armor.failNext({ kind: "status", status, body: { message: "no such luck" } });
    const error = await failure(client.assets.get("pg.a.b"));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toBeInstanceOf(DqgateError);
    expect(CLASSES.filter((one) => error instanceof one)).toEqual(CLASSES.filter((one) => classes.includes(one)));
    expect(error).toMatchObject({
      status,
      code,
      kind: "api",
      retryable,
      platform: "anomalyarmor",
      operation: "GET /sdk/assets/{asset}",
      message: status === 304 ? "HTTP 304" : "no such luck",
    });
  });

  it("does not call a write retryable that the server may have carried out", async () => {
    const { armor, client } = emulated({}, { retries: 0 });
    armor.failNext({ kind: "status", status });
    const error = await failure(client.freshness.refresh("pg.a.b"));
    expect(error.status).toBe(status);
    // What was refused for its rate was not carried out.
    expect(error.retryable).toBe(status === 429);
  });
});

describe("what the status tells beside its class", () => {
  it("is the request id, wherever the server puts it", async () => {
    const { client } = emulated(
      {},
      {
        retries: 0,
        fetch: async ({ url }) =>
          new Response("{}", {
            status: 404,
            headers: url.endsWith("one") ? { "x-request-id": "req-1" } : { "request-id": "req-2" },
          }),
      },
    );
    expect(await failure(client.assets.get("pg.one"))).toMatchObject({ requestId: "req-1" });
    expect(await failure(client.assets.get("pg.two"))).toMatchObject({ requestId: "req-2" });
  });

  it("is the delay that a 429 or 503 asks for", async () => {
    const { armor, client } = emulated({}, { retries: 0 });
    armor.failNext({ kind: "status", status: 429, retryAfter: 7 });
    armor.failNext({ kind: "status", status: 503, retryAfter: 9 });
    armor.failNext({ kind: "status", status: 429 });
    expect(await failure(client.assets.get("pg.a"))).toMatchObject({ retryAfterMs: 7_000 });
    expect(await failure(client.assets.get("pg.a"))).toMatchObject({ retryAfterMs: 9_000 });
    expect(await failure(client.assets.get("pg.a"))).toMatchObject({ retryAfterMs: null });
  });
});
