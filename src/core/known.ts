import { type Issue, ValidationError } from "../errors/index.js";
import { isRecord } from "./model/names.js";

/** A complaint about one option, or about a part of it. */
export const optionIssue = (option: string | Issue["path"], message: string): Issue => ({
  path: [option].flat(),
  code: "invalid_option",
  message,
});

/** Throws `ValidationError` about one option. */
export function refuseOption(option: string, message: string): never {
  throw new ValidationError([optionIssue(option, message)]);
}

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
      return optionIssue(name, `is not known here; ${hint}known: ${known.join(", ")}`);
    });
}

/** Whether something can hold options at all: as `isRecord`, but what is known of their types stays. */
export const isOptions: (value: unknown) => value is object = isRecord;
