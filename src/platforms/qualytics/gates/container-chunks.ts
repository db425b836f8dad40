import {
  type AssetRef,
  boundedSettle,
  type ErrorContext,
  type Issue,
  type Settled,
  ValidationError,
} from "../../../base.js";
import { numberOf } from "../ids.js";

/** The largest page, and the most containers that one request names. */
export const MOST = 100;
const WIDTH = 4;

/**
 * Reads something about containers, a hundred at a time. `read` tells it by their ids, and leaves out those of which there is
 * nothing. What keeps it from reading is told of each that it was to read about.
 */
export async function readInChunks<T>(
  ids: Iterable<number>,
  read: (ids: readonly number[]) => Promise<ReadonlyMap<number, T>>,
): Promise<Map<number, Settled<T>>> {
  const once = [...new Set(ids)];
  const chunks = Array.from({ length: Math.ceil(once.length / MOST) }, (_, at) =>
    once.slice(at * MOST, (at + 1) * MOST),
  );
  const ends = await boundedSettle(chunks, WIDTH, read);
  const found = new Map<number, Settled<T>>();
  for (const [at, end] of ends.entries()) {
    if ("value" in end) for (const [id, value] of end.value) found.set(id, { value });
    else for (const id of chunks[at] as readonly number[]) found.set(id, end);
  }
  return found;
}

/** Where an asset stands in what the caller passed. */
export function placesIn(asset: AssetRef | readonly AssetRef[]): (one: AssetRef) => readonly (string | number)[] {
  if (!Array.isArray(asset)) return () => ["asset"];
  const places = new Map<AssetRef, number>();
  for (const [at, one] of (asset as readonly AssetRef[]).entries()) if (!places.has(one)) places.set(one, at);
  return (one) => ["asset", places.get(one) ?? 0];
}

/**
 * The assets of a gate, each once: an id and its digits are the same. Throws `ValidationError` naming those that are none, and
 * for an empty list, which would show nothing.
 */
export function assetsOf(asset: AssetRef | readonly AssetRef[], context: ErrorContext): AssetRef[] {
  const isList = Array.isArray(asset);
  const all: readonly AssetRef[] = isList ? asset : [asset as AssetRef];
  const complain = (message: string, ...path: (string | number)[]): Issue => ({ path, code: "invalid_id", message });
  const issues = all.flatMap((one, at) =>
    isRef(one) ? [] : [complain("expected a name, or a whole number from 1", ...(isList ? ["asset", at] : ["asset"]))],
  );
  if (all.length === 0) issues.push({ path: ["asset"], code: "too_small", message: "must not be empty" });
  if (issues.length > 0) throw new ValidationError(issues, context);
  const once = new Map<AssetRef, AssetRef>();
  for (const one of all) {
    const key = numberOf(one) ?? one;
    if (!once.has(key)) once.set(key, one);
  }
  return [...once.values()];
}

const isRef = (asset: unknown): boolean =>
  (typeof asset === "string" && asset.trim() !== "") || (typeof asset === "number" && numberOf(asset) !== undefined);
