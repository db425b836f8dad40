/** A piece of SQL that counts: a word, a number, a quoted text or name, or a sign. Comments and spaces are none. */
export interface Token {
  readonly kind: "word" | "number" | "text" | "name" | "sign";
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** How many brackets are open around it; those of a bracket itself not counted. */
  readonly depth: number;
}

const TOKENS =
  /(?<comment>--[^\n]*|\/\*[\s\S]*?\*\/)|(?<text>'(?:[^']|'')*')|(?<name>"(?:[^"]|"")*"|`(?:[^`]|``)*`)|(?<word>[\p{L}_$@#][\p{L}\p{N}_$@#]*)|(?<number>\d[\w.]*)|(?<sign>::|\|\||[^\s])/gu;
const OPENING = ["(", "["];
const CLOSING = [")", "]"];

/** The tokens of a query; null where its brackets or quotes do not match. */
export function tokensOf(query: string): Token[] | null {
  const tokens: Token[] = [];
  let depth = 0;
  for (const match of query.matchAll(TOKENS)) {
    const [text] = match;
    const { comment, text: quoted, name, word, number } = match.groups ?? {};
    if (comment !== undefined) continue;
    // A quote behind a backslash ends a text in some dialects, and not in others; one without an end is no SQL.
    if (/\\'$/.test(quoted ?? "") || /^['"`\\]$/.test(text)) return null;
    if (CLOSING.includes(text)) depth -= 1;
    if (depth < 0) return null;
    const kind =
      word !== undefined
        ? "word"
        : number !== undefined
          ? "number"
          : quoted !== undefined
            ? "text"
            : name !== undefined
              ? "name"
              : "sign";
    tokens.push({ kind, text, start: match.index, end: match.index + text.length, depth });
    if (OPENING.includes(text)) depth += 1;
  }
  return depth === 0 ? tokens : null;
}

export const isWord = (token: Token | undefined, ...words: readonly string[]): boolean =>
  token?.kind === "word" && words.includes(token.text.toLowerCase());
