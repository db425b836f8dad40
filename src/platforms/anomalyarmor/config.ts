import {
  baseUrl,
  bearer,
  ConfigurationError,
  type Connection,
  env,
  envInteger,
  isOptions,
  issuesText,
  type TokenSource,
  unknownOptions,
} from "../../base.js";

const PRODUCTION = "https://app.anomalyarmor.ai/api/v1";

/** How to reach AnomalyArmor. */
export interface AnomalyArmorOptions {
  /**
   * The API key (`aa_live_…`), an OAuth token, or a function that gives one at every attempt. Default: `ARMOR_API_KEY`.
   * Null: no key, for `client.demo.createSession()` alone.
   */
  apiKey?: TokenSource | null | undefined;
  /**
   * The base URL. Default: `ARMOR_API_URL`, else production. `/api/v1` is added where the URL has no path; a slash or
   * `/sdk` at its end is taken off.
   */
  url?: string | undefined;
}

type Settings = Pick<Connection<object>, "baseUrl" | "authenticate" | "defaults">;

/** Resolves the options and the environment. Throws `ConfigurationError` naming the option and the variable. */
export function settingsOf(options: AnomalyArmorOptions): Settings {
  if (!isOptions(options))
    throw new ConfigurationError("anomalyArmor(options): expected an object, such as { apiKey }");
  const [unknown] = unknownOptions(options, ["apiKey", "url"], { baseUrl: "url", key: "apiKey", token: "apiKey" });
  if (unknown !== undefined) throw new ConfigurationError(`anomalyArmor(options): ${issuesText([unknown])}`);
  const seconds = envInteger("ARMOR_TIMEOUT", 1, 86_400);
  return {
    baseUrl: baseUrlOf(options.url),
    authenticate: authenticateOf(options.apiKey),
    defaults: {
      timeoutMs: seconds === undefined ? undefined : seconds * 1000,
      retries: envInteger("ARMOR_RETRY_ATTEMPTS", 0, 100),
    },
  };
}

function authenticateOf(apiKey: AnomalyArmorOptions["apiKey"]): Connection<object>["authenticate"] {
  if (apiKey === null) {
    return () => {
      throw new ConfigurationError("this call needs an API key, and the client was made with apiKey: null");
    };
  }
  const source = apiKey ?? env("ARMOR_API_KEY");
  if (source === undefined) {
    throw new ConfigurationError("no API key: pass anomalyArmor({ apiKey }) or set ARMOR_API_KEY");
  }
  if (typeof source !== "string" && typeof source !== "function") {
    throw new ConfigurationError("apiKey must be a text or a function that gives one");
  }
  return bearer(source, apiKey === undefined ? "ARMOR_API_KEY" : "apiKey");
}

function baseUrlOf(option: string | undefined): string {
  const told = option ?? env("ARMOR_API_URL") ?? PRODUCTION;
  const name = option === undefined ? "ARMOR_API_URL" : "url";
  const { origin, path } = baseUrl(told, { name, example: PRODUCTION, schemes: "https://", credentials: "apiKey" });
  const own = path.replace(/\/sdk$/, "");
  return origin + (own === "" ? "/api/v1" : own);
}
