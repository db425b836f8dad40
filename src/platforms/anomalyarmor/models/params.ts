import { between, type Field, field, flag, INVALID, type Input, input, int, optional } from "../../../base.js";

/** Which page, and how large. */
export interface PageParams {
  /** Items a page: 1 to 100. Default 50. */
  limit?: number | undefined;
  /** Items to pass over. Default 0. */
  offset?: number | undefined;
}

export const limitField: Field<number | undefined> = optional(between(int, 1, 100));

/** For the lists whose pages may be larger: 1 to 500, default 100. */
export const largeLimitField: Field<number | undefined> = optional(between(int, 1, 500), 100);

/** For the lists whose largest page no source tells: the server decides. Default 100. */
export const openLimitField: Field<number | undefined> = optional(between(int, 1, Number.MAX_SAFE_INTEGER), 100);

export const offsetField: Field<number | undefined> = optional(between(int, 0, Number.MAX_SAFE_INTEGER));

/** A flag that the platform knows only as set: `false` is not sent. */
export const onlyTrue: Field<boolean | undefined> = field({
  read: flag.read,
  write: (value) => (value === true ? true : value === false ? undefined : INVALID),
  absent: () => undefined,
  schema: () => optional(flag).schema,
});

/** For calls that take no params on this platform, and must say so when they are given some. */
export const noParams: Input<Record<never, never>> = input("NoParams", {});
