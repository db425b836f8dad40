import {
  apiError,
  type ErrorContext,
  ResponseValidationError,
  UnsupportedError,
  ValidationError,
} from "../errors/index.js";
import { joinedEnd, signalEnd } from "./abort.js";
import type { Clock } from "./clock.js";
import type { Dialect, ListBody } from "./dialect.js";
import { inCall } from "./in-call.js";
import type { Logger } from "./logger.js";
import { INVALID } from "./model/field.js";
import type { Sent, SentList } from "./model/input.js";
import type { Model } from "./model/model.js";
import { type PagePromise, pagePromise } from "./pagination.js";
import type { Path } from "./path.js";
import { queryString } from "./query.js";
import { redactText } from "./redact.js";
import { checkRequestOptions, type RequestOptions, type ValidationMode, type Verb } from "./request.js";
import { isRetryable } from "./retry.js";
import { type Call, DEFAULT_TOTAL_TIMEOUT_MS, type Reply, safeFailure, type Transport } from "./transport.js";

/** What a call sends beside its path. */
export interface Sending {
  readonly query?: Sent;
  readonly body?: Sent | SentList;
  /** True: repeating the call does no harm, whatever its verb. */
  readonly repeatable?: boolean;
  /** Statuses that are not repeated, since the platform uses them for what a repeat cannot mend. */
  readonly finalStatuses?: readonly number[];
  /** False: the call takes no credentials. */
  readonly authenticated?: boolean;
  /** The time of one attempt, in milliseconds, where the client's own would be too short. */
  readonly timeoutMs?: number;
}

/** What a gate learns of the calls that it makes. */
export interface Tracked {
  readonly http: Http;
  /** Requests sent so far, retries included. */
  readonly requests: () => number;
  /** The server's clock at the last answer, in milliseconds; before the first, the client's now. */
  readonly serverNow: () => number;
}

/** What `client.request` answers. */
export interface RawResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly requestId: string | null;
  /** The parsed JSON; undefined where the answer has no body. */
  readonly data: unknown;
}

interface Watcher {
  onAttempt(): void;
  onReply(reply: Reply): void;
}

/** The way from a resource's method to the transport and back: encode, send, unwrap, read. */
export class Http {
  readonly platform: string;
  readonly #transport: Transport;
  readonly #dialect: Dialect;
  readonly #validation: ValidationMode;
  readonly #warned: Set<string>;
  readonly #watcher: Watcher | undefined;

  constructor(
    transport: Transport,
    dialect: Dialect,
    validation: ValidationMode,
    warned: Set<string> = new Set(),
    watcher?: Watcher,
  ) {
    this.platform = transport.settings.platform;
    this.#transport = transport;
    this.#dialect = dialect;
    this.#validation = validation;
    this.#warned = warned;
    this.#watcher = watcher;
  }

  /** The client's clock; its waits end when the client is closed. */
  get clock(): Clock {
    return this.#transport.clock;
  }

  /** Aborts when the client is closed. */
  get closed(): AbortSignal {
    return this.#transport.settings.closed;
  }

  /** The time that a whole call may take unless it says otherwise, in milliseconds. */
  get totalTimeoutMs(): number {
    return this.#transport.settings.totalTimeoutMs ?? DEFAULT_TOTAL_TIMEOUT_MS;
  }

  get random(): () => number {
    return this.#transport.settings.random;
  }

  /** Where the client tells what is no failure. */
  get logger(): Logger {
    return this.#transport.settings.logger;
  }

  /** One record. */
  async one<T>(verb: Verb, path: Path, model: Model<T>, options?: RequestOptions, sending: Sending = {}): Promise<T> {
    const { body, context } = await this.#exchange(verb, path, options, sending);
    return this.#read(this.#dialect.record(body, model.name), model, context, options);
  }

