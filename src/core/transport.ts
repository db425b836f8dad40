import ky, { isTimeoutError } from "ky";
import {
  AbortedError,
  ApiError,
  type ApiFailure,
  apiError,
  ConfigurationError,
  ConnectionError,
  DqgateError,
  type ErrorContext,
  RateLimitError,
  TimeoutError,
} from "../errors/index.js";
import { joinedEnd, type OnEnd, signalEnd, unlessEnded } from "./abort.js";
import type { Authenticate, Credentials } from "./auth.js";
import type { Clock } from "./clock.js";
import type { ReadFailure } from "./dialect.js";
import type { Logger } from "./logger.js";
import { bodyText, connectionError } from "./network.js";
import { Pace, type Slot } from "./pace.js";
import { redact, redactText } from "./redact.js";
import { followingRedirects } from "./redirect.js";
import type { RequestOptions, Verb } from "./request.js";
import { BACKOFF, isRetryable, retryDelay, serverDelay } from "./retry.js";

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
  /** Nobody asked for this time of an attempt: a call that is known to take longer may. */
  readonly isDefaultTimeout: boolean;
  /** Undefined: the default, or the time of one attempt where that is longer. */
  readonly totalTimeoutMs: number | undefined;
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
  /** JSON. */
  readonly body?: string | undefined;
  /** A repeat does no harm. */
  readonly repeatable: boolean;
  /** Statuses that are never repeated. */
  readonly finalStatuses?: readonly number[] | undefined;
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
  /** What must not be repeated in a message. */
  readonly secrets: readonly string[];
  /** Whether the call may be repeated without harm. */
  readonly repeatable: boolean;
}

/** The limits of a call, and when it began by a clock that nobody sets. */
interface Times {
  readonly timeoutMs: number;
  readonly totalTimeoutMs: number;
  /** What was left of it when the first attempt was sent. */
  readonly leftMs: number;
  readonly realStart: number;
}

/** The most that a call may take where nobody says, in milliseconds. */
export const DEFAULT_TOTAL_TIMEOUT_MS = 120_000;

const CLOSED = "the client is closed";
const LONGEST_MESSAGE = 1_000;
const METHODS = ["get", "head", "post", "put", "patch", "delete"] as const;
let lastCall = 0;

/** Sends calls: ky's timeouts and retry loop, with this package's rules inside. */
export class Transport {
  readonly settings: TransportSettings;
  /** The client's clock, for waits outside calls: they end when the client is closed. */
  readonly clock: Clock;
  readonly #closing: OnEnd;
  readonly #pace: Pace;
  readonly #host: string;

  constructor(settings: TransportSettings) {
    this.settings = settings;
    this.#pace = new Pace(settings.clock, BACKOFF.serverDelayCeilingMs);
    const { clock, closed, platform } = settings;
    this.#closing = signalEnd(closed);
    this.#closing(() => undefined); // Keeps the listener, which each call would put there and take away.
    this.#host = new URL(settings.baseUrl).host;
    this.clock = {
      now: () => clock.now(),
      sleep: async (ms, signal) => {
        try {
          await this.#sleep(ms, signal);
        } catch (error) {
          if (!(error instanceof AbortedError)) throw error;
          throw new AbortedError(closed.aborted ? CLOSED : undefined, { platform });
        }
      },
    };
  }

