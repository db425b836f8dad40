import { isRecord } from "../../base.js";
import type { EmulatedCall } from "../emulator.js";
import { crash, refuse } from "./answers.js";
import { type Complaint, Complaints, type Fields, int, type Judge, record, type Shape } from "./judges.js";

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

/** What an answer says about a request that does not fit. */
function unprocessable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Complaints) return refuse(422, error.list);
    throw error;
  }
}

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
  if (body === undefined || body === null)
    return refuse(422, [{ type: "missing", loc: ["body"], msg: "Field required", input: null }]);
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

/** The number in a path. */
export function idOf(call: EmulatedCall, name: string): number {
  return unprocessable(() => int()(call.params[name], ["path", name]));
}

/** A value of the query, or undefined. */
export function asked<T>(call: EmulatedCall, name: string, judge: Judge<T>): T | undefined {
  const told = call.asked(name);
  return told === undefined ? undefined : unprocessable(() => judge(told, ["query", name]));
}

/** A value of the query that must be there. */
export function needed<T>(call: EmulatedCall, name: string, judge: Judge<T>): T {
  const told = asked(call, name, judge);
  if (told !== undefined) return told;
  return refuse(422, [{ type: "missing", loc: ["query", name], msg: "Field required", input: null }]);
}

/** What the server says of a body that is no JSON. */
function badJson(text: string): Complaint {
  let told = "";
  try {
    JSON.parse(text);
  } catch (error) {
    told = error instanceof Error ? error.message : "";
  }
  // Not every runtime tells where; an end that comes too early is at the end.
  const at = Number(/position (\d+)/.exec(told)?.[1] ?? text.length);
  return {
    type: "json_invalid",
    loc: ["body", at],
    msg: "JSON decode error",
    input: {},
    ctx: { error: "not what JSON allows here" },
  };
}
