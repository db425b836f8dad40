import type { EmulatedAnswer, EmulatedCall } from "../emulator.js";
import { EmulatedFailure } from "../emulator.js";
import { asked } from "../fastapi/inputs.js";
import { int, type Judge, word } from "../fastapi/judges.js";

/** Any record in the server's own spelling. */
export type Wire = Record<string, unknown>;

/** 204. */
export const nothing: EmulatedAnswer = { status: 204 };

/** An error that the server tells about. */
export function refuse(status: number, detail: unknown): never {
  throw new EmulatedFailure({ status, body: { detail } });
}

/** The record of a table that has an id. 404 with the server's words where there is none. */
export function found<T extends { id: number }>(table: readonly T[], kind: string, id: unknown): T {
  return table.find((one) => one.id === id) ?? refuse(404, `${kind} with id ${id} not found`);
}

/** Takes a record out of its table. */
export function removed<T>(table: T[], one: T): void {
  const at = table.indexOf(one);
  if (at >= 0) table.splice(at, 1);
}

/** One page of a list, as the query asks for it. */
export function page<T>(call: EmulatedCall, rows: readonly T[], body: (one: T) => unknown): EmulatedAnswer {
  const number = asked(call, "page", int({ ge: 1 })) ?? 1;
  const size = asked(call, "size", int({ ge: 1, le: 100 })) ?? 50;
  const items = rows.slice((number - 1) * size, number * size).map(body);
  return { body: { items, total: rows.length, page: number, size, pages: Math.ceil(rows.length / size) } };
}

/** All values of a query parameter that may be repeated; undefined where there is none. */
export function askedAll<T>(call: EmulatedCall, name: string, judge: Judge<T>): T[] | undefined {
  const told = call.query[name];
  if (told === undefined) return undefined;
  return [told].flat().map((value) => asked({ ...call, asked: () => value }, name, judge) as T);
}

/** The records that one of a filter's values fits; all of them where the query has no such filter. */
export function filtered<T, V>(
  call: EmulatedCall,
  rows: readonly T[],
  name: string,
  judge: Judge<V>,
  fits: (one: T, value: V) => boolean,
): readonly T[] {
  const values = askedAll(call, name, judge);
  return values === undefined ? rows : rows.filter((one) => values.some((value) => fits(one, value)));
}

const archived = word("include", "only");

/** Hides archived records, unless the query asks for them. A flag in the place of the word gives 422, as the server does. */
export function unlessArchived<T>(
  call: EmulatedCall,
  rows: readonly T[],
  isArchived: (one: T) => boolean,
): readonly T[] {
  const told = asked(call, "archived", archived);
  if (told === "include") return rows;
  return rows.filter((one) => isArchived(one) === (told === "only"));
}

type Value = string | number | boolean | null | undefined;

/** Sorts by the columns that the query names; nulls come last. Without any the order is that of the table. */
export function sorted<T>(
  call: EmulatedCall,
  rows: readonly T[],
  columns: Readonly<Record<string, (one: T) => Value>>,
): readonly T[] {
  let result = rows;
  for (const [column, of] of Object.entries(columns)) {
    const told = asked(call, `sort_${column}`, word("asc", "desc"));
    if (told === undefined) continue;
    const sign = told === "asc" ? 1 : -1;
    result = [...result].sort((a, b) => {
      const [x, y] = [of(a), of(b)];
      if (x == null || y == null) return x == null ? (y == null ? 0 : 1) : -1;
      return x < y ? -sign : x > y ? sign : 0;
    });
  }
  return result;
}

/** Whether a text holds another, in any case. */
export const holds = (text: string | null | undefined, part: string): boolean =>
  (text ?? "").toLowerCase().includes(part.toLowerCase());
