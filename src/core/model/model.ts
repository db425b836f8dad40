import * as z from "zod/mini";
import type { Issue } from "../../errors/index.js";
import { type AnyField, type Field, INVALID, type Schema } from "./field.js";
import { issuesOf } from "./issues.js";
import { isRecord, setOwn, wireName } from "./names.js";

/** A field for each property of `T`: a missing, an unknown and a wrongly typed one do not compile. */
export type Table<T> = { readonly [K in keyof T]-?: Field<T[K]> };

/** A model of the platform's answers: the machine's half of an interface. */
export interface Model<in out T> extends Field<T> {
  readonly name: string;
  /** The zod 4 schema that takes the wire's form and gives the model; built on first use. */
  readonly schema: Schema<T>;
  /** Why a value does not fit; empty when it does. Paths are those of the model. */
  issues(wire: unknown): Issue[];
  /** What can be read of a value that does not fit: properties that do not fit keep the wire's value. */
  salvage(wire: unknown): T;
}

export interface ModelOptions<T> {
  /**
   * The wire's names where they are not the property in snake case. Of several, the first that is there and not null
   * is read, and the first is written.
   */
  wire?: { readonly [K in keyof NoInfer<T>]?: string | readonly string[] };
  /** Fills properties that some sources leave out from those that are there. Changes what it is given. */
  derive?: (model: NoInfer<T>) => void;
}

interface Column {
  key: string;
  wire: string;
  others: readonly string[];
  of: AnyField;
}

/**
 * Declares a model. Reading checks, renames and makes dates in one pass. Fields that the table does not know stay on
 * the object under their wire names.
 */
export function model<T extends object>(
  name: string,
  table: NoInfer<Table<T>>,
  options: ModelOptions<T> = {},
): Model<T> {
  const columns = columnsOf(table, options.wire as Record<string, string | readonly string[]> | undefined);
  const derive = options.derive as ((out: Record<string, unknown>) => void) | undefined;
  const known = new Set(columns.flatMap((column) => [column.key, column.wire, ...column.others]));
  const wireNames = new Set(columns.flatMap((column) => [column.wire, ...column.others]));
  let lastExtras: readonly string[] = [];
  let schema: Schema<T> | undefined;
  let inputSchema: Schema | undefined;

  const extrasOf = (source: Record<string, unknown>, count: number): readonly string[] => {
    if (lastExtras.length === count && lastExtras.every((key) => Object.hasOwn(source, key))) return lastExtras;
    lastExtras = Object.keys(source).filter((key) => !known.has(key) || key === "__proto__");
    return lastExtras;
  };

  const keepExtras = (source: Record<string, unknown>, out: Record<string, unknown>, count: number): void => {
    for (const key of extrasOf(source, count)) setOwn(out, key, source[key]);
  };

  const finish = (out: Record<string, unknown>): Record<string, unknown> => {
    derive?.(out);
    for (const column of columns) {
      if (column.of.secret) setOwn(out, column.key, out[column.key], false);
    }
    return out;
  };
  const plain = derive === undefined && !columns.some((column) => column.of.secret);

  const read = (value: unknown): unknown => {
    if (!isRecord(value)) return INVALID;
    const out: Record<string, unknown> = {};
    let seen = 0;
    for (let at = 0; at < columns.length; at += 1) {
      const column = columns[at] as Column;
      let wire = value[column.wire];
      if (wire !== undefined) seen += 1;
      if ((wire === undefined || wire === null) && column.others.length > 0)
        wire = firstOf(value, column.others) ?? wire;
      const result = wire === undefined ? column.of.absent() : column.of.read(wire);
      if (result === INVALID) return INVALID;
      out[column.key] = result;
    }
    let count = 0;
    for (const _ in value) count += 1;
    if (count > seen) keepExtras(value, out, count - seen);
    return plain ? out : finish(out);
  };

  // The slow reader's first half: names and absences as in `read`, values untouched, for zod to judge.
  const renamed = (value: unknown): unknown => {
    if (!isRecord(value)) return value;
    const out: Record<string, unknown> = {};
    for (const column of columns) {
      let wire = value[column.wire];
      if (wire === undefined || wire === null) wire = firstOf(value, column.others) ?? wire;
      if (wire === undefined) {
        const absent = column.of.absent();
        wire = absent === INVALID ? undefined : absent;
      }
      out[column.key] = wire;
    }
    for (const key of Object.keys(value)) {
      if (!known.has(key) || key === "__proto__") setOwn(out, key, value[key]);
    }
    return out;
  };

  const self: Model<T> = {
    name,
    read,
    write(value) {
      if (!isRecord(value)) return INVALID;
      const out: Record<string, unknown> = {};
      for (const column of columns) {
        const wire = column.of.write(value[column.key]);
        if (wire === INVALID) return INVALID;
        out[column.wire] = wire;
      }
      for (const key of Object.keys(value)) {
        if (!wireNames.has(key) && !known.has(key)) setOwn(out, key, value[key]);
      }
      return out;
    },
    absent: () => INVALID,
    get schema() {
      schema ??= z.pipe(
        z.pipe(
          z.transform(renamed),
          z.looseObject(Object.fromEntries(columns.map((column) => [column.key, column.of.schema]))),
        ),
        z.transform((value) => finish(value as Record<string, unknown>)),
      ) as unknown as Schema<T>;
      return schema;
    },
    get inputSchema() {
      inputSchema ??= z.looseObject(Object.fromEntries(columns.map((column) => [column.key, column.of.inputSchema])));
      return inputSchema;
    },
    secret: false,
    issues: (wire) => issuesOf(self.schema, wire),
    salvage(wire) {
      const out = renamed(wire);
      if (!isRecord(out)) return out as T;
      for (const column of columns) {
        const value = column.of.read(out[column.key]);
        if (value !== INVALID) out[column.key] = value;
      }
      return finish(out) as T;
    },
  };
  return self;
}

function columnsOf(table: object, wire: Record<string, string | readonly string[]> = {}): Column[] {
  return Object.entries(table).map(([key, of]) => {
    const told = wire[key] ?? wireName(key);
    const [first, ...others] = typeof told === "string" ? [told] : told;
    return { key, wire: first as string, others, of: of as AnyField };
  });
}

function firstOf(source: Record<string, unknown>, names: readonly string[]): unknown {
  for (const name of names) {
    const value = source[name];
    if (value !== undefined && value !== null) return value;
  }
  return undefined;
}
