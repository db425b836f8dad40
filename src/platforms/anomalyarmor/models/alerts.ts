import {
  between,
  derived,
  type Input,
  id,
  input,
  int,
  json,
  list,
  type Model,
  map,
  maybe,
  model,
  type Open,
  oneOf,
  open,
  optional,
  or,
  text,
  time,
  timeInput,
  word,
} from "../../../base.js";
import { assetIdField } from "../ids.js";
import { limitField, offsetField, type PageParams } from "./params.js";

/** The words for where an alert stands that this version knows; the platform may know more. */
export const ALERT_STATES = ["triggered", "acknowledged", "resolved", "dismissed", "snoozed"] as const;

/** The words for how bad an alert is that this version knows; the platform may know more. */
export const ALERT_SEVERITIES = ["info", "warning", "critical"] as const;

/** Where an alert stands. The platform's own word. */
export type AlertState = Open<(typeof ALERT_STATES)[number]>;

export type AlertSeverity = Open<(typeof ALERT_SEVERITIES)[number]>;

/** What alerts are about. `schema_drift` is the older word for `schema_change`. */
export type AlertType = Open<"freshness" | "schema_change" | "row_count" | "schema_drift">;

const severity = open(...ALERT_SEVERITIES);
const alertType = open("freshness", "schema_change", "row_count", "schema_drift");

/** Something that the platform noticed: an anomaly, in the words of portable code. */
export interface Alert {
  id: string;
  alertType: AlertType | null;
  /** In lower case. */
  status: AlertState;
  /** In lower case. `info` where the platform does not say. */
  severity: AlertSeverity;
  assetId: string | null;
  qualifiedName: string | null;
  assetName: string | null;
  message: string | null;
  ruleId: string | null;
  ruleName: string | null;
  triggeredAt: Date | null;
  acknowledgedAt: Date | null;
  resolvedAt: Date | null;
  /** What was measured, untouched, such as `last_updated`, `threshold_hours` and `hours_stale`. */
  details: Record<string, unknown> | null;
  /** The asset's qualified name, else its id; null when the platform tells neither. */
  asset: string | null;
  /** Neither resolved nor dismissed. A word that this version does not know is open. */
  isOpen: boolean;
  /** The same as `alertType`. */
  kind: string | null;
  /** The same as `triggeredAt`. */
  detectedAt: Date | null;
}

const OVER: readonly string[] = ["resolved", "dismissed"];

export const alertModel: Model<Alert> = model<Alert>(
  "Alert",
  {
    id: text,
    alertType: maybe(alertType),
    status: or(word(...ALERT_STATES), "triggered"),
    severity: or(word(...ALERT_SEVERITIES), "info"),
    assetId: maybe(text),
    qualifiedName: maybe(text),
    assetName: maybe(text),
    message: maybe(text),
    ruleId: maybe(text),
    ruleName: maybe(text),
    triggeredAt: maybe(time),
    acknowledgedAt: maybe(time),
    resolvedAt: maybe(time),
    details: maybe(map),
    asset: derived<string | null>(null),
    isOpen: derived<boolean>(true),
    kind: derived<string | null>(null),
    detectedAt: derived<Date | null>(null),
  },
  {
    derive: (alert) => {
      alert.asset = alert.qualifiedName ?? alert.assetId;
      alert.isOpen = !OVER.includes(alert.status);
      alert.kind = alert.alertType;
      alert.detectedAt = alert.triggeredAt;
    },
  },
);

/** Filters of `alerts.list`. */
export interface AlertListParams extends PageParams {
  status?: AlertState | undefined;
  alertType?: AlertType | undefined;
  /** One asset, by its UUID or qualified name. */
  assetId?: string | undefined;
  severity?: AlertSeverity | undefined;
  /** Those triggered since. */
  since?: Date | string | undefined;
  /** Like `since`; some versions of the platform know only this name. */
  fromDate?: Date | string | undefined;
  /** Those triggered before. */
  toDate?: Date | string | undefined;
}

export const alertListParams: Input<AlertListParams> = input("AlertListParams", {
  status: optional(open(...ALERT_STATES)),
  alertType: optional(alertType),
  assetId: optional(assetIdField),
  severity: optional(severity),
  since: optional(timeInput),
  fromDate: optional(timeInput),
  toDate: optional(timeInput),
  limit: limitField,
  offset: offsetField,
});

/** Counts of alerts by where they stand. */
export interface AlertsByStatus {
  triggered: number | null;
  acknowledged: number | null;
  resolved: number | null;
}

const alertsByStatusModel: Model<AlertsByStatus> = model("AlertsByStatus", {
  triggered: maybe(int),
  acknowledged: maybe(int),
  resolved: maybe(int),
});

