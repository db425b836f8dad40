import { refuse } from "./answers.js";
import type { EmulatedContainer } from "./records/records.js";
import type { QualyticsState } from "./state.js";

const QUERY =
  /^\s*(?:with\b[\s\S]*?\)\s*)?select\s+([\s\S]+?)(?:\s+from\s+["`]?([^"`;]+?)["`]?(?:\s+(?:where|group|order|join|left|right|inner|limit)\b[\s\S]*)?)?\s*;?\s*$/i;

/** Refuses what the source would not run: an empty text, no selection, or one that says that it is wrong. */
export function refuseBadSql(sql: string): void {
  if (sql.trim() === "") refuse(400, "SQL compilation error: the query is empty");
  if (/syntax error/i.test(sql)) refuse(400, `SQL compilation error: syntax error in ${sql.trim().slice(0, 40)}`);
}

/** The fields that a query gives. `*` gives those of the container of the same datastore that it is from. */
export function fieldsOfQuery(state: QualyticsState, sql: string, datastore_id: number): string[] {
  refuseBadSql(sql);
  const [, list, from] = QUERY.exec(sql) ?? refuse(400, "SQL compilation error: a query must be a SELECT");
  const source = state.containers.find((one) => one.datastore_id === datastore_id && one.name === from?.trim());
  return fieldsOfSelection(state, list as string, source === undefined ? [] : [source]);
}

/** The fields that a selection gives. `*` gives those of its sources. */
export function fieldsOfSelection(
  state: QualyticsState,
  list: string,
  sources: readonly EmulatedContainer[],
): string[] {
  refuseBadSql(list);
  const names = apart(list).flatMap((item, at) =>
    item === "*" || item.endsWith(".*")
      ? sources.flatMap(({ id }) => state.fields.filter((field) => field.container_id === id).map(({ name }) => name))
      : [nameOf(item, at)],
  );
  return [...new Set(names)];
}

/** The items of a list: commas within brackets part nothing. */
function apart(list: string): string[] {
  const items = [""];
  let depth = 0;
  for (const letter of list) {
    if (letter === "(") depth += 1;
    if (letter === ")") depth -= 1;
    if (letter === "," && depth === 0) items.push("");
    else items[items.length - 1] += letter;
  }
  return items.map((item) => item.trim());
}

/** The name that an item is given, that of its column, or one by its place. */
function nameOf(item: string, at: number): string {
  const told = /\bas\s+["`]?([^"`]+?)["`]?$/i.exec(item)?.[1] ?? /^(?:\w+\.)*["`]?(\w+)["`]?$/.exec(item)?.[1];
  return told ?? `expr_${at + 1}`;
}
