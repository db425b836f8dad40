import type { EmulatedAnswer, EmulatedCall, EmulatedRoute } from "../../emulator.js";
import { alertsNow, alertsSummary, countsOf, momentOf, triggeredAt } from "../alerts.js";
import { asks, bodyOf, found, many, namedAsset, one, refuseFields } from "../answers.js";
import type { AnomalyArmorState, Wire } from "../state.js";

const HOUR_MS = 3_600_000;
const PERIOD_HOURS: Readonly<Record<string, number>> = { "24h": 24, "7d": 7 * 24, "30d": 30 * 24, "90d": 90 * 24 };

export const alertRoutes = (state: AnomalyArmorState): EmulatedRoute[] => [
  { verb: "GET", path: "/sdk/alerts/summary", answer: () => one(alertsSummary(state)) },
  { verb: "GET", path: "/sdk/alerts", answer: (call) => many(call, matching(state, call)) },
  { verb: "POST", path: "/sdk/alerts/{alert}/acknowledge", answer: (call) => act(state, call, "acknowledged") },
  { verb: "POST", path: "/sdk/alerts/{alert}/resolve", answer: (call) => act(state, call, "resolved") },
  { verb: "POST", path: "/sdk/alerts/{alert}/dismiss", answer: (call) => act(state, call, "dismissed") },
  {
    verb: "POST",
    path: "/sdk/alerts/{alert}/snooze",
    answer: (call) => {
      const alert = found(state.of("alerts"), "alert", call.params.alert);
      const hours = bodyOf(call, ["duration_hours"]).duration_hours;
      if (!Number.isInteger(hours) || (hours as number) < 1 || (hours as number) > 720)
        refuseFields({ duration_hours: "must be a whole number from 1 to 720" });
      alert.snoozed_until = new Date(state.clock.now() + (hours as number) * HOUR_MS).toISOString();
      const { body } = act(state, call, "snoozed");
      return one({ ...(body as { data: Wire }).data, snoozed_until: alert.snoozed_until });
    },
  },
  {
    verb: "GET",
    path: "/sdk/alerts/{alert}/history",
    answer: ({ params }) => {
      const { id } = found(state.of("alerts"), "alert", params.alert);
      const history = state.of("alertHistory").filter(({ alert_id }) => alert_id === id);
      return one({ history: history.map(({ alert_id: _, ...entry }) => entry) });
    },
  },
  {
    verb: "GET",
    path: "/sdk/alerts/trends",
    answer: (call) => {
      const period = call.asked("period") ?? "7d";
      const hours =
        (Object.hasOwn(PERIOD_HOURS, period) ? PERIOD_HOURS[period] : undefined) ??
        refuseFields({ period: "must be one of 24h, 7d, 30d, 90d" });
      const since = state.clock.now() - hours * HOUR_MS;
      const days = alertsNow(state)
        .filter((alert) => triggeredAt(alert) > since)
        .map((alert) => ({ date: String(alert.triggered_at).slice(0, 10) }));
      const trends = Object.entries(countsOf(days, "date")).map(([date, count]) => ({ date, count }));
      return one({ period, trends: trends.toSorted((a, b) => a.date.localeCompare(b.date)) });
    },
  },
  {
    verb: "POST",
    path: "/sdk/alerts/preview",
    answer: (call) => {
      const body = bodyOf(call);
      const days = Number(body.lookback_days ?? 7);
      if (!Number.isInteger(days) || days < 1) refuseFields({ lookback_days: "must be a whole number of 1 or more" });
      const rule = body.rule_id === undefined ? {} : found(state.of("alertRules"), "rule", String(body.rule_id));
      const severities = body.severities ?? rule.severities;
      const would = alertsNow(state).filter(
        (alert) =>
          triggeredAt(alert) > state.clock.now() - days * 24 * HOUR_MS &&
          (!Array.isArray(severities) || severities.length === 0 || severities.includes(alert.severity)),
      );
      return one({
        lookback_hours: days * 24,
        alerts_would_match: would.length,
        alerts_by_type: countsOf(would, "alert_type"),
        alerts_by_severity: countsOf(would, "severity"),
        sample_alerts: would.slice(0, 5).map(({ id, message, severity, triggered_at, asset_name }) => ({
          id,
          message,
          severity,
          triggered_at,
          asset_name,
        })),
        recommendation: would.length === 0 ? "nothing would have been told" : "the rule tells something",
      });
    },
  },
  {
    verb: "GET",
    path: "/sdk/alerts/rules",
    answer: (call) => {
      const asset = call.asked("asset_id");
      const named = asset === undefined ? undefined : (state.asset(asset)?.id ?? asset);
      const rules = state
        .of("alertRules")
        .filter(
          ({ enabled, asset_ids }) =>
            (call.asked("enabled_only") !== "true" || enabled === true) &&
            (named === undefined || !Array.isArray(asset_ids) || asset_ids.includes(named)),
        );
      return many(call, rules);
    },
  },
  {
    verb: "POST",
    path: "/sdk/alerts/rules",
    answer: (call) => {
      const { is_active, destination_ids, asset_ids, ...body } = bodyOf(call, ["name"]);
      for (const id of texts("destination_ids", destination_ids))
        found(state.of("alertDestinations"), "destination", id);
      const named = texts("asset_ids", asset_ids).map((ref) => namedAsset(state, ref).id);
      const rule = {
        id: state.newId(),
        description: null,
        severity: "warning",
        event_types: [],
        severities: [],
        ...body,
        enabled: is_active ?? true,
        destination_ids: destination_ids ?? [],
        created_at: state.now(),
        ...(named.length === 0 ? {} : { asset_ids: named }),
      };
      state.of("alertRules").push(rule);
      return one(rule, 201);
    },
  },
  {
    verb: "GET",
    path: "/sdk/alerts/rules/{rule}",
    answer: ({ params }) => one(found(state.of("alertRules"), "rule", params.rule)),
  },
  {
    verb: "DELETE",
    path: "/sdk/alerts/rules/{rule}",
    answer: ({ params }) => removed(state.of("alertRules"), "rule", params.rule),
  },
  {
    verb: "GET",
    path: "/sdk/alerts/destinations",
    answer: (call) => {
      const destinations = state
        .of("alertDestinations")
        .filter(
          (destination) =>
            (call.asked("active_only") !== "true" || destination.is_active === true) &&
            asks(call, "destination_type", destination.destination_type),
        );
      return many(call, destinations, { under: "destinations" });
    },
  },
  {
    verb: "POST",
    path: "/sdk/alerts/destinations",
    answer: (call) => {
      const { name, destination_type } = bodyOf(call, ["name", "destination_type", "config"]);
      // How to reach it is not given back.
      const destination = {
        id: state.newId(),
        name,
        destination_type,
        is_active: true,
        is_verified: false,
        created_at: state.now(),
      };
      state.of("alertDestinations").push(destination);
      return one(destination, 201);
    },
  },
  {
    verb: "GET",
    path: "/sdk/alerts/destinations/{destination}",
    answer: ({ params }) => one(found(state.of("alertDestinations"), "destination", params.destination)),
  },
  {
    verb: "DELETE",
    path: "/sdk/alerts/destinations/{destination}",
    answer: ({ params }) => removed(state.of("alertDestinations"), "destination", params.destination),
  },
];

