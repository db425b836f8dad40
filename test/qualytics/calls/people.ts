import type { Tag, Team, User } from "dqgate/qualytics";
import { expect } from "vitest";
import type { World } from "../world.js";
import { type CallSample, sample } from "./sample.js";

const gold = ({ client }: World): Promise<Tag> =>
  client.tags.create({ name: "gold / tier 1", color: "#ffd700", description: "the best", weightModifier: 5 });

const token = async ({ client }: World): Promise<number> => {
  const { id } = await client.tokens.create({ name: "nightly", expiresInDays: 30 });
  return id;
};

const robot = ({ client }: World): Promise<User> =>
  client.users.createServiceUser({ name: "Robot", role: "Member", teams: ["Public"] });

export const peopleCalls: readonly CallSample[] = [
  sample({
    method: "tags.list",
    arrange: gold,
    call: ({ client }) => client.tags.list({ page: 1, size: 1 }),
    query: { page: "1", size: "1" },
    gives: (page) => expect(page).toMatchObject({ total: 3, items: [{ id: expect.any(Number), type: "global" }] }),
  }),
  sample({
    method: "tags.listing",
    call: ({ client }) => client.tags.listing(),
    gives: (page) =>
      expect(page).toMatchObject({
        total: 2,
        items: [
          { name: "pii", count: 1 },
          { name: "gold", count: 1 },
        ],
      }),
  }),
  sample({
    method: "tags.create",
    call: ({ client }) =>
      client.tags.create({
        name: "finance",
        type: "lineage",
        color: "#ff0000",
        description: "money",
        category: "area",
        weightModifier: -10,
        parentLineageTagId: "3",
      }),
    body: {
      name: "finance",
      type: "lineage",
      color: "#ff0000",
      description: "money",
      category: "area",
      weight_modifier: -10,
      parent_lineage_tag_id: 3,
    },
    gives: (tag) =>
      expect(tag).toMatchObject({ name: "finance", type: "lineage", weightModifier: -10, createdAt: expect.any(Date) }),
  }),
  sample({
    method: "tags.get",
    arrange: gold,
    call: ({ client }) => client.tags.get("gold / tier 1"),
    gives: (tag) => expect(tag).toMatchObject({ name: "gold / tier 1", weightModifier: 5, count: 0 }),
  }),
  sample({
    method: "tags.update",
    arrange: gold,
    call: ({ client }, tag) => client.tags.update(tag, { description: null, weightModifier: 10 }),
    body: { name: "gold / tier 1", type: "global", color: "#ffd700", description: null, weight_modifier: 10 },
    gives: (tag) => expect(tag).toMatchObject({ color: "#ffd700", description: null, weightModifier: 10 }),
  }),
  sample({
    method: "tags.delete",
    arrange: gold,
    call: ({ client }, { name }) => client.tags.delete(name),
    gives: (nothing) => expect(nothing).toBeUndefined(),
  }),
  sample({
    method: "users.list",
    arrange: robot,
    call: ({ client }) => client.users.list({ name: "o", sortName: "desc", sortCreated: "asc", size: 5 }),
    query: { name: "o", sort_name: "desc", sort_created: "asc", page: "1", size: "5" },
    gives: (page) => expect(page).toMatchObject({ total: 1, items: [{ id: 2, name: "Robot", userType: "Service" }] }),
  }),
  sample({
    method: "users.me",
    call: ({ client }) => client.users.me(),
    gives: (user) =>
      expect(user).toMatchObject({ id: 1, name: "Ada", email: "ada@example.com", role: "Admin", userId: "auth0|ada" }),
  }),
  sample({
    method: "users.get",
    call: ({ client }) => client.users.get("1"),
    gives: (user) => expect(user).toMatchObject({ id: 1, teams: [{ id: 1, name: "Public" }] }),
  }),
  sample({
    method: "users.update",
    arrange: robot,
    call: ({ client }, user) => client.users.update(user, { role: "Manager" }),
    body: { role: "Manager", teams: ["Public"] },
    gives: (user) => expect(user).toMatchObject({ id: 2, role: "Manager", teams: [{ name: "Public" }] }),
  }),
  sample({
    method: "users.createServiceUser",
    call: ({ client }) => client.users.createServiceUser({ name: "Robot", role: "Member", teams: [] }),
    body: { name: "Robot", role: "Member", teams: [] },
    gives: (user) => expect(user).toMatchObject({ id: 2, userId: "robot@service", teams: [] }),
  }),
  sample({
    method: "teams.list",
    call: ({ client }) => client.teams.list({ name: "pub", sortCreated: "desc", sortName: "asc" }),
    query: { name: "pub", sort_created: "desc", sort_name: "asc", page: "1", size: "50" },
    gives: (page) => expect(page).toMatchObject({ total: 1, items: [{ id: 1, name: "Public" }] }),
  }),
  sample({
    method: "teams.create",
    call: ({ client }) =>
      client.teams.create({ name: "Finance", userIds: ["1"], description: "money", permission: "Author" }),
    body: { name: "Finance", user_ids: [1], description: "money", permission: "Author" },
    gives: (team) =>
      expect(team).toMatchObject({ id: 2, name: "Finance", permission: "Author", users: [{ id: 1, name: "Ada" }] }),
  }),
  sample({
    method: "teams.get",
    call: ({ client }) => client.teams.get(1),
    gives: (team) => expect(team).toMatchObject({ id: 1, createdAt: expect.any(Date), permission: "Editor" }),
  }),
  sample({
    method: "teams.update",
    arrange: ({ client }): Promise<Team> => client.teams.get(1),
    call: ({ client }, team) => client.teams.update(team, { name: "Everybody" }),
    body: { name: "Everybody", permission: "Editor", user_ids: [1] },
    gives: (team) => expect(team).toMatchObject({ id: 1, name: "Everybody", users: [{ id: 1 }] }),
  }),
  sample({
    method: "teams.delete",
    call: ({ client }) => client.teams.delete("1"),
    gives: (nothing) => expect(nothing).toBeUndefined(),
  }),
  sample({
    method: "tokens.list",
    arrange: token,
    call: ({ client }) => client.tokens.list(),
    gives: (page) => expect(page).toMatchObject({ total: 1, items: [{ id: 1, name: "nightly", active: true }] }),
  }),
  sample({
    method: "tokens.listService",
    arrange: async (world) => {
      const { id } = await robot(world);
      await world.client.tokens.create({ name: "ci", expiresInDays: null, userId: id });
    },
    call: ({ client }) => client.tokens.listService(),
    gives: (page) =>
      expect(page).toMatchObject({ items: [{ name: "ci", expiresAt: null, user: { userId: "robot@service" } }] }),
  }),
  sample({
    method: "tokens.create",
    call: ({ client }) => client.tokens.create({ name: "nightly", expiresInDays: 365, userId: "1" }),
    body: { name: "nightly", expires_in_days: 365, scim_endpoints_only: false, user_id: 1 },
    gives: (created) =>
      expect(created).toMatchObject({ id: 1, active: true, lastUsedAt: null, expiresAt: expect.any(Date) }),
  }),
  sample({
    method: "tokens.setRevoked",
    arrange: token,
    call: ({ client }, id) => client.tokens.setRevoked(id, true),
    body: { revoke: true },
    gives: (one) => expect(one).toMatchObject({ id: 1, active: false }),
  }),
  sample({
    method: "tokens.delete",
    arrange: async (world) => {
      const id = await token(world);
      await world.client.tokens.setRevoked(id, true);
      return id;
    },
    call: ({ client }, id) => client.tokens.delete(id),
    gives: (nothing) => expect(nothing).toBeUndefined(),
  }),
  sample({
    method: "apiKeys.list",
    arrange: token,
    call: ({ client }) => client.apiKeys.list(),
    gives: (page) =>
      expect(page).toMatchObject({
        total: 1,
        items: [{ id: 1, name: "nightly", scope: "user", isActive: true, revokedAt: null, lastUsedAt: null }],
      }),
  }),
  sample({
    method: "apiKeys.get",
    arrange: token,
    call: ({ client }, id) => client.apiKeys.get(String(id)),
    gives: (key) => expect(key).toMatchObject({ id: 1, name: "nightly", createdAt: expect.any(Date) }),
  }),
  sample({
    method: "apiKeys.revoke",
    arrange: token,
    call: ({ client }, id) => client.apiKeys.revoke(id),
    body: { revoke: true },
    gives: (key) => expect(key).toMatchObject({ id: 1, isActive: false, revokedAt: null }),
  }),
];
