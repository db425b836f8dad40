import {
  type AssetRef,
  filledList,
  flag,
  type Input,
  type Issue,
  id,
  input,
  type Open,
  open,
  optional,
  type Anomaly as PortableAnomaly,
  type AnomalyListParams as PortableListParams,
  timeInput,
} from "../../../base.js";
import { executionIdField, intIdField } from "../ids.js";
import { loweredMetric, type Metric, type MetricInput } from "./anomaly-rules.js";
import type { PipelineExecution } from "./executions.js";

/** A figure of a run that was found unusual. */
export interface Anomaly extends PortableAnomaly {
  /** The run's number and the figure, such as `25:total_rows`. */
  id: string;
  /** The number of the pipeline, as `client.freshness` takes it: no address. */
  asset: number;
  /** `resolved`: the flag was taken back. `unknown`: the server tells neither true nor false. */
  status: Open<"active" | "resolved" | "unknown">;
  isOpen: boolean;
  /** Always null: the server knows none. */
  severity: null;
  /** The figure. */
  kind: Open<Metric>;
  message: string;
  /** When the run ended: the flag came within about a second of that. */
  detectedAt: Date | null;
  executionId: number;
  /** What the run told of this figure; null where it told nothing. */
  value: number | null;
}

/** The flags of a run. `isSet` is null where the server tells neither true nor false. */
export function flagsOf({ anomalyFlags }: PipelineExecution): { metric: string; isSet: boolean | null }[] {
  return Object.entries(anomalyFlags ?? {}).map(([metric, flag]) => ({
    metric,
    isSet: typeof flag === "boolean" ? flag : null,
  }));
}

const FIGURES: Readonly<Record<Metric, keyof PipelineExecution>> = {
  duration_seconds: "durationSeconds",
  inserts: "inserts",
  updates: "updates",
  soft_deletes: "softDeletes",
  total_rows: "totalRows",
  throughput: "throughput",
};

/** What a run told of a metric; null where it told nothing. */
export function figureOf(execution: PipelineExecution, metric: string): number | null {
  return Object.hasOwn(FIGURES, metric) ? (execution[FIGURES[metric as Metric]] as number | null) : null;
}

/** The anomalies of a run, the resolved ones included. */
export function anomaliesOf(execution: PipelineExecution): Anomaly[] {
  return flagsOf(execution).map(({ metric, isSet }) => {
    const value = figureOf(execution, metric);
    return {
      id: `${execution.id}:${metric}`,
      asset: execution.pipelineId,
      status: isSet === null ? "unknown" : isSet ? "active" : "resolved",
      isOpen: isSet === true,
      severity: null,
      kind: metric,
      message: `${metric} of execution ${execution.id} ${isSet === true ? "is" : "was"} found unusual${value === null ? "" : `: ${value}`}`,
      detectedAt: execution.endDate,
      executionId: execution.id,
      value,
    };
  });
}

/** Of which runs, and which of their anomalies. */
export interface AnomalyListParams extends PortableListParams {
  /** The number of a run. Either this or `executions` is needed: Watcher tells the flags of named executions only. */
  execution?: string | number | undefined;
  /** The numbers of runs: at least one. */
  executions?: readonly (string | number)[] | undefined;
  /** Those of one pipeline, by its number or its name; a name costs one more request. */
  asset?: AssetRef | undefined;
  isOpen?: boolean | undefined;
  /** Not supported: Watcher knows no severities. */
  severity?: Open<"info" | "warning" | "critical"> | undefined;
  /** Those of runs that ended since. */
  since?: Date | string | undefined;
}

const columns = {
  execution: optional(executionIdField),
  executions: optional(filledList(executionIdField)),
  asset: optional<AssetRef>(id),
  isOpen: optional(flag),
  severity: optional(open("info", "warning", "critical")),
  since: optional(timeInput),
};

function oneOfBoth({ execution, executions }: AnomalyListParams): Issue | undefined {
  if (execution !== undefined && executions !== undefined)
    return { path: ["executions"], code: "custom", message: "must not be there beside execution" };
  if (execution !== undefined || executions !== undefined) return undefined;
  const message = "is needed, or executions: Watcher lists the flags of named executions only";
  return { path: ["execution"], code: "custom", message };
}

export const anomalyListParams: Input<AnomalyListParams> = input("AnomalyListParams", columns, { also: oneOfBoth });

/** What `anomalies.requireNone` looks at; `isOpen` must not be false. */
export const anomalyGateParams: Input<AnomalyListParams> = input("AnomalyGateParams", columns, {
  also: (params) =>
    oneOfBoth(params) ??
    (params.isOpen === false
      ? { path: ["isOpen"], code: "custom", message: "must not be false: the gate is about open anomalies" }
      : undefined),
});

/** Flags to take back. */
export interface UnflagBody {
  /** The server does not compare it with the run's own. */
  pipelineId: string | number;
  pipelineExecutionId: string | number;
  /** At least one. Those that are not flagged are passed over, unless none is. */
  metricField: readonly MetricInput[];
}

export const unflagBody: Input<UnflagBody> = input("UnflagBody", {
  pipelineId: intIdField,
  pipelineExecutionId: executionIdField,
  metricField: filledList(loweredMetric),
});
