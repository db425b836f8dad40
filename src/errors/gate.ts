import type { GateEvidence, Verdict } from "../gates/evidence.js";
import type { FreshnessEvidence, JobStatus, Operation } from "../portable.js";
import type { GateReport } from "../reports/report.js";
import { brand, DqgateError, type ErrorContext } from "./dqgate-error.js";

/** A gate stays closed: the answer is no, or nothing shows that it is yes. */
export class GateError extends DqgateError {
  static {
    brand(this, "GateError");
  }

  declare readonly kind: "gate";
  readonly verdict: Verdict;
  /** What the gate saw; null for waits, which carry what they saw last. */
  readonly evidence: GateEvidence | null;

  constructor(
    code: string,
    message: string,
    fields: { verdict: Verdict; evidence: GateEvidence | null },
    context?: ErrorContext,
  ) {
    super(code, "gate", message, { ...context, retryable: false });
    this.verdict = fields.verdict;
    this.evidence = fields.evidence;
  }
}

/** What a `StalenessError` tells about the asset. */
export interface StalenessFacts {
  asset: string;
  hoursSinceUpdate: number | null;
  thresholdHours: number;
  lastUpdated: Date | null;
}

/** An asset's data is older than allowed, or the platform calls it stale. */
export class StalenessError extends GateError {
  static {
    brand(this, "StalenessError");
  }

  declare readonly evidence: FreshnessEvidence;

  /** The asset as the caller named it. */
  readonly asset: string;
  /** Age of the data in hours; null when the platform calls it stale without telling an age. */
  readonly hoursSinceUpdate: number | null;
  /** The limit that applied, in hours. */
  readonly thresholdHours: number;
  readonly lastUpdated: Date | null;

  constructor(facts: StalenessFacts, evidence: FreshnessEvidence, context?: ErrorContext) {
    super("stale_data", evidence.reason, { verdict: "fail", evidence }, context);
    this.asset = facts.asset;
    this.hoursSinceUpdate = facts.hoursSinceUpdate;
    this.thresholdHours = facts.thresholdHours;
    this.lastUpdated = facts.lastUpdated;
  }
}

/** There are anomalies where none are allowed. */
export class AnomaliesFoundError extends GateError {
  static {
    brand(this, "AnomaliesFoundError");
  }

  declare readonly evidence: GateEvidence;

  /** How many there are. At least this many, when the platform announces no total. */
  readonly count: number;

  constructor(count: number, evidence: GateEvidence, context?: ErrorContext) {
    super("anomalies_found", evidence.reason, { verdict: "fail", evidence }, context);
    this.count = count;
  }
}

/** Quality checks fail. */
export class ChecksFailedError extends GateError {
  static {
    brand(this, "ChecksFailedError");
  }

  declare readonly evidence: GateEvidence;

  constructor(evidence: GateEvidence, context?: ErrorContext) {
    super("checks_failed", evidence.reason, { verdict: "fail", evidence }, context);
  }
}

/** Validity rules fail. */
export class ValidityError extends GateError {
  static {
    brand(this, "ValidityError");
  }

  declare readonly evidence: GateEvidence;

  constructor(evidence: GateEvidence, context?: ErrorContext) {
    super("invalid_data", evidence.reason, { verdict: "fail", evidence }, context);
  }
}

/** Foreign keys do not hold. */
export class ReferentialError extends GateError {
  static {
    brand(this, "ReferentialError");
  }

  declare readonly evidence: GateEvidence;

  constructor(evidence: GateEvidence, context?: ErrorContext) {
    super("referential_integrity", evidence.reason, { verdict: "fail", evidence }, context);
  }
}

/** Nothing shows that the answer is yes: never checked, empty, muted, unreadable. */
export class InconclusiveError extends GateError {
  static {
    brand(this, "InconclusiveError");
  }

  declare readonly evidence: GateEvidence;

  constructor(evidence: GateEvidence, context?: ErrorContext) {
    super("inconclusive", evidence.reason, { verdict: "unknown", evidence }, context);
  }
}

/** An operation ended in failure. */
export class OperationFailedError extends GateError {
  static {
    brand(this, "OperationFailedError");
  }

  /** The operation as last seen. */
  readonly snapshot: Operation;

  constructor(message: string, snapshot: Operation, context?: ErrorContext) {
    super("operation_failed", message, { verdict: "fail", evidence: null }, context);
    this.snapshot = snapshot;
  }
}

/** An operation was aborted before it ended. */
export class OperationAbortedError extends GateError {
  static {
    brand(this, "OperationAbortedError");
  }

  /** The operation as last seen. */
  readonly snapshot: Operation;

  constructor(message: string, snapshot: Operation, context?: ErrorContext) {
    super("operation_aborted", message, { verdict: "fail", evidence: null }, context);
    this.snapshot = snapshot;
  }
}

/** A job failed, was cancelled or timed out on the platform. */
export class JobFailedError extends GateError {
  static {
    brand(this, "JobFailedError");
  }

  readonly jobId: string;
  /** The platform's word, such as `failed` or `cancelled`. */
  readonly status: string;
  /** The job as last seen. */
  readonly snapshot: JobStatus;

  constructor(message: string, fields: { jobId: string; status: string; snapshot: JobStatus }, context?: ErrorContext) {
    super("job_failed", message, { verdict: "fail", evidence: null }, context);
    this.jobId = fields.jobId;
    this.status = fields.status;
    this.snapshot = fields.snapshot;
  }
}

/** It had not ended when the deadline came. It goes on at the platform. */
export class WaitTimeoutError extends GateError {
  static {
    brand(this, "WaitTimeoutError");
  }

  readonly timeoutMs: number;
  /** What was waited for, as last seen; null when it was never seen. */
  readonly snapshot: unknown;

  constructor(message: string, fields: { timeoutMs: number; snapshot: unknown }, context?: ErrorContext) {
    super("wait_timeout", message, { verdict: "unknown", evidence: null }, context);
    this.timeoutMs = fields.timeoutMs;
    this.snapshot = fields.snapshot;
  }
}

/** Conditions that `requireAll` asks for do not all pass. Its verdict is `fail` where one says no, else `unknown`. */
export class RequirementsError extends GateError {
  static {
    brand(this, "RequirementsError");
  }

  /** What every condition came to. */
  readonly report: GateReport;
  /** The errors of the conditions that keep it closed, mere warnings left out. */
  readonly causes: readonly DqgateError[];

  constructor(message: string, fields: { report: GateReport; causes: readonly DqgateError[] }, context?: ErrorContext) {
    super("requirements_not_met", message, { verdict: fields.report.verdict, evidence: null }, context);
    this.report = fields.report;
    this.causes = fields.causes;
  }

  /** As of every error, with the report as data: it tells of every cause. */
  override toJSON(): Record<string, unknown> {
    const { causes: _, ...told } = super.toJSON();
    return { ...told, report: this.report.toJSON() };
  }
}
