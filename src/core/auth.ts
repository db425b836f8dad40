import { jwtDecode } from "jwt-decode";
import { ConfigurationError, type ErrorContext, TokenExpiredError } from "../errors/index.js";

/** A token, or a function that gives one. The function is asked at every attempt; caching is its own affair. */
export type TokenSource = string | (() => string | Promise<string>);

/** What an attempt sends to prove who it is. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  /** What must not be repeated in a message. */
  readonly secrets: readonly string[];
}

/** What is about to be sent, for those who sign it. */
export interface Outgoing {
  readonly verb: string;
  readonly url: string;
  /** The JSON that is sent; null where there is none. */
  readonly body: string | null;
}

/** Gives the credentials of one attempt. */
export type Authenticate = (
  now: number,
  context: ErrorContext,
  outgoing: Outgoing,
) => Credentials | Promise<Credentials>;

/** Gives the headers that prove who sends a request: identity tokens, signatures. Asked at every attempt. */
export type HeaderSource = (
  outgoing: Outgoing,
) => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;

/** Shorter values are in every message, and prove nothing. */
const LEAST_VALUE = 4;
/** Shorter parts of a value are words such as `Bearer`. */
const LEAST_WORD = 8;

/** The headers of a function. Their values are secrets: none of them gets into a message. */
export function headersFrom(source: HeaderSource, name: string): Authenticate {
  return async (_now, _context, outgoing) => {
    const headers: unknown = await source(outgoing);
    if (typeof headers !== "object" || headers === null)
      throw new ConfigurationError(`${name} must give an object of headers`);
    const entries = Object.entries(headers).map(([header, value]): [string, string] => {
      if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(header))
        throw new ConfigurationError(`${name} gave a name that is no header name`);
      if (typeof value !== "string" || !/^[\t\x20-\x7e]*$/.test(value)) {
        throw new ConfigurationError(`${name} gave a value for ${header.toLowerCase()} that no header can carry`);
      }
      return [header.toLowerCase(), value];
    });
    const values = entries.map(([, value]) => value).filter((value) => value.length >= LEAST_VALUE);
    const words = values.flatMap((value) => value.split(/[\s,;=]+/)).filter((word) => word.length >= LEAST_WORD);
    const secrets = [...values, ...words];
    return { headers: Object.fromEntries(entries), secrets };
  };
}

/** `Authorization: Bearer …`. A JWT that has expired fails before anything is sent. */
export function bearer(source: TokenSource, name: string): Authenticate {
  if (typeof source === "string") {
    const token = checked(source, name);
    const credentials = { headers: { authorization: `Bearer ${token}` }, secrets: [token] };
    const expiry = expiryOf(token);
    return (now, context) => {
      refuseExpired(expiry, now, context);
      return credentials;
    };
  }
  return async (now, context) => {
    const token = checked(await source(), name);
    refuseExpired(expiryOf(token), now, context);
    return { headers: { authorization: `Bearer ${token}` }, secrets: [token] };
  };
}

function checked(token: unknown, name: string): string {
  if (typeof token !== "string" || token.trim() === "") throw new ConfigurationError(`${name} is empty`);
  const trimmed = token.trim();
  // A header takes visible ASCII only; the runtime's own error would print the value.
  if (!/^[\x21-\x7e]+$/.test(trimmed))
    throw new ConfigurationError(`${name} holds characters that no header can carry`);
  return trimmed;
}

function refuseExpired(expiry: Date | null, now: number, context: ErrorContext): void {
  if (expiry !== null && expiry.getTime() <= now) throw new TokenExpiredError(expiry, context);
}

/** When a JWT expires; null for what is no JWT or does not say. */
function expiryOf(token: string): Date | null {
  if (token.split(".").length !== 3) return null;
  try {
    const { exp } = jwtDecode<{ exp?: unknown }>(token);
    return typeof exp === "number" && Number.isFinite(exp) ? new Date(exp * 1000) : null;
  } catch {
    return null;
  }
}
