import type { EmulatedAnswer, EmulatedCall, EmulatedRoute } from "../emulator.js";
import { Router } from "../router.js";
import { refuse } from "./answers.js";

const VERBS = ["GET", "POST", "PATCH"];

/** A gateway in front of the server, which itself asks for nothing. */
export function checkToken(call: EmulatedCall, token: string | null): void {
  if (token !== null && call.headers.get("authorization") !== `Bearer ${token}`) refuse(401, "Unauthorized");
}

/** What the server answers where no route fits: 405 for another verb, 307 for a slash too much or too few, else 404. */
export function withoutRoute(
  routes: readonly EmulatedRoute[],
  baseUrl: string,
): (call: EmulatedCall) => EmulatedAnswer {
  const router = new Router(routes);
  const isKnown = (path: string): boolean => VERBS.some((verb) => router.find(verb, path) !== undefined);
  return ({ path, query }) => {
    if (isKnown(path)) return { status: 405, body: { detail: "Method Not Allowed" } };
    const other = path.endsWith("/") ? path.slice(0, -1) : `${path}/`;
    if (path === "/" || !isKnown(other)) return { status: 404, body: { detail: "Not Found" } };
    const url = new URL(baseUrl.replace(/\/+$/, "") + other);
    for (const [name, values] of Object.entries(query))
      for (const value of [values].flat()) url.searchParams.append(name, value);
    return { status: 307, headers: { location: url.href } };
  };
}
