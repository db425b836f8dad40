import ky, { isTimeoutError } from "ky";
import {
  AbortedError,
  type ApiError,
  apiError,
  ConfigurationError,
  DqgateError,
  type ErrorContext,
  TimeoutError,
} from "../errors/index.js";
import type { Authenticate, Credentials } from "./auth.js";
import type { Clock } from "./clock.js";
import type { ReadFailure } from "./dialect.js";
import type { Logger } from "./logger.js";
import { bodyText, connectionError } from "./network.js";
import { redact, redactText } from "./redact.js";
import { followingRedirects } from "./redirect.js";
import type { RequestOptions, Verb } from "./request.js";
import { isPassing, retryDelay, serverDelay } from "./retry.js";

export type Fetch = (request: Request) => Promise<Response>;

export interface TransportSettings {
  readonly platform: string;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** Null: the platform needs no credentials. */
  readonly authenticate: Authenticate | null;
  readonly readFailure: ReadFailure;
  /** Undefined: the runtime's own, looked up at each call. */
  readonly fetch: Fetch | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly totalTimeoutMs: number;
  readonly retries: number;
  readonly maxResponseBytes: number;
  /** Aborts everything when the client is closed. */
  readonly closed: AbortSignal;
  readonly random: () => number;
}

/** One call, checked and encoded. */
export interface Call {
  readonly verb: Verb;
  /** Encoded, with its query. */
  readonly path: string;
  /** Verb and path template. */
  readonly operation: string;
  readonly body?: unknown;
  /** A repeat does no harm. */
  readonly repeatable: boolean;
  /** False: send no credentials. */
  readonly authenticated: boolean;
  readonly options: RequestOptions;
  /** Told of every attempt that is sent. */
  readonly onAttempt?: (() => void) | undefined;
}

/** A successful answer, read to its end. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly requestId: string | null;
  /** The server's clock (`Date` header), else the local one, in milliseconds. */
  readonly serverNow: number;
}

const METHODS = ["get", "head", "post", "put", "patch", "delete"] as const;
let lastCall = 0;

/** Sends calls: ky's timeouts and retry loop, with this package's rules inside. */
export class Transport {
  readonly settings: TransportSettings;

  constructor(settings: TransportSettings) {
    this.settings = settings;
  }

  async send(call: Call): Promise<Reply> {
    const { settings } = this;
    const { clock, logger, closed } = settings;
    const { options } = call;
    const timeoutMs = options.timeoutMs ?? settings.timeoutMs;
    const totalTimeoutMs = options.totalTimeoutMs ?? Math.max(settings.totalTimeoutMs, timeoutMs);
    const startedAt = clock.now();
    const realStart = performance.now();
    lastCall = (lastCall + 1) % 1_000_000_000;
    const label = `dqgate #${lastCall} ${call.operation}`;
    const signal = options.signal === undefined ? closed : AbortSignal.any([options.signal, closed]);
    let reply: Reply | undefined;
    let attempts = 0;

    const attempt = async (request: Request): Promise<Response> => {
      attempts += 1;
      logger.debug(`${label}: attempt ${attempts}`);
      const { response, ...answer } = await this.#attempt(call, request);
      reply = answer;
      return response;
    };

    // Deciding and waiting both happen here, since ky's own sleep knows no clock but the machine's.
    const shouldRetry = async ({ error }: { error: unknown }): Promise<boolean> => {
      const failure = this.#failure(error, call, timeoutMs, totalTimeoutMs, realStart);
      const wait = retryDelay({
        error: failure,
        repeatable: call.repeatable,
        retriesMade: attempts - 1,
        limit: options.retries ?? settings.retries,
        remainingMs: startedAt + totalTimeoutMs - clock.now(),
        random: settings.random(),
      });
      if (wait === false || signal.aborted) return false;
      const isRead = call.verb === "GET" || call.verb === "HEAD";
      logger[isRead ? "info" : "warn"](`${label}: ${failure.code}, trying again in ${Math.round(wait)} ms`);
      await clock.sleep(wait, signal);
      return true;
    };

    if (signal.aborted) throw this.#aborted(call);
    try {
      await ky(settings.baseUrl + call.path, {
        method: call.verb,
        ...(call.body === undefined ? {} : { json: call.body }),
        headers: { ...settings.headers, ...options.headers, ...keyHeader(options) },
        signal,
        redirect: "manual",
        timeout: timeoutMs,
        totalTimeout: totalTimeoutMs,
        fetch: attempt as typeof globalThis.fetch,
        retry: {
          limit: options.retries ?? settings.retries,
          methods: [...METHODS],
          jitter: false,
          backoffLimit: Number.POSITIVE_INFINITY,
          delay: () => 0,
          shouldRetry,
        },
      });
    } catch (error) {
      const failure = this.#failure(error, call, timeoutMs, totalTimeoutMs, realStart);
      logger.debug(`${label}: ${failure.code} after ${attempts} attempt${attempts === 1 ? "" : "s"}`);
      throw failure;
    }
    logger.debug(`${label}: ${reply?.status}`);
    return reply as Reply;
  }

