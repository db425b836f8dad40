import { isRecord } from "../../../base.js";
import type { EmulatedCall, EmulatedRoute } from "../../emulator.js";
import { alertsNow, alertsSummary } from "../alerts.js";
import { one } from "../answers.js";
import { freshnessOf } from "../freshness.js";
import type { AnomalyArmorState, Wire } from "../state.js";
import { freshnessRoutes } from "./freshness.js";
import { schemaRoutes } from "./schema.js";

export const healthRoutes = (state: AnomalyArmorState): EmulatedRoute[] => {
  const freshness = freshnessRoutes(state);
  const schema = schemaRoutes(state);
  return [
    {
      verb: "GET",
      path: "/sdk/health/summary",
      answer: (call) => {
        const attention = needsAttention(state);
        return one({
          overall_status: overallOf(attention),
          alerts: alertsSummary(state),
          freshness: summaryOf(freshness, "/sdk/freshness/summary", call),
          schema_drift: summaryOf(schema, "/sdk/schema/summary", call),
          needs_attention: attention,
          generated_at: state.now(),
        });
      },
    },
  ];
};

/** What another namespace's summary answers. */
function summaryOf(routes: readonly EmulatedRoute[], path: string, call: EmulatedCall): unknown {
  const route = routes.find((known) => known.verb === "GET" && known.path === path);
  const body = route?.answer(call).body;
  return isRecord(body) ? body.data : undefined;
}

function needsAttention(state: AnomalyArmorState): Wire[] {
  const alerts = alertsNow(state)
    .filter(({ status }) => status === "triggered" || status === "acknowledged")
    .map(({ severity, message, asset_id, asset_name }) => ({
      type: "alert",
      severity,
      title: message,
      asset_id,
      asset_name,
    }));
  const stale = state.assets
    .filter((asset) => freshnessOf(state, asset).status === "stale")
    .map(({ id, qualifiedName, record }) => ({
      type: "stale_data",
      severity: "warning",
      title: `${qualifiedName} is stale`,
      asset_id: id,
      asset_name: record.name,
    }));
  return [...alerts, ...stale];
}

function overallOf(attention: readonly Wire[]): string {
  if (attention.some(({ severity }) => severity === "critical")) return "critical";
  return attention.some(({ severity }) => severity === "warning") ? "warning" : "healthy";
}