/** The alerts that a query asks for. An asset that nobody knows has none: no 404 here. */
function matching(state: AnomalyArmorState, call: EmulatedCall): Wire[] {
  const since = momentOf(call, "since") ?? momentOf(call, "from_date") ?? Number.NEGATIVE_INFINITY;
  const until = momentOf(call, "to_date") ?? Number.POSITIVE_INFINITY;
  const asset = call.asked("asset_id");
  const isOfAsset = (alert: Wire): boolean =>
    asset === undefined || [alert.asset_id, alert.qualified_name].some((told) => told === asset);
  return alertsNow(state).filter(
    (alert) =>
      isOfAsset(alert) &&
      ["status", "alert_type", "severity"].every((name) => asks(call, name, alert[name])) &&
      triggeredAt(alert) >= since &&
      triggeredAt(alert) <= until,
  );
}

/** Does something with an alert, and writes it into its history. */
function act(state: AnomalyArmorState, call: EmulatedCall, status: string): EmulatedAnswer {
  const alert = found(state.of("alerts"), "alert", call.params.alert);
  const { notes } = bodyOf(call);
  alert.status = status;
  if (status === "acknowledged" || status === "resolved") alert[`${status}_at`] = state.now();
  state.of("alertHistory").push({
    alert_id: alert.id,
    action: status,
    timestamp: state.now(),
    user_id: "user_1",
    notes: notes ?? null,
  });
  return one({ id: alert.id, status });
}

/** A list of texts in a body. */
function texts(name: string, value: unknown): string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  return refuseFields({ [name]: "must be a list of texts" });
}

function removed(records: Wire[], type: string, id: string | undefined): EmulatedAnswer {
  records.splice(records.indexOf(found(records, type, id)), 1);
  return { status: 204 };
}
