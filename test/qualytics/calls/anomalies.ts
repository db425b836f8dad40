import { expect } from "vitest";
import type { World } from "../world.js";
import { type CallSample, sample } from "./sample.js";

const UUID = "00000000-0000-4000-8000-000000000001";

/** A comment on the anomaly. */
const said = ({ client }: World): Promise<{ id: number }> =>
  client.comments.create({ anomalyId: 1, message: "they left in May" });

/** What the next request is answered with. */
const answered =
  (body: unknown) =>
  ({ server }: World): void =>
    server.failNext({ kind: "json", body });

const anomalyCalls = [
  sample({
    method: "anomalies.list",
    call: ({ client }) =>
      client.anomalies.list({
        asset: "1",
        id: [1, UUID],
        search: "exist",
        message: "customers",
        status: ["Active", "resolved"],
        anomalyType: "record",
        datastore: 1,
        qualityCheck: [2, "3"],
        operation: [7],
        field: 2,
        fieldProfile: 3,
        template: 4,
        containerScan: 5,
        partitionScan: 6,
        resolvedByContainerScan: 7,
        resolvedByOperation: 8,
        ruleType: ["existsIn", "notExistsIn"],
        tag: "gold",
        assignee: [1, 2],
        relatedToId: "9",
        sourceEnriched: true,
        segment: "EU",
        createdDate: "2026-01-05",
        startDate: new Date("2026-01-01T23:00:00Z"),
        endDate: "2026-01-31",
        timeframe: 30,
        sortId: "asc",
        sortCreated: "desc",
        sortWeight: "asc",
        sortAnomalousRecordsCount: "desc",
        page: 1,
        size: 10,
      }),
    query: {
      container: "1",
      id: ["1", UUID],
      search: "exist",
      message: "customers",
      status: ["Active", "Resolved"],
      archived: "include",
      anomaly_type: "record",
      datastore: "1",
      quality_check: ["2", "3"],
      operation: "7",
      field: "2",
      field_profile: "3",
      template: "4",
      container_scan: "5",
      partition_scan: "6",
      resolved_by_container_scan: "7",
      resolved_by_operation: "8",
      rule_type: ["existsIn", "notExistsIn"],
      tag: "gold",
      assignee: ["1", "2"],
      related_to_id: "9",
      source_enriched: "true",
      segment: "EU",
      created_date: "2026-01-05",
      start_date: "2026-01-01",
      end_date: "2026-01-31",
      timeframe: "30",
      sort_id: "asc",
      sort_created: "desc",
      sort_weight: "asc",
      sort_anomalous_records_count: "desc",
      page: "1",
      size: "10",
    },
    gives: (page) => expect(page).toMatchObject({ total: 0, items: [] }),
  }),
  sample({
    method: "anomalies.get",
    call: ({ client }) => client.anomalies.get(UUID),
    gives: (anomaly) =>
      expect(anomaly).toMatchObject({
        id: 1,
        uuid: UUID,
        asset: 1,
        status: "Active",
        isOpen: true,
        severity: null,
        kind: "record",
        message: "3 customers do not exist",
        detectedAt: expect.any(Date),
        fingerprint: "7919",
        datastore: { id: 1, name: "shop" },
        container: { id: 1, name: "orders", tableType: "table" },
        operation: null,
        failedChecks: [{ qualityCheck: { id: 2, ruleType: "existsIn" }, parameters: { ref_container_id: 2 } }],
      }),
  }),
  sample({
    method: "anomalies.update",
    call: ({ client }) =>
      client.anomalies.update("1", {
        status: "Acknowledged",
        description: "known",
        tags: ["gold"],
        assigneeIds: ["5"],
      }),
    body: { status: "Acknowledged", description: "known", tags: ["gold"], assignee_ids: [5] },
    gives: (anomaly) =>
      expect(anomaly).toMatchObject({
        id: 1,
        status: "Acknowledged",
        isOpen: true,
        description: "known",
        tags: [{ name: "gold" }],
      }),
  }),
  sample({
    method: "anomalies.bulkUpdate",
    call: ({ client }) => client.anomalies.bulkUpdate([{ id: UUID, status: "Acknowledged", tags: [] }]),
    body: [{ id: UUID, status: "Acknowledged", tags: [] }],
    gives: (nothing) => expect(nothing).toBeUndefined(),
  }),
  sample({
    method: "anomalies.delete",
    call: ({ client }) => client.anomalies.delete(1, { status: "Duplicate" }),
    query: { archive: "true", status: "Duplicate" },
    gives: (nothing) => expect(nothing).toBeUndefined(),
  }),
  sample({
    method: "anomalies.bulkDelete",
    arrange: ({ server }) => server.addDatastore({ name: "x", containers: [{ name: "y", anomalies: [{}] }] }),
    call: ({ client }) =>
      client.anomalies.bulkDelete([
        { id: "1", status: "Invalid", comment: "a test", mentionedUserIds: [3] },
        { id: 2, archive: false },
      ]),
    body: [
      { id: 1, archive: true, status: "Invalid", comment: "a test", mentioned_user_ids: [3] },
      { id: 2, archive: false },
    ],
    gives: (nothing) => expect(nothing).toBeUndefined(),
  }),
  sample({
    method: "anomalies.sourceRecord",
    call: ({ client }) => client.anomalies.sourceRecord(1, { limit: 5, includeMasked: true, includeDeleted: false }),
    query: { limit: "5", include_masked: "true", include_deleted: "false" },
    gives: (records) =>
      expect(records).toEqual({
        createdAt: expect.any(Date),
        rows: [{ id: 7, customer: "nobody" }],
        sourceRecord: '[{"id":7,"customer":"nobody"}]',
      }),
  }),
  sample({
    method: "anomalies.sourceRecordCsv",
    call: ({ client }) => client.anomalies.sourceRecordCsv(UUID, { limit: 1 }),
    query: { limit: "1" },
    gives: (csv) => expect(csv).toBe("id,customer\r\n7,nobody\r\n"),
  }),
];

