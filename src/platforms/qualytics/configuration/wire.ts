import { isRecord } from "../../../base.js";

/** A record in the platform's own spelling. */
export type Wire = Readonly<Record<string, unknown>>;

/** A map; an empty one where there is none. */
export const asMap = (value: unknown): Wire => (isRecord(value) ? value : {});

/** A text that says something, else null. */
export const asText = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

/** An id, in digits or not; else null. */
export function asId(value: unknown): number | null {
  const number = typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return Number.isSafeInteger(number) && (number as number) > 0 ? (number as number) : null;
}

export const nameOf = (value: unknown): string | null => asText(typeof value === "string" ? value : asMap(value).name);

/** The names of things that are told as objects or by name. */
export const namesOf = (values: unknown): string[] =>
  Array.isArray(values) ? values.map(nameOf).filter((name): name is string => name !== null) : [];

/** A record's id. What has none is no record. */
export const idOf = (record: unknown): number | null => asId(asMap(record).id);

/** Without what is null. */
export const withoutNull = (record: Wire): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value != null));

/** Without some keys; the others keep their order. */
export const without = (record: Wire, keys: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));
