import { parseTime } from "../../base.js";
import type { EmulatedCall } from "../emulator.js";
import { refuseFields } from "./answers.js";
import type { AnomalyArmorState, Wire } from "./state.js";

const DAY_MS = 86_400_000;

/** The alerts at this moment, the newest first. A snooze that is over ends here. */
export function alertsNow(state: AnomalyArmorState): Wire[] {
  const alerts = state.of("alerts");
  for (const alert of alerts) {
    const until = typeof alert.snoozed_until === "string" ? parseTime(alert.snoozed_until) : null;
    if (alert.status === "snoozed" && until !== null && until.getTime() <= state.clock.now())
      alert.status = "triggered";
  }
  return alerts.toSorted((a, b) => triggeredAt(b) - triggeredAt(a));
}

/** When an alert was triggered, in milliseconds; 0 where it does not say. */
export function triggeredAt(alert: Wire): number {
  return parseTime(String(alert.triggered_at))?.getTime() ?? 0;
}

/** Counts of alerts, in all the spellings that versions of the platform use. */
export function alertsSummary(state: AnomalyArmorState): Wire {
  const alerts = alertsNow(state);
  const rules = state.of("alertRules");
  const withStatus = (status: string): number => alerts.filter((alert) => alert.status === status).length;
  const triggeredWithin = (days: number): number =>
    alerts.filter((alert) => triggeredAt(alert) > state.clock.now() - days * DAY_MS).length;
  return {
    triggered: withStatus("triggered"),
    triggered_last_24h: triggeredWithin(1),
    triggered_last_7d: triggeredWithin(7),
    total: alerts.length,
    by_status: {
      triggered: withStatus("triggered"),
      acknowledged: withStatus("acknowledged"),
      resolved: withStatus("resolved"),
    },
    by_type: countsOf(alerts, "alert_type"),
    total_rules: rules.length,
    active_rules: rules.filter((rule) => rule.enabled === true).length,
    recent_alerts: triggeredWithin(1),
    unresolved_alerts: withStatus("triggered") + withStatus("acknowledged"),
  };
}

/** How many records have each value of a field. */
export function countsOf(records: readonly Wire[], field: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const record of records) counts[String(record[field])] = (counts[String(record[field])] ?? 0) + 1;
  return counts;
}

/** A moment of the query, in milliseconds; undefined where it asks for none. */
export function momentOf(call: EmulatedCall, name: string): number | undefined {
  const told = call.asked(name);
  if (told === undefined) return undefined;
  return (parseTime(told) ?? refuseFields({ [name]: "must be an ISO 8601 time" })).getTime();
}