  /**
   * One record, or null where the platform answers with something else. For a call that cannot be undone and whose answer
   * no source tells for certain: what it did is done, whatever is said of it.
   */
  async oneOrNull<T>(
    verb: Verb,
    path: Path,
    model: Model<T>,
    options?: RequestOptions,
    sending: Sending = {},
  ): Promise<T | null> {
    const { body } = await this.#done(verb, path, options, sending);
    const value = model.read(this.#dialect.record(body, model.name));
    return value === INVALID ? null : (value as T);
  }

  /** One record, and whether the call made it (201) or found it. */
  async made<T extends object>(
    verb: Verb,
    path: Path,
    model: Model<T>,
    options?: RequestOptions,
    sending: Sending = {},
  ): Promise<T & { created: boolean }> {
    const { reply, body, context } = await this.#exchange(verb, path, options, sending);
    const record = this.#read(this.#dialect.record(body, model.name), model, context, options);
    return { ...record, created: reply.status === 201 };
  }

  /** Nothing but that it worked. */
  async none(verb: Verb, path: Path, options?: RequestOptions, sending: Sending = {}): Promise<void> {
    await this.#done(verb, path, options, sending);
  }

  /** Several records at once: the answer to a call that takes several. */
  async many<T>(
    verb: Verb,
    path: Path,
    model: Model<T>,
    options?: RequestOptions,
    sending: Sending = {},
  ): Promise<T[]> {
    return (await this.#list(verb, path, model, options, sending)).read;
  }

  /** The text of an answer that is no JSON, such as CSV. */
  async text(verb: Verb, path: Path, options?: RequestOptions, sending: Sending = {}): Promise<string> {
    const reply = await this.#send(verb, path, options, sending);
    if (isPage(reply)) throw unexpected("text", reply, contextOf(this.platform, verb, path, reply));
    return reply.text;
  }

  /**
   * A list. A query that takes a look-up first is a function, asked once. `keep` drops items after they were read, where the
   * platform has no such filter.
   */
  page<T>(
    path: Path,
    model: Model<T>,
    options?: RequestOptions,
    query?: Sent | (() => Promise<Sent>),
    keep?: (item: T) => boolean,
  ): PagePromise<T> {
    const { paging } = this.#dialect;
    const operation = `GET ${path.template}`;
    let lookedUp: Promise<Sent> | undefined;
    return pagePromise<T>({
      operation,
      platform: this.platform,
      onDoubt: (why) => this.#doubt(operation, why),
      fetch: async (at, signal) => {
        if (typeof query === "function") {
          lookedUp ??= query();
          lookedUp.catch(() => {
            lookedUp = undefined; // The next page may ask again.
          });
        }
        const found = typeof query === "function" ? await lookedUp : query;
        const asked = inCall(() => found?.encode() ?? {}, { platform: this.platform, operation });
        const position = at ?? paging.first(asked);
        const sending = { query: { encode: () => paging.query(asked, position) } };
        const end = signal && options?.signal && joinedEnd([signalEnd(signal), signalEnd(options.signal)]);
        const ending = signal === undefined ? options : { ...options, signal: end?.signal ?? signal };
        const { list, read } = await this.#list("GET", path, model, ending, sending).finally(() => end?.release());
        return {
          position,
          items: keep === undefined ? read : read.filter(keep),
          raw: list.items,
          total: list.total,
          expected: list.total === null ? null : list.total - paging.skipped(asked),
          next: paging.next(asked, position, list),
          isUnannounced: list.isUnannounced,
        };
      },
    });
  }

  /** A list that comes in one piece, where the platform has no pages. */
  whole<T>(path: Path, model: Model<T>, options?: RequestOptions, query?: Sent): PagePromise<T> {
    const operation = `GET ${path.template}`;
    return pagePromise<T>({
      operation,
      platform: this.platform,
      onDoubt: (why) => this.#doubt(operation, why),
      fetch: async () => {
        const sending = query === undefined ? {} : { query };
        const { list, read } = await this.#list("GET", path, model, options, sending);
        const total = list.total ?? read.length;
        return { position: 0, items: read, raw: list.items, total, expected: total, next: null };
      },
    });
  }

  /** Any call, answered as it came. */
  async raw(verb: Verb, path: Path, options?: RequestOptions, sending: Sending = {}): Promise<RawResponse> {
    const { reply, body } = await this.#exchange(verb, path, options, sending);
    return { status: reply.status, headers: reply.headers, requestId: reply.requestId, data: body };
  }

  /** The same, with a count of the requests and the server's clock, for a gate's evidence. */
  track(): Tracked {
    let requests = 0;
    let serverNow: number | null = null;
    const watcher: Watcher = {
      onAttempt: () => {
        requests += 1;
        this.#watcher?.onAttempt();
      },
      onReply: (reply) => {
        serverNow = reply.serverNow;
        this.#watcher?.onReply(reply);
      },
    };
    const http = new Http(this.#transport, this.#dialect, "strict", this.#warned, watcher);
    return { http, requests: () => requests, serverNow: () => serverNow ?? http.clock.now() };
  }

  /** For a gate, a list that may not be all there is no evidence; for anybody else it is worth a warning. */
  #doubt(operation: string, why: string): void {
    if (this.#watcher !== undefined) throw new ResponseValidationError(why, [], { platform: this.platform, operation });
    this.#transport.settings.logger.warn(`dqgate ${operation}: ${why}`);
  }

  async #list<T>(
    verb: Verb,
    path: Path,
    model: Model<T>,
    options: RequestOptions | undefined,
    sending: Sending,
  ): Promise<{ list: ListBody; read: T[] }> {
    const { body, context } = await this.#exchange(verb, path, options, sending);
    const list = this.#dialect.list(body, model.name);
    if (list === null) throw new ResponseValidationError("there is no list in it", [], context);
    return { list, read: list.items.map((item, index) => this.#read(item, model, context, options, index)) };
  }

  /** A call of which only its success matters; `body` is undefined where the answer is no JSON. */
  async #done(
    verb: Verb,
    path: Path,
    options: RequestOptions | undefined,
    sending: Sending,
  ): Promise<{ body: unknown }> {
    const reply = await this.#send(verb, path, options, sending);
    const context = contextOf(this.platform, verb, path, reply);
    const body = parseJson(reply.text);
    if (body.ok) this.#refuseHiddenFailure(body.value, context, reply);
    // Any text will do but a page: that is what a proxy or a sign-in answers in the platform's place.
    else if (isPage(reply)) throw unexpected("JSON", reply, context);
    return { body: body.ok ? body.value : undefined };
  }

  async #exchange(
    verb: Verb,
    path: Path,
    options: RequestOptions | undefined,
    sending: Sending,
  ): Promise<{ reply: Reply; body: unknown; context: ErrorContext }> {
    const reply = await this.#send(verb, path, options, sending);
    const context = contextOf(this.platform, verb, path, reply);
    const body = parseJson(reply.text);
    if (!body.ok) throw unexpected("JSON", reply, context);
    this.#refuseHiddenFailure(body.value, context, reply);
    return { reply, body: body.value, context };
  }

  async #send(verb: Verb, path: Path, given: RequestOptions | undefined, sending: Sending): Promise<Reply> {
    const operation = `${verb} ${path.template}`;
    const call = inCall(
      (): Call => {
        const options = checkRequestOptions(given);
        const isHarmless = sending.repeatable === true || this.#dialect.repeatable.includes(verb);
        if (options.idempotencyKey !== undefined && !isHarmless && !this.#dialect.honoursKeys) {
          const why = `${this.platform} does not heed it: a repeat would write again`;
          throw new UnsupportedError(`idempotencyKey: ${why}`, { platform: this.platform, operation });
        }
        return {
          verb,
          operation,
          path: path.render() + (sending.query === undefined ? "" : queryString(sending.query.encode())),
          body: sending.body === undefined ? undefined : jsonText(sending.body.encode()),
          repeatable: isHarmless || options.idempotencyKey !== undefined,
          finalStatuses: sending.finalStatuses,
          authenticated: sending.authenticated !== false,
          options:
            sending.timeoutMs === undefined ||
            options.timeoutMs !== undefined ||
            !this.#transport.settings.isDefaultTimeout
              ? options
              : { ...options, timeoutMs: sending.timeoutMs },
          onAttempt: this.#watcher?.onAttempt,
        };
      },
      { platform: this.platform, operation },
    );
    const reply = await this.#transport.send(call);
    this.#watcher?.onReply(reply);
    return reply;
  }

  #refuseHiddenFailure(body: unknown, context: ErrorContext, reply: Reply): void {
    const failure = this.#dialect.hiddenFailure(body);
    if (failure === null) return;
    const retryable = isRetryable(failure.status, reply.repeatable);
    throw apiError(safeFailure(failure, reply.secrets), { ...context, retryable });
  }

