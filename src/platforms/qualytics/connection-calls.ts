import {
  ApiError,
  apiError,
  BadRequestError,
  ConflictError,
  type ErrorContext,
  type Http,
  type Issue,
  inCall,
  isRecord,
  NotFoundError,
  RateLimitError,
  redact,
  redactText,
  type Sent,
  ServerError,
  ValidationError,
} from "../../base.js";
import { resolvePlaceholders } from "./placeholders.js";
import { isSecretKey, type SecretNames } from "./secret-names.js";
import { REDACTED, redactCredentials } from "./secrets.js";
import { secretsOf } from "./secrets-sent.js";

type Wire = Record<string, unknown>;

/**
 * The wire's form of a body that may hold secrets, with its placeholders filled. Throws `ValidationError`, and
 * `ConfigurationError` that names all variables that are missing.
 */
export function filledBody(body: Sent, context: ErrorContext): Wire {
  const wire = inCall(() => body.encode(), context);
  refuseRedacted(wire, context);
  return resolvePlaceholders(wire, undefined, context);
}

/** A redacted copy is for people: sent back, it would overwrite the secret. */
export function refuseRedacted(wire: Wire, context: ErrorContext): void {
  const issues = placesOf(wire, []).map(
    (path): Issue => ({ path, code: "custom", message: "is redacted: give the secret itself, or leave it out" }),
  );
  if (issues.length > 0) throw new ValidationError(issues, context);
}

function placesOf(value: unknown, at: Issue["path"]): Issue["path"][] {
  if (typeof value === "string") return value.includes(REDACTED) ? [at] : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => placesOf(item, [...at, index]));
  if (!isRecord(value)) return [];
  // Fields of a body are told as the caller wrote them, keys of the caller's maps as they are.
  const isBody = at.length === 0 || (at.length === 1 && at[0] === "connection");
  const told = (key: string): string =>
    isBody ? key.replace(/_([a-z])/g, (_, one: string) => one.toUpperCase()) : key;
  return Object.entries(value).flatMap(([key, one]) => placesOf(one, [...at, told(key)]));
}

/**
 * Sends a body that may hold secrets, and is told them. Those that the server repeats in an error are masked there. `names`:
 * which names are those of secrets.
 */
export async function sentSafely<T>(
  wire: Wire,
  send: (body: Sent, secrets: readonly string[]) => Promise<T>,
  names: SecretNames = isSecretKey,
): Promise<T> {
  const secrets = secretsOf(wire, names);
  try {
    return await send({ encode: () => wire }, secrets);
  } catch (error) {
    throw error instanceof ApiError ? withoutSecrets(error, secrets) : error;
  }
}

/** Fills the placeholders of a body, and sends it. */
export async function sendFilled<T>(
  http: Http,
  operation: string,
  body: Sent,
  send: (body: Sent, secrets: readonly string[]) => Promise<T>,
): Promise<T> {
  return await sentSafely(filledBody(body, { platform: http.platform, operation }), send);
}

/** The same for an answer in words, about each of several things. */
export async function sendFilledForWords<T extends object>(
  http: Http,
  operation: string,
  body: Sent,
  send: (body: Sent) => Promise<T>,
): Promise<T> {
  return await sendFilled(http, operation, body, async (sent, secrets) => maskedWords(await send(sent), secrets));
}

/** An answer in whose texts the secrets that were sent are masked. */
export function maskedWords<T>(answer: T, secrets: readonly string[]): T {
  if (typeof answer === "string") return masked(answer, secrets) as T;
  if (Array.isArray(answer)) return answer.map((one) => maskedWords(one, secrets)) as T;
  if (!isRecord(answer)) return answer;
  return Object.fromEntries(Object.entries(answer).map(([key, one]) => [key, maskedWords(one, secrets)])) as T;
}

function withoutSecrets(error: ApiError, secrets: readonly string[]): ApiError {
  const { status, platformCode, platform, operation, requestId, retryable } = error;
  return apiError(
    {
      status,
      platformCode,
      message: masked(error.message, secrets),
      details: redact(error.details, secrets),
      fieldErrors: Object.fromEntries(
        Object.entries(error instanceof BadRequestError ? error.fieldErrors : {}).map(([field, complaint]) => [
          field,
          masked(complaint, secrets),
        ]),
      ),
      isUnknownPath: status === 404 && !(error instanceof NotFoundError),
      conflictingId: error instanceof ConflictError ? error.conflictingId : null,
      retryAfterMs: error instanceof RateLimitError || error instanceof ServerError ? error.retryAfterMs : null,
    },
    { platform, operation, requestId, retryable },
  );
}

const masked = (text: string, secrets: readonly string[]): string => redactCredentials(redactText(text, secrets));
