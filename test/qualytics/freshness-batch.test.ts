import { Client, type Clock, NotFoundError } from "dqgate";
import { qualytics } from "dqgate/qualytics";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { idsTo, shopOf } from "./batch-shop.js";
import { freshnessCheck } from "./freshness-rows.js";
import type { World } from "./world.js";

const late = { checks: [freshnessCheck(24, { isPassing: false })] };
const mend = ({ server }: Pick<World, "server">, container: number): void => {
  for (const check of server.state.checks) if (check.container_id === container) check.is_passing = true;
};
/** The containers that each request was about. */
const about = ({ server }: World): string[] =>
  server.requests.map(({ path, query }) => {
    const ids = [query.id ?? query.container ?? []].flat();
    return `${path.split("/").slice(1).join("/")} ${ids.length > 3 ? ids.length : ids.join()}`.trim();
  });

describe("freshness.requireFresh of several with waitMs", () => {
  it("looks again at those alone that are not fresh, and at the others once at last", async () => {
    const here = shopOf(150, { 20: late, 120: late, 130: late });
    let looks = 0;
    const onProgress = ({ assetId }: { assetId: string | number }): void => {
      if (assetId !== 130) return;
      looks += 1;
      if (looks === 1) mend(here, 20);
      if (looks === 2) mend(here, 120);
      if (looks === 3) mend(here, 130);
    };
    const evidence = await here.client.freshness.requireFresh(idsTo(150), { waitMs: 600_000, onProgress });
    expect(evidence).toMatchObject({ verdict: "pass", requests: 6 + 3 + 3 + 3 + 6 });
    expect(about(here).slice(6, 15)).toEqual([
      "containers 20,120,130",
      "quality-checks 20,120,130",
      "anomalies 20,120,130",
      "containers 120,130",
      "quality-checks 120,130",
      "anomalies 120,130",
      "containers/130",
      "quality-checks 130",
      "anomalies 130",
    ]);
  });

  it("looks a name up once, and one that got no answer again", async () => {
    const here = shopOf(3, { 1: late, 2: late });
    here.server.failNext({ kind: "status", status: 503 }, { on: "GET /containers", times: 1 });
    let looks = 0;
    const onProgress = (): void => {
      looks += 1;
      if (looks === 4) for (const id of [1, 2]) mend(here, id);
    };
    const options = { waitMs: 600_000, pollIntervalMs: 1_000, onProgress };
    await here.client.freshness.requireFresh(["shop.t1", "shop.t2"], options);
    const names = here.server.requests.flatMap(({ query }) => query.name ?? []);
    // The first of them was repeated after its failure.
    expect(names.sort()).toEqual(["t1", "t1", "t2"]);
  });

  it("keeps nothing of an earlier look where the clock is set back", async () => {
    const { server } = shopOf(12, { 5: late, 6: late });
    let setBackMs = 0;
    const clock: Clock = {
      now: () => server.clock.now() - setBackMs,
      sleep: (ms, signal) => server.clock.sleep(ms, signal),
    };
    const client = new Client(qualytics({ url: server.baseUrl, token: "qual-token" }), { fetch: server.fetch, clock });
    const onProgress = ({ assetId }: { assetId: string | number }): void => {
      if (assetId !== 6) return;
      setBackMs += 3_600_000;
      for (const id of [5, 6]) mend({ server }, id);
    };
    const options = { waitMs: 60_000, pollIntervalMs: 1, onProgress };
    expect(await client.freshness.requireFresh([5, 6], options)).toMatchObject({ verdict: "pass", requests: 6 });
  });

  it("gives up where one of those that it looks at again is gone", async () => {
    const here = shopOf(5, { 2: late, 3: late });
    const onProgress = (): void => {
      here.server.state.containers.splice(2, 1);
    };
    const gate = here.client.freshness.requireFresh(idsTo(5), { waitMs: 600_000, onProgress });
    const error = await failure(gate);
    expect([error.name, error instanceof NotFoundError]).toEqual(["StalenessError", false]);
  });
});
