/**
 * Qualytics: `new Client(qualytics({ url, token }))`, its models and its namespaces.
 *
 * @module dqgate/qualytics
 */
export type { CheckRef } from "./check-changes.js";
export type { QualyticsOptions } from "./config.js";
export type { ConnectionRef } from "./connection-update.js";
export type { ContainerRef } from "./container-update.js";
export type { ContainerVerdict } from "./container-validate.js";
export type { DatastoreRef } from "./datastore-update.js";
export { type ActivityEntry, type ActivityListParams, activityEntryModel } from "./models/activity.js";
export * from "./models/anomalies.js";
export type {
  AnomalyArchiveParams,
  AnomalyChange,
  AnomalyDeleteParams,
  AnomalyDeletion,
  AnomalyRecordParams,
  AnomalyUpdateBody,
} from "./models/anomaly-bodies.js";
export type { AnomalyGateParams, AnomalyListParams } from "./models/anomaly-params.js";
export type { AnomalyStatus, ArchivedAnomalyStatus, OpenAnomalyStatus } from "./models/anomaly-statuses.js";
export { type ApiKey, type ApiKeyListParams, apiKeyModel } from "./models/api-keys.js";
export type { Asset, AssetListParams } from "./models/assets.js";
export { type MaskingAuditLog, maskingAuditLogModel } from "./models/audit-logs.js";
export {
  type DatastoresCreateBody,
  type DatastoresCreated,
  type DatastoresValidateBody,
  type DatastoresValidated,
  datastoresCreatedModel,
  datastoresValidatedModel,
  type NewDatastoresCreateBody,
  type NewDatastoresValidateBody,
  type SchemaFailure,
  type SchemaVerdict,
  schemaFailureModel,
  schemaVerdictModel,
} from "./models/bulk-datastores.js";
export type {
  CheckBulkUpdate,
  CheckCreateBody,
  CheckTemplateCreateBody,
  CheckUpdate,
} from "./models/check-bodies.js";
export type { CheckGateOptions, CheckNowParams, RequirePassingParams } from "./models/check-gates.js";
export type { CheckBulkDelete, CheckDeleteOptions, CheckListParams, CheckRemoval } from "./models/check-params.js";
export type { CheckTemplateListParams } from "./models/check-templates.js";
export {
  type CheckStatus,
  type QualityCheck,
  qualityCheckModel,
  type ShortCheck,
  shortCheckModel,
} from "./models/checks.js";
export {
  type Comment,
  type CommentCreateBody,
  type CommentListParams,
  type CommentSource,
  type CommentUpdateBody,
  commentModel,
  commentSourceModel,
} from "./models/comments.js";
export type {
  CastDefinition,
  CleanedEntityNameDefinition,
  ComputedFieldCreateBody,
  ComputedFieldDefinition,
  ConvertFormattedNumericDefinition,
  CustomExpressionDefinition,
  RawComputedFieldDefinition,
} from "./models/computed-field-bodies.js";
export {
  type ComputedField,
  type ComputedFieldSpecification,
  type ComputedFieldSpecificationParams,
  computedFieldModel,
  computedFieldSpecificationModel,
  type Transformation,
} from "./models/computed-fields.js";
export type { ConnectionBody, ConnectionChanges } from "./models/connection-bodies.js";
export {
  type Connection,
  type ConnectionListingParams,
  type ConnectionListParams,
  type ConnectionStub,
  type ConnectionType,
  type ConnectionVerdict,
  connectionModel,
  connectionStubModel,
  connectionVerdictModel,
  type SchemaListParams,
  type StoreType,
} from "./models/connections.js";
export type {
  ComputedFileDefinition,
  ComputedTableDefinition,
  ContainerCreateBody,
  ContainerDefinition,
  ContainerValidateBody,
  JoinSourceBody,
  LateralView,
  PairwiseJoinDefinition,
  SqlJoinDefinition,
} from "./models/container-bodies.js";
export type {
  ComputedFileChanges,
  ComputedJoinChanges,
  ComputedTableChanges,
  ContainerChanges,
  FileChanges,
  TableChanges,
} from "./models/container-changes.js";
export type { ContainerKind } from "./models/container-kinds.js";
export * from "./models/container-listings.js";
export type {
  ContainerFieldParams,
  ContainerFieldProfileParams,
  ContainerListingParams,
  ContainerListParams,
  ContainerValidateParams,
  SourceRecordParams,
} from "./models/container-params.js";
export * from "./models/container-parts.js";
export type { ContainerPatch } from "./models/container-patches.js";
export * from "./models/container-profiles.js";
export * from "./models/container-records.js";
export * from "./models/container-scans.js";
export * from "./models/containers.js";
export type {
  DatastoreBody,
  DatastoreChanges,
  DatastoreGroupBody,
  NewDatastoreSettings,
  RemediationStrategy,
} from "./models/datastore-bodies.js";
export * from "./models/datastore-catalog.js";
export * from "./models/datastore-parts.js";
export {
  type Datastore,
  type DatastoreFilters,
  type DatastoreListParams,
  datastoreModel,
} from "./models/datastores.js";
export type { CheckTemplateExportParams, DatastoreExportParams } from "./models/exports.js";
export {
  type FieldProfile,
  type FieldProfileFilters,
  type FieldProfileGetParams,
  type FieldProfileListParams,
  type FieldProfileSorts,
  type FieldProfileStub,
  fieldProfileModel,
  fieldProfileStubModel,
  type HistogramBucket,
  histogramBucketModel,
} from "./models/field-profiles.js";
export { type FieldStatus, type FieldStub, type FieldType, fieldStubModel } from "./models/field-stubs.js";
export {
  type Field,
  type FieldBulkDelete,
  type FieldBulkUpdate,
  type FieldDeleteParams,
  type FieldListingParams,
  type FieldListParams,
  type FieldMergeParams,
  type FieldRef,
  type FieldUpdate,
  fieldModel,
  type ProfilesOfFieldParams,
} from "./models/fields.js";
export type {
  FlowActionBody,
  FlowCreateBody,
  FlowUpdateBody,
  NotificationActionBody,
  OperationActionBody,
} from "./models/flow-bodies.js";
export * from "./models/flow-executions.js";
export * from "./models/flows.js";
export {
  type FreshnessAnomaly,
  type FreshnessCheck,
  type FreshnessListParams,
  type FreshnessStatus,
  type FreshnessSummary,
  type FreshnessUnknown,
  freshnessAnomalyModel,
  freshnessCheckModel,
} from "./models/freshness.js";
export * from "./models/history.js";
export type { InsightsParams, Timeframe } from "./models/insights.js";
export {
  type Integration,
  type IntegrationCreateBody,
  type IntegrationUpdateBody,
  integrationModel,
} from "./models/integrations.js";
export type { JobStatus } from "./models/jobs.js";
export {
  type ContainerObservability,
  containerObservabilityModel,
  type DailyRecord,
  dailyRecordModel,
  type ObservabilityAnomaly,
  type ObservabilityCheck,
  type ObservabilityListParams,
  type ObservabilityMeasurements,
  observabilityAnomalyModel,
  observabilityCheckModel,
  observabilityMeasurementsModel,
} from "./models/observability.js";
export * from "./models/operations.js";
export type { Archived, OneOrMore, PageParams, Sort } from "./models/params.js";
export type {
  ReferentialCheck,
  ReferentialCheckListParams,
  ReferentialCheckResult,
  ReferentialExecuteOptions,
  ReferentialSummary,
  RequireIntactOptions,
} from "./models/referential.js";
export type {
  DurationComparator,
  InPlatformSpelling,
  NumericComparator,
  PropertiesOf,
  RuleProperties,
  StringComparator,
} from "./models/rule-properties.js";
export * from "./models/rule-specifications.js";
export {
  type KnownRuleType,
  RULE_TYPES,
  RULES,
  type RuleContract,
  type RuleGroup,
  type RuleType,
} from "./models/rule-types.js";
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
export {
  type Schedule,
  type ScheduleCreateBody,
  type ScheduleUpdateBody,
  scheduleModel,
} from "./models/schedules.js";
export {
  type QualityScore,
  qualityScoreModel,
  type ScoreSettings,
  type ScoreSettingsBody,
  scoreSettingsModel,
} from "./models/score-settings.js";
export { type SearchResult, searchResultModel } from "./models/search.js";
export * from "./models/stubs.js";
export { type SystemStatus, systemStatusModel } from "./models/system.js";
export type { TagCreateBody, TagRef, TagUpdate } from "./models/tags.js";
export {
  type Team,
  type TeamCreateBody,
  type TeamListParams,
  type TeamPermission,
  type TeamRef,
  type TeamUpdate,
  teamModel,
} from "./models/teams.js";
export { type CreatedToken, createdTokenModel, type Token, type TokenCreateBody, tokenModel } from "./models/tokens.js";
export { type UserNotification, userNotificationModel } from "./models/user-notifications.js";
export {
  type ServiceUserCreateBody,
  type TeamStub,
  teamStubModel,
  type User,
  type UserListParams,
  type UserRef,
  type UserRole,
  type UserUpdate,
  userModel,
} from "./models/users.js";
export type {
  RequireValidOptions,
  ValidityCheckResult,
  ValidityRule,
  ValidityRuleListParams,
  ValiditySummary,
} from "./models/validity.js";
export * from "./models/webhook.js";
export type { AbortOptions } from "./operation-abort.js";
export type { OperationRef } from "./operation-rules.js";
export { type Environment, resolvePlaceholders } from "./placeholders.js";
export { type QualyticsClient, type QualyticsNamespaces, qualytics } from "./platform.js";
export type { Activity } from "./resources/activity.js";
export type { Anomalies } from "./resources/anomalies.js";
export type { ApiKeys } from "./resources/api-keys.js";
export type { Assets } from "./resources/assets.js";
export type { AuditLogs } from "./resources/audit-logs.js";
export type { CheckTemplates } from "./resources/check-templates.js";
export type { Checks } from "./resources/checks.js";
export type { Comments } from "./resources/comments.js";
export type { ComputedFields } from "./resources/computed-fields.js";
export type { Connections } from "./resources/connections.js";
export type { ContainerProfiles } from "./resources/container-profiles.js";
export type { ContainerScans } from "./resources/container-scans.js";
export type { Containers } from "./resources/containers.js";
export type { Datastores } from "./resources/datastores.js";
export type { Exports } from "./resources/exports.js";
export type { FieldProfiles } from "./resources/field-profiles.js";
export type { Fields } from "./resources/fields.js";
export type { Flows } from "./resources/flows.js";
export type { Freshness } from "./resources/freshness.js";
export type { Insights } from "./resources/insights.js";
export type { Integrations } from "./resources/integrations.js";
export type { Jobs } from "./resources/jobs.js";
export type { Observability } from "./resources/observability.js";
export type { Operations } from "./resources/operations.js";
export type { Referential } from "./resources/referential.js";
export type { Schedules } from "./resources/schedules.js";
export type { Search } from "./resources/search.js";
export type { System } from "./resources/system.js";
export type { Tags } from "./resources/tags.js";
export type { Teams } from "./resources/teams.js";
export type { Tokens } from "./resources/tokens.js";
export type { UserNotifications } from "./resources/user-notifications.js";
export type { Users } from "./resources/users.js";
export type { Validity } from "./resources/validity.js";
export type { RunManyOptions, RunManyProgress, RunOutcome } from "./runs.js";
export { redactConnection, redactCredentials } from "./secrets.js";
export { parseWebhook, verifyWebhook, type WebhookHeaders } from "./webhook.js";
