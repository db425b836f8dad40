import { type Clock, systemClock } from "./core/clock.js";
import { runtime } from "./core/env.js";
import { Http, type RawResponse } from "./core/http.js";
import { isOptions, optionIssue, unknownOptions } from "./core/known.js";
import { type Logger, type LogLevel, leveled } from "./core/logger.js";
import { isRecord } from "./core/model/names.js";
import { redactText } from "./core/redact.js";
import { checkRequestOptions, type RequestOptions, type ValidationMode, type Verb } from "./core/request.js";
import { type Fetch, Transport } from "./core/transport.js";
import { ConfigurationError, type Issue, UnsupportedError, ValidationError } from "./errors/index.js";
import { type Platform, PORTABLE_ON } from "./platform.js";
import type { PortableNamespaces } from "./portable.js";
import { VERSION } from "./version.js";

/** The second argument of `new Client`. */
export interface ClientOptions {
  /**
   * Sends requests in the place of the runtime's `fetch`: an emulator's, or one with a proxy. A function with a `clock`
   * property brings its own time, as the emulators' do.
   */
  fetch?: Fetch | undefined;
  /** Where time comes from. Default: the machine's clock. */
  clock?: Clock | undefined;
  /** Takes what the client has to say. Default: `console`. Null: nobody. */
  logger?: Logger | null | undefined;
  /** The least level that is told. Default: `DQGATE_LOG`, else `warn`. */
  logLevel?: LogLevel | undefined;
  /** The most that one attempt may take, in milliseconds, its body included. Default: the platform's, else 30 000. */
  timeoutMs?: number | undefined;
  /** The most that a call may take, in milliseconds, with retries and waits. Default: 120 000, or one attempt's where that is longer. */
  totalTimeoutMs?: number | undefined;
  /** How often a failed attempt is repeated, where repeating is safe. Default: the platform's, else 2. */
  retries?: number | undefined;
  /** More headers for every request. */
  headers?: Readonly<Record<string, string>> | undefined;
  /** What happens to an answer of the wrong shape. Default: `strict`. */
  validation?: ValidationMode | undefined;
  /** The largest answer that is read, in bytes. Default: 100 MiB. */
  maxResponseBytes?: number | undefined;
  /** True: plain `http` is allowed beyond this machine, so that credentials travel in clear. */
  allowInsecureHttp?: boolean | undefined;
  /** The name and version of the program, put behind this package's own in `User-Agent`. */
  appInfo?: string | undefined;
  /** From 0 up to 1, for the jitter of waits. Default: `Math.random`. */
  random?: (() => number) | undefined;
}

/** What every client has, whatever its platform. */
export interface ClientBase<N extends object> {
  /** The platform's name, such as `anomalyarmor`. */
  readonly platform: string;
  /** The methods of each namespace. */
  readonly capabilities: Readonly<Record<string, readonly string[]>>;
  /** The client's clock, an emulator's where it has one: for waits of your own, which end when the client is closed. */
  readonly clock: Clock;
  /**
   * Sends any request below the platform's base URL and gives the answer as it came: for what has no method here.
   * Throws as every other call does.
   */
  request(verb: Verb, path: string, options?: RawRequestOptions): Promise<RawResponse>;
  /** The same client with other options. Shares nothing with this one. */
  with(options: ClientOptions): Client<N>;
  /** Ends what is under way with `AbortedError`, and refuses further calls. */
  close(): void;
}

export interface RawRequestOptions extends RequestOptions {
  query?: Readonly<Record<string, unknown>> | undefined;
  /** Sent as JSON. */
  body?: unknown;
}

/** A client with a platform's namespaces. */
export type Client<N extends object = object> = ClientBase<N> & N;

type Reserved = keyof ClientBase<object>;
type Misfit<N> = { [K in keyof N & keyof PortableNamespaces]: N[K] extends PortableNamespaces[K] ? never : K }[keyof N &
  keyof PortableNamespaces];
/** `unknown` where the namespaces may be a client's; else a type that says what is wrong with them. */
export type PlatformGuard<N> = [Extract<keyof N, Reserved>] extends [never]
  ? [Misfit<N>] extends [never]
    ? unknown
    : { "namespace does not satisfy the portable interface": Misfit<N> }
  : { "namespace name is reserved": Extract<keyof N, Reserved> };

export interface ClientConstructor {
  new <N extends object>(platform: Platform<N> & PlatformGuard<N>, options?: ClientOptions): Client<N>;
  readonly prototype: ClientBase<object>;
}