const commentCalls = [
  sample({
    method: "comments.list",
    arrange: said,
    call: ({ client }) => client.comments.list({ anomaly: [1, UUID], size: 5 }),
    query: { anomaly: ["1", UUID], page: "1", size: "5" },
    gives: (page) =>
      expect(page).toMatchObject({
        total: 1,
        items: [{ id: 1, message: "they left in May", createdAt: expect.any(Date), externalSource: null }],
      }),
  }),
  sample({
    method: "comments.create",
    call: ({ client }) => client.comments.create({ anomalyId: UUID, message: "why?", mentionedUserIds: ["3"] }),
    body: { anomaly_id: UUID, message: "why?", mentioned_user_ids: [3] },
    gives: (comment) => expect(comment).toMatchObject({ id: 1, message: "why?", mentionedUserIds: [3] }),
  }),
  sample({
    method: "comments.get",
    arrange: said,
    call: ({ client }, { id }) => client.comments.get(id),
    gives: (comment) => expect(comment).toMatchObject({ id: 1, message: "they left in May" }),
  }),
  sample({
    method: "comments.update",
    arrange: said,
    call: ({ client }, { id }) => client.comments.update(id, { message: "they left in June" }),
    body: { message: "they left in June" },
    gives: (comment) => expect(comment).toMatchObject({ id: 1, message: "they left in June" }),
  }),
  sample({
    method: "comments.delete",
    arrange: said,
    call: ({ client }, { id }) => client.comments.delete(id),
    gives: (nothing) => expect(nothing).toBeUndefined(),
  }),
];

const told = { id: 4, created: "2026-01-05T10:00:00.000000Z", subject: "a scan ended" };

// The sources do not tell the fields of a notification, so that the emulator has none.
const notificationCalls = [
  sample({
    method: "userNotifications.list",
    arrange: answered({ items: [told], total: 1, page: 1, size: 10, pages: 1 }),
    call: ({ client }) => client.userNotifications.list({ size: 10 }),
    query: { page: "1", size: "10" },
    gives: (page) => expect(page).toMatchObject({ total: 1, items: [{ id: 4, subject: "a scan ended" }] }),
  }),
  sample({
    method: "userNotifications.get",
    arrange: answered(told),
    call: ({ client }) => client.userNotifications.get("4"),
    gives: (one) => expect(one).toMatchObject({ id: 4, createdAt: new Date("2026-01-05T10:00:00Z") }),
  }),
  sample({
    method: "userNotifications.acknowledgeAll",
    arrange: answered(null),
    call: ({ client }) => client.userNotifications.acknowledgeAll(),
    gives: (nothing) => expect(nothing).toBeUndefined(),
  }),
  sample({
    method: "userNotifications.acknowledge",
    arrange: answered(null),
    call: ({ client }) => client.userNotifications.acknowledge(4),
    gives: (nothing) => expect(nothing).toBeUndefined(),
  }),
];

export const anomaliesCalls: readonly CallSample[] = [...anomalyCalls, ...commentCalls, ...notificationCalls];
