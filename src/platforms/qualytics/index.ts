/**
 * Qualytics: `new Client(qualytics({ url, token }))`, its models and its namespaces.
 *
 * @module dqgate/qualytics
 */
export type { QualyticsOptions } from "./config.js";
export * from "./models/operations.js";
export type { Archived, OneOrMore, PageParams, Sort } from "./models/params.js";
export type {
  DatastoreRunBody,
  ExportRun,
  ExternalScanRun,
  GlobalExportRun,
  MaterializeRun,
  ProfileRun,
  PromoteChecksRun,
  PromoteRun,
  RunBody,
  ScanRun,
  SyncRun,
} from "./models/run-bodies.js";
export * from "./models/run-containers.js";
export * from "./models/stubs.js";
export type { OperationRef } from "./operation-rules.js";
export { type QualyticsClient, type QualyticsNamespaces, qualytics } from "./platform.js";
export type { AbortOptions, Operations } from "./resources/operations.js";
export type { RunManyOptions, RunOutcome } from "./runs.js";
