import type { AnomalyArmorState, EmulatedAsset, Wire } from "./state.js";

const HOUR_MS = 3_600_000;

/** An asset's freshness at this moment of the emulator's clock. */
export function freshnessOf(state: AnomalyArmorState, asset: EmulatedAsset): Wire {
  const now = state.clock.now();
  const hours = asset.lastUpdated === null ? null : Math.round(((now - asset.lastUpdated) / HOUR_MS) * 1000) / 1000;
  const limit = asset.thresholdHours ?? 24;
  const isStale = asset.watched && hours !== null && hours > limit;
  const status = !asset.watched ? "disabled" : hours === null ? "unknown" : isStale ? "stale" : "fresh";
  return {
    asset_id: asset.id,
    qualified_name: asset.qualifiedName,
    status,
    is_fresh: status === "fresh",
    is_stale: isStale,
    last_updated: asset.lastUpdated === null ? null : new Date(asset.lastUpdated).toISOString(),
    hours_since_update: hours,
    staleness_threshold_hours: asset.thresholdHours,
    checked_at: state.now(),
  };
}
