/**
 * AnomalyArmor: `new Client(anomalyArmor())`, its models and its namespaces.
 *
 * @module dqgate/anomalyarmor
 */
export type { AnomalyArmorOptions } from "./config.js";
export * from "./models/alert-rules.js";
export * from "./models/alerts.js";
export * from "./models/anomalies.js";
export * from "./models/api-keys.js";
export * from "./models/assets.js";
export * from "./models/badges.js";
export * from "./models/demo.js";
export * from "./models/freshness.js";
export * from "./models/health.js";
export * from "./models/intelligence.js";
export * from "./models/investigations.js";
export * from "./models/jobs.js";
export * from "./models/lineage.js";
export * from "./models/metrics.js";
export * from "./models/metrics-dry-run.js";
export type { PageParams } from "./models/params.js";
export * from "./models/recommendations.js";
export * from "./models/referential.js";
export * from "./models/schema.js";
export * from "./models/tags.js";
export * from "./models/validity.js";
export { type AnomalyArmorClient, type AnomalyArmorNamespaces, anomalyArmor } from "./platform.js";
export type { Alerts } from "./resources/alerts.js";
export type { Anomalies } from "./resources/anomalies.js";
export type { ApiKeys } from "./resources/api-keys.js";
export type { Assets } from "./resources/assets.js";
export type { Badges } from "./resources/badges.js";
export type { Demo } from "./resources/demo.js";
export type { Freshness } from "./resources/freshness.js";
export type { Health } from "./resources/health.js";
export type { Intelligence } from "./resources/intelligence.js";
export type { Investigations } from "./resources/investigations.js";
export type { Jobs } from "./resources/jobs.js";
export type { Lineage } from "./resources/lineage.js";
export type { Metrics } from "./resources/metrics.js";
export type { Recommendations } from "./resources/recommendations.js";
export type { Referential } from "./resources/referential.js";
export type { Schema } from "./resources/schema.js";
export type { Tags } from "./resources/tags.js";
export type { Validity } from "./resources/validity.js";
