import { UnprocessableError } from "dqgate";
import { expect } from "vitest";
import { type Exchange, NOBODY, PIPELINE, send } from "./exchange.js";

const REPORTED_AT = { startDate: "2026-11-19T06:00:00Z", durationSeconds: 300 };

export const monitoringExchanges: readonly Exchange[] = [
  {
    name: "refuses a look back that is too short",
    verb: "POST",
    path: "/timeliness",
    body: { lookback_minutes: 4 },
    status: 422,
    answer: {
      detail: [
        {
          type: "greater_than_equal",
          loc: ["body", "lookback_minutes"],
          msg: "Input should be greater than or equal to 5",
          input: 4,
          ctx: { ge: 5 },
        },
      ],
    },
    call: (client) => client.request("POST", "/timeliness", { body: { lookback_minutes: 4 } }),
    fails: {
      type: UnprocessableError,
      with: { status: 422, fieldErrors: { lookback_minutes: "Input should be greater than or equal to 5" } },
    },
    seed: NOBODY,
  },
  {
    name: "counts the queue",
    verb: "POST",
    path: "/celery/monitor-queue",
    status: 200,
    answer: {
      status: "success",
      total_pending: 1,
      regular_queue_pending: 1,
      scheduled_queue_pending: 0,
      beat_scheduled_tasks: 0,
      task_breakdown: ["Timeliness Check Task: 1"],
      task_breakdown_raw: {
        detect_anomalies_task: 0,
        timeliness_check_task: 1,
        freshness_check_task: 0,
        address_lineage_closure_rebuild_task: 0,
        pipeline_execution_closure_maintain_task: 0,
        scheduled_freshness_check: 0,
        scheduled_timeliness_check: 0,
        scheduled_queue_health_check: 0,
        unknown: 0,
      },
    },
    call: (client) => client.monitoring.monitorQueue(),
    gives: {
      status: "success",
      totalPending: 1,
      regularQueuePending: 1,
      scheduledQueuePending: 0,
      beatScheduledTasks: 0,
      taskBreakdown: ["Timeliness Check Task: 1"],
      taskBreakdownRaw: {
        detect_anomalies_task: 0,
        timeliness_check_task: 1,
        freshness_check_task: 0,
        address_lineage_closure_rebuild_task: 0,
        pipeline_execution_closure_maintain_task: 0,
        scheduled_freshness_check: 0,
        scheduled_timeliness_check: 0,
        scheduled_queue_health_check: 0,
        unknown: 0,
      },
    },
    seed: NOBODY,
    arrange: (server) => send(server, "POST", "/timeliness", {}),
  },
  {
    name: "counts what a clean-up would delete",
    verb: "POST",
    path: "/log_cleanup",
    body: { retention_days: 90 },
    status: 200,
    answer: {
      total_pipeline_executions_deleted: 3,
      total_timeliness_pipeline_execution_logs_deleted: 0,
      total_anomaly_detection_results_deleted: 0,
      total_pipeline_execution_closure_parent_deleted: 0,
      total_pipeline_execution_closure_child_deleted: 0,
      total_freshness_pipeline_logs_deleted: 0,
    },
    call: (client) => client.maintenance.cleanupLogs({ retentionDays: 90 }),
    gives: {
      totalPipelineExecutionsDeleted: 3,
      totalTimelinessPipelineExecutionLogsDeleted: 0,
      totalAnomalyDetectionResultsDeleted: 0,
      totalPipelineExecutionClosureParentDeleted: 0,
      totalPipelineExecutionClosureChildDeleted: 0,
      totalFreshnessPipelineLogsDeleted: 0,
    },
    seed: {
      ...PIPELINE,
      executions: [100, 99, 91, 1].map((days) => ({ pipeline: 1, startedHoursAgo: days * 24 })),
    },
  },
  {
    name: "reports what each pipeline did on each day",
    verb: "GET",
    path: "/reporting/daily-pipeline-metrics",
    query: { days: "30", page_size: "2" },
    adds: { page: "1" },
    status: 200,
    answer: {
      data: ["anom", "zzz"].map((pipeline_name) => ({
        date_recorded: "2026-11-19",
        pipeline_name,
        pipeline_type_name: "an",
        total_executions: 1,
        failed_executions: 0,
        error_percentage: 0,
        daily_inserts: 100,
        daily_updates: 0,
        daily_soft_deletes: 0,
        daily_total_rows: 100,
        avg_duration_seconds: 300,
        daily_throughput: 0.3333,
      })),
      pagination: { page: 1, page_size: 2, total_records: 6, total_pages: 3, has_next: true, has_prev: false },
    },
    call: async (client) => {
      const page = await client.reporting.dailyPipelineMetrics({ days: 30, pageSize: 2 });
      return { items: page.items, total: page.total };
    },
    gives: {
      items: ["anom", "zzz"].map((pipelineName) =>
        expect.objectContaining({
          pipelineName,
          pipelineTypeName: "an",
          totalExecutions: 1,
          failedExecutions: 0,
          errorPercentage: 0,
          dailyInserts: 100,
          dailyUpdates: 0,
          dailySoftDeletes: 0,
          dailyTotalRows: 100,
          avgDurationSeconds: 300,
          dailyThroughput: 0.3333,
        }),
      ),
      total: 6,
    },
    seed: {
      pipelines: [
        { name: "zzz", typeName: "an" },
        { name: "anom", typeName: "an" },
      ],
      executions: ["2026-11-19", "2026-11-18", "2026-11-17"].flatMap((date) =>
        ["zzz", "anom"].map((pipeline) => ({
          ...REPORTED_AT,
          startDate: `${date}T06:00:00Z`,
          pipeline,
          inserts: 100,
          totalRows: 100,
        })),
      ),
    },
  },
];
