import type { Integration } from "dqgate/qualytics";
import { expect } from "vitest";
import type { World } from "../world.js";
import { sample } from "./sample.js";

const jira = ({ client }: World): Promise<Integration> =>
  client.integrations.create({
    type: "jira",
    name: "tickets",
    fields: { api_url: "https://jira.example.com", api_key: "jira-key-1" },
  });

export const integrationsCalls = [
  sample({
    method: "integrations.list",
    arrange: jira,
    call: ({ client }) => client.integrations.list(),
    gives: (page) => expect(page).toMatchObject({ total: 1, items: [{ id: 1, name: "tickets", type: "jira" }] }),
  }),
  sample({
    method: "integrations.create",
    call: jira,
    body: { type: "jira", name: "tickets", api_url: "https://jira.example.com", api_key: "jira-key-1" },
    gives: (made) =>
      expect(made).toMatchObject({
        id: 1,
        name: "tickets",
        type: "jira",
        createdAt: expect.any(Date),
        apiUrl: "https://jira.example.com",
        apiKey: null,
      }),
  }),
  sample({
    method: "integrations.get",
    arrange: jira,
    call: ({ client }, { id }) => client.integrations.get(id),
    gives: (one) => expect(one).toMatchObject({ id: 1, type: "jira" }),
  }),
  sample({
    method: "integrations.update",
    arrange: jira,
    call: ({ client }, { id }) =>
      client.integrations.update(id, { name: "issues", fields: { api_key: "jira-key-2", project: "DQ" } }),
    body: { name: "issues", api_key: "jira-key-2", project: "DQ" },
    gives: (one) => expect(one).toMatchObject({ id: 1, name: "issues", type: "jira", project: "DQ", apiUrl: null }),
  }),
  sample({
    method: "integrations.delete",
    arrange: jira,
    call: ({ client }, { id }) => client.integrations.delete(id),
    gives: (nothing) => expect(nothing).toBeUndefined(),
  }),
  sample({
    method: "integrations.sync",
    arrange: jira,
    call: ({ client }, { id }) => client.integrations.sync(id),
    gives: (nothing) => expect(nothing).toBeUndefined(),
  }),
  sample({
    method: "integrations.history",
    arrange: jira,
    call: ({ client }, { id }) => client.integrations.history(id),
    gives: (told) => expect(told).toMatchObject({ id: 1, versions: [{ operation: "insert", operationType: 0 }] }),
  }),
  sample({
    method: "integrations.specifications",
    call: ({ client }) => client.integrations.specifications(),
    gives: (told) => expect(told).toContainEqual({ type: "slack", fields: [{ name: "api_key", required: true }] }),
  }),
];
