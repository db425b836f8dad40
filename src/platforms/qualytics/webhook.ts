import { AuthenticationError, ConfigurationError, INVALID, isRecord, ResponseValidationError } from "../../base.js";
import { type WebhookEvent, webhookEventModel } from "./models/webhook.js";

/** The headers of a request: those of a `Request`, or an object of them, as Node's `request.headers` is. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

const HEADER = "x-qualytics-secret";
const context = (operation: string): { platform: string; operation: string } => ({ platform: "qualytics", operation });

/**
 * Makes sure that a request comes from the platform: its header `X-Qualytics-Secret` must be the secret that the flow's
 * notification was given. That is all that the platform proves: no signature covers the body, and a request can be sent again
 * by whoever has seen it, so that the address must be `https`. Call it before `parseWebhook`, and answer with 401 where it
 * throws.
 *
 * The two are compared in a time that tells nothing of the expected one. Throws `AuthenticationError` where the header is
 * missing, told twice, or another; and `ConfigurationError` where there is nothing to expect, such as an unset variable.
 */
export function verifyWebhook(headers: WebhookHeaders, expectedSecret: string): void {
  const operation = context("verifyWebhook");
  if (typeof expectedSecret !== "string" || expectedSecret.trim() === "")
    throw new ConfigurationError("the expected secret of the webhook must be a text that is not empty", operation);
  const told = toldSecret(headers);
  const message =
    told === null
      ? "the webhook has no header X-Qualytics-Secret"
      : isSame(told, expectedSecret)
        ? null
        : "the header X-Qualytics-Secret of the webhook is not the expected one";
  if (message !== null) throw new AuthenticationError({ status: 401, message }, operation);
}

/**
 * Reads what a flow sent: the text of the request, or the JSON that a framework made of it. Events that nobody knows are
 * given like the others. Throws `ResponseValidationError` for what is no event; it names the places that do not fit, and no
 * values.
 */
export function parseWebhook(body: string | object): WebhookEvent {
  const value = typeof body === "string" ? parsed(body) : body;
  const event = webhookEventModel.read(value);
  if (event !== INVALID) return event as WebhookEvent;
  throw new ResponseValidationError("WebhookEvent", webhookEventModel.issues(value), context("parseWebhook"));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ResponseValidationError("the webhook is no JSON", [], context("parseWebhook"));
  }
}

/** Null where there is none. */
function toldSecret(headers: unknown): string | null {
  if (!isRecord(headers)) return null;
  if (typeof headers.get === "function") return (headers as unknown as Headers).get(HEADER);
  // An object may have the name in any case; of a header that is told twice neither is the one.
  const told = Object.entries(headers)
    .filter(([name]) => name.toLowerCase() === HEADER)
    .flatMap(([, value]) => (value ?? []) as string | string[]);
  return told.length === 0 ? null : told.join(", ");
}

/** Takes as long for every expected text: only the length of what was told shows. */
function isSame(told: string, expected: string): boolean {
  const [a, b] = [told, expected].map((text) => new TextEncoder().encode(text)) as [Uint8Array, Uint8Array];
  let difference = a.length ^ b.length;
  for (let at = 0; at < a.length; at += 1) difference |= (a[at] as number) ^ (b[at % b.length] as number);
  return difference === 0;
}
