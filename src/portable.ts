import type { Open } from "./core/model/field.js";
import type { PagePromise } from "./core/pagination.js";
import type { RequestOptions } from "./core/request.js";
import type { GateEvidence, Verdict } from "./gates/evidence.js";
import type { WaitOptions } from "./gates/wait.js";

/** A platform's id of an asset, or the qualified name that a person would type. Each platform says which it takes. */
export type AssetRef = string | number;

/** A table, view, file or other thing that holds data. */
export interface Asset {
  id: string | number;
  qualifiedName: string;
  name: string;
  assetType: Open<"table" | "view" | "file" | "model" | "pipeline" | "address">;
  /** The kind of system that it lives in, such as `snowflake`. */
  source: string | null;
  description: string | null;
  rowCount: number | null;
  tags: readonly string[];
  createdAt: Date | null;
  updatedAt: Date | null;
}

/** How old an asset's data is. */
export interface FreshnessStatus {
  assetId: string | number;
  qualifiedName: string;
  status: Open<"fresh" | "stale" | "unknown">;
  isFresh: boolean;
  isStale: boolean;
  lastUpdated: Date | null;
  hoursSinceUpdate: number | null;
  stalenessThresholdHours: number | null;
  checkedAt: Date | null;
  /** Why the status is unknown: muted, never written, not tracked; null when it is known or the platform does not say. */
  reason: string | null;
}

/** Counts of assets by freshness. */
export interface FreshnessSummary {
  totalAssets: number;
  fresh: number;
  /** Null when the platform does not say. */
  stale: number | null;
  /** Null when the platform does not say. */
  unknown: number | null;
  /** 0 to 100; null when the platform does not say. */
  freshPercentage: number | null;
}

/** A quality check. */
export interface Check {
  id: string | number;
  /** Null on a check of no asset, such as a template. */
  asset: AssetRef | null;
  rule: string;
  fields: readonly string[];
  description: string | null;
  severity: Open<"info" | "warning" | "critical"> | null;
  isActive: boolean;
  lastVerdict: Verdict;
  lastCheckedAt: Date | null;
}

/** One run of a quality check. */
export interface CheckResult {
  checkId: string | number;
  verdict: Verdict;
  totalRows: number | null;
  failedRows: number | null;
  checkedAt: Date | null;
  message: string | null;
}

/** Something unusual that a platform noticed. */
export interface Anomaly {
  id: string | number;
  asset: AssetRef | null;
  status: Open<"active" | "acknowledged" | "resolved">;
  isOpen: boolean;
  severity: Open<"info" | "warning" | "critical"> | null;
  kind: string | null;
  message: string | null;
  detectedAt: Date | null;
}

/** Where a piece of work stands, in one vocabulary for all platforms. */
export type WorkState = "queued" | "running" | "succeeded" | "failed" | "aborted" | "unknown";

/** A long piece of work on a platform. */
export interface Operation {
  id: string | number;
  type: string;
  state: WorkState;
  isTerminal: boolean;
  progress: { done: number; total: number | null; unit: string } | null;
  message: string | null;
  warnings: readonly string[];
  startedAt: Date | null;
  endedAt: Date | null;
}

/** Counts of validity rules by their last result. */
export interface ValiditySummary {
  totalRules: number;
  passing: number;
  failing: number;
  error: number;
}

/** A rule that the values of a table or column must keep. */
export interface ValidityRule {
  id: string | number;
  name: string | null;
  ruleType: string;
  columnName: string | null;
  /** Null when the platform knows none. */
  severity: Open<"info" | "warning" | "critical"> | null;
  isActive: boolean;
}

/** One check of a validity rule. */
export interface ValidityCheckResult {
  id: string | number;
  verdict: Verdict;
  totalRows: number | null;
  invalidCount: number | null;
  checkedAt: Date | null;
}

/** Counts of referential checks by their last result. */
export interface ReferentialSummary {
  totalChecks: number;
  activeChecks: number;
  passingChecks: number;
  failingChecks: number;
}

/** A foreign key to hold. */
export interface ReferentialCheck {
  id: string | number;
  name: string | null;
  childTablePath: string;
  childColumnName: string;
  parentTablePath: string;
  parentColumnName: string;
  isActive: boolean;
}

