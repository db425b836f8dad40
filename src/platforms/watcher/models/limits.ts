import { type Field, type Issue, int, maybe, type Open, optional, word } from "../../../base.js";
import { int32 } from "../ids.js";
import { wordIn } from "./names.js";

export const DATE_PARTS = ["minute", "hour", "day", "week", "month", "year"] as const;

/** A unit of time. Months and years are those of the calendar, in UTC. */
export type DatePart = (typeof DATE_PARTS)[number];

/** How old data may be, and how long a run may take. Each limit is a number and its unit; one without the other sets none. */
export interface Limits {
  freshnessNumber: number | null;
  /** In lower case. */
  freshnessDatepart: Open<DatePart> | null;
  timelinessNumber: number | null;
  /** In lower case. */
  timelinessDatepart: Open<DatePart> | null;
}

const datePart: Field<Open<DatePart>> = word(...DATE_PARTS);

export const limitFields: { readonly [K in keyof Limits]: Field<Limits[K]> } = {
  freshnessNumber: maybe(int),
  freshnessDatepart: maybe(datePart),
  timelinessNumber: maybe(int),
  timelinessDatepart: maybe(datePart),
};

export type DatePartInput = DatePart | Uppercase<DatePart>;

/** Limits to set. */
export interface LimitsInput {
  /** A whole number of at least 1. */
  freshnessNumber?: number | null | undefined;
  freshnessDatepart?: DatePartInput | null | undefined;
  /** A whole number of at least 1. */
  timelinessNumber?: number | null | undefined;
  timelinessDatepart?: DatePartInput | null | undefined;
}

const numberInput = optional(maybe(int32(1)));
const datePartInput = optional(maybe<DatePartInput>(wordIn(DATE_PARTS)));

export const limitInputs: { readonly [K in keyof LimitsInput]-?: Field<LimitsInput[K]> } = {
  freshnessNumber: numberInput,
  freshnessDatepart: datePartInput,
  timelinessNumber: numberInput,
  timelinessDatepart: datePartInput,
};

/** What is wrong where a number comes without its unit, or a unit without its number. */
export function loneLimit(limits: LimitsInput): Issue | undefined {
  for (const [number, unit] of [
    ["freshnessNumber", "freshnessDatepart"],
    ["timelinessNumber", "timelinessDatepart"],
  ] as const) {
    const lacks = (name: keyof LimitsInput): boolean => (limits[name] ?? null) === null;
    if (lacks(number) === lacks(unit)) continue;
    const missing = lacks(number) ? number : unit;
    const other = missing === number ? unit : number;
    return { path: [missing], code: "custom", message: `is needed with ${other}: both or neither` };
  }
  return undefined;
}

/** What is wrong where a change names nothing to change. */
export const unnamed = (body: { id?: unknown; name?: unknown }): Issue | undefined =>
  body.id === undefined && body.name === undefined
    ? { path: ["id"], code: "custom", message: "is needed where there is no name" }
    : undefined;
