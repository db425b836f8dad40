import * as z from "zod/mini";
import { parseTime } from "./time.js";

/** What a reader or writer answers for a value that does not fit. */
export const INVALID: unique symbol = Symbol("invalid");

/** A zod 4 schema, as `zod/mini` and `zod` both take it. */
export type Schema<T = unknown> = z.ZodMiniType<T>;

/**
 * One kind of value, told twice: as a quick check, and as the zod schema that says why the quick check refused.
 * A property test holds the two together.
 */
export interface Field<in out T> {
  /** Ties the table to the interface; never there at run time. */
  readonly "~type"?: (value: T) => T;
  /** The property's value, or INVALID. */
  read(wire: unknown): unknown;
  /** What is sent for a value of the property, or INVALID. */
  write(value: unknown): unknown;
  /** What a property reads as that the answer lacks; INVALID when it must be there. */
  absent(): unknown;
  /** Judges what `read` takes. Built on first use. */
  readonly schema: Schema;
  /** Judges what `write` takes. Built on first use. */
  readonly inputSchema: Schema;
  /** The value is never enumerated, so that it reaches no log. */
  readonly secret: boolean;
}

interface FieldParts {
  read(wire: unknown): unknown;
  write?(value: unknown): unknown;
  absent?(): unknown;
  schema(): Schema;
  inputSchema?(): Schema;
  secret?: boolean;
}

const required = (): typeof INVALID => INVALID;

/** Builds a field whose schemas are made on first use. */
export function field<T>(parts: FieldParts): Field<T> {
  let schema: Schema | undefined;
  let inputSchema: Schema | undefined;
  return {
    read: parts.read,
    write: parts.write ?? parts.read,
    absent: parts.absent ?? required,
    get schema() {
      schema ??= parts.schema();
      return schema;
    },
    get inputSchema() {
      inputSchema ??= parts.inputSchema === undefined ? this.schema : parts.inputSchema();
      return inputSchema;
    },
    secret: parts.secret ?? false,
  };
}

// biome-ignore lint/suspicious/noExplicitAny: a field of anything; Field is invariant.
export type AnyField = Field<any>;

/** Known words complete in the editor; any other string is accepted. */
export type Open<Known extends string> = Known | (string & Record<never, never>);

export const text: Field<string> = /* @__PURE__ */ field({
  read: (value) => (typeof value === "string" ? value : INVALID),
  schema: () => z.string(),
});

/** A text that must not be empty. */
export const filledText: Field<string> = /* @__PURE__ */ field({
  read: (value) => (typeof value === "string" && value.trim() !== "" ? value : INVALID),
  schema: () => z.string().check(z.refine((value) => value.trim() !== "", { error: "must not be empty" })),
});

export const number: Field<number> = /* @__PURE__ */ field({
  read: (value) => (typeof value === "number" && Number.isFinite(value) ? value : INVALID),
  schema: () => z.number(),
});

export const int: Field<number> = /* @__PURE__ */ field({
  read: (value) => (Number.isSafeInteger(value) ? value : INVALID),
  schema: () => z.int(),
});

export const flag: Field<boolean> = /* @__PURE__ */ field({
  read: (value) => (typeof value === "boolean" ? value : INVALID),
  schema: () => z.boolean(),
});

/** Any JSON value, untouched. */
export const json: Field<unknown> = /* @__PURE__ */ field({
  read: (value) => value,
  absent: () => null,
  schema: () => z.unknown(),
});

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What JSON would drop or change, and where; undefined where it says it all. */
function unsaid(
  value: unknown,
  path: (string | number)[] = [],
): { path: (string | number)[]; message: string } | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? undefined : { path, message: "must be finite" };
  if (value === null || ["string", "boolean", "undefined"].includes(typeof value)) return undefined;
  if (path.length > 100) return { path: path.slice(0, 5), message: "is nested too deep" };
  if (Array.isArray(value)) return firstUnsaid(value.entries(), path);
  const prototype: unknown = typeof value === "object" ? Object.getPrototypeOf(value) : undefined;
  if (prototype === Object.prototype || prototype === null) return firstUnsaid(Object.entries(value as object), path);
  if (typeof (value as { toJSON?: unknown }).toJSON === "function" && path.length > 0) return undefined;
  return { path, message: path.length === 0 ? "expected a plain object" : "is nothing that JSON can say" };
}

