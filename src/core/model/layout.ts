import { type AnyField, INVALID } from "./field.js";
import { isRecord, wireName } from "./names.js";

/** A property, its names on the wire, and its field. */
export interface Column {
  readonly key: string;
  /** The name that is written, and read first. */
  readonly wire: string;
  /** Other names that are read where the first is not there, or null. */
  readonly others: readonly string[];
  readonly of: AnyField;
}

/** How a model's fields lie on the wire, worked out once, when the model is first used. */
export interface Layout {
  readonly columns: readonly Column[];
  /** Reads, renames and makes dates in one pass; INVALID where a field does not fit. */
  read(wire: unknown): unknown;
  /** Renames only, for another judge: absences are filled, values untouched. */
  rename(wire: unknown): unknown;
  /** The wire's form of a model; INVALID where a field does not fit. */
  write(model: unknown): unknown;
  /** What comes after reading: derived properties, and secrets out of sight. */
  finish(model: Record<string, unknown>): Record<string, unknown>;
}

/** Where a field of the wire goes: a place among the direct columns, nowhere (it is looked for by name), or along. */
const KNOWN = -1;
const UNKNOWN = -2;

type Derive = (model: Record<string, unknown>) => void;

/** Works out a layout. */
export function layoutOf(
  table: object,
  wire: Readonly<Record<string, string | readonly string[]>> = {},
  derive?: Derive,
): Layout {
  const columns = Object.entries(table).map(([key, of]): Column => {
    const told = wire[key] ?? wireName(key);
    const [first, ...others] = typeof told === "string" ? [told] : told;
    return { key, wire: first as string, others, of: of as AnyField };
  });
  // An unknown field of the name `__proto__` is dropped, as zod drops it: copied on, it could change a prototype.
  const known = new Set(["__proto__", ...columns.flatMap((column) => [column.key, column.wire, ...column.others])]);
  const secrets = columns.filter(({ of }) => of.secret).map(({ key }) => key);

  const finish = (model: Record<string, unknown>): Record<string, unknown> => {
    derive?.(model);
    for (const key of secrets) Object.defineProperty(model, key, { enumerable: false });
    return model;
  };

  return {
    columns,
    finish,
    read: reader(columns, known, derive === undefined && secrets.length === 0 ? undefined : finish),
    rename(value) {
      if (!isRecord(value)) return value;
      const out: Record<string, unknown> = {};
      for (const column of columns) {
        const told = firstOf(value, column);
        const absent = told === undefined ? column.of.absent() : told;
        out[column.key] = absent === INVALID ? undefined : absent;
      }
      return withUnknown(value, known, out);
    },
    write(value) {
      if (!isRecord(value)) return INVALID;
      const out: Record<string, unknown> = {};
      for (const column of columns) {
        const told = column.of.write(value[column.key]);
        if (told === INVALID) return INVALID;
        out[column.wire] = told;
      }
      return withUnknown(value, known, out);
    },
  };
}

function withUnknown(
  from: Record<string, unknown>,
  known: ReadonlySet<string>,
  to: Record<string, unknown>,
): Record<string, unknown> {
  for (const key of Object.keys(from)) if (!known.has(key)) to[key] = from[key];
  return to;
}

function reader(
  columns: readonly Column[],
  known: ReadonlySet<string>,
  finish: Layout["finish"] | undefined,
): Layout["read"] {
  // Most columns have one name of their own, and are read as they come; the others are looked for afterwards.
  const isDirect = ({ wire, others }: Column): boolean =>
    others.length === 0 && columns.filter((column) => column.wire === wire).length === 1;
  const direct = columns.filter(isDirect);
  const searched = columns.filter((column) => !isDirect(column));
  // Side by side in arrays, which the engine reads faster than objects of columns.
  const keys = direct.map((column) => column.key);
  const reads = direct.map((column) => column.of.read);
  const places = new Map<string, number>([...known].map((name) => [name, KNOWN]));
  for (const [at, column] of direct.entries()) places.set(column.wire, at);
  // Answers repeat the order of their fields: the place of each is remembered from the last one.
  const lastNames: string[] = [];
  const lastPlaces: number[] = [];

  return (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return INVALID;
    const source = value as Record<string, unknown>;
    const out: Record<string, unknown> = {};
    let at = 0;
    let filled = 0;
    for (const name in source) {
      if (lastNames[at] !== name) {
        lastNames[at] = name;
        lastPlaces[at] = places.get(name) ?? UNKNOWN;
      }
      const place = lastPlaces[at] as number;
      at += 1;
      const wire = source[name];
      if (place === KNOWN || wire === undefined) continue;
      if (place === UNKNOWN) {
        out[name] = wire;
        continue;
      }
      const result = (reads[place] as (wire: unknown) => unknown)(wire);
      if (result === INVALID) return INVALID;
      out[keys[place] as string] = result;
      filled += 1;
    }
    for (const column of searched) {
      if (!fill(column, firstOf(source, column), out)) return INVALID;
    }
    if (filled < direct.length) {
      for (const column of direct) {
        if (out[column.key] === undefined && !fill(column, undefined, out)) return INVALID;
      }
    }
    return finish === undefined ? out : finish(out);
  };
}

/** The value under the first of a column's names that is there and not null; null where one is there at all. */
function firstOf(source: Record<string, unknown>, { wire, others }: Column): unknown {
  const first = source[wire];
  if (first !== undefined && first !== null) return first;
  for (const name of others) {
    const value = source[name];
    if (value !== undefined && value !== null) return value;
  }
  return first;
}

/** Reads one column; false where the value does not fit. */
function fill({ key, of }: Column, wire: unknown, out: Record<string, unknown>): boolean {
  const value = wire === undefined ? of.absent() : of.read(wire);
  if (value === INVALID) return false;
  out[key] = value;
  return true;
}
