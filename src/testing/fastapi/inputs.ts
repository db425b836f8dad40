import type { EmulatedCall } from "../emulator.js";
import { EmulatedFailure } from "../emulator.js";
import { type Complaint, Complaints, int, type Judge } from "./judges.js";

const refuse = (complaints: readonly Complaint[]): never => {
  throw new EmulatedFailure({ status: 422, body: { detail: complaints } });
};

/** What an answer says about a request that does not fit. */
export function unprocessable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Complaints) return refuse(error.list);
    throw error;
  }
}

/** What the server says where there is no body. */
export const MISSING_BODY: Complaint = { type: "missing", loc: ["body"], msg: "Field required", input: null };

/** The body of a call, as a judge takes it. */
export function judged<T>(call: EmulatedCall, judge: Judge<T>): T {
  if (call.body === undefined || call.body === null) return refuse([MISSING_BODY]);
  if (!call.isJson) return refuse([badJson(String(call.body))]);
  return unprocessable(() => judge(call.body, ["body"]));
}

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
  return refuse([{ type: "missing", loc: ["query", name], msg: "Field required", input: null }]);
}

/** What the server says of a body that is no JSON. */
export function badJson(text: string): Complaint {
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
