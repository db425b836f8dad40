/** Tells by its name whether a value is a secret. */
export type SecretNames = (name: string) => boolean;

/** The platform's own list of secret keys, and keys that end in one of its words, such as `client_secret`. */
const WORD =
  /(?:^|_)(?:password|passwd|pwd|passphrase|passcode|secret|token|sas|authorization|connection_string|credentials?(?:_payload|_json)?|(?:api|access|secret|account|private|shared|encryption|signing|routing|integration|storage|master)_?key(?:_id|_path|_pem|_der_b64)?)$/;
/** Of whatever else is called a key, those of tables are none. */
const OTHER_KEY = /\w(?<!(?:^|_)(?:primary|foreign|partition|sort|cluster(?:ing)?))_key$/;
/** In a query or a connection string these are secret too. */
const IN_TEXT = /^(?:key|sig)$|(?:^|_)signature$/;
/** Nobody tells what the fields of other products are called. All that a notification takes may be secret. */
const MAY_BE =
  /key|token(?!ized)|secret|pass_?(?:w|phrase|code)|credential|signature|hook|authorization|cookie|connection_?string|(?:^|_)(?:pwd|sas|dsn)(?:_|$)|^api_?url$|^parameters$/;

/** In the platform's spelling. */
const normalized = (name: string): string =>
  name
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .replace(/[\s.-]+/g, "_")
    .toLowerCase();

/** Names in connections, and in whatever else is the platform's own, in either spelling: `secret_key`, `secretKey`. */
export const isSecretKey: SecretNames = (name) => {
  const told = normalized(name);
  return WORD.test(told) || OTHER_KEY.test(told);
};

/** Names before a `=` or a `:` in a text. Not every key there: a query may join tables by their keys. */
export const isSecretWord: SecretNames = (name) => {
  const told = normalized(name);
  return WORD.test(told) || IN_TEXT.test(told);
};

/** Names in flows, integrations and tokens: wider, since their fields belong to other products or are keys themselves. */
export const mayBeSecretKey: SecretNames = (name) => isSecretKey(name) || MAY_BE.test(normalized(name));
