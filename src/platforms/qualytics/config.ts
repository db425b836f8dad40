import {
  baseUrl,
  bearer,
  ConfigurationError,
  type Connection,
  env,
  envInteger,
  envText,
  isOptions,
  issuesText,
  type TokenSource,
  unknownOptions,
} from "../../base.js";

/** How to reach a Qualytics deployment. */
export interface QualyticsOptions {
  /**
   * The deployment, such as `acme.qualytics.io` or `https://acme.qualytics.io/api`. `https://` is put in front where there
   * is no scheme, and the API's path is added. Default: `QUALYTICS_URL`.
   */
  url?: string | undefined;
  /** A personal or service token, or a function that gives one at every attempt. Default: `QUALYTICS_TOKEN`. */
  token?: TokenSource | undefined;
  /** The path that the API is served under; empty for the root. Default: `QUALYTICS_API_PATH`, else `api`. */
  apiPath?: string | undefined;
}

const EXAMPLE = "https://acme.qualytics.io";
const OFF = ["0", "false", "no"];

type Settings = Pick<Connection<object>, "baseUrl" | "authenticate" | "defaults">;

/** Resolves the options and the environment. Throws `ConfigurationError` naming the option and the variable. */
export function settingsOf(options: QualyticsOptions): Settings {
  if (!isOptions(options))
    throw new ConfigurationError("qualytics(options): expected an object, such as { url, token }");
  const hints = { baseUrl: "url", host: "url", apiKey: "token" };
  const [unknown] = unknownOptions(options, ["url", "token", "apiPath"], hints);
  if (unknown !== undefined) throw new ConfigurationError(`qualytics(options): ${issuesText([unknown])}`);
  if (options.url === undefined && options.token === undefined) refuseUnverified();
  const seconds = envInteger("QUALYTICS_TIMEOUT", 1, 86_400);
  return {
    baseUrl: baseUrlOf(options.url, options.apiPath),
    authenticate: authenticateOf(options.token),
    defaults: { timeoutMs: seconds === undefined ? undefined : seconds * 1000 },
  };
}

/** Web standards have no switch for the verification of certificates: to verify all the same would be another thing than was asked. */
function refuseUnverified(): void {
  if (!OFF.includes(env("QUALYTICS_SSL_VERIFY")?.toLowerCase() ?? "")) return;
  throw new ConfigurationError(
    "QUALYTICS_SSL_VERIFY: certificates are always verified; name your authority in NODE_EXTRA_CA_CERTS, or give the client a fetch of your own and pass url and token",
  );
}

function authenticateOf(token: QualyticsOptions["token"]): Settings["authenticate"] {
  const source = token ?? env("QUALYTICS_TOKEN");
  if (source === undefined) throw new ConfigurationError("no token: pass qualytics({ token }) or set QUALYTICS_TOKEN");
  if (typeof source !== "string" && typeof source !== "function")
    throw new ConfigurationError("token must be a text or a function that gives one");
  return bearer(source, token === undefined ? "QUALYTICS_TOKEN" : "token");
}

function baseUrlOf(option: unknown, apiPath: unknown): string {
  const name = option === undefined ? "QUALYTICS_URL" : "url";
  const told = option ?? env("QUALYTICS_URL");
  if (told === undefined) throw new ConfigurationError("no URL: pass qualytics({ url }) or set QUALYTICS_URL");
  if (typeof told !== "string" || told.trim() === "") throw new ConfigurationError(`${name} must be a text`);
  const text = told.trim();
  const whole = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  const wanted = { name, example: EXAMPLE, schemes: "https:// or http://", credentials: "token" };
  const { origin, path } = baseUrl(whole, wanted);
  const api = apiSegment(apiPath);
  const isTold = api !== "" && path.endsWith(api);
  return origin + (isTold ? path.slice(0, -api.length) : path).replace(/\/+$/, "") + api;
}

/** The path of the API with a slash in front; empty where it is served at the root. */
function apiSegment(option: unknown): string {
  const told = option ?? envText("QUALYTICS_API_PATH") ?? "api";
  const name = option === undefined ? "QUALYTICS_API_PATH" : "apiPath";
  if (typeof told !== "string") throw new ConfigurationError(`${name} must be a text`);
  const bare = told.trim().replace(/^\/+|\/+$/g, "");
  if (bare !== "" && !/^[\w~-][\w.~-]*(?:\/[\w~-][\w.~-]*)*$/.test(bare))
    throw new ConfigurationError(`${name} must be a path such as api`);
  return bare === "" ? "" : `/${bare}`;
}
