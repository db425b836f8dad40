import type { Clock } from "../../base.js";
import { EmulatedFailure } from "../emulator.js";
import { type Moment, written } from "./moments.js";

/** A pipeline as the server keeps and answers it. Change it to change what the platform answers. */
export interface EmulatedPipeline {
  id: number;
  name: string;
  pipeline_type_id: number;
  watermark: string | null;
  next_watermark: string | null;
  pipeline_metadata: Record<string, unknown> | null;
  last_target_insert: string | null;
  last_target_update: string | null;
  last_target_soft_delete: string | null;
  freshness_number: number | null;
  freshness_datepart: string | null;
  mute_freshness_check: boolean;
  timeliness_number: number | null;
  timeliness_datepart: string | null;
  mute_timeliness_check: boolean;
  load_lineage: boolean;
  active: boolean;
  /** Of the last POST. */
  input_hash: string;
  created_at: string;
  updated_at: string | null;
}

/** A pipeline type as the server keeps and answers it. */
export interface EmulatedPipelineType {
  id: number;
  name: string;
  freshness_number: number | null;
  freshness_datepart: string | null;
  mute_freshness_check: boolean;
  timeliness_number: number | null;
  timeliness_datepart: string | null;
  mute_timeliness_check: boolean;
  created_at: string;
  updated_at: string | null;
}

/** An address as the server keeps and answers it. */
export interface EmulatedAddress {
  id: number;
  name: string;
  address_type_id: number;
  database_name: string | null;
  schema_name: string | null;
  table_name: string | null;
  primary_key: string | null;
  address_metadata: Record<string, unknown> | null;
  /** Of the last POST. */
  input_hash: string;
  created_at: string;
  updated_at: string | null;
}

/** An address type as the server keeps and answers it. */
export interface EmulatedAddressType {
  id: number;
  name: string;
  group_name: string;
  created_at: string;
  updated_at: string | null;
}

/** A run as the server keeps it. */
export interface EmulatedExecution {
  id: number;
  parent_id: number | null;
  pipeline_id: number;
  start_date: string;
  end_date: string | null;
  duration_seconds: number | null;
  /** Null while it runs. */
  completed_successfully: boolean | null;
  inserts: number | null;
  updates: number | null;
  soft_deletes: number | null;
  total_rows: number | null;
  watermark: string | null;
  next_watermark: string | null;
  execution_metadata: Record<string, unknown> | null;
  anomaly_flags: Record<string, boolean> | null;
  throughput: number | null;
}

/** A rule of anomaly detection as the server keeps and answers it. */
export interface EmulatedRule {
  id: number;
  pipeline_id: number;
  metric_field: string;
  /** With two decimals, such as `"3.00"`. */
  z_threshold: string;
  lookback_days: number;
  minimum_executions: number;
  active: boolean;
  created_at: string;
  updated_at: string | null;
}

/** From which address to which a pipeline moves data. */
export interface EmulatedEdge {
  source: number;
  target: number;
  pipelineId: number;
}

/** What is behind a rebuilt lineage: a way of one or more edges. */
export interface LineagePath {
  readonly depth: number;
  readonly path: readonly number[];
  /** The pipeline of a way of one edge. */
  readonly pipelineId: number | null;
}

/** An execution below another one; `depth` 0 is the execution itself. */
export interface ClosureRow {
  readonly parent: number;
  readonly child: number;
  readonly depth: number;
}

/** What a background check has found. No call tells it. */
export interface CheckLog {
  /** The pipeline of a freshness check, the execution of a timeliness check. */
  readonly id: number;
  /** The pipeline's last write, or the execution's start. */
  readonly last: string;
  /** When it was due. */
  readonly due: string;
  readonly loggedAt: string;
}

/** A row of the report: one pipeline on one day. */
export type ReportRow = Readonly<Record<string, string | number>>;

/** The names of the background tasks, as the queue counts them. */
export type TaskName =
  | "detect_anomalies_task"
  | "timeliness_check_task"
  | "freshness_check_task"
  | "address_lineage_closure_rebuild_task"
  | "pipeline_execution_closure_maintain_task";

interface Task {
  readonly name: TaskName;
  readonly due: Moment;
  run(now: Moment): void;
}

/** How long a background task takes to come in. */
const TASK_MS = 1_000;

/** All that the emulated server knows. */
export class WatcherState {
  readonly clock: Clock;
  /** True: what needs the queue answers 500, though it was written. */
  redisDown = false;
  /** True: background tasks wait in the queue. */
  workerDown = false;
  /** True: each pipeline that is made gets a rule for every metric. */
  autoCreateRules = false;
  readonly pipelines: EmulatedPipeline[] = [];
  readonly pipelineTypes: EmulatedPipelineType[] = [];
  readonly addresses: EmulatedAddress[] = [];
  readonly addressTypes: EmulatedAddressType[] = [];
  readonly executions: EmulatedExecution[] = [];
  readonly rules: EmulatedRule[] = [];
  readonly edges: EmulatedEdge[] = [];
  /** Which executions lie below which, as far as the server has noted it. */
  readonly closure: ClosureRow[] = [];
  /** The ways of the lineage as the background task left them. */
  lineagePaths: readonly LineagePath[] = [];
  /** The same at the last refresh: what the lineage graph answers. */
  lineageGraph: readonly LineagePath[] = [];
  /** The report at its last refresh. */
  report: readonly ReportRow[] = [];
  readonly freshnessLogs: CheckLog[] = [];
  readonly timelinessLogs: CheckLog[] = [];
  readonly #ids = new Map<string, number>();
  #tasks: Task[] = [];
  #processes = 1;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** The next number of a table. A number that was drawn for a row that is then refused is lost. */
  newId(table: string): number {
    const id = (this.#ids.get(table) ?? 0) + 1;
    this.#ids.set(table, id);
    return id;
  }

  /** Now, as finely as the server keeps it. */
  get moment(): Moment {
    return Math.trunc(this.clock.now() * 1000);
  }

  /** Now, as the server writes it. */
  now(): string {
    return written(this.moment);
  }

  /** Changes with every restart; a part of each `input_hash`. */
  get salt(): number {
    return this.#processes;
  }

  /** Starts the server's process anew: what was sent before counts as changed when it is sent again. */
  restart(): void {
    this.#processes += 1;
  }

  /** Puts a task into the queue. It comes in a second later. Answers 500 where the queue cannot be reached. */
  enqueue(name: TaskName, run: (now: Moment) => void): void {
    if (this.redisDown) throw new EmulatedFailure({ status: 500, body: "Internal Server Error" });
    this.#tasks.push({ name, due: this.moment + TASK_MS * 1000, run });
  }

  /** The tasks that wait in the queue, the oldest first. */
  get pendingTasks(): TaskName[] {
    return this.#tasks.map(({ name }) => name);
  }

  /** Lets the tasks that have ended meanwhile come in, in the order in which they were queued. */
  settle(): void {
    if (this.workerDown || this.redisDown) return;
    const now = this.moment;
    const ended = this.#tasks.filter(({ due }) => due <= now);
    this.#tasks = this.#tasks.filter(({ due }) => due > now);
    for (const { due, run } of ended) run(due);
  }
}
