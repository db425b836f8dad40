import { isWord, type Token, tokensOf } from "./sql.js";

/**
 * A query in which each column of its outermost `SELECT` has a name: an expression without one gets `as expr_N`, by its
 * place. Plain columns (`id`, `o.id`) and stars have names, and stay; so does a query that cannot be taken apart.
 */
export function withAliases(query: string): string {
  const tokens = tokensOf(query);
  const columns = tokens === null ? [] : columnsOf(tokens);
  const names = new Set(tokens?.map(({ text }) => text.toLowerCase()));
  let result = "";
  let done = 0;
  for (const [at, column] of columns.entries()) {
    if (hasName(column)) continue;
    let number = at + 1;
    while (names.has(`expr_${number}`)) number += columns.length;
    const { end } = column.at(-1) as Token;
    result += `${query.slice(done, end)} as expr_${number}`;
    done = end;
  }
  return result + query.slice(done);
}

/** The columns of the first `SELECT` that no bracket holds, up to its `FROM`; none where it has no `FROM`. */
function columnsOf(tokens: readonly Token[]): Token[][] {
  const select = tokens.findIndex((token) => token.depth === 0 && isWord(token, "select"));
  if (select < 0) return [];
  const start = afterModifiers(tokens, select + 1);
  const columns: Token[][] = [[]];
  for (let at = start; at < tokens.length; at += 1) {
    const token = tokens[at] as Token;
    // `a IS DISTINCT FROM b` is a comparison.
    if (token.depth === 0 && isWord(token, "from") && !isWord(tokens[at - 1], "distinct"))
      return columns.filter((one) => one.length > 0);
    if (token.depth === 0 && token.text === ",") columns.push([]);
    else columns.at(-1)?.push(token);
  }
  return [];
}

/** Passes over `DISTINCT`, `DISTINCT ON (…)`, `ALL` and `TOP n`. */
function afterModifiers(tokens: readonly Token[], from: number): number {
  let at = from;
  const bracket = (): void => {
    if (tokens[at]?.text !== "(") return;
    const { depth } = tokens[at] as Token;
    while (at < tokens.length && !(tokens[at]?.text === ")" && tokens[at]?.depth === depth)) at += 1;
    at += 1;
  };
  if (isWord(tokens[at], "all", "distinct")) at += 1;
  if (isWord(tokens[at], "on")) {
    at += 1;
    bracket();
  }
  if (isWord(tokens[at], "top") && (tokens[at + 1]?.kind === "number" || tokens[at + 1]?.text === "(")) {
    at += 1;
    if (tokens[at]?.kind === "number") at += 1;
    else bracket();
  }
  return at;
}

/** Words that end an expression, and are no name of it. */
const VALUES = ["end", "null", "true", "false", "unknown"];
/** Words behind which an expression goes on. */
const OPERATORS = [
  ...[
    "and",
    "or",
    "not",
    "is",
    "in",
    "like",
    "ilike",
    "rlike",
    "between",
    "div",
    "mod",
    "case",
    "when",
    "then",
    "else",
  ],
  ...["from", "distinct", "over", "collate"],
];

/** Whether a column has a name: it is a plain column or a star, or a name stands behind it, with `AS` or without. */
function hasName(column: readonly Token[]): boolean {
  const [last, before] = [column.at(-1) as Token, column.at(-2)];
  if (column.every(isPathPart) || column.some((token, at) => isStar(token, column[at - 1]))) return true;
  if (isWord(before, "as") && last.depth === 0) return true;
  const mayBeName = last.kind === "name" || (last.kind === "word" && !isWord(last, ...VALUES));
  return mayBeName && before !== undefined && endsOperand(before);
}

/** A part of `schema.table.column`. */
const isPathPart = (token: Token, at: number): boolean =>
  at % 2 === 1 ? token.text === "." : token.kind === "name" || (token.kind === "word" && !isWord(token, ...VALUES));

/** `*` or `o.*`, whatever follows it, such as `EXCEPT (…)`; no multiplication, and not the star of `count(*)`. */
const isStar = (token: Token, before: Token | undefined): boolean =>
  token.text === "*" && token.depth === 0 && (before === undefined || before.text === ".");

/** Whether a name may stand behind it; behind a sign or a word such as `NOT` it would be a part of the expression. */
function endsOperand(token: Token): boolean {
  if (token.kind === "sign") return token.text === ")" || token.text === "]";
  return token.kind !== "word" || !isWord(token, ...OPERATORS);
}
