import { CONTAINER_READ_ONLY, SIDES } from "../portable/containers.js";
import { References } from "../portable/references.js";
import { asMap, namesOf, type Wire, without, withoutNull } from "../wire.js";

/** What defines a join of either kind. */
const BY_QUERY = ["query", "sources"];
const BY_FIELD = [
  ...SIDES.map((side) => `${side}_container_id`),
  ...["left_join_field_name", "right_join_field_name", "left_prefix", "right_prefix", "join_type"],
  ...["select_clause", "where_clause", "group_by_clause"],
];

/** A container as it is written: what it has, with what a file tells laid over it. Null takes a value away. */
export function mergedContainer(current: Wire, told: Wire): Wire {
  const has = written(current);
  const gone = otherKindOf(current, told).filter((key) => key in has);
  return { ...has, ...Object.fromEntries(gone.map((key) => [key, null])), ...told };
}

/** The keys of the kind of join that the container is, where the file makes the other kind of it; else none. */
function otherKindOf(current: Wire, told: Wire): readonly string[] {
  if (told.container_type !== "computed_join") return [];
  const isByQuery = current.query != null;
  if (!isByQuery && told.query != null) return BY_FIELD;
  const isByField = ["left_container_id", "right_container_id"].some((key) => told[key] != null);
  return isByQuery && isByField && told.query == null ? BY_QUERY : [];
}

/** A container in the form in which it is sent: ids and names in the place of objects. */
function written(current: Wire): Wire {
  const tags = current.global_tags ?? current.tags;
  const ids = SIDES.map((side) => [`${side}_container_id`, References.idIn(current, `${side}_container`)]);
  const sides = SIDES.map((side) => `${side}_container`);
  return withoutNull({
    ...without(current, [...CONTAINER_READ_ONLY, ...sides, "global_tags", "tags"]),
    ...Object.fromEntries(ids),
    ...(Array.isArray(current.sources) ? { sources: current.sources.map(sourceOf) } : {}),
    // A list that is not shown may hold some.
    ...(Array.isArray(tags) ? { tags: namesOf(tags) } : {}),
  });
}

const sourceOf = (source: unknown): Wire => ({
  container_id: References.idIn(asMap(source), "container"),
  ...without(asMap(source), ["container_id", "container"]),
});
