import type { EmulatedCall, EmulatedRoute } from "../emulator.js";
import { bearerOf, type RateLimit, RateWindow } from "../rate.js";
import { refuse } from "./answers.js";
import type { AnomalyArmorState, EmulatedKey } from "./state.js";

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
  readonly #window: RateWindow | null;

  constructor(state: AnomalyArmorState, strictKeys: boolean, limit: RateLimit | null) {
    this.#state = state;
    this.#strictKeys = strictKeys;
    this.#limit = limit;
    this.#window = limit === null ? null : new RateWindow(state.clock, limit);
  }

  check(call: EmulatedCall, route: EmulatedRoute | undefined): void {
    this.#state.settle();
    if (route !== undefined && PUBLIC.includes(route.path)) return;
    const token = bearerOf(call.headers);
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
    const token = bearerOf(call.headers);
    if (this.#limit === null || this.#window === null || token === undefined) return {};
    return {
      "x-ratelimit-limit": String(this.#limit.perMinute),
      "x-ratelimit-remaining": String(this.#window.left(token)),
      "x-ratelimit-reset": String(Math.ceil((this.#state.clock.now() + 60_000) / 1000)),
    };
  }

  #count(token: string): void {
    const seconds = this.#window?.take(token) ?? null;
    if (seconds !== null) refuse(429, "RATE_LIMITED", "too many requests", {}, { "retry-after": String(seconds) });
  }
}

function scopeOf(route: EmulatedRoute | undefined, call: EmulatedCall): EmulatedKey["scope"] {
  if (route === undefined) return "read-only";
  if (route.path.startsWith("/api-keys")) return "admin";
  return call.verb === "GET" || READING_POSTS.includes(route.path) ? "read-only" : "read-write";
}
