import { ConfigurationError, optionIssue, type RequestOptions, ValidationError } from "../../../base.js";
import { Deployment } from "./deployment.js";
import { type ImportCounts, Tally } from "./import/result.js";
import { rethrowEnd } from "./import/run.js";
import { type ConfigClient, Records } from "./records.js";
import {
  createTable,
  createTableCheck,
  hasChecks,
  profiledFields,
  profileProblem,
  type TablesSettings,
} from "./tables/import.js";
import { type PassedOverRow, type Rows, type RowsOptions, rowsOf, type TableDraft, tablesOf } from "./tables/rows.js";
import { type ConfigProgress, checkedOptions, checkedRefs } from "./types.js";

/** How rows are read as computed tables. */
export interface PreviewTablesOptions extends RowsOptions {
  /** Put in front of each name. Default `ct_`. */
  prefix?: string | undefined;
  /** The most tables to give. Default: all. */
  limit?: number | undefined;
}

/** What an import would make of rows. */
export interface TablesPreview {
  readonly tables: readonly TableDraft[];
  /** Rows that are passed over, and why. */
  readonly warnings: readonly PassedOverRow[];
}

const DEFAULT_PREFIX = "ct_";

/**
 * Gives the computed tables that rows describe, without any call. The first row is a header; then name, description and
 * query by their place. `source` is CSV, or text with tabs where `file` ends in `.txt` or `.tsv`, or rows of cells, however
 * they were read. Spreadsheets (`.xlsx`, `.xls`) are not read: save the sheet as CSV.
 *
 * Each column of a query's outermost `SELECT` that is an expression without a name gets one (`as expr_2`). Throws
 * `ConfigurationError` for a text that cannot be read, and where the package `csv-parse` is missing, which texts need.
 */
export async function previewComputedTables(
  source: string | Rows,
  options: PreviewTablesOptions = {},
): Promise<TablesPreview> {
  checkedOptions<RequestOptions & PreviewTablesOptions>(options, ["file", "delimiter", "prefix", "limit"]);
  const { prefix = DEFAULT_PREFIX, limit } = options;
  checkSource(source, options);
  if (limit !== undefined && !(Number.isSafeInteger(limit) && limit > 0))
    throw new ValidationError([optionIssue("limit", "expected a whole number above 0")]);
  const { tables, warnings } = tablesOf(await rowsOf(source, options), prefix);
  return { tables: limit === undefined ? tables : tables.slice(0, limit), warnings };
}

function checkSource(source: unknown, { prefix, delimiter, file }: PreviewTablesOptions): void {
  if (typeof source !== "string" && !(Array.isArray(source) && source.every((row) => Array.isArray(row))))
    throw new ValidationError([optionIssue("source", "expected a text, or rows of cells")]);
  if (prefix !== undefined && typeof prefix !== "string")
    throw new ValidationError([optionIssue("prefix", "expected a text")]);
  if (file !== undefined && typeof file !== "string")
    throw new ValidationError([optionIssue("file", "expected the name of a file")]);
  if (delimiter !== undefined && (typeof delimiter !== "string" || delimiter === ""))
    throw new ValidationError([optionIssue("delimiter", "expected a text of at least one character")]);
}

/** How `importComputedTables` goes about it. */
export interface ImportTablesOptions extends RequestOptions, RowsOptions {
  /** An id or a name. */
  datastore: string | number;
  /** Put in front of each name. Default `ct_`. */
  prefix?: string | undefined;
  /** True: tables only. Default: each table gets a check. */
  skipChecks?: boolean | undefined;
  /** True: the profile of a new table is not waited for; a table that has none yet gets no check. */
  skipProfileWait?: boolean | undefined;
  /** The most to wait for one profile, in milliseconds, by the client's clock. Default 900 000. */
  profileTimeoutMs?: number | undefined;
  /** Default `Draft`. */
  checkStatus?: "Draft" | "Active" | undefined;
  /** Tags of the checks: a list, or names between `,` or `;`. */
  tags?: string | readonly string[] | undefined;
  /** True: nothing is written; what exists is looked up, and the counts tell what would be done. */
  dryRun?: boolean | undefined;
  /** Told of every table that is done, as one of `containers`, and then of every check, each with its row in the place of a file. */
  onProgress?: ((progress: ConfigProgress) => void) | undefined;
}

/** How an import of computed tables went. Errors name the row in the place of a file. */
export interface TablesImport {
  /** True: nothing failed. Warnings are no failures. */
  readonly ok: boolean;
  readonly tables: ImportCounts;
  readonly checks: ImportCounts;
  /** Rows that are passed over, profiles that did not end well, descriptions that could not be set. */
  readonly warnings: readonly PassedOverRow[];
}

/**
 * Makes a computed table of each row (as `previewComputedTables` reads them), and a check of each table that calls every row
 * which it returns an anomaly. A table that exists is left as it is, and so is one that has a check. A check needs the fields
 * that the platform's profile of the new table finds: that profile is waited for.
 *
 * What fails in one row does not stop the rest: look at `ok` and the `errors`. Throws `NotFoundError` where there is no such
 * datastore, `ValidationError` for wrong options, and `ConfigurationError` as `previewComputedTables` does.
 */
