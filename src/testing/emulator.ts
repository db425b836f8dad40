import { brand, type Clock, DqgateError, type Fetch, signalEnd, unlessEnded } from "../base.js";
import { VirtualClock } from "./clock.js";
import { type Fault, type FaultOptions, Faults } from "./faults.js";
import { Router } from "./router.js";

/** A request as the emulator saw it. */
export interface SeenRequest {
  readonly verb: string;
  /** Below the base URL, as sent. */
  readonly path: string;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  readonly headers: Headers;
  /** The parsed JSON; undefined where there was none. */
  readonly body: unknown;
}

/** What a route gets. */
export interface EmulatedCall extends SeenRequest {
  readonly params: Readonly<Record<string, string>>;
  /** False: there is a body, but it is no JSON; `body` is its text. */
  readonly isJson: boolean;
  /** The first value of a query parameter. */
  asked(name: string): string | undefined;
}

/** What a route answers; `undefined` as body for an answer without one. */
export interface EmulatedAnswer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface EmulatedRoute {
  readonly verb: string;
  readonly path: string;
  answer(call: EmulatedCall): EmulatedAnswer;
}

/** Throw it in a route to answer with an error. */
export class EmulatedFailure extends Error {
  readonly answer: EmulatedAnswer;

  constructor(answer: EmulatedAnswer) {
    super(`HTTP ${answer.status}`);
    this.answer = answer;
  }
}

/** A bug in the emulator, or a request that it is not meant for. Never retried. */
export class EmulatorError extends DqgateError {
  static {
    brand(this, "EmulatorError");
  }

  constructor(message: string) {
    super("emulator", "config", message);
  }
}

/** What a platform's emulator is made of. */
export interface EmulatorParts {
  readonly baseUrl: string;
  readonly clock: Clock;
  readonly routes: readonly EmulatedRoute[];
  /** Runs before every route: keys, scopes, limits, work that went on meanwhile. Throws `EmulatedFailure` to refuse. */
  before(call: EmulatedCall, route: EmulatedRoute | undefined): void;
  /** Headers of every answer. */
  headers?(call: EmulatedCall): Readonly<Record<string, string>>;
  /** The answer to a path that no route has. */
  notFound(call: EmulatedCall): EmulatedAnswer;
  /** True: the routes say themselves what they think of a body that is no JSON. Default: it is answered with 400. */
  readonly takesAnyBody?: boolean;
}

/** A fetch that brings its own time: a client that is given it takes the clock too. */
export interface EmulatedFetch extends Fetch {
  readonly clock: Clock;
}

/** The parts of MSW that its handlers are made of. */
export interface Msw<Handler> {
  readonly http: { all(path: string, resolver: (info: { request: Request }) => Promise<Response>): Handler };
  readonly HttpResponse: { error(): Response };
}

const DROP: unique symbol = Symbol("drop");
const NO_JSON: unique symbol = Symbol("no JSON");
const NULL_BODY = [204, 205, 304];
const encoder = new TextEncoder();

/** A platform in memory: the same answers through `fetch`, through MSW and over a port. */
export class Emulator {
  /** Give it to a client: `new Client(platform, { fetch: emulator.fetch })`. Patches nothing. */
  readonly fetch: EmulatedFetch;
  /** The clock of the emulated platform. */
  readonly clock: Clock;
  /** Where the emulated platform seems to be. */
  readonly baseUrl: string;
  /** Every request that was read, the oldest first. */
  readonly requests: SeenRequest[] = [];
  readonly #parts: EmulatorParts;
  readonly #router: Router<EmulatedRoute>;
  readonly #faults = new Faults();
  #lastRealTime: number | undefined;

