import { isRecord } from "../../base.js";
import { type EmulatedAnswer, type EmulatedCall, EmulatedFailure } from "../emulator.js";
import type { AnomalyArmorState, EmulatedAsset, Wire } from "./state.js";

/** `{data: …}`: a single record. */
export const one = (record: unknown, status = 200): EmulatedAnswer => ({ status, body: { data: record } });

/** Ends the route with an error in the platform's documented shape. */
export function refuse(
  status: number,
  code: string,
  message: string,
  more: Wire = {},
  headers: Readonly<Record<string, string>> = {},
): never {
  throw new EmulatedFailure({ status, headers, body: { error: { code, message, details: {}, ...more } } });
}

/** 422 with a complaint about each field. */
export function refuseFields(complaints: Readonly<Record<string, string>>): never {
  const [first] = Object.entries(complaints);
  refuse(422, "VALIDATION_ERROR", `${first?.[0]}: ${first?.[1]}`, { details: { field_errors: complaints } });
}

/** 404 for a thing of a kind. */
export function refuseMissing(type: string, id: string): never {
  const code = type === "asset" ? "ASSET_NOT_FOUND" : "NOT_FOUND";
  refuse(404, code, `no such ${type}: ${id}`, {
    details: { [`${type}_id`]: id, resource_type: type, resource_id: id },
  });
}

/** The asset that a path names. */
export function assetOf(state: AnomalyArmorState, ref: string | undefined): EmulatedAsset {
  return state.asset(ref ?? "") ?? refuseMissing("asset", ref ?? "");
}

/** The asset that a body or query names in `asset_id`. */
export function namedAsset(state: AnomalyArmorState, ref: unknown): EmulatedAsset {
  if (typeof ref !== "string" || ref === "") return refuseFields({ asset_id: "is required" });
  return assetOf(state, ref);
}

/** The same, also by the first eight characters of its UUID: tags and intelligence take those. */
export function shortlyNamedAsset(state: AnomalyArmorState, ref: unknown): EmulatedAsset {
  if (typeof ref !== "string" || ref === "") return refuseFields({ asset_id: "is required" });
  return state.assetByShortId(ref) ?? refuseMissing("asset", ref);
}

/** The record of a collection whose field holds an id. */
export function found(records: readonly Wire[], type: string, id: string | undefined, field = "id"): Wire {
  return records.find((record) => record[field] === id) ?? refuseMissing(type, id ?? "");
}

/** A whole number of the query, within bounds. */
export function numberOf(call: EmulatedCall, name: string, fallback: number, minimum: number, maximum: number): number {
  const told = call.asked(name);
  if (told === undefined) return fallback;
  const value = Number(told);
  if (Number.isInteger(value) && value >= minimum && value <= maximum) return value;
  return refuseFields({ [name]: `must be a whole number from ${minimum} to ${maximum}` });
}

export interface ListShape {
  /** Under which name the list sits: `data` (with `pagination`), `items`, `tags`, `keys` … */
  readonly under?: string;
  readonly defaultLimit?: number;
  readonly maxLimit?: number;
}

/** A page of records in one of the platform's list envelopes. */
export function many(call: EmulatedCall, records: readonly unknown[], shape: ListShape = {}): EmulatedAnswer {
  const { under = "data", defaultLimit = 50, maxLimit = 100 } = shape;
  const limit = numberOf(call, "limit", defaultLimit, 1, maxLimit);
  const offset = numberOf(call, "offset", 0, 0, Number.MAX_SAFE_INTEGER);
  const items = records.slice(offset, offset + limit);
  const total = records.length;
  const pagination = { total, limit, offset, has_more: offset + limit < total };
  if (under === "data") return { body: { data: { data: items, pagination } } };
  return { body: { data: { [under]: items, ...pagination } } };
}

/** The fields of a JSON body. A 422 names each that is needed and missing. */
export function bodyOf(call: EmulatedCall, required: readonly string[] = []): Wire {
  const body = isRecord(call.body) ? call.body : {};
  const missing = required.filter((name) => body[name] === undefined || body[name] === null || body[name] === "");
  if (missing.length > 0) refuseFields(Object.fromEntries(missing.map((name) => [name, "is required"])));
  return body;
}

/** Copies the allowed fields of a body onto a record. A 422 names a field that is not allowed. */
export function change(record: Wire, body: Wire, allowed: readonly string[]): Wire {
  const unknown = Object.keys(body).filter((name) => !allowed.includes(name));
  if (unknown.length > 0) refuseFields(Object.fromEntries(unknown.map((name) => [name, "cannot be changed"])));
  return Object.assign(record, body);
}

/** Whether a record has the value that the query asks for; true where it asks for none. */
export function asks(call: EmulatedCall, name: string, value: unknown): boolean {
  const told = call.asked(name);
  return told === undefined || String(value) === told;
}
