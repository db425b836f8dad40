import type { FreshnessUnknown } from "dqgate/qualytics";
import type { QualyticsCheckSeed, QualyticsContainerSeed, QualyticsEmulator } from "dqgate/testing";

/** The record of a container. */
export type Emulated = QualyticsEmulator["state"]["containers"][number];

/** A container, a limit, and what the rule says of it. */
export interface Row {
  readonly what: string;
  /** Data of one hour ago, measured now, unless it says otherwise. */
  readonly container?: Omit<QualyticsContainerSeed, "name">;
  readonly change?: (container: Emulated) => void;
  readonly maxAgeHours?: number;
  readonly is: "fresh" | "stale" | FreshnessUnknown;
  /** A part of the gate's reason. */
  readonly reason: string;
}

const HOUR_MS = 3_600_000;

/** A freshness check that passed an hour ago. */
export const freshnessCheck = (limitHours: number, more: Partial<QualyticsCheckSeed> = {}): QualyticsCheckSeed => ({
  rule: "freshness",
  properties: { value: limitHours * HOUR_MS },
  isPassing: true,
  ...more,
});

export const passing = freshnessCheck(24);
export const failing = freshnessCheck(24, { isPassing: false });
export const neverAsserted = freshnessCheck(24, { isPassing: null });
const NO_CHECK = "it has no freshness check in force";

const byChecks: readonly Row[] = [
  { what: "nothing to go by", is: "no_rule", reason: NO_CHECK },
  {
    what: "checks of other rules",
    container: {
      checks: [
        { rule: "volumetric", isPassing: false },
        { rule: "notNull", fields: ["id"], isPassing: true },
      ],
    },
    is: "no_rule",
    reason: NO_CHECK,
  },
  {
    what: "a check that passes",
    container: { checks: [passing] },
    is: "fresh",
    reason: "its freshness check 1 passes, and its limit is 24.0 h",
  },
  { what: "a check that fails", container: { checks: [failing] }, is: "stale", reason: "its freshness check 1 fails" },
  {
    what: "a check that failed long ago",
    container: { checks: [freshnessCheck(24, { isPassing: false, assertedHoursAgo: 500 })] },
    is: "stale",
    reason: "its freshness check 1 fails",
  },
  {
    what: "a check that fails without a limit",
    container: { checks: [{ rule: "freshness", isPassing: false }] },
    is: "stale",
    reason: "its freshness check 1 fails",
  },
  {
    what: "a check that was never asserted",
    container: { checks: [neverAsserted] },
    is: "never_asserted",
    reason: "its freshness check 1 was never asserted",
  },
  {
    what: "a check that passed longer ago than its limit",
    container: { checks: [freshnessCheck(24, { assertedHoursAgo: 24.5 })] },
    is: "asserted_too_early",
    reason: "its freshness check 1 was asserted 24.5 h ago, and its limit is 24.0 h",
  },
  {
    what: "a check that passed just as long ago as its limit",
    container: { checks: [freshnessCheck(24, { assertedHoursAgo: 24 })] },
    is: "fresh",
    reason: "its freshness check 1 passes",
  },
  ...[null, {}, { value: "86400000" }, { value: 0 }, { value: -1 }, { value: null }].map(
    (properties): Row => ({
      what: `a check that passes with the limit ${JSON.stringify(properties)}`,
      container: { checks: [{ rule: "freshness", properties, isPassing: true }] },
      is: "unreadable",
      reason: "its freshness check 1 has no limit that can be read",
    }),
  ),
  {
    what: "a check that passed in the future",
    container: { checks: [freshnessCheck(24, { assertedHoursAgo: -1 })] },
    is: "unreadable",
    reason: "its freshness check 1 was asserted in the future",
  },
  {
    what: "a check that passed a moment ahead of the clock",
    container: { checks: [freshnessCheck(24, { assertedHoursAgo: -0.05 })] },
    is: "fresh",
    reason: "its freshness check 1 passes",
  },
  ...["Draft", "Invalid", "Discarded"].map(
    (status): Row => ({
      what: `a check that is ${status}`,
      container: {
        checks: [
          { ...passing, status },
          { ...failing, status },
        ],
      },
      is: "no_rule",
      reason: NO_CHECK,
    }),
  ),
  {
    what: "one that passes and one that fails",
    container: { checks: [passing, failing] },
    is: "stale",
    reason: "its freshness check 2 fails",
  },
  {
    what: "one that passes and one that was never asserted",
    container: { checks: [passing, neverAsserted] },
    is: "never_asserted",
    reason: "its freshness check 2 was never asserted",
  },
  {
    what: "one that was never asserted and one that fails",
    container: { checks: [neverAsserted, failing] },
    is: "stale",
    reason: "its freshness check 2 fails",
  },
];

const byAnomalies: readonly Row[] = [
  ...["Active", "Acknowledged"].map(
    (status): Row => ({
      what: `an anomaly that is ${status}, and a check that passes`,
      container: { checks: [passing], anomalies: [{ check: 0, status }] },
      is: "stale",
      reason: "anomaly 1 about its freshness is open",
    }),
  ),
  ...["Resolved", "Invalid", "Duplicate", "Discarded"].map(
    (status): Row => ({
      what: `an anomaly that is ${status}, and a check that passes`,
      container: { checks: [passing], anomalies: [{ check: 0, status }] },
      is: "fresh",
      reason: "its freshness check 1 passes",
    }),
  ),
  {
    what: "open anomalies of other rules",
    container: { checks: [passing, { rule: "volumetric" }], anomalies: [{ check: 1 }, {}] },
    is: "fresh",
    reason: "its freshness check 1 passes",
  },
  {
    what: "an open anomaly, and a check that was never asserted",
    container: { checks: [neverAsserted], anomalies: [{ check: 0 }] },
    is: "stale",
    reason: "anomaly 1 about its freshness is open",
  },
  {
    what: "an open anomaly of a check that is in force no more, with a limit that holds",
    container: { checks: [{ ...failing, status: "Discarded" }], anomalies: [{ check: 0 }] },
    maxAgeHours: 24,
    is: "stale",
    reason: "anomaly 1 about its freshness is open",
  },
];

/** Those that checks and anomalies decide. */
export const CHECK_ROWS: readonly Row[] = [...byChecks, ...byAnomalies];
