import type { EmulatedRoute } from "../../emulator.js";
import { bodyOf, found, namedAsset, one, refuseFields } from "../answers.js";
import { freshnessOf } from "../freshness.js";
import { within } from "../lineage.js";
import type { AnomalyArmorState, EmulatedAsset, Wire } from "../state.js";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const STEPS = 3;

export const investigationRoutes = (state: AnomalyArmorState): EmulatedRoute[] => [
  {
    verb: "POST",
    path: "/sdk/investigations/explain",
    answer: (call) => {
      const body = bodyOf(call, ["asset_id"]);
      const { event_type = "anomaly" } = body;
      if (!UUID.test(String(body.asset_id))) refuseFields({ asset_id: "must be a UUID" });
      if (typeof event_type !== "string" || event_type === "") refuseFields({ event_type: "must be a text" });
      if (body.question !== undefined && typeof body.question !== "string")
        refuseFields({ question: "must be a text" });
      const asset = namedAsset(state, body.asset_id);
      return one(explain(state, asset, String(event_type), body.question as string | undefined));
    },
  },
  {
    verb: "GET",
    path: "/sdk/investigations/{investigation}",
    answer: ({ params }) =>
      one(found(state.of("investigations"), "investigation", params.investigation, "investigation_id")),
  },
];

/** What the state shows of an asset and of what feeds it. Nothing is stored, so there are no consequences. */
function explain(state: AnomalyArmorState, asset: EmulatedAsset, eventType: string, question?: string): Wire {
  const upstream = [...within(state, asset.qualifiedName, "upstream", STEPS)]
    .map(([name]) => state.assets.find(({ qualifiedName }) => qualifiedName === name))
    .filter((one) => one !== undefined);
  const triggers = [asset, ...upstream]
    .flatMap((one) => [...schemaChanges(state, one), ...staleness(state, one), ...alerts(state, one)])
    .sort((a, b) => Number(b.confidence) - Number(a.confidence));
  const [first] = triggers;
  const openQuestions: string[] = [];
  if (first === undefined) openQuestions.push("nothing unusual was found on the asset or upstream of it");
  if (state.of("lineageEdges").length === 0) openQuestions.push("no lineage is known, so upstream was not looked at");
  return {
    investigation_id: null,
    question: question ?? `Why is there an event of type ${eventType} on ${asset.qualifiedName}?`,
    root_cause_hypothesis: first?.summary ?? null,
    triggers,
    consequences: [],
    confidence: first?.confidence ?? null,
    suggested_fix: first === undefined ? null : `Look at ${(first.details as Wire).qualified_name}.`,
    open_questions: openQuestions,
  };
}

function schemaChanges(state: AnomalyArmorState, asset: EmulatedAsset): Wire[] {
  return state
    .of("schemaChanges")
    .filter((change) => change.asset_id === asset.id && change.acknowledged === false)
    .map((change) => ({
      event_type: "schema_change",
      confidence: change.severity === "critical" ? 0.9 : 0.7,
      timestamp: change.detected_at,
      summary: `${change.change_type} on ${asset.qualifiedName}`,
      details: { qualified_name: asset.qualifiedName, before: change.old_value, after: change.new_value },
      source: "schema_change",
      source_id: change.id,
    }));
}

function staleness(state: AnomalyArmorState, asset: EmulatedAsset): Wire[] {
  const { is_stale, hours_since_update } = freshnessOf(state, asset);
  if (is_stale !== true) return [];
  return [
    {
      event_type: "freshness_cascade",
      confidence: 0.8,
      timestamp: state.now(),
      summary: `${asset.qualifiedName} is ${hours_since_update} hours old`,
      details: { qualified_name: asset.qualifiedName, hours_since_update },
      source: "metric",
      source_id: null,
    },
  ];
}

function alerts(state: AnomalyArmorState, asset: EmulatedAsset): Wire[] {
  return state
    .of("alerts")
    .filter((alert) => alert.asset_id === asset.id && alert.status === "triggered")
    .map((alert) => ({
      event_type: "metric_anomaly",
      confidence: alert.severity === "critical" ? 0.85 : 0.6,
      timestamp: alert.triggered_at,
      summary: String(alert.message),
      details: { qualified_name: asset.qualifiedName, severity: alert.severity },
      source: "alert",
      source_id: alert.id,
    }));
}
