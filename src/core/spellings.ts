/** What JSON, URLs and forms write as it is. */
const PLAIN = /^[\w.~-]*$/;
/** Longer secrets are looked for as they are alone. */
const LONGEST = 20_000;
/** JSON within JSON within JSON writes one backslash as so many. */
const MOST_BACKSLASHES = 8;
const ESCAPES: Readonly<Record<string, string>> = { "\b": "b", "\f": "f", "\n": "n", "\r": "r", "\t": "t" };

/** What finds a secret in a text: as it is, in JSON (within JSON, too), in a URL and in a form. */
export function spellingsOf(secret: string): string | RegExp {
  if (PLAIN.test(secret) || secret.length > LONGEST) return secret;
  return new RegExp((secret.match(/\\+|[\s\S]/gu) ?? []).map(spelled).join(""), "g");
}

/** The ways to write one character, or backslashes in a row. */
function spelled(part: string): string {
  const asIs = part.replace(/[^\w]/gu, escaped);
  if (PLAIN.test(part)) return asIs;
  const inUrl = [...new TextEncoder().encode(part)].map((byte) => `%${hex(byte, 2)}`).join("");
  if (part.startsWith("\\")) return `(?:\\\\{${part.length},${part.length * MOST_BACKSLASHES}}|${inUrl})`;
  const slashes = `\\\\{1,${MOST_BACKSLASHES - 1}}`;
  const units = part.split("").map((unit) => `${slashes}u${hex(unit.charCodeAt(0), 4)}`);
  const ways = [asIs, inUrl, units.join("")];
  if (ESCAPES[part] !== undefined) ways.push(slashes + ESCAPES[part]);
  if (/["'/]/.test(part)) ways.push(slashes + asIs);
  if (part === " ") ways.push("\\+");
  return `(?:${ways.join("|")})`;
}

const escaped = (character: string): string =>
  character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");

/** The digits in either case. */
const hex = (value: number, digits: number): string =>
  value
    .toString(16)
    .padStart(digits, "0")
    .replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
