const ZERO = 48;

/** Two decimal digits at `at`, or -1. */
function two(text: string, at: number): number {
  const high = text.charCodeAt(at) - ZERO;
  const low = text.charCodeAt(at + 1) - ZERO;
  return high >= 0 && high <= 9 && low >= 0 && low <= 9 ? high * 10 + low : -1;
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function daysOf(year: number, month: number): number {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return leap ? 29 : (DAYS[month - 1] as number);
}

/**
 * Reads an ISO 8601 date or time; null when it is none. A time without an offset is UTC, whatever the machine's zone.
 * `Date.parse` would read it as local time, differs between engines, and turns 30 February into 1 March.
 */
export function parseTime(text: string): Date | null {
  const { length } = text;
  if (length < 10 || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return null;
  const century = two(text, 0);
  const yearOfCentury = two(text, 2);
  const month = two(text, 5);
  const day = two(text, 8);
  if (century < 0 || yearOfCentury < 0 || month < 1 || month > 12 || day < 1) return null;
  const year = century * 100 + yearOfCentury;
  if (day > daysOf(year, month)) return null;
  if (length === 10) return utc(year, month, day, 0, 0, 0, 0);

  const separator = text.charCodeAt(10);
  if ((separator !== 84 && separator !== 116 && separator !== 32) || text.charCodeAt(13) !== 58) return null;
  const hour = two(text, 11);
  const minute = two(text, 14);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return null;
  let at = 16;
  let second = 0;
  let millisecond = 0;
  if (text.charCodeAt(at) === 58) {
    second = two(text, 17);
    if (second < 0 || second > 59) return null;
    at = 19;
    const mark = text.charCodeAt(at);
    if (mark === 46 || mark === 44) {
      let digits = 0;
      for (at += 1; at < length; at += 1) {
        const digit = text.charCodeAt(at) - ZERO;
        if (digit < 0 || digit > 9) break;
        if (digits < 3) millisecond = millisecond * 10 + digit;
        digits += 1;
      }
      if (digits === 0) return null;
      for (; digits < 3; digits += 1) millisecond *= 10;
    }
  }
  const offset = offsetMinutes(text, at);
  return offset === null ? null : utc(year, month, day, hour, minute - offset, second, millisecond);
}

/** Minutes east of UTC told from `at` to the end; 0 when nothing is told; null when it is no offset. */
function offsetMinutes(text: string, at: number): number | null {
  const { length } = text;
  if (at === length) return 0;
  const mark = text.charCodeAt(at);
  if (mark === 90 || mark === 122) return at + 1 === length ? 0 : null;
  if (mark !== 43 && mark !== 45) return null;
  const hours = two(text, at + 1);
  if (hours < 0 || hours > 23) return null;
  let minutes = 0;
  if (length !== at + 3) {
    const start = text.charCodeAt(at + 3) === 58 ? at + 4 : at + 3;
    minutes = two(text, start);
    if (minutes < 0 || minutes > 59 || length !== start + 2) return null;
  }
  return (mark === 45 ? -1 : 1) * (hours * 60 + minutes);
}

/** Counted by hand: `Date.UTC` is slower, and takes the years 0 to 99 for 1900 to 1999. */
function utc(year: number, month: number, day: number, hour: number, minute: number, second: number, ms: number): Date {
  // Years begin in March, so that a leap day is the last of its year; eras are 400 years of 146 097 days.
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  const days = era * 146_097 + dayOfEra - 719_468;
  return new Date((((days * 24 + hour) * 60 + minute) * 60 + second) * 1000 + ms);
}
