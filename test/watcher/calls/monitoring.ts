import { expect } from "vitest";
import { pipeline, run, sample } from "./sample.js";

const COUNTS = {
  totalPipelineExecutionsDeleted: expect.any(Number),
  totalTimelinessPipelineExecutionLogsDeleted: expect.any(Number),
  totalAnomalyDetectionResultsDeleted: expect.any(Number),
  totalPipelineExecutionClosureParentDeleted: expect.any(Number),
  totalPipelineExecutionClosureChildDeleted: expect.any(Number),
  totalFreshnessPipelineLogsDeleted: expect.any(Number),
};

const rule = async (world: Parameters<typeof pipeline>[0]): Promise<number> => {
  const pipelineId = await pipeline(world);
  return (await world.client.anomalyRules.createOrGet({ pipelineId, metricField: "total_rows" })).id;
};

export const monitoringCalls = [
  sample({
    method: "anomalyRules.createOrGet",
    arrange: pipeline,
    call: ({ client }, pipelineId) =>
      client.anomalyRules.createOrGet({
        pipelineId: String(pipelineId),
        metricField: "INSERTS",
        zThreshold: 2.5,
        lookbackDays: 365,
        minimumExecutions: 5,
        active: false,
      }),
    body: {
      pipeline_id: expect.any(Number),
      metric_field: "INSERTS",
      z_threshold: 2.5,
      lookback_days: 365,
      minimum_executions: 5,
      active: false,
    },
    gives: (one) => expect(one).toEqual({ id: expect.any(Number), created: true }),
  }),
  sample({
    method: "anomalyRules.list",
    arrange: rule,
    call: ({ client }) => client.anomalyRules.list().toArray(),
    gives: (all) => expect(all).toContainEqual(expect.objectContaining({ metricField: "total_rows", zThreshold: 3 })),
  }),
  sample({
    method: "anomalyRules.get",
    arrange: rule,
    call: ({ client }, id) => client.anomalyRules.get(id),
    gives: (one) => expect(one).toMatchObject({ zThreshold: 3, lookbackDays: 30, minimumExecutions: 30, active: true }),
  }),
  sample({
    method: "anomalyRules.update",
    arrange: rule,
    call: ({ client }, id) => client.anomalyRules.update({ id, zThreshold: 4.128, metricField: "updates" }),
    body: { id: expect.any(Number), z_threshold: 4.128, metric_field: "updates" },
    gives: (one) => expect(one).toMatchObject({ zThreshold: 4.13, metricField: "updates", updatedAt: null }),
  }),
  sample({
    method: "anomalies.unflag",
    arrange: async (world) => {
      const found = await run(world);
      const execution = world.server.state.executions.find(({ id }) => id === found.id);
      if (execution !== undefined) execution.anomaly_flags = { inserts: true, total_rows: true };
      return found;
    },
    call: ({ client }, { id, pipelineId }) =>
      client.anomalies.unflag({ pipelineId, pipelineExecutionId: id, metricField: ["TOTAL_ROWS", "updates"] }),
    body: {
      pipeline_id: expect.any(Number),
      pipeline_execution_id: expect.any(Number),
      metric_field: ["total_rows", "updates"],
    },
    gives: (nothing) => expect(nothing).toBeUndefined(),
  }),
  sample({
    method: "monitoring.checkTimeliness",
    call: ({ client }) => client.monitoring.checkTimeliness({ lookbackMinutes: 5 }),
    body: { lookback_minutes: 5 },
    gives: (answer) => expect(answer).toEqual({ status: "queued" }),
  }),
  sample({
    method: "monitoring.checkTimeliness",
    call: ({ client }) => client.monitoring.checkTimeliness(),
    body: {},
    gives: (answer) => expect(answer).toEqual({ status: "queued" }),
  }),
  sample({
    method: "monitoring.checkFreshness",
    call: ({ client }) => client.monitoring.checkFreshness(),
    gives: (answer) => expect(answer).toEqual({ status: "queued" }),
  }),
  sample({
    method: "monitoring.monitorQueue",
    call: ({ client }) => client.monitoring.monitorQueue(),
    gives: (report) =>
      expect(report).toMatchObject({ status: "success", totalPending: 0, taskBreakdownRaw: { unknown: 0 } }),
  }),
  sample({
    method: "maintenance.cleanupLogs",
    call: ({ client }) => client.maintenance.cleanupLogs({ retentionDays: 90, batchSize: 500 }),
    body: { retention_days: 90, batch_size: 500 },
    gives: (counts) => expect(counts).toEqual(COUNTS),
  }),
];
