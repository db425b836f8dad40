import { NotFoundError, ValidationError } from "dqgate";
import { commentModel } from "dqgate/qualytics";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { sampleWorld, type World } from "./world.js";

describe("comments", () => {
  it("are shown with their anomaly", async () => {
    const { client, server } = sampleWorld();
    server.addDatastore({ name: "x", containers: [{ name: "y", anomalies: [{}] }] });
    await client.comments.create({ anomalyId: 1, message: "first" });
    const second = await client.comments.create({
      anomalyId: "00000000-0000-4000-8000-000000000001",
      message: "second",
    });
    await client.comments.create({ anomalyId: 2, message: "elsewhere" });
    const { comments } = await client.anomalies.get(1);
    expect(comments.map(({ message }) => message)).toEqual(["first", "second"]);
    await client.comments.update(second.id, { message: "second, corrected" });
    await client.comments.delete(comments[0]?.id ?? 0);
    expect((await client.comments.list({ anomaly: 1 })).items.map(({ message }) => message)).toEqual([
      "second, corrected",
    ]);
    expect(await client.comments.list({ partition: 1 })).toMatchObject({ total: 0 });
    expect(await client.comments.list()).toMatchObject({ total: 2 });
  });

  it("need an anomaly that is there", async () => {
    const { client } = sampleWorld();
    await expect(client.comments.create({ anomalyId: 99, message: "?" })).rejects.toBeInstanceOf(NotFoundError);
    await expect(client.comments.get(1)).rejects.toThrow("Comment with id 1 not found");
  });

  it("are changed again where the answer is lost, and not written again", async () => {
    const { client, server } = sampleWorld();
    server.failNext({ kind: "lose" });
    await expect(client.comments.create({ anomalyId: 1, message: "once" })).rejects.toMatchObject({
      name: "ConnectionError",
    });
    expect(server.state.comments).toHaveLength(1);
    server.failNext({ kind: "lose" });
    await expect(client.comments.update(1, { message: "twice" })).resolves.toMatchObject({ message: "twice" });
  });

  it("are read from tickets too", () => {
    const wire = {
      id: 1,
      created: "2026-01-05T10:00:00",
      message: "see there",
      external_source: { ticket_number: "DQ-7", integration_type: "jira" },
    };
    expect(commentModel.schema.parse(wire)).toMatchObject({
      createdAt: new Date("2026-01-05T10:00:00Z"),
      user: null,
      mentionedUserIds: [],
      mentionedUsers: [],
      externalSource: { ticketNumber: "DQ-7", ticketUrl: null, integrationType: "jira", authorName: null },
    });
  });

  it.each<[string, (client: World["client"]) => PromiseLike<unknown>]>([
    ["message", (client) => client.comments.create({ anomalyId: 1, message: " " })],
    ["anomalyId", (client) => client.comments.create({ anomalyId: "x", message: "?" })],
    ["mentionedUserIds", (client) => client.comments.create({ anomalyId: 1, message: "?", mentionedUserIds: [] })],
    ["message", (client) => client.comments.update(1, {} as never)],
    ["comment", (client) => client.comments.get("00000000-0000-4000-8000-000000000001")],
    ["partition", (client) => client.comments.list({ partition: 0 })],
  ])("refuse a wrong %s before anything is sent", async (field, call) => {
    const { client, server } = sampleWorld();
    const error = await failure(() => call(client));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({ field });
    expect(server.requests).toEqual([]);
  });
});

describe("users' notifications", () => {
  it("keep what the platform tells of them", async () => {
    const { client, server } = sampleWorld();
    server.failNext({ kind: "json", body: [{ id: 1, message: "a scan ended", acknowledged: false }] });
    expect(await client.userNotifications.list().toArray()).toEqual([
      { id: 1, createdAt: null, message: "a scan ended", acknowledged: false },
    ]);
  });

  it("are marked again where the answer is lost, but never all of them: more may have come", async () => {
    const { client, server } = sampleWorld();
    server.failNext({ kind: "lose" });
    server.failNext({ kind: "json", body: { id: 1 } });
    await expect(client.userNotifications.acknowledge(1)).resolves.toBeUndefined();
    server.failNext({ kind: "lose" });
    await expect(client.userNotifications.acknowledgeAll()).rejects.toMatchObject({ name: "ConnectionError" });
    expect(server.requests.map(({ path }) => path)).toEqual([
      "/user-notifications/acknowledge/1",
      "/user-notifications/acknowledge/1",
      "/user-notifications/acknowledge",
    ]);
  });
});
