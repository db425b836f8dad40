import * as z from "zod/mini";
import {
  type AssetRef,
  between,
  type Field,
  field,
  filledText,
  flag,
  INVALID,
  type Input,
  type Issue,
  input,
  int,
  number,
  open,
  optional,
  type AnomalyListParams as PortableListParams,
  type Schema,
  type Table,
  timeInput,
} from "../../../base.js";
import { intIdField, numberOf } from "../ids.js";
import type { AnomalyType } from "./anomalies.js";
import { anomalyIdField } from "./anomaly-ids.js";
import { type AnomalyStatus, statusField } from "./anomaly-statuses.js";
import {
  type Archived,
  archivedField,
  dayField,
  flagField,
  idsField,
  namesField,
  type OneOrMore,
  oneOrMore,
  type PageParams,
  pageFields,
  type Sort,
  sortField,
} from "./params.js";

/** More than any deployment is old. */
const MOST_DAYS = 36_500;

type Ids = OneOrMore<string | number> | undefined;

/** What `anomalies.list` and `anomalies.requireNone` both filter by. */
interface AnomalyFilters extends PortableListParams {
  /** A container: its id, or `datastore.container`, which is looked up first. Not beside `container`. */
  asset?: AssetRef | undefined;
  /** Not supported: the platform weighs anomalies in the place of it. */
  severity?: PortableListParams["severity"];
  container?: Ids;
  datastore?: Ids;
  /** In any case of letters. Archived statuses are found too: `archived` goes along. Not beside `isOpen`. */
  status?: OneOrMore<AnomalyStatus> | undefined;
  anomalyType?: AnomalyType | undefined;
  qualityCheck?: Ids;
  /** Names of rules, such as `notNull`. */
  ruleType?: OneOrMore<string> | undefined;
  /** Names of tags. */
  tag?: OneOrMore<string> | undefined;
}

/** Filters of `anomalies.list`. Ids of anomalies are numbers or UUIDs. */
export interface AnomalyListParams extends AnomalyFilters, PageParams {
  /** True: Active and Acknowledged ones. False: archived ones. */
  isOpen?: boolean | undefined;
  /**
   * Those detected since: the platform is asked for those since that day (in UTC), and what is older is dropped when it was
   * read, so that pages may hold fewer items than `size`, while the total counts what was dropped. Not beside `startDate`.
   */
  since?: Date | string | undefined;
  id?: Ids;
  search?: string | undefined;
  message?: string | undefined;
  segment?: string | undefined;
  operation?: Ids;
  field?: Ids;
  fieldProfile?: Ids;
  template?: Ids;
  containerScan?: Ids;
  partitionScan?: Ids;
  resolvedByContainerScan?: Ids;
  resolvedByOperation?: Ids;
  /** Ids of users. */
  assignee?: Ids;
  relatedToId?: string | number | undefined;
  /** Whether records of it are kept. */
  sourceEnriched?: boolean | undefined;
  /** A day, as the three others: a `Date` (its day in UTC) or a text such as `2026-01-05`. */
  createdDate?: Date | string | undefined;
  startDate?: Date | string | undefined;
  endDate?: Date | string | undefined;
  /** The last so many days. */
  timeframe?: number | undefined;
  /** Default: as `status` and `isOpen` need it; else archived ones are hidden. */
  archived?: Archived | undefined;
  sortId?: Sort | undefined;
  sortCreated?: Sort | undefined;
  sortWeight?: Sort | undefined;
  sortAnomalousRecordsCount?: Sort | undefined;
}

/** What `anomalies.requireNone` looks for. `isOpen` must not be false. */
export interface AnomalyGateParams extends Omit<AnomalyFilters, "asset"> {
  /** A container, or several: ids, or `datastore.container`, which are looked up first. Not beside `container`. */
  asset?: OneOrMore<AssetRef> | undefined;
  /** Default: Active and Acknowledged. */
  status?: OneOrMore<AnomalyStatus> | undefined;
  /** Those detected since. What was not scanned since then shows nothing. */
  since?: Date | string | undefined;
  /** The smallest weight that counts. An anomaly without a weight counts. Default: any. */
  minWeight?: number | undefined;
}

/** A container's id as a number; a name as it is, to be looked up. */
const written = (value: unknown): unknown =>
  typeof value === "number" || (typeof value === "string" && value.trim() !== "")
    ? (numberOf(value) ?? (typeof value === "string" ? value : INVALID))
    : INVALID;

const assetField: Field<AssetRef> = field({
  read: written,
  schema: () =>
    z.custom((value) => written(value) !== INVALID, {
      error: "expected a container's id, or datastore.container",
    }) as unknown as Schema,
});

const shared: Table<AnomalyFilters> = {
  asset: optional(assetField),
  isOpen: optional(flag),
  severity: optional(open("info", "warning", "critical")),
  since: optional(timeInput),
  container: idsField,
  datastore: idsField,
  status: oneOrMore(statusField),
  anomalyType: optional(open("shape", "record")),
  qualityCheck: idsField,
  ruleType: namesField,
  tag: namesField,
};

const anomalyIds: Field<Ids> = oneOrMore(anomalyIdField);
const words: Field<string | undefined> = optional(filledText);
const day: Field<Date | string | undefined> = optional(dayField);

/** Two that say the same thing in two ways would contradict each other. */
function oneWay(params: AnomalyListParams | AnomalyGateParams): Issue | undefined {
  const pairs = [
    ["asset", "container"],
    ["isOpen", "status"],
    ["since", "startDate"],
  ] as const;
  const both = pairs.find((pair) => pair.every((name) => (params as Record<string, unknown>)[name] !== undefined));
  return both && { path: [both[0]], code: "custom", message: `must not be there beside ${both[1]}` };
}

export const anomalyListParams: Input<AnomalyListParams> = input(
  "AnomalyListParams",
  {
    ...shared,
    id: anomalyIds,
    search: words,
    message: words,
    segment: words,
    operation: idsField,
    field: idsField,
    fieldProfile: idsField,
    template: idsField,
    containerScan: idsField,
    partitionScan: idsField,
    resolvedByContainerScan: idsField,
    resolvedByOperation: idsField,
    assignee: idsField,
    relatedToId: optional(intIdField),
    sourceEnriched: flagField,
    createdDate: day,
    startDate: day,
    endDate: day,
    timeframe: optional(between(int, 1, MOST_DAYS)),
    archived: archivedField,
    sortId: sortField,
    sortCreated: sortField,
    sortWeight: sortField,
    sortAnomalousRecordsCount: sortField,
    ...pageFields,
  },
  { also: oneWay },
);

export const anomalyGateParams: Input<AnomalyGateParams> = input(
  "AnomalyGateParams",
  { ...shared, asset: oneOrMore(assetField), minWeight: optional(number) },
  {
    also: (params) =>
      params.isOpen === false
        ? { path: ["isOpen"], code: "custom", message: "must not be false: the gate is about open anomalies" }
        : oneWay(params),
  },
);
