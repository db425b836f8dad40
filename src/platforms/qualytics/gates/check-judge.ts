import { HOUR_MS, hoursText, type Observation, SAME_TIME_HOURS, type Verdict } from "../../../base.js";
import type { QualityCheck } from "../models/checks.js";

/** A scan that was run for a gate. */
export interface JudgedScan {
  /** When each check was last asserted before it, in milliseconds; null for never. */
  readonly before: ReadonlyMap<number, number | null>;
  /** Whether it ended in failure or was aborted: what it saw of the data is not known then. */
  readonly hasFailed: boolean;
}

/** What an assertion must be, to show anything. */
export interface Judging {
  /** The oldest that it may be, in hours; undefined for any age. */
  readonly maxAgeHours: number | undefined;
  /** The scan that was run for the gate; undefined where none was. */
  readonly scan: JudgedScan | undefined;
  /** By the server's clock, in milliseconds. */
  readonly now: number;
}

/** A check for people. */
export const nameOf = ({ id, rule, fields }: QualityCheck): string =>
  `check ${id} (${rule}${fields.length === 0 ? "" : ` of ${fields.join(", ")}`})`;

/** Whether scans pass it over: nothing can be asked of it, and nothing is known of it. */
export const isPassedOver = ({ isArchived, isTemplate, status }: QualityCheck): boolean =>
  isArchived || isTemplate || status === "Draft";

/** What the last assertion of a check shows. Only `is_passing: true` of an active check is a pass. */
export function judge(check: QualityCheck, { maxAgeHours, scan, now }: Judging): Observation {
  const name = nameOf(check);
  const { isPassing, lastCheckedAt } = check;
  const seen = (
    verdict: Verdict,
    why: string,
    field = "is_passing",
    value: Observation["value"] = isPassing,
  ): Observation => ({ subject: name, verdict, value, field, measuredAt: lastCheckedAt, reason: `${name} ${why}` });

  if (check.isTemplate) return seen("unknown", "is a template, which no scan asserts", "is_template", true);
  if (!check.isActive) {
    const { status, deletedAt } = check;
    if (check.isArchived && status === "Active")
      return seen("unknown", "is archived", "deleted_at", deletedAt?.toISOString() ?? null);
    return seen("unknown", `is not active (${status ?? "no status is told"})`, "status", status);
  }
  // However old it is, a failure is the last that was seen: no age makes it better.
  if (isPassing === false) return seen("fail", "fails");
  if (isPassing !== true) return seen("unknown", "was never asserted");
  const age = lastCheckedAt === null ? null : (now - lastCheckedAt.getTime()) / HOUR_MS;
  if (age !== null && age < -SAME_TIME_HOURS)
    return seen("unknown", "was last asserted in the future", "last_asserted", lastCheckedAt?.toISOString() ?? null);
  if (scan !== undefined) {
    const last = scan.before.get(check.id);
    if (age === null || last === undefined || (lastCheckedAt as Date).getTime() <= (last ?? Number.NEGATIVE_INFINITY))
      return seen("unknown", "was not asserted by the scan that was run for it");
    if (scan.hasFailed)
      return seen("unknown", "passes by a scan that did not succeed: it may have seen a part of the data");
  }
  if (maxAgeHours !== undefined) {
    if (age === null) return seen("unknown", "passes, and the platform does not tell since when");
    if (age > maxAgeHours)
      return seen(
        "unknown",
        `was last asserted ${hoursText(age, maxAgeHours)} ago, the limit is ${hoursText(maxAgeHours)}`,
      );
  }
  return seen("pass", "passes");
}
