import {
  between,
  filledText,
  flag,
  type Input,
  input,
  int,
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
  textOf,
  time,
  word,
} from "../../../base.js";
import { assetIdField, publicIdField } from "../ids.js";
import type { AlertSeverity, AlertType } from "./alerts.js";
import { limitField, offsetField, onlyTrue, type PageParams } from "./params.js";

/** What a rule listens to. Versions of the platform use different words. */
export type AlertEventType = Open<
  "freshness_stale" | "freshness_alert" | "schema_drift" | "metric_anomaly" | "validity_failure" | "custom_sql"
>;

const eventType = open(
  "freshness_stale",
  "freshness_alert",
  "schema_drift",
  "metric_anomaly",
  "validity_failure",
  "custom_sql",
);
const severity = open("info", "warning", "critical");

/** When an alert is told, and how urgently. */
export interface AlertRule {
  id: string;
  name: string;
  description: string | null;
  /** Null for rules that listen to several types of event; see `eventTypes`. */
  alertType: AlertType | null;
  /** `warning` where the platform does not say. */
  severity: AlertSeverity;
  /** Null when the platform does not say. */
  enabled: boolean | null;
  /** What it listens to; null when the platform does not say. */
  eventTypes: string[] | null;
  /** Which severities it listens to; null when the platform does not say. */
  severities: string[] | null;
  createdAt: Date | null;
}

export const alertRuleModel: Model<AlertRule> = model(
  "AlertRule",
  {
    id: text,
    name: text,
    description: maybe(text),
    alertType: maybe(open("freshness", "schema_change", "row_count", "schema_drift")),
    severity: or(severity, "warning"),
    enabled: maybe(flag),
    eventTypes: maybe(list(text)),
    severities: maybe(list(text)),
    createdAt: maybe(time),
  },
  { wire: { alertType: ["alert_type", "rule_type"], enabled: ["enabled", "is_active"] } },
);

/** Filters of `alerts.rules`. */
export interface AlertRuleListParams extends PageParams {
  /** True: only those that are enabled. */
  enabledOnly?: boolean | undefined;
  /** One asset, by its UUID or qualified name. */
  assetId?: string | undefined;
}

export const alertRuleListParams: Input<AlertRuleListParams> = input("AlertRuleListParams", {
  enabledOnly: onlyTrue,
  assetId: optional(assetIdField),
  limit: limitField,
  offset: offsetField,
});

/** A rule to make. */
export interface AlertRuleCreateBody {
  name: string;
  /** Where it is told. Without one, newer versions of the platform write an e-mail, and older ones refuse. */
  destinationIds?: string[] | undefined;
  /** Default true. */
  isActive?: boolean | undefined;
  description?: string | undefined;
  /** Default: the platform's own. */
  eventTypes?: AlertEventType[] | undefined;
  /** Default: the platform's own. */
  severities?: AlertSeverity[] | undefined;
  /** Whether an asset must have any or all of `tagFilterTags`. */
  tagFilterMode?: "any" | "all" | undefined;
  tagFilterTags?: string[] | undefined;
  /** Only these assets, by their UUIDs or qualified names. */
  assetIds?: string[] | undefined;
}

export const alertRuleCreateBody: Input<AlertRuleCreateBody> = input("AlertRuleCreateBody", {
  name: filledText,
  destinationIds: optional(list(publicIdField)),
  isActive: optional(flag, true),
  description: optional(text),
  eventTypes: optional(list(eventType)),
  severities: optional(list(severity)),
  tagFilterMode: optional(oneOf("any", "all")),
  tagFilterTags: optional(list(filledText)),
  assetIds: optional(list(assetIdField)),
});

/** A rule that is there, or one that may be made, to try on the past. */
export interface AlertPreviewBody {
  /** Whole days: 1 or more. Default 7. */
  lookbackDays?: number | undefined;
  /** A rule that is there. */
  ruleId?: string | undefined;
  eventTypes?: AlertEventType[] | undefined;
  severities?: AlertSeverity[] | undefined;
}

export const alertPreviewBody: Input<AlertPreviewBody> = input("AlertPreviewBody", {
  lookbackDays: optional(between(int, 1, Number.MAX_SAFE_INTEGER), 7),
  ruleId: optional(publicIdField),
  eventTypes: optional(list(eventType)),
  severities: optional(list(severity)),
});

/** An alert that a rule would have told. */
export interface AlertPreviewSample {
  id: string;
  message: string | null;
  /** In lower case. `info` where the platform does not say. */
  severity: AlertSeverity;
  triggeredAt: Date | null;
  assetName: string | null;
}

const alertPreviewSampleModel: Model<AlertPreviewSample> = model("AlertPreviewSample", {
  id: text,
  message: maybe(text),
  severity: or(word("info", "warning", "critical"), "info"),
  triggeredAt: maybe(time),
  assetName: maybe(text),
});

/** What a rule would have told. */
export interface AlertPreview {
  lookbackHours: number;
  alertsWouldMatch: number;
  /** Counts of each type of alert, untouched. */
  alertsByType: Record<string, unknown> | null;
  /** Counts of each severity, untouched. */
  alertsBySeverity: Record<string, unknown> | null;
  sampleAlerts: AlertPreviewSample[];
  recommendation: string | null;
}

export const alertPreviewModel: Model<AlertPreview> = model("AlertPreview", {
  lookbackHours: int,
  alertsWouldMatch: int,
  alertsByType: maybe(map),
  alertsBySeverity: maybe(map),
  sampleAlerts: list(alertPreviewSampleModel),
  recommendation: maybe(text),
});

export type AlertDestinationType = Open<"email" | "slack" | "webhook" | "teams" | "pagerduty">;

/** Where alerts are told. Its configuration is not given back. */
export interface AlertDestination {
  id: string;
  name: string;
  destinationType: AlertDestinationType;
  /** True where the platform does not say. */
  isActive: boolean;
  /** Whether the platform knows that it works; false where it does not say. */
  isVerified: boolean;
  createdAt: Date | null;
}

export const alertDestinationModel: Model<AlertDestination> = model(
  "AlertDestination",
  {
    id: text,
    name: text,
    destinationType: open("email", "slack", "webhook", "teams", "pagerduty"),
    isActive: or(flag, true),
    isVerified: or(flag, false),
    createdAt: maybe(time),
  },
  { wire: { destinationType: ["destination_type", "type"] } },
);

/** Filters of `alerts.listDestinations`. */
export interface AlertDestinationListParams extends PageParams {
  /** True: only those that are active. */
  activeOnly?: boolean | undefined;
  destinationType?: AlertDestinationType | undefined;
}

export const alertDestinationListParams: Input<AlertDestinationListParams> = input("AlertDestinationListParams", {
  activeOnly: onlyTrue,
  destinationType: optional(open("email", "slack", "webhook", "teams", "pagerduty")),
  limit: limitField,
  offset: offsetField,
});

/** A destination to make. */
export interface AlertDestinationCreateBody {
  name: string;
  destinationType: AlertDestinationType;
  /**
   * How to reach it; its keys are the platform's and are sent as they are. E-mail: `email` or `recipients`. Slack and
   * Teams: `webhook_url`. Webhook: `url` and `headers`. PagerDuty: `api_token` and `routing_key`. Never logged.
   */
  config: Record<string, unknown>;
}

export const alertDestinationCreateBody: Input<AlertDestinationCreateBody> = input("AlertDestinationCreateBody", {
  name: filledText,
  destinationType: textOf(1, 200),
  config: map,
});
