import type { EmulatedRoute } from "../../emulator.js";
import { alertsNow } from "../alerts.js";
import { bodyOf, change, found, many, namedAsset, one } from "../answers.js";
import { freshnessOf } from "../freshness.js";
import type { AnomalyArmorState, Wire } from "../state.js";

const CHANGEABLE = [
  "label",
  "tag_filters",
  "schema_drift_enabled",
  "freshness_enabled",
  "include_upstream",
  "is_active",
];

export const badgeRoutes = (state: AnomalyArmorState): EmulatedRoute[] => [
  {
    verb: "POST",
    path: "/sdk/badges",
    answer: (call) => {
      const body = bodyOf(call, ["asset_id"]);
      const asset = namedAsset(state, body.asset_id);
      const id = state.newId();
      const badge = {
        id,
        label: "AnomalyArmor",
        tag_filters: [],
        schema_drift_enabled: true,
        freshness_enabled: true,
        include_upstream: false,
        ...body,
        asset_id: asset.id,
        is_active: true,
        badge_url: `https://app.anomalyarmor.ai/badges/${id}.svg`,
        created_at: state.now(),
        updated_at: null,
      };
      state.of("badges").push(badge);
      return one(badge, 201);
    },
  },
  {
    verb: "GET",
    path: "/sdk/badges",
    answer: (call) => {
      const all = call.asked("active_only") === "false";
      const badges = state.of("badges").filter(({ is_active }) => all || is_active === true);
      return many(call, badges, { under: "badges", defaultLimit: 100, maxLimit: 500 });
    },
  },
  {
    verb: "GET",
    path: "/sdk/badges/{badge}",
    answer: ({ params }) => one(found(state.of("badges"), "badge", params.badge)),
  },
  {
    verb: "PUT",
    path: "/sdk/badges/{badge}",
    answer: (call) => {
      const badge = found(state.of("badges"), "badge", call.params.badge);
      return one(Object.assign(change(badge, bodyOf(call), CHANGEABLE), { updated_at: state.now() }));
    },
  },
  {
    verb: "DELETE",
    path: "/sdk/badges/{badge}",
    answer: ({ params }) => {
      const badges = state.of("badges");
      badges.splice(badges.indexOf(found(badges, "badge", params.badge)), 1);
      return { status: 204 };
    },
  },
  {
    verb: "GET",
    path: "/sdk/badges/{badge}/status",
    answer: ({ params }) => {
      const badge = found(state.of("badges"), "badge", params.badge);
      return one({ badge_id: badge.id, status: statusOf(state, badge), badge_url: badge.badge_url });
    },
  },
];

/** Failing on stale data or an open alert, where the badge looks at them; unknown where it looks at nothing. */
function statusOf(state: AnomalyArmorState, badge: Wire): string {
  const asset = state.asset(String(badge.asset_id));
  if (asset === undefined || badge.is_active !== true) return "unknown";
  const { status } = freshnessOf(state, asset);
  const looksAtFreshness = badge.freshness_enabled === true;
  const looksAtSchema = badge.schema_drift_enabled === true;
  const drifted = alertsNow(state).some(
    (alert) =>
      alert.asset_id === asset.id &&
      ["schema_change", "schema_drift"].includes(String(alert.alert_type)) &&
      ["triggered", "acknowledged"].includes(String(alert.status)),
  );
  if ((looksAtFreshness && status === "stale") || (looksAtSchema && drifted)) return "failing";
  if (looksAtFreshness) return status === "fresh" ? "passing" : "unknown";
  return looksAtSchema ? "passing" : "unknown";
}
