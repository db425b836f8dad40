import { ChecksFailedError, InconclusiveError, NotFoundError, ResponseValidationError } from "dqgate";
import type { QualyticsCheckSeed as CheckSeed } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { keptLog } from "../support/log.js";
import { type World, world } from "./world.js";

const holds: CheckSeed = { rule: "notNull", fields: ["id"], isPassing: true, assertedHoursAgo: 2 };
const fails: CheckSeed = { rule: "unique", fields: ["id"], isPassing: false };
const LIST = "GET /quality-checks";

/** Container 1 `orders` with these checks. */
const start = (checks: readonly CheckSeed[], options: Parameters<typeof world>[1] = {}): World =>
  world({ datastores: [{ name: "shop", containers: [{ name: "orders", fields: ["id"], checks }] }] }, options);

interface Listed {
  readonly items: readonly Record<string, unknown>[];
}

/** Changes the next answer to a list of checks. */
const changed = ({ server }: World, change: (page: Listed) => object, times = 1): void =>
  server.failNext({ kind: "change", change: (body) => change(body as Listed) }, { on: LIST, times });

describe("a list of checks that changes while it is read", () => {
  /** 100 checks that pass and one that fails, of which the first is deleted once the first page was read. */
  const shrinking = (options?: Parameters<typeof world>[1]): World => {
    const here = start([...Array.from({ length: 100 }, () => holds), fails], options);
    changed(here, (page) => {
      here.server.state.checks.splice(0, 1);
      return page;
    });
    return here;
  };

  it("is refused by a gate where it shrinks: what moved up was never read", async () => {
    const here = shrinking();
    const error = await failure(here.client.checks.requirePassing({ asset: 1 }));
    expect(error).toBeInstanceOf(ResponseValidationError);
    expect(error.message).toContain("the list shrank while it was read, from 101 items to 100");
    expect(await failure(here.client.checks.requirePassing({ asset: 1 }))).toBeInstanceOf(ChecksFailedError);
  });

  it("is worth a warning for anybody else, however the pages are turned", async () => {
    for (const read of [
      ({ client }: World) => client.checks.list({ size: 100, sortId: "asc" }).toArray(),
      async ({ client }: World) => await (await client.checks.list({ size: 100, sortId: "asc" })).nextPage(),
    ]) {
      const { logger, lines } = keptLog();
      await read(shrinking({ logger }));
      expect(lines.filter((line) => line.includes("the list shrank while it was read"))).toHaveLength(1);
    }
  });
});

describe("a list of checks that is cut", () => {
  const many = [...Array.from({ length: 50 }, () => holds), fails];
  /** As a server that gives 50 at most, whatever it is asked for, and tells no total. */
  const capped = (page: Listed, number: number): object => ({
    items: number === 1 ? page.items.slice(0, 50) : page.items.slice(50),
    page: number,
    pages: 2,
  });

  it("is read to the last page by the number of pages", async () => {
    const here = start(many);
    let number = 0;
    here.server.failNext(
      { kind: "change", change: () => capped({ items: here.server.state.checks.map(recordOf) }, ++number) },
      { on: LIST, times: 2 },
    );
    const error = await failure(here.client.checks.requirePassing({ asset: 1 }));
    expect(error).toBeInstanceOf(ChecksFailedError);
    expect(error.message).toContain("1 of 51");
  });

  it.each([{}, { total: null }, { total: "2" }, { size: 100 }])(
    "is no evidence where nothing tells how long it is: %j",
    async (envelope) => {
      const here = start([holds, holds]);
      changed(here, ({ items }) => ({ items, ...envelope }));
      const error = await failure(here.client.checks.requirePassing({ asset: 1 }, { onUnknown: "pass" }));
      expect(error).toBeInstanceOf(ResponseValidationError);
      expect(error.message).toContain("nothing tells how long the list is");
    },
  );

  it("is no evidence of freshness either", async () => {
    for (const on of [LIST, "GET /anomalies"]) {
      const { server, client } = world({ datastores: [{ name: "shop", containers: [{ name: "orders" }] }] });
      expect(await client.freshness.requireFresh(1, { maxAgeHours: 24 })).toMatchObject({ verdict: "pass" });
      server.failNext({ kind: "json", body: { items: [] } }, { on });
      const gate = client.freshness.requireFresh(1, { maxAgeHours: 24 });
      expect(await failure(gate)).toBeInstanceOf(ResponseValidationError);
    }
  });

  it("is whole where the pages are counted and this is the last, or where it is no page at all", async () => {
    const here = start([holds, holds]);
    changed(here, ({ items }) => ({ items, pages: 1 }));
    expect(await here.client.checks.requirePassing({ asset: 1 })).toMatchObject({ seen: [{}, {}] });
    changed(here, ({ items }) => items);
    expect(await here.client.checks.requirePassing({ asset: 1 })).toMatchObject({ seen: [{}, {}] });
  });

  it("is given all the same to anybody else, with a warning", async () => {
    const { logger, lines } = keptLog();
    const here = start([holds, holds], { logger });
    changed(here, ({ items }) => ({ items }));
    expect(await here.client.checks.list().toArray()).toHaveLength(2);
    expect(lines.join()).toContain("nothing tells how long the list is");
  });
});

/** A check as a list shows it. */
const recordOf = ({ id, rule_type, is_passing, container_id, status }: World["server"]["state"]["checks"][number]) => ({
  id,
  rule_type,
  is_passing,
  status,
  container: { id: container_id },
});

