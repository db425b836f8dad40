import {
  type Freshness,
  InconclusiveError,
  NotFoundError,
  StalenessError,
  UnsupportedError,
  ValidationError,
} from "dqgate";
import type { FreshnessStatus } from "dqgate/qualytics";
import { VirtualClock } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { paths, shop } from "./freshness-shop.js";
import { world } from "./world.js";

describe("freshness.requireFresh", () => {
  it("passes on a fresh container and gives what shows it", async () => {
    const { client } = shop();
    const evidence = await client.freshness.requireFresh(1, { maxAgeHours: 6 });
    expect(evidence).toMatchObject({
      gate: "freshness.requireFresh",
      verdict: "pass",
      requests: 3,
      statuses: [{ assetId: 1, status: "fresh" }],
    });
    expect(evidence.explain().split("\n")).toEqual([
      "freshness.requireFresh of 1: pass. 1 is fresh: its data is 2.0 h old, and the limit is 6.0 h",
      "- pass: 1 is fresh: its data is 2.0 h old, and the limit is 6.0 h (latest_observability_measurement.last_modification_time = 2, measured 2026-01-05T12:00:00.000Z)",
      "Required: at most 6 h old, no open freshness anomaly, and all freshness checks passing. 3 requests, 0 ms.",
    ]);
  });

  it("shows the check that speaks where no limit is asked for", async () => {
    const { client } = shop();
    const evidence = await client.freshness.requireFresh("shop.orders");
    expect(evidence.seen).toEqual([
      {
        subject: "shop.orders",
        verdict: "pass",
        value: true,
        field: "is_passing",
        measuredAt: new Date("2026-01-05T11:00:00Z"),
        reason: "shop.orders is fresh: its freshness check 2 passes, and its limit is 12.0 h",
      },
    ]);
    expect(evidence.asked.limit).toBe("no open freshness anomaly, and all freshness checks passing, at least one");
  });

  it("closes on what is stale, with all that it is told of it", async () => {
    const { client } = shop();
    const late = await failure(client.freshness.requireFresh("items", { maxAgeHours: 1000 }));
    expect(late).toBeInstanceOf(StalenessError);
    expect(late).toMatchObject({
      message: "items is stale: anomaly 1 about its freshness is open",
      asset: "items",
      hoursSinceUpdate: 30,
      thresholdHours: 24,
      lastUpdated: new Date("2026-01-04T06:00:00Z"),
    });
    const tight = await failure(client.freshness.requireFresh(1, { maxAgeHours: 1 }));
    expect(tight).toMatchObject({
      name: "StalenessError",
      message: "1 is stale: its data is 2.0 h old, and the limit is 1.0 h",
      thresholdHours: 1,
      evidence: { statuses: [{ status: "fresh" }] },
    });
  });

  it("tells an infinite limit where none of hours closed it", async () => {
    const { client, server } = shop();
    for (const check of server.state.checks) check.status = "Discarded";
    expect(await failure(client.freshness.requireFresh(2))).toMatchObject({
      name: "StalenessError",
      thresholdHours: Number.POSITIVE_INFINITY,
    });
  });

  it("stays closed where nothing shows anything, unless it is told to open", async () => {
    const { client } = shop();
    const error = await failure(client.freshness.requireFresh("stock", { maxAgeHours: 24 }));
    expect(error).toBeInstanceOf(InconclusiveError);
    expect(error.message).toBe("the freshness of stock is not known: it was never measured");
    expect(await client.freshness.requireFresh("stock", { maxAgeHours: 24, onUnknown: "pass" })).toMatchObject({
      verdict: "unknown",
    });
  });

  it("reads several together, and keeps their order", async () => {
    const here = shop();
    const evidence = await here.client.freshness.requireFresh([4, "1", 1], { maxAgeHours: 6 });
    expect(evidence).toMatchObject({ verdict: "pass", requests: 3, reason: "all 3 assets are fresh" });
    expect(evidence.statuses.map(({ assetId }) => assetId)).toEqual([4, 1, 1]);
    expect(paths(here)).toEqual(["/containers", "/quality-checks", "/anomalies"]);
    expect(here.server.requests[0]?.query).toEqual({ id: ["4", "1"], archived: "include", size: "100", page: "1" });
  });

  it("takes the worst of several", async () => {
    const { client } = shop();
    expect(await failure(client.freshness.requireFresh(["shop.orders", "stock"], { maxAgeHours: 6 }))).toMatchObject({
      name: "InconclusiveError",
    });
    const error = await failure(client.freshness.requireFresh([1, 3, 2], { onUnknown: "pass" }));
    expect(error).toMatchObject({ name: "StalenessError", asset: "2" });
    expect((error.evidence as { seen: { verdict: string }[] }).seen.map(({ verdict }) => verdict)).toEqual([
      "pass",
      "unknown",
      "fail",
    ]);
  });

  it("knows an archived container among several", async () => {
    const { client, server } = shop();
    const [orders] = server.state.containers;
    if (orders !== undefined) orders.deleted_at = "2026-01-05T00:00:00.000000Z";
    const error = await failure(client.freshness.requireFresh([1, 4], { maxAgeHours: 6 }));
    expect(error.message).toBe("the freshness of 1 is not known: it is archived");
  });

  it("says that one of several is not there, unless another is stale", async () => {
    const { client } = shop();
    for (const missing of [99, "nothing"]) {
      expect(await failure(client.freshness.requireFresh([1, missing]))).toBeInstanceOf(NotFoundError);
      const error = await failure(client.freshness.requireFresh([missing, 2]));
      expect(error).toBeInstanceOf(StalenessError);
      expect((error.evidence as { seen: { reason: string }[] }).seen[0]?.reason).toContain(
        `there is no answer for ${missing}: NotFoundError`,
      );
    }
    expect(await failure(client.freshness.requireFresh(99))).toBeInstanceOf(NotFoundError);
  });

  it("asks for over a hundred containers in several requests", async () => {
    const here = shop();
    const containers = Array.from({ length: 120 }, (_, at) => ({ name: `t${at}` }));
    here.server.addDatastore({ name: "many", containers });
    const ids = here.server.state.containers.map(({ id }) => id).filter((id) => id > 4);
    expect(await here.client.freshness.requireFresh(ids, { maxAgeHours: 24 })).toMatchObject({ verdict: "pass" });
    expect(paths(here)).toHaveLength(6);
  });

  it.each([[[]], [[1, ""]], [0], [1.5], [null], [[1, null]]])("refuses %j before anything is sent", async (asset) => {
    const here = shop();
    expect(await failure(here.client.freshness.requireFresh(asset as never))).toBeInstanceOf(ValidationError);
    expect(paths(here)).toEqual([]);
  });

  it("refuses to refresh, and options that it does not know", async () => {
    const here = shop();
    const error = await failure(here.client.freshness.requireFresh(1, { refresh: true }));
    expect(error).toBeInstanceOf(UnsupportedError);
    expect(error).toMatchObject({ platform: "qualytics", operation: "freshness.requireFresh" });
    expect(await failure(here.client.freshness.requireFresh(1, { maxAge: 6 } as object))).toMatchObject({
      name: "ValidationError",
      field: "maxAge",
    });
    expect(paths(here)).toEqual([]);
    expect("refresh" in here.client.freshness).toBe(false);
  });

  it("is strict where the client is lenient", async () => {
    const { server } = shop();
    const { client } = world({}, { fetch: server.fetch, validation: "lenient" });
    server.failNext(
      {
        kind: "change",
        change: (body) => {
          const page = body as { items: object[] };
          return { ...page, items: page.items.map((one) => ({ ...one, is_passing: "yes" })) };
        },
      },
      { on: "GET /quality-checks" },
    );
    expect(await failure(client.freshness.requireFresh(1))).toMatchObject({ name: "ResponseValidationError" });
  });
});

