import { asMap, namesOf, type Wire, without } from "../wire.js";
import type { References } from "./references.js";

export const COMPUTED_FIELD_READ_ONLY: readonly string[] = [
  ...["id", "created", "container_id", "container", "owner", "owner_id", "created_by", "last_editor", "last_editor_id"],
  ...["last_updated"],
];

/**
 * A computed field as a file holds it: all keys that an import can write, whatever a build shows. `container_name` is told where the folder's name alone does not tell which container it
 * is of.
 */
export async function portableComputedField(
  record: Wire,
  references: References,
  container: string | null,
): Promise<Wire> {
  const out: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(without(record, COMPUTED_FIELD_READ_ONLY))) {
    if (key === "transformation_type") out.transformation = value;
    else if (key === "source_fields") out.source_fields = Array.isArray(value) ? namesOf(value) : value;
    else if (key === "properties" && value !== null) out.properties = await references.properties(asMap(value));
    else out[key] = value;
  }
  const { name, transformation, source_fields = null, properties = null, additional_metadata = null, ...rest } = out;
  const where = container === null ? {} : { container_name: container };
  return { ...where, name, transformation, source_fields, properties, additional_metadata, ...rest };
}
