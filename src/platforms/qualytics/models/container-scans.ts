import { int, json, type Model, maybe, model, open, time } from "../../../base.js";
import type { OperationResult } from "./operations.js";
import { type ContainerStub, containerStubModel } from "./stubs.js";
import { toldText } from "./told-text.js";

/** One scan of one container. */
export interface ContainerScan {
  id: number;
  createdAt: Date | null;
  /** The run that made it. */
  operationId: number | null;
  /** Null where the platform shows the scan of a container that was asked for. */
  container: ContainerStub | null;
  startedAt: Date | null;
  /** Null while it is under way. */
  endedAt: Date | null;
  result: OperationResult | null;
  /** Credentials in it are masked. */
  message: string | null;
  recordsProcessed: number | null;
  anomalyCount: number | null;
  openAnomalyCount: number | null;
  archivedAnomalyCount: number | null;
  /** As they came: their shape differs between builds. */
  partitionScans: unknown;
}

export const containerScanModel: Model<ContainerScan> = model(
  "ContainerScan",
  {
    id: int,
    createdAt: maybe(time),
    operationId: maybe(int),
    container: maybe(containerStubModel),
    startedAt: maybe(time),
    endedAt: maybe(time),
    result: maybe(open("queued", "running", "success", "failure", "aborted")),
    message: maybe(toldText),
    recordsProcessed: maybe(int),
    anomalyCount: maybe(int),
    openAnomalyCount: maybe(int),
    archivedAnomalyCount: maybe(int),
    partitionScans: json,
  },
  { wire: { createdAt: "created", startedAt: "start_time", endedAt: "end_time" } },
);
