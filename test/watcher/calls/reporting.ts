import { expect } from "vitest";
import type { World } from "../world.js";
import { pipeline, sample } from "./sample.js";

/** A run of yesterday, which the report shows. */
async function reported(world: World): Promise<void> {
  const pipelineId = await pipeline(world);
  const { id } = await world.client.executions.start({ pipelineId, startDate: "2026-01-04T10:00:00Z" });
  const endDate = "2026-01-04T10:05:00Z";
  await world.client.executions.end({ id, endDate, completedSuccessfully: true, totalRows: 300 });
  await world.client.reporting.refresh();
}

const diagnosis = (type: string) => (report: unknown) =>
  expect(report).toMatchObject({ status: "success", output: expect.any(String), type });

export const reportingCalls = [
  sample({
    method: "reporting.dailyPipelineMetrics",
    arrange: reported,
    call: ({ client }) =>
      client.reporting.dailyPipelineMetrics({
        pipelineName: " Shop Orders",
        pipelineTypeName: "EXTRACTION",
        days: 7,
        page: 1,
        pageSize: 10,
      }),
    query: { pipeline_name: "shop orders", pipeline_type_name: "extraction", days: "7", page: "1", page_size: "10" },
    gives: (page) =>
      expect(page).toMatchObject({
        total: 1,
        items: [{ dateRecorded: "2026-01-04", pipelineName: "shop orders", totalExecutions: 1, dailyTotalRows: 300 }],
      }),
  }),
  sample({
    method: "reporting.pipelineNames",
    arrange: reported,
    call: ({ client }) => client.reporting.pipelineNames({ pipelineTypeName: "Extraction" }),
    query: { pipeline_type_name: "extraction" },
    gives: (names) => expect(names).toEqual({ pipelineNames: ["shop orders"] }),
  }),
  sample({
    method: "reporting.pipelineTypeNames",
    arrange: reported,
    call: ({ client }) => client.reporting.pipelineTypeNames(),
    gives: (names) => expect(names).toEqual({ pipelineTypeNames: ["extraction"] }),
  }),
  sample({
    method: "reporting.refresh",
    call: ({ client }) => client.reporting.refresh(),
    gives: (result) => expect(result).toMatchObject({ status: "success" }),
  }),
  sample({
    method: "diagnostics.connectionPerformance",
    call: ({ client }) => client.diagnostics.connectionPerformance(),
    gives: diagnosis("connection_performance"),
  }),
  sample({
    method: "diagnostics.schemaHealth",
    call: ({ client }) => client.diagnostics.schemaHealth(),
    gives: diagnosis("schema_health"),
  }),
  sample({
    method: "diagnostics.performance",
    call: ({ client }) => client.diagnostics.performance(),
    gives: diagnosis("performance"),
  }),
  sample({
    method: "diagnostics.celery",
    call: ({ client }) => client.diagnostics.celery(),
    gives: diagnosis("celery"),
  }),
  sample({
    method: "diagnostics.redis",
    call: ({ client }) => client.diagnostics.redis(),
    gives: diagnosis("redis"),
  }),
  sample({
    method: "health.heartbeat",
    call: ({ client }) => client.health.heartbeat(),
    gives: (answer) => expect(answer).toEqual({ status: "ok" }),
  }),
  sample({
    method: "health.openapi",
    call: ({ client }) => client.health.openapi(),
    gives: (document) => expect(document).toMatchObject({ openapi: expect.any(String), paths: expect.any(Object) }),
  }),
];
