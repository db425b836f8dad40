import { expect } from "vitest";
import { pipeline, run, sample } from "./sample.js";

const PIPELINE_BODY = {
  name: " Shop Orders ",
  pipelineTypeName: "Extraction",
  nextWatermark: new Date("2026-01-05T00:00:00Z"),
  pipelineMetadata: { Description: "Daily", nested: { snake_case: 1, camelCase: null } },
  freshnessNumber: 24,
  freshnessDatepart: "hour",
  timelinessNumber: null,
  timelinessDatepart: null,
} as const;

export const pipelineCalls = [
  sample({
    method: "pipelines.createOrGet",
    call: ({ client }) => client.pipelines.createOrGet(PIPELINE_BODY),
    body: {
      name: " Shop Orders ",
      pipeline_type_name: "Extraction",
      next_watermark: "2026-01-05T00:00:00.000Z",
      pipeline_metadata: { Description: "Daily", nested: { snake_case: 1, camelCase: null } },
      freshness_number: 24,
      freshness_datepart: "hour",
      timeliness_number: null,
      timeliness_datepart: null,
    },
    gives: (made) =>
      expect(made).toEqual({ id: expect.any(Number), active: true, loadLineage: true, watermark: null, created: true }),
  }),
  sample({
    method: "pipelines.list",
    arrange: pipeline,
    call: ({ client }) => client.pipelines.list().toArray(),
    gives: (all) => expect(all).toContainEqual(expect.objectContaining({ name: "shop orders" })),
  }),
  sample({
    method: "pipelines.get",
    arrange: pipeline,
    call: ({ client }, id) => client.pipelines.get(String(id)),
    gives: (one) =>
      expect(one).toMatchObject({ name: "shop orders", muteFreshnessCheck: false, createdAt: expect.any(Date) }),
  }),
  sample({
    method: "pipelines.update",
    arrange: pipeline,
    call: ({ client }, id) =>
      client.pipelines.update({
        id: String(id),
        name: "Orders",
        watermark: 7,
        nextWatermark: null,
        freshnessNumber: 3,
        muteFreshnessCheck: true,
        muteTimelinessCheck: false,
        loadLineage: true,
        active: false,
        pipelineMetadata: null,
      }),
    body: {
      id: expect.any(Number),
      name: "Orders",
      watermark: 7,
      next_watermark: null,
      freshness_number: 3,
      mute_freshness_check: true,
      mute_timeliness_check: false,
      load_lineage: true,
      active: false,
      pipeline_metadata: null,
    },
    gives: (changed) =>
      expect(changed).toMatchObject({
        name: "orders",
        watermark: "7",
        freshnessNumber: 3,
        freshnessDatepart: null,
        active: false,
        updatedAt: expect.any(Date),
      }),
  }),
  sample({
    method: "pipelineTypes.createOrGet",
    call: ({ client }) =>
      client.pipelineTypes.createOrGet({
        name: "Reverse ETL",
        freshnessNumber: 1,
        freshnessDatepart: "DAY",
        muteTimelinessCheck: true,
      }),
    body: { name: "Reverse ETL", freshness_number: 1, freshness_datepart: "DAY", mute_timeliness_check: true },
    gives: (made) => expect(made).toEqual({ id: expect.any(Number), created: true }),
  }),
  sample({
    method: "pipelineTypes.list",
    arrange: pipeline,
    call: ({ client }) => client.pipelineTypes.list().toArray(),
    gives: (all) => expect(all).toContainEqual(expect.objectContaining({ name: "extraction", freshnessNumber: null })),
  }),
  sample({
    method: "pipelineTypes.get",
    arrange: async ({ client }) => (await client.pipelineTypes.createOrGet({ name: "Load" })).id,
    call: ({ client }, id) => client.pipelineTypes.get(id),
    gives: (one) => expect(one).toMatchObject({ name: "load", muteTimelinessCheck: false, updatedAt: null }),
  }),
  sample({
    method: "pipelineTypes.update",
    arrange: ({ client }) => client.pipelineTypes.createOrGet({ name: "Load" }),
    call: ({ client }) =>
      client.pipelineTypes.update({
        name: "load",
        timelinessNumber: 2,
        timelinessDatepart: "week",
        muteFreshnessCheck: true,
      }),
    body: { name: "load", timeliness_number: 2, timeliness_datepart: "week", mute_freshness_check: true },
    gives: (changed) =>
      expect(changed).toMatchObject({ timelinessNumber: 2, timelinessDatepart: "week", muteFreshnessCheck: true }),
  }),
  sample({
    method: "executions.start",
    arrange: pipeline,
    call: ({ client }, id) =>
      client.executions.start({ pipelineId: id, startDate: "2026-01-05T11:00:00Z", watermark: "A ", nextWatermark: 9 }),
    body: {
      pipeline_id: expect.any(Number),
      start_date: "2026-01-05T11:00:00Z",
      watermark: "A ",
      next_watermark: 9,
    },
    gives: (started) => expect(started).toEqual({ id: expect.any(Number) }),
  }),
  sample({
    method: "executions.end",
    arrange: run,
    call: ({ client }, { id }) =>
      client.executions.end({
        id,
        endDate: new Date("2026-01-05T11:10:00Z"),
        completedSuccessfully: true,
        updates: 5,
        softDeletes: 0,
        executionMetadata: { Partition: "x" },
      }),
    body: {
      id: expect.any(Number),
      end_date: "2026-01-05T11:10:00.000Z",
      completed_successfully: true,
      updates: 5,
      soft_deletes: 0,
      execution_metadata: { Partition: "x" },
    },
    gives: (nothing) => expect(nothing).toBeUndefined(),
  }),
  sample({
    method: "executions.get",
    arrange: run,
    call: ({ client }, { id }) => client.executions.get(id),
    gives: (one) =>
      expect(one).toMatchObject({ durationSeconds: 300, inserts: 10, throughput: 0.0333, childExecutions: [] }),
  }),
  sample({
    method: "operations.get",
    arrange: run,
    call: ({ client }, { id }) => client.operations.get(id),
    gives: (one) =>
      expect(one).toMatchObject({ type: "pipeline_execution", state: "succeeded", isTerminal: true, totalRows: 10 }),
  }),
];
