import {
  derived,
  type Field,
  flag,
  type Input,
  input,
  int,
  type Model,
  map,
  maybe,
  model,
  type Open,
  open,
  optional,
  type FreshnessListParams as PortableListParams,
  type FreshnessStatus as PortableStatus,
  type FreshnessSummary as PortableSummary,
  text,
  time,
} from "../../../base.js";
import { type ObservabilityMeasurement, observabilityMeasurementModel } from "./container-parts.js";
import { idsField, limitField, namesField, type OneOrMore, pageFields } from "./params.js";
import { type ContainerStub, containerStubModel, type DatastoreStub, datastoreStubModel } from "./stubs.js";

/**
 * Why the freshness of a container is not known.
 * `archived`: the container is.
 * `no_rule`: it has no freshness check in force, and the caller gave no limit.
 * `never_asserted`: no scan has asserted a check of it yet.
 * `asserted_too_early`: the last scan of a check is longer ago than the check's own limit.
 * `outgrown`: the last change that is known was within the limit of a check when that passed, and is not any more.
 * `never_measured`: nothing tells when its data last changed.
 * `measured_too_early`: the last measurement is longer ago than the caller's limit.
 * `unreadable`: what the platform tells makes no limit, or lies in the future.
 */
export type FreshnessUnknown =
  | "archived"
  | "no_rule"
  | "never_asserted"
  | "asserted_too_early"
  | "outgrown"
  | "never_measured"
  | "measured_too_early"
  | "unreadable";

/** A freshness check of a container. */
export interface FreshnessCheck {
  id: number;
  ruleType: string;
  container: ContainerStub | null;
  status: Open<"Active" | "Draft" | "Invalid" | "Discarded"> | null;
  isTemplate: boolean | null;
  /** Null unless it is archived. */
  deletedAt: Date | null;
  /** What the last scan said; null: it was never asserted. */
  isPassing: boolean | null;
  lastAsserted: Date | null;
  properties: Record<string, unknown> | null;
  /** The greatest age that it allows: `value` of its properties, which is in milliseconds. Null where that is no age. */
  limitHours: number | null;
}

const MS_PER_HOUR = 3_600_000;

export const freshnessCheckModel: Model<FreshnessCheck> = model(
  "FreshnessCheck",
  {
    id: int,
    ruleType: text,
    container: maybe(containerStubModel),
    status: maybe(open("Active", "Draft", "Invalid", "Discarded")),
    isTemplate: maybe(flag),
    deletedAt: maybe(time),
    isPassing: maybe(flag),
    lastAsserted: maybe(time),
    properties: maybe(map),
    limitHours: derived<number | null>(null),
  },
  {
    derive(check) {
      const value = check.properties?.value;
      check.limitHours = typeof value === "number" && value > 0 ? value / MS_PER_HOUR : null;
    },
  },
);

/** An anomaly that a freshness check found. */
export interface FreshnessAnomaly {
  id: number;
  container: ContainerStub | null;
  status: Open<"Active" | "Acknowledged" | "Resolved" | "Invalid" | "Duplicate" | "Discarded"> | null;
  createdAt: Date | null;
  message: string | null;
}

export const freshnessAnomalyModel: Model<FreshnessAnomaly> = model(
  "FreshnessAnomaly",
  {
    id: int,
    container: maybe(containerStubModel),
    status: maybe(open("Active", "Acknowledged", "Resolved", "Invalid", "Duplicate", "Discarded")),
    createdAt: maybe(time),
    message: maybe(text),
  },
  { wire: { createdAt: "created" } },
);

/** All that is needed of a container to tell how fresh it is: what else is wrong with its record does not matter here. */
export interface FreshnessContainer {
  id: number;
  name: string;
  datastore: DatastoreStub | null;
  deletedAt: Date | null;
  freshnessTrackingEnabled: boolean | null;
  latestObservabilityMeasurement: ObservabilityMeasurement | null;
}

export const freshnessContainerModel: Model<FreshnessContainer> = model("FreshnessContainer", {
  id: int,
  name: text,
  datastore: maybe(datastoreStubModel),
  deletedAt: maybe(time),
  freshnessTrackingEnabled: maybe(flag),
  latestObservabilityMeasurement: maybe(observabilityMeasurementModel),
});

/** How old the data of a container is, and what its freshness checks say of it. */
export interface FreshnessStatus extends PortableStatus {
  /** The container's id. */
  assetId: number;
  /** The names of its datastore and its own: `datastore.container`. */
  qualifiedName: string;
  /** By its checks and anomalies. The limit of a gate is the gate's affair. */
  status: Open<"fresh" | "stale" | "unknown">;
  /** When its data last changed, as far as was measured; null where nothing tells it. */
  lastUpdated: Date | null;
  /** By the server's clock. Negative where the last change lies in the future. */
  hoursSinceUpdate: number | null;
  /** The smallest limit of its checks; null where they have none. */
  stalenessThresholdHours: number | null;
  /** When `lastUpdated` was measured; null: never. */
  checkedAt: Date | null;
  /** Whether the platform measures it. */
  isTracked: boolean | null;
  /** Its freshness checks in force: no drafts, no templates, none that is archived. */
  checks: FreshnessCheck[];
  /** Its freshness anomalies that nobody has closed: active and acknowledged ones. */
  openAnomalies: FreshnessAnomaly[];
  /** Why it is not known, as a word; null where it is. */
  unknownBecause: FreshnessUnknown | null;
}

/** Counts of containers by freshness. */
export interface FreshnessSummary extends PortableSummary {
  totalAssets: number;
  fresh: number;
  stale: number;
  unknown: number;
  /** The share of the fresh among all, the unknown included: 0 to 100. Null where there are none. */
  freshPercentage: number | null;
}

/** Filters of `freshness.list`. */
export interface FreshnessListParams extends PortableListParams {
  /** Other containers are read too, and left out: pages are shorter, and `total` counts all. */
  status?: Open<"fresh" | "stale" | "unknown"> | undefined;
  datastore?: OneOrMore<string | number> | undefined;
  tag?: OneOrMore<string> | undefined;
  /** From 1. Default 1. */
  page?: number | undefined;
  /** Containers a page: 1 to 100. Default 50. */
  limit?: number | undefined;
}

export const freshnessListParams: Input<FreshnessListParams> = input(
  "FreshnessListParams",
  {
    status: optional(open("fresh", "stale", "unknown")),
    datastore: idsField,
    tag: namesField,
    page: pageFields.page as Field<number | undefined>,
    limit: limitField,
  },
  { wire: { limit: "size" } },
);
