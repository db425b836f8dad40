import type { Operation } from "dqgate/qualytics";
import { expect } from "vitest";
import type { World } from "../world.js";
import { sample } from "./sample.js";

const scan = ({ client }: World): Promise<Operation> => client.operations.run({ type: "scan", datastoreId: 1 });

/** A scan that failed. */
const failed = async (world: World): Promise<Operation> => {
  world.server.planOperation({ result: "failure" });
  const { id } = await scan(world);
  await world.client.operations.waitForOperation(id).catch(() => undefined);
  return world.client.operations.get(id);
};

export const operationCalls = [
  sample({
    method: "operations.list",
    arrange: scan,
    call: ({ client }) =>
      client.operations.list({
        id: "1",
        operationType: "scan",
        finished: false,
        result: ["queued", "running"],
        createdDate: new Date("2026-01-05T23:00:00Z"),
        datastore: [1, "2"],
        container: 1,
        offset: -60,
        sortCreated: "desc",
        page: 1,
        size: 10,
      }),
    query: {
      id: "1",
      operation_type: "scan",
      finished: "false",
      result: ["queued", "running"],
      created_date: "2026-01-05",
      datastore: ["1", "2"],
      container: "1",
      offset: "-60",
      sort_created: "desc",
      page: "1",
      size: "10",
    },
    gives: (page) => expect(page).toMatchObject({ total: 1, items: [{ id: 1, type: "scan", state: "queued" }] }),
  }),
  sample({
    method: "operations.run",
    call: ({ client }) =>
      client.operations.run({
        type: "scan",
        datastoreId: "1",
        containerNames: ["orders"],
        incremental: true,
        greaterThanTime: new Date("2026-01-01T00:00:00Z"),
        maxRecordsAnalyzedPerPartition: -1,
        enrichmentSourceRecordLimit: 5,
        highCountRollupThreshold: 20,
        checkVariables: { since: "DATE '2026-01-01'" },
        autoResolvePassedAnomalies: false,
      }),
    body: {
      type: "scan",
      datastore_id: 1,
      container_names: ["orders"],
      incremental: true,
      greater_than_time: "2026-01-01T00:00:00.000Z",
      max_records_analyzed_per_partition: -1,
      enrichment_source_record_limit: 5,
      high_count_rollup_threshold: 20,
      check_variables: { since: "DATE '2026-01-01'" },
      auto_resolve_passed_anomalies: false,
    },
    gives: (run) =>
      expect(run).toMatchObject({
        id: 1,
        type: "scan",
        state: "queued",
        isTerminal: false,
        datastore: { id: 1, name: "shop", storeType: "jdbc", type: "postgresql" },
        containers: [{ id: 1, name: "orders" }],
        counters: { totalContainers: 1, containersAnalyzed: 0 },
        progress: { done: 0, total: 1, unit: "containers" },
      }),
  }),
  sample({
    method: "operations.get",
    arrange: scan,
    call: ({ client }, { id }) => client.operations.get(id),
    gives: (run) => expect(run).toMatchObject({ id: 1, createdAt: expect.any(Date), startedAt: null, endedAt: null }),
  }),
  sample({
    method: "operations.listContainers",
    arrange: failed,
    call: ({ client }, { id }) => client.operations.listContainers(String(id), { size: 100 }),
    query: { page: "1", size: "100" },
    gives: (page) =>
      expect(page).toMatchObject({
        total: 3,
        items: [
          {
            container: { id: 1, name: "orders" },
            result: "success",
            recordsProcessed: 1000,
            startedAt: expect.any(Date),
          },
          { container: { id: 2 }, result: "success" },
          { container: { id: 3, containerType: "computed_table" }, result: "aborted", endedAt: null },
        ],
      }),
  }),
  sample({
    method: "operations.abort",
    arrange: scan,
    call: ({ client }, { id }) => client.operations.abort(id),
    gives: (run) => expect(run).toMatchObject({ state: "aborted", isTerminal: true, abortedBy: "ada@example.com" }),
  }),
  sample({
    method: "operations.resume",
    arrange: failed,
    call: ({ client }, run) => client.operations.resume(run, { forceAbort: false }),
    query: { force_abort: "false" },
    gives: (run) => expect(run).toMatchObject({ id: 1, state: "running", endedAt: null }),
  }),
  sample({
    method: "operations.rerun",
    arrange: failed,
    call: ({ client }, run) => client.operations.rerun(run),
    gives: (run) => expect(run).toMatchObject({ id: 2, state: "queued" }),
  }),
  sample({
    method: "operations.delete",
    arrange: failed,
    call: ({ client }, { id }) => client.operations.delete(id),
    gives: (nothing) => expect(nothing).toBeUndefined(),
  }),
];
