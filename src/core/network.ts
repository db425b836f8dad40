import { ConnectionError, type ErrorContext, ResponseTooLargeError } from "../errors/index.js";

// With these the request never reached a server. Node, then Bun.
const NEVER_SENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "UND_ERR_CONNECT_TIMEOUT",
  "ConnectionRefused",
  "FailedToOpenSocket",
]);

// These may also end a connection that stands: only while connecting do they tell that nothing was sent.
const UNREACHABLE = new Set(["EHOSTUNREACH", "ENETUNREACH"]);

/** What a runtime throws when a connection fails, told by its code alone: its message and cause may hold the request. */
export function connectionError(
  error: unknown,
  phase: "request" | "body",
  repeatable: boolean,
  context: ErrorContext & { host: string },
): ConnectionError {
  const { code: reason, syscall } = causeOf(error);
  const told = reason === null ? "" : ` (${reason})`;
  const message =
    phase === "body"
      ? `the connection to ${context.host} broke within the response${told}`
      : `the connection to ${context.host} failed${told}`;
  const mayHaveBeenReceived =
    phase === "body" ||
    reason === null ||
    !(NEVER_SENT.has(reason) || (UNREACHABLE.has(reason) && syscall === "connect"));
  const retryable = repeatable || !mayHaveBeenReceived;
  return new ConnectionError(message, { reason, mayHaveBeenReceived }, { ...context, retryable });
}

/** The system's code, and the call that it ended, of an error or of what lies behind it. */
function causeOf(error: unknown): { code: string | null; syscall: unknown } {
  for (let at = error, depth = 0; typeof at === "object" && at !== null && depth < 4; depth += 1) {
    const { code, syscall, cause, errors } = at as {
      code?: unknown;
      syscall?: unknown;
      cause?: unknown;
      errors?: unknown[];
    };
    if (typeof code === "string" && /^[A-Za-z0-9_]{1,60}$/.test(code)) {
      // Several addresses were tried: the first of them tells what was done.
      const first = Array.isArray(errors) ? (errors[0] as { syscall?: unknown } | undefined) : undefined;
      return { code, syscall: syscall ?? first?.syscall };
    }
    at = cause;
  }
  return { code: null, syscall: undefined };
}

/** Reads a whole body as text, counting its bytes. A body cut half way is a `ConnectionError`. */
export async function bodyText(
  response: Response,
  maxBytes: number,
  repeatable: boolean,
  context: ErrorContext & { host: string },
): Promise<string> {
  if (response.body === null) return ""; // The answer to a HEAD announces a body that never comes.
  const announced = Number(response.headers.get("content-length") ?? 0);
  if (announced > maxBytes) {
    void response.body.cancel().catch(() => undefined);
    throw new ResponseTooLargeError(maxBytes, context);
  }
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      bytes += value.byteLength;
      if (bytes > maxBytes) throw new ResponseTooLargeError(maxBytes, context);
      text += decoder.decode(value, { stream: true });
    }
  } catch (error) {
    void reader.cancel().catch(() => undefined);
    throw error instanceof ResponseTooLargeError ? error : connectionError(error, "body", repeatable, context);
  }
  return text + decoder.decode();
}
