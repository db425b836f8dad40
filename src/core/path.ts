import { type Issue, ValidationError } from "../errors/index.js";

/** A value of a path under its name, with what the call asks of its form. */
export interface Identifier {
  readonly name: string;
  readonly value: unknown;
  /** What is wrong with the form; undefined when nothing is. */
  readonly complaint?: (value: string) => string | undefined;
}

/** A path whose values are checked and encoded when the call is made. */
export interface Path {
  /** With the names in the place of the values: `/sdk/assets/{asset}`. */
  readonly template: string;
  /** The encoded path. Throws `ValidationError` naming the value that cannot be a part of a path. */
  render(): string;
}

/** Builds a path. Every value is given as `${{ name }}` or as an identifier with a form of its own. */
export function path(strings: TemplateStringsArray, ...values: (Identifier | Record<string, unknown>)[]): Path {
  const identifiers = values.map(identifier);
  return {
    template: strings.reduce((text, part, at) => `${text}{${identifiers[at - 1]?.name}}${part}`),
    render: () => strings.reduce((text, part, at) => `${text}${segment(identifiers[at - 1] as Identifier)}${part}`),
  };
}

function identifier(value: Identifier | Record<string, unknown>): Identifier {
  if (typeof value.name === "string" && "value" in value) return value as Identifier;
  const [entry] = Object.entries(value);
  return { name: entry?.[0] ?? "value", value: entry?.[1] };
}

/** What is wrong with an id; undefined when nothing is. */
export function identifierIssue({ name, value, complaint }: Identifier): Issue | undefined {
  const issue = (message: string): Issue => ({ path: [name], code: "invalid_id", message });
  if (typeof value !== "string" && !Number.isSafeInteger(value)) return issue("expected an id");
  const text = String(value);
  if (text.trim() === "") return issue("must not be empty");
  if (text.split(/[/\\]/).some((part) => part === "." || part === ".."))
    return issue("must not hold the segments . or ..");
  if (!isWellFormed(text)) return issue("is not well-formed text");
  const told = complaint?.(text);
  return told === undefined ? undefined : issue(told);
}

function segment(one: Identifier): string {
  const issue = identifierIssue(one);
  if (issue !== undefined) throw new ValidationError([issue]);
  return encodeURIComponent(String(one.value));
}

function isWellFormed(text: string): boolean {
  try {
    encodeURIComponent(text);
    return true;
  } catch {
    return false; // a lone surrogate
  }
}
