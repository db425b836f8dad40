import { ConfigurationError, isRecord } from "../../../../base.js";
import { nameOf, type Wire } from "../wire.js";

/**
 * Refuses a file's keys that hold something else than they must: what cannot be read as a name would be lost without a word,
 * such as `fields: [2024]`, which is a number until it is quoted.
 */
export function refuseMisshapen(
  record: Wire,
  { names = [], maps = [] }: { readonly names?: readonly string[]; readonly maps?: readonly string[] },
): void {
  for (const key of names) {
    const value = record[key];
    if (value != null && !(Array.isArray(value) && value.every((one) => nameOf(one) !== null)))
      throw new ConfigurationError(`${key}: expected a list of names`);
  }
  for (const key of maps)
    if (record[key] != null && !isRecord(record[key])) throw new ConfigurationError(`${key}: expected a map`);
}
