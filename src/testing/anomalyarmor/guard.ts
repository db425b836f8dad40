import type { EmulatedCall, EmulatedRoute } from "../emulator.js";
import { refuse } from "./answers.js";
import type { AnomalyArmorState, EmulatedKey } from "./state.js";

/** How many requests a key may make. */
export interface RateLimit {
  perMinute: number;
  /** Default: no limit a second. */
  perSecond?: number | undefined;
}

const RANK: readonly EmulatedKey["scope"][] = ["read-only", "read-write", "admin"];
const PUBLIC = ["/demo/session"];
/** POST calls that change nothing. */
const READING_POSTS = [
  "/sdk/intelligence/ask",
  "/sdk/investigations/explain",
  "/sdk/freshness/dry-run",
  "/sdk/schema/dry-run",
  "/sdk/metrics/dry-run",
  "/sdk/alerts/preview",
];

/** Keys, scopes and limits: what the platform looks at before a route. */
export class Guard {
  readonly #state: AnomalyArmorState;
  /** False: any key is taken, with every scope. */
  readonly #strictKeys: boolean;
  readonly #limit: RateLimit | null;
  readonly #seen = new Map<string, number[]>();

  constructor(state: AnomalyArmorState, strictKeys: boolean, limit: RateLimit | null) {
    this.#state = state;
    this.#strictKeys = strictKeys;
    this.#limit = limit;
  }

  check(call: EmulatedCall, route: EmulatedRoute | undefined): void {
    this.#state.settle();
    if (route !== undefined && PUBLIC.includes(route.path)) return;
    const token = tokenOf(call);
    if (token === undefined) refuse(401, "UNAUTHORIZED", "no API key");
    const key = this.#state.keys.find((one) => one.key === token);
    if (key?.revokedAt !== null && key !== undefined) refuse(401, "UNAUTHORIZED", "this API key was revoked");
    if (key?.expiresAt !== undefined && key.expiresAt <= this.#state.clock.now())
      refuse(401, "UNAUTHORIZED", "this API key has expired");
    if (key === undefined && this.#strictKeys) refuse(401, "UNAUTHORIZED", "this API key is not known");
    if (key !== undefined) key.lastUsedAt = this.#state.clock.now();
    this.#count(token);
    const needed = scopeOf(route, call);
    const scope = key?.scope ?? "admin";
    if (RANK.indexOf(scope) < RANK.indexOf(needed)) {
      refuse(403, "FORBIDDEN", `this call needs a ${needed} key`, { required_scope: needed, current_scope: scope });
    }
  }

  headers(call: EmulatedCall): Record<string, string> {
    const token = tokenOf(call);
    if (this.#limit === null || token === undefined) return {};
    const { perMinute } = this.#limit;
    const used = this.#within(token, 60_000).length;
    return {
      "x-ratelimit-limit": String(perMinute),
      "x-ratelimit-remaining": String(Math.max(0, perMinute - used)),
      "x-ratelimit-reset": String(Math.ceil((this.#state.clock.now() + 60_000) / 1000)),
    };
  }

  #within(token: string, ms: number): number[] {
    const since = this.#state.clock.now() - ms;
    return (this.#seen.get(token) ?? []).filter((at) => at > since);
  }

  /** A sliding window: a request that is refused does not count. */
  #count(token: string): void {
    if (this.#limit === null) return;
    const { perMinute, perSecond = Number.POSITIVE_INFINITY } = this.#limit;
    const now = this.#state.clock.now();
    const minute = this.#within(token, 60_000);
    const second = minute.filter((at) => at > now - 1_000);
    const frees =
      second.length >= perSecond
        ? (second[0] as number) + 1_000
        : minute.length >= perMinute
          ? (minute[0] as number) + 60_000
          : null;
    if (frees !== null) {
      const seconds = Math.max(1, Math.ceil((frees - now) / 1000));
      refuse(429, "RATE_LIMITED", "too many requests", {}, { "retry-after": String(seconds) });
    }
    this.#seen.set(token, [...minute, now]);
  }
}

function tokenOf(call: EmulatedCall): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(call.headers.get("authorization") ?? "")?.[1];
}

function scopeOf(route: EmulatedRoute | undefined, call: EmulatedCall): EmulatedKey["scope"] {
  if (route === undefined) return "read-only";
  if (route.path.startsWith("/api-keys")) return "admin";
  return call.verb === "GET" || READING_POSTS.includes(route.path) ? "read-only" : "read-write";
}
