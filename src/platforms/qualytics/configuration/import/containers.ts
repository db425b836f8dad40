import { ConfigurationError } from "../../../../base.js";
import type { ConfigFile } from "../files.js";
import { CONTAINER_READ_ONLY, isComputed, SIDES } from "../portable/containers.js";
import { asId, asText, idOf, namesOf, type Wire, without, withoutNull } from "../wire.js";
import { parsedMap } from "../yaml.js";
import { mergedContainer } from "./container-merge.js";
import type { Target } from "./datastores.js";
import { type Dependent, inDependencyOrder } from "./order.js";
import { Claims, type ImportRun, type Outcome } from "./run.js";
import { refuseMisshapen } from "./shapes.js";
import { createOnce, repeatable } from "./write.js";

/** The file of a computed container. */
interface Draft extends Dependent {
  readonly file: ConfigFile;
  readonly target: Target;
  readonly record: Wire;
  readonly name: string;
}

/** Containers that a dry run would create, by datastore and name. */
export type Planned = ReadonlySet<string>;

export const plannedKey = (datastore: string, container: string): string => `${datastore} / ${container}`;

/** Puts computed containers into the deployment, those that others are built on first. */
export async function importContainers(run: ImportRun, targets: readonly Target[]): Promise<Planned> {
  const drafts: Draft[] = [];
  const claims = new Claims();
  const planned = new Set<string>();
  for (const target of targets) {
    for (const file of target.folder.containers) {
      try {
        const draft = drafted(file, target, claims);
        if (draft !== null) drafts.push(draft);
        else
          await run.file("containers", file, async () => ({
            skipped: "a sync finds it: only computed containers are imported",
          }));
      } catch (error) {
        await run.file("containers", file, () => Promise.reject(error));
      }
    }
  }
  const { ordered, circular } = inDependencyOrder(drafts);
  for (const draft of ordered) {
    await run.file("containers", draft.file, async () => {
      const outcome = await written(run, draft, planned);
      planned.add(draft.key);
      return outcome;
    });
  }
  for (const { thing, circle } of circular)
    await run.file("containers", thing.file, async () => {
      throw new ConfigurationError(`containers are built on each other in a circle: ${circle.join(" -> ")}`);
    });
  return run.isDry ? planned : new Set();
}

/** What a file says; null for a container that a sync finds. */
function drafted(file: ConfigFile, target: Target, claims: Claims): Draft | null {
  const record = parsedMap(file.path, file.text);
  if (!isComputed(record)) return null;
  const name = asText(record.name);
  if (name === null) throw new ConfigurationError("the container has no name");
  refuseMisshapen(record, { names: ["tags", "global_tags"] });
  const key = plannedKey(target.name, name);
  const other = claims.take(key, file.path);
  if (other !== undefined) throw new ConfigurationError(`${other} is about the container ${name} too`);
  return {
    key,
    dependsOn: partsOf(record).map((part) => plannedKey(part.datastore ?? target.name, part.name)),
    file,
    target,
    record,
    name,
  };
}

interface Part {
  readonly name: string;
  /** Null: that of the container itself. */
  readonly datastore: string | null;
}

/** The containers that one is built on. */
function partsOf(record: Wire): Part[] {
  const sides = SIDES.map((side) => ({
    name: asText(record[`${side}_container_name`]),
    datastore: asText(record[`${side}_datastore_name`]),
  }));
  const sources = (Array.isArray(record.sources) ? (record.sources as Wire[]) : []).map((source) => ({
    name: asText(source?.container_name),
    datastore: asText(source?.datastore_name),
  }));
  return [...sides, ...sources].flatMap(({ name, datastore }) => (name === null ? [] : [{ name, datastore }]));
}

