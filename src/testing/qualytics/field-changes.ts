import { refuse, removed, type Wire } from "./answers.js";
import type { EmulatedCheck, EmulatedField } from "./records/records.js";
import type { QualyticsState } from "./state.js";

const histories = new WeakMap<EmulatedField, Wire[]>();
const KINDS = ["insert", "update", "delete"];

/** Changes a field, and keeps what it was in its history. */
export function change(state: QualyticsState, one: EmulatedField, changes: Partial<EmulatedField>): void {
  const changed = Object.entries(changes).filter(
    ([key, to]) => JSON.stringify(one[key as keyof EmulatedField]) !== JSON.stringify(to),
  );
  if (changed.length > 0) {
    const changeset = changed.map(([key, to]) => [key, [one[key as keyof EmulatedField], to]]);
    noteVersion(state, one, "update", Object.fromEntries(changeset));
  }
  const from = one.name;
  Object.assign(one, changes);
  if (one.name !== from) rename(state, one, from);
}

function noteVersion(state: QualyticsState, one: EmulatedField, operation: string, changeset: Wire): void {
  const versions = histories.get(one) ?? [];
  versions.push({
    changeset,
    transaction: { id: state.newId("transaction"), issued_at: state.now() },
    operation_type: KINDS.indexOf(operation),
    operation,
  });
  histories.set(one, versions);
}

/** How a field came to be what it is. */
export const historyBody = (one: EmulatedField): Wire => ({
  id: one.id,
  created: one.created,
  versions: histories.get(one) ?? [],
});

/** Checks know their fields by name. */
function rename(state: QualyticsState, one: EmulatedField, from: string): void {
  for (const check of checksOf(state, one.container_id))
    check.fields = check.fields.map((name) => (name === from ? one.name : name));
}

const checksOf = (state: QualyticsState, container: number): EmulatedCheck[] =>
  state.checks.filter(({ container_id }) => container_id === container);

/** Takes a field away; one that is put aside can be restored. */
export function drop(state: QualyticsState, one: EmulatedField, archive: boolean): void {
  if (archive && state.fields.includes(one)) {
    noteVersion(state, one, "delete", {});
    state.archivedFields.push(one);
  }
  if (!archive) removed(state.archivedFields, one);
  removed(state.fields, one);
}

/** Brings a field back that was put aside. */
export function restore(state: QualyticsState, one: EmulatedField): EmulatedField {
  if (!state.archivedFields.includes(one)) refuse(409, `Field ${one.id} is not archived`);
  const isTaken = ({ container_id, name }: EmulatedField): boolean =>
    container_id === one.container_id && name === one.name;
  if (state.fields.some(isTaken)) refuse(409, `Field ${one.name} already exists`);
  noteVersion(state, one, "insert", {});
  removed(state.archivedFields, one);
  state.fields.push(one);
  return one;
}

/** Puts a field into another of its container: what was about the one is about the other. */
export function merge(state: QualyticsState, source: EmulatedField, target: EmulatedField): EmulatedField {
  if (source === target) refuse(400, "A field cannot be merged into itself");
  if (source.container_id !== target.container_id) refuse(400, "Only fields of one container can be merged");
  for (const check of checksOf(state, source.container_id)) {
    const names = check.fields.map((name) => (name === source.name ? target.name : name));
    check.fields = [...new Set(names)];
  }
  change(state, target, { tags: [...new Set([...target.tags, ...source.tags])] });
  drop(state, source, false);
  return target;
}
