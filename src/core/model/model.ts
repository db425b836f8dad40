import * as z from "zod/mini";
import type { Issue } from "../../errors/index.js";
import { type Field, INVALID, type Schema } from "./field.js";
import { issuesOf } from "./issues.js";
import { type Layout, layoutOf } from "./layout.js";
import { isRecord } from "./names.js";

/** A field for each property of `T`: a missing, an unknown and a wrongly typed one do not compile. */
export type Table<T> = { readonly [K in keyof T]-?: Field<T[K]> };

/** A model of the platform's answers: the machine's half of an interface. */
export interface Model<in out T> extends Field<T> {
  readonly name: string;
  /** The wire's names of each property: all are read, the first that is there and not null wins. */
  readonly wireNames: Readonly<Record<keyof T & string, readonly string[]>>;
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

/**
 * Declares a model; nothing is worked out before its first use. Reading checks, renames and makes dates in one pass.
 * Fields that the table does not know stay on the object under their wire names.
 */
export function model<T extends object>(
  name: string,
  table: NoInfer<Table<T>>,
  options: ModelOptions<T> = {},
): Model<T> {
  let known: Layout | undefined;
  let schema: Schema<T> | undefined;
  let inputSchema: Schema | undefined;
  const layout = (): Layout => {
    known ??= layoutOf(
      table,
      options.wire as Record<string, string | readonly string[]> | undefined,
      options.derive as ((model: Record<string, unknown>) => void) | undefined,
    );
    return known;
  };
  const shapeOf = (kind: "schema" | "inputSchema"): Record<string, Schema> =>
    Object.fromEntries(layout().columns.map(({ key, of }) => [key, of[kind]]));

  return {
    name,
    secret: false,
    absent: () => INVALID,
    read: (wire) => (known ?? layout()).read(wire),
    write: (value) => layout().write(value),
    get wireNames() {
      const names = layout().columns.map(({ key, wire, others }) => [key, [wire, ...others]]);
      return Object.fromEntries(names) as Model<T>["wireNames"];
    },
    get schema() {
      const { rename, finish } = layout();
      schema ??= z.pipe(
        z.pipe(z.transform(rename), z.looseObject(shapeOf("schema"))),
        z.transform((value) => finish(value as Record<string, unknown>)),
      ) as unknown as Schema<T>;
      return schema;
    },
    get inputSchema() {
      inputSchema ??= z.looseObject(shapeOf("inputSchema"));
      return inputSchema;
    },
    issues(wire) {
      return issuesOf(this.schema, wire);
    },
    salvage(wire) {
      const { columns, rename, finish } = layout();
      const out = rename(wire);
      if (!isRecord(out)) return out as T;
      for (const { key, of } of columns) {
        const value = of.read(out[key]);
        if (value !== INVALID) out[key] = value;
      }
      return finish(out) as T;
    },
  };
}
