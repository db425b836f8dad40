import { ValidationError } from "../errors/index.js";

/** Writes a query: unset values are left out, lists repeat their key, times are ISO 8601 in UTC. */
export function queryString(query: Readonly<Record<string, unknown>>): string {
  const parts: string[] = [];
  for (const [key, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) parts.push(`${encoded(key, key)}=${encoded(key, scalar(key, one))}`);
    }
  }
  return parts.length === 0 ? "" : `?${parts.join("&")}`;
}

function encoded(key: string, text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    throw new ValidationError([{ path: [key], code: "invalid_type", message: "is not well-formed text" }]);
  }
}

function scalar(key: string, value: unknown): string {
  if (typeof value === "string" || typeof value === "boolean") return String(value);
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
  throw new ValidationError([
    { path: [key], code: "invalid_type", message: "expected a text, a number, a flag or a time" },
  ]);
}
