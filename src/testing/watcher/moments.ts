/** A moment in microseconds since 1970, as fine as the server keeps it. */
export type Moment = number;

export const SECOND: Moment = 1_000_000;
export const DAY: Moment = 86_400 * SECOND;

const SHAPE =
  /^(\d{4})-(\d\d)-(\d\d)(?:[t ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:z|([+-])(\d\d):?(\d\d)?)?)?$/i;
/** Numbers beyond it are milliseconds, others seconds. */
const LARGEST_SECONDS = 2e10;
const LARGEST: Moment = Date.UTC(9999, 11, 31, 23, 59, 59, 999) * 1000;

/** What the server takes for a date-time: ISO 8601, a bare date, or a Unix number. Null for anything else. */
export function momentFrom(value: unknown): Moment | null {
  if (typeof value === "number") return momentOfNumber(value);
  if (typeof value !== "string") return null;
  return /^[+-]?\d+(\.\d+)?$/.test(value) ? momentOfNumber(Number(value)) : momentOfText(value);
}

function momentOfNumber(value: number): Moment | null {
  const moment = Math.round(Math.abs(value) > LARGEST_SECONDS ? value * 1000 : value * SECOND);
  return Math.abs(moment) <= LARGEST ? moment : null;
}

function momentOfText(text: string): Moment | null {
  const parts = SHAPE.exec(text);
  if (parts === null) return null;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0)) as number[];
  const date = new Date(0);
  date.setUTCFullYear(year as number, (month as number) - 1, day);
  date.setUTCHours(hour as number, minute, second);
  // A 31 June, or an hour 24, comes back as something else.
  const isReal =
    date.getUTCMonth() + 1 === month &&
    date.getUTCDate() === day &&
    date.getUTCHours() === hour &&
    date.getUTCMinutes() === minute &&
    date.getUTCSeconds() === second;
  const offset = (Number(parts[9] ?? 0) * 60 + Number(parts[10] ?? 0)) * 60 * SECOND * (parts[8] === "-" ? -1 : 1);
  const fraction = Number((parts[7] ?? "").padEnd(6, "0").slice(0, 6));
  return isReal && year !== 0 ? date.getTime() * 1000 + fraction - offset : null;
}

/** As the server writes it: UTC, with six digits of a fraction or none. */
export function written(moment: Moment): string {
  const seconds = Math.floor(moment / SECOND);
  const fraction = moment - seconds * SECOND;
  const told = new Date(seconds * 1000).toISOString().slice(0, 19);
  return fraction === 0 ? `${told}Z` : `${told}.${String(fraction).padStart(6, "0")}Z`;
}

/** The moment of a date-time in the state; `NaN` where a test has put something else there. */
export const momentOf = (text: string): Moment => momentFrom(text) ?? Number.NaN;

/** The UTC hour of day. */
export const hourOf = (text: string): number => new Date(momentOf(text) / 1000).getUTCHours();

/** The UTC date, such as `2026-01-05`. */
export const dateOf = (moment: Moment): string => new Date(Math.floor(moment / 1000)).toISOString().slice(0, 10);

const LENGTHS: Readonly<Record<string, Moment>> = {
  minute: 60 * SECOND,
  hour: 3_600 * SECOND,
  day: DAY,
  week: 7 * DAY,
};

/** A moment so many units later; months and years are steps of the calendar that end with the month at the latest. */
export function later(moment: Moment, number: number, unit: string): Moment {
  const length = LENGTHS[unit];
  if (length !== undefined) return moment + number * length;
  const within = ((moment % 1000) + 1000) % 1000;
  const date = new Date((moment - within) / 1000);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + number * (unit === "year" ? 12 : 1));
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return date.getTime() * 1000 + within;
}
