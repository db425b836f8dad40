import { inspect } from "node:util";
import {
  AuthorizationError,
  Client,
  ConfigurationError,
  ConflictError,
  NotFoundError,
  TokenExpiredError,
  UnprocessableError,
} from "dqgate";
import { type QualyticsOptions, qualytics } from "dqgate/qualytics";
import { emulateQualytics } from "dqgate/testing";
import { describe, expect, it, vi } from "vitest";
import { jwt } from "../support/jwt.js";
import { sampleWorld, world } from "./world.js";

/** Where a client sends its first request. */
async function sentTo(options: QualyticsOptions, more = {}): Promise<string> {
  let url = "";
  const fetch = async (request: Request): Promise<Response> => {
    url = request.url;
    return Response.json({ items: [], total: 0, page: 1, size: 50, pages: 0 });
  };
  await new Client(qualytics({ token: "t0ken", ...options }), { fetch, logger: null, ...more }).operations.list();
  return url.replace(/\?.*/, "");
}

describe("the URL", () => {
  it.each([
    ["acme.qualytics.io", "https://acme.qualytics.io/api/operations"],
    ["https://acme.qualytics.io/", "https://acme.qualytics.io/api/operations"],
    ["https://acme.qualytics.io/api", "https://acme.qualytics.io/api/operations"],
    ["https://acme.qualytics.io/api/", "https://acme.qualytics.io/api/operations"],
    ["https://acme.qualytics.io/api//", "https://acme.qualytics.io/api/operations"],
    ["http://localhost:8000", "http://localhost:8000/api/operations"],
    ["localhost:8000", "https://localhost:8000/api/operations"],
    ["myapi", "https://myapi/api/operations"],
    ["https://example.com/myapi", "https://example.com/myapi/api/operations"],
    ["  https://example.com/dq  ", "https://example.com/dq/api/operations"],
    ["HTTPS://ACME.qualytics.io", "https://acme.qualytics.io/api/operations"],
  ])("%j leads to %s", async (url, expected) => {
    expect(await sentTo({ url })).toBe(expected);
  });

  it.each([
    ["v2", "https://acme.qualytics.io/v2/operations"],
    ["/dq/api/", "https://acme.qualytics.io/dq/api/operations"],
    ["", "https://acme.qualytics.io/operations"],
  ])("apiPath %j leads to %s", async (apiPath, expected) => {
    expect(await sentTo({ url: "acme.qualytics.io", apiPath })).toBe(expected);
  });

  it.each([
    ["ftp://acme.qualytics.io", "url must begin with https:// or http://"],
    ["https://", "url is no URL"],
    ["https://user:pass@acme.qualytics.io", "url must not hold credentials; use token"],
    ["https://acme.qualytics.io?x=1", "url must not have a query"],
    ["", "url must be a text"],
  ])("%j is refused", (url, message) => {
    expect(() => new Client(qualytics({ url, token: "t" }))).toThrow(message);
  });

  it.each(["a b", "../admin", "a/../b", "api?x"])("apiPath %j is refused", (apiPath) => {
    expect(() => new Client(qualytics({ url: "acme", token: "t", apiPath }))).toThrow("apiPath must be a path");
  });

  it("in clear is refused beyond this machine", () => {
    expect(() => new Client(qualytics({ url: "http://acme.qualytics.io", token: "t" }))).toThrow("in clear");
  });
});

describe("the environment", () => {
  it("gives the URL, the token, the path and the timeout", async () => {
    vi.stubEnv("QUALYTICS_URL", "env.qualytics.io");
    vi.stubEnv("QUALYTICS_TOKEN", "from-the-environment");
    vi.stubEnv("QUALYTICS_API_PATH", "v3");
    let seen: Request | undefined;
    const fetch = async (request: Request): Promise<Response> => {
      seen = request;
      return Response.json({ items: [] });
    };
    await new Client(qualytics(), { fetch }).operations.list();
    expect(seen?.url).toContain("https://env.qualytics.io/v3/operations");
    expect(seen?.headers.get("authorization")).toBe("Bearer from-the-environment");
  });

  it("serves at the root where the path is empty, and is beaten by options", async () => {
    vi.stubEnv("QUALYTICS_API_PATH", "");
    vi.stubEnv("QUALYTICS_URL", "env.qualytics.io");
    expect(await sentTo({})).toBe("https://env.qualytics.io/operations");
    expect(await sentTo({ url: "own.qualytics.io", apiPath: "api" })).toBe("https://own.qualytics.io/api/operations");
  });

  it.each([
    ["QUALYTICS_TOKEN", "no token: pass qualytics({ token }) or set QUALYTICS_TOKEN", { url: "acme.qualytics.io" }],
    ["QUALYTICS_URL", "no URL: pass qualytics({ url }) or set QUALYTICS_URL", { token: "t" }],
  ])("without %s says so", (name, message, options) => {
    vi.stubEnv(name, "");
    expect(() => new Client(qualytics(options))).toThrow(new ConfigurationError(message));
  });

  it("with a timeout that is none names the variable", () => {
    vi.stubEnv("QUALYTICS_TIMEOUT", "soon");
    expect(() => new Client(qualytics({ url: "acme", token: "t" }))).toThrow(
      "QUALYTICS_TIMEOUT must be a whole number",
    );
  });

  it("asking for no verification is refused where it is the environment that is asked", async () => {
    vi.stubEnv("QUALYTICS_URL", "env.qualytics.io");
    vi.stubEnv("QUALYTICS_TOKEN", "t");
    vi.stubEnv("QUALYTICS_SSL_VERIFY", "False");
    expect(() => new Client(qualytics())).toThrow("QUALYTICS_SSL_VERIFY: certificates are always verified");
    expect(await sentTo({ url: "acme.qualytics.io" })).toContain("acme");
  });

  it.each([
    ["apiKey", "did you mean token?"],
    ["baseUrl", "did you mean url?"],
    ["verify", "is not known here"],
  ])("option %s is refused", (name, message) => {
    expect(() => new Client(qualytics({ url: "acme", token: "t", [name]: "x" } as never))).toThrow(message);
  });
});

