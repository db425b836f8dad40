import { type ErrorContext, RedirectError } from "../errors/index.js";

const MOST_HOPS = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Sends a request; follows a few redirects of a read within the origin, and none that would carry credentials elsewhere. */
export async function followingRedirects(
  send: (request: Request) => Promise<Response>,
  request: Request,
  context: ErrorContext,
): Promise<Response> {
  let current = request;
  for (let hops = 0; ; hops += 1) {
    const response = await send(current);
    // A browser hides a redirect that it was told not to follow: status 0.
    if (!REDIRECTS.has(response.status) && response.type !== "opaqueredirect") return response;
    void response.body?.cancel().catch(() => undefined);
    const next = target(response, current, context);
    if (request.method !== "GET" && request.method !== "HEAD")
      throw refused(response, next, `redirected a ${request.method}`, context);
    if (hops === MOST_HOPS) throw refused(response, next, `redirected more than ${MOST_HOPS} times`, context);
    current = new Request(next, current);
  }
}

function target(response: Response, request: Request, context: ErrorContext): URL {
  const location = response.headers.get("location");
  const next = location === null ? null : parse(location, request.url);
  if (next === null) throw refused(response, null, "redirected without saying where to", context);
  if (next.origin !== new URL(request.url).origin) {
    throw refused(response, next, "redirected to another origin, which must not see the credentials", context);
  }
  // A request with these in its address cannot be made, and the error would print them.
  next.username = "";
  next.password = "";
  return next;
}

function parse(location: string, base: string): URL | null {
  try {
    return new URL(location, base);
  } catch {
    return null;
  }
}

function refused(response: Response, next: URL | null, what: string, context: ErrorContext): RedirectError {
  const origin = next === null ? null : next.origin;
  const to = origin === null ? "" : ` (to ${origin})`;
  return new RedirectError(`the server ${what}${to}`, { status: response.status, location: origin }, context);
}
