import { ConfigurationError } from "../../../../base.js";
import type { ListedContainer } from "../deployment.js";
import type { FileOfContainer } from "../layout.js";
import { COMPUTED_FIELD_READ_ONLY } from "../portable/computed-fields.js";
import { fitted, segment } from "../slugs.js";
import { asMap, asText, idOf, nameOf, namesOf, type Wire, without, withoutNull } from "../wire.js";
import { parsedMap } from "../yaml.js";
import { type Planned, plannedKey } from "./containers.js";
import type { Target } from "./datastores.js";
import { withReferenceIds } from "./references.js";
import { Claims, type ImportRun, type Outcome } from "./run.js";
import { refuseMisshapen } from "./shapes.js";
import { createOnce, repeatable } from "./write.js";

/** Puts computed fields into the deployment. */
export async function importComputedFields(
  run: ImportRun,
  targets: readonly Target[],
  planned: Planned,
): Promise<void> {
  const claims = new Claims();
  for (const target of targets)
    for (const file of target.folder.computedFields)
      await run.file("computedFields", file, () => imported(run, target, file, planned, claims));
}

async function imported(
  run: ImportRun,
  target: Target,
  file: FileOfContainer,
  planned: Planned,
  claims: Claims,
): Promise<Outcome> {
  const record = parsedMap(file.path, file.text);
  const name = asText(record.name);
  if (name === null) throw new ConfigurationError("the computed field has no name");
  refuseMisshapen(record, { names: ["source_fields"], maps: ["properties"] });
  const container = await containerOf(run, target, file, record, planned);
  const other = claims.take([target.name, container.name, name].join("\n"), file.path);
  if (other !== undefined) throw new ConfigurationError(`${other} is about the computed field ${name} too`);
  if (container.id === null) return "created";
  const known = await fieldOf(run, container.id, name);
  if (run.isDry) return known === null ? "created" : "updated";
  return await written(run, target, container.id, name, record, known);
}

async function written(
  run: ImportRun,
  target: Target,
  container: number,
  name: string,
  record: Wire,
  known: Wire | null,
): Promise<Outcome> {
  const body = await withReferenceIds(run.deployment, target.id as number, withoutReads(record));
  const find = (): Promise<Wire | null> => {
    run.deployment.forget(`container ${container}`);
    return fieldOf(run, container, name);
  };
  const update = async (found: Wire | null): Promise<Outcome> => {
    let current = found;
    await repeatable(run.records, async () => {
      const has = current ?? (await find());
      current = null; // Another try looks again.
      if (has === null) throw new ConfigurationError(`the computed field ${name} is no longer there`);
      await run.records.send("PUT", `/computed-fields/${idOf(has)}`, merged(has, body));
    });
    return "updated";
  };
  try {
    if (known !== null) return await update(known);
    const create = (): Promise<Wire | null> =>
      run.records.send("POST", "/computed-fields", { ...body, container_id: container });
    const { record: made, isNew } = await createOnce(run.records, create, find);
    return isNew ? "created" : await update(made);
  } finally {
    run.deployment.forget(`container ${container}`);
  }
}

/** What means something to one transformation alone. */
const OF_TRANSFORMATION = ["source_fields", "properties"];

/** What the field has, with what the file tells laid over it: a write resets what it leaves out. Null takes a value away. */
function merged(current: Wire, told: Wire): Wire {
  const has = withoutReads(current);
  const isOther = told.transformation !== undefined && told.transformation !== has.transformation;
  return { ...withoutNull(without(has, isOther ? OF_TRANSFORMATION : [])), ...told };
}

function withoutReads(record: Wire): Wire {
  const { transformation_type, source_fields, ...rest } = without(record, [
    ...COMPUTED_FIELD_READ_ONLY,
    "container_name",
  ]);
  return {
    ...rest,
    ...(transformation_type === undefined || "transformation" in rest ? {} : { transformation: transformation_type }),
    ...(source_fields === undefined ? {} : { source_fields: source_fields === null ? null : namesOf(source_fields) }),
  };
}

async function fieldOf(run: ImportRun, container: number, name: string): Promise<Wire | null> {
  const fields = (await run.deployment.container(container)).computed_fields;
  const all = (Array.isArray(fields) ? fields : []).map(asMap);
  return all.find((field) => nameOf(field) === name && idOf(field) !== null) ?? null;
}

/** A container, or one that a dry run would have. */
type Found = ListedContainer | { readonly id: null; readonly name: string };

/**
 * The container of a computed field: the one that the file names, or the folder's `_container.yaml`, or the one whose slug is
 * the folder's name. Several with that slug are an error: one of them would be hit by chance.
 */
async function containerOf(
  run: ImportRun,
  target: Target,
  { folder }: FileOfContainer,
  record: Wire,
  planned: Planned,
): Promise<Found> {
  const named = asText(record.container_name) ?? nameInFolder(target, folder);
  const listed = target.id === null ? [] : await run.deployment.containers(target.id);
  const plan = (name: string): Found | undefined =>
    run.isDry && (target.id === null || planned.has(plannedKey(target.name, name))) ? { id: null, name } : undefined;
  if (named !== null) {
    const found = listed.find(({ name }) => name === named) ?? plan(named);
    if (found !== undefined) return found;
    throw new ConfigurationError(`there is no container ${plannedKey(target.name, named)}`);
  }
  const alike = listed.filter(({ name }) => fitted(segment(name)) === folder || name === folder);
  if (alike.length > 1)
    throw new ConfigurationError(
      `several containers could be meant by the folder ${folder}: ${alike.map(({ name }) => name).join(", ")}; say container_name in the file`,
    );
  const found = alike[0] ?? plan(folder);
  if (found !== undefined) return found;
  throw new ConfigurationError(`there is no container for the folder ${folder} in ${target.name}`);
}

/** The name that the folder's own file tells; null where it has none, or one that cannot be read. */
function nameInFolder({ folder: { containers } }: Target, folder: string): string | null {
  const own = containers.find((file) => file.folder === folder);
  if (own === undefined) return null;
  try {
    return asText(parsedMap(own.path, own.text).name);
  } catch {
    return null;
  }
}
