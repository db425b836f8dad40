import { ConflictError, NotFoundError, ValidationError } from "dqgate";
import { type TagCreateBody, tagModel } from "dqgate/qualytics";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { sampleWorld } from "./world.js";

describe("tags", () => {
  it.each([
    ["a slash", "gold/tier 1", "gold%2Ftier%201"],
    ["spaces", "  two  words ", "%20%20two%20%20words%20"],
    ["what a query has", "a?b&c=d#e", "a%3Fb%26c%3Dd%23e"],
    ["a percent sign", "100%25", "100%2525"],
    ["other scripts", "売上 ☂", "%E5%A3%B2%E4%B8%8A%20%E2%98%82"],
    ["dots", "v1..2", "v1..2"],
    ["digits alone", "2026", "2026"],
  ])("are found by a name with %s", async (_, name, encoded) => {
    const { client, server } = sampleWorld();
    const made = await client.tags.create({ name, color: "#000" });
    expect(await client.tags.get(name)).toMatchObject({ id: made.id, name });
    expect(server.requests.at(-1)?.path).toBe(`/global-tags/${encoded}`);
    expect(await client.tags.update(name, { weightModifier: 3 })).toMatchObject({
      name,
      color: "#000",
      weightModifier: 3,
    });
    await client.tags.delete(name);
    expect(await failure(client.tags.get(name))).toBeInstanceOf(NotFoundError);
  });

  it.each([
    ["nothing", ""],
    ["spaces alone", "  "],
    ["a step upwards", "a/../b"],
    ["a dot", "."],
    ["half a character", "\ud800"],
  ])("are not looked for by %s", async (_, name) => {
    const { client, server } = sampleWorld();
    for (const call of [client.tags.get(name), client.tags.delete(name), client.tags.update(name, { color: "#000" })]) {
      const error = await failure(call);
      expect(error).toBeInstanceOf(ValidationError);
      expect((error as unknown as ValidationError).issues[0]?.path).toEqual(["tag"]);
    }
    expect(server.requests).toEqual([]);
  });

  it("clash with those of the same name", async () => {
    const { client } = sampleWorld();
    expect(await failure(client.tags.create({ name: "pii" }))).toBeInstanceOf(ConflictError);
    expect(await failure(client.tags.update("pii", { name: "gold" }))).toBeInstanceOf(ConflictError);
    expect(await client.tags.create({ name: "PII" })).toMatchObject({ name: "PII", type: "global" });
  });

  it("keep what a change does not name, told by name or as read", async () => {
    const { client, server } = sampleWorld();
    await client.tags.create({
      name: "finance",
      type: "lineage",
      color: "#f00",
      category: "area",
      description: "money",
      weightModifier: -2,
      parentLineageTagId: 7,
    });
    const kept = { type: "lineage", color: "#f00", category: "area", weight_modifier: -2, parent_lineage_tag_id: 7 };
    server.requests.length = 0;
    await client.tags.update("finance", { description: null });
    expect(server.requests.map(({ verb }) => verb)).toEqual(["GET", "PUT"]);
    expect(server.requests[1]?.body).toEqual({ name: "finance", description: null, ...kept });
    const tag = await client.tags.get("finance");
    await client.tags.update(tag, { name: "money" });
    expect(server.requests.at(-1)).toMatchObject({
      verb: "PUT",
      path: "/global-tags/finance",
      body: { name: "money", ...kept },
    });
    expect(await client.tags.get("money")).toMatchObject({ id: tag.id, description: null, weightModifier: -2 });
  });

  it("are read first where another record shows them by name alone", async () => {
    const { client, server } = sampleWorld();
    await client.tags.create({ name: "finance", color: "#f00" });
    const stub = tagModel.schema.parse({ name: "finance" });
    server.requests.length = 0;
    expect(await client.tags.update(stub, { category: "area" })).toMatchObject({ color: "#f00", category: "area" });
    expect(server.requests.map(({ verb }) => verb)).toEqual(["GET", "PUT"]);
  });

  it("are renamed and taken away on what bears them", async () => {
    const { client, server } = sampleWorld();
    await client.tags.update("gold", { name: "platinum" });
    expect(server.state.containers[0]?.tags).toEqual(["platinum"]);
    await client.tags.delete("platinum");
    expect(server.state.containers[0]?.tags).toEqual([]);
    expect((await client.tags.listing().toArray()).map(({ name }) => name)).toEqual(["pii"]);
  });

  it("are changed once more after a failure, unless their name changes", async () => {
    const { client, server } = sampleWorld();
    const pii = await client.tags.get("pii");
    server.failNext({ kind: "lose" });
    expect(await client.tags.update(pii, { color: "#123456" })).toMatchObject({ color: "#123456" });
    server.failNext({ kind: "lose" });
    server.requests.length = 0;
    await failure(client.tags.update(pii, { name: "personal" }));
    expect(server.requests).toHaveLength(1);
  });

  it.each<[string, TagCreateBody, string]>([
    ["a weight above 10", { name: "a", weightModifier: 11 }, "weightModifier"],
    ["a weight below -10", { name: "a", weightModifier: -11 }, "weightModifier"],
    ["half a weight", { name: "a", weightModifier: 0.5 }, "weightModifier"],
    ["no name", { name: " " }, "name"],
    ["an external type", { name: "a", type: "external" as never }, "type"],
    ["a parent of a tag that has none", { name: "a", parentLineageTagId: 1 }, "parentLineageTagId"],
  ])("are refused with %s", async (_, body, field) => {
    const { client, server } = sampleWorld();
    const error = await failure(client.tags.create(body));
    expect((error as unknown as ValidationError).issues.map(({ path }) => path)).toEqual([[field]]);
    expect(server.requests).toEqual([]);
  });
});
