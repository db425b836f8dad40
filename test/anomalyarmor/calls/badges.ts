import type { AnomalyArmorClient, Badge } from "dqgate/anomalyarmor";
import { expect } from "vitest";
import { ORDERS_ID, sample } from "./sample.js";

const badge = (client: AnomalyArmorClient): Promise<Badge> => client.badges.create({ assetId: ORDERS_ID });

export const badgeCalls = [
  sample({
    method: "badges.create",
    call: (client) =>
      client.badges.create({
        assetId: ORDERS_ID,
        label: "orders",
        tagFilters: ["gold"],
        schemaDriftEnabled: false,
        freshnessEnabled: true,
        includeUpstream: true,
      }),
    body: {
      asset_id: ORDERS_ID,
      label: "orders",
      tag_filters: ["gold"],
      schema_drift_enabled: false,
      freshness_enabled: true,
      include_upstream: true,
    },
    gives: (made) =>
      expect(made).toMatchObject({ label: "orders", assetId: ORDERS_ID, tagFilters: ["gold"], includeUpstream: true }),
  }),
  sample({
    method: "badges.list",
    arrange: badge,
    call: (client) => client.badges.list({ activeOnly: false, limit: 500, offset: 0 }),
    query: { active_only: "false", limit: "500", offset: "0" },
    gives: (page) => expect(page).toMatchObject({ total: 1, items: [{ label: "AnomalyArmor", isActive: true }] }),
  }),
  sample({
    method: "badges.get",
    arrange: badge,
    call: (client, { id }) => client.badges.get(id),
    gives: (got) => expect(got).toMatchObject({ badgeUrl: expect.any(String), createdAt: expect.any(Date) }),
  }),
  sample({
    method: "badges.update",
    arrange: badge,
    call: (client, { id }) =>
      client.badges.update(id, {
        label: "new",
        tagFilters: [],
        schemaDriftEnabled: true,
        freshnessEnabled: false,
        includeUpstream: true,
        isActive: false,
      }),
    body: {
      label: "new",
      tag_filters: [],
      schema_drift_enabled: true,
      freshness_enabled: false,
      include_upstream: true,
      is_active: false,
    },
    gives: (changed) => expect(changed).toMatchObject({ label: "new", isActive: false, updatedAt: expect.any(Date) }),
  }),
  sample({
    method: "badges.delete",
    arrange: badge,
    call: (client, { id }) => client.badges.delete(id),
    gives: (nothing) => expect(nothing).toBeUndefined(),
  }),
  sample({
    method: "badges.getStatus",
    arrange: badge,
    call: (client, { id }) => client.badges.getStatus(id),
    gives: (status) =>
      expect(status).toMatchObject({
        badgeId: expect.any(String),
        status: "passing",
        badgeUrl: expect.any(String),
      }),
  }),
];
