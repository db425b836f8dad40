import { type Emulated, failing, freshnessCheck, neverAsserted, passing, type Row } from "./freshness-rows.js";

const archive = (container: Emulated): void => {
  container.deleted_at = "2026-01-05T00:00:00.000000Z";
};

const byMeasurement: readonly Row[] = [
  {
    what: "data that has outgrown the limit of a check since it passed",
    container: { hoursSinceUpdate: 25, measuredHoursAgo: 1, checks: [freshnessCheck(24, { assertedHoursAgo: 20 })] },
    is: "stale",
    reason: "its data is 25.0 h old, and the limit is 24.0 h",
  },
  {
    what: "data as old as the limit of a check",
    container: { hoursSinceUpdate: 24, checks: [freshnessCheck(24, { assertedHoursAgo: 20 })] },
    is: "fresh",
    reason: "its freshness check 1 passes",
  },
  {
    what: "data that has outgrown the limit of a check since it passed, by a measurement from just before",
    container: {
      hoursSinceUpdate: 25.9,
      measuredHoursAgo: 2.02,
      checks: [freshnessCheck(24, { assertedHoursAgo: 2 })],
    },
    is: "outgrown",
    reason: "its last known change is 25.9 h ago, after which its freshness check 1 passed, and its limit is 24.0 h",
  },
  {
    what: "the same where the check passed a moment beyond its limit, as clocks differ",
    container: { hoursSinceUpdate: 25.05, measuredHoursAgo: 2, checks: [passing] },
    is: "outgrown",
    reason: "its last known change is 25.1 h ago",
  },
  {
    what: "data that was too old before the check passed, and must have changed since",
    container: { hoursSinceUpdate: 30, measuredHoursAgo: 3, checks: [passing] },
    is: "fresh",
    reason: "its freshness check 1 passes",
  },
  {
    what: "data within the limit of a check, by a measurement from before it passed",
    container: { hoursSinceUpdate: 23, measuredHoursAgo: 2, checks: [passing] },
    is: "fresh",
    reason: "its freshness check 1 passes",
  },
  {
    what: "a later measurement that tells no change",
    container: { hoursSinceUpdate: null, checks: [passing] },
    is: "fresh",
    reason: "its freshness check 1 passes",
  },
  {
    what: "a check that passes where nothing was measured",
    container: { measuredHoursAgo: null, checks: [passing] },
    is: "fresh",
    reason: "its freshness check 1 passes",
  },
  {
    what: "the limit of a check that is tighter than the caller's",
    container: { hoursSinceUpdate: 3, checks: [freshnessCheck(2)] },
    maxAgeHours: 24,
    is: "stale",
    reason: "its data is 3.0 h old, and the limit is 2.0 h",
  },
];

const byLimit: readonly Row[] = [
  {
    what: "no check, within the limit",
    maxAgeHours: 2,
    is: "fresh",
    reason: "its data is 1.0 h old, and the limit is 2.0 h",
  },
  {
    what: "no check, at the limit",
    container: { hoursSinceUpdate: 2 },
    maxAgeHours: 2,
    is: "fresh",
    reason: "its data is 2.0 h old, and the limit is 2.0 h",
  },
  {
    what: "no check, beyond the limit",
    container: { hoursSinceUpdate: 2.01 },
    maxAgeHours: 2,
    is: "stale",
    reason: "its data is 2.01 h old, and the limit is 2.0 h",
  },
  {
    what: "a limit of nothing",
    container: { hoursSinceUpdate: 0 },
    maxAgeHours: 0,
    is: "fresh",
    reason: "its data is 0.0 h old",
  },
  {
    what: "no measurement",
    container: { measuredHoursAgo: null },
    maxAgeHours: 24,
    is: "never_measured",
    reason: "it was never measured",
  },
  {
    what: "no measurement, since it is not tracked",
    container: { measuredHoursAgo: null },
    change: (container) => {
      container.freshness_tracking_enabled = false;
    },
    maxAgeHours: 24,
    is: "never_measured",
    reason: "its freshness is not tracked",
  },
  {
    what: "a measurement that tells no change",
    container: { hoursSinceUpdate: null },
    maxAgeHours: 24,
    is: "never_measured",
    reason: "the platform does not tell when its data last changed",
  },
  {
    what: "a measurement from before the limit, which the data may have changed since",
    container: { hoursSinceUpdate: 30, measuredHoursAgo: 3 },
    maxAgeHours: 2,
    is: "measured_too_early",
    reason: "it was measured 3.0 h ago, and the limit is 2.0 h",
  },
  {
    what: "a measurement at the limit",
    container: { hoursSinceUpdate: 2, measuredHoursAgo: 2 },
    maxAgeHours: 2,
    is: "fresh",
    reason: "its data is 2.0 h old",
  },
  {
    what: "a change in the future",
    container: { hoursSinceUpdate: -1 },
    maxAgeHours: 24,
    is: "unreadable",
    reason: "its last change or its measurement lies in the future",
  },
  {
    what: "a measurement in the future",
    container: { measuredHoursAgo: -1 },
    maxAgeHours: 24,
    is: "unreadable",
    reason: "its last change or its measurement lies in the future",
  },
  {
    what: "a change a moment ahead of the clock",
    container: { hoursSinceUpdate: -0.05 },
    maxAgeHours: 24,
    is: "fresh",
    reason: "h old",
  },
  {
    what: "a check that passes, within the limit",
    container: { checks: [passing] },
    maxAgeHours: 2,
    is: "fresh",
    reason: "its data is 1.0 h old, and the limit is 2.0 h",
  },
  {
    what: "a check that passes, beyond the limit",
    container: { hoursSinceUpdate: 3, checks: [passing] },
    maxAgeHours: 2,
    is: "stale",
    reason: "its data is 3.0 h old, and the limit is 2.0 h",
  },
  {
    what: "a check that passes, and no measurement",
    container: { measuredHoursAgo: null, checks: [passing] },
    maxAgeHours: 2,
    is: "never_measured",
    reason: "it was never measured",
  },
  {
    what: "a check that fails, within the limit",
    container: { checks: [failing] },
    maxAgeHours: 1000,
    is: "stale",
    reason: "its freshness check 1 fails",
  },
  {
    what: "a check that was never asserted, within the limit",
    container: { checks: [neverAsserted] },
    maxAgeHours: 24,
    is: "never_asserted",
    reason: "its freshness check 1 was never asserted",
  },
  {
    what: "a check that was never asserted, beyond the limit",
    container: { hoursSinceUpdate: 25, checks: [neverAsserted] },
    maxAgeHours: 24,
    is: "stale",
    reason: "its data is 25.0 h old",
  },
  {
    what: "a check that passed long ago, within the limit",
    container: { checks: [freshnessCheck(24, { assertedHoursAgo: 100 })] },
    maxAgeHours: 24,
    is: "asserted_too_early",
    reason: "was asserted 100.0 h ago",
  },
];

const archived: readonly Row[] = [
  {
    what: "an archived container whose check passes",
    container: { checks: [passing] },
    change: archive,
    is: "archived",
    reason: "it is archived",
  },
  {
    what: "an archived container within the limit",
    change: archive,
    maxAgeHours: 24,
    is: "archived",
    reason: "it is archived",
  },
  {
    what: "an archived container whose check fails",
    container: { checks: [failing] },
    change: archive,
    is: "stale",
    reason: "its freshness check 1 fails",
  },
];

/** Those that a measurement, a limit of the caller or an archive decides. */
export const LIMIT_ROWS: readonly Row[] = [...byMeasurement, ...byLimit, ...archived];
