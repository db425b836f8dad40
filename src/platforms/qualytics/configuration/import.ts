import {
  ConfigurationError,
  envAsIs,
  isRecord,
  optionIssue,
  type RequestOptions,
  ValidationError,
} from "../../../base.js";
import { type ConfigFile, type ConfigFiles, configFilesOf } from "./files.js";
import { importChecks as putChecks } from "./import/checks.js";
import { importComputedFields } from "./import/computed-fields.js";
import { importConnections } from "./import/connections.js";
import { importContainers, plannedKey } from "./import/containers.js";
import { importDatastores } from "./import/datastores.js";
import type { ImportCounts } from "./import/result.js";
import { ImportRun } from "./import/run.js";
import { syncDatastores } from "./import/sync.js";
import { type Layout, layoutOf } from "./layout.js";
import type { Environment } from "./placeholders.js";
import { ruleOf } from "./portable/checks.js";
import { type ConfigClient, Records } from "./records.js";
import {
  CONFIG_TYPES,
  type ConfigProgress,
  type ConfigType,
  checkedInclude,
  checkedOptions,
  checkedRefs,
} from "./types.js";
import { asText } from "./wire.js";
import { parsedText } from "./yaml.js";

/** How `importConfig` goes about it. */
export interface ImportConfigOptions extends RequestOptions {
  /** Default: all types. Datastores that are not included are looked up by their names. */
  include?: readonly ConfigType[] | undefined;
  /**
   * True: nothing is written; what exists is looked up, and the counts tell what would be done. Placeholders and references
   * of checks are not resolved. Below a datastore that does not exist yet every file counts as one to be created, since
   * nobody knows what a sync would find.
   */
  dryRun?: boolean | undefined;
  /**
   * What `${NAME}` in a connection's file is replaced from, in any text but its name. Default: the environment of the
   * process, whose values are taken as they are. One that is empty counts as missing. `$${NAME}` is no placeholder: it
   * stands for the text `${NAME}`, and `$$${NAME}` for `$${NAME}`.
   */
  environment?: Environment | undefined;
  /** Told of every file that is done, and of every datastore that is synchronised. */
  onProgress?: ((progress: ConfigProgress) => void) | undefined;
}

/** How an import went. */
export interface ConfigImport {
  /** True: no file failed, and nothing else went wrong. */
  readonly ok: boolean;
  readonly connections: ImportCounts;
  readonly datastores: ImportCounts;
  /** Synchronised datastores; each counts as created. */
  readonly sync: ImportCounts;
  readonly containers: ImportCounts;
  readonly computedFields: ImportCounts;
  readonly checks: ImportCounts;
  /** Files that have no place in a configuration folder; they were not tried. */
  readonly ignored: readonly string[];
}

/**
 * Brings a deployment to what files say: connections, datastores and the links to their enrichment, computed containers
 * (those that others are built on first), computed fields, and checks; each type is done in all datastores before the next.
 * Records are known by their names, and checks by their UIDs: what exists is updated, what does not is created, and nothing
 * is deleted. What a file does not tell of a record stays as it is there, and an explicit null or empty list takes it away,
 * as far as the platform lets it be: a datastore's own settings stay where they are null. Parts of another definition stay
 * behind: a computed field of another transformation loses its `source_fields` and `properties`, and a join by a query what
 * defines one by a field. Where containers, computed fields or checks are included each datastore is synchronised first (up to 10
 * minutes each), so that its tables are there.
 *
 * `files` is what `exportConfig` or `readConfigFolder` of `dqgate/node` gives: a whole configuration, its `datastores`
 * folder, or that of one datastore.
 *
 * What fails in one file never stops the rest: look at `ok` and at the `errors`, each with its file and reason; secrets that
 * the server repeats are masked there. A connection's file with a redacted value fails, in a dry run too: it would take the
 * place of the secret. A write that fails without telling whether it was carried out is looked after before it is tried once
 * more, up to three times in all, so that nothing is made twice; between tries it waits as long as the server asks (at most
 * a minute, else it fails), by the client's clock. Throws `ValidationError` for wrong options, `ConfigurationError` for files
 * among which no configuration is, and `AbortedError` when the signal ends it.
 */
export async function importConfig(
  client: ConfigClient,
  files: ConfigFiles,
  options: ImportConfigOptions = {},
): Promise<ConfigImport> {
  const request = checkedOptions(options, ["include", "dryRun", "environment", "onProgress"]);
  const include = checkedInclude(options.include);
  const { dryRun, environment, onProgress } = options;
  if (environment !== undefined && !isRecord(environment))
    throw new ValidationError([optionIssue("environment", "expected an object of texts")]);
  const layout = layoutOf(configFilesOf(files));
  if (layout.connections.length + layout.datastores.length === 0)
    throw new ConfigurationError(
      "no configuration is among the files: expected connections/*.yaml or datastores/*/_datastore.yaml",
    );
  const run = new ImportRun(new Records(client, request), {
    isDry: dryRun === true,
    look: (name) => (environment === undefined ? envAsIs(name) : own(environment, name)),
    onProgress,
  });
  await importAll(run, layout, include);
  const types = [...CONFIG_TYPES, "sync"] as const;
  const counts = Object.fromEntries(types.map((type) => [type, run.tally(type).counts()])) as Record<
    (typeof types)[number],
    ImportCounts
  >;
  return { ok: types.every((type) => run.tally(type).isClean), ...counts, ignored: layout.ignored };
}

