import { NotFoundError, ServerError } from "dqgate";
import { expect } from "vitest";
import { type Exchange, PIPELINE, send, TIME } from "./exchange.js";

const numbered = (count: number): { name: string }[] =>
  Array.from({ length: count }, (_, at) => ({ name: `p${at + 1}` }));

const START = {
  pipeline_id: 1,
  start_date: "2026-11-20T06:00:00Z",
  watermark: "2024-01-01",
  next_watermark: 7,
};

const END = {
  id: 1,
  end_date: "2026-11-20T06:05:00Z",
  completed_successfully: true,
  total_rows: 1000,
  inserts: 800,
  updates: 0,
  execution_metadata: { Partition: "2025-01-05" },
};

const EXECUTION = {
  id: 1,
  parent_id: null,
  pipeline_id: 1,
  start_date: "2026-11-20T06:00:00Z",
  end_date: "2026-11-20T06:05:00Z",
  duration_seconds: 300,
  completed_successfully: true,
  inserts: 800,
  updates: 0,
  soft_deletes: null,
  total_rows: 1000,
  watermark: "2024-01-01",
  next_watermark: "7",
  execution_metadata: { Partition: "2025-01-05" },
  anomaly_flags: null,
  throughput: 3.3333,
  child_executions: [],
};

export const executionExchanges: readonly Exchange[] = [
  {
    name: "starts a run",
    verb: "POST",
    path: "/start_pipeline_execution",
    body: START,
    status: 201,
    answer: { id: 1 },
    call: (client) =>
      client.executions.start({
        pipelineId: 1,
        startDate: "2026-11-20T06:00:00Z",
        watermark: "2024-01-01",
        nextWatermark: 7,
      }),
    gives: { id: 1 },
    seed: PIPELINE,
  },
  {
    name: "ends a run",
    verb: "POST",
    path: "/end_pipeline_execution",
    body: END,
    status: 204,
    call: (client) =>
      client.executions.end({
        id: 1,
        endDate: "2026-11-20T06:05:00Z",
        completedSuccessfully: true,
        totalRows: 1000,
        inserts: 800,
        updates: 0,
        executionMetadata: { Partition: "2025-01-05" },
      }),
    gives: undefined,
    seed: PIPELINE,
    arrange: (server) => send(server, "POST", "/start_pipeline_execution", START),
  },
  {
    name: "gives a run",
    verb: "GET",
    path: "/pipeline_execution/1",
    status: 200,
    answer: EXECUTION,
    call: (client) => client.executions.get(1),
    gives: {
      id: 1,
      parentId: null,
      pipelineId: 1,
      startDate: new Date("2026-11-20T06:00:00Z"),
      endDate: new Date("2026-11-20T06:05:00Z"),
      durationSeconds: 300,
      completedSuccessfully: true,
      inserts: 800,
      updates: 0,
      softDeletes: null,
      totalRows: 1000,
      watermark: "2024-01-01",
      nextWatermark: "7",
      executionMetadata: { Partition: "2025-01-05" },
      anomalyFlags: null,
      throughput: 3.3333,
      childExecutions: [],
    },
    seed: PIPELINE,
    arrange: async (server) => {
      await send(server, "POST", "/start_pipeline_execution", START);
      await send(server, "POST", "/end_pipeline_execution", END);
    },
  },
  {
    name: "ends no run before its start",
    verb: "POST",
    path: "/end_pipeline_execution",
    body: { id: 1, end_date: "2026-11-20T05:05:00Z", completed_successfully: true },
    status: 500,
    answer: { detail: "Database integrity error" },
    call: (client) => client.executions.end({ id: 1, endDate: "2026-11-20T05:05:00Z", completedSuccessfully: true }),
    fails: {
      type: ServerError,
      with: { status: 500, message: expect.stringContaining("Database integrity error") },
    },
    seed: PIPELINE,
    arrange: (server) => send(server, "POST", "/start_pipeline_execution", START),
  },
  {
    name: "gives no run that does not exist",
    verb: "GET",
    path: "/pipeline_execution/999",
    status: 404,
    answer: { detail: "Pipeline execution not found" },
    call: (client) => client.executions.get(999),
    fails: {
      type: NotFoundError,
      with: { status: 404, message: expect.stringContaining("Pipeline execution not found") },
    },
    seed: PIPELINE,
  },
  {
    name: "makes a rule",
    verb: "POST",
    path: "/anomaly_detection_rule",
    body: { pipeline_id: 1, metric_field: "Total_Rows" },
    status: 201,
    answer: { id: 2 },
    // Any case will do; the type knows two.
    call: (client) => client.anomalyRules.createOrGet({ pipelineId: 1, metricField: "Total_Rows" as "total_rows" }),
    gives: { id: 2, created: true },
    seed: { ...PIPELINE, rules: [{ pipeline: 1, metricField: "inserts" }] },
  },
  {
    name: "gives a rule",
    verb: "GET",
    path: "/anomaly_detection_rule/2",
    status: 200,
    answer: {
      metric_field: "total_rows",
      lookback_days: 30,
      pipeline_id: 1,
      active: true,
      updated_at: null,
      z_threshold: "3.00",
      id: 2,
      minimum_executions: 30,
      created_at: "2026-11-20T07:17:09.837504Z",
    },
    call: (client) => client.anomalyRules.get(2),
    gives: {
      id: 2,
      pipelineId: 1,
      metricField: "total_rows",
      zThreshold: 3,
      lookbackDays: 30,
      minimumExecutions: 30,
      active: true,
      createdAt: new Date("2026-11-20T07:17:09.837Z"),
      updatedAt: null,
    },
    seed: {
      ...PIPELINE,
      rules: [
        { pipeline: 1, metricField: "inserts" },
        { pipeline: 1, metricField: "total_rows" },
      ],
    },
    varies: { created_at: TIME },
  },
  {
    name: "gives a run that rules have flagged",
    verb: "GET",
    path: "/pipeline_execution/1",
    status: 200,
    answer: { ...EXECUTION, anomaly_flags: { inserts: true, total_rows: true } },
    call: (client) => client.executions.get(1),
    gives: expect.objectContaining({ anomalyFlags: { inserts: true, total_rows: true } }),
    seed: PIPELINE,
    arrange: async (server) => {
      await send(server, "POST", "/start_pipeline_execution", START);
      await send(server, "POST", "/end_pipeline_execution", END);
      const [run] = server.state.executions;
      if (run !== undefined) run.anomaly_flags = { inserts: true, total_rows: true };
    },
  },
  {
    name: "takes flags back",
    verb: "POST",
    path: "/unflag_anomaly",
    body: { pipeline_id: 7, pipeline_execution_id: 25, metric_field: ["total_rows", "updates"] },
    status: 204,
    call: (client) =>
      client.anomalies.unflag({
        pipelineId: 7,
        pipelineExecutionId: 25,
        metricField: ["total_rows", "updates"],
      }),
    gives: undefined,
    seed: {
      pipelines: numbered(7),
      executions: Array.from({ length: 25 }, () => ({
        pipeline: 7,
        anomalyFlags: { inserts: true, total_rows: true },
      })),
    },
  },
  {
    name: "gives a run whose flag was taken back",
    verb: "GET",
    path: "/pipeline_execution/1",
    status: 200,
    answer: { ...EXECUTION, anomaly_flags: { inserts: true, total_rows: false } },
    call: (client) => client.executions.get(1),
    gives: expect.objectContaining({ anomalyFlags: { inserts: true, total_rows: false } }),
    seed: PIPELINE,
    arrange: async (server) => {
      await send(server, "POST", "/start_pipeline_execution", START);
      await send(server, "POST", "/end_pipeline_execution", END);
      const [run] = server.state.executions;
      if (run !== undefined) run.anomaly_flags = { inserts: true, total_rows: true };
      const metric_field = ["total_rows", "updates"];
      await send(server, "POST", "/unflag_anomaly", { pipeline_id: 1, pipeline_execution_id: 1, metric_field });
    },
  },
];