const DEFAULTS = {
  timeoutMs: 30_000,
  retries: 2,
  maxResponseBytes: 100 * 1024 * 1024,
} as const;
const RESERVED: readonly Reserved[] = ["platform", "capabilities", "clock", "request", "with", "close"];

class ClientOf<N extends object> implements ClientBase<N> {
  static {
    Object.defineProperty(this, "name", { value: "Client", configurable: true });
    for (const name of Object.keys(PORTABLE_ON) as (keyof PortableNamespaces)[]) {
      Object.defineProperty(ClientOf.prototype, name, {
        configurable: true,
        get(this: ClientOf<object>): never {
          const on = PORTABLE_ON[name];
          const where =
            on.length === 0 ? "no platform of this version has it" : `platforms that have it: ${on.join(", ")}`;
          throw new UnsupportedError(`${this.platform} has no ${name}; ${where}`, { platform: this.platform });
        },
      });
    }
  }

  readonly platform: string;
  readonly capabilities: Readonly<Record<string, readonly string[]>>;
  declare readonly clock: Clock;
  readonly #handle: Platform<N>;
  readonly #options: ClientOptions;
  readonly #http: Http;
  readonly #closed = new AbortController();

  constructor(platform: Platform<N>, options: ClientOptions = {}) {
    if (!isRecord(platform) || typeof platform.connect !== "function") {
      throw new ConfigurationError("new Client(platform): expected a platform, such as anomalyArmor()");
    }
    checkClientOptions(options);
    this.platform = platform.name;
    this.#handle = platform;
    this.#options = options;
    const connection = platform.connect();
    refuseInsecure(connection.baseUrl, options, platform.name);
    const transport = new Transport({
      platform: platform.name,
      baseUrl: connection.baseUrl,
      authenticate: connection.authenticate,
      readFailure: connection.dialect.readFailure,
      fetch: options.fetch,
      clock: options.clock ?? (options.fetch as { clock?: Clock } | undefined)?.clock ?? systemClock,
      logger: leveled(options.logger, options.logLevel),
      headers: {
        accept: "application/json",
        "user-agent": userAgent(platform.name, options.appInfo),
        ...options.headers,
      },
      timeoutMs: options.timeoutMs ?? connection.defaults?.timeoutMs ?? DEFAULTS.timeoutMs,
      isDefaultTimeout: (options.timeoutMs ?? connection.defaults?.timeoutMs) === undefined,
      totalTimeoutMs: options.totalTimeoutMs,
      retries: options.retries ?? connection.defaults?.retries ?? DEFAULTS.retries,
      maxResponseBytes: options.maxResponseBytes ?? DEFAULTS.maxResponseBytes,
      closed: this.#closed.signal,
      random: options.random ?? Math.random,
    });
    this.#http = new Http(transport, connection.dialect, options.validation ?? "strict");
    Object.defineProperty(this, "clock", { value: this.#http.clock, enumerable: false });
    this.capabilities = this.#adopt(connection.namespaces(this.#http));
  }

  async request(verb: Verb, path: string, options: RawRequestOptions = {}): Promise<RawResponse> {
    if (!isOptions(options))
      throw new ValidationError([optionIssue("options", "expected an object")], { platform: this.platform });
    const { query, body, ...rest } = options;
    checkRaw(verb, query, body, this.platform);
    return this.#http.raw(verb, rawPath(path), rest, {
      ...(query === undefined ? {} : { query: { encode: () => ({ ...query }) } }),
      ...(body === undefined ? {} : { body: { encode: () => body as Record<string, unknown> } }),
    });
  }

  with(options: ClientOptions): Client<N> {
    return remade(this.#handle, { ...this.#options, ...options });
  }

  close(): void {
    this.#closed.abort();
  }

  #adopt(namespaces: N): Readonly<Record<string, readonly string[]>> {
    const capabilities: Record<string, readonly string[]> = {};
    for (const [name, resource] of Object.entries(namespaces)) {
      if (RESERVED.includes(name as Reserved)) throw new ConfigurationError(`the namespace name ${name} is reserved`);
      Object.defineProperty(this, name, { value: resource, enumerable: true });
      capabilities[name] = Object.freeze(methodsOf(resource));
    }
    return Object.freeze(capabilities);
  }
}

/** A client of one data-quality platform. Throws `ConfigurationError` where an option or a variable is missing or wrong. */
export const Client: ClientConstructor = ClientOf as unknown as ClientConstructor;

// Outside the class: one that mentions itself loses its name in the build.
const remade = <N extends object>(platform: Platform<N>, options: ClientOptions): Client<N> =>
  new ClientOf(platform, options) as unknown as Client<N>;

