import { type Http, type RequestOptions, type WaitOptions, watchUntilOver } from "../../../base.js";
import { jobSource, operationOf, waitForJob } from "../gates/jobs.js";
import { type JobStatus, jobOf } from "../models/jobs.js";
import { Operations } from "./operations.js";

/** Runs of operations, as jobs: for code that does not know the platform. `operations` tells more. */
export class Jobs {
  readonly #http: Http;
  readonly #operations: Operations;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
    this.#operations = new Operations(http);
  }

  /** Tells where an operation stands, as a job. Throws `NotFoundError` where there is none. @endpoint GET /operations/{id} */
  async status(job: string | number, options?: RequestOptions): Promise<JobStatus> {
    return jobOf(await operationOf(this.#http, job, options));
  }

  /**
   * Yields the job at every look until it has ended, whatever its end. Throws `WaitTimeoutError` at the deadline
   * (`timeoutMs`, default 30 minutes), and leaves it going, unless `abortOnTimeout` is true.
   */
  watch(job: string | number, options: WaitOptions<JobStatus> = {}): AsyncIterable<JobStatus> {
    return watchUntilOver(jobSource(this.#http, this.#operations, job), options);
  }

  /**
   * Waits until the job has succeeded, and gives it. Throws `JobFailedError` when it failed, was aborted, or ended with a
   * word that is none for success, and `WaitTimeoutError` at the deadline (`timeoutMs`, default 30 minutes), each with the
   * job as last seen. Answers are read strictly, whatever the client's validation is.
   */
  waitForJob(job: string | number, options: WaitOptions<JobStatus> = {}): Promise<JobStatus> {
    return waitForJob(this.#http, this.#operations, job, options);
  }
}
