import { isRecord, redactText } from "../../base.js";
import { isSecretKey, isSecretWord, type SecretNames } from "./secret-names.js";

/** What stands in the place of a secret. */
export const REDACTED = "*** redacted ***";

/** What this package's own masking writes: it has no spaces, at which that masking would end a value. */
const MASK = "[redacted]";
const DEEPEST = 50;

const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g;
// Up to the last @, since a password may hold one; but not where what follows the colon is a port.
const USER_INFO = /(?<=:\/\/)[^\s/?#@:]*:(?!\d{1,5}(?:[/?#,]|$))(\S*)(?=@)/g;
const ORACLE_USER = /(?<=\bjdbc:oracle:\w+:)[^\s/@:]+\/(\S*)(?=@)/gi;
const ASSIGNED = /(?<![\w.-])([\w.-]+)(\s*=\s*)(\{[^}]*\}|[^&;\r\n]+)/g;
const QUOTED = /(?<!\\)(\\*["'])([\w.-]+)\1(\s*:\s*)\1((?:(?!\1)[\s\S])*)\1/g;

/** Whether there is anything to hide: null, an empty text and a flag tell nothing. */
const isTold = (value: unknown): boolean =>
  value !== null && value !== undefined && value !== "" && typeof value !== "boolean";

/** A plain object: no date, no list. */
export function isMap(value: unknown): value is Record<string, unknown> {
  if (!isRecord(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Masks the credentials in a text: in URIs, connection strings, queries, JSON, keys and tokens. */
export function redactCredentials(text: string): string {
  const masked = text
    .replaceAll(REDACTED, MASK)
    .replace(PRIVATE_KEY, MASK)
    .replace(USER_INFO, MASK)
    .replace(ORACLE_USER, MASK)
    .replace(QUOTED, (all, quote: string, key: string, colon: string) =>
      isSecretWord(key) ? `${quote}${key}${quote}${colon}${quote}${MASK}${quote}` : all,
    )
    .replace(ASSIGNED, (all, key: string, equals: string) => (isSecretWord(key) ? `${key}${equals}${MASK}` : all));
  return redactText(masked).replaceAll(MASK, REDACTED);
}

/** The credentials in a text, as they stand there, and as they are meant where that is another form. */
export function credentialsIn(text: string): string[] {
  const inUris = [USER_INFO, ORACLE_USER].flatMap((pattern) => [...text.matchAll(pattern)].map(([, found]) => found));
  const assigned = [...text.matchAll(ASSIGNED)].flatMap(([, key = "", , told]) => (isSecretWord(key) ? [told] : []));
  const quoted = [...text.matchAll(QUOTED)].flatMap(([, , key = "", , told]) => (isSecretWord(key) ? [told] : []));
  return [
    ...inUris.flatMap((one) => (one === undefined ? [] : [one, meant(() => decodeURIComponent(one), one)])),
    ...assigned,
    ...quoted.flatMap((one) => (one === undefined ? [] : [one, meant(() => JSON.parse(`"${one}"`), one)])),
  ].filter((one): one is string => typeof one === "string" && one !== "");
}

function meant(decode: () => unknown, told: string): unknown {
  try {
    return decode();
  } catch {
    return told; // It only looks like that.
  }
}

/**
 * Gives a deep copy without its secrets, for logs and files: of a connection as it was read (what is hidden on it shows as
 * redacted), of a body, of anything in the platform's spelling or this package's. Values under secret keys, in nested maps
 * and lists too, become `*** redacted ***`, and so do the credentials in URIs and other texts.
 */
export function redactConnection<T>(value: T): T {
  return redacted(value, 0) as T;
}

function redacted(value: unknown, depth: number): unknown {
  if (typeof value === "string") return redactCredentials(value);
  if (depth > DEEPEST) return REDACTED;
  if (Array.isArray(value)) return value.map((item) => redacted(item, depth + 1));
  if (!isMap(value)) return value;
  return mapped(value, (one, key) => (isSecretKey(key) && isTold(one) ? REDACTED : redacted(one, depth + 1)));
}

/**
 * Takes the secrets of a record out of sight, in place: they can be read by their names, but no print, log, JSON or spread
 * shows them. A text that holds credentials counts as a secret, and so does a list that holds one. Maps in it are copied.
 * `open`: properties that are left alone.
 */
export function hideSecrets(
  record: object,
  open: readonly string[] = [],
  names: SecretNames = isSecretKey,
  depth = 0,
): void {
  for (const [key, told] of Object.entries(record)) {
    if (open.includes(key)) continue;
    const { value, isSecret } = guarded(told, names, depth + 1);
    const enumerable = !isSecret && !(names(key) && isTold(told));
    if (!enumerable || value !== told)
      Object.defineProperty(record, key, { value, enumerable, writable: true, configurable: true });
  }
}

/** The same for a value that others made: a copy of it. */
export function withHiddenSecrets<T>(value: T, names: SecretNames = isSecretKey): T {
  return guarded(value, names, 0).value as T;
}

function guarded(value: unknown, names: SecretNames, depth: number): { value: unknown; isSecret: boolean } {
  if (typeof value === "string") return { value, isSecret: redactCredentials(value) !== value };
  if (depth > DEEPEST && typeof value === "object") return { value, isSecret: value !== null };
  if (Array.isArray(value)) {
    const items = value.map((item) => guarded(item, names, depth + 1));
    return { value: items.map((one) => one.value), isSecret: items.some((one) => one.isSecret) };
  }
  if (!isMap(value)) return { value, isSecret: false };
  const copy = Object.create(Object.getPrototypeOf(value), Object.getOwnPropertyDescriptors(value)) as object;
  hideSecrets(copy, [], names, depth);
  return { value: copy, isSecret: false };
}

/** A deep copy with everything in sight, to be sent: JSON leaves out what is hidden. */
export function revealed<T>(value: T): T {
  if (Array.isArray(value)) return value.map((item) => revealed(item)) as T;
  return isMap(value) ? (mapped(value, (one) => revealed(one)) as T) : value;
}

/** A copy with other values, of hidden properties too. */
function mapped(value: Record<string, unknown>, to: (one: unknown, key: string) => unknown): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  // Assigned, a key of the name `__proto__` would be lost.
  for (const key of Object.getOwnPropertyNames(value))
    Object.defineProperty(copy, key, {
      value: to(value[key], key),
      enumerable: true,
      writable: true,
      configurable: true,
    });
  return copy;
}
