import { isRecord } from "../../base.js";
import {
  bool,
  complain,
  int,
  type Judge,
  list,
  map,
  orNull,
  record,
  type Shape,
  text,
  word,
} from "../fastapi/judges.js";
import { found, refuse, type Wire } from "./answers.js";
import type { EmulatedContainer } from "./records/records.js";
import { fieldsOfQuery, fieldsOfSelection } from "./selections.js";
import type { QualyticsState } from "./state.js";

const sql = text(0, 100_000);
const id = int({ ge: 1 });
const NAMED: Shape = { name: text(1, 255), description: orNull(text(0, 8000)), additional_metadata: orNull(map) };
const INCREMENTAL: Shape = {
  incremental_field_name: orNull(text(1, 255)),
  incremental_identifier_type: orNull(word("last-modified", "batch-value")),
};
const CLAUSES: Shape = { where_clause: orNull(sql), group_by_clause: orNull(sql) };
const JOIN: Shape = {
  left_container_id: orNull(id),
  right_container_id: orNull(id),
  left_join_field_name: orNull(text(1, 255)),
  right_join_field_name: orNull(text(1, 255)),
  left_prefix: orNull(text(0, 100)),
  right_prefix: orNull(text(0, 100)),
  join_type: orNull(word("inner", "left", "right", "outer", "left_semi", "left_anti")),
  select_clause: orNull(sql),
  query: orNull(sql),
  sources: orNull(
    list(
      record(
        { container_id: id, alias: text(1, 255), where_clause: orNull(sql), datastore_id: orNull(id), ordinal: int() },
        ["container_id", "alias"],
      ),
    ),
  ),
};

/** The settings of each type, as a change may tell them. */
export const SETTINGS: Readonly<Record<string, Shape>> = {
  table: { ...INCREMENTAL, partition_field: orNull(text(1, 255)), infer_datatypes: orNull(bool) },
  file: {
    escape_character: orNull(text(0, 10)),
    has_header: orNull(bool),
    infer_datatypes: orNull(bool),
    treat_empty_as_null: orNull(bool),
  },
  computed_table: { ...INCREMENTAL, query: sql },
  computed_file: {
    source_container_id: id,
    select_clause: sql,
    ...CLAUSES,
    lateral_views: orNull(list((value) => value)),
  },
  computed_join: { ...JOIN, ...CLAUSES },
};

/** What a definition of each type must tell. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  computed_table: ["datastore_id", "name", "query"],
  computed_file: ["datastore_id", "name", "source_container_id", "select_clause"],
  computed_join: ["name"],
};

/** The definition of a new computed container. Fields that its type does not know are dropped, tags among them. */
export const definition: Judge<Wire & { container_type: string; name: string }> = (value, loc) => {
  if (!isRecord(value)) return complain("model_attributes_type", "Input should be a valid dictionary", value, loc);
  const type = word(
    "computed_table",
    "computed_file",
    "computed_join",
  )(value.container_type, [...loc, "container_type"]);
  const shape: Shape = { ...NAMED, ...SETTINGS[type], datastore_id: id };
  const told = record(shape, NEEDED[type] ?? [])(value, loc) as Wire & { name: string };
  return { ...told, container_type: type };
};

/** Where a definition belongs, and the fields that it gives. */
interface Result {
  readonly datastore_id: number;
  readonly fields: string[];
}

/** What comes of a definition. Refuses what the source would not run. */
export function resultOf(state: QualyticsState, type: string, told: Wire): Result {
  if (type === "computed_join") return typeof told.query === "string" ? queried(state, told) : joined(state, told);
  if (type === "computed_file") {
    const source = found(state.containers, "Container", told.source_container_id);
    const fields = fieldsOfSelection(state, String(told.select_clause), [source]);
    return { datastore_id: source.datastore_id, fields };
  }
  const { id: datastore_id } = found(state.datastores, "Datastore", told.datastore_id);
  return { datastore_id, fields: fieldsOfQuery(state, String(told.query), datastore_id) };
}

/** A join by a query over its sources. */
function queried(state: QualyticsState, told: Wire): Result {
  const ids = ((told.sources ?? []) as { container_id: number }[]).map(({ container_id }) => container_id);
  const [first] = ids.map((container) => found(state.containers, "Container", container));
  if (first === undefined) return refuse(400, "A join by a query must have sources");
  const datastore_id = datastoreOf(told, first);
  return { datastore_id, fields: fieldsOfQuery(state, String(told.query), datastore_id) };
}

/** A join of two containers by a field. */
function joined(state: QualyticsState, told: Wire): Result {
  const side = (container: unknown, field: unknown): EmulatedContainer => {
    const one = found(state.containers, "Container", container);
    const isThere = state.fields.some(({ container_id, name }) => container_id === one.id && name === field);
    return isThere ? one : refuse(400, `Container ${one.name} has no field ${field}`);
  };
  const left = side(told.left_container_id, told.left_join_field_name);
  const right = side(told.right_container_id, told.right_join_field_name);
  const fields = fieldsOfSelection(state, String(told.select_clause ?? ""), [left, right]);
  return { datastore_id: datastoreOf(told, left), fields };
}

/** A join may span datastores: it is in the one that is told, else in that of its first source. */
const datastoreOf = ({ datastore_id }: Wire, first: EmulatedContainer): number =>
  typeof datastore_id === "number" ? datastore_id : first.datastore_id;
