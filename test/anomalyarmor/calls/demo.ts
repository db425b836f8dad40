import type { DemoSession } from "dqgate/anomalyarmor";
import { expect } from "vitest";
import { sample } from "./sample.js";

export const demoCalls = [
  sample({
    method: "demo.createSession",
    call: (client) => client.demo.createSession(),
    gives: (session) => {
      expect(session).toMatchObject({ expiresAt: new Date("2026-01-05T13:00:00Z") });
      expect((session as DemoSession).apiKey).toMatch(/^aa_demo_[a-z0-9]{32}$/);
    },
  }),
];
