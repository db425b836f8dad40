import { AbortedError, ServerError } from "dqgate";
import { describe, expect, it } from "vitest";
import { assetRecord, clientAt } from "../support/client.js";
import { failure } from "../support/failure.js";
import { expectNoUnhandledRejections } from "../support/rejections.js";
import { json, type Server, serve } from "../support/server.js";
import { until } from "../support/until.js";

expectNoUnhandledRejections();

/**
 * Ten pages of two; of those that are under way at once, later pages are quicker than earlier ones. Nothing after the
 * first page is answered before so many requests have come together once.
 */
async function tenPages(together = 1): Promise<{ server: Server; most: () => number; broken: () => number }> {
  let inFlight = 0;
  let most = 0;
  let broken = 0;
  let held: (() => void)[] = [];
  const server = await serve((request, response) => {
    inFlight += 1;
    most = Math.max(most, inFlight);
    const offset = Number(new URL(request.url, "http://x").searchParams.get("offset"));
    response.on("close", () => {
      inFlight -= 1;
      if (!response.writableFinished) broken += 1;
    });
    const data = [offset, offset + 1].map((at) => assetRecord({ name: `n${at}` }));
    const give = (): void => json(response, { data: { data, pagination: { total: 20, limit: 2, offset } } });
    if (offset > 0 && most < together) {
      held.push(give);
      return;
    }
    for (const one of held.reverse()) one();
    held = [];
    setTimeout(give, offset === 0 ? 0 : 24 - offset);
  });
  return { server, most: () => most, broken: () => broken };
}

const inOrder = Array.from({ length: 20 }, (_, at) => `n${at}`);

describe("reading ahead", () => {
  it.each([2, 4, 16])("keeps the order with %i at once, and no more under way", async (concurrency) => {
    const { server, most } = await tenPages(Math.min(concurrency, 9));
    const all = await clientAt(server.url).assets.list({ limit: 2 }).toArray({ concurrency });
    expect(all.map(({ name }) => name)).toEqual(inOrder);
    expect(most()).toBe(Math.min(concurrency, 9));
    expect(server.arrived).toHaveLength(10);
  });

  it("sends one request at a time where it is not asked for", async () => {
    const { server, most } = await tenPages();
    const all = await clientAt(server.url).assets.list({ limit: 2 }).toArray();
    expect(all.map(({ name }) => name)).toEqual(inOrder);
    expect(most()).toBe(1);
  });

  it("breaks off what is under way when the loop is left", async () => {
    const { server, broken } = await tenPages();
    const client = clientAt(server.url);
    for await (const page of client.assets.list({ limit: 2 }).pages({ concurrency: 4 })) {
      if (page.items[0]?.name === "n0") {
        await until(() => server.arrived.length === 5);
        break;
      }
    }
    await until(() => broken() === 4);
    expect(server.arrived).toHaveLength(5);
  });

  it("ends with AbortedError when the caller aborts half way", async () => {
    const { server } = await tenPages();
    const abort = new AbortController();
    const seen: string[] = [];
    const error = await failure(async () => {
      const list = clientAt(server.url).assets.list({ limit: 2 }, { signal: abort.signal });
      for await (const page of list.pages({ concurrency: 3 })) {
        seen.push(...page.items.map(({ name }) => name));
        if (seen.length === 6) abort.abort(new Error("enough"));
      }
    });
    expect(error).toBeInstanceOf(AbortedError);
    expect(seen.length).toBeLessThan(20);
    expect(seen).toEqual(inOrder.slice(0, seen.length));
  });

  it("gives the pages before the one that fails, in order, and drops those behind it", async () => {
    const server = await serve((request, response) => {
      const offset = Number(new URL(request.url, "http://x").searchParams.get("offset"));
      if (offset === 4) return json(response, { message: "no" }, 500);
      const data = [offset, offset + 1].map((at) => assetRecord({ name: `n${at}` }));
      json(response, { data: { data, pagination: { total: 20, limit: 2, offset } } });
    });
    const seen: string[] = [];
    const error = await failure(async () => {
      const list = clientAt(server.url, { retries: 0 }).assets.list({ limit: 2 });
      for await (const page of list.pages({ concurrency: 4 })) seen.push(...page.items.map(({ name }) => name));
    });
    expect(error).toBeInstanceOf(ServerError);
    expect(seen).toEqual(inOrder.slice(0, 4));
  });

  it("reads one by one where no total is told", async () => {
    let inFlight = 0;
    let most = 0;
    const server = await serve((request, response) => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      response.on("close", () => {
        inFlight -= 1;
      });
      const offset = Number(new URL(request.url, "http://x").searchParams.get("offset"));
      const data = [offset, offset + 1].map((at) => assetRecord({ name: `n${at}` }));
      json(response, { data, pagination: { has_more: offset < 18 } });
    });
    const all = await clientAt(server.url).assets.list({ limit: 2 }).toArray({ concurrency: 8 });
    expect(all.map(({ name }) => name)).toEqual(inOrder);
    expect(most).toBe(1);
  });

  it("loses and doubles nothing where the pages are shorter than foreseen", async () => {
    const server = await serve((request, response) => {
      const offset = Number(new URL(request.url, "http://x").searchParams.get("offset"));
      const size = offset === 0 ? 4 : 3;
      const data = inOrder.slice(offset, offset + size).map((name) => assetRecord({ name }));
      json(response, { data: { data, pagination: { total: 20, limit: 4, offset } } });
    });
    const all = await clientAt(server.url).assets.list({ limit: 4 }).toArray({ concurrency: 4 });
    expect(all.map(({ name }) => name)).toEqual(inOrder);
  });

  it("sends no more than the first request where that holds all that is wanted", async () => {
    const { server } = await tenPages();
    let sent = 0;
    const fetch = (request: Request): Promise<Response> => {
      sent += 1;
      return globalThis.fetch(request);
    };
    const client = clientAt(server.url, { fetch });
    expect(await client.assets.list({ limit: 2 }).toArray({ limit: 2, concurrency: 8 })).toHaveLength(2);
    expect(sent).toBe(1);
  });
});