describe("freshness.requireFresh with waitMs", () => {
  it.each([[1], [[1, 4]]])("looks at %j until it is fresh", async (asset) => {
    const clock = new VirtualClock();
    const { client, server } = shop(clock);
    const [orders] = server.state.containers;
    const seen: (number | null)[] = [];
    const onProgress = ({ assetId, hoursSinceUpdate }: FreshnessStatus): void => {
      if (assetId !== 1) return;
      seen.push(hoursSinceUpdate);
      if (seen.length === 3 && orders?.measurement != null)
        orders.measurement.last_modification_time = orders.measurement.measurement_time = new Date(
          clock.now(),
        ).toISOString();
    };
    if (orders?.measurement != null) orders.measurement.last_modification_time = "2026-01-05T05:00:00.000000Z";
    const evidence = await client.freshness.requireFresh(asset, { maxAgeHours: 6, waitMs: 600_000, onProgress });
    expect(evidence.verdict).toBe("pass");
    expect(seen).toHaveLength(4);
  });

  it("gives up when the time is over", async () => {
    const { client } = shop();
    const error = await failure(client.freshness.requireFresh([1, 2], { waitMs: 60_000 }));
    expect(error).toMatchObject({ name: "StalenessError", asset: "2" });
    expect((error.evidence as { elapsedMs: number }).elapsedMs).toBe(60_000);
  });

  it("looks again at several after the server has failed for a while", async () => {
    const { client, server } = shop();
    const [stale] = server.state.checks.filter(({ container_id }) => container_id === 2);
    let looks = 0;
    const onProgress = ({ assetId }: FreshnessStatus): void => {
      if (assetId !== 2) return;
      looks += 1;
      if (looks > 1) return;
      server.failNext({ kind: "status", status: 503 }, { times: 2 });
      if (stale !== undefined) stale.is_passing = true;
      for (const anomaly of server.state.anomalies) anomaly.status = "Resolved";
      for (const check of server.state.checks) check.last_asserted = "2026-01-05T12:00:00.000000Z";
    };
    const options = { waitMs: 600_000, retries: 0, onProgress };
    expect(await client.freshness.requireFresh([1, 2], options)).toMatchObject({ verdict: "pass" });
  });
});

describe("portable code", () => {
  it("takes the freshness of a client of this platform", async () => {
    const { client } = shop();
    const freshness: Freshness = client.freshness;
    expect(freshness.refresh).toBeUndefined();
    expect(client.capabilities.freshness).toEqual(["get", "list", "summary", "requireFresh"]);
    expect(await freshness.requireFresh(["shop.orders"])).toMatchObject({ verdict: "pass" });
    for await (const { status } of freshness.list({ status: "stale", limit: 10 })) expect(status).toBe("stale");
  });
});
