import type { Operation as PortableOperation, WorkState } from "../../../base.js";
import { flagsOf } from "./anomalies.js";
import type { PipelineExecution } from "./executions.js";

/** A run of a pipeline, as the operation that portable code knows, with its own fields beside. */
export interface Operation extends PortableOperation, PipelineExecution {
  id: number;
  type: "pipeline_execution";
  /** `running` until there is an `endDate`; `unknown` where it has ended and the server does not say how. */
  state: WorkState;
  /** Whether there is an `endDate`. */
  isTerminal: boolean;
  /** Always null: the server tells none. */
  progress: null;
  /** Always null: the server tells none. */
  message: null;
  /** The figures that were found unusual, a sentence each. They come up to a second after the end. */
  warnings: readonly string[];
  startedAt: Date;
  endedAt: Date | null;
}

export function operationOf(execution: PipelineExecution): Operation {
  return {
    ...execution,
    type: "pipeline_execution",
    state: stateOf(execution),
    isTerminal: execution.endDate !== null,
    progress: null,
    message: null,
    warnings: flagsOf(execution)
      .filter(({ isSet }) => isSet === true)
      .map(({ metric }) => `${metric} is unusual`),
    startedAt: execution.startDate,
    endedAt: execution.endDate,
  };
}

function stateOf({ endDate, completedSuccessfully }: PipelineExecution): WorkState {
  if (endDate === null) return "running";
  if (completedSuccessfully === true) return "succeeded";
  return completedSuccessfully === false ? "failed" : "unknown"; // A lenient client may hold anything.
}