describe("checks that are told by words", () => {
  /** A server that heeds no filter by rule or tag. */
  const unheeding = (here: World): void => here.server.failNext({ kind: "json", body: all(here) }, { on: LIST });
  const all = ({ server }: World): object => {
    const items = server.state.checks.map((check) => ({
      ...recordOf(check),
      global_tags: check.tags.map((name) => ({ name })),
    }));
    return { items, total: items.length };
  };

  it.each([
    [{ rules: ["uniqe"] }, "there are none of the active checks of 1 by uniqe"],
    [{ tags: ["glod"] }, "there are none of the active checks of 1 tagged glod"],
    [{ tags: ["gold", "glod"] }, "no active check that is meant is tagged glod"],
    [{ rules: ["notNull", "uniqe"] }, "no active check that is meant is by uniqe"],
    [{ rules: ["notNull"], tags: ["silver"] }, "there are none"],
  ])("are looked at where they fit %j, though the server heeds no filter", async (words, why) => {
    const here = start([
      { ...holds, tags: ["gold"] },
      { ...holds, rule: "positive", tags: ["silver"] },
    ]);
    unheeding(here);
    const error = await failure(here.client.checks.requirePassing({ asset: 1, ...words }));
    expect(error).toBeInstanceOf(InconclusiveError);
    expect(error.message).toContain(why);
  });

  it("leave out what fails by another word", async () => {
    const here = start([{ ...holds, tags: ["gold"] }, fails]);
    unheeding(here);
    expect(await here.client.checks.requirePassing({ tags: ["gold"] })).toMatchObject({ seen: [{ verdict: "pass" }] });
    unheeding(here);
    expect(await here.client.checks.requirePassing({ rules: ["notNull"] })).toMatchObject({ verdict: "pass" });
  });

  it("are unknown where one word is nobody's, and the server heeds them", async () => {
    const { client } = start([{ ...holds, tags: ["gold"] }]);
    const error = await failure(client.checks.requirePassing({ tags: ["gold", "glod"] }));
    expect(error).toBeInstanceOf(InconclusiveError);
    expect(error).toMatchObject({
      evidence: {
        seen: [
          { verdict: "pass" },
          { subject: "tag glod", verdict: "unknown", field: "global_tags.name", value: null },
        ],
      },
    });
    const opened = await client.checks.requirePassing({ tags: ["gold", "glod"] }, { onUnknown: "pass" });
    expect(opened.verdict).toBe("unknown");
  });

  it("are unknown where all that a word fits are drafts, and fail where another one fails", async () => {
    const draft: CheckSeed = { ...holds, rule: "positive", status: "Draft" };
    const words = { rules: ["notNull", "positive"] };
    expect(await failure(start([holds, draft]).client.checks.requirePassing(words))).toBeInstanceOf(InconclusiveError);
    const failing = start([{ ...holds, isPassing: false }, draft]);
    expect(await failure(failing.client.checks.requirePassing(words))).toBeInstanceOf(ChecksFailedError);
  });

  it("know a rule by its older name", async () => {
    const here = start([{ rule: "dataDiff", fields: ["id"], properties: { ref_container_id: 1 }, isPassing: true }]);
    unheeding(here);
    expect(await here.client.checks.requirePassing({ rules: ["isReplicaOf"] })).toMatchObject({ verdict: "pass" });
  });
});

describe("the container of the checks", () => {
  it.each([999, "999"])("must be there: %j", async (asset) => {
    const { client } = start([holds]);
    const open = { onUnknown: "pass" } as const;
    expect(await failure(client.checks.requirePassing({ asset }, open))).toBeInstanceOf(NotFoundError);
    expect(await failure(client.validity.requireValid(asset, open))).toBeInstanceOf(NotFoundError);
    expect(await failure(client.referential.requireIntact(asset, open))).toBeInstanceOf(NotFoundError);
  });

  it("shows nothing where it is archived, unless a check of it fails", async () => {
    const archive = (here: World): World => {
      for (const container of here.server.state.containers) container.deleted_at = "2026-01-05T11:00:00Z";
      return here;
    };
    const { client } = archive(start([holds]));
    for (const params of [{ asset: 1 }, { asset: 1, checks: [1] }]) {
      const error = await failure(client.checks.requirePassing(params));
      expect(error).toBeInstanceOf(InconclusiveError);
      expect(error.message).toBe("container 1 is archived");
      expect(error).toMatchObject({
        evidence: { seen: [{ verdict: "pass" }, { field: "deleted_at", value: "2026-01-05T11:00:00.000Z" }] },
      });
    }
    const none = await failure(archive(start([])).client.checks.requirePassing({ asset: 1 }));
    expect(none.message).toBe("there are none of the active checks of 1; container 1 is archived");
    const failing = archive(start([fails])).client.checks.requirePassing({ asset: 1 }, { onUnknown: "pass" });
    expect(await failure(failing)).toBeInstanceOf(ChecksFailedError);
  });

  it("must be told by a check that passes for it", async () => {
    const homeless = (here: World, params: object): Promise<Error & Record<string, unknown>> => {
      const change = (body: unknown): unknown => {
        const page = body as Listed;
        return page.items === undefined
          ? { ...page, container: null }
          : { ...page, items: page.items.map((item) => ({ ...item, container: null })) };
      };
      for (const on of [LIST, "GET /quality-checks/{id}"]) here.server.failNext({ kind: "change", change }, { on });
      return failure(here.client.checks.requirePassing({ asset: 1, ...params }));
    };
    for (const params of [{}, { checks: [1] }]) {
      const error = await homeless(start([holds]), params);
      expect(error).toBeInstanceOf(InconclusiveError);
      expect(error.message).toContain("nothing tells that it is about container 1");
      expect(await homeless(start([fails]), params)).toBeInstanceOf(ChecksFailedError);
    }
  });
});
