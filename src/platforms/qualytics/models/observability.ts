import {
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
  type Open,
  open,
  optional,
  text,
  time,
} from "../../../base.js";
import type { Timeframe } from "./insights.js";
import {
  dayField,
  idsField,
  namesField,
  type OneOrMore,
  type PageParams,
  pageFields,
  type Sort,
  sortField,
} from "./params.js";
import { type ContainerStub, type DatastoreStub, datastoreStubModel, type Tag, tagModel } from "./stubs.js";

/** An anomaly of a check that watches volume or freshness. */
export interface ObservabilityAnomaly {
  id: number;
  createdAt: Date | null;
  status: Open<"Active" | "Acknowledged" | "Resolved" | "Invalid" | "Duplicate" | "Discarded"> | null;
}

export const observabilityAnomalyModel: Model<ObservabilityAnomaly> = model(
  "ObservabilityAnomaly",
  {
    id: int,
    createdAt: maybe(time),
    status: maybe(open("Active", "Acknowledged", "Resolved", "Invalid", "Duplicate", "Discarded")),
  },
  { wire: { createdAt: "created" } },
);

/** A check that watches the volume or the freshness of a container. */
export interface ObservabilityCheck {
  id: number;
  ruleType: Open<"freshness" | "volumetric"> | null;
  description: string | null;
  /** The limits of its rule, such as `value`: of a freshness check, the greatest age in milliseconds. */
  properties: Record<string, unknown> | null;
  /** What the last scan said; null: it was never asserted. */
  isPassing: boolean | null;
  lastAsserted: Date | null;
  anomalies: ObservabilityAnomaly[];
}

export const observabilityCheckModel: Model<ObservabilityCheck> = model("ObservabilityCheck", {
  id: int,
  ruleType: maybe(open("freshness", "volumetric")),
  description: maybe(text),
  properties: maybe(map),
  isPassing: maybe(flag),
  lastAsserted: maybe(time),
  anomalies: list(observabilityAnomalyModel),
});

/** What was measured on one day. */
export interface DailyRecord {
  /** The day, as its begin in UTC. */
  date: Date | null;
  rowCount: number | null;
  /** When the data had last changed by then. */
  lastModificationTime: Date | null;
}

export const dailyRecordModel: Model<DailyRecord> = model("DailyRecord", {
  date: maybe(time),
  rowCount: maybe(int),
  lastModificationTime: maybe(time),
});

/** What was measured of a container, day by day. */
export interface ObservabilityMeasurements {
  startDate: Date | null;
  endDate: Date | null;
  timeframe: Timeframe | null;
  /** Empty where nothing was measured. */
  dailyRecordsMeasured: DailyRecord[];
}

export const observabilityMeasurementsModel: Model<ObservabilityMeasurements> = model("ObservabilityMeasurements", {
  startDate: maybe(time),
  endDate: maybe(time),
  timeframe: maybe(open("week", "month", "quarter", "year")),
  dailyRecordsMeasured: list(dailyRecordModel),
});

/** A container, and what is known of its volume and freshness over time. */
export interface ContainerObservability extends ContainerStub {
  /** Null unless it is archived. */
  deletedAt: Date | null;
  volumetricTrackingEnabled: boolean | null;
  freshnessTrackingEnabled: boolean | null;
  datastore: DatastoreStub | null;
  favorite: boolean | null;
  wasProfiled: boolean | null;
  tags: Tag[];
  observabilityActiveAnomaliesCount: number | null;
  observabilityActiveChecksCount: number | null;
  observabilityActiveChecks: ObservabilityCheck[];
  /** Null: nothing was measured. */
  observabilityMeasurements: ObservabilityMeasurements | null;
}

export const containerObservabilityModel: Model<ContainerObservability> = model(
  "ContainerObservability",
  {
    id: int,
    name: maybe(text),
    containerType: maybe(open("table", "file", "computed_table", "computed_file", "computed_join")),
    tableType: maybe(open("table", "view")),
    deletedAt: maybe(time),
    volumetricTrackingEnabled: maybe(flag),
    freshnessTrackingEnabled: maybe(flag),
    datastore: maybe(datastoreStubModel),
    favorite: maybe(flag),
    wasProfiled: maybe(flag),
    tags: list(tagModel),
    observabilityActiveAnomaliesCount: maybe(int),
    observabilityActiveChecksCount: maybe(int),
    observabilityActiveChecks: list(observabilityCheckModel),
    observabilityMeasurements: maybe(observabilityMeasurementsModel),
  },
  { wire: { tags: "global_tags" } },
);

/** Filters of `observability.list`. */
export interface ObservabilityListParams extends PageParams {
  datastore?: OneOrMore<string | number> | undefined;
  container?: OneOrMore<string | number> | undefined;
  name?: string | undefined;
  /** Text to look for. */
  search?: string | undefined;
  tag?: OneOrMore<string> | undefined;
  /** The last day of what was measured. Default: today. */
  reportDate?: Date | string | undefined;
  /** How far back it goes. */
  timeframe?: Timeframe | undefined;
  /** The caller's offset from UTC in minutes, by which the platform reads the days. */
  offset?: number | undefined;
  sortId?: Sort | undefined;
  sortFavorite?: Sort | undefined;
  sortCreated?: Sort | undefined;
  sortName?: Sort | undefined;
  sortObservabilityActiveAnomalies?: Sort | undefined;
  sortObservabilityActiveChecks?: Sort | undefined;
  sortContainerType?: Sort | undefined;
  sortLastScanned?: Sort | undefined;
}

export const observabilityListParams: Input<ObservabilityListParams> = input("ObservabilityListParams", {
  datastore: idsField,
  container: idsField,
  name: optional(filledText),
  search: optional(filledText),
  tag: namesField,
  reportDate: optional(dayField),
  timeframe: optional(open("week", "month", "quarter", "year")),
  offset: optional(int),
  sortId: sortField,
  sortFavorite: sortField,
  sortCreated: sortField,
  sortName: sortField,
  sortObservabilityActiveAnomalies: sortField,
  sortObservabilityActiveChecks: sortField,
  sortContainerType: sortField,
  sortLastScanned: sortField,
  ...pageFields,
});