/** One run of a referential check. */
export interface ReferentialCheckResult {
  id: string | number;
  verdict: Verdict;
  orphanCount: number | null;
  totalChildRows: number | null;
  checkedAt: Date | null;
}

/** One fact that an investigation cites. */
export interface Evidence {
  eventType: string;
  /** 0 to 1. */
  confidence: number;
  timestamp: Date;
  summary: string;
  details: Record<string, unknown>;
  /** The kind of record that is cited; null on old records. */
  source: string | null;
  /** The id of the record that is cited; null on old records. */
  sourceId: string | null;
}

/** What an investigation found, with its citations. */
export interface EvidenceCapsule {
  investigationId: string | null;
  question: string;
  rootCauseHypothesis: string | null;
  triggers: readonly Evidence[];
  consequences: readonly Evidence[];
  /** 0 to 1; null when the platform does not say. */
  confidence: number | null;
  suggestedFix: string | null;
  /** What could not be verified. */
  openQuestions: readonly string[];
}

/** A job as it stands. */
export interface JobStatus {
  jobId: string | number;
  state: WorkState;
  /** The platform's own word. */
  status: string;
  /** 0 to 100; null when the platform does not say. */
  progress: number | null;
  error: string | null;
  createdAt: Date | null;
  completedAt: Date | null;
}

/** A job that was started. */
export interface JobHandle {
  jobId: string | number;
  /** The platform's own word. */
  status: string;
  message: string | null;
}

