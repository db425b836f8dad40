import * as z from "zod/mini";
import { type Field, field, INVALID } from "../../../base.js";

/** How far the data was read: a text, a whole number, or a moment. The server keeps it as a text of up to 50 characters. */
export type Watermark = string | number | Date;

const LONGEST = 50;

function textOf(value: unknown): string | number | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  if (typeof value === "number") return Number.isSafeInteger(value) ? value : undefined;
  return typeof value === "string" ? value : undefined;
}

const fits = (value: unknown): boolean => {
  const told = textOf(value);
  return told !== undefined && [...String(told)].length <= LONGEST;
};

/** Sent as it is, inner and outer spaces included; a moment as ISO 8601 in UTC. */
export const watermarkField: Field<Watermark> = field({
  read: (value) => (fits(value) ? value : INVALID),
  write: (value) => (fits(value) ? textOf(value) : INVALID),
  schema: () =>
    z.custom<Watermark>(fits, { error: `expected a text of up to ${LONGEST} characters, a whole number or a Date` }),
});