/** Counts of alerts and rules. Versions of the platform tell different ones: null when it does not say. */
export interface AlertsSummary {
  /** From `byStatus`, where the platform does not tell it by itself. */
  triggered: number | null;
  triggeredLast24h: number | null;
  triggeredLast7d: number | null;
  total: number | null;
  byStatus: AlertsByStatus | null;
  /** Counts of each type of alert, untouched. */
  byType: Record<string, unknown> | null;
  totalRules: number | null;
  activeRules: number | null;
  recentAlerts: number | null;
  /** May count acknowledged alerts too, so it is not the same as `triggered`. */
  unresolvedAlerts: number | null;
}

export const alertsSummaryModel: Model<AlertsSummary> = model<AlertsSummary>(
  "AlertsSummary",
  {
    triggered: maybe(int),
    triggeredLast24h: maybe(int),
    triggeredLast7d: maybe(int),
    total: maybe(int),
    byStatus: maybe(alertsByStatusModel),
    byType: maybe(map),
    totalRules: maybe(int),
    activeRules: maybe(int),
    recentAlerts: maybe(int),
    unresolvedAlerts: maybe(int),
  },
  {
    wire: { triggeredLast24h: "triggered_last_24h", triggeredLast7d: "triggered_last_7d" },
    derive: (summary) => {
      summary.triggered ??= summary.byStatus?.triggered ?? null;
    },
  },
);

/** A note to what is done with an alert. */
export interface AlertNoteBody {
  notes?: string | undefined;
}

export const alertNoteBody: Input<AlertNoteBody> = input("AlertNoteBody", { notes: optional(text) });

/** What was done about an alert, and what had caused it. */
export interface AlertClosingBody extends AlertNoteBody {
  actionCategory?:
    | Open<
        "reran_job" | "updated_sql" | "rolled_back" | "false_positive" | "expected_behavior" | "code_change" | "other"
      >
    | undefined;
  rootCauseCategory?:
    | Open<
        | "pipeline_failure"
        | "schema_change"
        | "data_source_issue"
        | "configuration_error"
        | "expected_behavior"
        | "code_change"
        | "infrastructure"
        | "unknown"
      >
    | undefined;
}

export const alertClosingBody: Input<AlertClosingBody> = input("AlertClosingBody", {
  notes: optional(text),
  actionCategory: optional(text),
  rootCauseCategory: optional(text),
});

/** How long to be quiet about an alert. */
export interface AlertSnoozeBody extends AlertNoteBody {
  /** Whole hours: 1 to 720. */
  durationHours: number;
}

export const alertSnoozeBody: Input<AlertSnoozeBody> = input("AlertSnoozeBody", {
  durationHours: between(int, 1, 720),
  notes: optional(text),
});

/** Where an alert stands after something was done with it. */
export interface AlertAction {
  id: string;
  /** In lower case. */
  status: AlertState;
}

export const alertActionModel: Model<AlertAction> = model("AlertAction", {
  id: text,
  status: word(...ALERT_STATES),
});

/** An alert that is quiet for a while. */
export interface AlertSnooze extends AlertAction {
  snoozedUntil: Date | null;
}

export const alertSnoozeModel: Model<AlertSnooze> = model("AlertSnooze", {
  id: text,
  status: word(...ALERT_STATES),
  snoozedUntil: maybe(time),
});

/** One thing that happened to an alert. */
export interface AlertHistoryEntry {
  /** Such as `triggered` or `acknowledged`. */
  action: string;
  timestamp: Date | null;
  /** Null: nobody in particular, or the platform does not say. */
  userId: string | number | null;
  notes: string | null;
}

export const alertHistoryEntryModel: Model<AlertHistoryEntry> = model("AlertHistoryEntry", {
  action: text,
  timestamp: maybe(time),
  userId: maybe(id),
  notes: maybe(text),
});

/** How far back to look. */
export interface AlertTrendsParams {
  /** Default: the platform's own, 7 days. */
  period?: "24h" | "7d" | "30d" | "90d" | undefined;
}

export const alertTrendsParams: Input<AlertTrendsParams> = input("AlertTrendsParams", {
  period: optional(oneOf("24h", "7d", "30d", "90d")),
});

/** How many alerts there were, over time. */
export interface AlertTrends {
  period: Open<"24h" | "7d" | "30d" | "90d">;
  /** One entry a step of time, untouched: the platform does not document what it holds. */
  trends: unknown[];
}

export const alertTrendsModel: Model<AlertTrends> = model("AlertTrends", {
  period: open("24h", "7d", "30d", "90d"),
  trends: list(json),
});
