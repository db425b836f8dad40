import type { Container } from "dqgate/qualytics";
import { expect } from "vitest";
import type { World } from "../world.js";
import { type CallSample, sample } from "./sample.js";

/** Runs an operation to its end, and gives its id. */
const ran = async ({ client }: World, type: "profile" | "scan"): Promise<number> => {
  const { id } = await client.operations.run({ type, datastoreId: 1 });
  await client.operations.waitForOperation(id);
  return id;
};
const profiled = (world: World): Promise<number> => ran(world, "profile");
const scanned = async (world: World): Promise<number> => {
  for (const anomaly of world.server.state.anomalies) anomaly.status = "Resolved";
  return ran(world, "scan");
};

const READ: readonly CallSample[] = [
  sample({
    method: "containers.list",
    arrange: scanned,
    call: ({ client }, operation) =>
      client.containers.list({
        id: [1, "2"],
        datastore: 1,
        operation,
        name: "order",
        search: "ORDER",
        tag: ["gold", "silver"],
        containerType: ["table", "file"],
        archived: "include",
        sortActiveChecks: "desc",
        sortName: "asc",
        page: 1,
        size: 10,
      }),
    query: {
      id: ["1", "2"],
      datastore: "1",
      operation: "1",
      name: "order",
      search: "ORDER",
      tag: ["gold", "silver"],
      container_type: ["table", "file"],
      archived: "include",
      sort_active_checks: "desc",
      sort_name: "asc",
      page: "1",
      size: "10",
    },
    gives: (page) =>
      expect(page).toMatchObject({
        total: 1,
        items: [{ id: 1, kind: "table", name: "orders", metrics: { lastScanned: expect.any(Date), failingChecks: 1 } }],
      }),
  }),
  sample({
    method: "containers.get",
    arrange: profiled,
    call: ({ client }) => client.containers.get("1"),
    gives: (container) =>
      expect(container).toMatchObject({
        id: 1,
        kind: "table",
        containerType: "table",
        tableType: "table",
        name: "orders",
        datastore: { id: 1, name: "shop", type: "postgresql" },
        tags: [{ name: "gold" }],
        metrics: {
          records: 1000,
          fields: 2,
          completeness: 1,
          activeChecks: 2,
          activeAnomalies: 1,
          lastProfiled: expect.any(Date),
        },
        latestObservabilityMeasurement: { rowCount: 1000, lastModificationTime: expect.any(Date) },
        computedFields: [],
        deletedAt: null,
      }),
  }),
  sample({
    method: "containers.listing",
    call: ({ client }) => client.containers.listing({ datastore: "1" }),
    query: { datastore: "1" },
    gives: (page) =>
      expect(page).toMatchObject({
        total: 3,
        items: [
          { id: 1, name: "orders", kind: "table", wasProfiled: false, datastore: { name: "shop" } },
          { id: 2 },
          { id: 3, kind: "computed_table", deletedAt: null },
        ],
      }),
  }),
  sample({
    method: "containers.fields",
    call: ({ client }) => client.containers.fields(1, { status: ["active", "masked"] }),
    query: { status: ["active", "masked"] },
    gives: (page) => expect(page).toMatchObject({ items: [{ name: "id", type: "Integral" }, { name: "customer" }] }),
  }),
  sample({
    method: "containers.fieldProfiles",
    arrange: profiled,
    call: ({ client }) =>
      client.containers.fieldProfiles(1, {
        name: "i",
        type: ["Integral", "String"],
        status: "active",
        containerProfile: 1000,
        sortCompleteness: "desc",
        size: 10,
      }),
    query: {
      name: "i",
      type: ["Integral", "String"],
      status: "active",
      container_profile: "1000",
      sort_completeness: "desc",
      page: "1",
      size: "10",
    },
    gives: (page) =>
      expect(page).toMatchObject({ total: 1, items: [{ name: "id", completeness: 1, container: { name: "orders" } }] }),
  }),
  sample({
    method: "containers.fieldProfile",
    arrange: profiled,
    call: ({ client }) => client.containers.fieldProfile(1, "customer"),
    gives: (profile) => expect(profile).toMatchObject({ name: "customer", approximateDistinctValues: 1000 }),
  }),
  sample({
    method: "containers.latestProfile",
    arrange: profiled,
    call: ({ client }) => client.containers.latestProfile(2),
    gives: (profile) =>
      expect(profile).toMatchObject({
        id: 1001,
        operationId: 1,
        container: { name: "customers" },
        recordsProcessed: 100,
        fieldProfilesCount: 1,
        result: "success",
      }),
  }),
  sample({
    method: "containers.latestScan",
    arrange: scanned,
    call: ({ client }) => client.containers.latestScan(1),
    gives: (scan) =>
      expect(scan).toMatchObject({
        id: 1000,
        operationId: 1,
        recordsProcessed: 1000,
        anomalyCount: 1,
        openAnomalyCount: 1,
        endedAt: expect.any(Date),
      }),
  }),
  sample({
    method: "containers.sourceRecords",
    arrange: ({ server }) => {
      const [orders] = server.state.containers;
      if (orders !== undefined) orders.records = [{ id: 2 }, { id: 1 }, { id: 3, customer: "ada" }];
    },
    call: ({ client }) =>
      client.containers.sourceRecords(1, {
        filter: "customer = 'ada'",
        sortColumns: ["customer", "id"],
        includeMasked: false,
      }),
    query: { filter: "customer = 'ada'", sort_columns: ["customer", "id"], include_masked: "false" },
    gives: (records) => expect(records).toMatchObject({ rows: [{ id: 3, customer: "ada" }] }),
  }),
  sample({
    method: "assets.list",
    call: ({ client }) => client.assets.list({ search: "order", limit: 20, datastore: 1, tag: "gold" }),
    query: { search: "order", size: "20", page: "1", datastore: "1", tag: "gold" },
    gives: (page) =>
      expect(page).toMatchObject({
        total: 1,
        items: [{ id: 1, qualifiedName: "shop.orders", assetType: "table", source: "postgresql", rowCount: 1000 }],
      }),
  }),
  sample({
    method: "assets.get",
    call: ({ client }) => client.assets.get("3"),
    gives: (asset) =>
      expect(asset).toMatchObject({
        id: 3,
        qualifiedName: "shop.recent orders",
        assetType: "view",
        container: { kind: "computed_table" },
      }),
  }),
];

