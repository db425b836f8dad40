import { int, type Model, maybe, model, open, time } from "../../../base.js";
import type { OperationResult } from "./operations.js";
import { type ContainerStub, containerStubModel } from "./stubs.js";
import { toldText } from "./told-text.js";

/** One profile of one container. */
export interface ContainerProfile {
  id: number;
  createdAt: Date | null;
  /** The run that made it. */
  operationId: number | null;
  /** The profile that it goes on from, where the read was incremental. */
  parentProfileId: number | null;
  container: ContainerStub | null;
  /** How many records the container had. */
  recordsCount: number | null;
  /** How many of them were read. */
  recordsProcessed: number | null;
  checksSynchronized: number | null;
  checksAdded: number | null;
  checksUpdated: number | null;
  fieldProfilesCount: number | null;
  result: OperationResult | null;
  /** Credentials in it are masked. */
  message: string | null;
}

export const containerProfileModel: Model<ContainerProfile> = model(
  "ContainerProfile",
  {
    id: int,
    createdAt: maybe(time),
    operationId: maybe(int),
    parentProfileId: maybe(int),
    container: maybe(containerStubModel),
    recordsCount: maybe(int),
    recordsProcessed: maybe(int),
    checksSynchronized: maybe(int),
    checksAdded: maybe(int),
    checksUpdated: maybe(int),
    fieldProfilesCount: maybe(int),
    result: maybe(open("queued", "running", "success", "failure", "aborted")),
    message: maybe(toldText),
  },
  { wire: { createdAt: "created" } },
);
