import { bool, type Judge, list, map, orNull, record, type Shape, text, word } from "../fastapi/judges.js";
import { refuse, removed, type Wire } from "./answers.js";
import { resultOf, SETTINGS } from "./container-definitions.js";
import { checksOf, fieldsOf } from "./records/containers.js";
import type { EmulatedCheck, EmulatedContainer, EmulatedField } from "./records/records.js";
import { newField } from "./seed.js";
import type { QualyticsState } from "./state.js";

const isComputed = ({ container_type }: EmulatedContainer): boolean => container_type.startsWith("computed");

/** What a change may tell of a container. */
export function changesOf({ container_type: type }: EmulatedContainer): Judge<Wire> {
  const shape: Shape = {
    container_type: word("table", "file", "computed_table", "computed_file", "computed_join"),
    name: text(1, 255),
    description: orNull(text(0, 8000)),
    tags: orNull(list(text(1, 255))),
    additional_metadata: orNull(map),
    force_drop_fields: bool,
    ...SETTINGS[type],
  };
  const needed = ["container_type", ...(type.startsWith("computed") ? ["name"] : [])];
  return record(shape, type === "computed_table" ? [...needed, "query"] : needed);
}

const CLAUSES = ["where_clause", "group_by_clause"];
const INCREMENTAL = ["incremental_field_name", "incremental_identifier_type"];
/** The settings that a change sets back where it does not tell them. */
const SET_BACK: Readonly<Record<string, readonly string[]>> = {
  table: [...INCREMENTAL, "partition_field", "infer_datatypes"],
  file: ["escape_character", "has_header", "infer_datatypes", "treat_empty_as_null"],
  computed_table: INCREMENTAL,
  computed_file: [...CLAUSES, "lateral_views"],
  computed_join: CLAUSES,
};

/** Changes a container to what was sent: settings, description and tags that are not sent are set back. */
export function changeContainer(state: QualyticsState, one: EmulatedContainer, told: Wire): void {
  if (told.container_type !== one.container_type)
    refuse(400, `Container ${one.id} is a ${one.container_type}, and stays one`);
  const settings: Wire = { ...one.settings };
  // A join by a query has its conditions in there.
  if (one.container_type !== "computed_join" || typeof (told.query ?? settings.query) !== "string")
    for (const name of SET_BACK[one.container_type] ?? []) settings[name] = null;
  for (const name of Object.keys(SETTINGS[one.container_type] ?? {}))
    if (Object.hasOwn(told, name)) settings[name] = told[name];
  if (isComputed(one)) redefine(state, one, settings, told.force_drop_fields === true);
  one.settings = settings;
  if (isComputed(one)) one.name = told.name as string;
  one.description = (told.description as string | null | undefined) ?? null;
  one.tags = (told.tags as string[] | null | undefined) ?? [];
  one.additional_metadata = (told.additional_metadata as Wire | null | undefined) ?? null;
}

/** Brings the fields to what the new definition gives. 409 where fields would go that something is known of. */
function redefine(state: QualyticsState, one: EmulatedContainer, settings: Wire, isForced: boolean): void {
  const wanted = resultOf(state, one.container_type, { ...settings, datastore_id: one.datastore_id }).fields;
  const computed = state.computedFields.filter(({ container_id }) => container_id === one.id).map(({ name }) => name);
  const current = fieldsOf(state, one);
  const gone = current.filter(({ name }) => !wanted.includes(name) && !computed.includes(name));
  const losses = gone.flatMap((field) => lossOf(state, one, field) ?? []);
  if (losses.length > 0 && !isForced)
    refuse(409, `Fields would be dropped: ${losses.join(", ")}. Set force_drop_fields to true to accept`);
  for (const field of gone) {
    for (const check of checksOn(state, one, field)) removeCheck(state, check);
    removed(state.fields, field);
  }
  for (const name of wanted) if (!current.some((field) => field.name === name)) newField(state, one, name);
}

const checksOn = (state: QualyticsState, one: EmulatedContainer, { name }: EmulatedField): EmulatedCheck[] =>
  checksOf(state, one).filter(({ fields }) => fields.includes(name));

/** What would be lost with a field, in the server's words; undefined where there is nothing. */
function lossOf(state: QualyticsState, one: EmulatedContainer, field: EmulatedField): string | undefined {
  const checks = checksOn(state, one, field);
  const anomalies = state.anomalies.filter(({ check_ids }) => checks.some(({ id }) => check_ids.includes(id)));
  if (checks.length === 0) return undefined;
  return `${field.name} (${checks.length} quality checks, ${anomalies.length} anomalies)`;
}

function removeCheck(state: QualyticsState, check: EmulatedCheck): void {
  for (const one of state.anomalies.filter(({ check_ids }) => check_ids.includes(check.id)))
    removeAnomaly(state, one.id);
  removed(state.checks, check);
}

function removeAnomaly(state: QualyticsState, id: number): void {
  keepOnly(state.comments, ({ anomaly_id }) => anomaly_id !== id);
  keepOnly(state.anomalies, (one) => one.id !== id);
}

/** Deletes a container with its fields, checks and anomalies. */
export function removeContainer(state: QualyticsState, one: EmulatedContainer): void {
  const elsewhere = (row: { container_id: number | null }): boolean => row.container_id !== one.id;
  for (const { id } of state.anomalies.filter((row) => !elsewhere(row))) removeAnomaly(state, id);
  keepOnly(state.checks, elsewhere);
  keepOnly(state.computedFields, elsewhere);
  keepOnly(state.fields, elsewhere);
  keepOnly(state.archivedFields, elsewhere);
  removed(state.containers, one);
}

function keepOnly<T>(table: T[], stays: (one: T) => boolean): void {
  table.splice(0, table.length, ...table.filter(stays));
}
