import {
  baseUrl,
  bearer,
  ConfigurationError,
  type Connection,
  type HeaderSource,
  headersFrom,
  type TokenSource,
} from "../../base.js";

/** How to reach Watcher. */
export interface WatcherOptions {
  /** The base URL of the server, such as `http://localhost:8000`. */
  url: string;
  /**
   * What a proxy or cloud gateway in front of the server asks for; the server itself asks for nothing. A text or a
   * function that gives one is sent as a bearer token. `{ headers }` takes a function that gives the headers of each
   * attempt, from the verb, the URL and the body: the place for cloud identity tokens and request signing.
   */
  auth?: TokenSource | { headers: HeaderSource } | null | undefined;
}

const EXAMPLE = "http://localhost:8000";

type Settings = Pick<Connection<object>, "baseUrl" | "authenticate">;

/** Resolves the options. Throws `ConfigurationError` naming the option. */
export function settingsOf(options: WatcherOptions): Settings {
  return { baseUrl: baseUrlOf(options?.url), authenticate: authenticateOf(options.auth) };
}

function authenticateOf(auth: WatcherOptions["auth"]): Settings["authenticate"] {
  if (auth === undefined || auth === null) return null;
  if (typeof auth === "string" || typeof auth === "function") return bearer(auth, "auth");
  if (typeof auth === "object" && typeof auth.headers === "function") return headersFrom(auth.headers, "auth.headers");
  throw new ConfigurationError("auth must be a token, a function that gives one, or { headers: function }");
}

function baseUrlOf(told: unknown): string {
  if (typeof told !== "string" || told.trim() === "") {
    throw new ConfigurationError(`no URL: pass watcher({ url }), such as ${EXAMPLE}`);
  }
  const wanted = { name: "url", example: EXAMPLE, schemes: "https:// or http://", credentials: "auth" };
  const { origin, path } = baseUrl(told, wanted);
  return origin + path;
}