export async function importComputedTables(
  client: ConfigClient,
  source: string | Rows,
  options: ImportTablesOptions,
): Promise<TablesImport> {
  const own = ["datastore", "prefix", "skipChecks", "skipProfileWait", "profileTimeoutMs", "checkStatus"] as const;
  const request = checkedOptions(options, [...own, "tags", "dryRun", "file", "delimiter", "onProgress"]);
  checkSource(source, options);
  const { prefix = DEFAULT_PREFIX, file, delimiter } = options;
  const [ref] = checkedRefs("datastore", [options.datastore]) as [string | number];
  const told = settingsOf(options);
  const { tables, warnings } = tablesOf(await rowsOf(source, { file, delimiter }), prefix);
  const deployment = new Deployment(new Records(client, request));
  const settings = { ...told, datastore: await deployment.datastoreRef(ref) };
  const work = new TablesWork(deployment, settings, options.dryRun === true, options.onProgress);
  for (const warning of warnings) work.warnings.push(warning);
  for (const table of tables) await work.table(table);
  if (options.skipChecks !== true) for (const table of tables) await work.check(table);
  return work.done();
}

function settingsOf({
  skipProfileWait = false,
  profileTimeoutMs = 900_000,
  checkStatus = "Draft",
  tags = [],
}: ImportTablesOptions): Omit<TablesSettings, "datastore"> {
  if (!(Number.isFinite(profileTimeoutMs) && profileTimeoutMs >= 0))
    throw new ValidationError([optionIssue("profileTimeoutMs", "expected milliseconds, 0 or more and finite")]);
  if (checkStatus !== "Draft" && checkStatus !== "Active")
    throw new ValidationError([optionIssue("checkStatus", "must be one of Draft, Active")]);
  const names: unknown = typeof tags === "string" ? tags.split(/[,;]/) : tags;
  if (!Array.isArray(names) || names.some((tag) => typeof tag !== "string"))
    throw new ValidationError([optionIssue("tags", "expected a list of names")]);
  const told = names.map((tag: string) => tag.trim()).filter((tag) => tag !== "");
  return { skipProfileWait, profileTimeoutMs, checkStatus, tags: told };
}

/** What became of a row. */
type Outcome = "created" | { readonly skipped: string };

/** An import of computed tables under way. */
class TablesWork {
  readonly warnings: PassedOverRow[] = [];
  readonly #deployment: Deployment;
  readonly #settings: TablesSettings;
  readonly #isDry: boolean;
  readonly #onProgress: ImportTablesOptions["onProgress"];
  readonly #tables = new Tally();
  readonly #checks = new Tally();
  /** The tables that are there, and since when those are that this import made. */
  readonly #known = new Map<string, { id: number | null; since: number | null }>();

  constructor(
    deployment: Deployment,
    settings: TablesSettings,
    isDry: boolean,
    onProgress: ImportTablesOptions["onProgress"],
  ) {
    this.#deployment = deployment;
    this.#settings = settings;
    this.#isDry = isDry;
    this.#onProgress = onProgress;
  }

  async table(table: TableDraft): Promise<void> {
    const { tableName, row } = table;
    await this.#try("containers", table, async () => {
      const known = await this.#deployment.containerId(this.#settings.datastore, tableName);
      if (known !== null) {
        this.#known.set(tableName, { id: known, since: null });
        return { skipped: `the table ${tableName} exists` };
      }
      if (this.#isDry) this.#known.set(tableName, { id: null, since: null });
      else {
        const { id, since, warning } = await createTable(this.#deployment, this.#settings, table);
        this.#known.set(tableName, { id, since });
        if (warning !== null) this.warnings.push({ row, message: warning });
      }
      return "created";
    });
  }

  async check(table: TableDraft): Promise<void> {
    const { tableName } = table;
    await this.#try("checks", table, async () => {
      const known = this.#known.get(tableName);
      if (known === undefined) return { skipped: `the table ${tableName} could not be made` };
      const { id, since } = known;
      if (id !== null && (await hasChecks(this.#deployment, id)))
        return { skipped: `the table ${tableName} has a check` };
      if (id !== null && !this.#isDry) await this.#make(table, id, since);
      return "created";
    });
  }

  async #make(table: TableDraft, id: number, since: number | null): Promise<void> {
    const { skipProfileWait } = this.#settings;
    if (since !== null && !skipProfileWait) {
      const problem = await profileProblem(this.#deployment, this.#settings, id, since);
      if (problem !== null) this.warnings.push({ row: table.row, message: `${table.tableName}: ${problem}` });
    }
    const fields = await profiledFields(this.#deployment, id);
    if (fields.length === 0)
      throw new ConfigurationError(`the table ${table.tableName} has no profiled fields to make a check of`);
    await createTableCheck(this.#deployment, this.#settings, table, id, fields);
  }

  async #try(type: "containers" | "checks", { row }: TableDraft, work: () => Promise<Outcome>): Promise<void> {
    const tally = type === "containers" ? this.#tables : this.#checks;
    const file = `row ${row}`;
    let outcome: ConfigProgress["outcome"];
    try {
      const done = await work();
      if (done === "created") tally.created += 1;
      else tally.skip(file, done.skipped);
      outcome = done === "created" ? done : "skipped";
    } catch (error) {
      rethrowEnd(error);
      tally.fail(file, error);
      outcome = "failed";
    }
    this.#onProgress?.({ type, file, outcome });
  }

  done(): TablesImport {
    const ok = this.#tables.isClean && this.#checks.isClean;
    return { ok, tables: this.#tables.counts(), checks: this.#checks.counts(), warnings: this.warnings };
  }
}