async function written(run: ImportRun, draft: Draft, planned: Planned): Promise<Outcome> {
  const { target, record, name } = draft;
  const body = await withIds(run, draft, planned);
  const find = (): Promise<number | null> => idByName(run, target, name);
  const known = target.id === null ? null : await run.deployment.containerId(target.id, name);
  if (run.isDry) return known === null ? "created" : "updated";

  let id = known;
  let answer: Wire | null = null;
  let isNew = false;
  if (id === null) {
    const create = async (): Promise<number | null> => {
      answer = await run.records.send("POST", "/containers", { ...withoutNull(body), datastore_id: target.id });
      return idOf(answer) ?? (await find());
    };
    const made = await createOnce(run.records, create, find);
    ({ record: id, isNew } = made);
    run.deployment.forget(`containers ${target.id}`);
    if (id === null) throw new ConfigurationError(`the platform took the container ${name}, and does not list it`);
  }
  const found = id;
  if (!isNew) answer = await repeatable(run.records, () => changed(run, found, body));
  run.deployment.forget(`container ${id}`);
  await amended(run, found, record, answer);
  return isNew ? "created" : "updated";
}

/** Reads the container, lays the file's keys over it, and writes the whole. */
async function changed(run: ImportRun, id: number, body: Wire): Promise<Wire | null> {
  const current = await run.records.get(`/containers/${id}`);
  return run.records.send("PUT", `/containers/${id}`, mergedContainer(current, body));
}

function idByName(run: ImportRun, { id }: Target, name: string): Promise<number | null> {
  run.deployment.forget(`containers ${id}`);
  return run.deployment.containerId(id as number, name);
}

/** Creation takes no tags, and may pass over a description: what the answer lacks is set behind it. */
async function amended(run: ImportRun, id: number, record: Wire, answer: Wire | null): Promise<void> {
  const missing: Record<string, unknown> = {};
  const wanted = namesOf(record.tags ?? record.global_tags);
  const tags = namesOf(answer?.global_tags ?? answer?.tags);
  if ("tags" in record || "global_tags" in record)
    if (wanted.length !== tags.length || wanted.some((tag) => !tags.includes(tag))) missing.tags = wanted;
  for (const key of ["description", "display_name"])
    if (asText(record[key]) !== null && record[key] !== answer?.[key]) missing[key] = record[key];
  if (Object.keys(missing).length > 0)
    await repeatable(run.records, () => run.records.send("PATCH", "/containers", [{ id, ...missing }]));
}

const NAMES = [
  "datastore_name",
  "global_tags",
  ...SIDES.flatMap((side) => [`${side}_container_name`, `${side}_datastore_name`]),
];

/** A file's keys with ids in the place of names. Throws `ConfigurationError` for a name that nothing has. */
async function withIds(run: ImportRun, { target, record }: Draft, planned: Planned): Promise<Wire> {
  const idOfPart = async ({ name, datastore }: Part): Promise<{ container?: number; datastore?: number }> => {
    const where =
      datastore === null || datastore === target.name ? target.id : await run.deployment.datastoreId(datastore);
    const id = where === null ? null : await run.deployment.containerId(where, name);
    if (id !== null && where !== null) return { container: id, datastore: where };
    const key = plannedKey(datastore ?? target.name, name);
    // What a dry run would create, or a sync would find in a datastore that is not there yet.
    if (run.isDry && (planned.has(key) || target.id === null)) return {};
    throw new ConfigurationError(`there is no container ${key}`);
  };
  const body: Record<string, unknown> = without(record, [...CONTAINER_READ_ONLY, ...NAMES]);
  const tags = record.tags ?? record.global_tags;
  if (tags !== undefined) body.tags = namesOf(tags);
  for (const side of SIDES) {
    const name = asText(record[`${side}_container_name`]);
    if (name === null || asId(record[`${side}_container_id`]) !== null) continue;
    body[`${side}_container_id`] = (
      await idOfPart({ name, datastore: asText(record[`${side}_datastore_name`]) })
    ).container;
  }
  if (Array.isArray(record.sources)) {
    const sources: unknown[] = [];
    for (const source of record.sources as Wire[]) {
      const name = asText(source?.container_name);
      if (name === null || asId(source.container_id) !== null) {
        sources.push(source);
        continue;
      }
      const { container, datastore } = await idOfPart({ name, datastore: asText(source.datastore_name) });
      const rest = without(source, ["container_name", "datastore_name"]);
      sources.push({
        container_id: container,
        ...(datastore === target.id ? {} : { datastore_id: datastore }),
        ...rest,
      });
    }
    body.sources = sources;
  }
  return body;
}