/** A variable of the caller's own, and nothing that an object has by nature. */
function own(environment: Environment, name: string): string | undefined {
  const value: unknown = Object.hasOwn(environment, name) ? environment[name] : undefined;
  return typeof value === "string" ? value : undefined;
}

/** What needs the containers of a datastore to be there. */
const INSIDE = ["containers", "computedFields", "checks"] as const;

/** One type after the other, each in all datastores: what a file names may stand in a later folder. */
async function importAll(run: ImportRun, layout: Layout, include: readonly ConfigType[]): Promise<void> {
  const has = (type: ConfigType): boolean => include.includes(type);
  const needsContainers = INSIDE.some(has);
  const plannedConnections = has("connections") ? await importConnections(run, layout.connections) : new Set<string>();
  if (!needsContainers && !has("datastores")) return;
  const step = { isIncluded: has("datastores"), isSynced: needsContainers, plannedConnections };
  const targets = await importDatastores(run, layout.datastores, step);
  for (const folder of layout.datastores) {
    if (targets.some((target) => target.folder === folder)) continue;
    const reason = `the datastore of ${folder.path} could not be found or made`;
    for (const type of INSIDE.filter(has)) run.skipAll(type, folder[type], reason);
  }
  if (needsContainers && !run.isDry) await syncDatastores(run, targets);
  const planned = has("containers") ? await importContainers(run, targets) : new Set<string>();
  if (has("computedFields")) await importComputedFields(run, targets, planned);
  if (!has("checks")) return;
  for (const target of targets)
    await putChecks(run, target, target.folder.checks, (name) => planned.has(plannedKey(target.name, name)));
}

/** Into which datastores `importChecks` puts checks. */
export interface ImportChecksOptions extends RequestOptions {
  /** Ids or names. */
  datastores: readonly (string | number)[];
  /** True: nothing is written; what exists is looked up, and the counts tell what would be done. References are not resolved. */
  dryRun?: boolean | undefined;
  /** Told of every file that is done. */
  onProgress?: ((progress: ConfigProgress) => void) | undefined;
}

/** How an import of checks into one datastore went. */
export interface ChecksImport extends ImportCounts {
  /** As it was given. */
  readonly datastore: string | number;
  /** True: no file failed. */
  readonly ok: boolean;
  /** Files that hold no check; they were not tried. */
  readonly ignored: readonly string[];
}

/**
 * Puts checks into datastores, one after another. A check is known by its container and its UID: what exists is updated
 * (whole values of the file over the current ones), what does not is created, and nothing is deleted. Containers and
 * references are found by their names in each datastore anew. `files` is what `exportChecks` or `readConfigFolder` gives; a
 * file without `rule_type` is no check.
 *
 * What fails in one file never stops the rest: look at `ok` and at the `errors` of each datastore. Throws `ValidationError`
 * for wrong options, and `AbortedError` when the signal ends it.
 */
export async function importChecks(
  client: ConfigClient,
  files: ConfigFiles,
  options: ImportChecksOptions,
): Promise<ChecksImport[]> {
  const request = checkedOptions(options, ["datastores", "dryRun", "onProgress"]);
  const datastores = checkedRefs("datastores", options.datastores);
  if (datastores === undefined)
    throw new ValidationError([optionIssue("datastores", "expected a list of at least one id or name")]);
  const all = configFilesOf(files);
  const ignored = all.filter((file) => !mayBeCheck(file)).map(({ path }) => path);
  const checks = all.filter(({ path }) => !ignored.includes(path));
  const records = new Records(client, request);
  const results: ChecksImport[] = [];
  for (const datastore of datastores) {
    const run = new ImportRun(records, {
      isDry: options.dryRun === true,
      look: () => undefined,
      onProgress: options.onProgress,
    });
    let isFound = false;
    await run.beside("checks", String(datastore), async () => {
      const id = await run.deployment.datastoreRef(datastore);
      const name = asText((await run.deployment.datastores()).find((one) => one.id === id)?.name) ?? `datastore ${id}`;
      isFound = true;
      await putChecks(run, { id, name }, checks, () => false);
    });
    if (!isFound) run.skipAll("checks", checks, `the datastore ${datastore} could not be found`);
    const tally = run.tally("checks");
    results.push({ datastore, ok: tally.isClean, ...tally.counts(), ignored });
  }
  return results;
}

/** Whether a file holds a check; one that cannot be read may hold one, and is reported. */
function mayBeCheck({ path, text }: ConfigFile): boolean {
  try {
    const value = parsedText(path, text);
    return isRecord(value) && ruleOf(value) !== null;
  } catch {
    return true;
  }
}
