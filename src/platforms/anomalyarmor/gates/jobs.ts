import {
  type Http,
  JobFailedError,
  type RequestOptions,
  ResponseValidationError,
  UnsupportedError,
  type WaitOptions,
  type WaitSource,
  waitUntilOver,
} from "../../../base.js";
import type { JobStatus } from "../models/jobs.js";

interface JobReader {
  status(job: string | number, options?: RequestOptions): Promise<JobStatus>;
}

const OVER: readonly JobStatus["state"][] = ["succeeded", "failed", "aborted"];

/** How a job is looked at. Throws `UnsupportedError` for an option that the platform cannot honour. */
export function jobSource(
  http: Http,
  jobs: JobReader,
  job: string | number,
  options: WaitOptions<JobStatus>,
): WaitSource<JobStatus> {
  const context = { platform: http.platform, operation: "jobs.waitForJob" };
  if (options.abortOnTimeout === true) {
    throw new UnsupportedError("abortOnTimeout: anomalyarmor documents no way to cancel a job", context);
  }
  return {
    what: `job ${job}`,
    look: async (lookOptions) => {
      const status = await jobs.status(job, lookOptions);
      if (status.jobId === String(job)) return status;
      throw new ResponseValidationError("it is about another job", [], context);
    },
    isOver: ({ state }) => OVER.includes(state),
    clock: http.clock,
    random: http.random,
    totalTimeoutMs: http.totalTimeoutMs,
    context,
  };
}

/** Waits for a job to succeed. */
export async function waitForJob(
  http: Http,
  jobs: JobReader,
  job: string | number,
  options: WaitOptions<JobStatus>,
): Promise<JobStatus> {
  const source = jobSource(http, jobs, job, options);
  const last = await waitUntilOver(source, options);
  if (last.state === "succeeded") return last;
  const why = last.error === null ? "" : `: ${last.error}`;
  throw new JobFailedError(
    `job ${last.jobId} ended as ${last.status}${why}`,
    { jobId: last.jobId, status: last.status, snapshot: last },
    source.context,
  );
}
