import { ConfigurationError, DqgateError } from "../../../../base.js";
import { withAliases } from "./aliases.js";

/** A computed table that a row describes. */
export interface TableDraft {
  /** As the row has it. */
  readonly name: string;
  /** With the prefix: the name of the container. */
  readonly tableName: string;
  readonly description: string;
  /** With a name for each column. */
  readonly query: string;
  /** Which row it is: 1 for the first below the header. */
  readonly row: number;
}

/** A row that describes no table. */
export interface PassedOverRow {
  readonly row: number;
  readonly message: string;
}

/** What the rows of a file come to. */
export interface TableRows {
  readonly tables: readonly TableDraft[];
  readonly warnings: readonly PassedOverRow[];
}

/** Rows of cells, the header first. */
export type Rows = readonly (readonly unknown[])[];

/** How a text is cut into rows. */
export interface RowsOptions {
  /** The name of the file that the text is from: `.txt` and `.tsv` are separated by tabs, everything else by commas. */
  readonly file?: string | undefined;
  /** What separates cells, in the place of what the file's name says. */
  readonly delimiter?: string | undefined;
}

/** The rows of a text. Throws `ConfigurationError` where it is no such text, and where `csv-parse` is not installed. */
export async function rowsOf(source: string | Rows, { file, delimiter }: RowsOptions): Promise<Rows> {
  if (/\.xlsx?$/i.test(file ?? ""))
    throw new ConfigurationError(`${file}: spreadsheets are not read here; save the sheet as CSV`);
  if (typeof source !== "string") return source;
  // The first bytes of a zip archive, which such a file is.
  if (source.startsWith("PK\u0003\u0004")) throw new ConfigurationError("this is a spreadsheet: save the sheet as CSV");
  const { parse } = await csvParser();
  try {
    const separator = delimiter ?? (/\.(?:txt|tsv)$/i.test(file ?? "") ? "\t" : ",");
    return parse(source, { delimiter: separator, bom: true, relax_column_count: true }) as string[][];
  } catch (error) {
    if (error instanceof DqgateError) throw error;
    const { code, lines } = error as { code?: unknown; lines?: unknown };
    const where = typeof lines === "number" ? ` (line ${lines})` : "";
    throw new ConfigurationError(
      `${file ?? "the text"} cannot be read as rows: ${String(code ?? "malformed")
        .toLowerCase()
        .replaceAll("_", " ")}${where}`,
    );
  }
}

async function csvParser(): Promise<typeof import("csv-parse/sync")> {
  try {
    return await import("csv-parse/sync");
  } catch (error) {
    throw new ConfigurationError(
      "computed tables are read from text with the package csv-parse: npm install csv-parse",
      { cause: error },
    );
  }
}

/** The tables that rows describe: name, description and query by their place. A name that stands twice counts once. */
export function tablesOf(rows: Rows, prefix: string): TableRows {
  const tables: TableDraft[] = [];
  const warnings: PassedOverRow[] = [];
  const names = new Set<string>();
  for (const [at, cells] of rows.slice(1).entries()) {
    const row = at + 1;
    const told = (Array.isArray(cells) ? cells : []).map((cell) => (cell == null ? "" : String(cell).trim()));
    if (told.every((cell) => cell === "")) continue;
    const [name = "", description = "", query = ""] = told;
    const problem =
      told.length < 3
        ? "it has fewer than three cells"
        : name === ""
          ? "it has no name"
          : query === ""
            ? `${name} has no query`
            : names.has(name)
              ? `${name} stands in an earlier row too`
              : null;
    if (problem !== null) {
      warnings.push({ row, message: problem });
      continue;
    }
    names.add(name);
    tables.push({ name, tableName: prefix + name, description, query: withAliases(query), row });
  }
  return { tables, warnings };
}

/** A name without the mark of the store that it is for, such as `_SF`. */
export const ruleIdOf = (name: string): string =>
  name.replace(/_(?:SF|sf|DB|db|BQ|bq|PG|pg|SNOW|snow|SNOWFLAKE|snowflake)$/, "");
