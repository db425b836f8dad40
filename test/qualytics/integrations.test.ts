import { inspect } from "node:util";
import { NotFoundError, UnprocessableError, ValidationError } from "dqgate";
import type { IntegrationCreateBody } from "dqgate/qualytics";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { world } from "./world.js";

const KEY = "hunter2-integration";
const JIRA: IntegrationCreateBody = {
  type: "jira",
  name: "tickets",
  fields: { api_url: "https://jira.example.com", api_key: KEY, project: "DQ" },
};

/** Everything by which a value could reach a log. */
const shown = (value: unknown): string => `${inspect(value, { depth: 10 })} ${JSON.stringify(value)}`;

describe("an integration", () => {
  it("is sent with the fields of its type, as they are", async () => {
    const { client, server } = world();
    const made = await client.integrations.create({ type: "slack", fields: { camelCase: { snake_case: [1] } } });
    expect(server.requests[0]?.body).toEqual({ type: "slack", camelCase: { snake_case: [1] } });
    expect(made).toMatchObject({ id: 1, type: "slack", name: null, camelCase: { snake_case: [1] } });
  });

  it("shows its project, and no key", async () => {
    const { client, server } = world();
    const made = await client.integrations.create(JIRA);
    expect(shown(made)).toContain("DQ");
    expect(shown(made)).not.toContain("jira.example.com");
    expect(made.apiUrl).toBe("https://jira.example.com");
    const changeset = { api_key: [null, KEY], project: [null, "DQ"] };
    server.failNext({ kind: "json", body: { id: 1, versions: [{ changeset, transaction: null }] } });
    const history = await client.integrations.history(made.id);
    expect(shown(history)).not.toContain(KEY);
    expect(shown(history)).toContain("DQ");
    expect(history.versions[0]?.changeset?.api_key).toEqual([null, KEY]);

    const told = {
      ...{ id: 1, type: "jira", api_key: KEY, apiToken: KEY, webhook: KEY, project: "DQ" },
      ...{ oauth: { client_secret: KEY }, links: [`https://x.example/?token=${KEY}`] },
    };
    server.failNext({ kind: "json", body: [told] });
    const [leaky] = await client.integrations.list().toArray();
    expect(shown(leaky)).not.toContain(KEY);
    expect(shown({ ...leaky })).toContain("DQ");
    expect(leaky).toMatchObject({ apiKey: KEY, apiToken: KEY, webhook: KEY, oauth: told.oauth, links: told.links });
  });

  it.each<[string, string, IntegrationCreateBody]>([
    ["no type", "type", { ...JIRA, type: "" }],
    ["a type that is told twice", "fields.type", { ...JIRA, fields: { type: "slack" } }],
    ["a name that is told twice", "fields.name", { ...JIRA, fields: { name: "n" } }],
    ["fields that are none", "fields", { ...JIRA, fields: [KEY] as never }],
    ["what JSON cannot say", "fields.api_key", { ...JIRA, fields: { api_key: () => KEY } }],
    ["a field beside `fields`", "apiKey", { ...JIRA, apiKey: KEY } as never],
  ])("is refused with %s before anything is sent", async (_, field, body) => {
    const { client, server } = world();
    for (const call of [() => client.integrations.create(body), () => client.integrations.update(1, body)]) {
      const error = await failure(call);
      expect(error).toBeInstanceOf(ValidationError);
      expect(error.field).toBe(field);
      expect(shown(error)).not.toContain(KEY);
    }
    expect(server.requests).toEqual([]);
  });

  it("is told without its secrets where the server refuses it", async () => {
    const { client, server } = world();
    server.failNext({ kind: "status", status: 409, body: { detail: `there is one with ${KEY} already` } });
    expect(shown(await failure(client.integrations.create(JIRA)))).not.toContain(KEY);
    const error = await failure(client.integrations.create({ ...JIRA, name: "n".repeat(300) }));
    expect(error).toBeInstanceOf(UnprocessableError);
    expect(error.fieldErrors).toHaveProperty("name");
    expect(shown(error)).not.toContain(KEY);
  });

  it("is replaced, remembers it, and is gone once it was deleted", async () => {
    const { client } = world();
    const { id } = await client.integrations.create(JIRA);
    await client.integrations.update(id, { name: "issues", fields: { project: "OPS" } });
    await client.integrations.sync(id);
    const one = await client.integrations.get(id);
    expect(one).toMatchObject({ name: "issues", type: "jira", project: "OPS", apiUrl: null });
    expect(one).toHaveProperty("last_synced", expect.stringContaining("2026-01-05"));
    const { versions } = await client.integrations.history(id);
    expect(versions[1]).toMatchObject({
      operation: "update",
      changeset: { name: ["tickets", "issues"], project: ["DQ", "OPS"] },
    });
    await client.integrations.delete(id);
    await expect(client.integrations.sync(id)).rejects.toBeInstanceOf(NotFoundError);
    await expect(client.integrations.list().toArray()).resolves.toEqual([]);
  });
});