  async #sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
    const end = joinedEnd(signal === undefined ? [this.#closing] : [signalEnd(signal), this.#closing]);
    try {
      return await this.settings.clock.sleep(ms, end.signal);
    } finally {
      end.release();
    }
  }

  async send(call: Call): Promise<Reply> {
    const { settings } = this;
    const { clock, logger, closed } = settings;
    const { options } = call;
    const timeoutMs = options.timeoutMs ?? settings.timeoutMs;
    const totalTimeoutMs =
      options.totalTimeoutMs ?? settings.totalTimeoutMs ?? Math.max(DEFAULT_TOTAL_TIMEOUT_MS, timeoutMs);
    const startedAt = clock.now();
    let realStart = performance.now();
    let leftMs = totalTimeoutMs;
    lastCall = (lastCall + 1) % 1_000_000_000;
    const label = `dqgate #${lastCall} ${call.operation}`;
    // ky pays for a signal with two more of its own: most calls do without. The caller's own is never handed on, since
    // a runtime remembers on it whatever was ever combined with it.
    const end = options.signal === undefined ? null : joinedEnd([signalEnd(options.signal), this.#closing]);
    const signal = end?.signal;
    const onEnd = signal === undefined ? this.#closing : signalEnd(signal);
    // By response, since an attempt that was given up may still come to an end.
    const replies = new WeakMap<Response, Reply>();
    let attempts = 0;
    let slot: Slot | null = null;
    const remainingMs = (): number => startedAt + totalTimeoutMs - clock.now();

    const attempt = async (request: Request): Promise<Response> => {
      attempts += 1;
      logger.debug(`${label}: attempt ${attempts}`);
      const place = slot as Slot;
      const onSend = (): void => {
        this.#pace.sent(place);
        call.onAttempt?.();
      };
      try {
        const reply = await unlessEnded(this.#attempt(call, request, onSend), onEnd, () => this.#aborted(call));
        replies.set(reply.response, reply);
        return reply.response;
      } catch (error) {
        if (error instanceof RateLimitError) this.#refused(place, error, label);
        else if (!place.isSent) this.#pace.release(place);
        throw error;
      }
    };

    // Deciding and waiting both happen here, since ky's own sleep knows no clock but the machine's.
    const shouldRetry = async ({ error }: { error: unknown }): Promise<boolean> => {
      const failure = this.#failure(error, call, { timeoutMs, totalTimeoutMs, leftMs, realStart });
      if (failure instanceof ApiError && call.finalStatuses?.includes(failure.status) === true) return false;
      const wait = retryDelay({
        error: failure,
        repeatable: call.repeatable,
        retriesMade: attempts - 1,
        limit: options.retries ?? settings.retries,
        remainingMs: remainingMs(),
        random: settings.random(),
      });
      if (wait === false) return false;
      const isRead = call.verb === "GET" || call.verb === "HEAD";
      logger[isRead ? "info" : "warn"](`${label}: ${told(failure)}, trying again in ${Math.round(wait)} ms`);
      await this.#sleep(wait, signal);
      slot = await this.#pace.place(remainingMs, (ms) => this.#sleep(ms, signal));
      return slot !== null;
    };

    if (closed.aborted || signal?.aborted === true) throw this.#aborted(call);
    let reply: Reply;
    try {
      slot = this.#pace.atOnce();
      if (slot === null) {
        slot = await this.#pace.place(remainingMs, (ms) => this.#sleep(ms, signal));
        if (slot === null) throw this.#tooSlow(call);
        leftMs = Math.max(1, remainingMs());
        realStart = performance.now();
      }
      const response = await ky(settings.baseUrl + call.path, {
        method: call.verb,
        ...(call.body === undefined ? {} : { body: call.body }),
        headers: headersOf(call, settings),
        ...(signal === undefined ? {} : { signal }),
        redirect: "manual",
        timeout: timeoutMs,
        totalTimeout: leftMs,
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
      reply = replies.get(response) as Reply;
    } catch (error) {
      const failure = this.#failure(error, call, { timeoutMs, totalTimeoutMs, leftMs, realStart });
      logger.debug(`${label}: ${told(failure)} after ${attempts} attempt${attempts === 1 ? "" : "s"}`);
      throw failure;
    } finally {
      end?.release();
    }
    logger.debug(`${label}: ${reply.status}`);
    return reply;
  }

  #refused(slot: Slot, failure: RateLimitError, label: string): void {
    if (failure.retryAfterMs === null) this.#pace.release(slot);
    else if (this.#pace.refused(slot, failure.retryAfterMs))
      this.settings.logger.info(`${label}: keeping to the server's rate, ${this.#pace.told}`);
  }

  #tooSlow({ operation }: Call): RateLimitError {
    const { platform, clock } = this.settings;
    const slot = this.#pace.next();
    this.#pace.release(slot);
    const retryAfterMs = Math.max(0, slot.at - clock.now());
    const message = `the server's rate leaves no room before ${Math.ceil(retryAfterMs)} ms, which is more than totalTimeoutMs allows`;
    return new RateLimitError({ status: 429, message, retryAfterMs }, { platform, operation });
  }

  /** One attempt: credentials, the user's fetch, redirects, the whole body. All it throws is this package's. */
  async #attempt(call: Call, request: Request, onSend: () => void): Promise<Reply & { response: Response }> {
    const { settings } = this;
    const context = { platform: settings.platform, operation: call.operation, host: this.#host };
    const credentials = call.authenticated ? await this.#credentials(call, context) : undefined;
    if (request.signal.aborted || settings.closed.aborted) throw this.#aborted(call);
    for (const [name, value] of Object.entries(credentials?.headers ?? {})) request.headers.set(name, value);
    const secrets = credentials?.secrets ?? [];

    const send = async (one: Request): Promise<Response> => {
      onSend();
      let response: Response;
      try {
        response = await (settings.fetch ?? globalThis.fetch)(one);
      } catch (error) {
        throw error instanceof DqgateError ? error : connectionError(error, "request", call.repeatable, context);
      }
      if (typeof response?.status === "number" && typeof response.headers?.get === "function") return response;
      throw new ConfigurationError("the fetch that the client was given does not answer with a Response", context);
    };
    const response = await followingRedirects(send, request, context);
    const requestId = requestIdOf(response.headers, secrets);
    const seen = { ...context, requestId };
    const text = await bodyText(response, settings.maxResponseBytes, call.repeatable, seen);
    const serverNow = serverClock(response.headers) ?? settings.clock.now();
    const { status, headers } = response;
    const { repeatable } = call;
    const reply = { response, status, headers, text, requestId, serverNow, secrets, repeatable };
    if (!response.ok) throw failureOf(reply, call, seen, settings);
    return reply;
  }

  async #credentials(call: Call, context: ErrorContext): Promise<Credentials | undefined> {
    const { authenticate, baseUrl, clock } = this.settings;
    const outgoing = { verb: call.verb, url: baseUrl + call.path, body: call.body ?? null };
    try {
      return await authenticate?.(clock.now(), context, outgoing);
    } catch (error) {
      if (error instanceof DqgateError) throw error;
      // Mostly a service that is out of reach for a moment. Its message may hold anything.
      throw new ConnectionError(
        `the token function failed (${error instanceof Error ? error.name : typeof error})`,
        { reason: null, mayHaveBeenReceived: false },
        context,
      );
    }
  }

  /** Turns whatever ended an attempt or the call into an error of this package. */
  #failure(error: unknown, call: Call, { timeoutMs, totalTimeoutMs, leftMs, realStart }: Times): DqgateError {
    const context = { platform: this.settings.platform, operation: call.operation, host: this.#host };
    if (call.options.signal?.aborted === true || this.settings.closed.aborted) return this.#aborted(call);
    if (isTimeoutError(error)) {
      const total = leftMs <= timeoutMs || performance.now() - realStart >= leftMs - 5;
      const fields = total
        ? ({ limit: "total", timeoutMs: totalTimeoutMs } as const)
        : ({ limit: "attempt", timeoutMs } as const);
      return new TimeoutError(fields, { ...context, retryable: call.repeatable });
    }
    if (error instanceof DqgateError) return error;
    return connectionError(error, "request", call.repeatable, context);
  }

  #aborted(call: Call): AbortedError {
    const message = this.settings.closed.aborted ? CLOSED : undefined;
    return new AbortedError(message, { platform: this.settings.platform, operation: call.operation });
  }
}

/** A failure in a log: its code, and the status where the platform answered. */
const told = (failure: DqgateError): string =>
  failure instanceof ApiError ? `${failure.code} (HTTP ${failure.status})` : failure.code;

function failureOf(reply: Reply, call: Call, context: ErrorContext, settings: TransportSettings): ApiError {
  const failure = settings.readFailure(reply);
  return apiError(
    { ...safeFailure(failure, reply.secrets), retryAfterMs: serverDelay(reply.headers, reply.serverNow, reply.status) },
    { ...context, retryable: isRetryable(failure.status, call.repeatable) },
  );
}

/** What an error may show of a platform's answer: masked, and of a length that a log can hold. */
export function safeFailure(failure: ApiFailure, secrets: readonly string[]): ApiFailure {
  const { message, details, fieldErrors, ...rest } = failure;
  return {
    ...(redact(rest, secrets) as typeof rest),
    message: redactText(message, secrets).slice(0, LONGEST_MESSAGE),
    details: redact(details ?? null, secrets),
    // The names are those of the caller's fields: a complaint about `password` is no password.
    fieldErrors: Object.fromEntries(
      Object.entries(fieldErrors ?? {}).map(([field, complaint]) => [field, redactText(complaint, secrets)]),
    ),
  };
}

/** The server's clock as the answer arrives, in milliseconds: a cache may have kept the answer for a while. */
function serverClock(headers: Headers): number | null {
  const date = Date.parse(headers.get("date") ?? "");
  if (Number.isNaN(date)) return null;
  const age = Number(headers.get("age") ?? 0);
  return date + (Number.isFinite(age) && age > 0 ? age * 1000 : 0);
}

function requestIdOf(headers: Headers, secrets: readonly string[]): string | null {
  const told = headers.get("x-request-id") ?? headers.get("request-id");
  return told === null ? null : redactText(told, secrets).slice(0, 200);
}

/** Later ones win, whatever their case: an object with `accept` and `Accept` would send both. */
function headersOf({ body, options }: Call, settings: TransportSettings): Record<string, string> {
  const headers: Record<string, string> = body === undefined ? {} : { "content-type": "application/json" };
  for (const some of [settings.headers, options.headers]) {
    for (const name in some) headers[name.toLowerCase()] = some[name] as string;
  }
  if (options.idempotencyKey !== undefined) headers["idempotency-key"] = options.idempotencyKey;
  return headers;
}
