import * as z from "zod/mini";
import { type Field, field, INVALID, type Issue } from "../../../base.js";

// What the server's language takes for space; that of this one differs in a few characters.
const SPACE = "(?:[^\\S\\ufeff]|[\\u001c-\\u001f\\u0085])+";
const OUTER_SPACE: RegExp = new RegExp(`^${SPACE}|${SPACE}$`, "g");

/** A text as the server keeps it: in lower case, without space around it. */
export const normalized = (text: string): string => text.toLowerCase().replace(OUTER_SPACE, "");

/** A text of so many characters, counted as the server counts them: after it has lower-cased and trimmed it. */
function textWithin(minimum: number, maximum: number): Field<string> {
  const fits = (value: unknown): value is string => {
    if (typeof value !== "string") return false;
    const { length } = [...normalized(value)];
    return length >= minimum && length <= maximum;
  };
  return field({
    read: (value) => (fits(value) ? value : INVALID),
    schema: () => z.custom<string>(fits, { error: `expected a text of ${minimum} to ${maximum} characters` }),
  });
}

/** The name of a pipeline, an address, a type or a group: 1 to 150 characters. */
export const nameField: Field<string> = textWithin(1, 150);

const LONGEST_PART = 50;

/** The name of a database, a schema, a table or a key: up to 50 characters. */
export const partField: Field<string> = textWithin(0, LONGEST_PART);

interface NamedAddress {
  readonly name: string;
  readonly addressTypeGroupName: string;
}

/** What is wrong with a name whose parts the server would store, and cannot. */
export function longPart({ name, addressTypeGroupName }: NamedAddress): Issue | undefined {
  const told = normalized(name).split(".");
  const isStored = normalized(addressTypeGroupName) === "database" && told.length === 3;
  if (!isStored || told.every((one) => [...one].length <= LONGEST_PART)) return undefined;
  return {
    path: ["name"],
    code: "too_big",
    message: `must have parts of at most ${LONGEST_PART} characters in the group database`,
  };
}

/** A name to filter by, where the server compares letter by letter: sent as the server keeps it. */
export const keptNameField: Field<string> = field({
  read: nameField.read,
  write: (value) => (typeof value === "string" && nameField.write(value) !== INVALID ? normalized(value) : INVALID),
  schema: () => nameField.schema,
});

/** One of these words, in any case: the server lower-cases it. */
export const wordIn = <const Words extends readonly string[]>(
  words: Words,
): Field<Words[number] | Uppercase<Words[number]>> => {
  const fits = (value: unknown): boolean => typeof value === "string" && words.includes(normalized(value));
  return field({
    read: (value) => (fits(value) ? value : INVALID),
    schema: () => z.custom<string>(fits, { error: `must be one of ${words.join(", ")}` }),
  });
};