  constructor(parts: EmulatorParts) {
    this.#parts = parts;
    this.#router = new Router(parts.routes);
    this.baseUrl = parts.baseUrl;
    this.clock = parts.clock;
    this.fetch = Object.assign((request: Request) => this.#fetch(request), { clock: parts.clock });
  }

  /**
   * Handlers for MSW's `setupServer`: `setupServer(...emulator.handlers(msw))` with `import * as msw from "msw"`. MSW is
   * handed in, so that nobody needs it who does not use it. No path of the platform gets through to the real network. A
   * virtual clock follows real time here, since the client does not share it.
   */
  handlers<Handler>(msw: Msw<Handler>): Handler[] {
    return [
      msw.http.all(`${new URL(this.baseUrl).origin}/*`, async ({ request }) => {
        try {
          this.#followRealTime();
          const outcome = await this.#outcome(request);
          return outcome === DROP ? msw.HttpResponse.error() : outcome;
        } catch (error) {
          return bugAnswer(error); // MSW would make a 500 of it, which a client repeats.
        }
      }),
    ];
  }

  /** Like `fetch`, for callers with a clock of their own, such as those over a port: a virtual clock follows real time. */
  fetchInRealTime(request: Request): Promise<Response> {
    this.#followRealTime();
    return this.#fetch(request);
  }

  /** Makes the next request, or the next few, go wrong. Faults wait in line. */
  failNext(fault: Fault, options: FaultOptions = {}): void {
    this.#faults.add(fault, options, this.#parts.routes);
  }

  /** Forgets the faults that have not struck. */
  clearFaults(): void {
    this.#faults.clear();
  }

  #followRealTime(): void {
    const now = performance.now();
    if (this.clock instanceof VirtualClock && this.#lastRealTime !== undefined) {
      this.clock.advance(Math.floor(now - this.#lastRealTime));
    }
    this.#lastRealTime = now;
  }

  async #fetch(request: Request): Promise<Response> {
    request.signal.throwIfAborted();
    const outcome = await unlessEnded(this.#outcome(request), signalEnd(request.signal), () => request.signal.reason);
    if (outcome === DROP) throw Object.assign(new TypeError("fetch failed"), { cause: { code: "ECONNRESET" } });
    return outcome;
  }

  async #outcome(request: Request): Promise<Response | typeof DROP> {
    const url = new URL(request.url);
    const base = new URL(this.baseUrl);
    if (url.origin !== base.origin)
      throw new EmulatorError(`the emulator answers for ${base.origin}; the request went to ${url.origin}`);
    const prefix = base.pathname.replace(/\/+$/, "");
    const inside = url.pathname === prefix || url.pathname.startsWith(`${prefix}/`);
    const path = inside ? url.pathname.slice(prefix.length) : url.pathname;
    const match = inside ? this.#router.find(request.method, path) : undefined;
    const fault = this.#faults.take(`${request.method} ${match?.route.path ?? path}`);
    if (fault?.kind === "drop") return DROP;
    if (fault?.kind === "latency") await delay(fault.ms, request.signal);
    const text = request.body === null ? "" : await request.clone().text();
    const body = parsed(text);
    const isJson = body !== NO_JSON;
    const call = callOf(request, url, path, match?.params ?? {}, isJson ? body : text, isJson);
    this.requests.push(call);
    const answer =
      !isJson && this.#parts.takesAnyBody !== true
        ? { status: 400, body: { detail: "the body is no JSON" } }
        : this.#answer(call, match?.route, fault);
    if (fault?.kind === "lose") return DROP;
    const headers = new Headers({
      date: new Date(this.clock.now()).toUTCString(),
      ...this.#parts.headers?.(call),
      ...answer.headers,
    });
    return respond(changed(call, answer, fault), headers, fault);
  }

  #answer(call: EmulatedCall, route: EmulatedRoute | undefined, fault: Fault | undefined): EmulatedAnswer {
    try {
      this.#parts.before(call, route);
      if (fault?.kind === "status") {
        const after = fault.retryAfter;
        return {
          status: fault.status,
          body: fault.body,
          ...(after === undefined ? {} : { headers: { "retry-after": String(after) } }),
        };
      }
      return route === undefined ? this.#parts.notFound(call) : route.answer(call);
    } catch (error) {
      if (error instanceof EmulatedFailure) return error.answer;
      throw bug(call, error);
    }
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const bug = (call: SeenRequest, error: unknown): EmulatorError =>
  new EmulatorError(`the emulator failed at ${call.verb} ${call.path}: ${textOf(error)}`);

/**
 * The answer that tells of a bug in an emulator where nothing can be thrown: through MSW. A 501, since that is a
 * server's failure that no client repeats.
 */
function bugAnswer(error: unknown): Response {
  return Response.json({ error: { code: "EMULATOR_BUG", message: textOf(error) } }, { status: 501 });
}

function parsed(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return NO_JSON;
  }
}

function callOf(
  request: Request,
  url: URL,
  path: string,
  params: Readonly<Record<string, string>>,
  body: unknown,
  isJson: boolean,
): EmulatedCall {
  const query: Record<string, string | string[]> = {};
  for (const key of new Set(url.searchParams.keys())) {
    const values = url.searchParams.getAll(key);
    query[key] = values.length === 1 ? (values[0] as string) : values;
  }
  return {
    verb: request.method,
    path,
    query,
    params,
    headers: request.headers,
    body,
    isJson,
    asked: (name) => url.searchParams.get(name) ?? undefined,
  };
}

/** The answer as a fault leaves it. A change that throws is a bug too, and no lost connection. */
function changed(call: SeenRequest, answer: EmulatedAnswer, fault: Fault | undefined): EmulatedAnswer {
  try {
    return faulted(answer, fault);
  } catch (error) {
    throw bug(call, error);
  }
}

function faulted(answer: EmulatedAnswer, fault: Fault | undefined): EmulatedAnswer {
  switch (fault?.kind) {
    case "json":
      return { status: 200, body: fault.body };
    case "change":
      return { ...answer, body: fault.change(structuredClone(answer.body)) };
    case "emptyPage":
      return { ...answer, body: withoutItems(structuredClone(answer.body)) };
    default:
      return answer;
  }
}

/** Empties the first list of a body. */
function withoutItems(body: unknown): unknown {
  if (Array.isArray(body)) return [];
  if (typeof body !== "object" || body === null) return body;
  const record = body as Record<string, unknown>;
  for (const [key, value] of Object.entries(record)) {
    if (Array.isArray(value) || (key === "data" && typeof value === "object"))
      return { ...record, [key]: withoutItems(value) };
  }
  return body;
}

function respond(answer: EmulatedAnswer, headers: Headers, fault: Fault | undefined): Response {
  if (fault?.kind === "html") {
    headers.set("content-type", "text/html; charset=utf-8");
    return new Response("<!doctype html><html><title>Sign in</title><p>Please sign in.</p></html>", {
      status: 200,
      headers,
    });
  }
  const status = answer.status ?? 200;
  if (fault?.kind === "empty" || answer.body === undefined || NULL_BODY.includes(status))
    return new Response(null, { status: fault?.kind === "empty" ? 200 : status, headers });
  const isText = typeof answer.body === "string";
  if (!isText) headers.set("content-type", "application/json");
  else if (!headers.has("content-type")) headers.set("content-type", "text/plain; charset=utf-8");
  const text = isText ? (answer.body as string) : JSON.stringify(answer.body);
  return new Response(fault?.kind === "cut" ? cutBody(text) : text, { status, headers });
}

function cutBody(text: string): ReadableStream<Uint8Array> {
  let sent = false;
  return new ReadableStream({
    pull(controller) {
      if (sent) controller.error(new TypeError("terminated"));
      else controller.enqueue(encoder.encode(text.slice(0, Math.ceil(text.length / 2))));
      sent = true;
    },
  });
}

function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, signal.aborted ? 0 : ms);
    signal.addEventListener("abort", end, { once: true });
  });
}
