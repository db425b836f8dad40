import type { AnomalyArmorState, Wire } from "../state.js";

/** An alert to start with. */
export interface AlertSeed {
  /** The asset that it is about, by its qualified name or id. Default: none. */
  asset?: string | undefined;
  /** Default `triggered`. */
  status?: string | undefined;
  /** Default `warning`. */
  severity?: string | undefined;
  /** Default `freshness`. */
  alertType?: string | undefined;
  message?: string | undefined;
  /** Default: the same in every run. */
  id?: string | undefined;
  /** The id of the rule that told it. */
  rule?: string | undefined;
  /** How long ago it was triggered when the emulator starts. Default 1. */
  hoursAgo?: number | undefined;
  details?: Wire | undefined;
  /** More fields of the record, in the platform's own spelling. */
  fields?: Wire | undefined;
}

/** An alert rule to start with. */
export interface AlertRuleSeed {
  name: string;
  /** Default: the same in every run. */
  id?: string | undefined;
  /** Default true. */
  enabled?: boolean | undefined;
  /** Default `freshness`. */
  alertType?: string | undefined;
  /** Default `warning`. */
  severity?: string | undefined;
  /** The assets that it is for, by their qualified names or ids. Default: all. */
  assets?: readonly string[] | undefined;
  /** More fields of the record, in the platform's own spelling. */
  fields?: Wire | undefined;
}

/** An alert destination to start with. */
export interface AlertDestinationSeed {
  name: string;
  /** Default: the same in every run. */
  id?: string | undefined;
  /** Default `email`. */
  destinationType?: string | undefined;
  /** Default true. */
  isActive?: boolean | undefined;
  /** More fields of the record, in the platform's own spelling. */
  fields?: Wire | undefined;
}

/** Alerts, rules and destinations to start with. */
export interface AlertsSeed {
  alerts?: readonly AlertSeed[] | undefined;
  alertRules?: readonly AlertRuleSeed[] | undefined;
  alertDestinations?: readonly AlertDestinationSeed[] | undefined;
}

const HOUR_MS = 3_600_000;

/** Puts them into the emulated platform. Its assets are there already. */
export function seedAlerts(state: AnomalyArmorState, seed: AlertsSeed): void {
  for (const one of seed.alertDestinations ?? []) addDestination(state, one);
  for (const one of seed.alertRules ?? []) addRule(state, one);
  for (const one of seed.alerts ?? []) addAlert(state, one);
}

/** Puts an alert into the emulated platform. */
export function addAlert(state: AnomalyArmorState, seed: AlertSeed): Wire {
  const asset = seed.asset === undefined ? undefined : state.asset(seed.asset);
  const status = seed.status ?? "triggered";
  const id = seed.id ?? state.newId();
  const triggeredAt = new Date(state.clock.now() - (seed.hoursAgo ?? 1) * HOUR_MS).toISOString();
  const rule = state.of("alertRules").find((one) => one.id === seed.rule);
  const alertType = seed.alertType ?? "freshness";
  const qualifiedName = asset?.qualifiedName ?? seed.asset ?? null;
  const alert: Wire = {
    id,
    alert_type: alertType,
    status,
    severity: seed.severity ?? "warning",
    asset_id: asset?.id ?? null,
    qualified_name: qualifiedName,
    asset_name: qualifiedName?.split(".").at(-1) ?? null,
    message: seed.message ?? `${alertType} alert`,
    rule_id: seed.rule ?? null,
    rule_name: rule?.name ?? null,
    triggered_at: triggeredAt,
    acknowledged_at: status === "acknowledged" ? state.now() : null,
    resolved_at: status === "resolved" ? state.now() : null,
    details: seed.details ?? {},
    ...seed.fields,
  };
  state.of("alerts").push(alert);
  state
    .of("alertHistory")
    .push({ alert_id: id, action: "triggered", timestamp: triggeredAt, user_id: null, notes: null });
  return alert;
}

function addRule(state: AnomalyArmorState, seed: AlertRuleSeed): void {
  const named = seed.assets?.map((ref) => state.asset(ref)?.id ?? ref);
  state.of("alertRules").push({
    id: seed.id ?? state.newId(),
    name: seed.name,
    description: null,
    alert_type: seed.alertType ?? "freshness",
    severity: seed.severity ?? "warning",
    enabled: seed.enabled ?? true,
    created_at: state.now(),
    ...(named === undefined ? {} : { asset_ids: named }),
    ...seed.fields,
  });
}

function addDestination(state: AnomalyArmorState, seed: AlertDestinationSeed): void {
  state.of("alertDestinations").push({
    id: seed.id ?? state.newId(),
    name: seed.name,
    destination_type: seed.destinationType ?? "email",
    is_active: seed.isActive ?? true,
    is_verified: false,
    created_at: state.now(),
    ...seed.fields,
  });
}
