import { type AssetRef, type Field, type Identifier, intIds, type NamedId } from "../../base.js";

const ids = intIds(Number.MAX_SAFE_INTEGER);
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id of a record in a path: `intId({ container })`. */
export const intId: NamedId = ids.inPath;

/** The same in a query or a body; digits in a text are taken for their number. */
export const intIdField: Field<string | number> = ids.field;

/** An anomaly in a path, by its number or its UUID. */
export const anomalyId = (named: Record<string, unknown>): Identifier => {
  const one = intId(named);
  const complaint = (value: string): string | undefined =>
    UUID.test(value) || one.complaint?.(value) === undefined ? undefined : "expected an anomaly's number or UUID";
  return { ...one, complaint };
};

/** Whether a text is a UUID. */
export const isUuid = (value: unknown): value is string => typeof value === "string" && UUID.test(value);

/** The number of an asset that is told by its number, in digits or not; undefined for a name. */
export function numberOf(asset: AssetRef): number | undefined {
  const number = Number(asset);
  return /^[1-9]\d{0,15}$/.test(String(asset)) && Number.isSafeInteger(number) ? number : undefined;
}
