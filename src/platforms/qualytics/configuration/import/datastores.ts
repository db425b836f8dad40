import { ConfigurationError } from "../../../../base.js";
import { sentSafely } from "../../connection-calls.js";
import type { DatastoreFolder } from "../layout.js";
import { DATASTORE_READ_ONLY } from "../portable/datastores.js";
import { asId, asMap, asText, idOf, namesOf, type Wire, without } from "../wire.js";
import { parsedMap } from "../yaml.js";
import { Claims, type ImportRun, type Outcome } from "./run.js";
import { refuseMisshapen } from "./shapes.js";
import { createOnce, repeatable } from "./write.js";

/** A datastore that files are imported into. */
export interface Target {
  readonly folder: DatastoreFolder;
  readonly name: string;
  /** Null: a dry run would create it. */
  readonly id: number | null;
}

/** How the datastores of an import are treated. */
export interface DatastoreStep {
  /** False: they are looked up only. */
  readonly isIncluded: boolean;
  /** Whether the import itself has them synchronised. */
  readonly isSynced: boolean;
  /** Connections that a dry run would create. */
  readonly plannedConnections: ReadonlySet<string>;
}

/** Puts datastores into the deployment, and links their enrichment. Gives those that files below can go into. */
export async function importDatastores(
  run: ImportRun,
  folders: readonly DatastoreFolder[],
  step: DatastoreStep,
): Promise<Target[]> {
  const targets: Target[] = [];
  const links: { target: Target; file: string; enrichment: string }[] = [];
  const claims = new Claims();
  for (const folder of folders) {
    const file = folder.datastore;
    if (file === undefined) {
      run
        .tally("datastores")
        .note(folder.path, new ConfigurationError("the folder has no _datastore.yaml: what is below it was skipped"));
      continue;
    }
    const work = async (): Promise<Outcome> => {
      const record = parsedMap(file.path, file.text);
      const name = asText(record.name);
      if (name === null) throw new ConfigurationError("the datastore has no name");
      refuseMisshapen(record, { names: ["teams", "tags", "global_tags"] });
      const other = claims.take(name, file.path);
      if (other !== undefined) throw new ConfigurationError(`${other} is about the datastore ${name} too`);
      const known = await run.deployment.datastoreId(name);
      // What is below one that exists goes on, whatever becomes of its own record.
      if (known !== null) targets.push({ folder, name, id: known });
      const { id, outcome } = step.isIncluded
        ? await upserted(run, file.path, record, name, known, step)
        : found(name, known);
      const target = { folder, name, id };
      if (known === null) targets.push(target);
      const enrichment = asText(record.enrich_datastore_name);
      if (step.isIncluded && enrichment !== null) links.push({ target, file: file.path, enrichment });
      return outcome;
    };
    if (step.isIncluded) await run.file("datastores", file, work);
    else await run.beside("datastores", file.path, async () => void (await work()));
  }
  for (const link of links)
    await run.beside("datastores", link.file, () => linked(run, link.target, link.enrichment, targets));
  return targets;
}

function found(name: string, id: number | null): { id: number; outcome: Outcome } {
  if (id === null) throw new ConfigurationError(`there is no datastore ${name}, and datastores are not included`);
  return { id, outcome: "updated" };
}

async function upserted(
  run: ImportRun,
  file: string,
  record: Wire,
  name: string,
  known: number | null,
  step: DatastoreStep,
): Promise<{ id: number | null; outcome: Outcome }> {
  if ("trigger_catalog" in record) throw new ConfigurationError("trigger_catalog is no longer known: use trigger_sync");
  const connection = await connectionOf(run, record, step.plannedConnections);
  const isUnknown = connection === null && asText(record.connection_name) !== null;
  if (known === null && connection === null)
    throw new ConfigurationError(
      isUnknown
        ? `there is no connection ${asText(record.connection_name)}`
        : "a new datastore needs a connection_name",
    );
  if (isUnknown) {
    const message = `there is no connection ${asText(record.connection_name)}: the datastore keeps the one it has`;
    run.tally("datastores").note(file, new ConfigurationError(message));
  }
  if (run.isDry) return { id: known, outcome: known === null ? "created" : "updated" };

  const connectionId = connection === null || connection === "planned" ? {} : { connection_id: connection };
  const own = { ...flattened(record), ...connectionId };
  // A server may repeat what it was sent.
  return await sentSafely(own, () => written(run, name, own, known, step));
}

