import { NotFoundError, UnprocessableError, ValidationError } from "dqgate";
import { anomalyRecordsModel } from "dqgate/qualytics";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { found, statuses } from "./anomaly-shop.js";
import { sampleWorld, type World } from "./world.js";

const UUID = "00000000-0000-4000-8000-000000000002";

describe("what is done with anomalies", () => {
  const stored = ({ server }: World): string[] => server.state.anomalies.map(({ status }) => status);

  it("acknowledges and opens again", async () => {
    const full = found(statuses("Active", "Resolved"));
    await full.client.anomalies.update(1, { status: "Acknowledged" });
    await expect(full.client.anomalies.update(UUID, { status: "Active" })).resolves.toMatchObject({ id: 2 });
    expect(stored(full)).toEqual(["Acknowledged", "Active"]);
    await full.client.anomalies.bulkUpdate([
      { id: 1, status: "Active" },
      { id: UUID, description: "", assigneeIds: [] },
    ]);
    expect(stored(full)).toEqual(["Active", "Active"]);
    expect(full.server.state.anomalies[1]?.description).toBe("");
  });

  it("archives, as Resolved where nothing else is said", async () => {
    const full = found(statuses("Active", "Active", "Active", "Active"));
    await full.client.anomalies.delete(1);
    await full.client.anomalies.archive(UUID, { status: "Duplicate" });
    await full.client.anomalies.archive([3, "4"], { comment: "a test run", mentionedUserIds: [5] });
    expect(stored(full)).toEqual(["Resolved", "Duplicate", "Resolved", "Resolved"]);
    expect(full.server.requests.map(({ verb, path, query, body }) => [verb, path, query, body])).toEqual([
      ["DELETE", "/anomalies/1", { archive: "true", status: "Resolved" }, undefined],
      ["DELETE", "/anomalies", {}, [{ id: UUID, archive: true, status: "Duplicate" }]],
      [
        "DELETE",
        "/anomalies",
        {},
        [3, 4].map((id) => ({
          id,
          archive: true,
          status: "Resolved",
          comment: "a test run",
          mentioned_user_ids: [5],
        })),
      ],
    ]);
    await expect(full.client.anomalies.get(3)).resolves.toMatchObject({
      archived: true,
      isOpen: false,
      comments: [{ message: "a test run", mentionedUserIds: [5] }],
    });
  });

  it("deletes for good only where it is said", async () => {
    const full = found(statuses("Active", "Active", "Active"));
    await full.client.comments.create({ anomalyId: 1, message: "gone soon" });
    await full.client.anomalies.delete(1, { archive: false });
    await full.client.anomalies.bulkDelete([{ id: UUID, archive: false }, { id: 3 }]);
    expect(stored(full)).toEqual(["Resolved"]);
    expect(full.server.state.comments).toEqual([]);
    expect(full.server.requests[1]?.query).toEqual({ archive: "false" });
    await expect(full.client.anomalies.get(1)).rejects.toBeInstanceOf(NotFoundError);
    await expect(full.client.anomalies.delete(UUID)).rejects.toBeInstanceOf(NotFoundError);
  });

  it("is not repeated where a deletion's answer is lost", async () => {
    const full = found(statuses("Active"));
    full.server.failNext({ kind: "lose" });
    await expect(full.client.anomalies.delete(1)).rejects.toMatchObject({ name: "ConnectionError" });
    expect(full.server.requests).toHaveLength(1);
  });

  it.each([
    ["Resolved", "anomalies.archive"],
    ["Discarded", "anomalies.archive"],
    ["Muted", "must be one of Active, Acknowledged"],
    ["active", "must be one of Active, Acknowledged"],
    [null, "must be one of Active, Acknowledged"],
  ])("refuses to update to %j", async (status, message) => {
    const { client, server } = found(statuses("Active"));
    for (const call of [
      () => client.anomalies.update(1, { status: status as "Active" }),
      () => client.anomalies.bulkUpdate([{ id: 1, status: status as "Active" }]),
    ]) {
      const error = await failure(call);
      expect(error).toBeInstanceOf(ValidationError);
      expect(String(error.field)).toMatch(/status$/);
      expect(error.message).toContain(message);
    }
    expect(server.requests).toEqual([]);
  });

  it.each([
    ["Active", "anomalies.update"],
    ["Muted", "must be one of Resolved, Invalid, Duplicate, Discarded"],
  ])("refuses to archive as %j", async (word, message) => {
    const { client, server } = found(statuses("Active"));
    const status = word as "Resolved";
    for (const call of [
      () => client.anomalies.delete(1, { status }),
      () => client.anomalies.archive(1, { status }),
      () => client.anomalies.bulkDelete([{ id: 1, status }]),
    ]) {
      const error = await failure(call);
      expect(error).toBeInstanceOf(ValidationError);
      expect(String(error.field)).toMatch(/status$/);
      expect(error.message).toContain(message);
    }
    expect(server.requests).toEqual([]);
  });

  it.each<[string, (client: World["client"]) => Promise<unknown>]>([
    ["anomaly", (client) => client.anomalies.get("seven")],
    ["anomaly", (client) => client.anomalies.get(0)],
    ["anomaly", (client) => client.anomalies.delete("")],
    ["", (client) => client.anomalies.update(1, {})],
    ["[0]", (client) => client.anomalies.bulkUpdate([{ id: 1 }])],
    ["[0].id", (client) => client.anomalies.bulkUpdate([{ id: "x", status: "Active" }])],
    ["", (client) => client.anomalies.bulkUpdate([])],
    ["", (client) => client.anomalies.bulkDelete([])],
    ["", (client) => client.anomalies.bulkDelete({ id: 1 } as never)],
    ["", (client) => client.anomalies.archive([])],
    ["[0].reason", (client) => client.anomalies.archive(1, { reason: "x" } as object)],
    ["status", (client) => client.anomalies.delete(1, { archive: false, status: "Invalid" })],
    ["[0].comment", (client) => client.anomalies.bulkDelete([{ id: 1, archive: false, comment: "why" }])],
    ["archive", (client) => client.anomalies.delete(1, { archive: "false" as never })],
    ["limit", (client) => client.anomalies.sourceRecord(1, { limit: 0 })],
  ])("refuses before anything is sent: %s", async (field, call) => {
    const { client, server } = found(statuses("Active"));
    const error = await failure(() => call(client));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({ field });
    expect(server.requests).toEqual([]);
  });

  it("is told by the server where it goes round the checks", async () => {
    const { client, server } = found(statuses("Active"));
    const sent = await failure(client.request("PUT", "/anomalies/1", { body: { status: "Resolved" } }));
    expect(sent).toBeInstanceOf(UnprocessableError);
    const listed = await failure(client.request("GET", "/anomalies", { query: { archived: true } }));
    expect(listed).toBeInstanceOf(UnprocessableError);
    expect(listed.message).toContain("archived");
    expect(server.state.anomalies[0]?.status).toBe("Active");
  });
});

