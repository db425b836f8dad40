import { spellingsOf } from "./spellings.js";

const MASK = "[redacted]";
/** Shorter ones are words of every text. */
const LEAST_SECRET = 4;

// Keys and tokens that may turn up in a server's own text.
const SECRET_TEXT = [
  /\b(?:aa|sk|pk|qk)_(?:live|test|demo)_[A-Za-z0-9_-]{6,}/g,
  /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?/g,
  /\b(?:Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{6,}/gi,
  /(?<=[a-z][a-z0-9+.-]*:\/\/)[^\s/@:]+:[^\s/@]+(?=@)/gi,
  // Whoever knows the address of a webhook can post to it.
  /\bhttps?:\/\/[^\s"'<>]*hook[^\s"'<>]*/gi,
  /(?<=[?&](?:api_?key|key|(?:access_|auth_)?token|sig|signature|secret|password)=)[^\s&#"'<>]+/gi,
];

const SECRET_KEY =
  /^(?:authorization|cookie|set-cookie|x-api-key|key|.*(?:api_?key|apikey|secret|password|passwd|passphrase|pwd|token|private_?key(?:_\w+)?|(?:access|secret)_?key|credentials?(?:_json|_payload)?|routing_?key|webhook|webhook_?url|connection_?string|dsn))$/i;

/** Masks keys, tokens and credentials in a text, and whatever else is told to be secret, in JSON and URLs too. */
export function redactText(text: string, secrets: readonly string[] = []): string {
  let safe = text;
  // The longest first: of one that holds another, the rest must not stay.
  for (const secret of [...secrets].sort((one, other) => other.length - one.length)) {
    if (secret.length >= LEAST_SECRET) safe = safe.replaceAll(spellingsOf(secret), MASK);
  }
  for (const pattern of SECRET_TEXT) safe = safe.replace(pattern, MASK);
  return safe;
}

/** The same for any JSON value: secret fields are masked by their name, texts by what they hold. */
export function redact(value: unknown, secrets: readonly string[] = [], depth = 0): unknown {
  if (typeof value === "string") return redactText(value, secrets);
  if (typeof value !== "object" || value === null) return value;
  if (depth >= 8) return MASK;
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => redact(item, secrets, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      redactText(key, secrets),
      SECRET_KEY.test(key) && one !== null && typeof one !== "boolean" ? MASK : redact(one, secrets, depth + 1),
    ]),
  );
}

/** Without what a framework's complaints repeat of the request, which may be a password: `input` and `ctx`. */
export function withoutEcho(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEcho);
  if (typeof value !== "object" || value === null) return value;
  const isComplaint = "loc" in value || "msg" in value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !isComplaint || (key !== "input" && key !== "ctx"))
      .map(([key, one]) => [key, withoutEcho(one)]),
  );
}
