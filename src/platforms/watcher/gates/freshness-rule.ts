import type { FreshnessUnknown } from "../models/freshness.js";
import type { PipelineType } from "../models/pipeline-types.js";
import type { Pipeline } from "../models/pipelines.js";

/** What the rule looks at. */
export type RuledPipeline = Pick<
  Pipeline,
  | "muteFreshnessCheck"
  | "lastTargetInsert"
  | "lastTargetUpdate"
  | "lastTargetSoftDelete"
  | "freshnessNumber"
  | "freshnessDatepart"
>;

export type RuledType = Pick<PipelineType, "muteFreshnessCheck" | "freshnessNumber" | "freshnessDatepart">;

/** A number of units of time, and who sets it. */
export interface FreshnessLimit {
  readonly number: number;
  readonly datepart: string;
  readonly of: "pipeline" | "pipeline_type";
}

/** What the rule says of a pipeline at a moment. */
export interface FreshnessRuling {
  readonly status: "fresh" | "stale" | "unknown";
  readonly last: Date | null;
  readonly limit: FreshnessLimit | null;
  readonly deadline: Date | null;
  readonly unknownBecause: FreshnessUnknown | null;
  readonly reason: string | null;
}

const MINUTE_MS = 60_000;
const LENGTHS: Readonly<Record<string, number>> = {
  minute: MINUTE_MS,
  hour: 60 * MINUTE_MS,
  day: 24 * 60 * MINUTE_MS,
  week: 7 * 24 * 60 * MINUTE_MS,
};
const MONTHS: Readonly<Record<string, number>> = { month: 1, year: 12 };
/** The server's calendar ends here. */
const END_OF_TIME = Date.UTC(10_000, 0);

/**
 * The server's own rule, step by step: a muted pipeline is not checked, nor is one of a muted type, nor one that never
 * wrote anything, nor one for which neither it nor its type sets both a number and a unit. All others are stale when the
 * last write and the limit together lie before now, and fresh up to that very moment. `type` may be null for a muted
 * pipeline only, of which it is not asked.
 */
export function freshnessRuling(pipeline: RuledPipeline, type: RuledType | null, now: number): FreshnessRuling {
  const last = latest(pipeline.lastTargetInsert, pipeline.lastTargetUpdate, pipeline.lastTargetSoftDelete);
  const limit = limitOf(pipeline, "pipeline") ?? limitOf(type, "pipeline_type");
  const unknown = (unknownBecause: FreshnessUnknown, reason: string): FreshnessRuling => ({
    status: "unknown",
    last,
    limit,
    deadline: null,
    unknownBecause,
    reason,
  });
  if (pipeline.muteFreshnessCheck) return unknown("muted", "its freshness check is muted");
  if (type === null) return unknown("unreadable", "its type is not in the server's list");
  if (type.muteFreshnessCheck) return unknown("type_muted", "the freshness check of its type is muted");
  if (last === null) return unknown("never_written", "no run has written anything yet");
  if (limit === null) return unknown("no_rule", "neither it nor its type has a number and a unit of freshness");
  const deadline = after(last, limit.number, limit.datepart);
  if (deadline === undefined) return unknown("unreadable", `nothing tells how long a ${limit.datepart} is`);
  if (deadline === null) return unknown("unreadable", "its limit lies beyond the calendar");
  return {
    status: deadline.getTime() < now ? "stale" : "fresh",
    last,
    limit,
    deadline,
    unknownBecause: null,
    reason: null,
  };
}

function latest(...dates: readonly (Date | null)[]): Date | null {
  const times = dates.filter((date) => date !== null).map((date) => date.getTime());
  return times.length === 0 ? null : new Date(Math.max(...times));
}

function limitOf(
  settings: Pick<RuledType, "freshnessNumber" | "freshnessDatepart"> | null,
  of: FreshnessLimit["of"],
): FreshnessLimit | null {
  const { freshnessNumber: number, freshnessDatepart: datepart } = settings ?? {};
  return (number ?? null) === null || (datepart ?? null) === null
    ? null
    : { number: number as number, datepart: datepart as string, of };
}

/** The length of a limit in milliseconds; null where it depends on the day from which it runs. */
export function lengthOf({ number, datepart }: FreshnessLimit): number | null {
  const length = Object.hasOwn(LENGTHS, datepart) ? LENGTHS[datepart] : undefined;
  return length === undefined ? null : number * length;
}

/** A moment so many units later, in UTC; undefined for an unknown unit, null beyond the calendar. */
function after(from: Date, number: number, datepart: string): Date | null | undefined {
  const length = lengthOf({ number, datepart, of: "pipeline" });
  const months = Object.hasOwn(MONTHS, datepart) ? MONTHS[datepart] : undefined;
  if (length === null && months === undefined) return undefined;
  const time = length === null ? monthsAfter(from, number * (months as number)) : from.getTime() + length;
  return time < END_OF_TIME ? new Date(time) : null; // NaN, for what no Date can hold, is not below it.
}

/** The same day and time so many months later, or the last day of that month where it is shorter. */
function monthsAfter(from: Date, months: number): number {
  const date = new Date(from);
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  // Day 0 of the next month is the last one of this.
  const end = new Date(date);
  end.setUTCMonth(end.getUTCMonth() + 1, 0);
  return date.setUTCDate(Math.min(from.getUTCDate(), end.getUTCDate()));
}
