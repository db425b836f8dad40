import type { Wire } from "../answers.js";
import { CALLER } from "../operations.js";
import type { QualyticsState } from "../state.js";

/** A record that remembers how it came to be what it is. */
export interface Remembered {
  id: number;
  created: string;
  versions: Wire[];
}

const OPERATIONS = ["insert", "update"] as const;

/** Notes what became of a record; before its first version there was nothing. */
export function remember(state: QualyticsState, one: Remembered, before: Wire, after: Wire): void {
  const changed = Object.keys(after).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  const operation_type = one.versions.length === 0 ? 0 : 1;
  one.versions.push({
    changeset: Object.fromEntries(changed.map((name) => [name, [before[name] ?? null, after[name] ?? null]])),
    transaction: { id: state.newId("transaction"), issued_at: state.now(), user: { name: CALLER } },
    operation_type,
    operation: OPERATIONS[operation_type],
  });
}

/** The history of a record, as the server answers it. */
export const historyBody = ({ id, created, versions }: Remembered): Wire => ({ id, created, versions });
