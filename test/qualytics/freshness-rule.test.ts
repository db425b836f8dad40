import { VirtualClock } from "dqgate/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { LIMIT_ROWS } from "./freshness-limit-rows.js";
import { CHECK_ROWS, freshnessCheck, type Row } from "./freshness-rows.js";
import { type World, world } from "./world.js";

const ROWS = [...CHECK_ROWS, ...LIMIT_ROWS];
const VERDICTS: Readonly<Record<string, string>> = { fresh: "pass", stale: "fail" };
const ERRORS: Readonly<Record<string, string>> = { fail: "StalenessError", unknown: "InconclusiveError" };
const isKnown = ({ is }: Row): boolean => is === "fresh" || is === "stale";

/** The container of a row, as number 1. */
function only({ container, change }: Row): World {
  const here = world({
    clock: new VirtualClock("2026-01-05T12:00:00Z"),
    datastores: [{ name: "shop", containers: [{ name: "orders", ...container }] }],
  });
  const [orders] = here.server.state.containers;
  if (orders !== undefined) change?.(orders);
  return here;
}

const before = process.env.TZ;

describe.each(["UTC", "Pacific/Auckland"])("the freshness rule on a machine in %s", (zone) => {
  beforeAll(() => {
    process.env.TZ = zone;
  });
  afterAll(() => {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  });

  it.each(ROWS)("$what, with the limit $maxAgeHours: $is", async (row) => {
    const { client } = only(row);
    const { maxAgeHours, is, reason } = row;
    const verdict = VERDICTS[is] ?? "unknown";
    const ask = { maxAgeHours };
    const name = ERRORS[verdict];
    const evidence =
      name === undefined
        ? await client.freshness.requireFresh(1, ask)
        : await failure(client.freshness.requireFresh(1, ask)).then((error) => {
            expect(error.name).toBe(name);
            return error.evidence as { verdict: string; reason: string; seen: unknown[] };
          });
    expect(evidence).toMatchObject({ verdict, reason: expect.stringContaining(reason), seen: [{ verdict }] });
    if (verdict === "unknown") {
      const opened = await client.freshness.requireFresh(1, { ...ask, onUnknown: "pass" });
      expect(opened.verdict).toBe("unknown");
    } else if (verdict === "fail") {
      expect(await failure(client.freshness.requireFresh(1, { ...ask, onUnknown: "pass" }))).toMatchObject({ name });
    }
  });

  it.each(ROWS.filter(({ maxAgeHours }) => maxAgeHours === undefined))("get and list: $what: $is", async (row) => {
    const { client } = only(row);
    const known = isKnown(row);
    const status = await client.freshness.get(1);
    expect(status).toMatchObject({
      assetId: 1,
      status: known ? row.is : "unknown",
      isFresh: row.is === "fresh",
      isStale: row.is === "stale",
      unknownBecause: known ? null : row.is,
      reason: known ? null : expect.stringContaining(row.reason),
    });
    if (row.is !== "archived" && row.change === undefined)
      expect(await client.freshness.list().toArray()).toEqual([status]);
  });
});

/** Adds a row to the next list of checks. */
const withCheck = ({ server }: World, fields: object): void =>
  server.failNext(
    {
      kind: "change",
      change: (body) => {
        const page = body as { items: object[]; total: number };
        const items = [...page.items, { ...page.items[0], id: 9, is_passing: false, ...fields }];
        return { ...page, items, total: items.length };
      },
    },
    { on: "GET /quality-checks" },
  );

describe("the freshness rule", () => {
  const fresh = (): World => only({ what: "", container: { checks: [freshnessCheck(24)] }, is: "fresh", reason: "" });

  it.each([
    { is_template: true },
    { deleted_at: "2026-01-05T00:00:00Z" },
    { rule_type: "volumetric" },
    { rule_type: "NotNull" },
    { status: "Draft" },
    { status: "DRAFT" },
    { status: "discarded" },
    { container: { id: 2 } },
  ])("passes over a check with %j, where a server lists it all the same", async (fields) => {
    const here = fresh();
    withCheck(here, fields);
    expect(await here.client.freshness.get(1)).toMatchObject({ status: "fresh", checks: [{ id: 1 }] });
  });

  it.each([{}, { status: null }, { status: undefined }, { container: null }, { is_template: null }])(
    "heeds a check with %j",
    async (fields) => {
      const here = fresh();
      withCheck(here, fields);
      expect(await here.client.freshness.get(1)).toMatchObject({ status: "stale", checks: [{ id: 1 }, { id: 9 }] });
    },
  );

  const unknowns = [
    { status: "ACTIVE" },
    { status: "active" },
    { status: "Paused" },
    { status: "" },
    { rule_type: "Freshness" },
    { rule_type: "recency" },
  ];

  /** The only check of the container, with a word that is not known. */
  const worded = (fields: object): World => {
    const here = fresh();
    const change = (body: unknown): object => {
      const page = body as { items: object[] };
      return { ...page, items: page.items.map((one) => ({ ...one, ...fields })) };
    };
    here.server.failNext({ kind: "change", change }, { on: "GET /quality-checks" });
    return here;
  };

  it.each(unknowns)("closes on a check with %j that fails", async (fields) => {
    const { client } = worded({ ...fields, is_passing: false });
    const error = await failure(client.freshness.requireFresh(1, { maxAgeHours: 24, onUnknown: "pass" }));
    expect(error).toMatchObject({ name: "StalenessError", message: "1 is stale: its freshness check 1 fails" });
  });

  it.each(unknowns)("learns nothing from a check with %j that passes", async (fields) => {
    const [[field, value]] = Object.entries(fields) as [[string, string]];
    const error = await failure(worded(fields).client.freshness.requireFresh(1, { maxAgeHours: 24 }));
    expect(error).toMatchObject({
      name: "InconclusiveError",
      message: expect.stringContaining("known"),
      evidence: { seen: [{ field, value }], statuses: [{ unknownBecause: "unreadable" }] },
    });
  });
});
