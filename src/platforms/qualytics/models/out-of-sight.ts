import { mayBeSecretKey } from "../secret-names.js";
import { redactCredentials, withHiddenSecrets } from "../secrets.js";
import type { EntityHistory } from "./history.js";

/** The fields of a model, as far as it matters here. */
type Known = Readonly<Record<string, { readonly secret: boolean }>>;

/** Deeper than any record goes. */
const DEEPEST = 32;

/** Whether a value is a secret, or holds one, by its name or by its form. */
function isSecret(name: string, value: unknown, depth = 0): boolean {
  if (value === null || typeof value === "boolean") return false;
  if (mayBeSecretKey(name) || depth > DEEPEST) return true;
  if (typeof value === "string") return redactCredentials(value) !== value;
  return typeof value === "object" && Object.entries(value).some(([key, one]) => isSecret(key, one, depth + 1));
}

/**
 * Keeps those fields of a record out of prints, logs and JSON that no source tells of and that may be secrets. They are
 * read by their names. In fields that are known it hides what may be a secret: a lenient client lets through what does not
 * fit, as it came.
 */
export const hidingSecrets =
  (known: Known) =>
  (record: object): void => {
    for (const [name, value] of Object.entries(record)) {
      const field = Object.hasOwn(known, name) ? known[name] : undefined;
      if (field === undefined) {
        if (isSecret(name, value)) Object.defineProperty(record, name, { enumerable: false });
      } else if (!field.secret && typeof value === "object")
        Object.assign(record, { [name]: withHiddenSecrets(value, mayBeSecretKey) });
    }
  };

/** The same for what became of such a record: in every part of it. */
export const withoutSecrets = (history: EntityHistory): EntityHistory => withHiddenSecrets(history, mayBeSecretKey);
