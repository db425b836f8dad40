import { list, type Model, maybe, model, type Open, text, time, word } from "../../../base.js";
import { type AlertsSummary, alertsSummaryModel } from "./alerts.js";
import { type FreshnessSummary, freshnessSummaryModel } from "./freshness.js";
import { type SchemaSummary, schemaSummaryModel } from "./schema.js";

/** One thing that somebody should look at. */
export interface AttentionItem {
  type: Open<"alert" | "stale_data" | "schema_change">;
  /** In lower case; null when the platform does not say. */
  severity: Open<"info" | "warning" | "critical"> | null;
  title: string;
  assetId: string | null;
  assetName: string | null;
}

const attentionItemModel: Model<AttentionItem> = model("AttentionItem", {
  type: text,
  severity: maybe(word("info", "warning", "critical")),
  title: text,
  assetId: maybe(text),
  assetName: maybe(text),
});

/** How everything stands. */
export interface HealthSummary {
  /** In lower case. */
  overallStatus: Open<"healthy" | "warning" | "critical">;
  alerts: AlertsSummary;
  freshness: FreshnessSummary;
  schemaDrift: SchemaSummary;
  /** What somebody should look at; empty when there is nothing. */
  needsAttention: AttentionItem[];
  /** When the platform put this together. */
  generatedAt: Date | null;
}

export const healthSummaryModel: Model<HealthSummary> = model("HealthSummary", {
  overallStatus: word("healthy", "warning", "critical"),
  alerts: alertsSummaryModel,
  freshness: freshnessSummaryModel,
  schemaDrift: schemaSummaryModel,
  needsAttention: list(attentionItemModel),
  generatedAt: maybe(time),
});
