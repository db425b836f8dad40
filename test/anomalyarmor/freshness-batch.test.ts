import { NotFoundError, ResponseValidationError, ServerError, StalenessError, ValidationError } from "dqgate";
import { describe, expect, it } from "vitest";
import {
  asked,
  changeRows,
  LIST,
  type ListAnswer,
  nameOf,
  namesOf,
  pages,
  type Row,
  shop,
  stale,
  times,
} from "./freshness-batch-shop.js";
import { failure } from "./freshness-shop.js";

describe("a batch takes the cheapest plan", () => {
  it("reads 1,000 assets with as many requests as the list has pages, and keeps their order", async () => {
    const { armor, client } = shop(1_000);
    const ids = new Map(armor.state.assets.map(({ id, qualifiedName }) => [qualifiedName, id]));
    // From the last to the first, every other one by its id, every sixth of those in capitals.
    const batch = namesOf(1_000)
      .reverse()
      .map((name, at) => (at % 2 === 0 ? name : (ids.get(name) as string)))
      .map((ref, at) => (at % 6 === 1 ? ref.toUpperCase() : ref));
    const evidence = await client.freshness.requireFresh(batch, { maxAgeHours: 6 });
    expect(asked(armor)).toEqual(pages(10));
    expect(armor.requests.every(({ query }) => query.limit === "100")).toBe(true);
    expect(evidence).toMatchObject({ verdict: "pass", requests: 10, reason: "all 1000 assets are fresh" });
    expect(evidence.seen.map(({ subject }) => subject)).toEqual(batch);
    expect(evidence.seen.every(({ verdict, value }) => verdict === "pass" && value === 1)).toBe(true);
    expect(evidence.statuses.map(({ qualifiedName }) => qualifiedName)).toEqual(namesOf(1_000).reverse());
    expect(evidence.explain()).toContain("10 requests, 0 ms.");
  });

  it.each([
    ["three, by name and by id: one read each", 1_000, [0, 1, 2], times(3, "one")],
    ["four on the first page", 1_000, [0, 50, 98, 99], pages(1)],
    ["four of a list that is longer than that", 1_000, [996, 997, 998, 999], ["list 0", ...times(4, "one")]],
    ["as many as there are pages left", 1_000, [100, 200, 300, 400, 500, 600, 700, 800, 900], pages(10)],
    ["fewer than there are pages left", 1_000, [300, 400, 500, 600, 700, 800], ["list 0", ...times(6, "one")]],
    ["found before the list ends", 1_000, [10, 110, 210, 211, 212, 213, 214, 215, 216, 217, 218, 219], pages(3)],
    [
      "more than there are pages, until few are left of them",
      1_000,
      [0, 1, 2, 3, 4, 5, 101, 102, 103, 104, 105, 106, 107, 108, 109, 401, 501, 601],
      ["list 0", "list 100", ...times(3, "one")],
    ],
    ["a single page", 100, [4, 3, 2, 1, 0], pages(1)],
  ])("%s", async (_, size, places, plan) => {
    const { armor, client } = shop(size);
    const batch = places.map((at) => (at % 2 === 0 ? nameOf(at) : (armor.state.assets[at]?.id as string)));
    const evidence = await client.freshness.requireFresh(batch);
    expect(asked(armor)).toEqual(plan);
    expect(evidence).toMatchObject({ verdict: "pass", requests: plan.length });
    expect(evidence.statuses.map(({ qualifiedName }) => qualifiedName)).toEqual(places.map(nameOf));
  });

  it("does not read a long list of untold length to its end for a few", async () => {
    const { armor, client } = shop(1_000);
    const untold = (body: unknown): unknown => ({ data: (body as ListAnswer).data.data });
    armor.failNext({ kind: "change", change: untold }, { on: LIST, times: 100 });
    await client.freshness.requireFresh(namesOf(5, 900));
    expect(asked(armor)).toEqual([...pages(6), ...times(5, "one")]);
  });

  it("takes the pages as short as the platform makes them", async () => {
    const { armor, client } = shop(500);
    const short = (body: unknown): unknown => {
      const { data } = body as ListAnswer;
      return { data: { data: data.data.slice(0, 50), pagination: { ...data.pagination, limit: 50, has_more: true } } };
    };
    armor.failNext({ kind: "change", change: short }, { on: LIST, times: 3 });
    await client.freshness.requireFresh(namesOf(20, 80));
    expect(asked(armor)).toEqual(["list 0", "list 50"]);
    armor.requests.splice(0);
    // Nine pages are left after the first.
    await client.freshness.requireFresh(namesOf(8, 400));
    expect(asked(armor)).toEqual(["list 0", ...times(8, "one")]);
  });

  it("reads no more when all are found, whatever more is announced", async () => {
    const { armor, client } = shop(10);
    const more = (body: unknown): unknown => {
      const { data } = body as ListAnswer;
      return { data: { ...data, pagination: { ...data.pagination, has_more: true } } };
    };
    armor.failNext({ kind: "change", change: more }, { on: LIST });
    await client.freshness.requireFresh(namesOf(10));
    expect(asked(armor)).toEqual(pages(1));
  });

  it("gives one verdict to each way of naming an asset", async () => {
    const { armor, client } = shop(10);
    const id = armor.state.assets[3]?.id as string;
    const batch = [nameOf(3), id, nameOf(1), nameOf(3), nameOf(2), id];
    const evidence = await client.freshness.requireFresh(batch);
    expect(asked(armor)).toEqual(pages(1));
    expect(evidence.seen.map(({ subject }) => subject)).toEqual([nameOf(3), id, nameOf(1), nameOf(2)]);
  });

  it("refuses a wrong name among many before anything is sent", async () => {
    const { armor, client } = shop(10);
    const error = await failure(client.freshness.requireFresh([...namesOf(10), "12"]));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({ field: "asset[10]" });
    expect(armor.requests).toHaveLength(0);
  });
});

