import {
  derived,
  type Model,
  maybe,
  model,
  number,
  type Open,
  or,
  text,
  time,
  type WorkState,
  word,
} from "../../../base.js";

/** A job that was started. */
export interface JobStarted {
  jobId: string;
  status: Open<"pending" | "queued" | "started" | "running">;
  message: string | null;
  assetId: string | null;
  /** Told by discoveries only. */
  startedAt: Date | null;
}

export const jobStartedModel: Model<JobStarted> = model("JobStarted", {
  jobId: text,
  status: or(word("pending", "queued", "started", "running"), "started"),
  message: maybe(text),
  assetId: maybe(text),
  startedAt: maybe(time),
});

/** A job as it stands. */
export interface JobStatus {
  jobId: string;
  /** The platform's own word, in lower case. */
  status: Open<
    | "pending"
    | "claimed"
    | "queued"
    | "started"
    | "running"
    | "completed"
    | "failed"
    | "cancelled"
    | "timed_out"
    | "error"
  >;
  /** `unknown` for a word that this version does not know; a wait goes on. */
  state: WorkState;
  /** 0 to 100; null when the platform does not say. */
  progress: number | null;
  error: string | null;
  workflowName: string | null;
  assetId: string | null;
  createdAt: Date | null;
  completedAt: Date | null;
}

const STATES: Readonly<Record<string, WorkState>> = {
  pending: "queued",
  queued: "queued",
  claimed: "queued",
  started: "running",
  running: "running",
  completed: "succeeded",
  failed: "failed",
  error: "failed",
  timed_out: "failed",
  cancelled: "aborted",
};

export const jobStatusModel: Model<JobStatus> = model<JobStatus>(
  "JobStatus",
  {
    jobId: text,
    status: word("pending", "running", "completed", "failed"),
    state: derived<WorkState>("unknown"),
    progress: maybe(number),
    error: maybe(text),
    workflowName: maybe(text),
    assetId: maybe(text),
    createdAt: maybe(time),
    completedAt: maybe(time),
  },
  {
    derive: (job) => {
      job.state = Object.hasOwn(STATES, job.status) ? (STATES[job.status] as WorkState) : "unknown";
    },
  },
);
