/**
 * Emulators of the platforms, for tests: the client under test runs its real transport, retries, paging and models.
 *
 * @module dqgate/testing
 */

export type { EmulatedCheck, Finding, Measurement } from "./anomalyarmor/checks.js";
export { type AnomalyArmorEmulator, type AnomalyArmorSeed, emulateAnomalyArmor } from "./anomalyarmor/index.js";
export type { AssetSeed, KeySeed } from "./anomalyarmor/seed.js";
export type { AlertDestinationSeed, AlertRuleSeed, AlertSeed, AlertsSeed } from "./anomalyarmor/seeds/alerts.js";
export type {
  ChecksSeed,
  MetricSeed,
  ReferentialCheckSeed,
  ValidityRuleSeed,
} from "./anomalyarmor/seeds/checks.js";
export type {
  EvidenceSeed,
  InvestigationSeed,
  KnowledgeSeed,
  LineageEdgeSeed,
  SchemaChangeSeed,
  TagSeed,
} from "./anomalyarmor/seeds/knowledge.js";
export type { AnomalyArmorState, EmulatedAsset, EmulatedJob, EmulatedKey, Wire } from "./anomalyarmor/state.js";
export { VirtualClock } from "./clock.js";
export {
  type EmulatedAnswer,
  type EmulatedCall,
  type EmulatedFetch,
  type EmulatedRoute,
  type Emulator,
  EmulatorError,
  type EmulatorParts,
  type Msw,
  type SeenRequest,
} from "./emulator.js";
export type { Fault, FaultOptions } from "./faults.js";
export { emulateQualytics, type QualyticsEmulator, type QualyticsSeed } from "./qualytics/index.js";
export type * as QualyticsRecords from "./qualytics/records/records.js";
export type {
  AnomalySeed as QualyticsAnomalySeed,
  CheckSeed as QualyticsCheckSeed,
  ConnectionSeed as QualyticsConnectionSeed,
  ContainerSeed as QualyticsContainerSeed,
  DatastoreSeed as QualyticsDatastoreSeed,
  FieldSeed as QualyticsFieldSeed,
  SourceSeed as QualyticsSourceSeed,
} from "./qualytics/seeds.js";
export type { QualyticsState } from "./qualytics/state.js";
export type { RateLimit } from "./rate.js";
export { emulateWatcher, type WatcherEmulator, type WatcherSeed } from "./watcher/index.js";
export type {
  AddressSeed,
  AnomalyRuleSeed,
  CheckSettingsSeed,
  ExecutionSeed,
  PipelineSeed,
  PipelineTypeSeed,
} from "./watcher/seeds.js";
export type {
  CheckLog,
  ClosureRow,
  EmulatedAddress,
  EmulatedAddressType,
  EmulatedEdge,
  EmulatedExecution,
  EmulatedPipeline,
  EmulatedPipelineType,
  EmulatedRule,
  LineagePath,
  ReportRow,
  TaskName,
  WatcherState,
} from "./watcher/state.js";
