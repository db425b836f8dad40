import {
  between,
  filledText,
  flag,
  type Input,
  input,
  int,
  list,
  type Model,
  map,
  maybe,
  model,
  number,
  type Open,
  oneOf,
  open,
  optional,
  text,
  time,
  word,
} from "../../../base.js";
import { assetIdField } from "../ids.js";
import { limitField, offsetField, onlyTrue, type PageParams } from "./params.js";

/** How old an asset's data is. */
export interface FreshnessStatus {
  assetId: string;
  qualifiedName: string;
  /** In lower case. `disabled`: not watched. */
  status: Open<"fresh" | "stale" | "unknown" | "disabled">;
  /** From `status`, where the platform does not tell it. */
  isFresh: boolean;
  /** From `status`, where the platform does not tell it. `unknown` and `disabled` are neither fresh nor stale. */
  isStale: boolean;
  lastUpdated: Date | null;
  hoursSinceUpdate: number | null;
  stalenessThresholdHours: number | null;
  checkedAt: Date | null;
  /** Why the status is neither fresh nor stale; null otherwise. */
  reason: string | null;
}

type Drafted = Omit<FreshnessStatus, "status" | "isFresh" | "isStale"> & {
  status: string | null;
  isFresh: boolean | null;
  isStale: boolean | null;
};

export const freshnessStatusModel: Model<FreshnessStatus> = model<Drafted>(
  "FreshnessStatus",
  {
    assetId: text,
    qualifiedName: text,
    status: maybe(word("fresh", "stale", "unknown", "disabled")),
    isFresh: maybe(flag),
    isStale: maybe(flag),
    lastUpdated: maybe(time),
    hoursSinceUpdate: maybe(number),
    stalenessThresholdHours: maybe(number),
    checkedAt: maybe(time),
    reason: maybe(text),
  },
  {
    wire: {
      lastUpdated: ["last_updated", "last_update_time", "last_updated_at"],
      stalenessThresholdHours: ["staleness_threshold_hours", "threshold_hours"],
    },
    derive: (status) => {
      // Without a word, what is not fresh is stale; with one, `unknown` and `disabled` are neither.
      status.isStale ??= status.status === null ? status.isFresh === false : status.status === "stale";
      status.status ??= status.isStale ? "stale" : status.isFresh === true ? "fresh" : "unknown";
      status.isFresh ??= status.status === "fresh";
      if (status.reason === null && status.status !== "fresh" && status.status !== "stale") {
        status.reason = status.status === "disabled" ? "freshness is not watched" : "the platform does not know";
      }
    },
  },
) as unknown as Model<FreshnessStatus>;

/** Counts of assets by freshness. */
export interface FreshnessSummary {
  totalAssets: number;
  fresh: number;
  /** Null when the platform does not say. */
  stale: number | null;
  /** Null when the platform does not say. */
  unknown: number | null;
  disabled: number | null;
  /** 0 to 100; null when the platform does not say. */
  freshPercentage: number | null;
  /** Counts of each source, untouched: `{ total, fresh, stale }`. */
  bySource: Record<string, unknown> | null;
}

export const freshnessSummaryModel: Model<FreshnessSummary> = model(
  "FreshnessSummary",
  {
    totalAssets: int,
    fresh: int,
    stale: maybe(int),
    unknown: maybe(int),
    disabled: maybe(int),
    freshPercentage: maybe(number),
    bySource: maybe(map),
  },
  {
    wire: {
      fresh: ["fresh", "fresh_count"],
      stale: ["stale", "stale_count"],
      unknown: ["unknown", "unknown_count"],
      disabled: ["disabled", "disabled_count"],
      freshPercentage: ["fresh_percentage", "freshness_rate"],
    },
  },
);

/** Filters of `freshness.list`. */
export interface FreshnessListParams extends PageParams {
  status?: Open<"fresh" | "stale" | "unknown" | "disabled"> | undefined;
  /** The kind of source, such as `snowflake`. */
  source?: string | undefined;
  /** One asset, by its UUID or qualified name. */
  assetId?: string | undefined;
}

export const freshnessListParams: Input<FreshnessListParams> = input("FreshnessListParams", {
  status: optional(open("fresh", "stale", "unknown", "disabled")),
  source: optional(filledText),
  assetId: optional(assetIdField),
  limit: limitField,
  offset: offsetField,
});

export type CheckInterval = Open<"5m" | "15m" | "30m" | "1h" | "3h" | "6h" | "12h" | "1d" | "1w">;

/** When the freshness of a table is looked at. */
export interface FreshnessSchedule {
  id: string;
  assetId: string;
  tablePath: string;
  checkInterval: CheckInterval;
  monitoringMode: Open<"auto_learn" | "explicit">;
  freshnessColumn: string | null;
  /** `HH:MM`. */
  expectedUpdateTime: string | null;
  expectedIntervalHours: number | null;
  isActive: boolean;
  createdAt: Date | null;
  lastCheck: Date | null;
  nextCheck: Date | null;
  updatedAt: Date | null;
}

