import { HOUR_MS, hoursText, SAME_TIME_HOURS } from "../../../base.js";
import type { FreshnessAnomaly, FreshnessCheck, FreshnessUnknown } from "../models/freshness.js";
import { RULE_TYPES } from "../models/rule-types.js";

/** What the rule looks at. */
export interface FreshnessFacts {
  readonly isArchived: boolean;
  /** Null: the platform does not say. */
  readonly isTracked: boolean | null;
  /** When the data was measured last, and when it had last changed by then; null where that is not told. */
  readonly measuredAt: Date | null;
  readonly modifiedAt: Date | null;
  /** All but those that are passed over. */
  readonly checks: readonly Pick<
    FreshnessCheck,
    "id" | "ruleType" | "status" | "isPassing" | "lastAsserted" | "limitHours"
  >[];
  /** Those that are open. */
  readonly anomalies: readonly Pick<FreshnessAnomaly, "id" | "status" | "createdAt">[];
}

/** What the rule says of a container at a moment. */
export interface FreshnessRuling {
  readonly status: "fresh" | "stale" | "unknown";
  readonly unknownBecause: FreshnessUnknown | null;
  /** Why, in words that follow the name of the container. */
  readonly reason: string;
  /** The limit that decided, in hours; null where none did. */
  readonly limitHours: number | null;
  /** The field that decided, what it holds, and when that was found. */
  readonly field: string;
  readonly value: number | string | boolean | null;
  readonly seenAt: Date | null;
}

const MODIFIED = "latest_observability_measurement.last_modification_time";
const MEASURED = "latest_observability_measurement.measurement_time";

const RULE = "freshness";
const IN_FORCE = "Active";
const NOT_IN_FORCE: ReadonlySet<string> = new Set(["draft", "invalid", "discarded"]);
const OTHER_RULES: ReadonlySet<string> = new Set(
  RULE_TYPES.map((rule) => rule.toLowerCase()).filter((rule) => rule !== RULE),
);

/** Whether a check says nothing here. By known words alone: one in words that are not known may be in force, and fail. */
export const isPassedOver = ({ ruleType, status, isTemplate, deletedAt }: FreshnessCheck): boolean =>
  OTHER_RULES.has(ruleType.toLowerCase()) ||
  NOT_IN_FORCE.has((status ?? IN_FORCE).toLowerCase()) ||
  isTemplate === true ||
  deletedAt !== null;

/**
 * The rule, in one place. Of all that speaks, the worst holds: stale before unknown, unknown before fresh.
 *
 * - An open freshness anomaly makes a container stale, and so does a freshness check that fails; whatever its age is.
 * - A check that was never asserted, was asserted longer ago than its own limit, has no limit that can be read, or is of a
 *   status or a rule that is not known, leaves it unknown. One that passes speaks for it, unless a later measurement that is not older than the check's limit shows that
 *   the data has outgrown that limit since: then it is stale. Where no later one tells, and the last change that is known is
 *   over the limit by now, it is unknown; unless the check passed when that change was over the limit already, which shows a
 *   later one.
 * - With `maxAgeHours` the last change must be told too, by a measurement that is not older than that: data that is older
 *   is stale, and all else is unknown.
 * - Without a check and without `maxAgeHours` nothing speaks, and an archived container is read no more: both are unknown.
 *
 * An age that is equal to its limit is within it. Moments that lie in the future tell nothing.
 */
export function freshnessRuling(facts: FreshnessFacts, now: number, maxAgeHours?: number): FreshnessRuling {
  const rulings = [
    ...(facts.isArchived ? [unknown("archived", "it is archived", "deleted_at", null, null)] : []),
    ...facts.anomalies.map(byAnomaly),
    ...facts.checks.map((check) => byCheck(check, facts, now)),
    ...(maxAgeHours === undefined ? [] : [byAge(facts, now, maxAgeHours)]),
  ];
  const worst = ["stale", "unknown"].flatMap((status) => rulings.filter((one) => one.status === status));
  // Of what speaks for it, the age comes last, and tells most.
  return (
    worst[0] ?? rulings.at(-1) ?? unknown("no_rule", "it has no freshness check in force", "is_passing", null, null)
  );
}

type Check = FreshnessFacts["checks"][number];

function byAnomaly({ id, status, createdAt }: FreshnessFacts["anomalies"][number]): FreshnessRuling {
  return stale(`anomaly ${id} about its freshness is open`, null, "anomalies.status", status, createdAt);
}