/** The names of a resource's methods, inherited ones included. */
function methodsOf(resource: object): string[] {
  const names = new Set<string>();
  for (let at = resource; at !== Object.prototype && at !== null; at = Object.getPrototypeOf(at) as object) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      if (name !== "constructor" && typeof value === "function") names.add(name);
    }
  }
  return [...names];
}

function userAgent(platform: string, appInfo: string | undefined): string {
  return `dqgate/${VERSION} ${platform} ${runtime()}${appInfo === undefined ? "" : ` ${appInfo}`}`;
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

function refuseInsecure(baseUrl: string, options: ClientOptions, platform: string): void {
  const { protocol, hostname } = new URL(baseUrl);
  if (protocol === "https:" || options.allowInsecureHttp === true || LOOPBACK.test(hostname)) return;
  throw new ConfigurationError(
    `plain http would send the credentials to ${hostname} in clear; use https, or set allowInsecureHttp`,
    { platform },
  );
}

const CLIENT_OPTIONS: readonly (keyof ClientOptions)[] = [
  "fetch",
  "clock",
  "logger",
  "logLevel",
  "timeoutMs",
  "totalTimeoutMs",
  "retries",
  "headers",
  "validation",
  "maxResponseBytes",
  "allowInsecureHttp",
  "appInfo",
  "random",
];

function checkClientOptions(options: ClientOptions): void {
  if (!isOptions(options)) throw new ValidationError([optionIssue("options", "expected an object")]);
  const { timeoutMs, totalTimeoutMs, retries, headers, validation } = options;
  checkRequestOptions({ timeoutMs, totalTimeoutMs, retries, headers, validation });
  const issues = unknownOptions(options, CLIENT_OPTIONS, {
    timeout: "timeoutMs",
    maxRetries: "retries",
    apiKey: "the platform's apiKey",
  });
  for (const name of ["debug", "info", "warn", "error"] as const) {
    if (options.logger != null && typeof options.logger[name] !== "function") {
      issues.push(optionIssue("logger", `expected a logger with ${name}()`));
    }
  }
  for (const name of ["now", "sleep"] as const) {
    if (options.clock !== undefined && typeof options.clock?.[name] !== "function")
      issues.push(optionIssue("clock", `expected a clock with ${name}()`));
  }
  for (const name of ["fetch", "random"] as const) {
    if (options[name] !== undefined && typeof options[name] !== "function")
      issues.push(optionIssue(name, "expected a function"));
  }
  const { maxResponseBytes, appInfo } = options;
  if (maxResponseBytes !== undefined && !(Number.isSafeInteger(maxResponseBytes) && maxResponseBytes > 0)) {
    issues.push(optionIssue("maxResponseBytes", "expected a whole number of bytes above 0"));
  }
  if (appInfo !== undefined && !/^[\x20-\x7e]{1,200}$/.test(appInfo)) {
    issues.push(optionIssue("appInfo", "expected 1 to 200 ASCII characters"));
  }
  if (issues.length > 0) throw new ValidationError(issues);
}

const VERBS: readonly Verb[] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

function checkRaw(verb: Verb, query: unknown, body: unknown, platform: string): void {
  const issues: Issue[] = [];
  if (!VERBS.includes(verb)) issues.push(optionIssue("verb", `must be one of ${VERBS.join(", ")}`));
  if (query !== undefined && !isRecord(query)) issues.push(optionIssue("query", "expected an object"));
  if (body !== undefined && (verb === "GET" || verb === "HEAD")) issues.push(optionIssue("body", `a ${verb} has none`));
  if (issues.length > 0) throw new ValidationError(issues, { platform });
}

/** A path that the caller wrote whole: it must stay below the base URL. */
function rawPath(path: string): { template: string; render(): string } {
  return {
    template: typeof path === "string" ? redactText(path.split(/[?#]/, 1)[0] as string) : "",
    render() {
      const parts = typeof path === "string" ? (path.split(/[?#]/, 1)[0] as string).split(/[/\\]/) : [];
      const climbs = parts.some((part) => /^(?:\.|%2e){1,2}$/i.test(part));
      if (typeof path !== "string" || !/^\/[^/\\]/.test(path) || climbs || /[\s?#\\]/.test(path)) {
        throw new ValidationError([
          optionIssue(
            "path",
            "expected a path below the base URL, such as /sdk/assets, without a query and without . or .. segments",
          ),
        ]);
      }
      return path;
    },
  };
}
