import { optionIssue, type RequestOptions, ValidationError } from "../../../base.js";
import { Deployment } from "./deployment.js";
import { addChecks } from "./export/checks.js";
import { addDatastores } from "./export/config.js";
import { type ConfigExport, Exported } from "./export/result.js";
import { type ConfigClient, Records } from "./records.js";
import { type ConfigProgress, type ConfigType, checkedInclude, checkedOptions, checkedRefs } from "./types.js";
import { idOf } from "./wire.js";

/** What `exportConfig` gives. */
export interface ExportConfigOptions extends RequestOptions {
  /** Ids or names. Default: all. */
  datastores?: readonly (string | number)[] | undefined;
  /** Default: all types. */
  include?: readonly ConfigType[] | undefined;
  /** Told of every datastore that is done. */
  onProgress?: ((progress: ConfigProgress) => void) | undefined;
}

/**
 * Gives the configuration of a deployment as files: connections that datastores or their enrichment use, datastores,
 * computed containers, computed fields, and checks that are not archived. Nothing on the platform changes, and the same
 * configuration gives the same text, whatever the order in which the platform lists it.
 *
 * Secrets of connections are placeholders such as `${PROD_PG_PASSWORD}`, no two of which are the same; a text of a
 * connection that only looks like one is written `$${date}`. What looks like a secret in a datastore is left out, with a
 * warning. What an import can take away is told where there is none, too: as null, or as an empty list. Throws `NotFoundError` for a datastore that does not exist, and
 * `ValidationError` before anything is sent.
 */
export async function exportConfig(client: ConfigClient, options: ExportConfigOptions = {}): Promise<ConfigExport> {
  const request = checkedOptions(options, ["datastores", "include", "onProgress"]);
  const include = checkedInclude(options.include);
  const refs = checkedRefs("datastores", options.datastores);
  const deployment = new Deployment(new Records(client, request));
  const all = (await deployment.datastores()).map(idOf).filter((id): id is number => id !== null);
  const chosen: readonly number[] =
    refs === undefined ? all : [...new Set(await Promise.all(refs.map((ref) => deployment.datastoreRef(ref))))];
  const into = new Exported();
  await addDatastores(
    into,
    deployment,
    [...chosen].sort((a, b) => a - b),
    include,
    (file) => options.onProgress?.({ type: "datastores", file, outcome: "exported" }),
  );
  return into.done();
}

/** Which checks `exportChecks` gives. */
export interface ExportChecksOptions extends RequestOptions {
  /** An id or a name. */
  datastore: string | number;
  /** Ids or names. Default: all. */
  containers?: readonly (string | number)[] | undefined;
  /** Checks that have one of these tags. Default: any. */
  tags?: readonly string[] | undefined;
  /** Such as `Draft`; `archived` for archived ones alone. Default: all that are not archived. */
  status?: string | undefined;
  /** Told of every check that is done. */
  onProgress?: ((progress: ConfigProgress) => void) | undefined;
}

/**
 * Gives the checks of a datastore as files, one each: `checks/{container}/{rule}__{fields}.yaml`. They hold names in the
 * place of ids, so that `importChecks` puts them into any datastore. Where several checks have one UID each gets its own,
 * and a warning tells. Throws `NotFoundError` where there is no such datastore or container, and `ValidationError` before
 * anything is sent.
 */
export async function exportChecks(client: ConfigClient, options: ExportChecksOptions): Promise<ConfigExport> {
  const request = checkedOptions(options, ["datastore", "containers", "tags", "status", "onProgress"]);
  const { datastore, tags, status, onProgress } = options;
  const [ref] = checkedRefs("datastore", [datastore]) as [string | number];
  const containers = checkedRefs("containers", options.containers);
  checkedRefs("tags", tags);
  if (status !== undefined && (typeof status !== "string" || status.trim() === ""))
    throw new ValidationError([optionIssue("status", "expected a status such as Active, or archived")]);
  const deployment = new Deployment(new Records(client, request));
  const id = await deployment.datastoreRef(ref);
  const chosen =
    containers === undefined ? undefined : await Promise.all(containers.map((one) => deployment.containerRef(id, one)));
  const into = new Exported();
  await addChecks(into, deployment, id, "", { containers: chosen, tags, status: status?.trim() }, (file) =>
    onProgress?.({ type: "checks", file, outcome: "exported" }),
  );
  return into.done();
}
