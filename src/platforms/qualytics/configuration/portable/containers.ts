import { asId, asMap, nameOf, namesOf, type Wire, without, withoutNull } from "../wire.js";
import { type ContainerName, References } from "./references.js";

/** What the platform finds out, or what means something in one deployment alone. */
export const CONTAINER_READ_ONLY: readonly string[] = [
  ...["id", "created", "status", "metrics", "computed_fields", "field_count", "anomaly_count", "check_count"],
  ...["record_count", "score", "cataloged", "datastore", "favorite", "deleted_at", "last_editor"],
  ...[
    "latest_observability_measurement",
    "incremental_checkpoint",
    "datastore_id",
    "left_datastore_id",
    "right_datastore_id",
  ],
  // Of this deployment alone, as the rest.
  ...["owner", "owner_id", "created_by", "last_editor_id", "last_updated", "last_write", "last_write_operation_id"],
  ...["written_by", "purpose", "purpose_dataset"],
];

/** The containers that one may be built on. */
export const SIDES = ["source", "left", "right"] as const;

/** Whether a container is defined on the platform, and not found by a sync. */
export const isComputed = (record: Wire): boolean => String(record.container_type).startsWith("computed");

/** What stands first in a file; the rest follows as the platform gives it. */
const FIRST = ["name", "display_name", "container_type", "datastore_name", "description", "query", "select_clause"];
const CLAUSES = ["where_clause", "group_by_clause"];
/** What is told where there is none, too: an import carries over what a file does not tell. */
const CLEARABLE: Readonly<Record<string, readonly string[]>> = {
  computed_table: ["incremental_field_name", "incremental_identifier_type"],
  computed_file: [...CLAUSES, "lateral_views"],
  computed_join: CLAUSES,
};

type IsElsewhere = (found: ContainerName) => boolean;

/**
 * A computed container as a file holds it. What is null is left out, since builds differ in which settings they show so; but
 * for what an import can take away, which is always told, in one order.
 */
export async function portableContainer(record: Wire, references: References): Promise<Wire> {
  const ownId = asId(asMap(record.datastore).id ?? record.datastore_id);
  const datastoreName = nameOf(record.datastore) ?? (ownId === null ? null : await references.datastore(ownId));
  const isElsewhere: IsElsewhere = ({ datastoreId }) => datastoreId !== null && datastoreId !== ownId;

  const out: Record<string, unknown> = datastoreName === null ? {} : { datastore_name: datastoreName };
  const sides = new Set<string>();
  for (const [key, value] of Object.entries(without(record, [...CONTAINER_READ_ONLY, "global_tags", "tags"]))) {
    const side = SIDES.find((one) => key === `${one}_container_id` || key === `${one}_container`);
    if (side !== undefined) {
      if (!sides.has(side)) Object.assign(out, await portableSide(record, side, references, isElsewhere));
      sides.add(side);
    } else if (key === "sources" && Array.isArray(value)) {
      out.sources = await Promise.all(inOrder(value).map((one) => portableSource(one, references, isElsewhere)));
    } else out[key] = value;
  }
  const clearable = ["description", ...(CLEARABLE[String(record.container_type)] ?? []), "additional_metadata"];
  const told = { ...Object.fromEntries(clearable.map((key) => [key, null])), ...withoutNull(out) };
  const first = [...FIRST, ...clearable].filter((key) => key in told);
  const inPlace = Object.fromEntries(first.map((key) => [key, told[key as keyof typeof told]]));
  return { ...inPlace, ...told, tags: namesOf(record.global_tags ?? record.tags) };
}

/** The container that a record is built on: by name, or by its id where there is no name to be had. */
async function portableSide(
  record: Wire,
  side: (typeof SIDES)[number],
  references: References,
  isElsewhere: IsElsewhere,
): Promise<Wire> {
  const id = References.idIn(record, `${side}_container`);
  const found = id === null ? null : await references.container(id);
  if (found === null) return { [`${side}_container_id`]: id };
  const where = isElsewhere(found) ? { [`${side}_datastore_name`]: found.datastoreName } : {};
  return { [`${side}_container_name`]: found.name, ...where };
}

/** The order of the sources is told by their ordinals; in a file it is that of the list. */
const inOrder = (sources: readonly unknown[]): readonly unknown[] =>
  [...sources].sort((a, b) => Number(asMap(a).ordinal ?? 0) - Number(asMap(b).ordinal ?? 0));

async function portableSource(source: unknown, references: References, isElsewhere: IsElsewhere): Promise<Wire> {
  const record = asMap(source);
  const id = References.idIn(record, "container");
  const found = id === null ? null : await references.container(id);
  const rest = without(record, ["container_id", "container", "datastore_id", "ordinal"]);
  if (found === null) return id === null ? rest : { container_id: id, ...rest };
  const where = isElsewhere(found) && found.datastoreName !== null ? { datastore_name: found.datastoreName } : {};
  return { container_name: found.name, ...where, ...rest };
}
