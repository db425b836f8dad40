import { int, type Model, maybe, model, open, text, time } from "../../../base.js";
import type { OperationResult } from "./operations.js";
import { type ContainerStub, type ContainerType, containerStubModel } from "./stubs.js";
import { toldText } from "./told-text.js";

/** What a run did with one container. */
interface ContainerWork {
  startedAt: Date | null;
  endedAt: Date | null;
  result: OperationResult | null;
  /** Credentials in it are masked. */
  message: string | null;
  recordsProcessed: number | null;
  anomalyCount: number | null;
  openAnomalyCount: number | null;
  archivedAnomalyCount: number | null;
  checksSynchronized: number | null;
}

/** One container of a run, and how far the run came with it. */
export interface RunContainer extends ContainerWork {
  /** Of the row, or of the container where the platform answers with containers. */
  id: number;
  container: ContainerStub;
}

/** The same in either of the platform's shapes: a row that holds a container, or a container that holds the work. */
interface Drafted extends Omit<RunContainer, "container"> {
  container: ContainerStub | null;
  name: string | null;
  containerType: ContainerType | null;
  containerScan: ContainerWork | null;
  containerProfile: ContainerWork | null;
}

const wire = { startedAt: "start_time", endedAt: "end_time" } as const;
const work = {
  startedAt: maybe(time),
  endedAt: maybe(time),
  result: maybe(open("queued", "running", "success", "failure", "aborted")),
  message: maybe(toldText),
  recordsProcessed: maybe(int),
  anomalyCount: maybe(int),
  openAnomalyCount: maybe(int),
  archivedAnomalyCount: maybe(int),
  checksSynchronized: maybe(int),
};
const workModel: Model<ContainerWork> = model("ContainerWork", work, { wire });
const WORK = Object.keys(work) as (keyof ContainerWork)[];

export const runContainerModel: Model<RunContainer> = model<Drafted>(
  "RunContainer",
  {
    id: int,
    container: maybe(containerStubModel),
    ...work,
    name: maybe(text),
    containerType: maybe(open("table", "file", "computed_table", "computed_file", "computed_join")),
    containerScan: maybe(workModel),
    containerProfile: maybe(workModel),
  },
  {
    wire,
    derive(row) {
      const { id, name, containerType } = row;
      row.container ??= { id, name, containerType, tableType: null };
      const done = row.containerScan ?? row.containerProfile;
      for (const key of WORK) Object.assign(row, { [key]: row[key] ?? done?.[key] ?? null });
      for (const key of ["name", "containerType", "containerScan", "containerProfile"] as const)
        Reflect.deleteProperty(row, key);
    },
  },
) as unknown as Model<RunContainer>;
