import type { Wire } from "../answers.js";
import type { QualyticsState } from "../state.js";

/** A datastore, as other records show it. */
export function datastoreStub(state: QualyticsState, id: number | null): Wire | null {
  const one = state.datastores.find((row) => row.id === id);
  if (one === undefined) return null;
  const connection = state.connections.find((row) => row.id === one.connection_id);
  return {
    id: one.id,
    name: one.name,
    store_type: connection?.connection_type ?? "jdbc",
    type: connection?.type ?? null,
  };
}

/** A container, as other records show it. */
export function containerStub(state: QualyticsState, id: number | null): Wire | null {
  const one = state.containers.find((row) => row.id === id);
  if (one === undefined) return null;
  const { table_type } = one.settings;
  return {
    id: one.id,
    name: one.name,
    container_type: one.container_type,
    ...(table_type === undefined ? {} : { table_type }),
  };
}

/** A user, as other records show one. */
export function userStub(state: QualyticsState, id: number | null): Wire | null {
  const one = state.users.find((row) => row.id === id);
  return one === undefined ? null : { id: one.id, name: one.name, email: one.email, user_id: one.user_id };
}

/** Tags, as other records show them. */
export const tagsOf = (state: QualyticsState, names: readonly string[]): Wire[] =>
  names.map((name) => {
    const one = state.tags.find((tag) => tag.name === name);
    return one === undefined ? { name, type: "global" } : { ...one };
  });