  /** One attempt: credentials, the user's fetch, redirects, the whole body. All it throws is this package's. */
  async #attempt(call: Call, request: Request): Promise<Reply & { response: Response }> {
    const { settings } = this;
    const context: ErrorContext = { platform: settings.platform, operation: call.operation };
    const credentials = call.authenticated ? await this.#credentials(request.signal, context) : undefined;
    for (const [name, value] of Object.entries(credentials?.headers ?? {})) request.headers.set(name, value);

    const send = async (one: Request): Promise<Response> => {
      call.onAttempt?.();
      try {
        return await (settings.fetch ?? globalThis.fetch)(one);
      } catch (error) {
        throw error instanceof DqgateError ? error : connectionError(error, "request", context);
      }
    };
    const response = await followingRedirects(send, request, context);
    const requestId = response.headers.get("x-request-id") ?? response.headers.get("request-id");
    const told = { ...context, requestId };
    const text = await bodyText(response, settings.maxResponseBytes, told);
    const date = Date.parse(response.headers.get("date") ?? "");
    const serverNow = Number.isNaN(date) ? settings.clock.now() : date;
    const reply = { status: response.status, headers: response.headers, text, requestId, serverNow };
    if (!response.ok) throw failureOf(reply, call, told, settings, credentials?.secrets ?? []);
    return { ...reply, response };
  }

  async #credentials(signal: AbortSignal, context: ErrorContext): Promise<Credentials | undefined> {
    const { authenticate, clock } = this.settings;
    if (authenticate === null) return undefined;
    const told = authenticate(clock.now(), context);
    if (!(told instanceof Promise)) return told;
    // A token function may hang and knows nothing of the signal.
    let stop: (() => void) | undefined;
    const aborted = new Promise<never>((_, reject) => {
      stop = () => reject(new AbortedError(undefined, context));
      signal.addEventListener("abort", stop, { once: true });
    });
    try {
      return await Promise.race([told, aborted]);
    } catch (error) {
      if (error instanceof DqgateError) throw error;
      // Its message may hold anything.
      throw new ConfigurationError(
        `the token function failed (${error instanceof Error ? error.name : typeof error})`,
        context,
      );
    } finally {
      if (stop !== undefined) signal.removeEventListener("abort", stop);
    }
  }

  /** Turns whatever ended an attempt or the call into an error of this package. */
  #failure(error: unknown, call: Call, timeoutMs: number, totalTimeoutMs: number, realStart: number): DqgateError {
    const context = { platform: this.settings.platform, operation: call.operation };
    if (call.options.signal?.aborted === true || this.settings.closed.aborted) return this.#aborted(call);
    if (isTimeoutError(error)) {
      const total = totalTimeoutMs <= timeoutMs || performance.now() - realStart >= totalTimeoutMs - 5;
      const fields = total
        ? ({ limit: "total", timeoutMs: totalTimeoutMs } as const)
        : ({ limit: "attempt", timeoutMs } as const);
      return new TimeoutError(fields, { ...context, retryable: call.repeatable });
    }
    if (error instanceof DqgateError) return error;
    return connectionError(error, "request", context);
  }

  #aborted(call: Call): AbortedError {
    const message = this.settings.closed.aborted ? "the client is closed" : undefined;
    return new AbortedError(message, { platform: this.settings.platform, operation: call.operation });
  }
}

function failureOf(
  reply: Reply,
  call: Call,
  context: ErrorContext,
  settings: TransportSettings,
  secrets: readonly string[],
): ApiError {
  const failure = settings.readFailure(reply);
  return apiError(
    {
      ...failure,
      message: redactText(failure.message, secrets),
      details: redact(failure.details ?? null, secrets),
      retryAfterMs: serverDelay(reply.headers, reply.serverNow),
    },
    { ...context, retryable: call.repeatable && isPassing(reply.status) },
  );
}

const keyHeader = (options: RequestOptions): Record<string, string> =>
  options.idempotencyKey === undefined ? {} : { "idempotency-key": options.idempotencyKey };
