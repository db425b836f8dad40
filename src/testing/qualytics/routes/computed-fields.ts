import type { EmulatedCall, EmulatedRoute } from "../../emulator.js";
import { asked, idOf, judged } from "../../fastapi/inputs.js";
import { int, list, map, orNull, record, text } from "../../fastapi/judges.js";
import { found, nothing, refuse, removed, type Wire } from "../answers.js";
import { computedFieldBody } from "../records/fields.js";
import type { EmulatedComputedField, EmulatedField } from "../records/records.js";
import { newField } from "../seed.js";
import type { QualyticsState } from "../state.js";

const SHAPE = {
  name: text(1, 255),
  transformation: text(1, 100),
  source_fields: orNull(list(text(1, 255))),
  properties: orNull(map),
  additional_metadata: orNull(map),
};
const created = record({ ...SHAPE, container_id: int({ ge: 1 }) }, ["name", "transformation", "container_id"]);
const changed = record(SHAPE, ["name", "transformation"]);

/** What each transformation can be told, the needed first. */
const SPECIFICATIONS: Readonly<Record<string, { needed: readonly string[]; more: readonly string[] }>> = {
  cast: { needed: ["target_type"], more: ["format"] },
  cleanedEntityName: {
    needed: [],
    more: ["drop_from_suffix", "drop_from_prefix", "drop_from_interior", "terms_to_drop", "terms_to_ignore"],
  },
  convertFormattedNumeric: { needed: [], more: [] },
  customExpression: { needed: ["column_expression"], more: [] },
};

/** What a value of each transformation is; others keep a text. */
const TYPES: Readonly<Record<string, string>> = { convertFormattedNumeric: "Fractional" };

export const computedFieldRoutes = (state: QualyticsState): EmulatedRoute[] => {
  const one = (call: EmulatedCall): EmulatedComputedField =>
    found(state.computedFields, "Computed field", idOf(call, "id"));
  const fieldOf = ({ container_id, name }: EmulatedComputedField): EmulatedField | undefined =>
    state.fields.find((field) => field.container_id === container_id && field.name === name);
  const unused = (container_id: number, name: string, but?: EmulatedField): void => {
    const isTaken = (field: EmulatedField): boolean =>
      field !== but && field.container_id === container_id && field.name === name;
    if (state.fields.some(isTaken)) refuse(409, `A field named ${name} already exists`);
  };
  return [
    {
      verb: "GET",
      path: "/computed-fields/specifications",
      answer: (call) => {
        const told = asked(call, "transformation", text(1, 100));
        const rows = Object.entries(SPECIFICATIONS).filter(([name]) => told === undefined || name === told);
        return {
          body: rows.map(([transformation, { needed, more }]) => ({
            transformation,
            properties: [...needed, ...more].map((field) => ({ field, required: needed.includes(field) })),
          })),
        };
      },
    },
    {
      verb: "POST",
      path: "/computed-fields",
      answer: (call) => {
        const { transformation, ...told } = judged(call, created);
        const container = found(state.containers, "Container", told.container_id);
        unused(container.id, told.name);
        refuseUnfit(state, container.id, transformation, told);
        const made: EmulatedComputedField = {
          id: state.newId("computed_field"),
          created: state.now(),
          source_fields: null,
          properties: null,
          additional_metadata: null,
          ...told,
          transformation_type: transformation,
        };
        state.computedFields.push(made);
        newField(state, container, { name: made.name, type: typeOf(made) });
        return { status: 201, body: computedFieldBody(state, made) };
      },
    },
    {
      verb: "PUT",
      path: "/computed-fields/{id}",
      answer: (call) => {
        const computed = one(call);
        const { transformation, ...told } = judged(call, changed);
        const field = fieldOf(computed);
        unused(computed.container_id, told.name, field);
        refuseUnfit(state, computed.container_id, transformation, told);
        // What is left out is reset.
        const rest = { source_fields: null, properties: null, additional_metadata: null };
        Object.assign(computed, rest, told, { transformation_type: transformation });
        if (field !== undefined) Object.assign(field, { name: computed.name, type: typeOf(computed) });
        return { body: computedFieldBody(state, computed) };
      },
    },
    {
      verb: "DELETE",
      path: "/computed-fields/{id}",
      answer: (call) => {
        const computed = one(call);
        const field = fieldOf(computed);
        if (field !== undefined) removed(state.fields, field);
        removed(state.computedFields, computed);
        return nothing;
      },
    },
  ];
};

const typeOf = ({ transformation_type, properties }: EmulatedComputedField): string =>
  transformation_type === "cast" ? String(properties?.target_type) : (TYPES[transformation_type] ?? "String");

/** The server knows what its own transformations must be told, and the fields of the container. */
function refuseUnfit(
  state: QualyticsState,
  container: number,
  transformation: string,
  { source_fields, properties }: { source_fields?: string[] | null; properties?: Wire | null },
): void {
  const missing = SPECIFICATIONS[transformation]?.needed.find((name) => properties?.[name] == null);
  if (missing !== undefined) refuse(422, `${transformation} needs the property ${missing}`);
  const known = state.fields.filter(({ container_id }) => container_id === container).map(({ name }) => name);
  const unknown = source_fields?.find((name) => !known.includes(name));
  if (unknown !== undefined) refuse(404, `Field ${unknown} not found`);
}
