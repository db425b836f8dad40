export const HOUR_MS = 3_600_000;

/** Moments that differ by less than this are the same for a gate: clocks differ, and looks take a while. In hours. */
export const SAME_TIME_HOURS = 0.1;

/** Hours for people: with one decimal, or with as many as it takes to tell an age from its limit. */
export function hoursText(hours: number, limit?: number): string {
  const digits = [1, 2, 3, 4].find(
    (count) => limit === undefined || hours === limit || hours.toFixed(count) !== limit.toFixed(count),
  );
  const told = hours.toFixed(digits ?? 6).replace(/^-(?=[0.]+$)/, ""); // clocks may differ by a moment
  return `${told} h`;
}
