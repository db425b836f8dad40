import { brand, DqgateError, type ErrorContext } from "./dqgate-error.js";

/** What a platform's error answer tells. */
export interface ApiFailure {
  /** The HTTP status. A platform that reports a failure inside a 200 leaves 200 here. */
  status: number;
  message: string;
  /** The platform's own word for the failure, such as `ASSET_NOT_FOUND`; null when it told none. */
  platformCode?: string | null;
  /** What else the platform told; secrets are masked. */
  details?: unknown;
  /** 400 and 422: the complaint about each field. */
  fieldErrors?: Readonly<Record<string, string>>;
  /** 403: the scope that the call needs, and that of the key. */
  requiredScope?: string | null;
  currentScope?: string | null;
  /** 404: what was looked for. */
  resourceType?: string | null;
  resourceId?: string | null;
  /** 404: true where the platform knows the path itself not, and so tells nothing of the thing. */
  isUnknownPath?: boolean;
  /** 409: the id of the record that is in the way. */
  conflictingId?: string | null;
  /** 429 and 5xx: how long the server asked to wait, in milliseconds. */
  retryAfterMs?: number | null;
}

/** The platform answered with an error. */
export class ApiError extends DqgateError {
  static {
    brand(this, "ApiError");
  }

  readonly status: number;
  readonly platformCode: string | null;
  readonly details: unknown;

  constructor(failure: ApiFailure, context?: ErrorContext, code = "api") {
    super(code, "api", failure.message, context);
    this.status = failure.status;
    this.platformCode = failure.platformCode ?? null;
    this.details = failure.details ?? null;
  }
}

/** 400: the platform refuses the input. */
export class BadRequestError extends ApiError {
  static {
    brand(this, "BadRequestError");
  }

  /** The complaint about each field, by the name that the platform gives it. */
  readonly fieldErrors: Readonly<Record<string, string>>;

  constructor(failure: ApiFailure, context?: ErrorContext, code = "bad_request") {
    super(failure, context, code);
    this.fieldErrors = failure.fieldErrors ?? {};
  }
}

/** 422: the input is well-formed and still refused. A `BadRequestError` too, since platforms use both for the same. */
export class UnprocessableError extends BadRequestError {
  static {
    brand(this, "UnprocessableError");
  }

  constructor(failure: ApiFailure, context?: ErrorContext) {
    super(failure, context, "unprocessable");
  }
}

/** 401: no key, or a wrong one. */
export class AuthenticationError extends ApiError {
  static {
    brand(this, "AuthenticationError");
  }

  constructor(failure: ApiFailure, context?: ErrorContext, code = "authentication") {
    super(failure, context, code);
  }
}

/** The token has expired. Found before anything was sent. */
export class TokenExpiredError extends AuthenticationError {
  static {
    brand(this, "TokenExpiredError");
  }

  readonly expiredAt: Date;

  constructor(expiredAt: Date, context?: ErrorContext) {
    super({ status: 401, message: `the token expired at ${expiredAt.toISOString()}` }, context, "token_expired");
    this.expiredAt = expiredAt;
  }
}

/** 403: the key may not do this. */
export class AuthorizationError extends ApiError {
  static {
    brand(this, "AuthorizationError");
  }

  /** The scope that the call needs; null when the platform does not say. */
  readonly requiredScope: string | null;
  /** The scope that the key has; null when the platform does not say. */
  readonly currentScope: string | null;

  constructor(failure: ApiFailure, context?: ErrorContext) {
    super(failure, context, "authorization");
    this.requiredScope = failure.requiredScope ?? null;
    this.currentScope = failure.currentScope ?? null;
  }
}

/** 404: no such thing. */
export class NotFoundError extends ApiError {
  static {
    brand(this, "NotFoundError");
  }

  readonly resourceType: string | null;
  readonly resourceId: string | null;

  constructor(failure: ApiFailure, context?: ErrorContext) {
    super(failure, context, "not_found");
    this.resourceType = failure.resourceType ?? null;
    this.resourceId = failure.resourceId ?? null;
  }
}

/** 409: it clashes with what is there. */
export class ConflictError extends ApiError {
  static {
    brand(this, "ConflictError");
  }

  /** The id of the record that is in the way; null when the platform does not say. */
  readonly conflictingId: string | null;

  constructor(failure: ApiFailure, context?: ErrorContext) {
    super(failure, context, "conflict");
    this.conflictingId = failure.conflictingId ?? null;
  }
}

/** 429: too many requests, after the retries that were allowed. */
export class RateLimitError extends ApiError {
  static {
    brand(this, "RateLimitError");
  }

  /** How long the server asked to wait, in milliseconds; null when it did not say. */
  readonly retryAfterMs: number | null;

  constructor(failure: ApiFailure, context?: ErrorContext) {
    super(failure, { retryable: true, ...context }, "rate_limited");
    this.retryAfterMs = failure.retryAfterMs ?? null;
  }
}

/** 5xx: the platform failed. */
export class ServerError extends ApiError {
  static {
    brand(this, "ServerError");
  }

  /** How long the server asked to wait, in milliseconds; null when it did not say. */
  readonly retryAfterMs: number | null;

  constructor(failure: ApiFailure, context?: ErrorContext) {
    super(failure, { retryable: true, ...context }, "server");
    this.retryAfterMs = failure.retryAfterMs ?? null;
  }
}

/** The one place that chooses the class for a status. */
export function apiError(failure: ApiFailure, context?: ErrorContext): ApiError {
  const { status } = failure;
  if (status === 400) return new BadRequestError(failure, context);
  if (status === 401) return new AuthenticationError(failure, context);
  if (status === 403) return new AuthorizationError(failure, context);
  if (status === 404 && failure.isUnknownPath !== true) return new NotFoundError(failure, context);
  if (status === 409) return new ConflictError(failure, context);
  if (status === 422) return new UnprocessableError(failure, context);
  if (status === 429) return new RateLimitError(failure, context);
  if (status >= 500) return new ServerError(failure, context);
  return new ApiError(failure, { retryable: status === 408 || status === 425, ...context });
}
