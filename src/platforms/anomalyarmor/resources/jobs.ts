import { type Http, path, type RequestOptions, type WaitOptions, watchUntilOver } from "../../../base.js";
import { jobSource, waitForJob } from "../gates/jobs.js";
import { type JobStatus, jobStatusModel } from "../models/jobs.js";

/** Work that AnomalyArmor does in the background. */
export class Jobs {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Tells where a job stands. @endpoint GET /sdk/jobs/{job_id} */
  status(job: string | number, options?: RequestOptions): Promise<JobStatus> {
    return this.#http.one("GET", path`/sdk/jobs/${{ job }}`, jobStatusModel, options);
  }

  /**
   * Yields the job at every look until it is over, whatever its end. Throws `WaitTimeoutError` at the deadline
   * (`timeoutMs`, default 30 minutes). `abortOnTimeout` is not supported: the platform documents no way to cancel a job.
   */
  watch(job: string | number, options: WaitOptions<JobStatus> = {}): AsyncIterable<JobStatus> {
    return watchUntilOver(jobSource(this.#http, this, job, options), options);
  }

  /**
   * Waits until the job has succeeded, and gives it. Throws `JobFailedError` when it failed, was cancelled or timed out
   * on the platform, and `WaitTimeoutError` at the deadline (`timeoutMs`, default 30 minutes), with the job as last seen.
   */
  waitForJob(job: string | number, options: WaitOptions<JobStatus> = {}): Promise<JobStatus> {
    return waitForJob(this.#http, this, job, options);
  }
}
