import { gzipSync } from "node:zlib";
import { ApiError, ResponseTooLargeError } from "dqgate";
import { describe, expect, it } from "vitest";
import { assetRecord, clientAt } from "../support/client.js";
import { failure } from "../support/failure.js";
import { expectNoUnhandledRejections } from "../support/rejections.js";
import { json, serve } from "../support/server.js";

expectNoUnhandledRejections();

const LIMIT = 10_000;
const big = JSON.stringify({ data: assetRecord({ description: "x".repeat(LIMIT) }) });
const type = { "content-type": "application/json" };

describe("an answer that is larger than allowed", () => {
  it("is refused by its announced length, without being read", async () => {
    const server = await serve((_, response) => {
      response.writeHead(200, { ...type, "content-length": "999999999", "x-request-id": "r-3" }).write("{");
    });
    const error = await failure(clientAt(server.url, { maxResponseBytes: LIMIT, timeoutMs: 500 }).assets.get("pg.a"));
    expect(error).toBeInstanceOf(ResponseTooLargeError);
    expect(error).toMatchObject({
      maxResponseBytes: LIMIT,
      kind: "contract",
      code: "response_too_large",
      requestId: "r-3",
      retryable: false,
    });
    expect(server.arrived).toHaveLength(1);
  });

  it("is refused while it comes, where no length is announced", async () => {
    const server = await serve((_, response) => {
      response.writeHead(200, type);
      const more = (): void => {
        if (!response.destroyed && response.write("x".repeat(4_000))) setTimeout(more, 1);
      };
      more();
    });
    const error = await failure(clientAt(server.url, { maxResponseBytes: LIMIT }).assets.get("pg.a"));
    expect(error).toBeInstanceOf(ResponseTooLargeError);
  });

  it("is refused by what it unpacks to, not by what it is packed to", async () => {
    const packed = gzipSync(JSON.stringify({ data: assetRecord({ description: "x".repeat(5_000_000) }) }));
    expect(packed.length).toBeLessThan(LIMIT);
    const server = await serve((_, response) => {
      response.writeHead(200, { ...type, "content-encoding": "gzip", "content-length": packed.length }).end(packed);
    });
    const error = await failure(clientAt(server.url, { maxResponseBytes: LIMIT }).assets.get("pg.a"));
    expect(error).toBeInstanceOf(ResponseTooLargeError);
    expect(server.arrived).toHaveLength(1);
  });

  it("is refused for an error too", async () => {
    const server = await serve((_, response) => response.writeHead(400, type).end(big));
    const error = await failure(clientAt(server.url, { maxResponseBytes: LIMIT }).assets.get("pg.a"));
    expect(error).toBeInstanceOf(ResponseTooLargeError);
    expect(error).not.toBeInstanceOf(ApiError);
  });
});

it("an answer of just the allowed size is read, counted in bytes", async () => {
  const text = JSON.stringify({ data: assetRecord({ description: "ä".repeat(1_000) }) });
  const bytes = Buffer.byteLength(text);
  const server = await serve((_, response) => response.writeHead(200, type).end(text));
  await expect(clientAt(server.url, { maxResponseBytes: bytes }).assets.get("pg.a")).resolves.toMatchObject({
    description: "ä".repeat(1_000),
  });
  expect(await failure(clientAt(server.url, { maxResponseBytes: bytes - 1 }).assets.get("pg.a"))).toBeInstanceOf(
    ResponseTooLargeError,
  );
});

it("letters that are cut between two packets stay whole", async () => {
  const bytes = Buffer.from(JSON.stringify({ data: assetRecord({ description: "🎉ä" }) }));
  const cut = bytes.indexOf(Buffer.from("🎉")) + 2;
  const server = await serve((_, response) => {
    response.writeHead(200, type).write(bytes.subarray(0, cut));
    setTimeout(() => response.end(bytes.subarray(cut)), 10);
  });
  await expect(clientAt(server.url).assets.get("pg.a")).resolves.toMatchObject({ description: "🎉ä" });
});

it("the answer to a HEAD may announce more than is allowed, since it does not come", async () => {
  const server = await serve((_, response) => response.writeHead(200, { "content-length": "999999999" }).end());
  const answer = await clientAt(server.url, { maxResponseBytes: LIMIT }).request("HEAD", "/sdk/assets");
  expect(answer).toMatchObject({ status: 200, data: undefined });
  expect(answer.headers.get("content-length")).toBe("999999999");
});

it("an answer that is packed is read", async () => {
  const server = await serve((request, response) => {
    expect(request.headers["accept-encoding"]).toContain("gzip");
    response.writeHead(200, { ...type, "content-encoding": "gzip" }).end(gzipSync(big));
  });
  await expect(clientAt(server.url).assets.get("pg.a")).resolves.toMatchObject({ description: "x".repeat(LIMIT) });
});

it("a mark at the beginning of an answer is no part of it", async () => {
  const server = await serve((_, response, count) => {
    if (count === 1) response.writeHead(200, type).end(`\ufeff${big}`);
    else json(response, {});
  });
  await expect(clientAt(server.url).assets.get("pg.a")).resolves.toMatchObject({ name: "orders" });
});
