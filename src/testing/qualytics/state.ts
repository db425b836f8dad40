import type { Clock } from "../../base.js";
import type * as records from "./records/records.js";

/** All that the emulated deployment knows. */
export class QualyticsState {
  readonly clock: Clock;
  readonly users: records.EmulatedUser[] = [];
  readonly teams: records.EmulatedTeam[] = [];
  readonly tags: records.EmulatedTag[] = [];
  readonly tokens: records.EmulatedToken[] = [];
  readonly connections: records.EmulatedConnection[] = [];
  readonly datastores: records.EmulatedDatastore[] = [];
  /** Of datastores. */
  readonly groups: records.EmulatedGroup[] = [];
  readonly containers: records.EmulatedContainer[] = [];
  readonly fields: records.EmulatedField[] = [];
  /** Fields that were put aside; they can be restored. */
  readonly archivedFields: records.EmulatedField[] = [];
  readonly computedFields: records.EmulatedComputedField[] = [];
  /** Quality checks and templates. */
  readonly checks: records.EmulatedCheck[] = [];
  readonly anomalies: records.EmulatedAnomaly[] = [];
  readonly comments: records.EmulatedComment[] = [];
  readonly operations: records.EmulatedOperation[] = [];
  readonly schedules: records.EmulatedSchedule[] = [];
  readonly flows: records.EmulatedFlow[] = [];
  readonly flowExecutions: records.EmulatedFlowExecution[] = [];
  readonly integrations: records.EmulatedIntegration[] = [];
  /** How the next runs go, the first first; a run that finds none goes well. */
  readonly plans: Partial<records.OperationPlan>[] = [];
  readonly #ids = new Map<string, number>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** The next id of a table. */
  newId(table: string): number {
    const id = (this.#ids.get(table) ?? 0) + 1;
    this.#ids.set(table, id);
    return id;
  }

  /** Now, as the server writes it. */
  now(): string {
    return this.at(this.clock.now());
  }

  /** A moment in milliseconds, as the server writes it. */
  at(ms: number): string {
    return new Date(ms).toISOString().replace(/(\.\d{3})Z$/, "$1000Z");
  }
}
