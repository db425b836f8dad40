import type { AnomalyArmorClient, CreatedApiKey } from "dqgate/anomalyarmor";
import { expect } from "vitest";
import { sample } from "./sample.js";

const key = (client: AnomalyArmorClient): Promise<CreatedApiKey> => client.apiKeys.create({ name: "nightly" });

export const apiKeyCalls = [
  sample({
    method: "apiKeys.list",
    arrange: key,
    call: (client) => client.apiKeys.list({ includeRevoked: true, limit: 10, offset: 0 }),
    query: { include_revoked: "true", limit: "10", offset: "0" },
    gives: (page) =>
      expect(page).toMatchObject({ total: 1, items: [{ name: "nightly", scope: "read-only", isActive: true }] }),
  }),
  sample({
    method: "apiKeys.create",
    call: (client) => client.apiKeys.create({ name: "nightly", scope: "read-write" }),
    body: { name: "nightly", scope: "read-write" },
    gives: (made) => {
      expect(made).toMatchObject({ name: "nightly", scope: "read-write" });
      expect((made as CreatedApiKey).key).toMatch(/^aa_live_[a-z0-9]{32}$/);
    },
  }),
  sample({
    method: "apiKeys.get",
    arrange: key,
    call: (client, { id }) => client.apiKeys.get(id),
    gives: (got) => expect(got).toMatchObject({ name: "nightly", createdAt: expect.any(Date), revokedAt: null }),
  }),
  sample({
    method: "apiKeys.revoke",
    arrange: key,
    call: (client, { id }) => client.apiKeys.revoke(id),
    gives: (gone) => expect(gone).toMatchObject({ isActive: false, revokedAt: expect.any(Date) }),
  }),
  sample({
    method: "apiKeys.usage",
    arrange: key,
    call: (client) => client.apiKeys.usage(),
    gives: (usage) =>
      expect(usage).toMatchObject({ currentCount: 1, maxKeys: 25, rateLimitPerMin: 1_000, canCreate: true }),
  }),
];
