import { brand, DqgateError, type ErrorContext } from "./dqgate-error.js";

/** The connection failed before a whole answer arrived. */
export class ConnectionError extends DqgateError {
  static {
    brand(this, "ConnectionError");
  }

  /** The system's word for it, such as `ECONNREFUSED`; null where the runtime tells none. */
  readonly reason: string | null;
  /** False when the request certainly never reached the server, so that even a write may be sent again. */
  readonly mayHaveBeenReceived: boolean;

  constructor(
    message: string,
    fields: { reason: string | null; mayHaveBeenReceived: boolean },
    context?: ErrorContext,
  ) {
    super("connection", "transport", message, { retryable: true, ...context });
    this.reason = fields.reason;
    this.mayHaveBeenReceived = fields.mayHaveBeenReceived;
  }
}

/** No whole answer came in time. */
export class TimeoutError extends DqgateError {
  static {
    brand(this, "TimeoutError");
  }

  /** Which limit it was: that of one attempt (`timeoutMs`) or that of the whole call (`totalTimeoutMs`). */
  readonly limit: "attempt" | "total";
  readonly timeoutMs: number;

  constructor(fields: { limit: "attempt" | "total"; timeoutMs: number }, context?: ErrorContext) {
    const option = fields.limit === "attempt" ? "timeoutMs" : "totalTimeoutMs";
    super("timeout", "transport", `no answer within ${fields.timeoutMs} ms (${option})`, {
      retryable: true,
      ...context,
    });
    this.limit = fields.limit;
    this.timeoutMs = fields.timeoutMs;
  }
}

/** The caller's signal, or `client.close()`, ended the call. */
export class AbortedError extends DqgateError {
  static {
    brand(this, "AbortedError");
  }

  constructor(message = "aborted by the caller", context?: ErrorContext) {
    super("aborted", "transport", message, context);
  }
}
