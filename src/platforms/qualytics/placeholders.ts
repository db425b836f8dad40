import { ConfigurationError, type ErrorContext, envAsIs, isRecord, pathText } from "../../base.js";

/** Values of variables by their names. */
export type Environment = Readonly<Record<string, string | undefined>>;

const PLACEHOLDER = /\$\{(\w+)\}/g;
/** Where placeholders are filled: on the connection itself, and in its maps at any depth. */
const ON_TOP = ["host", "username", "password", "passphrase", "uri", "access_key", "secret_key", "credentials_payload"];
const IN_MAPS = ["password", "passphrase", "access_key", "secret_key", "credentials_payload"];
const MAPS = ["parameters", "secrets_manager"];

type Place = readonly (string | number)[];
type Fill = (text: string, at: Place) => string;

const wireKey = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * Gives a copy of a connection, or of a body that holds one as `connection`, in which every `${NAME}` is replaced by the
 * variable of that name. Only where a secret or an address may stand: `host`, `username`, `password`, `passphrase`, `uri`,
 * `access_key`, `secret_key` and `credentials_payload`; and `password`, `passphrase`, `access_key`, `secret_key` and
 * `credentials_payload` within `parameters` and `secrets_manager`, in nested maps and lists too. Keys are taken in the
 * platform's spelling and in this package's. What a variable holds is not looked through again, so that a value may hold
 * `${`. A bare `$NAME` is no placeholder.
 *
 * `environment`: default, the environment of the process. Values are taken as they are, with the spaces around them. A
 * variable that is empty counts as missing. Throws `ConfigurationError` that names all variables that are missing, and where.
 */
export function resolvePlaceholders<T>(connection: T, environment?: Environment, context?: ErrorContext): T {
  const missing = new Map<string, string[]>();
  const fill: Fill = (text, at) =>
    text.replace(PLACEHOLDER, (_, name: string) => {
      const value = environment === undefined ? envAsIs(name) : ownValue(environment, name);
      if (value === undefined || value === "") missing.set(name, [...(missing.get(name) ?? []), pathText(at)]);
      return value ?? "";
    });
  const filled = filledConnection(connection, [], fill);
  if (missing.size === 0) return filled as T;
  const told = [...missing].map(([name, places]) => `${name} (${[...new Set(places)].join(", ")})`);
  throw new ConfigurationError(`the environment lacks what placeholders ask for: ${told.join("; ")}`, context);
}

const ownValue = (environment: Environment, name: string): string | undefined =>
  Object.hasOwn(environment, name) ? environment[name] : undefined;

function filledConnection(value: unknown, at: Place, fill: Fill): unknown {
  return changed(value, at, (one, key, place) => {
    if (ON_TOP.includes(key)) return filledWholly(one, place, fill);
    if (MAPS.includes(key)) return filledMap(one, place, fill);
    return key === "connection" && at.length === 0 ? filledConnection(one, place, fill) : one;
  });
}

function filledMap(value: unknown, at: Place, fill: Fill): unknown {
  return changed(value, at, (one, key, place) =>
    IN_MAPS.includes(key) ? filledWholly(one, place, fill) : filledMap(one, place, fill),
  );
}

function filledWholly(value: unknown, at: Place, fill: Fill): unknown {
  return typeof value === "string"
    ? fill(value, at)
    : changed(value, at, (one, _, place) => filledWholly(one, place, fill));
}

/** A map or list with other values; anything else as it is. */
function changed(value: unknown, at: Place, to: (one: unknown, key: string, place: Place) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item, index) => to(item, "", [...at, index]));
  if (!isRecord(value) || value instanceof Date) return value;
  const copy = Object.create(Object.getPrototypeOf(value), Object.getOwnPropertyDescriptors(value));
  for (const key of Object.getOwnPropertyNames(value))
    Object.defineProperty(copy, key, { value: to(value[key], wireKey(key), [...at, key]) });
  return copy;
}
