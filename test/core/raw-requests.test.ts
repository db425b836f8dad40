import { NotFoundError, ResponseValidationError, ServerError, ValidationError, type Verb } from "dqgate";
import { describe, expect, it } from "vitest";
import { clientAt, emulated, tables } from "../support/client.js";
import { failure } from "../support/failure.js";
import { expectNoUnhandledRejections } from "../support/rejections.js";
import { json, serve } from "../support/server.js";

expectNoUnhandledRejections();

describe("client.request", () => {
  it("gives the answer as it came", async () => {
    const server = await serve((_, response) =>
      json(response, { data: { snake_case: "2026-01-05T12:00:00Z" } }, 203, { "x-request-id": "r-1", "x-more": "y" }),
    );
    const answer = await clientAt(server.url).request("GET", "/sdk/anything");
    expect(answer).toMatchObject({
      status: 203,
      requestId: "r-1",
      data: { data: { snake_case: "2026-01-05T12:00:00Z" } },
    });
    expect(answer.headers.get("x-more")).toBe("y");
  });

  it("sends verb, path, query and body as they were given", async () => {
    const server = await serve((_, response) => json(response, null));
    const client = clientAt(server.url);
    const at = new Date("2026-01-05T12:00:00Z");
    await client.request("PATCH", "/sdk/a%2Fb/c", {
      query: { a_b: [1, "two"], flag: false, none: undefined, nothing: null, at, "ä&": "=" },
      body: { some_key: [{ x: null }] },
      headers: { "x-a": "b" },
    });
    await client.request("POST", "/x", { body: null });
    await client.request("POST", "/x", { body: "text" });
    await client.request("DELETE", "/x");
    expect(server.arrived[0]).toMatchObject({
      method: "PATCH",
      url: "/api/v1/sdk/a%2Fb/c?a_b=1&a_b=two&flag=false&at=2026-01-05T12%3A00%3A00.000Z&%C3%A4%26=%3D",
      body: '{"some_key":[{"x":null}]}',
    });
    expect(server.arrived[0]?.headers).toMatchObject({ "x-a": "b", "content-type": "application/json" });
    expect(server.arrived.slice(1).map(({ body }) => body)).toEqual(["null", '"text"', ""]);
    expect(server.arrived[3]?.headers["content-type"]).toBeUndefined();
  });

  it.each([
    "../api-keys",
    "sdk/assets",
    "",
    "/",
    "//evil.example/x",
    "/\\evil.example",
    "https://evil.example/x",
    "/a/../b",
    "/a/..",
    "/./a",
    "/a/%2e%2e/b",
    "/a/.%2E",
    "/a\\..\\b",
    "/a?b=c",
    "/a#b",
    "/a b",
    "/a\nb",
    "/a\tb",
    undefined,
    null,
    7,
    {},
  ])("refuses the path %j before anything is sent", async (path) => {
    const { armor, client } = emulated();
    const error = await failure(client.request("GET", path as string));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.field).toBe("path");
    expect(armor.requests).toHaveLength(0);
  });

  it.each<[string, Verb, object, string]>([
    ["a verb in lower case", "get" as Verb, {}, "verb"],
    ["a verb that is none", "FETCH" as Verb, {}, "verb"],
    ["a verb that is not there", undefined as unknown as Verb, {}, "verb"],
    ["a body of a GET", "GET", { body: {} }, "body"],
    ["a body of a HEAD", "HEAD", { body: null }, "body"],
    ["a body that holds itself", "POST", { body: circle() }, "body"],
    ["a body with a bigint", "POST", { body: { n: 7n } }, "body"],
    ["a body that throws", "POST", { body: { toJSON: () => circle().no.no } }, "body"],
    ["a query that is a text", "GET", { query: "a=b" }, "query"],
    ["a query that is a list", "GET", { query: ["a"] }, "query"],
    ["a query with an object", "GET", { query: { a: { b: 1 } } }, "a"],
    ["a query with no number", "GET", { query: { a: Number.NaN } }, "a"],
    ["a query with no time", "GET", { query: { a: new Date(Number.NaN) } }, "a"],
    ["a query with half a letter", "GET", { query: { a: "\ud800" } }, "a"],
    ["wrong options", "GET", { retries: -1 }, "retries"],
  ])("refuses %s before anything is sent", async (_, verb, options, field) => {
    const { armor, client } = emulated();
    const error = await failure(client.request(verb, "/sdk/assets", options));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({ field, platform: "anomalyarmor", retryable: false });
    expect(armor.requests).toHaveLength(0);
  });

  it("throws as every other call does", async () => {
    const { armor, client } = emulated({ assets: tables(1) });
    expect(await failure(client.request("GET", "/sdk/assets/pg.none"))).toBeInstanceOf(NotFoundError);
    expect(await failure(client.request("GET", "/nowhere"))).toMatchObject({
      name: "NotFoundError",
      operation: "GET /nowhere",
    });
    armor.failNext({ kind: "html" });
    expect(await failure(client.request("GET", "/sdk/assets"))).toBeInstanceOf(ResponseValidationError);
  });

  it("repeats a read, and a write only under a key", async () => {
    const { armor, client } = emulated({ assets: tables(1) });
    armor.failNext({ kind: "status", status: 500 });
    await client.request("GET", "/sdk/assets");
    expect(armor.requests).toHaveLength(2);
    armor.failNext({ kind: "status", status: 500 }, { times: 2 });
    expect(await failure(client.request("PUT", "/sdk/assets"))).toBeInstanceOf(ServerError);
    await client.request("POST", "/sdk/freshness/pg.shop.public.t00/refresh", { idempotencyKey: "k" });
    expect(armor.requests).toHaveLength(5);
  });

  it("gives no data where the answer has no body", async () => {
    const { armor, client } = emulated();
    armor.failNext({ kind: "empty" });
    expect(await client.request("GET", "/sdk/assets")).toMatchObject({ status: 200, data: undefined });
  });
});

function circle(): { no: { no: unknown } } {
  const one: { self?: unknown; no: { no: unknown } } = {
    no: {
      get no() {
        throw new Error("no");
      },
    },
  };
  one.self = one;
  return one;
}
