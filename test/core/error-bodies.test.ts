import { ApiError, AuthorizationError, BadRequestError, NotFoundError, ServerError, UnprocessableError } from "dqgate";
import { describe, expect, it } from "vitest";
import { emulated } from "../support/client.js";
import { failure } from "../support/failure.js";
import { expectNoUnhandledRejections } from "../support/rejections.js";

expectNoUnhandledRejections();

/** The error of a call that is answered so. */
async function answered(status: number, body: unknown, type = "application/json") {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const { client } = emulated(
    {},
    { retries: 0, fetch: async () => new Response(text, { status, headers: { "content-type": type } }) },
  );
  return failure(client.assets.get("pg.a.b"));
}

describe("the message of an error answer", () => {
  it.each([
    [
      "code, message and details",
      { error: { code: "X_FAILED", message: "it failed", details: { suggestion: "try" } } },
      "[X_FAILED] it failed",
    ],
    ["an error text", { error: "it failed" }, "it failed"],
    ["an error text beside a message", { error: "Bad", message: "it failed" }, "it failed"],
    ["a message alone", { message: "it failed" }, "it failed"],
    ["the wrapper, with a text", { success: false, data: null, message: null, error: "it failed" }, "it failed"],
    [
      "the wrapper, with an object",
      { success: false, data: null, message: "outer", error: { code: "C", message: "it failed" }, meta: null },
      "[C] it failed",
    ],
    ["a framework's detail", { detail: "it failed" }, "it failed"],
    ["a framework's detail as an object", { detail: { message: "it failed" } }, "it failed"],
    ["no JSON", "it failed", "it failed"],
    ["a page of HTML", "<html><title>502</title>\n<h1>Bad\tGateway</h1></html>", "502 Bad Gateway"],
    ["nothing", "", "HTTP 418"],
    ["white space", " \n ", "HTTP 418"],
    ["null", "null", "null"],
    ["an empty object", {}, "HTTP 418"],
    ["an empty list", [], "[]"],
    ["numbers where texts belong", { error: { code: 12, message: 13 }, message: 14, detail: 15 }, "HTTP 418"],
    ["half of a JSON", '{"error": {"mess', '{"error": {"mess'],
  ])("is found in %s", async (_, body, message) => {
    const error = await answered(418, body);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ message, status: 418 });
  });

  it("is cut where it is endless", async () => {
    for (const body of ["x".repeat(100_000), { error: { message: "y".repeat(100_000) } }]) {
      const error = await answered(500, body);
      expect(error).toBeInstanceOf(ServerError);
      expect(error.message.length).toBeLessThanOrEqual(1_000);
    }
  });

  it("comes with the platform's code and details", async () => {
    const error = await answered(404, {
      error: { code: "ASSET_NOT_FOUND", message: "none", details: { asset_id: "a1", suggestion: "look" } },
    });
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error).toMatchObject({
      platformCode: "ASSET_NOT_FOUND",
      details: { asset_id: "a1", suggestion: "look" },
      resourceId: "a1",
      resourceType: null,
    });
  });
});

describe("403", () => {
  const snake = { required_scope: "read-write", current_scope: "read-only" };
  const camel = { requiredScope: "read-write", currentScope: "read-only" };
  it.each([
    ["in error", { error: { code: "FORBIDDEN", message: "m", ...snake } }],
    ["in error.details", { error: { code: "FORBIDDEN", message: "m", details: snake } }],
    ["at the root", { message: "m", ...snake }],
    ["in detail", { detail: { message: "m", ...snake } }],
    ["in error, in camel case", { error: { message: "m", ...camel } }],
    ["in error.details, in camel case", { error: { message: "m", details: camel } }],
    ["at the root, in camel case", { error: "m", ...camel }],
    ["in detail, in camel case", { detail: camel }],
  ])("tells the scopes that stand %s", async (_, body) => {
    const error = await answered(403, body);
    expect(error).toBeInstanceOf(AuthorizationError);
    expect(error).toMatchObject({ requiredScope: "read-write", currentScope: "read-only" });
  });

  it("tells null where the platform says nothing", async () => {
    expect(await answered(403, { detail: "Forbidden" })).toMatchObject({
      name: "AuthorizationError",
      requiredScope: null,
      currentScope: null,
    });
  });
});

