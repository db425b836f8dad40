import type { Schedule } from "dqgate/qualytics";
import { expect } from "vitest";
import type { World } from "../world.js";
import { sample } from "./sample.js";

/** A scan of orders at six on weekdays. */
const scheduled = ({ client }: World): Promise<Schedule> =>
  client.schedules.create({
    type: "scan",
    datastoreId: 1,
    containerNames: ["orders"],
    crontab: "0 6 * * 1-5",
    name: "weekdays",
  });

const nothing = (result: unknown): void => expect(result).toBeUndefined();

export const schedulesCalls = [
  sample({
    method: "schedules.list",
    arrange: scheduled,
    call: ({ client }) => client.schedules.list({ page: 1, size: 10 }),
    query: { page: "1", size: "10" },
    gives: (page) => expect(page).toMatchObject({ total: 1, items: [{ id: 1, name: "weekdays" }] }),
  }),
  sample({
    method: "schedules.create",
    call: ({ client }) =>
      client.schedules.create({
        type: "profile",
        datastoreId: "1",
        containerTags: ["gold"],
        inferAsDraft: true,
        crontab: "*/15 0-6,22 * * mon",
        name: "gold",
        deactivated: true,
        triggerType: "operation",
      }),
    body: {
      type: "profile",
      datastore_id: 1,
      container_tags: ["gold"],
      infer_as_draft: true,
      crontab: "*/15 0-6,22 * * mon",
      name: "gold",
      deactivated: true,
      trigger_type: "operation",
    },
    gives: (schedule) =>
      expect(schedule).toMatchObject({
        id: 1,
        createdAt: new Date("2026-01-05T12:00:00Z"),
        type: "profile",
        triggerType: "operation",
        deactivated: true,
        crontab: "*/15 0-6,22 * * mon",
        datastore: { id: 1, name: "shop" },
        containerTags: ["gold"],
        infer_as_draft: true,
      }),
  }),
  sample({
    method: "schedules.get",
    arrange: scheduled,
    call: ({ client }, { id }) => client.schedules.get(String(id)),
    gives: (schedule) =>
      expect(schedule).toMatchObject({ id: 1, type: "scan", deactivated: false, containerNames: ["orders"] }),
  }),
  sample({
    method: "schedules.update",
    arrange: scheduled,
    call: ({ client }, { id }) =>
      client.schedules.update(id, { type: "scan", incremental: true, crontab: "30 7 * * *", name: "daily" }),
    body: { type: "scan", incremental: true, crontab: "30 7 * * *", name: "daily" },
    gives: (schedule) =>
      expect(schedule).toMatchObject({
        id: 1,
        name: "daily",
        crontab: "30 7 * * *",
        datastore: { id: 1 },
        containerNames: [],
        incremental: true,
      }),
  }),
  sample({
    method: "schedules.delete",
    arrange: scheduled,
    call: ({ client }, { id }) => client.schedules.delete(id),
    gives: nothing,
  }),
  sample({
    method: "schedules.setDeactivated",
    arrange: scheduled,
    call: ({ client }, { id }) => client.schedules.setDeactivated(id, true),
    body: { deactivated: true },
    gives: (schedule) => expect(schedule).toMatchObject({ id: 1, deactivated: true, crontab: "0 6 * * 1-5" }),
  }),
  sample({
    method: "jobs.status",
    arrange: ({ client }) => client.operations.run({ type: "scan", datastoreId: 1 }),
    call: ({ client }, { id }) => client.jobs.status(id),
    gives: (job) =>
      expect(job).toEqual({
        jobId: 1,
        state: "queued",
        status: "queued",
        progress: 0,
        error: null,
        createdAt: new Date("2026-01-05T12:00:00Z"),
        completedAt: null,
        operation: expect.objectContaining({ id: 1, type: "scan" }),
      }),
  }),
  sample({
    method: "exports.checkTemplates",
    call: ({ client }) => client.exports.checkTemplates({ enrichmentDatastoreId: 2 }),
    query: { enrich_datastore_id: "2" },
    gives: nothing,
  }),
  sample({
    method: "exports.anomalies",
    call: ({ client }) => client.exports.anomalies({ datastore: "1", containers: [1, "2"] }),
    query: { datastore: "1", containers: ["1", "2"] },
    gives: nothing,
  }),
  sample({
    method: "exports.checks",
    call: ({ client }) => client.exports.checks({ datastore: 1, containers: 1 }),
    query: { datastore: "1", containers: "1" },
    gives: nothing,
  }),
  sample({
    method: "exports.fieldProfiles",
    call: ({ client }) => client.exports.fieldProfiles({ datastore: 1 }),
    query: { datastore: "1" },
    gives: nothing,
  }),
  sample({
    method: "search.byName",
    call: ({ client }) => client.search.byName("Customer"),
    query: { name: "Customer" },
    gives: (page) =>
      expect(page).toMatchObject({
        total: 2,
        items: [
          { objectType: "container", id: 2, name: "customers", datastore: { name: "shop" }, container: null },
          { objectType: "field", id: 2, name: "customer", container: { name: "orders" } },
        ],
      }),
  }),
  sample({
    method: "insights.get",
    arrange: ({ server }) => server.failNext({ kind: "json", body: { quality_score: [{ date: "2026-01-05" }] } }),
    call: ({ client }) =>
      client.insights.get({ reportDate: "2026-01-05", timeframe: "week", offset: -60, datastore: [1, 2], tag: "gold" }),
    query: { report_date: "2026-01-05", timeframe: "week", offset: "-60", datastore: ["1", "2"], tag: "gold" },
    gives: (report) => expect(report).toEqual({ quality_score: [{ date: "2026-01-05" }] }),
  }),
  sample({
    method: "activity.list",
    arrange: ({ server }) =>
      server.failNext({
        kind: "json",
        body: {
          items: [{ transaction: { id: 9 }, verb: "created", object_type: "datastore", object_id: 1 }],
          total: 1,
          page: 1,
          size: 20,
          pages: 1,
        },
      }),
    call: ({ client }) =>
      client.activity.list({
        users: [1, 2],
        startDate: "2026-01-01",
        endDate: new Date("2026-01-05T08:00:00Z"),
        size: 20,
      }),
    query: { users: ["1", "2"], start_date: "2026-01-01", end_date: "2026-01-05", page: "1", size: "20" },
    gives: (page) =>
      expect(page).toMatchObject({
        total: 1,
        items: [{ transaction: { id: 9 }, verb: "created", objectType: "datastore", objectId: 1 }],
      }),
  }),
  sample({ method: "system.health", call: ({ client }) => client.system.health(), gives: nothing }),
  sample({
    method: "system.status",
    call: ({ client }) => client.system.status(),
    gives: (status) => expect(status).toEqual({ databaseConnection: "OK", rabbitmqConnection: "OK" }),
  }),
  sample({
    method: "system.openapi",
    call: ({ client }) => client.system.openapi(),
    gives: (document) =>
      expect(document).toMatchObject({
        openapi: "3.1.0",
        paths: { "/api/operations/run": { post: expect.any(Object) }, "/api/health": { get: expect.any(Object) } },
      }),
  }),
  sample({
    method: "system.licenseExpiration",
    call: ({ client }) => client.system.licenseExpiration(),
    gives: (answer) => expect(answer).toEqual({ expiration: "2030-01-01T00:00:00.000000Z" }),
  }),
];
