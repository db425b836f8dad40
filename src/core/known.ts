import type { Issue } from "../errors/index.js";

/** A complaint about every option that has no such name: one that is passed over would do nothing, and nobody would notice. */
export function unknownOptions(
  options: object,
  known: readonly string[],
  hints: Readonly<Record<string, string>> = {},
): Issue[] {
  return Object.entries(options)
    .filter(([name, value]) => value !== undefined && !known.includes(name))
    .map(([name]) => {
      const hint = Object.hasOwn(hints, name) ? `did you mean ${hints[name]}? ` : "";
      return { path: [name], code: "invalid_option", message: `is not known here; ${hint}known: ${known.join(", ")}` };
    });
}

/** Whether something can hold options at all. */
export const isOptions = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);
