import { between, type Input, input, int, list, type Model, model, number, optional, text } from "../../../base.js";
import { int32 } from "../ids.js";
import { keptNameField } from "./names.js";

/** What a pipeline did on one day. Where the server knows no figure it tells 0. */
export interface DailyPipelineMetrics {
  /** The day in UTC, as `YYYY-MM-DD`. */
  dateRecorded: string;
  pipelineName: string;
  pipelineTypeName: string;
  totalExecutions: number;
  failedExecutions: number;
  /** 0 to 100. */
  errorPercentage: number;
  dailyInserts: number;
  dailyUpdates: number;
  dailySoftDeletes: number;
  dailyTotalRows: number;
  avgDurationSeconds: number;
  /** Rows a second. */
  dailyThroughput: number;
}

export const dailyPipelineMetricsModel: Model<DailyPipelineMetrics> = model("DailyPipelineMetrics", {
  dateRecorded: text,
  pipelineName: text,
  pipelineTypeName: text,
  totalExecutions: int,
  failedExecutions: int,
  errorPercentage: number,
  dailyInserts: number,
  dailyUpdates: number,
  dailySoftDeletes: number,
  dailyTotalRows: number,
  avgDurationSeconds: number,
  dailyThroughput: number,
});

/** Which days and pipelines. */
export interface DailyPipelineMetricsParams {
  /** The first page to read: at least 1. Default 1. */
  page?: number | undefined;
  /** Rows a page: 1 to 1000. Default 50. */
  pageSize?: number | undefined;
  /** The whole name, in any case. */
  pipelineName?: string | undefined;
  /** The whole name, in any case. */
  pipelineTypeName?: string | undefined;
  /** How many days back: 1 to 30. Default 30. */
  days?: number | undefined;
}

export const dailyPipelineMetricsParams: Input<DailyPipelineMetricsParams> = input("DailyPipelineMetricsParams", {
  page: optional(int32(1)),
  pageSize: optional(between(int, 1, 1_000)),
  pipelineName: optional(keptNameField),
  pipelineTypeName: optional(keptNameField),
  days: optional(between(int, 1, 30)),
});

/** The names of the pipelines that reports know. */
export interface PipelineNames {
  pipelineNames: string[];
}

export const pipelineNamesModel: Model<PipelineNames> = model("PipelineNames", {
  pipelineNames: list(text, { required: true }),
});

/** Of which pipelines the names are wanted. */
export interface PipelineNamesParams {
  /** Only those of this type: its whole name, in any case. */
  pipelineTypeName?: string | undefined;
}

export const pipelineNamesParams: Input<PipelineNamesParams> = input("PipelineNamesParams", {
  pipelineTypeName: optional(keptNameField),
});

/** The names of the pipeline types that reports know. */
export interface PipelineTypeNames {
  pipelineTypeNames: string[];
}

export const pipelineTypeNamesModel: Model<PipelineTypeNames> = model("PipelineTypeNames", {
  pipelineTypeNames: list(text, { required: true }),
});
