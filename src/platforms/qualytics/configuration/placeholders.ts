import { ConfigurationError, isRecord, redact } from "../../../base.js";
import { isSecretKey, isSecretWord } from "../secret-names.js";
import { REDACTED, redactCredentials } from "../secrets.js";
import { slug } from "./slugs.js";

/** Whether all errors and logs of this package mask what stands under a key, such as `dsn` and `cookie`. */
const isMasked = (key: string): boolean => Object.values(redact({ [key]: "x" }) as object)[0] !== "x";

/** Whether what stands under a key is secret; a bare `key` or `sig` is one here, as it is in a text. */
const isSecret = (key: string): boolean => isSecretKey(key) || isSecretWord(key) || isMasked(key);

/** What masks write in the place of a secret. */
const REDACTIONS = [REDACTED, "[redacted]"];
const isRedacted = (text: string): boolean => REDACTIONS.some((mask) => text.includes(mask));

/** Whether a text is a secret or has one in it, such as `user:password@host` or `;password=…`. */
export const holdsSecret = (text: string): boolean => isRedacted(text) || redactCredentials(text) !== text;

/** `${NAME}`, and all dollars in front of it: with two or more it is no placeholder. */
const EACH = /(\$+)\{([A-Za-z_]\w*)\}/g;

/** A text that is no placeholder, as a file holds it: `$${date}` for `${date}`, which an import would fill. */
const escaped = (text: string): string => text.replace(EACH, (all) => `$${all}`);

type Way = readonly (string | number)[];

/** The variables of an export. No two secrets share one. */
export class Placeholders {
  readonly #owners = new Map<string, string>();

  /** That of a field of a connection, which is told by its slug, by the way to it: `${PROD_PG_PASSWORD}`. */
  of(connection: string, way: Way): string {
    // A field at the top, and the one in the secrets manager, go by their own name alone.
    const told = way[0] === "secrets_manager" ? way.slice(1) : way;
    const parts = [connection, ...told].map((part) => slug(String(part)).toUpperCase());
    const wanted = parts.filter((part) => part !== "").join("_");
    const first = /^\d/.test(wanted) ? `_${wanted}` : wanted;
    const owner = JSON.stringify([connection, ...way]);
    let name = first;
    for (let number = 2; (this.#owners.get(name) ?? owner) !== owner; number += 1) name = `${first}_${number}`;
    this.#owners.set(name, owner);
    return `\${${name}}`;
  }
}

/** The record of a connection with a placeholder for each secret, however deep it stands. Its name stays as it is. */
export function concealed(record: Readonly<Record<string, unknown>>, placeholder: (way: Way) => string): unknown {
  const walk = (value: unknown, way: Way, isHidden: boolean): unknown => {
    if (Array.isArray(value)) return value.map((one, at) => walk(one, [...way, at], isHidden));
    if (isRecord(value))
      return Object.fromEntries(
        Object.entries(value).map(([key, one]) => [key, walk(one, [...way, key], isHidden || isSecret(key))]),
      );
    if (typeof value === "number") return isHidden ? placeholder(way) : value;
    if (typeof value !== "string" || value === "" || (way.length === 1 && way[0] === "name")) return value;
    return isHidden || holdsSecret(value) ? placeholder(way) : escaped(value);
  };
  return walk(record, [], false);
}

/** A record without what is secret in it, for files that have no placeholders; `dropped` tells where that stood. */
export function withoutSecrets(record: Readonly<Record<string, unknown>>): {
  value: Record<string, unknown>;
  dropped: readonly string[];
} {
  const dropped: string[] = [];
  const walk = (value: unknown, way: string): unknown => {
    if (Array.isArray(value))
      return value.map((one, at) => walk(one, `${way}[${at}]`)).filter((one) => one !== undefined);
    if (isRecord(value)) return walkMap(value, `${way}.`);
    if (typeof value !== "string" || !holdsSecret(value)) return value;
    dropped.push(way);
    return undefined;
  };
  const walkMap = (map: Readonly<Record<string, unknown>>, before: string): Record<string, unknown> => {
    const kept = Object.entries(map).map(([key, value]): [string, unknown] => {
      const isDropped = value != null && typeof value !== "boolean" && isSecret(key);
      if (isDropped) dropped.push(before + key);
      return [key, isDropped ? undefined : walk(value, before + key)];
    });
    return Object.fromEntries(kept.filter(([, value]) => value !== undefined));
  };
  return { value: walkMap(record, ""), dropped };
}

/** Refuses a copy that was redacted for people: written, it would take the place of the secret. */
export function refuseRedactedFile(record: Readonly<Record<string, unknown>>): void {
  const walk = (value: unknown, way: string): string[] => {
    if (typeof value === "string") return isRedacted(value) ? [way] : [];
    if (Array.isArray(value)) return value.flatMap((one, at) => walk(one, `${way}[${at}]`));
    if (!isRecord(value)) return [];
    return Object.entries(value).flatMap(([key, one]) => walk(one, way === "" ? key : `${way}.${key}`));
  };
  const places = walk(record, "");
  if (places.length > 0)
    throw new ConfigurationError(
      `${places.join(", ")} is redacted: give the secret itself or a placeholder, or leave it out`,
    );
}

/** Variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * A value with `${NAME}` replaced from the environment, in every text of it, and `$${NAME}` by the literal `${NAME}`. What
 * a variable holds is not looked through again. Throws `ConfigurationError` that names all variables which are missing or
 * empty, and gives the values that went in, so that they can be kept out of messages.
 */
export function resolved(
  value: Readonly<Record<string, unknown>>,
  look: (name: string) => string | undefined,
): { value: Record<string, unknown>; used: readonly string[] } {
  const missing = new Set<string>();
  const used = new Set<string>();
  const fill = (all: string, dollars: string, name: string): string => {
    if (dollars.length > 1) return all.slice(1);
    const found = look(name);
    if (found === undefined || found === "") missing.add(name);
    else used.add(found);
    return found ?? "";
  };
  const walk = (one: unknown): unknown => {
    if (typeof one === "string") return one.replace(EACH, fill);
    if (Array.isArray(one)) return one.map(walk);
    return isRecord(one) ? Object.fromEntries(Object.entries(one).map(([key, inner]) => [key, walk(inner)])) : one;
  };
  const done = walk(value) as Record<string, unknown>;
  if (missing.size > 0)
    throw new ConfigurationError(`not set in the environment: ${[...missing].map((name) => `\${${name}}`).join(", ")}`);
  return { value: done, used: [...used] };
}
