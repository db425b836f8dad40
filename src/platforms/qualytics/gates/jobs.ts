import {
  type Http,
  JobFailedError,
  path,
  type RequestOptions,
  type WaitOptions,
  type WaitSource,
  waitUntilOver,
} from "../../../base.js";
import { intId } from "../ids.js";
import { type JobStatus, jobOf } from "../models/jobs.js";
import { type Operation, operationModel } from "../models/operations.js";
import { type Aborter, operationSource } from "./operations.js";

/** Gives the operation that a job is. */
export function operationOf(http: Http, job: string | number, options?: RequestOptions): Promise<Operation> {
  return http.one("GET", path`/operations/${intId({ job })}`, operationModel, options);
}

/** How a job is looked at, and aborted: as the operation that it is. */
export function jobSource(http: Http, operations: Aborter, job: string | number): WaitSource<JobStatus> {
  const reader = {
    get: (id: string | number, options?: RequestOptions) => operationOf(http, id, options),
    abort: (id: string | number, options?: RequestOptions) => operations.abort(id, options),
  };
  const source = operationSource(http, reader, job);
  return {
    ...source,
    what: `job ${job}`,
    look: async (options) => jobOf(await source.look(options)),
    isOver: ({ operation }) => operation.isTerminal,
    context: { platform: http.platform, operation: "jobs.waitForJob" },
  };
}

/** Waits for a job to succeed. It is read strictly, as gates read, whatever the client's validation is. */
export async function waitForJob(
  http: Http,
  operations: Aborter,
  job: string | number,
  options: WaitOptions<JobStatus>,
): Promise<JobStatus> {
  const source = jobSource(http.track().http, operations, job);
  const last = await waitUntilOver(source, options);
  if (last.state === "succeeded") return last;
  const { jobId, status, error } = last;
  throw new JobFailedError(
    `job ${jobId} ended as ${status}${error === null ? "" : `: ${error}`}`,
    { jobId: String(jobId), status, snapshot: last },
    source.context,
  );
}
