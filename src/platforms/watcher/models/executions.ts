import {
  flag,
  type Input,
  input,
  int,
  later,
  list,
  type Model,
  map,
  maybe,
  model,
  number,
  optional,
  text,
  time,
  timeInput,
} from "../../../base.js";
import { executionIdField, int32, intIdField } from "../ids.js";
import { type Watermark, watermarkField } from "./watermarks.js";

/** One run of a pipeline. */
export interface PipelineExecution {
  id: number;
  parentId: number | null;
  pipelineId: number;
  startDate: Date;
  /** Null until it has ended. */
  endDate: Date | null;
  /** Rounded to the nearest second; null until it has ended. */
  durationSeconds: number | null;
  /** Null while it runs. */
  completedSuccessfully: boolean | null;
  inserts: number | null;
  updates: number | null;
  softDeletes: number | null;
  totalRows: number | null;
  watermark: string | null;
  nextWatermark: string | null;
  executionMetadata: Record<string, unknown> | null;
  /** The metrics that were found unusual (true), or were and are no longer (false); null until a rule fires. */
  anomalyFlags: Record<string, unknown> | null;
  /** Rows a second. */
  throughput: number | null;
  /**
   * Its direct children. The server lists them only for an execution that has a parent itself: for a root it is always
   * empty.
   */
  childExecutions: PipelineExecution[];
}

export const pipelineExecutionModel: Model<PipelineExecution> = model("PipelineExecution", {
  id: int,
  parentId: maybe(int),
  pipelineId: int,
  startDate: time,
  endDate: maybe(time),
  durationSeconds: maybe(int),
  completedSuccessfully: maybe(flag),
  inserts: maybe(int),
  updates: maybe(int),
  softDeletes: maybe(int),
  totalRows: maybe(int),
  watermark: maybe(text),
  nextWatermark: maybe(text),
  executionMetadata: maybe(map),
  anomalyFlags: maybe(map),
  throughput: maybe(number),
  childExecutions: list(later(() => pipelineExecutionModel)),
});

/** The number of what was made or found. */
export interface Made {
  id: number;
}

export const madeModel: Model<Made> = model("Made", { id: int });

/** A run to start. */
export interface ExecutionStartBody {
  pipelineId: string | number;
  /** Default: the server's now. */
  startDate?: Date | string | undefined;
  /** Recorded with the execution; the pipeline's own are not touched. */
  watermark?: Watermark | undefined;
  nextWatermark?: Watermark | undefined;
  parentId?: string | number | undefined;
}

export const executionStartBody: Input<ExecutionStartBody> = input("ExecutionStartBody", {
  pipelineId: intIdField,
  startDate: optional(timeInput),
  watermark: optional(watermarkField),
  nextWatermark: optional(watermarkField),
  parentId: optional(intIdField),
});

/** A run to end. */
export interface ExecutionEndBody {
  id: string | number;
  /** Must be after the start. */
  endDate: Date | string;
  completedSuccessfully: boolean;
  inserts?: number | undefined;
  updates?: number | undefined;
  softDeletes?: number | undefined;
  totalRows?: number | undefined;
  executionMetadata?: Record<string, unknown> | undefined;
}

export const executionEndBody: Input<ExecutionEndBody> = input("ExecutionEndBody", {
  id: executionIdField,
  endDate: timeInput,
  completedSuccessfully: flag,
  inserts: optional(int32(0)),
  updates: optional(int32(0)),
  softDeletes: optional(int32(0)),
  totalRows: optional(int32(0)),
  executionMetadata: optional(map),
});
