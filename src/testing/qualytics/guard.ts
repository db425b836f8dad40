import type { Clock } from "../../base.js";
import type { EmulatedAnswer, EmulatedCall } from "../emulator.js";
import { EmulatedFailure } from "../emulator.js";
import { bearerOf, type RateLimit, RateWindow } from "../rate.js";
import { refuse } from "./answers.js";

/** Paths that nobody has to sign in for. */
const PUBLIC = ["/health", "/status", "/openapi.json"];

/** Tokens and limits: what the server looks at before a route. */
export function guard(clock: Clock, token: string | null, limit: RateLimit | null): (call: EmulatedCall) => void {
  const window = limit === null ? null : new RateWindow(clock, limit);
  return (call) => {
    if (PUBLIC.includes(call.path)) return;
    const told = bearerOf(call.headers);
    if (told === undefined) refuse(401, "Not authenticated");
    if (token !== null && told !== token) refuse(401, "Could not validate credentials");
    const seconds = window?.take(told) ?? null;
    if (seconds !== null)
      throw new EmulatedFailure({
        status: 429,
        body: { detail: "Too many requests" },
        headers: { "retry-after": String(seconds) },
      });
  };
}

export const notFound = (): EmulatedAnswer => ({ status: 404, body: { detail: "Not Found" } });
