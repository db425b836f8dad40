/** A pipeline and its type, a moment, and what the rule says of them. */
export interface Row {
  readonly what: string;
  readonly now: string;
  /** Of the pipeline; `last` is its last insert. */
  readonly last?: string | null;
  readonly limit?: readonly [number | null, string | null];
  readonly pipeline?: Record<string, unknown>;
  readonly typeLimit?: readonly [number | null, string | null];
  readonly type?: Record<string, unknown>;
  readonly is: "fresh" | "stale" | "muted" | "type_muted" | "never_written" | "no_rule" | "unreadable";
  readonly deadline?: string;
}

const NOW = "2026-03-10T12:00:00Z";

/** The last write, the limit, the deadline, and looks at it, just before and just after. */
const around = (what: string, last: string, number: number, datepart: string, deadline: string): Row[] => {
  const at = (ms: number): string => new Date(Date.parse(deadline) + ms).toISOString();
  return [
    { what: `${what}, a millisecond before`, last, limit: [number, datepart], now: at(-1), is: "fresh", deadline },
    { what: `${what}, at the very moment`, last, limit: [number, datepart], now: at(0), is: "fresh", deadline },
    { what: `${what}, a millisecond after`, last, limit: [number, datepart], now: at(1), is: "stale", deadline },
  ];
};

