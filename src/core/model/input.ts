import * as z from "zod/mini";
import { type Issue, ValidationError } from "../../errors/index.js";
import { type AnyField, type Field, INVALID, type Schema } from "./field.js";
import { issuesOf } from "./issues.js";
import type { Table } from "./model.js";
import { isRecord, wireName } from "./names.js";

/** What a method sends: a value and the table that checks and renames it when the call is made. */
export interface Sent {
  /** The wire's form. Throws `ValidationError` naming the field. */
  encode(): Record<string, unknown>;
}

/** Several of them, in one body. */
export interface SentList {
  /** The wire's form. Throws `ValidationError` naming the place and the field. */
  encode(): Record<string, unknown>[];
}

/** Params or a body: strict, so that a wrong or unknown field never leaves the machine. */
export interface Input<in out T> extends Field<T> {
  readonly name: string;
  /** Judges a value in the user's spelling; built on first use. */
  readonly schema: Schema<T>;
  /** Binds a value, to be checked when the call is made. */
  of(value: T | undefined): Sent;
  /** Binds a body of several. An empty list is refused. */
  each(values: readonly T[]): SentList;
}

export interface InputOptions<T> {
  /** The wire's names where they are not the property in snake case. */
  wire?: { readonly [K in keyof NoInfer<T>]?: string };
  /** What no single field can tell, such as two fields that exclude each other. */
  also?: (value: NoInfer<T>) => Issue | undefined;
}

/** Declares params or a body. */
export function input<T extends object>(
  name: string,
  table: NoInfer<Table<T>>,
  options: InputOptions<T> = {},
): Input<T> {
  const fields = Object.entries(table) as [string, AnyField][];
  const known = new Map(fields);
  const names = options.wire as Record<string, string> | undefined;
  let schema: Schema<T> | undefined;

  const write = (value: unknown): unknown => {
    if (!isRecord(value)) return INVALID;
    const out: Record<string, unknown> = {};
    for (const [key, of] of fields) {
      const given = value[key];
      const wire = given === undefined ? of.absent() : of.write(given);
      if (wire === INVALID) return INVALID;
      if (wire !== undefined) out[names?.[key] ?? wireName(key)] = wire;
    }
    for (const key of Object.keys(value)) {
      if (!known.has(key) && value[key] !== undefined) return INVALID;
    }
    return options.also?.(value as T) === undefined ? out : INVALID;
  };

  const issuesFor = (value: unknown): Issue[] => inputIssues(self.schema, value, [...known.keys()], options.also);

  const self: Input<T> = {
    name,
    read: write,
    write,
    absent: () => INVALID,
    get schema() {
      schema ??= z.strictObject(
        Object.fromEntries(fields.map(([key, of]) => [key, of.inputSchema])),
      ) as unknown as Schema<T>;
      return schema;
    },
    get inputSchema() {
      return self.schema;
    },
    secret: false,
    of: (value) => ({
      encode() {
        const wire = write(value ?? {});
        if (wire === INVALID) throw new ValidationError(issuesFor(value ?? {}));
        return wire as Record<string, unknown>;
      },
    }),
    each: (values) => ({ encode: () => eachOf(values, write, issuesFor) }),
  };
  return self;
}

/** Writes each of several, and complains about all of them at once. */
export function eachOf(
  values: unknown,
  write: (value: unknown) => unknown,
  issuesFor: (value: unknown) => Issue[],
): Record<string, unknown>[] {
  const refuse = (code: string, message: string): never => {
    throw new ValidationError([{ path: [], code, message }]);
  };
  if (!Array.isArray(values)) return refuse("invalid_type", "expected a list");
  if (values.length === 0) return refuse("too_small", "must not be empty");
  const written = values.map((value) => write(value));
  const issues = values.flatMap((value, at) =>
    written[at] === INVALID ? issuesFor(value).map((issue) => ({ ...issue, path: [at, ...issue.path] })) : [],
  );
  if (issues.length > 0) throw new ValidationError(issues);
  return written as Record<string, unknown>[];
}

function inputIssues<T>(
  schema: Schema,
  value: unknown,
  known: readonly string[],
  also?: (value: T) => Issue | undefined,
): Issue[] {
  const issues = issuesOf(schema, isRecord(value) ? defined(value) : value).flatMap((issue) => {
    if (issue.code !== "unrecognized_keys" || issue.path.length > 0 || !isRecord(value)) return [issue];
    return Object.keys(value)
      .filter((key) => !known.includes(key))
      .map((key) => ({
        path: [...issue.path, key],
        code: issue.code,
        message: `is not known here; known: ${known.join(", ")}`,
      }));
  });
  if (issues.length > 0) return issues;
  const whole = also?.(value as T);
  return [whole ?? { path: [], code: "custom", message: "is not accepted" }];
}

/** Without the properties that are undefined: they count as absent. */
function defined(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined));
}
