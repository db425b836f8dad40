import { NotFoundError, ValidationError } from "dqgate";
import { describe, expect, it } from "vitest";
import { clientAt, emulated } from "../support/client.js";
import { failure } from "../support/failure.js";
import { expectNoUnhandledRejections } from "../support/rejections.js";
import { json, serve } from "../support/server.js";

expectNoUnhandledRejections();

const UUID = "0f8fad5b-d9cb-469f-a165-70867728950e";

describe("an id that could lead elsewhere", () => {
  it.each<[string, unknown]>([
    ["a way up", "../api-keys"],
    ["a way up at the end", "orders/.."],
    ["a way up and down", "a/../b"],
    ["a way up with backslashes", "..\\api-keys"],
    ["two dots", ".."],
    ["one dot", "."],
    ["a dot between slashes", "a/./b"],
    ["nothing", ""],
    ["blanks", "  \t"],
    ["a lone surrogate", "orders\ud800"],
    ["null", null],
    ["undefined", undefined],
    ["an object", { id: "x" }],
    ["a list", ["x"]],
    ["a text object", new String("x")],
    ["not a number", Number.NaN],
    ["a fraction", 1.5],
    ["a number beyond the safe ones", 2 ** 53],
    ["a bigint", 7n],
    ["a flag", true],
    ["a function", () => "x"],
  ])("is refused before anything is sent: %s", async (_, id) => {
    const { armor, client } = emulated();
    const asset = id as string;
    for (const call of [
      () => client.assets.get(asset),
      () => client.freshness.refresh(asset),
      () => client.freshness.deleteSchedule(asset),
      () => client.jobs.status(asset),
    ]) {
      const error = await failure(call);
      expect(error).toBeInstanceOf(ValidationError);
      expect(error.field).toMatch(/^(?:asset|schedule|job)$/);
      expect(error).toMatchObject({ kind: "config", platform: "anomalyarmor", issues: [{ code: "invalid_id" }] });
      expect(error.operation).toMatch(/^(?:GET|POST|DELETE) \/sdk\//);
    }
    expect(armor.requests).toHaveLength(0);
  });
});

describe("an id that is merely odd", () => {
  it.each([
    ["a qualified name", "snowflake.prod.warehouse.orders", "snowflake.prod.warehouse.orders"],
    ["a UUID", UUID, UUID],
    ["spaces", "my table", "my%20table"],
    ["slashes", "a/b", "a%2Fb"],
    ["backslashes", "a\\b", "a%5Cb"],
    ["an encoded slash", "a%2Fb", "a%252Fb"],
    ["encoded dots", "%2e%2e", "%252e%252e"],
    ["a query", "a?b=c&d", "a%3Fb%3Dc%26d"],
    ["a fragment", "a#b", "a%23b"],
    ["a plus", "a+b", "a%2Bb"],
    ["a semicolon", "a;b", "a%3Bb"],
    ["three dots", "...", "..."],
    ["dots in a name", "a..b", "a..b"],
    ["an emoji", "orders🎉", "orders%F0%9F%8E%89"],
    ["letters beyond ASCII", "größe", "gr%C3%B6%C3%9Fe"],
    ["a line break", "a\nb", "a%0Ab"],
    ["a zero", "a\0b", "a%00b"],
    ["an address", "//evil.example/x", "%2F%2Fevil.example%2Fx"],
  ])("goes over the wire as one segment: %s", async (_, id, segment) => {
    const server = await serve((_request, response) => json(response, { message: "no" }, 404));
    expect(await failure(clientAt(server.url).assets.get(id))).toBeInstanceOf(NotFoundError);
    expect(server.arrived[0]?.url).toBe(`/api/v1/sdk/assets/${segment}`);
    await failure(clientAt(server.url).freshness.refresh(id));
    expect(server.arrived[1]?.url).toBe(`/api/v1/sdk/freshness/${segment}/refresh`);
  });

  it("goes over the wire as it is in a query", async () => {
    const server = await serve((_, response) => json(response, { data: [] }));
    const client = clientAt(server.url);
    await client.freshness.list({ assetId: "a b/ä&c=d+e" });
    expect(server.arrived[0]?.url).toBe("/api/v1/sdk/freshness?asset_id=a%20b%2F%C3%A4%26c%3Dd%2Be&limit=50&offset=0");
    const error = await failure(client.assets.list({ search: "\udfff" }));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({ field: "search", operation: "GET /sdk/assets" });
    expect(server.arrived).toHaveLength(1);
  });
});

describe("an id of the wrong kind", () => {
  it.each(["12345", 12345, 0])("is refused where an asset is named: %j is a number within the platform", async (id) => {
    const { armor, client } = emulated();
    const error = await failure(client.assets.get(id));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({ field: "asset" });
    expect(error.message).toContain("internal id");
    expect(armor.requests).toHaveLength(0);
  });

  it.each(["0f8fad5b", "0F8FAD5B"])("is refused where a short UUID does not work: %s", async (id) => {
    const { armor, client } = emulated();
    for (const call of [
      client.assets.get(id),
      client.freshness.requireFresh(id),
      client.freshness.list({ assetId: id }),
    ]) {
      const error = await failure(call);
      expect(error).toBeInstanceOf(ValidationError);
      expect(error.message).toContain("short id");
    }
    expect(armor.requests).toHaveLength(0);
  });

  it("is refused where only a public id works", async () => {
    const { armor, client } = emulated();
    expect(await failure(client.freshness.deleteSchedule("17"))).toMatchObject({
      name: "ValidationError",
      field: "schedule",
    });
    expect(armor.requests).toHaveLength(0);
  });

  it("is none where the platform takes a number", async () => {
    const { armor, client } = emulated();
    expect(await failure(client.jobs.status(17))).toBeInstanceOf(NotFoundError);
    expect(armor.requests[0]?.path).toBe("/sdk/jobs/17");
  });
});
