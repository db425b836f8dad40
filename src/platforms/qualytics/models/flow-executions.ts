import { derived, int, list, type Model, maybe, model, type Open, open, time, type WorkState } from "../../../base.js";
import { type Flow, type FlowAction, flowActionModel, flowModel } from "./flows.js";
import { hidingSecrets } from "./out-of-sight.js";
import { toldText } from "./told-text.js";

/** What an execution did with one action. */
export interface FlowActionExecution {
  id: number | null;
  actionId: number | null;
  createdAt: Date | null;
  /** Null on builds that do not tell it. */
  result: Open<"pending" | "running" | "success" | "failure" | "aborted" | "skipped"> | null;
  /** Credentials in it are masked. */
  message: string | null;
  /** Null where the platform tells its id alone. */
  action: FlowAction | null;
}

const actionTable = {
  id: maybe(int),
  actionId: maybe(int),
  createdAt: maybe(time),
  result: maybe(open("pending", "running", "success", "failure", "aborted", "skipped")),
  message: maybe(toldText),
  action: maybe(flowActionModel),
};

export const flowActionExecutionModel: Model<FlowActionExecution> = model<FlowActionExecution>(
  "FlowActionExecution",
  actionTable,
  {
    wire: { createdAt: "created" },
    derive(execution) {
      execution.actionId ??= execution.action?.id ?? null;
      hidingSecrets(actionTable)(execution);
    },
  },
);

/** One time that a flow went through its actions. */
export interface FlowExecution {
  id: number;
  createdAt: Date | null;
  /** The platform's own word. */
  result: Open<"running" | "success" | "failure" | "aborted">;
  /** `succeeded`, `failed` or `aborted` once it has ended; else, whatever the word, `running`. */
  state: WorkState;
  /** Whether it has ended. */
  isTerminal: boolean;
  /** Credentials in it are masked. */
  message: string | null;
  flowId: number | null;
  /** Null where the platform tells its id alone. */
  flow: Flow | null;
  actionExecutions: FlowActionExecution[];
}

const ENDS: Readonly<Record<string, WorkState>> = { success: "succeeded", failure: "failed", aborted: "aborted" };

const table = {
  id: int,
  createdAt: maybe(time),
  // Needed: what a call is answered with where it tells of no execution has an id too.
  result: open("running", "success", "failure", "aborted"),
  state: derived<WorkState>("running"),
  isTerminal: derived<boolean>(false),
  message: maybe(toldText),
  flowId: maybe(int),
  flow: maybe(flowModel),
  actionExecutions: list(flowActionExecutionModel),
};

export const flowExecutionModel: Model<FlowExecution> = model<FlowExecution>("FlowExecution", table, {
  wire: { createdAt: "created" },
  derive(execution) {
    const end = Object.hasOwn(ENDS, execution.result) ? ENDS[execution.result] : undefined;
    execution.state = end ?? "running";
    execution.isTerminal = end !== undefined;
    execution.flowId ??= execution.flow?.id ?? null;
    hidingSecrets(table)(execution);
  },
});
