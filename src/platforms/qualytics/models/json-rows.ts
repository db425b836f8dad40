import { isRecord } from "../../../base.js";

/** The rows of a JSON text, or of what it would hold; a single row counts as a list of one. Null for anything else. */
export function jsonRows(told: unknown): Record<string, unknown>[] | null {
  let value = told;
  try {
    if (typeof told === "string") value = JSON.parse(told);
  } catch {
    return null;
  }
  if (isRecord(value)) return [value];
  return Array.isArray(value) && value.every(isRecord) ? value : null;
}