const checkInterval = open("5m", "15m", "30m", "1h", "3h", "6h", "12h", "1d", "1w");

export const freshnessScheduleModel: Model<FreshnessSchedule> = model("FreshnessSchedule", {
  id: text,
  assetId: text,
  tablePath: text,
  checkInterval,
  monitoringMode: open("auto_learn", "explicit"),
  freshnessColumn: maybe(text),
  expectedUpdateTime: maybe(text),
  expectedIntervalHours: maybe(number),
  isActive: flag,
  createdAt: maybe(time),
  lastCheck: maybe(time),
  nextCheck: maybe(time),
  updatedAt: maybe(time),
});

/** Filters of `freshness.listSchedules`. */
export interface FreshnessScheduleListParams extends PageParams {
  assetId?: string | undefined;
  /** True: only those that are active. */
  activeOnly?: boolean | undefined;
}

export const freshnessScheduleListParams: Input<FreshnessScheduleListParams> = input("FreshnessScheduleListParams", {
  assetId: optional(assetIdField),
  activeOnly: onlyTrue,
  limit: limitField,
  offset: offsetField,
});

/** A schedule to make. */
export interface FreshnessScheduleCreateBody {
  assetId: string;
  tablePath: string;
  checkInterval: CheckInterval;
  /** Default `auto_learn`. `explicit` needs `expectedIntervalHours`. */
  monitoringMode?: "auto_learn" | "explicit" | undefined;
  expectedIntervalHours?: number | undefined;
  freshnessColumn?: string | undefined;
  /** Default true. */
  isActive?: boolean | undefined;
}

export const freshnessScheduleCreateBody: Input<FreshnessScheduleCreateBody> = input(
  "FreshnessScheduleCreateBody",
  {
    assetId: assetIdField,
    tablePath: filledText,
    checkInterval,
    monitoringMode: optional(oneOf("auto_learn", "explicit"), "auto_learn"),
    expectedIntervalHours: optional(between(number, 0, Number.MAX_VALUE)),
    freshnessColumn: optional(text),
    isActive: optional(flag, true),
  },
  {
    also: (body) =>
      body.monitoringMode === "explicit" && body.expectedIntervalHours === undefined
        ? { path: ["expectedIntervalHours"], code: "custom", message: "is needed when monitoringMode is explicit" }
        : undefined,
  },
);

/** What to change of a schedule. */
export interface FreshnessScheduleUpdateBody {
  checkInterval?: CheckInterval | undefined;
  expectedIntervalHours?: number | undefined;
  freshnessColumn?: string | undefined;
  monitoringMode?: "auto_learn" | "explicit" | undefined;
  isActive?: boolean | undefined;
}

export const freshnessScheduleUpdateBody: Input<FreshnessScheduleUpdateBody> = input("FreshnessScheduleUpdateBody", {
  checkInterval: optional(checkInterval),
  expectedIntervalHours: optional(between(number, 0, Number.MAX_VALUE)),
  freshnessColumn: optional(text),
  monitoringMode: optional(oneOf("auto_learn", "explicit")),
  isActive: optional(flag),
});

/** A freshness limit to try on the past. */
export interface FreshnessDryRunBody {
  assetId: string;
  tablePath: string;
  expectedIntervalHours: number;
  /** Default 7. */
  lookbackDays?: number | undefined;
}

export const freshnessDryRunBody: Input<FreshnessDryRunBody> = input("FreshnessDryRunBody", {
  assetId: assetIdField,
  tablePath: filledText,
  expectedIntervalHours: between(number, 0, Number.MAX_VALUE),
  lookbackDays: optional(between(int, 1, Number.MAX_SAFE_INTEGER), 7),
});

/** A moment at which the limit would have alerted. */
export interface FreshnessDryRunAlert {
  timestamp: Date | null;
  hoursSinceUpdate: number | null;
}

const freshnessDryRunAlertModel: Model<FreshnessDryRunAlert> = model("FreshnessDryRunAlert", {
  timestamp: maybe(time),
  hoursSinceUpdate: maybe(number),
});

/** What a freshness limit would have done. */
export interface FreshnessDryRun {
  tablePath: string;
  thresholdHours: number;
  lookbackDays: number;
  totalChecks: number;
  wouldAlertCount: number;
  alertRatePercent: number;
  currentAgeHours: number | null;
  wouldAlertNow: boolean;
  sampleAlerts: FreshnessDryRunAlert[];
  recommendation: string | null;
}

export const freshnessDryRunModel: Model<FreshnessDryRun> = model("FreshnessDryRun", {
  tablePath: text,
  thresholdHours: number,
  lookbackDays: int,
  totalChecks: int,
  wouldAlertCount: int,
  alertRatePercent: number,
  currentAgeHours: maybe(number),
  wouldAlertNow: flag,
  sampleAlerts: list(freshnessDryRunAlertModel),
  recommendation: maybe(text),
});
