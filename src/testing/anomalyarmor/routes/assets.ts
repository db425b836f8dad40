import type { EmulatedRoute } from "../../emulator.js";
import { asks, assetOf, bodyOf, many, one } from "../answers.js";
import { freshnessOf } from "../freshness.js";
import { addAsset } from "../seed.js";
import type { AnomalyArmorState } from "../state.js";

export const assetRoutes = (state: AnomalyArmorState): EmulatedRoute[] => [
  {
    verb: "GET",
    path: "/sdk/assets",
    answer: (call) => {
      const search = call.asked("search")?.toLowerCase() ?? "";
      const matching = state.assets.filter(
        ({ record, qualifiedName }) =>
          asks(call, "source", record.source) &&
          asks(call, "asset_type", record.asset_type) &&
          qualifiedName.toLowerCase().includes(search),
      );
      return many(
        call,
        matching.map(({ record: { columns: _, ...record } }) => record),
      );
    },
  },
  {
    verb: "GET",
    path: "/sdk/assets/{asset}",
    answer: ({ params }) => {
      const asset = assetOf(state, params.asset);
      const { status, last_updated, staleness_threshold_hours, checked_at } = freshnessOf(state, asset);
      return one({
        ...asset.record,
        freshness: { status, last_updated, sla_threshold: staleness_threshold_hours, checked_at },
      });
    },
  },
  {
    verb: "POST",
    path: "/sdk/assets",
    answer: (call) => {
      const body = bodyOf(call, ["name", "source_type", "connection_config"]);
      const asset = addAsset(state, {
        qualifiedName: String(body.name),
        source: String(body.source_type),
        lastUpdated: null,
        fields: { description: body.description ?? null },
      });
      return one(asset.record, 201);
    },
  },
  {
    verb: "POST",
    path: "/sdk/assets/{asset}/test-connection",
    answer: ({ params }) => {
      assetOf(state, params.asset);
      return one({ success: true, latency_ms: 42, error_message: null, error_code: null, tested_at: state.now() });
    },
  },
  {
    verb: "POST",
    path: "/sdk/assets/{asset}/discover",
    answer: ({ params }) => {
      const asset = assetOf(state, params.asset);
      const job = state.startJob("discovery", asset.id);
      return one(
        {
          job_id: job.id,
          asset_id: asset.id,
          status: "started",
          message: "discovery started",
          started_at: state.now(),
        },
        202,
      );
    },
  },
];
