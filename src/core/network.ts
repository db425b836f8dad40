import { ConnectionError, type ErrorContext, ResponseTooLargeError } from "../errors/index.js";

// With these the request never reached a server. Node, then Bun.
const NEVER_SENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "ConnectionRefused",
  "FailedToOpenSocket",
]);

/** What a runtime throws when a connection fails, told by its code alone: its message and cause may hold the request. */
export function connectionError(
  error: unknown,
  phase: "request" | "body",
  repeatable: boolean,
  context: ErrorContext,
): ConnectionError {
  const reason = codeOf(error);
  const told = reason === null ? "" : ` (${reason})`;
  const message = phase === "body" ? `the connection broke within the response${told}` : `the connection failed${told}`;
  const mayHaveBeenReceived = phase === "body" || reason === null || !NEVER_SENT.has(reason);
  const retryable = repeatable || !mayHaveBeenReceived;
  return new ConnectionError(message, { reason, mayHaveBeenReceived }, { ...context, retryable });
}

function codeOf(error: unknown): string | null {
  for (let at = error, depth = 0; typeof at === "object" && at !== null && depth < 4; depth += 1) {
    const { code, cause } = at as { code?: unknown; cause?: unknown };
    if (typeof code === "string" && /^[A-Za-z0-9_]{1,60}$/.test(code)) return code;
    at = cause;
  }
  return null;
}

/** Reads a whole body as text, counting its bytes. A body cut half way is a `ConnectionError`. */
export async function bodyText(
  response: Response,
  maxBytes: number,
  repeatable: boolean,
  context: ErrorContext,
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
