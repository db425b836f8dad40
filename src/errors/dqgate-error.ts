/**
 * What a failure means to a pipeline. `gate`: the answer is no. Every other kind: there is no answer.
 *
 * - `config`: the caller's input or set-up is wrong; nothing useful was sent.
 * - `transport`: no complete answer arrived.
 * - `api`: the platform answered with an error.
 * - `contract`: the platform answered something that this client cannot rely on.
 * - `gate`: the data is not good enough, or that it is could not be shown.
 */
export type ErrorKind = "config" | "transport" | "api" | "contract" | "gate";

/** Where an error happened. */
export interface ErrorContext {
  /** The platform's name, such as `anomalyarmor`; null before one is involved. */
  platform?: string | null | undefined;
  /** Verb and path template, such as `GET /sdk/assets/{asset}`: never the values. */
  operation?: string | null | undefined;
  /** The id that the platform gave the request, if it told one. */
  requestId?: string | null | undefined;
  /** Whether the same call may succeed later without a change. */
  retryable?: boolean | undefined;
  /** A lower-level error that holds no request and no secret. */
  cause?: unknown | undefined;
}

/**
 * Gives a class its name (minifiers rename classes) and makes `instanceof` work across copies of the package: the ESM
 * and the CommonJS build, or two installed versions.
 */
export function brand(errorClass: { readonly prototype: object }, name: string): void {
  Object.defineProperty(errorClass, "brand", { value: name });
  Object.defineProperty(errorClass, "name", { value: name, configurable: true });
  Object.defineProperty(errorClass.prototype, "name", { value: name, configurable: true, writable: true });
}

function ownBrand(value: unknown): unknown {
  return typeof value === "function" && Object.hasOwn(value, "brand") ? Reflect.get(value, "brand") : undefined;
}

/** The base of every error that this package throws. Safe to log: it never holds a request, a header or a token. */
export class DqgateError extends Error {
  static {
    brand(this, "DqgateError");
  }

  /** A stable word for the class of failure, such as `stale_data`. */
  readonly code: string;
  readonly kind: ErrorKind;
  /** Whether the same call may succeed later without a change. Never true for `kind: "gate"`. */
  readonly retryable: boolean;
  readonly platform: string | null;
  readonly operation: string | null;
  readonly requestId: string | null;

  constructor(code: string, kind: ErrorKind, message: string, context: ErrorContext = {}) {
    super(message, context.cause === undefined ? undefined : { cause: context.cause });
    this.code = code;
    this.kind = kind;
    this.retryable = context.retryable ?? false;
    this.platform = context.platform ?? null;
    this.operation = context.operation ?? null;
    this.requestId = context.requestId ?? null;
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    // A user's own subclass has no brand of its own: the language's rule applies to it.
    const wanted = ownBrand(this);
    if (wanted === undefined) return Function.prototype[Symbol.hasInstance].call(this, value);
    if (typeof value !== "object" || value === null) return false;
    for (let proto = Object.getPrototypeOf(value); proto !== null; proto = Object.getPrototypeOf(proto)) {
      if (Object.hasOwn(proto, "constructor") && ownBrand(proto.constructor) === wanted) return true;
    }
    return false;
  }

  /** Everything the error tells, as plain data. */
  toJSON(): Record<string, unknown> {
    const told: Record<string, unknown> = { name: this.name, message: this.message };
    Object.assign(told, this);
    if (this.cause instanceof DqgateError) told.cause = this.cause.toJSON();
    return told;
  }
}
