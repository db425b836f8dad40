import {
  type AssetRef,
  filledText,
  type Input,
  input,
  list,
  type Model,
  map,
  maybe,
  model,
  number,
  type Open,
  open,
  optional,
  text,
  time,
} from "../../../base.js";
import { uuidArgument } from "../ids.js";

/** One fact that an investigation cites. */
export interface Evidence {
  eventType: Open<"schema_change" | "freshness_cascade" | "metric_anomaly">;
  /** 0 to 1. */
  confidence: number;
  timestamp: Date;
  summary: string;
  /** What belongs to the event, such as the values before and after. Its keys are the platform's. */
  details: Record<string, unknown>;
  /** The kind of record that is cited. Null on old records, whether or not `sourceId` is. */
  source: Open<"alert" | "schema_change" | "intelligence" | "metric" | "lineage"> | null;
  /** The public id of the record that is cited. Null on old records, whether or not `source` is. */
  sourceId: string | null;
}

type DraftedEvidence = Omit<Evidence, "details"> & { details: Record<string, unknown> | null };

export const evidenceModel: Model<Evidence> = model<DraftedEvidence>(
  "Evidence",
  {
    eventType: open("schema_change", "freshness_cascade", "metric_anomaly"),
    confidence: number,
    timestamp: time,
    summary: text,
    details: maybe(map),
    source: maybe(open("alert", "schema_change", "intelligence", "metric", "lineage")),
    sourceId: maybe(text),
  },
  {
    derive: (evidence) => {
      evidence.details ??= {};
    },
  },
) as unknown as Model<Evidence>;

/** What an investigation found, with its citations. */
export interface EvidenceCapsule {
  /** Null for `explain`, which stores nothing. */
  investigationId: string | null;
  /** The one that was asked, or that the platform asked itself. */
  question: string;
  rootCauseHypothesis: string | null;
  triggers: Evidence[];
  /** Empty for `explain`. */
  consequences: Evidence[];
  /** 0 to 1; null when the platform does not say. */
  confidence: number | null;
  suggestedFix: string | null;
  /** What could not be verified. */
  openQuestions: string[];
}

export const evidenceCapsuleModel: Model<EvidenceCapsule> = model(
  "EvidenceCapsule",
  {
    investigationId: maybe(text),
    question: text,
    rootCauseHypothesis: maybe(text),
    triggers: list(evidenceModel),
    consequences: list(evidenceModel),
    confidence: maybe(number),
    suggestedFix: maybe(text),
    openQuestions: list(text),
  },
  { wire: { rootCauseHypothesis: ["root_cause_hypothesis", "root_cause"] } },
);

/** What to explain. */
export interface ExplainParams {
  /** Default: one that follows from `eventType`. */
  question?: string | undefined;
  /** What went wrong. Default `anomaly`. */
  eventType?: Open<"anomaly" | "freshness" | "schema_change" | "validity"> | undefined;
}

export const explainParams: Input<ExplainParams & { asset: AssetRef }> = input(
  "ExplainParams",
  {
    asset: uuidArgument,
    question: optional(filledText),
    eventType: optional(open("anomaly", "freshness", "schema_change", "validity"), "anomaly"),
  },
  { wire: { asset: "asset_id" } },
);
