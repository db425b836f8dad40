import type { Wire } from "../answers.js";
import type { Remembered } from "./versions.js";

/** A connection to another product, as the emulated server keeps it. */
export interface EmulatedIntegration extends Remembered {
  name: string | null;
  type: string;
  /** The fields of its type. Its keys and tokens are kept, and never answered. */
  settings: Wire;
  /** Null: never. */
  last_synced: string | null;
}

const KEPT = /key|token|secret|password/i;

/** The fields of its type that the server answers. */
const shown = ({ settings }: EmulatedIntegration): Wire =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => !KEPT.test(name)));

/** An integration, as the server answers it. */
export function integrationBody(one: EmulatedIntegration): Wire {
  const { id, created, name, type, last_synced } = one;
  return { ...shown(one), id, created, name, type, last_synced };
}

/** What its history is about. */
export const integrationFields = (one: EmulatedIntegration): Wire => ({
  ...shown(one),
  name: one.name,
  type: one.type,
});
