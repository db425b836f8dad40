import { AbortedError, DqgateError, type PagePromise } from "../../../base.js";
import type { Anomaly } from "../models/anomalies.js";
import type { AnomalyListParams } from "../models/anomaly-params.js";
import { KNOWN_STATUSES, KNOWN_TYPES, spelled } from "../models/anomaly-statuses.js";
import { isHeeded, isPast, type Order, orderOf } from "./anomaly-order.js";

/** Where totals do not tell, so many anomalies are read and no more. */
const MOST_READ = 1_000;
const LARGEST_PAGE = 100;
/** Enough to notice a filter that is not heeded. */
const SMALL_PAGE = 20;

/** What is counted. */
export interface Search {
  /** Sent with every request. */
  readonly filters: {
    readonly container: readonly number[];
    readonly datastore: readonly number[];
    readonly status: readonly string[];
    readonly anomalyType: string | undefined;
    readonly qualityCheck: readonly number[];
    readonly ruleType: readonly string[];
    readonly tag: readonly string[];
  };
  /** Not sent: the sources do not tell for certain how the platform reads its days. */
  readonly since: Date | null;
  /** Not sent: the platform has no such filter. */
  readonly minWeight: number | null;
}

/** What was counted. */
export interface Tally {
  readonly count: number;
  /** Why there may be more than was counted; null when there are not. */
  readonly doubt: string | null;
  /** Some of them. */
  readonly shown: readonly Anomaly[];
  /** Where the count comes from. */
  readonly field: "total" | "items";
}

/** Lists anomalies. */
export type List = (params: AnomalyListParams) => PagePromise<Anomaly>;

/** What is found meanwhile comes last, and moves no other one to another page. */
const BY_ID: AnomalyListParams = { sortId: "asc" };
const NO_TOTAL = "the platform announces no total";

/** Counts by the total of one small page where that tells, else by reading. */
export async function countAnomalies(list: List, search: Search): Promise<Tally> {
  const isCounted = search.since === null && search.minWeight === null;
  return (isCounted ? await countByTotal(list, search) : null) ?? (await countByReading(list, search));
}

/** Null when the answer contradicts itself, or shows that a filter was not heeded. */
async function countByTotal(list: List, search: Search): Promise<Tally | null> {
  const page = await list({ ...paramsOf(search), size: SMALL_PAGE });
  const { items, total } = page;
  const isConsistent = items.length > 0 ? (total ?? items.length) >= items.length : total === null || total === 0;
  if (!isConsistent || !items.every((one) => isAsked(one, search))) return null;
  return {
    count: total ?? items.length,
    doubt: total === null ? NO_TOTAL : null,
    shown: items,
    field: total === null ? "items" : "total",
  };
}

/**
 * Reads anomalies, the newest or weightiest first, until those that follow cannot be meant: that takes an order which the
 * platform is seen to heed. Where a later page does not come, what was found before is an answer all the same.
 */
export async function countByReading(list: List, search: Search): Promise<Tally> {
  const found: Anomaly[] = [];
  const doubt = await readAnomalies(list, search, found).catch((error: unknown) => {
    if (found.length === 0 || !(error instanceof DqgateError) || error instanceof AbortedError) throw error;
    return `not all of them could be read: ${error.name}: ${error.message}`;
  });
  return { count: found.length, doubt, shown: found, field: "items" };
}

/** Puts what it finds into `found`. Gives why there may be more; null when there are not. */
async function readAnomalies(list: List, search: Search, found: Anomaly[]): Promise<string | null> {
  const params = paramsOf(search);
  const order = orderOf(search.since, search.minWeight);
  const places: (number | null)[] = [];
  let lowest: number | null | undefined;
  let doubt: string | null = null;
  let read = 0;
  const sorted = order?.params ?? BY_ID;
  for await (const { items, total, hasNextPage } of list({ ...params, ...sorted, size: LARGEST_PAGE }).pages()) {
    read += items.length;
    const isContradiction = total !== null && total < read;
    doubt = isContradiction
      ? `the platform announces ${total} anomalies and shows ${read}`
      : total === null
        ? NO_TOTAL
        : null;
    found.push(...items.filter((one) => isAsked(one, search) && isWanted(one, search)));
    if (order !== undefined) {
      places.push(...items.map((one) => order.placeOf(one)));
      const mayMoreFollow = hasNextPage() || total === null;
      if (mayMoreFollow && !isContradiction && isPast(places, order)) {
        if (lowest === undefined) lowest = await firstPlace(list, { ...params, ...order.opposite }, order);
        if (isHeeded(places, lowest)) return null;
      }
    }
    if (read >= MOST_READ && hasNextPage()) return `only ${read} anomalies were read`;
  }
  return doubt;
}

async function firstPlace(list: List, params: AnomalyListParams, order: Order): Promise<number | null> {
  const [first] = (await list({ ...params, size: 1 })).items;
  return first === undefined ? null : order.placeOf(first);
}

/** What is not narrowed is not sent. */
const paramsOf = ({ filters }: Search): AnomalyListParams =>
  Object.fromEntries(Object.entries(filters).filter(([, told]) => told !== undefined && told.length > 0));

const fits = <T>(wanted: readonly T[], told: T | null | undefined): boolean =>
  wanted.length === 0 || told === null || told === undefined || wanted.includes(told);

/** The same for words. One that nobody knows may be another name of what is wanted. */
function fitsWord(wanted: readonly string[], told: string | null, known: readonly string[]): boolean {
  if (told === null || !known.includes(spelled(told, known))) return true;
  return fits(
    wanted.map((word) => spelled(word, known)),
    spelled(told, known),
  );
}

/**
 * Whether an anomaly is one of those that were asked for, unless it tells for certain that it is not: to drop one here could
 * open the gate.
 */
function isAsked({ status, type, container, datastore }: Anomaly, { filters }: Search): boolean {
  return (
    fitsWord(filters.status, status, KNOWN_STATUSES) &&
    fitsWord(filters.anomalyType === undefined ? [] : [filters.anomalyType], type, KNOWN_TYPES) &&
    fits(filters.container, container?.id) &&
    fits(filters.datastore, datastore?.id)
  );
}

/** One that tells neither its time nor its weight counts. */
const isWanted = ({ detectedAt, weight }: Anomaly, { since, minWeight }: Search): boolean =>
  (since === null || detectedAt === null || detectedAt >= since) &&
  (minWeight === null || weight === null || weight >= minWeight);