function firstUnsaid(
  entries: Iterable<[string | number, unknown]>,
  path: (string | number)[],
): ReturnType<typeof unsaid> {
  for (const [key, one] of entries) {
    const found = unsaid(one, [...path, key]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** An object whose keys belong to the user: passed on untouched, in both directions. */
export const map: Field<Record<string, unknown>> = /* @__PURE__ */ field({
  read: (value) => (isMap(value) ? value : INVALID),
  write: (value) => (isMap(value) && unsaid(value) === undefined ? value : INVALID),
  schema: () => z.custom<Record<string, unknown>>(isMap, { error: "expected an object" }),
  inputSchema: () =>
    z.custom<Record<string, unknown>>(isMap, { error: "expected an object" }).check(
      z.superRefine((value, context) => {
        const found = unsaid(value);
        if (found !== undefined) context.addIssue({ code: "custom", ...found });
      }),
    ) as unknown as Schema,
});

/** An id that is a number or a text. */
export const id: Field<string | number> = /* @__PURE__ */ field({
  read: (value) => (typeof value === "string" || Number.isSafeInteger(value) ? value : INVALID),
  schema: () => z.union([z.string(), z.int()]),
});

/** A moment. Read from ISO 8601 (UTC where no offset is told); written as ISO 8601 in UTC. */
export const time: Field<Date> = /* @__PURE__ */ field({
  read: (value) => (typeof value === "string" ? (parseTime(value) ?? INVALID) : INVALID),
  write: (value) =>
    value instanceof Date && !Number.isNaN(value.getTime())
      ? value.toISOString()
      : typeof value === "string" && parseTime(value) !== null
        ? value
        : INVALID,
  schema: () =>
    z.pipe(
      z.string().check(z.refine((value) => parseTime(value) !== null, { error: "expected an ISO 8601 time" })),
      z.transform((value) => parseTime(value as string)),
    ),
  inputSchema: () =>
    z.custom<Date | string>(
      (value) =>
        value instanceof Date ? !Number.isNaN(value.getTime()) : typeof value === "string" && parseTime(value) !== null,
      { error: "expected a Date or an ISO 8601 time" },
    ),
});

/** A moment given as a `Date` or as ISO 8601 text. */
export const timeInput = time as unknown as Field<Date | string>;

/** Known words, any other accepted. */
export const open = <const Known extends readonly string[]>(..._known: Known): Field<Open<Known[number]>> =>
  openText as Field<Open<Known[number]>>;

// Read as it comes; an empty word is none to send.
const openText: Field<string> = /* @__PURE__ */ field({
  read: (value) => text.read(value),
  write: (value) => filledText.write(value),
  schema: () => text.schema,
  inputSchema: () => filledText.inputSchema,
});

/** Like `open`, in lower case, for words whose case the sources do not agree on. */
export const word = <const Known extends readonly string[]>(..._known: Known): Field<Open<Known[number]>> =>
  lowerText as Field<Open<Known[number]>>;

const lowerText: Field<string> = /* @__PURE__ */ field({
  read: (value) => (typeof value === "string" ? value.toLowerCase() : INVALID),
  write: (value) => (typeof value === "string" ? value : INVALID),
  schema: () =>
    z.pipe(
      z.string(),
      z.transform((value) => (value as string).toLowerCase()),
    ),
  inputSchema: () => z.string(),
});

/** One of these words and no other. For what is sent. */
export const oneOf = <const Words extends readonly string[]>(...words: Words): Field<Words[number]> =>
  field({
    read: (value) => (words.includes(value as string) ? value : INVALID),
    schema: () => z.enum(words as unknown as [string, ...string[]]) as unknown as Schema,
  });

/** A number within bounds, both included. */
export const between = (of: Field<number>, minimum: number, maximum: number): Field<number> =>
  field({
    read: (value) => {
      const seen = of.read(value);
      return seen === INVALID || (seen as number) < minimum || (seen as number) > maximum ? INVALID : seen;
    },
    schema: () => {
      const base = of.schema as z.ZodMiniNumber;
      return base.check(z.minimum(minimum), z.maximum(maximum)) as unknown as Schema;
    },
  });

/** A text of so many characters. */
export const textOf = (minimum: number, maximum: number): Field<string> =>
  field({
    read: (value) =>
      typeof value === "string" && value.length >= minimum && value.length <= maximum ? value : INVALID,
    schema: () => z.string().check(z.minLength(minimum), z.maxLength(maximum)) as unknown as Schema,
  });

const orNull = (value: unknown): unknown => value ?? null;

/** May be absent or null; both read as null. */
export const maybe = <T>(of: Field<T>): Field<T | null> =>
  field({
    read: (value) => (value === null || value === undefined ? null : of.read(value)),
    write: (value) => (value === null || value === undefined ? null : of.write(value)),
    absent: () => null,
    schema: () => z.pipe(z.transform(orNull), z.nullable(of.schema) as Schema) as unknown as Schema,
    inputSchema: () => z.pipe(z.transform(orNull), z.nullable(of.inputSchema) as Schema) as unknown as Schema,
    secret: of.secret,
  });

/** Reads as `value` where the answer has none, or null. */
export const or = <T>(of: Field<T>, value: T): Field<T> =>
  field({
    read: (wire) => (wire === null ? value : of.read(wire)),
    write: of.write,
    absent: () => value,
    schema: () =>
      z.pipe(
        z.transform((wire: unknown): unknown => wire ?? value),
        of.schema,
      ) as unknown as Schema,
    inputSchema: () => of.inputSchema,
  });

/** May be left out of what is sent; then `send` goes instead, where one is given. */
export const optional = <T>(of: Field<T>, send?: T): Field<T | undefined> =>
  field({
    read: of.read,
    write: of.write,
    absent: () => send,
    schema: () => z.optional(of.schema) as unknown as Schema,
    inputSchema: () => z.optional(of.inputSchema) as unknown as Schema,
  });

/** A list. Absent and null read as an empty list, unless it is `required`. */
export const list = <T>(of: Field<T>, options: { required?: boolean } = {}): Field<T[]> =>
  field({
    read: (value) => {
      if (value === null && options.required !== true) return [];
      return Array.isArray(value) ? each(value, of.read) : INVALID;
    },
    write: (value) => (Array.isArray(value) ? each(value, of.write) : INVALID),
    absent: () => (options.required === true ? INVALID : []),
    schema: () =>
      z.pipe(
        z.transform((value: unknown) => (value === null && options.required !== true ? [] : value)),
        z.array(of.schema),
      ) as unknown as Schema,
    inputSchema: () => z.array(of.inputSchema),
  });

/** A list with at least one item. For what is sent. */
export const filledList = <T>(of: Field<T>): Field<readonly T[]> => {
  const inner = list(of, { required: true });
  return field({
    read: (value) => (Array.isArray(value) && value.length > 0 ? inner.read(value) : INVALID),
    write: (value) => (Array.isArray(value) && value.length > 0 ? inner.write(value) : INVALID),
    schema: () => z.array(of.schema).check(z.minLength(1)) as unknown as Schema,
    inputSchema: () => z.array(of.inputSchema).check(z.minLength(1)) as unknown as Schema,
  });
};

function each(items: readonly unknown[], step: (item: unknown) => unknown): unknown {
  const out = new Array<unknown>(items.length);
  for (let at = 0; at < items.length; at += 1) {
    const value = step(items[at]);
    if (value === INVALID) return INVALID;
    out[at] = value;
  }
  return out;
}

/** A field that is declared further down, or that holds itself. */
export const later = <T>(of: () => Field<T>): Field<T> =>
  field({
    read: (value) => of().read(value),
    write: (value) => of().write(value),
    absent: () => of().absent(),
    schema: () => z.lazy(() => of().schema) as unknown as Schema,
    inputSchema: () => z.lazy(() => of().inputSchema) as unknown as Schema,
  });

/** A value that no print, log or JSON shows: it is read by its name only. */
export const secret = <T>(of: Field<T>): Field<T> =>
  field({
    read: of.read,
    write: of.write,
    absent: of.absent,
    schema: () => of.schema,
    inputSchema: () => of.inputSchema,
    secret: true,
  });

/** A property that no wire field holds: the model's `derive` fills it in. */
export const derived = <T>(start: T): Field<T> =>
  field({
    read: () => start,
    write: () => undefined,
    absent: () => start,
    schema: () =>
      z.pipe(
        z.unknown(),
        z.transform(() => start),
      ) as unknown as Schema,
    inputSchema: () => z.unknown(),
  });