/** A key to the platform, without its secret. */
export interface ApiKey {
  id: string | number;
  name: string;
  scope: string;
  isActive: boolean;
  createdAt: Date | null;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

/** Filters of every platform's asset list. */
export interface AssetListParams {
  /** Text to look for. */
  search?: string | undefined;
  /** The most items a page. */
  limit?: number | undefined;
}

/** Filters of every platform's freshness list. */
export interface FreshnessListParams {
  status?: Open<"fresh" | "stale" | "unknown"> | undefined;
  /** The most items a page. */
  limit?: number | undefined;
}

/** Filters of every platform's anomalies. */
export interface AnomalyListParams {
  asset?: AssetRef | undefined;
  isOpen?: boolean | undefined;
  severity?: Open<"info" | "warning" | "critical"> | undefined;
  /** Those detected since. */
  since?: Date | string | undefined;
}

/** What a gate does where nothing shows an answer: close (`fail`, the default) or open (`pass`). */
export interface UnknownOption {
  onUnknown?: "fail" | "pass" | undefined;
}

/** How fresh an asset must be. */
export interface RequireFreshOptions<in S extends FreshnessStatus = FreshnessStatus>
  extends RequestOptions,
    UnknownOption {
  /** The oldest that the data may be, in hours. It can only tighten what the platform itself calls stale. */
  maxAgeHours?: number | undefined;
  /** True: a stale or unknown asset triggers the platform's refresh, and is asked again until it is fresh or `waitMs` ends. */
  refresh?: boolean | undefined;
  /** How long to wait for all assets to become fresh, in milliseconds. Default: 0, or 10 minutes with `refresh`. */
  waitMs?: number | undefined;
  /** Time between two looks, in milliseconds. Default: 10 000. */
  pollIntervalMs?: number | undefined;
  /** Told of every look. */
  onProgress?: ((status: S) => void) | undefined;
}

/** What `requireFresh` passed on. */
export interface FreshnessEvidence<out S extends FreshnessStatus = FreshnessStatus> extends GateEvidence {
  /** The assets as they were at the last look, in the order in which they were asked for. */
  readonly statuses: readonly S[];
}

export interface Assets {
  list(params?: AssetListParams, options?: RequestOptions): PagePromise<Asset>;
  get(asset: AssetRef, options?: RequestOptions): Promise<Asset>;
}

export interface Freshness {
  get(asset: AssetRef, options?: RequestOptions): Promise<FreshnessStatus>;
  list(params?: FreshnessListParams, options?: RequestOptions): PagePromise<FreshnessStatus>;
  summary(params?: Record<never, never>, options?: RequestOptions): Promise<FreshnessSummary>;
  refresh?(asset: AssetRef, options?: RequestOptions): Promise<JobHandle>;
  requireFresh(asset: AssetRef | readonly AssetRef[], options?: RequireFreshOptions): Promise<FreshnessEvidence>;
}

export interface Checks {
  list(params?: Record<never, never>, options?: RequestOptions): PagePromise<Check>;
  get(check: string | number, options?: RequestOptions): Promise<Check>;
  delete(check: string | number, options?: RequestOptions): Promise<void>;
  results?(params?: Record<never, never>, options?: RequestOptions): PagePromise<CheckResult>;
  requirePassing(
    params: {
      asset?: AssetRef | undefined;
      checks?: readonly (string | number)[] | undefined;
      maxAgeHours?: number | undefined;
    },
    options?: RequestOptions & UnknownOption,
  ): Promise<GateEvidence>;
}

export interface Anomalies {
  list(params?: AnomalyListParams, options?: RequestOptions): PagePromise<Anomaly>;
  get?(anomaly: string | number, options?: RequestOptions): Promise<Anomaly>;
  requireNone(params?: AnomalyListParams, options?: RequestOptions & UnknownOption): Promise<GateEvidence>;
}

export interface Operations {
  /** Not on every platform: Watcher, for one, has no list of runs. */
  list?(params?: Record<never, never>, options?: RequestOptions): PagePromise<Operation>;
  get(operation: string | number, options?: RequestOptions): Promise<Operation>;
  abort?(operation: string | number, options?: RequestOptions): Promise<Operation>;
  watch(operation: string | number, options?: WaitOptions<Operation>): AsyncIterable<Operation>;
  waitForOperation(operation: string | number, options?: WaitOptions<Operation>): Promise<Operation>;
}

export interface Validity {
  summary(asset: AssetRef, options?: RequestOptions): Promise<ValiditySummary>;
  list(asset: AssetRef, params?: Record<never, never>, options?: RequestOptions): PagePromise<ValidityRule>;
  get(asset: AssetRef, rule: string | number, options?: RequestOptions): Promise<ValidityRule>;
  check(
    asset: AssetRef,
    rule: string | number,
    params?: Record<never, never>,
    options?: RequestOptions,
  ): Promise<ValidityCheckResult>;
  results(
    asset: AssetRef,
    rule: string | number,
    params?: Record<never, never>,
    options?: RequestOptions,
  ): PagePromise<ValidityCheckResult>;
  requireValid(asset: AssetRef, options?: RequestOptions & UnknownOption): Promise<GateEvidence>;
}

export interface Referential {
  summary(asset: AssetRef, options?: RequestOptions): Promise<ReferentialSummary>;
  list(asset: AssetRef, params?: Record<never, never>, options?: RequestOptions): PagePromise<ReferentialCheck>;
  get(asset: AssetRef, check: string | number, options?: RequestOptions): Promise<ReferentialCheck>;
  execute(asset: AssetRef, check: string | number, options?: RequestOptions): Promise<ReferentialCheckResult>;
  results(
    asset: AssetRef,
    check: string | number,
    params?: Record<never, never>,
    options?: RequestOptions,
  ): PagePromise<ReferentialCheckResult>;
  requireIntact(asset: AssetRef, options?: RequestOptions & UnknownOption): Promise<GateEvidence>;
}

export interface Investigations {
  explain(
    asset: AssetRef,
    params?: { question?: string | undefined },
    options?: RequestOptions,
  ): Promise<EvidenceCapsule>;
  get?(investigation: string | number, options?: RequestOptions): Promise<EvidenceCapsule>;
}

export interface Jobs {
  status(job: string | number, options?: RequestOptions): Promise<JobStatus>;
  watch(job: string | number, options?: WaitOptions<JobStatus>): AsyncIterable<JobStatus>;
  waitForJob(job: string | number, options?: WaitOptions<JobStatus>): Promise<JobStatus>;
}

export interface ApiKeys {
  list(params?: Record<never, never>, options?: RequestOptions): PagePromise<ApiKey>;
  get(key: string | number, options?: RequestOptions): Promise<ApiKey>;
  revoke(key: string | number, options?: RequestOptions): Promise<ApiKey | null>;
}

/** The ten namespaces that code may rely on without knowing the platform. */
export interface PortableNamespaces {
  assets: Assets;
  freshness: Freshness;
  checks: Checks;
  anomalies: Anomalies;
  operations: Operations;
  validity: Validity;
  referential: Referential;
  investigations: Investigations;
  jobs: Jobs;
  apiKeys: ApiKeys;
}