  #read<T>(
    record: unknown,
    model: Model<T>,
    context: ErrorContext,
    options: RequestOptions | undefined,
    index?: number,
  ): T {
    const value = model.read(record);
    if (value !== INVALID) return value as T;
    const issues = model
      .issues(record)
      .map((issue) => (index === undefined ? issue : { ...issue, path: [index, ...issue.path] }));
    const error = new ResponseValidationError(model.name, issues, context);
    const mode = this.#watcher === undefined ? (options?.validation ?? this.#validation) : "strict"; // a gate is strict
    if (mode === "strict") throw error;
    if (!this.#warned.has(context.operation ?? "")) {
      this.#warned.add(context.operation ?? "");
      this.#transport.settings.logger.warn(
        `dqgate ${context.operation}: ${error.message} (let through: validation is lenient)`,
      );
    }
    return model.salvage(record);
  }
}

function contextOf(platform: string, verb: Verb, path: Path, reply: Reply): ErrorContext {
  return { platform, operation: `${verb} ${path.template}`, requestId: reply.requestId };
}

const isPage = (reply: Reply): boolean => /html/i.test(reply.headers.get("content-type") ?? "");

function unexpected(wanted: string, reply: Reply, context: ErrorContext): ResponseValidationError {
  const type = reply.headers.get("content-type")?.split(";", 1)[0] ?? "something without a content type";
  return new ResponseValidationError(`expected ${wanted}, got ${redactText(type, reply.secrets)}`, [], context);
}

/** Throws `ValidationError` for what JSON cannot say, such as a bigint or an object that holds itself. */
function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "null";
  } catch {
    throw new ValidationError([{ path: ["body"], code: "invalid_type", message: "expected what JSON can say" }]);
  }
}

/** `ok: false` for what is no JSON; an empty text is undefined. */
function parseJson(text: string): { ok: true; value: unknown } | { ok: false } {
  if (text === "") return { ok: true, value: undefined };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}
