import { InconclusiveError, UnsupportedError } from "dqgate";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { anomaly, eachItem, LIST, page, scanned, sent, start, unsorted } from "./anomaly-shop.js";
import type { World } from "./world.js";

const HOUR_MS = 3_600_000;

describe("anomalies.requireNone since a moment", () => {
  const ago = ({ server }: World, hours: number): Date => new Date(server.clock.now() - hours * HOUR_MS);

  it("counts what was detected since, newest first, and stops at what is older", async () => {
    const old = Array.from({ length: 250 }, () => ({ hoursAgo: 30 }));
    const full = start([...old, { hoursAgo: 3, message: "lately" }, { hoursAgo: 2, message: "just now" }]);
    const error = await failure(full.client.anomalies.requireNone({ container: 1, since: ago(full, 4) }));
    expect(error).toMatchObject({ count: 2 });
    expect(error.message).toBe('2 anomalies of container 1 are Active or Acknowledged, such as "just now"');
    const common = { container: "1", status: ["Active", "Acknowledged"], page: "1" };
    // The second shows that the first is sorted.
    expect(full.server.requests.slice(1).map(({ query }) => query)).toEqual([
      { ...common, sort_created: "desc", size: "100" },
      { ...common, sort_created: "asc", size: "1" },
    ]);
    const evidence = await full.client.anomalies.requireNone({ container: 1, since: ago(full, 2 - 0.5).toISOString() });
    expect(evidence).toMatchObject({
      verdict: "pass",
      requests: 3,
      asked: { limit: "no anomaly that is Active or Acknowledged, since 2026-01-05T10:30:00.000Z" },
      seen: [{ verdict: "pass" }, { value: 0, field: "items" }],
    });
  });

  it("reads on where the platform does not sort", async () => {
    const full = start(Array.from({ length: 250 }, (_, at) => ({ hoursAgo: at === 249 ? 1 : 30 })));
    const unsorted = (body: unknown): unknown => {
      const { items, ...rest } = body as { items: { created: string }[] };
      return { ...rest, items: items.toReversed() };
    };
    full.server.failNext({ kind: "change", change: unsorted }, { on: LIST, times: 3 });
    expect(await failure(full.client.anomalies.requireNone({ container: 1, since: ago(full, 2) }))).toMatchObject({
      count: 1,
    });
    expect(sent(full).filter((one) => one === LIST)).toHaveLength(3);
  });

  it("does not take the order of what it read for one that the platform heeds", async () => {
    // Without a sort the newest number comes first, so that number 1 is on the last page.
    const full = unsorted(start(Array.from({ length: 101 }, (_, at) => ({ hoursAgo: at === 0 ? 1 : 30 }))));
    expect(await failure(full.client.anomalies.requireNone({ container: 1, since: ago(full, 2) }))).toMatchObject({
      count: 1,
    });
  });

  it("counts one that does not tell its time", async () => {
    const full = start([{ hoursAgo: 30 }]);
    const change = (body: unknown): unknown => {
      const { items, ...rest } = body as { items: object[] };
      return { ...rest, items: items.map((one) => ({ ...one, created: null })) };
    };
    full.server.failNext({ kind: "change", change }, { on: LIST });
    expect(await failure(full.client.anomalies.requireNone({ container: 1, since: ago(full, 2) }))).toMatchObject({
      count: 1,
    });
  });

  it("does not pass where nothing was scanned or asserted since", async () => {
    const full = await scanned(start());
    const container = { last_scanned: full.server.state.at(ago(full, 5).getTime()) };
    Object.assign(full.server.state.containers[0] ?? {}, container);
    const since = ago(full, 4);
    for (const params of [{ container: 1 }, { datastore: 1, since: new Date(full.server.clock.now() + HOUR_MS) }]) {
      const error = await failure(full.client.anomalies.requireNone({ since, ...params }));
      expect(error).toBeInstanceOf(InconclusiveError);
      expect(error.message).toMatch(/was last scanned.* at 2026-01-0.*, before 2026-01-05T/);
    }
  });
});

