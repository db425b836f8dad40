import type { Wire } from "../answers.js";
import type { QualyticsState } from "../state.js";
import type { EmulatedComputedField, EmulatedField } from "./records.js";
import { containerStub, tagsOf, userStub } from "./stubs.js";

/** A field, as other records show it. */
export const fieldStub = ({ id, name, type, status }: EmulatedField): Wire => ({ id, name, type, status });

/** A field, as the server answers it. What a profile measures is told once there was one. */
export function fieldBody(state: QualyticsState, one: EmulatedField): Wire {
  const computed = state.computedFields.find(
    ({ container_id, name }) => container_id === one.container_id && name === one.name,
  );
  return {
    ...fieldStub(one),
    created: one.created,
    completeness: one.profile === null ? null : one.completeness,
    weight: one.weight,
    global_tags: tagsOf(state, one.tags),
    latest_profile_id: one.profile?.id ?? null,
    quality_score: null,
    computed_field: computed === undefined ? null : computedFieldBody(state, computed),
    native_type: null,
    nullable: null,
    column_size: null,
    decimal_digits: null,
    remarks: null,
    additional_metadata: null,
  };
}

/** The values that a masked field hides. */
const VALUES = ["min", "max", "histogram_buckets"];

/** The last profile of a field, as the server answers it; null before the first. */
export function fieldProfileBody(state: QualyticsState, one: EmulatedField, includeMasked = false): Wire | null {
  if (one.profile === null) return null;
  const isHidden = one.status === "masked" && !includeMasked;
  return {
    ...one.profile,
    ...(isHidden ? Object.fromEntries(VALUES.map((name) => [name, null])) : {}),
    field: fieldStub(one),
    container: containerStub(state, one.container_id),
  };
}

/** A computed field, as the server answers it: it is read under another name than it is written. */
export function computedFieldBody(state: QualyticsState, one: EmulatedComputedField): Wire {
  const siblings = state.fields.filter(({ container_id }) => container_id === one.container_id);
  const { source_fields: names, ...told } = one;
  const owner = userStub(state, state.users[0]?.id ?? null);
  return {
    ...told,
    source_fields:
      names?.map((name) => {
        const source = siblings.find((field) => field.name === name);
        return source === undefined ? { id: null, name } : fieldStub(source);
      }) ?? null,
    owner,
    last_editor: owner,
  };
}
