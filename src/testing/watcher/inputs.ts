import { isRecord } from "../../base.js";
import type { EmulatedCall } from "../emulator.js";
import { badJson, MISSING_BODY, unprocessable } from "../fastapi/inputs.js";
import { type Complaint, Complaints, type Fields, type Judge, record, type Shape } from "../fastapi/judges.js";
import { crash, refuse } from "./answers.js";

/** Kept as they are sent, spaces and capitals included. */
const VERBATIM = ["watermark", "next_watermark"];

/** The texts of an object in lower case and without outer spaces, as the server reads every body. */
export function normalised(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [
      key,
      typeof value === "string" && !VERBATIM.includes(key) ? value.trim().toLowerCase() : value,
    ]),
  );
}

/** Reads an object whose texts are normalised first. */
export const normalisedRecord =
  <T>(judge: Judge<T>): Judge<T> =>
  (value, loc) =>
    judge(isRecord(value) ? normalised(value) : value, loc);

const saysJson = (call: EmulatedCall): boolean => {
  const type = call.headers.get("content-type")?.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  return type === "" || /^application\/([^/]+\+)?json$/.test(type);
};

/** The body of a call. `rule` looks at the whole of it, and says what is wrong with it. */
export function bodyOf<S extends Shape, Needed extends keyof S & string = never>(
  call: EmulatedCall,
  shape: S,
  needed: readonly Needed[] = [],
  rule: (fields: Fields<S, Needed>) => string | null = () => null,
): Fields<S, Needed> {
  const { body } = call;
  if (body === undefined || body === null) return refuse(422, [MISSING_BODY]);
  if (!saysJson(call)) return crash();
  if (!call.isJson) return refuse(422, [badJson(String(body))]);
  if (!isRecord(body)) return crash();
  const sent = normalised(body);
  return unprocessable(() => {
    const fields = record(shape, needed)(sent, ["body"]);
    const wrong = rule(fields);
    if (wrong === null) return fields;
    const complaint: Complaint = {
      type: "value_error",
      loc: ["body"],
      msg: `Value error, ${wrong}`,
      input: sent,
      ctx: { error: {} },
    };
    throw new Complaints([complaint]);
  });
}

/** The rule of changes that find their row by number or by name. */
export const idOrName = ({ id, name }: { id?: number | null; name?: string | null }): string | null =>
  (id ?? null) === null && (name ?? null) === null ? "Either 'id' or 'name' must be provided" : null;
