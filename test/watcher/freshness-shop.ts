import { VirtualClock } from "dqgate/testing";
import { type World, world } from "./world.js";

/** A shop's pipelines, fresh, stale and unknown. It is 2026-01-05T12:00:00Z. */
export const shop = (clock: VirtualClock = new VirtualClock()): World =>
  world({
    clock,
    pipelineTypes: [{ name: "sales", freshnessNumber: 24, freshnessDatepart: "hour" }, { name: "loose" }],
    pipelines: [
      { name: "orders", typeName: "sales", lastTargetInsertHoursAgo: 2 },
      { name: "items", typeName: "sales", lastTargetUpdateHoursAgo: 30 },
      { name: "stock", typeName: "sales" },
      { name: "muted", typeName: "sales", lastTargetInsertHoursAgo: 1, muteFreshnessCheck: true },
      { name: "loose", typeName: "loose", lastTargetInsertHoursAgo: 5 },
      {
        name: "monthly",
        typeName: "loose",
        lastTargetInsertHoursAgo: 700,
        freshnessNumber: 1,
        freshnessDatepart: "month",
      },
    ],
  });

/** The paths that were asked for. */
export const paths = ({ server }: World): string[] => server.requests.map(({ path }) => path);
