import type { FreshnessStatus, JobStatus, Operation } from "../../base.js";

/** So much of so many. More can be done than there is in all, since a total may change under way. */
export interface ProgressCount {
  readonly done: number;
  /** Null where it is not known. */
  readonly total: number | null;
  /** What is counted, such as `tables`. */
  readonly unit?: string | undefined;
}

/** A file, a row or a datastore that is done, as an import or export of a configuration tells of it. */
export interface ProgressFile {
  readonly file: string;
  readonly outcome: string;
}

/**
 * How far work has come: what any `onProgress` of this package is told, or a percentage (0 to 100), or a count. Null: nobody
 * knows.
 */
export type Progress =
  | number
  | null
  | ProgressCount
  | Pick<Operation, "state" | "isTerminal" | "progress">
  | Pick<JobStatus, "jobId" | "state" | "status" | "progress">
  | Pick<FreshnessStatus, "qualifiedName" | "status">
  | ProgressFile;

/** What is shown of it. */
export interface Shown {
  /** 0 to 100, whole; null where nothing tells it. */
  readonly percent: number | null;
  readonly note: string;
}

/**
 * What a snapshot shows. Messages of the platform are left out: they may hold credentials, and whoever waits throws them in
 * an error. Never throws: what shows progress must not end the work.
 */
export function shownOf(progress: Progress): Shown {
  // What untyped code hands over may be anything.
  const told = progress as unknown;
  if (typeof told === "number") return { percent: percentOf(told), note: "" };
  if (typeof told !== "object" || told === null) return { percent: null, note: "" };
  if ("jobId" in told) return shownJob(told as JobStatus);
  if ("isTerminal" in told) return shownOperation(told as Operation);
  if ("done" in told) return shownCount(told as ProgressCount & { condition?: unknown });
  if ("file" in told) return shownAs((told as ProgressFile).file, (told as ProgressFile).outcome);
  if ("qualifiedName" in told)
    return shownAs((told as FreshnessStatus).qualifiedName, (told as FreshnessStatus).status);
  return { percent: null, note: "" };
}

function shownJob({ state, status, progress }: JobStatus): Shown {
  return { percent: state === "succeeded" ? 100 : percentOf(progress), note: String(status) };
}

function shownOperation({ state, progress }: Operation): Shown {
  const count = progress == null ? "" : countText(progress);
  const percent = progress == null ? null : shareOf(progress);
  return { percent: state === "succeeded" ? 100 : percent, note: count === "" ? String(state) : `${state}, ${count}` };
}

/** Conditions count themselves without a unit. */
function shownCount(count: ProgressCount & { condition?: unknown }): Shown {
  const unit = count.unit ?? ("condition" in count ? "conditions" : undefined);
  return { percent: shareOf(count), note: countText({ ...count, unit }) };
}

const shownAs = (subject: string, word: string): Shown => ({ percent: null, note: `${subject}: ${word}` });

/** Rounded down: what is not whole is not 100 %. */
function percentOf(told: unknown): number | null {
  if (typeof told !== "number" || !Number.isFinite(told)) return null;
  return Math.floor(Math.min(100, Math.max(0, told)));
}

const shareOf = ({ done, total }: ProgressCount): number | null =>
  typeof total === "number" && total > 0 ? percentOf((100 * done) / total) : null;

function countText({ done, total, unit }: ProgressCount): string {
  if (!Number.isFinite(done)) return "";
  const of = typeof total === "number" && Number.isFinite(total) ? ` of ${figure(total)}` : "";
  return `${figure(done)}${of}${unit === undefined || unit === "" ? "" : ` ${unit}`}`;
}

const figure = (value: number): string => value.toLocaleString("en");
