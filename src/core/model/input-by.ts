import { ValidationError } from "../../errors/index.js";
import type { Sent } from "./input.js";
import { isRecord } from "./names.js";

/** A body of one of several kinds, which one of its fields tells. */
export interface InputBy<in T> {
  readonly name: string;
  /** Binds a value, to be checked when the call is made. */
  of(value: T): Sent;
}

/** The input of one kind. */
interface Kind {
  // biome-ignore lint/suspicious/noExplicitAny: each kind has an input of its own.
  of(value: any): Sent;
}

/**
 * Declares a body of one of several kinds: the field `key` tells which. `fallback` finds the input of words that the table
 * lacks, such as a family of words.
 */
export function inputBy<T extends object>(
  name: string,
  key: keyof T & string,
  kinds: Readonly<Record<string, Kind>>,
  fallback: (word: string) => Kind | undefined = () => undefined,
): InputBy<T> {
  const kindOf = (value: unknown): Kind | undefined => {
    const word = isRecord(value) ? value[key] : undefined;
    if (typeof word !== "string") return undefined;
    return Object.hasOwn(kinds, word) ? kinds[word] : fallback(word);
  };
  const encode = (value: unknown): Record<string, unknown> => {
    const kind = kindOf(value);
    if (kind !== undefined) return kind.of(value).encode();
    const message = isRecord(value) ? `must be one of ${Object.keys(kinds).join(", ")}` : "expected an object";
    throw new ValidationError([{ path: isRecord(value) ? [key] : [], code: "invalid_value", message }]);
  };
  return { name, of: (value) => ({ encode: () => encode(value) }) };
}