describe("refused input", () => {
  it.each([
    ["field_errors of the error", { error: { message: "m", field_errors: { limit: "too big" } } }],
    ["field_errors of the details", { error: { message: "m", details: { field_errors: { limit: "too big" } } } }],
    ["errors of the details", { error: { message: "m", details: { errors: { limit: ["too big"] } } } }],
    ["field_errors at the root", { message: "m", field_errors: { limit: "too big" } }],
    [
      "the framework's list",
      { message: "m", detail: [{ loc: ["query", "limit"], msg: "too big", type: "less_than" }] },
    ],
  ])("tells the complaint from %s, for 400 and for 422", async (_, body) => {
    const bad = await answered(400, body);
    expect(bad).toBeInstanceOf(BadRequestError);
    expect(bad).not.toBeInstanceOf(UnprocessableError);
    expect(bad).toMatchObject({ fieldErrors: { limit: "too big" }, message: "m" });
    const unprocessable = await answered(422, body);
    expect(unprocessable).toBeInstanceOf(UnprocessableError);
    expect(unprocessable).toMatchObject({ fieldErrors: { limit: "too big" } });
  });

  it("makes a message of the framework's list, and does not repeat what was sent", async () => {
    const error = await answered(422, {
      detail: [
        {
          loc: ["body", "connection_config", "password"],
          msg: "too short",
          type: "string_too_short",
          input: "hunter2!",
          ctx: { given: "hunter2!" },
        },
      ],
    });
    expect(error).toMatchObject({
      message: "connection_config.password: too short",
      fieldErrors: { "connection_config.password": "too short" },
      details: [{ loc: ["body", "connection_config", "password"], msg: "too short", type: "string_too_short" }],
    });
    expect(JSON.stringify(error)).not.toContain("hunter2");
  });

  it("has no complaints where none are told", async () => {
    expect(await answered(422, { message: "no" })).toMatchObject({ fieldErrors: {} });
    expect(await answered(400, { error: { field_errors: [1, null, { loc: 3 }] } })).toMatchObject({ fieldErrors: {} });
  });
});

describe("a failure inside a 200", () => {
  it.each([
    ["VALIDATION_ERROR", "UnprocessableError", 422],
    ["ASSET_NOT_FOUND", "NotFoundError", 404],
    ["RATE_LIMITED", "RateLimitError", 429],
    ["INTERNAL_ERROR", "ServerError", 500],
    ["SOMETHING_NEW", "ApiError", 200],
  ])("with the code %s is a %s", async (code, name, status) => {
    expect(await answered(200, { success: false, data: null, error: { code, message: "m" } })).toMatchObject({
      name,
      status,
      platformCode: code,
      message: `[${code}] m`,
    });
  });

  it("is seen in a list, in a raw answer and in an answer that is not read", async () => {
    const { client } = emulated({}, { fetch: async () => Response.json({ success: false, error: "no" }) });
    for (const call of [
      client.assets.list(),
      client.request("GET", "/sdk/assets"),
      client.freshness.deleteSchedule("s-1"),
    ]) {
      expect(await failure(call)).toMatchObject({ name: "ApiError", status: 200, message: "no" });
    }
  });

  it("is none where success is true", async () => {
    const { client } = emulated(
      {},
      {
        fetch: async () => Response.json({ success: true, data: { data: [], pagination: { total: 0 } }, error: null }),
      },
    );
    expect((await client.assets.list()).items).toEqual([]);
  });
});

describe("INTELLIGENCE_NOT_GENERATED and SCHEMA_NOT_DISCOVERED", () => {
  it.each([
    [200, "INTELLIGENCE_NOT_GENERATED"],
    [400, "INTELLIGENCE_NOT_GENERATED"],
    [404, "INTELLIGENCE_NOT_GENERATED"],
    [409, "SCHEMA_NOT_DISCOVERED"],
    [500, "INTELLIGENCE_NOT_GENERATED"],
    [503, "SCHEMA_NOT_DISCOVERED"],
  ])("with status %i are refused input, sent once and never retryable", async (status, code) => {
    let sent = 0;
    const { client } = emulated(
      {},
      {
        fetch: async () => {
          sent += 1;
          return Response.json({ success: false, error: { code, message: "first generate it" } }, { status });
        },
      },
    );
    const error = await failure(client.request("GET", "/sdk/intelligence/x"));
    expect(error).toBeInstanceOf(UnprocessableError);
    expect(error).toMatchObject({ status: 422, platformCode: code, retryable: false });
    expect(sent).toBe(1);
  });
});