describe("the token", () => {
  it("that has expired fails before anything is sent", async () => {
    const server = emulateQualytics();
    const token = jwt({ sub: "ada", exp: server.clock.now() / 1000 - 1 });
    const client = new Client(qualytics({ url: server.baseUrl, token }), { fetch: server.fetch });
    const error = await client.operations.list().catch((one: unknown) => one);
    expect(error).toBeInstanceOf(TokenExpiredError);
    expect(inspect(error, { depth: 9 })).not.toContain(token);
    expect(server.requests).toEqual([]);
  });

  it.each([
    ["that is no JWT", "opaque-token"],
    ["without an end", jwt({ sub: "ada" })],
    ["that is valid yet", jwt({ exp: 4_000_000_000 })],
  ])("%s is sent", async (_, token) => {
    const { client, server } = world({}, {}, { token });
    await client.operations.list();
    expect(server.requests[0]?.headers.get("authorization")).toBe(`Bearer ${token}`);
  });

  it("may be a function, which is asked at every attempt", async () => {
    let asked = 0;
    const { client, server } = world({}, {}, { token: async () => `token-${++asked}` });
    server.failNext({ kind: "status", status: 503 });
    await client.operations.list();
    expect(server.requests.map(({ headers }) => headers.get("authorization"))).toEqual([
      "Bearer token-1",
      "Bearer token-2",
    ]);
  });

  it("that the server does not know is an AuthenticationError", async () => {
    const { client } = world({ token: "another" });
    await expect(client.operations.list()).rejects.toMatchObject({
      name: "AuthenticationError",
      message: "Could not validate credentials",
    });
  });
});

describe("error answers", () => {
  const answered = async (status: number, body: unknown): Promise<unknown> => {
    const { client, server } = sampleWorld();
    server.failNext({ kind: "status", status, body });
    return client.operations.get(1, { retries: 0 }).then(
      () => expect.fail("it should have thrown"),
      (error: unknown) => error,
    );
  };

  it("with complaints name each field, and nothing that was sent", async () => {
    const detail = [
      { loc: ["body", "datastore_id"], msg: "Field required", type: "missing", input: { password: "hunter2" } },
      {
        loc: ["query", "size"],
        msg: "Input should be less than or equal to 100",
        type: "less_than_equal",
        input: "500",
      },
    ];
    const error = await answered(422, { detail });
    expect(error).toBeInstanceOf(UnprocessableError);
    expect(error).toMatchObject({
      message: "datastore_id: Field required; size: Input should be less than or equal to 100",
      fieldErrors: { datastore_id: "Field required", size: "Input should be less than or equal to 100" },
    });
    expect(inspect(error, { depth: 9 })).not.toContain("hunter2");
  });

  it("with a fault of newer builds tell its code and its hint", async () => {
    const fault_context = {
      code: "DS-17",
      fault_domain: "customer",
      who: "you",
      retryable: false,
      title: "No role",
      hint: "Ask an admin",
      phase: null,
    };
    const error = await answered(403, { detail: "Not allowed", fault_context });
    expect(error).toBeInstanceOf(AuthorizationError);
    expect(error).toMatchObject({ message: "Not allowed", platformCode: "DS-17", details: { hint: "Ask an admin" } });
  });

  it("about a check that is there already tell its id", async () => {
    const error = await answered(409, { detail: "The existing check with id: 812 conflicts with this one" });
    expect(error).toBeInstanceOf(ConflictError);
    expect(error).toMatchObject({ conflictingId: "812" });
  });

  it("about another conflict tell no id", async () => {
    expect(await answered(409, { detail: "Datastore 7 is an enrichment datastore" })).toMatchObject({
      conflictingId: null,
    });
  });

  it.each([
    [400, { message: "connection refused" }, "connection refused"],
    [404, { detail: "Operation with id 1 not found" }, "Operation with id 1 not found"],
    [502, "<html><h1>Bad Gateway</h1></html>", "Bad Gateway"],
    [500, undefined, "HTTP 500"],
    [409, { detail: [] }, "HTTP 409"],
  ])("%i with %j says %j", async (status, body, message) => {
    expect(await answered(status, body)).toMatchObject({ message, status });
  });

  it("of a path that the server does not know are no NotFoundError", async () => {
    const error = await answered(404, { detail: "Not Found" });
    expect(error).toMatchObject({ name: "ApiError", status: 404 });
    expect(error).not.toBeInstanceOf(NotFoundError);
  });
});