const WRITE: readonly CallSample[] = [
  sample({
    method: "containers.create",
    call: ({ client }) =>
      client.containers.create({
        containerType: "computed_table",
        datastoreId: "1",
        name: "big orders",
        query: "SELECT id, total * 2 AS twice FROM orders",
        description: "those that count",
        additionalMetadata: { madeBy: "us" },
      }),
    body: {
      container_type: "computed_table",
      datastore_id: 1,
      name: "big orders",
      query: "SELECT id, total * 2 AS twice FROM orders",
      description: "those that count",
      additional_metadata: { madeBy: "us" },
    },
    gives: (made) =>
      expect(made).toMatchObject({
        id: 4,
        kind: "computed_table",
        name: "big orders",
        description: "those that count",
        additionalMetadata: { madeBy: "us" },
      }),
  }),
  sample({
    method: "containers.bulkUpdate",
    call: ({ client }) =>
      client.containers.bulkUpdate([
        { id: "1", tags: ["gold", "late"], description: "orders of the shop" },
        { id: 2, displayName: "Customers" },
      ]),
    body: [
      { id: 1, tags: ["gold", "late"], description: "orders of the shop" },
      { id: 2, display_name: "Customers" },
    ],
    gives: (containers) =>
      expect(containers).toMatchObject([
        { id: 1, tags: [{ name: "gold" }, { name: "late" }], description: "orders of the shop" },
        { id: 2, displayName: "Customers" },
      ]),
  }),
  sample({
    method: "containers.bulkDelete",
    call: ({ client }) => client.containers.bulkDelete([2, "3"]),
    body: [2, 3],
    gives: (nothing) => expect(nothing).toBeUndefined(),
  }),
  sample<Container>({
    method: "containers.update",
    arrange: ({ client }) => client.containers.get(1),
    call: ({ client }, container) => client.containers.update(container, { partitionField: "day" }),
    body: { container_type: "table", partition_field: "day", tags: ["gold"] },
    gives: (container) => expect(container).toMatchObject({ partitionField: "day", tags: [{ name: "gold" }] }),
  }),
  sample({
    method: "containers.delete",
    call: ({ client }) => client.containers.delete(3),
    gives: (nothing) => expect(nothing).toBeUndefined(),
  }),
  sample({
    method: "containers.validate",
    call: ({ client }) =>
      client.containers.validate(
        { containerType: "computed_table", datastoreId: 1, query: "SELECT 1" },
        { timeoutSeconds: 5 },
      ),
    query: { timeout_seconds: "5" },
    body: {
      container: { container_type: "computed_table", datastore_id: 1, name: "validation_test", query: "SELECT 1" },
    },
    gives: (verdict) => expect(verdict).toEqual({ valid: true, message: null }),
  }),
  sample({
    method: "containers.externalScan",
    call: ({ client }) => client.containers.externalScan("1", { name: "orders.csv", records: [{ id: 1 }] }),
    body: { name: "orders.csv", records: '[{"id":1}]' },
    gives: (run) => expect(run).toMatchObject({ id: 1, type: "external_scan", state: "queued" }),
  }),
  sample({
    method: "containers.setFavorite",
    call: ({ client }) => client.containers.setFavorite(1, true),
    body: { favorite: true },
    gives: (container) => expect(container).toMatchObject({ id: 1, favorite: true }),
  }),
];

