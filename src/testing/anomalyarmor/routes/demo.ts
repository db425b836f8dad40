import type { EmulatedRoute } from "../../emulator.js";
import { addKey } from "../seed.js";
import type { AnomalyArmorState } from "../state.js";

const HOUR_MS = 3_600_000;

export const demoRoutes = (state: AnomalyArmorState): EmulatedRoute[] => [
  {
    verb: "POST",
    path: "/demo/session",
    answer: () => {
      const secret = `aa_demo_${state.newNumber().toString(36).padStart(32, "d0e1m2o3")}`;
      const key = addKey(state, { key: secret, scope: "read-only", name: "demo" });
      key.expiresAt = state.clock.now() + HOUR_MS;
      const data = { api_key: secret, expires_at: new Date(key.expiresAt).toISOString() };
      return { status: 200, body: { success: true, data, message: null, error: null, meta: null } };
    },
  },
];