async function written(
  run: ImportRun,
  name: string,
  own: Wire,
  known: number | null,
  step: DatastoreStep,
): Promise<{ id: number; outcome: Outcome }> {
  if (known !== null) {
    await updated(run, known, own);
    return { id: known, outcome: "updated" };
  }
  const body = { ...(step.isSynced ? { trigger_sync: false } : {}), ...own };
  const { record: made, isNew } = await createOnce(
    run.records,
    async () => idOf(await run.records.send("POST", "/datastores", body)) ?? (await lookedUp(run, name)),
    () => lookedUp(run, name),
  );
  run.deployment.forget("datastores");
  const id = made ?? (await lookedUp(run, name));
  if (id === null) throw new ConfigurationError(`the platform took the datastore ${name}, and does not list it`);
  if (!isNew) await updated(run, id, own);
  return { id, outcome: isNew ? "created" : "updated" };
}

function lookedUp(run: ImportRun, name: string): Promise<number | null> {
  run.deployment.forget("datastores");
  return run.deployment.datastoreId(name);
}

/** Reads the datastore, lays the file's keys over it, and writes the whole. */
async function updated(run: ImportRun, id: number, own: Wire): Promise<void> {
  await repeatable(run.records, async () => {
    const current = await run.records.get(`/datastores/${id}`);
    const connection = asId(current.connection_id) ?? idOf(current.connection);
    const kept = {
      ...flattened(current),
      ...(connection === null ? {} : { connection_id: connection }),
      ...(current.store_type === "native" ? { connection: { type: current.type } } : {}),
    };
    await run.records.send("PUT", `/datastores/${id}`, without({ ...kept, ...own }, ["trigger_sync"]));
  });
  run.deployment.forget(`datastore ${id}`);
}

const NAMED = [
  "connection",
  "connection_id",
  "connection_name",
  "enrich_datastore",
  "enrich_datastore_name",
  "global_tags",
];

/** What the platform takes: names in the place of objects, and nothing that it finds out itself. */
function flattened(record: Wire): Wire {
  const tags = record.global_tags ?? record.tags;
  return {
    ...without(record, [...DATASTORE_READ_ONLY, ...NAMED]),
    ...(record.teams === undefined ? {} : { teams: namesOf(record.teams) }),
    ...(tags === undefined ? {} : { tags: namesOf(tags) }),
  };
}

/** The connection that a file names; null where there is none, or none is named. */
async function connectionOf(
  run: ImportRun,
  record: Wire,
  planned: ReadonlySet<string>,
): Promise<number | "planned" | null> {
  const name = asText(record.connection_name);
  if (name === null) return asId(record.connection_id);
  return (await run.deployment.connectionId(name)) ?? (planned.has(name) ? "planned" : null);
}

async function linked(run: ImportRun, { id }: Target, name: string, targets: readonly Target[]): Promise<void> {
  const enrichment = await run.deployment.datastoreId(name);
  const isPlanned = run.isDry && targets.some((one) => one.name === name);
  if (enrichment === null && !isPlanned)
    throw new ConfigurationError(`there is no datastore ${name} to link as enrichment`);
  if (run.isDry || id === null || enrichment === null) return;
  await repeatable(run.records, async () => {
    const current = await run.records.get(`/datastores/${id}`);
    if (idOf(asMap(current.enrich_datastore)) === enrichment) return;
    await run.records.send("PATCH", `/datastores/${id}/enrichment/${enrichment}`);
  });
}
