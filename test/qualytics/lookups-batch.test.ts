import { NotFoundError, ServerError, ValidationError } from "dqgate";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { asked, holds, namesTo, shopOf } from "./batch-shop.js";
import { type World, world } from "./world.js";

const LISTING = "GET /containers/listing";
const NAMED = "GET /containers";

/** Datastores `a` with `b.c`, `a.b` with `c`, and ten that have `orders` and `t1`, `t2`, … each. */
const crowd = (): World =>
  world({
    datastores: [
      { name: "a", containers: [{ name: "b.c", checks: [holds] }] },
      { name: "a.b", containers: [{ name: "c", checks: [holds] }] },
      ...Array.from({ length: 10 }, (_, at) => ({
        name: `d${at}`,
        containers: [
          { name: "orders", checks: [holds] },
          { name: `t${at}`, checks: [holds] },
        ],
      })),
    ],
  });
const TEN = Array.from({ length: 10 }, (_, at) => `t${at}`);
const gate = ({ client }: World, asset: readonly string[]): Promise<unknown> => client.checks.requirePassing({ asset });

describe("several containers told by their names", () => {
  it("are looked up one by one where they are few", async () => {
    const here = shopOf(20);
    await gate(here, namesTo(8));
    // Eight look-ups, and one request for all eight.
    expect(asked(here)).toEqual({ [NAMED]: 9, "GET /quality-checks": 1 });
  });

  it("are looked up in one list where they are not", async () => {
    const here = crowd();
    await gate(here, [...TEN, "d3.orders", "d4.t4"]);
    expect(asked(here)).toEqual({ [LISTING]: 1, [NAMED]: 1, "GET /quality-checks": 1 });
  });

  it("are told together where they are nobody's", async () => {
    for (const many of [[], TEN]) {
      const error = await failure(gate(crowd(), ["nothing", ...many, "d1.nothing", "d2.orders"]));
      expect(error).toBeInstanceOf(NotFoundError);
      expect(error.message).toBe("there is no container nothing, d1.nothing that is not archived");
      expect(error.resourceId).toBe("nothing");
    }
  });

  it("are counted where there are very many of those", async () => {
    const names = Array.from({ length: 25 }, (_, at) => `no${at}`);
    const error = await failure(gate(crowd(), names));
    expect(error.message).toMatch(/no container no0, .*no19 and 5 more that is not archived$/);
  });

  it("are told together with the candidates where they are several's", async () => {
    for (const many of [[], TEN]) {
      const batch = ["orders", "a.b.c", ...many, "nothing", "d1.orders"];
      const error = await failure(gate(crowd(), batch));
      expect(error).toBeInstanceOf(ValidationError);
      expect((error as unknown as ValidationError).issues).toMatchObject([
        { path: ["asset", 0], message: expect.stringContaining("3 (orders of d0), 5 (orders of d1)") },
        { path: ["asset", 1], message: expect.stringContaining("1 (b.c of a), 2 (c of a.b)") },
        { path: ["asset", batch.indexOf("nothing")], message: "there is no container nothing that is not archived" },
      ]);
    }
  });

  it("are told by where they stand in what was passed, twice told or not", async () => {
    for (const read of [
      (asset: string[]) => crowd().client.freshness.requireFresh(asset),
      (asset: string[]) => crowd().client.anomalies.requireNone({ asset }),
      (asset: string[]) => crowd().client.validity.requireValid(asset),
    ]) {
      const error = await failure(read(["t1", "t1", "t2", "orders"]));
      expect((error as unknown as ValidationError).issues).toMatchObject([{ path: ["asset", 3] }]);
    }
  });

  it("are looked up one by one where a build has no such list", async () => {
    for (const status of [404, 405, 422, 400]) {
      const here = crowd();
      here.server.failNext({ kind: "status", status, body: { detail: "Not Found" } }, { on: LISTING });
      await gate(here, TEN);
      expect(asked(here)).toEqual({ [LISTING]: 1, [NAMED]: 11, "GET /quality-checks": 1 });
    }
  });

  it("get no answer where the list does not come: none is asked for by itself", async () => {
    const here = crowd();
    here.server.failNext({ kind: "status", status: 500 }, { on: LISTING, times: 10 });
    expect(await failure(gate(here, TEN))).toBeInstanceOf(ServerError);
    expect(Object.keys(asked(here))).toEqual([LISTING]);
  });

  it("are looked for by themselves where the list lacks them, and archived ones are not found", async () => {
    const here = crowd();
    const change = (body: unknown): unknown => (body as { name: string }[]).filter(({ name }) => name !== "t4");
    here.server.failNext({ kind: "change", change }, { on: LISTING });
    await gate(here, TEN);
    expect(asked(here)).toEqual({ [LISTING]: 1, [NAMED]: 2, "GET /quality-checks": 1 });
    for (const one of here.server.state.containers) if (one.name === "t5") one.deleted_at = here.server.state.now();
    expect((await failure(gate(here, TEN))).message).toContain("there is no container t5 that");
  });
});
