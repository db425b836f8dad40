import { RedirectError } from "dqgate";
import { describe, expect, it } from "vitest";
import { assetRecord, clientAt, KEY } from "../support/client.js";
import { failure } from "../support/failure.js";
import { expectNoUnhandledRejections } from "../support/rejections.js";
import { json, serve } from "../support/server.js";

expectNoUnhandledRejections();

const STATUSES = [301, 302, 303, 307, 308];

describe("a redirect to another origin", () => {
  it.each(STATUSES)("with %i is refused, and the other server learns nothing", async (status) => {
    const other = await serve((_, response) => json(response, { data: assetRecord() }));
    const server = await serve((_, response) =>
      response.writeHead(status, { location: `${other.url}/sdk/assets/x` }).end(),
    );
    const error = await failure(clientAt(server.url).assets.get("pg.a"));
    expect(error).toBeInstanceOf(RedirectError);
    expect(error).toMatchObject({
      status,
      location: other.origin,
      kind: "config",
      retryable: false,
      operation: "GET /sdk/assets/{asset}",
    });
    expect(other.arrived).toHaveLength(0);
    expect(server.arrived).toHaveLength(1);
  });

  it.each([
    ["another port in short form", (port: number) => `//127.0.0.1:${port}/x`],
    ["another name of this machine", (_: number, own: number) => `http://localhost:${own}/x`],
    ["another scheme", (_: number, own: number) => `https://127.0.0.1:${own}/x`],
    ["a data URL", () => "data:application/json,{}"],
  ])("is noticed as %s", async (_, location) => {
    const other = await serve((_request, response) => json(response, {}));
    const server = await serve((request, response) => {
      response.writeHead(302, { location: location(other.port, Number(request.headers.host?.split(":")[1])) }).end();
    });
    expect(await failure(clientAt(server.url).assets.get("pg.a"))).toBeInstanceOf(RedirectError);
    expect(other.arrived).toHaveLength(0);
    expect(server.arrived).toHaveLength(1);
  });

  it("is noticed at a later hop too", async () => {
    const other = await serve((_, response) => json(response, {}));
    const server = await serve((_, response, count) => {
      response.writeHead(307, { location: count === 1 ? "/api/v1/next" : `${other.origin}/x` }).end();
    });
    expect(await failure(clientAt(server.url).assets.get("pg.a"))).toBeInstanceOf(RedirectError);
    expect(other.arrived).toHaveLength(0);
    expect(server.arrived).toHaveLength(2);
  });
});

describe("a redirect within the origin", () => {
  it.each(STATUSES)("with %i is followed by a read, with its key", async (status) => {
    const server = await serve((_, response, count) => {
      if (count === 1) response.writeHead(status, { location: "/api/v1/elsewhere?x=1" }).end("moved");
      else json(response, { data: assetRecord() });
    });
    await expect(clientAt(server.url).assets.get("pg.a")).resolves.toMatchObject({ name: "orders" });
    expect(server.arrived.map(({ url }) => url)).toEqual(["/api/v1/sdk/assets/pg.a", "/api/v1/elsewhere?x=1"]);
    expect(server.arrived.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${KEY}`, `Bearer ${KEY}`]);
  });

  it("is followed three times, and no fourth", async () => {
    const server = await serve((request, response) => {
      const hop = Number(/\d+$/.exec(request.url)?.[0] ?? 0);
      if (hop === 3) json(response, { data: assetRecord() });
      else response.writeHead(302, { location: `/hop/${hop + 1}` }).end();
    });
    await expect(clientAt(server.url).assets.get("pg.a")).resolves.toMatchObject({ name: "orders" });
    expect(server.arrived).toHaveLength(4);
    const loop = await serve((request, response) => response.writeHead(302, { location: request.url }).end());
    const error = await failure(clientAt(loop.url).assets.get("pg.a"));
    expect(error).toBeInstanceOf(RedirectError);
    expect(error.message).toContain("more than 3 times");
    expect(loop.arrived).toHaveLength(4);
  });

  it.each(STATUSES)("with %i is not followed by a write", async (status) => {
    const server = await serve((_, response) => response.writeHead(status, { location: "/api/v1/elsewhere" }).end());
    const error = await failure(clientAt(server.url).freshness.refresh("pg.a"));
    expect(error).toBeInstanceOf(RedirectError);
    expect(error).toMatchObject({ status, location: server.origin });
    expect(error.message).toContain("POST");
    expect(server.arrived).toHaveLength(1);
  });

  it("loses the credentials in its address", async () => {
    const server = await serve((request, response, count) => {
      if (count > 1) return json(response, { data: assetRecord() });
      response.writeHead(302, { location: `http://user:hunter22@${request.headers.host}/x` }).end();
    });
    await expect(clientAt(server.url, { retries: 0 }).assets.get("pg.a")).resolves.toMatchObject({ name: "orders" });
    expect(server.arrived[1]?.headers.authorization).toBe(`Bearer ${KEY}`);
  });

  it("counts every hop as a request of a gate", async () => {
    const server = await serve((request, response) => {
      if (!request.url.startsWith("/moved")) response.writeHead(307, { location: `/moved${request.url}` }).end();
      else
        json(response, {
          data: { asset_id: "a", qualified_name: "pg.a", status: "fresh", is_fresh: true, hours_since_update: 1 },
        });
    });
    await expect(clientAt(server.url).freshness.requireFresh("pg.a")).resolves.toMatchObject({ requests: 2 });
  });
});

it.each([
  ["nowhere", undefined],
  ["what is no address", "http://[broken"],
])("a redirect to %s is refused, and not tried again", async (_, location) => {
  const server = await serve((_request, response) => {
    response.writeHead(302, location === undefined ? {} : { location }).end();
  });
  const error = await failure(clientAt(server.url).assets.get("pg.a"));
  expect(error).toBeInstanceOf(RedirectError);
  expect(error).toMatchObject({ status: 302, location: null });
  expect(server.arrived).toHaveLength(1);
});
