import { ConfigurationError, isRecord, optionIssue, type RequestOptions, ValidationError } from "../../../base.js";
import { type ConfigExport, Exported } from "./export/result.js";
import { type ConfigFiles, configFilesOf } from "./files.js";
import type { ImportCounts } from "./import/result.js";
import { ImportRun } from "./import/run.js";
import { importTemplateRecords, TEMPLATES } from "./import/templates.js";
import { type ConfigClient, Records } from "./records.js";
import { type ConfigProgress, checkedOptions, checkedRefs } from "./types.js";
import { asId, idOf, type Wire } from "./wire.js";
import { parsedText } from "./yaml.js";

/** Which templates `exportTemplates` gives. */
export interface ExportTemplatesOptions extends RequestOptions {
  /** Ids. Default: all. */
  templates?: readonly (string | number)[] | undefined;
  /** Locked ones, or those that are not. Default: both. */
  locked?: boolean | undefined;
  /** Names of rules. */
  rules?: readonly string[] | undefined;
  /** Templates that have one of these tags. */
  tags?: readonly string[] | undefined;
  /** The path of the file. Default `data_checks_template.yaml`. */
  file?: string | undefined;
}

const FILE = "data_checks_template.yaml";

/**
 * Gives templates of checks as one file that holds the platform's own records, ids included. Throws `ValidationError` before
 * anything is sent.
 */
export async function exportTemplates(
  client: ConfigClient,
  options: ExportTemplatesOptions = {},
): Promise<ConfigExport> {
  const request = checkedOptions(options, ["templates", "locked", "rules", "tags", "file"]);
  const ids = checkedRefs("templates", options.templates)?.map(asId);
  const { locked, file = FILE } = options;
  const rules = checkedRefs("rules", options.rules);
  const tags = checkedRefs("tags", options.tags);
  if (typeof file !== "string" || !/\.ya?ml$/i.test(file))
    throw new ValidationError([optionIssue("file", "expected a path that ends in .yaml")]);
  const query: Wire = {
    ...TEMPLATES.query,
    ...(locked === undefined ? {} : { template_locked: locked }),
    ...(rules === undefined ? {} : { rule_type: rules }),
    ...(tags === undefined ? {} : { tag: tags }),
  };
  const records = await new Records(client, request).all(TEMPLATES.path, query);
  const chosen = ids === undefined ? records : records.filter((record) => ids.includes(idOf(record)));
  const into = new Exported();
  into.count("templates", chosen.length);
  into.put(file, chosen);
  for (const id of ids ?? [])
    if (!chosen.some((record) => idOf(record) === id)) into.warn(`there is no template ${id}`, file);
  return into.done();
}

/** How `importTemplates` goes about it. */
export interface ImportTemplatesOptions extends RequestOptions {
  /** True: nothing is written. */
  dryRun?: boolean | undefined;
  /** Told of every template that is done, as one of `checks`. */
  onProgress?: ((progress: ConfigProgress) => void) | undefined;
}

/**
 * Creates a template of each record in the files, which `exportTemplates` gives: a list, or a map of one. It knows none
 * again: a second import creates them once more. Each carries the id that it was exported with in its metadata. What fails
 * is reported with its file and place.
 */
export async function importTemplates(
  client: ConfigClient,
  files: ConfigFiles,
  options: ImportTemplatesOptions = {},
): Promise<ImportCounts> {
  const request = checkedOptions(options, ["dryRun", "onProgress"]);
  const { dryRun, onProgress } = options;
  const run = new ImportRun(new Records(client, request), {
    isDry: dryRun === true,
    look: () => undefined,
    onProgress,
  });
  for (const { path, text } of configFilesOf(files)) {
    await run.beside("checks", path, async () => {
      const value = parsedText(path, text);
      if (!Array.isArray(value) && !isRecord(value)) throw new ConfigurationError("expected a list of templates");
      await importTemplateRecords(run, [value].flat(), (at) => (Array.isArray(value) ? `${path}[${at}]` : path));
    });
  }
  return run.tally("checks").counts();
}
