import * as z from "zod/mini";
import {
  between,
  type Field,
  field,
  filledText,
  flag,
  INVALID,
  type Input,
  input,
  int,
  list,
  oneOf,
  optional,
  parseTime,
  type Table,
} from "../../../base.js";
import { intIdField } from "../ids.js";

/** Which page, and how large. */
export interface PageParams {
  /** From 1. Default 1. */
  page?: number | undefined;
  /** Items a page: 1 to 100. Default 50. */
  size?: number | undefined;
}

export const pageFields: Table<PageParams> = {
  page: optional(between(int, 1, Number.MAX_SAFE_INTEGER)),
  size: optional(between(int, 1, 100)),
};

/** The size of a page where portable code calls it `limit`. */
export const limitField: Field<number | undefined> = optional(between(int, 1, 100));

/** Whether a list is sorted by a column, and how. */
export type Sort = "asc" | "desc";

export const sortField: Field<Sort | undefined> = optional(oneOf("asc", "desc"));

/** Archived records: `include` shows them beside the others, `only` alone. Left out, they are hidden. */
export type Archived = "include" | "only";

export const archivedField: Field<Archived | undefined> = optional(oneOf("include", "only"));

/** One value of a filter, or several. */
export type OneOrMore<T> = T | readonly T[];

/** A filter that takes one value or several; several repeat the key. An empty list is refused: it would filter nothing. */
export function oneOrMore<T>(of: Field<T>): Field<OneOrMore<T> | undefined> {
  const several = list(of, { required: true });
  const write = (value: unknown): unknown => {
    if (!Array.isArray(value)) return of.write(value);
    return value.length === 0 ? INVALID : several.write(value);
  };
  return field({
    read: write,
    write,
    absent: () => undefined,
    schema: () => optional(of).schema,
    inputSchema: () =>
      z.optional(
        z.union([of.inputSchema, z.array(of.inputSchema).check(z.minLength(1))]),
      ) as unknown as Field<T>["schema"],
  });
}

/** A filter by the ids of records. */
export const idsField: Field<OneOrMore<string | number> | undefined> = oneOrMore(intIdField);

/** A filter by names. */
export const namesField: Field<OneOrMore<string> | undefined> = oneOrMore(filledText);

export const flagField: Field<boolean | undefined> = optional(flag);

const DAY = /^\d{4}-\d\d-\d\d$/;
const dayOf = (value: unknown): string | null => {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString().slice(0, 10);
  return typeof value === "string" && DAY.test(value) && parseTime(value) !== null ? value : null;
};

/** A day: a `Date` (its day in UTC), or a text such as `2026-01-05`. */
export const dayField: Field<Date | string> = field({
  read: (value) => dayOf(value) ?? INVALID,
  schema: () =>
    z.custom<Date | string>((value) => dayOf(value) !== null, { error: "expected a Date or a day such as 2026-01-05" }),
});

/** For calls that take no params on this platform, and must say so when they are given some. */
export const noParams: Input<Record<never, never>> = input("NoParams", {});

/** Params of a list without filters. */
export const pageParams: Input<PageParams> = input("PageParams", pageFields);
