import { describe, expect, it } from "vitest";
import { assetRecord, clientAt } from "../support/client.js";
import { expectNoUnhandledRejections } from "../support/rejections.js";
import { json, serve } from "../support/server.js";

expectNoUnhandledRejections();

// As text, since a literal would set the prototype.
const MAP =
  '{"snake_case":1,"camelCase":{"inner_key":[{"deep_key":true}]},"__proto__":{"polluted":true},"constructor":"c","":null}';

describe("a map whose keys belong to the user", () => {
  it("comes back as it is on the platform", async () => {
    const record = JSON.stringify(assetRecord()).slice(0, -1);
    const server = await serve((_, response) => {
      response.writeHead(200, { "content-type": "application/json" }).end(`{"data": ${record},"freshness":${MAP}}}`);
    });
    const asset = await clientAt(server.url).assets.get("pg.a");
    expect(JSON.stringify(asset.freshness)).toBe(MAP);
    expect(Object.getPrototypeOf(asset.freshness)).toBe(Object.prototype);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it("is sent as it was given", async () => {
    const server = await serve((_, response) => json(response, { data: assetRecord() }));
    await clientAt(server.url).assets.create({ name: "n", sourceType: "snowflake", connectionConfig: JSON.parse(MAP) });
    expect(server.arrived[0]?.body).toBe(`{"name":"n","source_type":"snowflake","connection_config":${MAP}}`);
    expect(server.arrived[0]?.headers["content-type"]).toBe("application/json");
  });

  it("is not changed, nor is what it sits in", async () => {
    const server = await serve((_, response) => json(response, { data: assetRecord() }));
    const body = Object.freeze({ name: "n", sourceType: "x", connectionConfig: Object.freeze(JSON.parse(MAP)) });
    await clientAt(server.url).assets.create(body);
    expect(Object.keys(body)).toEqual(["name", "sourceType", "connectionConfig"]);
    expect(JSON.stringify(body.connectionConfig)).toBe(MAP);
  });
});

it("an unknown field called __proto__ does no harm", async () => {
  const server = await serve((_, response) => {
    const record = JSON.stringify(assetRecord()).slice(0, -1);
    response.writeHead(200).end(`{"data": ${record},"__proto__":{"polluted":true}}}`);
  });
  const asset = await clientAt(server.url).assets.get("pg.a");
  expect(Object.getPrototypeOf(asset)).toBe(Object.prototype);
  expect(asset.name).toBe("orders");
  expect((asset as unknown as { polluted?: boolean }).polluted).toBeUndefined();
});
