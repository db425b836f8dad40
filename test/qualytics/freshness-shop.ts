import { VirtualClock } from "dqgate/testing";
import { freshnessCheck } from "./freshness-rows.js";
import { type World, world } from "./world.js";

/**
 * Containers 1 `orders`, fresh, 2 `items`, stale, and 3 `stock`, of which nothing is known, in datastore 1 `shop`, and 4
 * `events` without a check in datastore 2 `lake`. It is 2026-01-05T12:00:00Z.
 */
export const shop = (clock: VirtualClock = new VirtualClock()): World =>
  world({
    clock,
    datastores: [
      {
        name: "shop",
        containers: [
          { name: "orders", tags: ["gold"], hoursSinceUpdate: 2, checks: [freshnessCheck(24), freshnessCheck(12)] },
          {
            name: "items",
            hoursSinceUpdate: 30,
            checks: [freshnessCheck(24, { isPassing: false })],
            anomalies: [{ check: 0, type: "shape", message: "items is late" }],
          },
          { name: "stock", measuredHoursAgo: null },
        ],
      },
      { name: "lake", containers: [{ name: "events", hoursSinceUpdate: 5, checks: [{ rule: "volumetric" }] }] },
    ],
  });

/** The paths that were asked for. */
export const paths = ({ server }: World): string[] => server.requests.map(({ path }) => path);
