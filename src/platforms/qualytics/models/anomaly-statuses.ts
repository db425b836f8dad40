import * as z from "zod/mini";
import { type Field, field, INVALID, type Open, type Schema } from "../../../base.js";
import type { Archived, OneOrMore } from "./params.js";

/** Where an anomaly stands while somebody should still look at it. */
export type OpenAnomalyStatus = "Active" | "Acknowledged";

/** Why an anomaly was archived. Builds of 2025 have no `Discarded`. */
export type ArchivedAnomalyStatus = "Resolved" | "Invalid" | "Duplicate" | "Discarded";

/** The platform's word for where an anomaly stands. */
export type AnomalyStatus = Open<OpenAnomalyStatus | ArchivedAnomalyStatus>;

export const OPEN_STATUSES: readonly OpenAnomalyStatus[] = ["Active", "Acknowledged"];
const ARCHIVED_STATUSES: readonly ArchivedAnomalyStatus[] = ["Resolved", "Invalid", "Duplicate", "Discarded"];
export const KNOWN_STATUSES: readonly string[] = [...OPEN_STATUSES, ...ARCHIVED_STATUSES];
/** The words for what is unusual, as `Anomaly` explains them. */
export const KNOWN_TYPES: readonly string[] = ["shape", "record"];

/** The platform's spelling of a word that is known, in whatever case; any other word as it is. */
export const spelled = (word: string, known: readonly string[]): string =>
  known.find((one) => one.toLowerCase() === word.trim().toLowerCase()) ?? word;

const isIn = (words: readonly string[], value: unknown): boolean => typeof value === "string" && words.includes(value);

/** Whether an anomaly of this status is open, in whatever case. A word that nobody knows is not. */
export const isOpenStatus = (status: unknown): boolean =>
  typeof status === "string" && isIn(OPEN_STATUSES, spelled(status, KNOWN_STATUSES));

const isArchivedStatus = (status: unknown): boolean => isIn(ARCHIVED_STATUSES, status);

/** A status in a filter. Its case does not matter. */
export const statusField: Field<AnomalyStatus> = field({
  read: (value) => (typeof value === "string" && value.trim() !== "" ? spelled(value, KNOWN_STATUSES) : INVALID),
  schema: () =>
    z.string().check(z.refine((value) => value.trim() !== "", { error: "must not be empty" })) as unknown as Schema,
});

/** One of two kinds of status; `other` says where the other kind goes. */
const oneOfKind = <T extends string>(
  words: readonly T[],
  isOther: (value: unknown) => boolean,
  other: string,
): Field<T> =>
  field({
    read: (value) => (isIn(words, value) ? value : INVALID),
    schema: () =>
      z.custom((value) => isIn(words, value), {
        error: (issue) => (isOther(issue.input) ? other : `must be one of ${words.join(", ")}`),
      }) as unknown as Schema,
  });

/** A status that keeps an anomaly open. */
export const openStatusField: Field<OpenAnomalyStatus> = oneOfKind(
  OPEN_STATUSES,
  isArchivedStatus,
  "must be Active or Acknowledged; anomalies.archive takes the statuses of archived anomalies",
);

/** A status that an anomaly is archived with. */
export const archivedStatusField: Field<ArchivedAnomalyStatus> = oneOfKind(
  ARCHIVED_STATUSES,
  isOpenStatus,
  "must be Resolved, Invalid, Duplicate or Discarded; anomalies.update takes the statuses of open anomalies",
);

/**
 * What `archived` must say so that a list shows anomalies of these statuses: the platform hides archived ones. Undefined
 * where it need not say anything.
 */
export function archivedFor(statuses: OneOrMore<string> | undefined): Archived | undefined {
  const words = [statuses ?? []].flat();
  if (words.every(isOpenStatus)) return undefined;
  return words.every(isArchivedStatus) ? "only" : "include";
}