describe("anomalies.requireNone of a weight", () => {
  it("counts the weighty, weightiest first", async () => {
    const full = start([{ weight: 1 }, { weight: 7, message: "weighty" }, { weight: 4 }]);
    const error = await failure(full.client.anomalies.requireNone({ container: 1, minWeight: 5 }));
    expect(error).toMatchObject({ count: 1 });
    expect(error.message).toContain("weighty");
    expect(full.server.requests.at(-1)?.query.sort_weight).toBe("desc");
    await expect(full.client.anomalies.requireNone({ container: 1, minWeight: 7.5 })).resolves.toMatchObject({
      verdict: "pass",
      asked: { limit: "no anomaly that is Active or Acknowledged, of weight 7.5 or more" },
    });
    const both = { container: 1, minWeight: 3, since: new Date(full.server.clock.now() - 90 * 60_000) };
    expect(await failure(full.client.anomalies.requireNone(both))).toMatchObject({ count: 2 });
  });

  it.each([
    ["alike", 1],
    ["sorted by chance", 4],
  ])("reads on where the platform does not sort, and the first page is %s", async (_, first) => {
    const seeds = Array.from({ length: 250 }, (_, at) => ({ weight: at === 0 ? 10 : at === 249 ? first : 1 }));
    const full = unsorted(start(seeds));
    expect(await failure(full.client.anomalies.requireNone({ container: 1, minWeight: 5 }))).toMatchObject({
      count: 1,
    });
    // Three pages, and the one of the opposite order.
    expect(sent(full).filter((one) => one === LIST)).toHaveLength(4);
  });

  it("stops at what is light only where the opposite order shows that the platform sorts", async () => {
    const full = start(Array.from({ length: 250 }, (_, at) => ({ weight: at === 0 ? 4 : 1 })));
    await expect(full.client.anomalies.requireNone({ container: 1, minWeight: 5 })).resolves.toMatchObject({
      verdict: "pass",
      requests: 3,
    });
    const same = start(Array.from({ length: 250 }, () => ({ weight: 1 })));
    await expect(same.client.anomalies.requireNone({ container: 1, minWeight: 5 })).resolves.toMatchObject({
      verdict: "pass",
      requests: 5,
    });
    const many = start(Array.from({ length: 1100 }, () => ({ weight: 1 })));
    const error = await failure(many.client.anomalies.requireNone({ container: 1, minWeight: 5 }));
    expect(error).toBeInstanceOf(InconclusiveError);
    expect(error.message).toContain("only 1000 anomalies were read");
  });

  it("takes nothing for sorted that the opposite order does not end", async () => {
    const full = start(Array.from({ length: 250 }, (_, at) => ({ weight: at === 0 ? 4 : 2 })));
    const change = eachItem((item) => ({ ...item, weight: 3 }));
    full.server.failNext({ kind: "change", change: (body) => body }, { on: LIST });
    full.server.failNext({ kind: "change", change }, { on: LIST });
    const pages = async (): Promise<unknown[]> => {
      full.server.requests.length = 0;
      await full.client.anomalies.requireNone({ container: 1, minWeight: 5 });
      return full.server.requests.slice(1).map(({ query }) => `${query.sort_weight} ${query.page}`);
    };
    expect(await pages()).toEqual(["desc 1", "asc 1", "desc 2", "desc 3"]);
    for (const item of [[], [anomaly(1, { weight: null })]]) {
      full.server.failNext({ kind: "change", change: (body) => body }, { on: LIST });
      full.server.failNext({ kind: "json", body: page(item) }, { on: LIST });
      expect(await pages()).toEqual(["desc 1", "asc 1", "desc 2", "desc 3"]);
    }
    expect(await pages()).toEqual(["desc 1", "asc 1"]);
  });

  it("does not stop where the platform contradicts itself, or announces no total", async () => {
    const full = start();
    const light = [4, 1, 1].map((weight, at) => anomaly(at + 1, { weight }));
    for (const total of [2, null]) {
      full.server.failNext({ kind: "json", body: page(light, total) }, { on: LIST });
      full.server.failNext({ kind: "json", body: page([anomaly(1, { weight: 4 })]) }, { on: LIST });
      const error = await failure(full.client.anomalies.requireNone({ container: 1, minWeight: 5 }));
      expect(error).toBeInstanceOf(InconclusiveError);
      full.server.clearFaults();
    }
  });

  it("counts one without a weight", async () => {
    const full = start();
    full.server.failNext({ kind: "json", body: page([anomaly(1)]) }, { on: LIST });
    expect(await failure(full.client.anomalies.requireNone({ container: 1, minWeight: 5 }))).toMatchObject({
      count: 1,
    });
  });

  it("takes the place of a severity", async () => {
    const { client, server } = start();
    const error = await failure(client.anomalies.requireNone({ severity: "critical" }));
    expect(error).toBeInstanceOf(UnsupportedError);
    expect(error).toMatchObject({ platform: "qualytics", operation: "anomalies.requireNone" });
    expect(error.message).toContain("minWeight");
    expect(server.requests).toEqual([]);
  });
});
