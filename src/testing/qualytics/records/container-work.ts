import type { Wire } from "../answers.js";
import type { QualyticsState } from "../state.js";
import type { EmulatedAnomaly, EmulatedContainerWork, EmulatedOperation } from "./records.js";
import { containerStub } from "./stubs.js";

/** What one run did with one container. */
export interface ContainerWork {
  readonly id: number;
  readonly operation: EmulatedOperation;
  readonly done: EmulatedContainerWork;
}

const SCANS = ["scan", "external_scan"];

const worked = (state: QualyticsState, types: readonly string[]): ContainerWork[] =>
  state.operations
    .filter(({ type }) => types.includes(type))
    .flatMap((operation) =>
      operation.work.map((done) => ({
        id: operation.id * 1000 + operation.container_ids.indexOf(done.container_id),
        operation,
        done,
      })),
    );

export const profilesOf = (state: QualyticsState): ContainerWork[] => worked(state, ["profile"]);

export const scansOf = (state: QualyticsState): ContainerWork[] => worked(state, SCANS);

/** A profile of a container, as the server answers it. */
export function containerProfileBody(state: QualyticsState, { id, operation, done }: ContainerWork): Wire {
  const { container_id, start_time, records_processed, result } = done;
  const inContainer = <T extends { container_id: number | null }>(rows: readonly T[]): number =>
    rows.filter((row) => row.container_id === container_id).length;
  return {
    id,
    created: start_time,
    operation_id: operation.id,
    parent_profile_id: null,
    container: containerStub(state, container_id),
    records_count: records_processed,
    records_processed,
    checks_synchronized: inContainer(state.checks),
    checks_added: 0,
    checks_updated: 0,
    field_profiles_count: inContainer(state.fields.filter(({ profile }) => profile !== null)),
    result,
    message: null,
  };
}

/** The anomalies that a scan found in a container. */
export const foundBy = (state: QualyticsState, { operation, done }: ContainerWork): EmulatedAnomaly[] =>
  state.anomalies.filter((one) => one.operation_id === operation.id && one.container_id === done.container_id);

/** A scan of a container, as the server answers it. */
export function containerScanBody(state: QualyticsState, work: ContainerWork): Wire {
  const { container_id, start_time, end_time, records_processed, anomaly_count, result } = work.done;
  const open = foundBy(state, work).filter(({ status }) => ["Active", "Acknowledged"].includes(status)).length;
  return {
    id: work.id,
    created: start_time,
    operation_id: work.operation.id,
    container: containerStub(state, container_id),
    start_time,
    end_time,
    records_processed,
    anomaly_count,
    open_anomaly_count: open,
    archived_anomaly_count: anomaly_count - open,
    result,
    message: null,
  };
}
