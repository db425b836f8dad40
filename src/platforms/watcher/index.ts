/**
 * Watcher: `new Client(watcher({ url }))`, its models, its namespaces, and the tracking of work.
 *
 * @module dqgate/watcher
 */
export type { WatcherOptions } from "./config.js";
export * from "./models/address-types.js";
export * from "./models/addresses.js";
export type { Anomaly, AnomalyListParams, UnflagBody } from "./models/anomalies.js";
export {
  type AnomalyRule,
  type AnomalyRuleCreateBody,
  type AnomalyRuleUpdateBody,
  anomalyRuleModel,
  METRICS,
  type Metric,
  type MetricInput,
} from "./models/anomaly-rules.js";
export type { Asset, AssetListParams } from "./models/assets.js";
export * from "./models/diagnostics.js";
export * from "./models/executions.js";
export type {
  FreshnessListParams,
  FreshnessStatus,
  FreshnessSummary,
  FreshnessUnknown,
} from "./models/freshness.js";
export * from "./models/health.js";
export { DATE_PARTS, type DatePart, type DatePartInput, type Limits, type LimitsInput } from "./models/limits.js";
export * from "./models/lineage.js";
export type { MadeOrFound } from "./models/made.js";
export * from "./models/monitoring.js";
export type { Operation } from "./models/operations.js";
export * from "./models/pipeline-types.js";
export * from "./models/pipelines.js";
export * from "./models/reporting.js";
export type { Watermark } from "./models/watermarks.js";
export { type WatcherClient, type WatcherNamespaces, watcher } from "./platform.js";
export type { AddressLineage } from "./resources/address-lineage.js";
export type { AddressTypes } from "./resources/address-types.js";
export type { Addresses } from "./resources/addresses.js";
export type { Anomalies } from "./resources/anomalies.js";
export type { AnomalyRules } from "./resources/anomaly-rules.js";
export type { Assets } from "./resources/assets.js";
export type { Diagnostics } from "./resources/diagnostics.js";
export type { Executions } from "./resources/executions.js";
export type { Freshness } from "./resources/freshness.js";
export type { Health } from "./resources/health.js";
export type { LineageGraph } from "./resources/lineage-graph.js";
export type { Maintenance } from "./resources/maintenance.js";
export type { Monitoring } from "./resources/monitoring.js";
export type { Operations } from "./resources/operations.js";
export type { PipelineTypes } from "./resources/pipeline-types.js";
export type { Pipelines } from "./resources/pipelines.js";
export type { Reporting } from "./resources/reporting.js";
export {
  RunNotEndedError,
  type RunNotEndedFields,
  RunStartUnknownError,
  RunTimeoutError,
} from "./tracking/errors.js";
export {
  type Environment,
  orchestratorMetadata,
  type TemporalActivityInfo,
  temporalMetadata,
} from "./tracking/orchestrator.js";
export type { PipelineConfig, SyncedPipeline, SyncFacts, SyncOptions } from "./tracking/sync.js";
export type {
  ExecutionResult,
  OrchestratorMetadata,
  RunnablePipeline,
  SkippedExecution,
  TrackChild,
  TrackedChild,
  TrackedExecution,
  TrackedRun,
  TrackOptions,
  WorkResult,
} from "./tracking/types.js";
