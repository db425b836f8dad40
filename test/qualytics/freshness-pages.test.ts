import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { freshnessCheck } from "./freshness-rows.js";
import { type World, world } from "./world.js";

interface Listed {
  readonly items: { readonly id: number }[];
}

/** Containers 1 and 2 with 60 checks each, of which the last one fails, or has open anomalies. */
const full = (isPassing: boolean, open = 0): World => {
  const checks = Array.from({ length: 60 }, () => freshnessCheck(24));
  const last = [...checks.slice(1), freshnessCheck(24, { isPassing })];
  const anomalies = Array.from({ length: open }, () => ({ check: 59 }));
  return world({
    datastores: [
      {
        name: "shop",
        containers: [
          { name: "orders", checks },
          { name: "items", checks: last, anomalies },
        ],
      },
    ],
  });
};

/** The last row of the second page gives way to the first row of the first one. */
const repeatOn = ({ server }: World, on: string): void => {
  const first: Listed["items"] = [];
  const change = (body: unknown): unknown => {
    const { items } = body as Listed;
    if (first.length === 0) {
      first.push(...items.slice(0, 1));
      return body;
    }
    return { ...(body as Listed), items: [...items.slice(0, -1), ...first] };
  };
  server.failNext({ kind: "change", change }, { on, times: 2 });
};

const twice = (operation: string): object => ({
  name: "ResponseValidationError",
  operation,
  message: expect.stringContaining("a row is listed twice: the list changed while it was read"),
});

describe("lists of over a page", () => {
  it("reads checks and anomalies by their ids", async () => {
    const here = full(true);
    expect(await here.client.freshness.requireFresh([1, 2])).toMatchObject({ verdict: "pass" });
    const lists = here.server.requests.filter(({ path }) => path !== "/containers");
    expect(lists.map(({ path, query }) => `${path} ${query.page} ${query.sort_id}`)).toEqual([
      "/quality-checks 1 asc",
      "/quality-checks 2 asc",
      "/anomalies 1 asc",
    ]);
  });

  it("refuses a check that stands where a failing one was", async () => {
    const here = full(false);
    repeatOn(here, "GET /quality-checks");
    expect(await failure(here.client.freshness.requireFresh([1, 2]))).toMatchObject(twice("GET /quality-checks"));
  });

  it("refuses an anomaly that is on two pages", async () => {
    const here = full(true, 120);
    repeatOn(here, "GET /anomalies");
    expect(await failure(here.client.freshness.get(2))).toMatchObject(twice("GET /anomalies"));
  });

  it("refuses a check on two pages where the anomaly gate looks for one of a rule", async () => {
    const here = full(true);
    repeatOn(here, "GET /quality-checks");
    const gate = here.client.anomalies.requireNone({ asset: [1, 2], ruleType: "freshness" });
    expect(await failure(gate)).toMatchObject(twice("GET /quality-checks"));
  });
});