export const ROWS: readonly Row[] = [
  ...around("one minute", "2026-01-05T12:00:00Z", 1, "minute", "2026-01-05T12:01:00.000Z"),
  ...around("90 minutes over midnight", "2026-01-05T23:00:00Z", 90, "minute", "2026-01-06T00:30:00.000Z"),
  ...around("24 hours", "2026-01-05T12:00:00Z", 24, "hour", "2026-01-06T12:00:00.000Z"),
  ...around(
    "a day over the night that is short in New York",
    "2026-03-07T12:00:00Z",
    1,
    "day",
    "2026-03-08T12:00:00.000Z",
  ),
  ...around(
    "a day over the night that is long in Auckland",
    "2026-04-04T12:00:00Z",
    1,
    "day",
    "2026-04-05T12:00:00.000Z",
  ),
  ...around(
    "hours in the hour that New York leaves out",
    "2026-03-08T02:30:00Z",
    12,
    "hour",
    "2026-03-08T14:30:00.000Z",
  ),
  ...around("two weeks", "2026-02-20T00:00:00Z", 2, "week", "2026-03-06T00:00:00.000Z"),
  ...around("a month", "2026-04-15T08:09:10.111Z", 1, "month", "2026-05-15T08:09:10.111Z"),
  ...around("a month from 31 January", "2026-01-31T10:00:00Z", 1, "month", "2026-02-28T10:00:00.000Z"),
  ...around("a month from 31 January to a leap day", "2028-01-31T10:00:00Z", 1, "month", "2028-02-29T10:00:00.000Z"),
  ...around("a month from 31 March", "2026-03-31T23:59:59.999Z", 1, "month", "2026-04-30T23:59:59.999Z"),
  ...around(
    "a month from 28 February, which is no end",
    "2026-02-28T00:00:00Z",
    1,
    "month",
    "2026-03-28T00:00:00.000Z",
  ),
  ...around("a month over the end of the year", "2025-12-31T00:00:00Z", 2, "month", "2026-02-28T00:00:00.000Z"),
  ...around("thirteen months", "2025-01-31T12:00:00Z", 13, "month", "2026-02-28T12:00:00.000Z"),
  ...around("a month that begins late in the day", "2026-01-31T23:30:00Z", 1, "month", "2026-02-28T23:30:00.000Z"),
  ...around("a month that begins early in the day", "2026-02-01T00:30:00Z", 1, "month", "2026-03-01T00:30:00.000Z"),
  ...around("a year", "2025-03-10T12:00:00Z", 1, "year", "2026-03-10T12:00:00.000Z"),
  ...around("a year from a leap day", "2024-02-29T12:00:00Z", 1, "year", "2025-02-28T12:00:00.000Z"),
  ...around("four years from a leap day", "2024-02-29T12:00:00Z", 4, "year", "2028-02-29T12:00:00.000Z"),
  ...around(
    "a year over the century that has no leap day",
    "2096-02-29T00:00:00Z",
    4,
    "year",
    "2100-02-28T00:00:00.000Z",
  ),

  {
    what: "an offset other than UTC",
    last: "2026-03-10T13:00:00+02:00",
    limit: [1, "hour"],
    now: NOW,
    is: "fresh",
    deadline: "2026-03-10T12:00:00.000Z",
  },
  {
    what: "no offset, which is UTC",
    last: "2026-03-10T10:59:59",
    limit: [1, "hour"],
    now: NOW,
    is: "stale",
    deadline: "2026-03-10T11:59:59.000Z",
  },
  {
    what: "microseconds",
    last: "2026-03-10T11:00:00.000999Z",
    limit: [1, "hour"],
    now: NOW,
    is: "fresh",
    deadline: "2026-03-10T12:00:00.000Z",
  },
  { what: "a unit in capitals", last: "2026-03-10T11:30:00Z", limit: [1, "HOUR"], now: NOW, is: "fresh" },
  { what: "a last write in the future", last: "2026-04-01T00:00:00Z", limit: [1, "minute"], now: NOW, is: "fresh" },
  {
    what: "the latest of three dates: the update",
    last: "2026-03-01T00:00:00Z",
    pipeline: { last_target_update: "2026-03-10T11:30:00Z", last_target_soft_delete: "2026-03-05T00:00:00Z" },
    limit: [1, "hour"],
    now: NOW,
    is: "fresh",
    deadline: "2026-03-10T12:30:00.000Z",
  },
  {
    what: "the latest of three dates: the soft deletion",
    pipeline: { last_target_soft_delete: "2026-03-10T11:45:00Z", last_target_update: "2026-03-10T11:30:00Z" },
    limit: [1, "hour"],
    now: NOW,
    is: "fresh",
    deadline: "2026-03-10T12:45:00.000Z",
  },
  {
    what: "only an old update",
    pipeline: { last_target_update: "2026-03-10T10:00:00Z" },
    limit: [1, "hour"],
    now: NOW,
    is: "stale",
  },

  {
    what: "a muted pipeline that would be stale",
    last: "2020-01-01T00:00:00Z",
    limit: [1, "hour"],
    pipeline: { mute_freshness_check: true },
    now: NOW,
    is: "muted",
  },
  {
    what: "a muted pipeline that would be fresh",
    last: "2026-03-10T11:59:00Z",
    limit: [1, "hour"],
    pipeline: { mute_freshness_check: true },
    now: NOW,
    is: "muted",
  },
  {
    what: "a muted type, own limit",
    last: "2020-01-01T00:00:00Z",
    limit: [1, "hour"],
    type: { mute_freshness_check: true },
    now: NOW,
    is: "type_muted",
  },
  {
    what: "a muted type, the type's limit",
    last: "2026-03-10T11:59:00Z",
    typeLimit: [1, "hour"],
    type: { mute_freshness_check: true },
    now: NOW,
    is: "type_muted",
  },
  {
    what: "both muted",
    last: "2020-01-01T00:00:00Z",
    limit: [1, "hour"],
    pipeline: { mute_freshness_check: true },
    type: { mute_freshness_check: true },
    now: NOW,
    is: "muted",
  },
  {
    what: "a muted timeliness check does not count",
    last: "2020-01-01T00:00:00Z",
    limit: [1, "hour"],
    pipeline: { mute_timeliness_check: true },
    type: { mute_timeliness_check: true },
    now: NOW,
    is: "stale",
  },

  { what: "never written, own limit", limit: [1, "hour"], now: NOW, is: "never_written" },
  { what: "never written, no limit", now: NOW, is: "never_written" },
  {
    what: "never written, but changed",
    limit: [1, "hour"],
    pipeline: { updated_at: "2026-03-10T11:59:00Z", watermark: "9" },
    now: NOW,
    is: "never_written",
  },

  { what: "no limit anywhere", last: "2020-01-01T00:00:00Z", now: NOW, is: "no_rule" },
  {
    what: "the type's limit, held",
    last: "2026-03-10T10:30:00Z",
    typeLimit: [2, "hour"],
    now: NOW,
    is: "fresh",
    deadline: "2026-03-10T12:30:00.000Z",
  },
  {
    what: "the type's limit, passed",
    last: "2026-03-10T09:30:00Z",
    typeLimit: [2, "hour"],
    now: NOW,
    is: "stale",
    deadline: "2026-03-10T11:30:00.000Z",
  },
  {
    what: "its own limit before the type's, longer",
    last: "2026-03-10T09:30:00Z",
    limit: [1, "day"],
    typeLimit: [2, "hour"],
    now: NOW,
    is: "fresh",
  },
  {
    what: "its own limit before the type's, shorter",
    last: "2026-03-10T09:30:00Z",
    limit: [1, "hour"],
    typeLimit: [1, "day"],
    now: NOW,
    is: "stale",
  },
  {
    what: "a lone number falls back",
    last: "2026-03-10T09:30:00Z",
    limit: [1, null],
    typeLimit: [1, "day"],
    now: NOW,
    is: "fresh",
  },
  {
    what: "a lone unit falls back",
    last: "2026-03-10T09:30:00Z",
    limit: [null, "minute"],
    typeLimit: [1, "day"],
    now: NOW,
    is: "fresh",
  },
  {
    what: "a lone number is not mixed with the type's unit",
    last: "2026-03-10T09:30:00Z",
    limit: [1, null],
    typeLimit: [null, "hour"],
    now: NOW,
    is: "no_rule",
  },
  { what: "a lone number of the type", last: "2026-03-10T09:30:00Z", typeLimit: [1, null], now: NOW, is: "no_rule" },
  {
    what: "the timeliness limit is another one",
    last: "2026-03-10T09:30:00Z",
    pipeline: { timeliness_number: 1, timeliness_datepart: "hour" },
    now: NOW,
    is: "no_rule",
  },
  {
    what: "an inactive pipeline is checked",
    last: "2026-03-10T09:30:00Z",
    limit: [1, "hour"],
    pipeline: { active: false },
    now: NOW,
    is: "stale",
  },
  {
    what: "a change is no write",
    last: "2026-03-10T09:30:00Z",
    limit: [1, "hour"],
    pipeline: { updated_at: "2026-03-10T11:59:00Z" },
    now: NOW,
    is: "stale",
  },

  {
    what: "a unit that nobody knows",
    last: "2026-03-10T09:30:00Z",
    limit: [1, "quarter"],
    typeLimit: [1, "day"],
    now: NOW,
    is: "unreadable",
  },
  {
    what: "a unit with the name of an object's property",
    last: "2026-03-10T09:30:00Z",
    limit: [1, "constructor"],
    now: NOW,
    is: "unreadable",
  },
  {
    what: "years beyond the calendar",
    last: "2026-03-10T09:30:00Z",
    limit: [2_147_483_647, "year"],
    now: NOW,
    is: "unreadable",
  },
  {
    what: "weeks beyond the calendar",
    last: "2026-03-10T09:30:00Z",
    limit: [2_147_483_647, "week"],
    now: NOW,
    is: "unreadable",
  },
  {
    what: "the last year of the calendar",
    last: "2026-03-10T09:30:00Z",
    limit: [7_973, "year"],
    now: NOW,
    is: "fresh",
    deadline: "9999-03-10T09:30:00.000Z",
  },
  { what: "the year after it", last: "2026-03-10T09:30:00Z", limit: [7_974, "year"], now: NOW, is: "unreadable" },
];
