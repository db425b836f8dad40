import type { EmulatedRoute } from "../../emulator.js";
import { bodyOf, many, one, refuse, refuseFields, refuseMissing } from "../answers.js";
import { addKey } from "../seed.js";
import type { AnomalyArmorState, EmulatedKey, Wire } from "../state.js";

const SCOPES: readonly string[] = ["read-only", "read-write", "admin"];
const RATE_LIMITS = { rate_limit_per_min: 1_000, burst_limit: 50 };

export const apiKeyRoutes = (state: AnomalyArmorState): EmulatedRoute[] => [
  {
    verb: "GET",
    path: "/api-keys",
    answer: (call) => {
      const revoked = call.asked("include_revoked") === "true";
      const keys = ownKeys(state).filter(({ revokedAt }) => revoked || revokedAt === null);
      return many(call, keys.map(keyRecord), { under: "keys" });
    },
  },
  {
    verb: "POST",
    path: "/api-keys",
    answer: (call) => {
      const { name, scope = "read-only" } = bodyOf(call, ["name"]);
      if (!SCOPES.includes(scope as string)) refuseFields({ scope: `must be one of ${SCOPES.join(", ")}` });
      const { canCreate, maxKeys } = usageOf(state);
      if (!canCreate) refuse(409, "KEY_QUOTA_REACHED", `this plan allows ${maxKeys} keys`);
      const secret = `aa_live_${state.newNumber().toString(36).padStart(32, "k0d1e2f3")}`;
      const key = addKey(state, { key: secret, scope: scope as EmulatedKey["scope"], name: String(name) });
      return one({ ...keyRecord(key), key: secret }, 201);
    },
  },
  {
    verb: "GET",
    path: "/api-keys/usage",
    answer: () => {
      const { current, maxKeys, canCreate } = usageOf(state);
      return one({ current_count: current, max_keys: maxKeys, ...RATE_LIMITS, can_create: canCreate });
    },
  },
  { verb: "GET", path: "/api-keys/{key}", answer: ({ params }) => one(keyRecord(keyOf(state, params.key))) },
  {
    verb: "DELETE",
    path: "/api-keys/{key}",
    answer: ({ params }) => {
      const key = keyOf(state, params.key);
      key.revokedAt ??= state.clock.now();
      return one(keyRecord(key));
    },
  },
];

/** Keys of the account; those of demos are not. */
function ownKeys(state: AnomalyArmorState): EmulatedKey[] {
  return state.keys.filter(({ expiresAt }) => expiresAt === undefined);
}

function keyOf(state: AnomalyArmorState, id: string | undefined): EmulatedKey {
  return ownKeys(state).find((key) => key.id === id) ?? refuseMissing("api_key", id ?? "");
}

function usageOf(state: AnomalyArmorState): { current: number; maxKeys: number; canCreate: boolean } {
  const current = ownKeys(state).filter(({ revokedAt }) => revokedAt === null).length;
  return { current, maxKeys: state.maxKeys, canCreate: current < state.maxKeys };
}

/** A key without its secret. */
function keyRecord(key: EmulatedKey): Wire {
  const told = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
  const prefix = key.key.slice(0, 12);
  const suffix = key.key.slice(-4);
  return {
    id: key.id,
    name: key.name,
    key_prefix: prefix,
    key_suffix: suffix,
    display_key: `${prefix}...${suffix}`,
    scope: key.scope,
    ...RATE_LIMITS,
    is_active: key.revokedAt === null,
    created_at: told(key.createdAt),
    last_used_at: told(key.lastUsedAt),
    revoked_at: told(key.revokedAt),
  };
}