const WORK: readonly CallSample[] = [
  sample({
    method: "containerProfiles.list",
    arrange: profiled,
    call: ({ client }) => client.containerProfiles.list({ page: 2, size: 2 }),
    query: { page: "2", size: "2" },
    gives: (page) => expect(page).toMatchObject({ total: 3, items: [{ id: 1002, container: { id: 3 } }] }),
  }),
  sample({
    method: "containerProfiles.get",
    arrange: profiled,
    call: ({ client }) => client.containerProfiles.get(1000),
    gives: (profile) => expect(profile).toMatchObject({ id: 1000, checksSynchronized: 2, recordsCount: 1000 }),
  }),
  sample({
    method: "containerProfiles.fieldProfiles",
    arrange: profiled,
    call: ({ client }) => client.containerProfiles.fieldProfiles("1000"),
    query: { page: "1", size: "50" },
    gives: (page) => expect(page).toMatchObject({ total: 2, items: [{ name: "id" }, { name: "customer" }] }),
  }),
  sample({
    method: "containerScans.list",
    arrange: scanned,
    call: ({ client }) => client.containerScans.list({ size: 1 }),
    query: { page: "1", size: "1" },
    gives: (page) => expect(page).toMatchObject({ total: 3, items: [{ id: 1000, container: { name: "orders" } }] }),
  }),
  sample({
    method: "containerScans.get",
    arrange: scanned,
    call: ({ client }) => client.containerScans.get("1001"),
    gives: (scan) => expect(scan).toMatchObject({ id: 1001, container: { id: 2 }, anomalyCount: 0 }),
  }),
  sample({
    method: "containerScans.anomalies",
    arrange: scanned,
    call: ({ client }) => client.containerScans.anomalies(1000, { page: 1 }),
    query: { page: "1", size: "50" },
    gives: (page) => expect(page).toMatchObject({ total: 1, items: [{ id: 2, asset: 1, isOpen: true }] }),
  }),
];

export const containersCalls: readonly CallSample[] = [...READ, ...WRITE, ...WORK];
