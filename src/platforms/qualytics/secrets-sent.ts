import { isSecretKey, type SecretNames } from "./secret-names.js";
import { credentialsIn, isMap } from "./secrets.js";

/** Shorter parts of a secret are words such as `Bearer`. */
const LEAST_PART = 8;
/** Longer secrets are keys and the like, and no passwords. */
const LONGEST_PASSWORD = 256;

/** The secrets of a body that is sent, so that they can be masked where the server repeats them. */
export function secretsOf(value: unknown, names: SecretNames = isSecretKey, isSecret = false): string[] {
  if (typeof value === "string")
    return isSecret ? [value, ...partsOf(value), ...tailsOf(value), ...credentialsIn(value)] : credentialsIn(value);
  if (typeof value === "number" && isSecret) return [String(value)];
  if (Array.isArray(value)) return value.flatMap((item) => secretsOf(item, names, isSecret));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, one]) => secretsOf(one, names, isSecret || names(key)));
}

/** What a server may repeat of a secret: the token of a header, a part of an address. Its host is no secret. */
function partsOf(secret: string): string[] {
  const token = /^[A-Za-z]+ +(\S+)$/.exec(secret)?.[1];
  const host = /^\w+:\/\/(?:[^/?#]*@)?([^/?#]*)/.exec(secret)?.[1];
  const parts = secret.split(/[\s,;=/?&#]+/).filter((part) => part.length >= LEAST_PART && part !== host);
  return token === undefined ? parts : [token, ...parts];
}

/** What is left of a secret where the masking of texts, which comes first, took what follows a `;` or the like for the rest. */
const tailsOf = (secret: string): string[] =>
  secret.length > LONGEST_PASSWORD
    ? []
    : [...secret.matchAll(/[;&#@}"'<>\s]+/g)].map(({ index, 0: { length } }) => secret.slice(index + length));