function byCheck(check: Check, facts: FreshnessFacts, now: number): FreshnessRuling {
  const { id, ruleType, status, isPassing, lastAsserted, limitHours } = check;
  const what = `its freshness check ${id}`;
  if (isPassing === false) return stale(`${what} fails`, limitHours, "is_passing", false, lastAsserted);
  if (isPassing === null || lastAsserted === null)
    return unknown("never_asserted", `${what} was never asserted`, "is_passing", null, null);
  const unreadable = (why: string): FreshnessRuling =>
    unknown("unreadable", `${what} ${why}`, "last_asserted", null, lastAsserted);
  // No scan may assert it any more, or it may be about something else.
  if ((status ?? IN_FORCE) !== IN_FORCE)
    return unknown("unreadable", `${what} is ${status}, which is not known`, "status", status, lastAsserted);
  if (ruleType !== RULE)
    return unknown("unreadable", `${what} is of the unknown rule ${ruleType}`, "rule_type", ruleType, lastAsserted);
  if (limitHours === null) return unreadable("has no limit that can be read");
  const asserted = hoursSince(lastAsserted, now);
  if (asserted < -SAME_TIME_HOURS) return unreadable("was asserted in the future");
  const limit = `its limit is ${hoursText(limitHours)}`;
  if (asserted > limitHours) {
    const reason = `${what} was asserted ${hoursText(asserted, limitHours)} ago, and ${limit}`;
    return unknown("asserted_too_early", reason, "last_asserted", asserted, lastAsserted, limitHours);
  }
  // What was found later counts more, where it shows anything.
  const isLater = (facts.measuredAt?.getTime() ?? 0) > lastAsserted.getTime();
  const aged = isLater ? byAge(facts, now, limitHours) : null;
  if (aged?.status === "stale") return aged;
  const age = facts.modifiedAt === null ? null : hoursSince(facts.modifiedAt, now);
  // A pass over data that was too old by what was measured has seen a later change than that.
  const hasSeenLater = age !== null && age - asserted > limitHours + SAME_TIME_HOURS;
  if (age !== null && age > limitHours && !hasSeenLater) {
    const changed = `its last known change is ${hoursText(age, limitHours)} ago`;
    const reason = `${changed}, after which its freshness check ${id} passed, and ${limit}`;
    return unknown("outgrown", reason, MODIFIED, age, facts.measuredAt, limitHours);
  }
  return fresh(`${what} passes, and ${limit}`, limitHours, "is_passing", true, lastAsserted);
}

/** The age by the last measurement. */
function byAge({ measuredAt, modifiedAt, isTracked }: FreshnessFacts, now: number, limit: number): FreshnessRuling {
  if (measuredAt === null) {
    const why = isTracked === false ? "its freshness is not tracked" : "it was never measured";
    return unknown("never_measured", why, MEASURED, null, null);
  }
  if (modifiedAt === null)
    return unknown(
      "never_measured",
      "the platform does not tell when its data last changed",
      MODIFIED,
      null,
      measuredAt,
    );
  const measured = hoursSince(measuredAt, now);
  const age = hoursSince(modifiedAt, now);
  if (Math.min(age, measured) < -SAME_TIME_HOURS)
    return unknown("unreadable", "its last change or its measurement lies in the future", MODIFIED, age, measuredAt);
  const told = `the limit is ${hoursText(limit)}`;
  if (measured > limit) {
    const reason = `it was measured ${hoursText(measured, limit)} ago, and ${told}`;
    return unknown("measured_too_early", reason, MEASURED, measured, measuredAt, limit);
  }
  const reason = `its data is ${hoursText(age, limit)} old, and ${told}`;
  return (age > limit ? stale : fresh)(reason, limit, MODIFIED, age, measuredAt);
}

const hoursSince = (date: Date, now: number): number => (now - date.getTime()) / HOUR_MS;

type Seen = Pick<FreshnessRuling, "field" | "value" | "seenAt">;

const known =
  (status: "fresh" | "stale") =>
  (
    reason: string,
    limitHours: number | null,
    field: Seen["field"],
    value: Seen["value"],
    seenAt: Seen["seenAt"],
  ): FreshnessRuling => ({ status, unknownBecause: null, reason, limitHours, field, value, seenAt });
const stale = known("stale");
const fresh = known("fresh");

function unknown(
  unknownBecause: FreshnessUnknown,
  reason: string,
  field: Seen["field"],
  value: Seen["value"],
  seenAt: Seen["seenAt"],
  limitHours: number | null = null,
): FreshnessRuling {
  return { status: "unknown", unknownBecause, reason, limitHours, field, value, seenAt };
}
