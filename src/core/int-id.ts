import * as z from "zod/mini";
import { between, type Field, field, int, type Schema } from "./model/field.js";
import type { Identifier } from "./path.js";

/** Names a value of a path: `intId({ pipeline })`. */
export type NamedId = (named: Record<string, unknown>) => Identifier;

/** The ids of a platform that counts its records from 1: in a path, and in a query or a body. */
export interface IntIds {
  readonly inPath: NamedId;
  /** Digits in a text are taken for their number. */
  readonly field: Field<string | number>;
}

/** Ids that are whole numbers from 1 to `largest`. */
export function intIds(largest: number): IntIds {
  const complaint = (value: string): string | undefined =>
    /^[1-9]\d{0,15}$/.test(value) && Number(value) <= largest
      ? undefined
      : `expected a whole number from 1 to ${largest}`;
  const asNumber = (value: unknown): unknown =>
    typeof value === "string" && complaint(value) === undefined ? Number(value) : value;
  const number = between(int, 1, largest);
  return {
    inPath: (named) => {
      const [name, value] = Object.entries(named)[0] as [string, unknown];
      return { name, value, complaint };
    },
    field: field({
      read: number.read,
      write: (value) => number.write(asNumber(value)),
      schema: () => number.schema,
      inputSchema: () => z.pipe(z.transform(asNumber), number.schema) as unknown as Schema,
    }),
  };
}