describe("a batch stays closed", () => {
  it("where one of 1,000 is stale, which is named among a verdict for each", async () => {
    const { client } = shop(1_000, stale(1, 567));
    const error = await failure(client.freshness.requireFresh(namesOf(1_000)));
    expect(error).toBeInstanceOf(StalenessError);
    expect(error).toMatchObject({
      asset: nameOf(567),
      hoursSinceUpdate: 30,
      thresholdHours: 24,
      evidence: { requests: 10 },
    });
    const verdicts = error.evidence?.seen.map(({ verdict }) => verdict) ?? [];
    expect(verdicts).toHaveLength(1_000);
    expect(verdicts.flatMap((verdict, at) => (verdict === "pass" ? [] : [[verdict, at]]))).toEqual([["fail", 567]]);
  });

  it.each([
    ["unknown", { hoursSinceUpdate: null }, "unknown"],
    ["disabled", { watched: false }, "unknown"],
  ])("where one is %s, and takes the list's word for it", async (_, but, verdict) => {
    const { armor, client } = shop(200, { 150: but });
    const error = await failure(client.freshness.requireFresh(namesOf(200)));
    expect(error).toMatchObject({ name: "InconclusiveError", verdict });
    expect(error.evidence?.seen[150]).toMatchObject({ subject: nameOf(150), verdict });
    expect(asked(armor)).toEqual(pages(2));
  });

  it("where one does not exist, which is asked for by itself", async () => {
    const { armor, client } = shop(150);
    const error = await failure(client.freshness.requireFresh([...namesOf(10), "pg.none"]));
    expect(error).toBeInstanceOf(NotFoundError);
    expect(asked(armor)).toEqual([...pages(2), "one"]);
  });

  it("by a stale one, though another does not exist", async () => {
    const { client } = shop(150, stale(1, 5));
    const error = await failure(client.freshness.requireFresh(["pg.none", ...namesOf(10)]));
    expect(error).toMatchObject({ name: "StalenessError", asset: nameOf(5) });
    expect(error.evidence?.seen.map(({ verdict }) => verdict)).toEqual([
      "unknown",
      ...times(5, "pass"),
      "fail",
      ...times(4, "pass"),
    ]);
    expect(error.evidence?.seen[0]?.reason).toContain("there is no answer for pg.none: NotFoundError");
  });
});

describe("what the list does not tell is asked for", () => {
  it("an asset that it does not show", async () => {
    const { armor, client } = shop(10);
    changeRows(armor, (rows) =>
      rows.map((row, at) => (at === 4 ? { ...row, asset_id: "x", qualified_name: "x" } : row)),
    );
    const evidence = await client.freshness.requireFresh(namesOf(10));
    expect(evidence).toMatchObject({ verdict: "pass", requests: 2 });
    expect(armor.requests[1]?.path).toBe(`/sdk/freshness/${nameOf(4)}`);
    expect(evidence.seen.map(({ subject }) => subject)).toEqual(namesOf(10));
  });

  it.each([
    ["calls it fresh, and tells no age", { hours_since_update: null, last_updated: null }],
    [
      "tells nothing",
      {
        status: undefined,
        is_fresh: undefined,
        is_stale: undefined,
        hours_since_update: null,
        last_updated: null,
        checked_at: null,
      },
    ],
  ])("an asset of which it %s", async (_, fields) => {
    const { armor, client } = shop(10);
    changeRows(armor, (rows) => rows.map((row, at) => (at === 4 ? { ...row, ...fields } : row)));
    await expect(client.freshness.requireFresh(namesOf(10))).resolves.toMatchObject({ verdict: "pass", requests: 2 });
    expect(armor.requests[1]?.path).toBe(`/sdk/freshness/${nameOf(4)}`);
  });

  it("a name that several assets bear", async () => {
    const { armor, client } = shop(10, stale(1, 7));
    changeRows(armor, (rows) => rows.map((row, at) => (at === 7 ? { ...row, qualified_name: nameOf(4) } : row)));
    await expect(client.freshness.requireFresh(namesOf(6))).resolves.toMatchObject({ verdict: "pass", requests: 2 });
    expect(armor.requests[1]?.path).toBe(`/sdk/freshness/${nameOf(4)}`);
  });

  it("of one that is shown twice, the later row holds", async () => {
    const { armor, client } = shop(120, stale(1, 110));
    // It was at the end of the first page still, when that was read, and fresh.
    changeRows(armor, (rows) =>
      rows.map((row, at) =>
        at === 99 ? { ...row, asset_id: armor.state.assets[110]?.id as string, qualified_name: nameOf(110) } : row,
      ),
    );
    const error = await failure(client.freshness.requireFresh([...namesOf(10), nameOf(110), nameOf(111)]));
    expect(error).toMatchObject({ name: "StalenessError", asset: nameOf(110) });
    expect(asked(armor)).toEqual(pages(2));
  });
});

