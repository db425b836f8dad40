import { isRecord, type Model } from "../../base.js";

/**
 * Whether a record is at hand as it was read: what the platform does not tell is null there. A part of one, or a spread copy
 * that lacks what is hidden, is none: a change that is laid over it would lose the rest.
 */
export const isWhole = <T extends object>(model: Model<T>, ref: unknown): ref is T =>
  isRecord(ref) && Object.keys(model.wireNames).every((name) => ref[name] !== undefined);

/** The id of a record, or of what tells one. */
export const idOf = (ref: unknown): string | number =>
  (typeof ref === "object" && ref !== null ? (ref as { id?: unknown }).id : ref) as string | number;

/** The names in a list; none where a lenient client let something else through. */
export const namesOf = (list: unknown): string[] =>
  Array.isArray(list) ? list.map(({ name }: { name: string }) => name) : [];

/**
 * Without what is null or an empty list: the record may be a row of a list, which shows less, and the platform clears a list
 * that it is sent empty.
 */
export const told = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).filter(([, one]) => one != null && !(Array.isArray(one) && one.length === 0)),
  );