describe("source records", () => {
  it("hides the values of masked fields", async () => {
    const { client, server } = sampleWorld();
    const field = server.state.fields.find(({ name }) => name === "customer");
    if (field !== undefined) field.status = "masked";
    await expect(client.anomalies.sourceRecord(1)).resolves.toMatchObject({ rows: [{ id: 7, customer: null }] });
    await expect(client.anomalies.sourceRecord(1, { includeMasked: true })).resolves.toMatchObject({
      rows: [{ customer: "nobody" }],
    });
  });

  it("are not found where none are kept", async () => {
    const { client } = found([{ records: null }]);
    await expect(client.anomalies.sourceRecord(1)).rejects.toThrow("has no source records");
    await expect(client.anomalies.sourceRecordCsv(1)).rejects.toBeInstanceOf(NotFoundError);
  });

  it("come as CSV that quotes what must be quoted", async () => {
    const { client } = found([
      {
        records: [
          { a: 'say "hi"', b: null },
          { a: "x,y", c: 1 },
        ],
      },
    ]);
    await expect(client.anomalies.sourceRecordCsv(1)).resolves.toBe('a,b,c\r\n"say ""hi""",,\r\n"x,y",,1\r\n');
    await expect(client.anomalies.sourceRecordCsv(1, { limit: 1 })).resolves.toBe('a,b\r\n"say ""hi""",\r\n');
  });

  it.each([
    ['[{"id":1},{"id":2}]', [{ id: 1 }, { id: 2 }]],
    ['{"id":1}', [{ id: 1 }]],
    ["[]", []],
    ["[1]", null],
    ["no JSON", null],
    ["", null],
    [null, null],
    [[{ id: 1 }], [{ id: 1 }]],
  ])("are read from %j", (source_record, rows) => {
    expect(anomalyRecordsModel.schema.parse({ source_record, created: null })).toMatchObject({
      rows,
      sourceRecord: source_record,
    });
  });

  it("keep the user's own names as they are", () => {
    const text = '[{"__proto__":{"a":1},"firstName":"Ada","last_name":null}]';
    const { rows } = anomalyRecordsModel.read({ source_record: text }) as { rows: object[] };
    expect(Object.keys(rows[0] ?? {})).toEqual(["__proto__", "firstName", "last_name"]);
  });
});