describe("a list that goes wrong", () => {
  it("twice in the middle is asked again", async () => {
    const { armor, client } = shop(1_000);
    changeRows(armor, (rows) => rows);
    changeRows(armor, (rows) => rows);
    armor.failNext({ kind: "status", status: 503 }, { on: LIST, times: 2 });
    const evidence = await client.freshness.requireFresh(namesOf(1_000));
    expect(evidence).toMatchObject({ verdict: "pass", requests: 12 });
    expect(asked(armor)).toEqual([...pages(3), "list 200", "list 200", ...pages(10).slice(3)]);
  });

  it("for good is no answer, and does not lead to a thousand reads", async () => {
    const { armor, client } = shop(1_000, {}, { retries: 0 });
    changeRows(armor, (rows) => rows);
    armor.failNext({ kind: "status", status: 503 }, { on: LIST });
    expect(await failure(client.freshness.requireFresh(namesOf(1_000)))).toBeInstanceOf(ServerError);
    expect(asked(armor)).toEqual(pages(2));
  });

  it("after a stale asset was seen leaves the others unknown", async () => {
    const { armor, client } = shop(300, stale(1, 50), { retries: 0 });
    changeRows(armor, (rows) => rows);
    armor.failNext({ kind: "status", status: 503 }, { on: LIST });
    const error = await failure(client.freshness.requireFresh(namesOf(300)));
    expect(error).toMatchObject({ name: "StalenessError", asset: nameOf(50), evidence: { requests: 2 } });
    const verdicts = error.evidence?.seen.map(({ verdict }) => verdict) ?? [];
    expect(verdicts).toEqual([...times(50, "pass"), "fail", ...times(49, "pass"), ...times(200, "unknown")]);
    expect(error.evidence?.seen[299]?.reason).toContain("ServerError");
  });

  it("by shrinking while it is read is no answer", async () => {
    const { armor, client } = shop(1_000);
    changeRows(armor, (rows) => {
      armor.state.assets.splice(0, 1);
      return rows;
    });
    const error = await failure(client.freshness.requireFresh(namesOf(1_000)));
    expect(error).toBeInstanceOf(ResponseValidationError);
    expect(error.message).toContain("shrank");
  });

  it("by repeating a page is no answer, though the ages have moved on", async () => {
    const { armor, client } = shop(300);
    let first: Row[] = [];
    changeRows(armor, (rows) => {
      first = rows;
      return rows;
    });
    changeRows(armor, () => first.map((row) => ({ ...row, hours_since_update: 1.1 })));
    const error = await failure(client.freshness.requireFresh(namesOf(300)));
    expect(error).toBeInstanceOf(ResponseValidationError);
    expect(error.message).toContain("repeats");
  });

  it("by ending before all that it announces is no answer", async () => {
    const { armor, client } = shop(200);
    const cut = (body: unknown): unknown => {
      const { data } = body as ListAnswer;
      return { data: { data: [], pagination: { ...data.pagination, total: 200, limit: 100, has_more: false } } };
    };
    changeRows(armor, (rows) => rows);
    armor.failNext({ kind: "change", change: cut }, { on: LIST });
    const error = await failure(client.freshness.requireFresh(namesOf(200)));
    expect(error).toBeInstanceOf(ResponseValidationError);
    expect(error.message).toContain("announced with 200 items and ends after 100");
  });

  it("under the caller's signal ends with it", async () => {
    const { armor, client } = shop(1_000, stale(1, 0));
    const stop = new AbortController();
    changeRows(armor, (rows) => {
      stop.abort();
      return rows;
    });
    const error = await failure(client.freshness.requireFresh(namesOf(1_000), { signal: stop.signal }));
    expect(error).toMatchObject({ name: "AbortedError", kind: "transport" });
    expect(armor.requests).toHaveLength(1);
  });
});
