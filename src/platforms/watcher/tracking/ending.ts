import {
  AbortedError,
  ApiError,
  type Clock,
  delayAsked,
  type Http,
  NotFoundError,
  type RequestOptions,
  ValidationError,
} from "../../../base.js";
import type { ExecutionEndBody, ExecutionStartBody, Made, PipelineExecution } from "../models/executions.js";

/** The calls that a tracked run makes. */
export interface RunCalls {
  start(body: ExecutionStartBody, options?: RequestOptions): Promise<Made>;
  end(body: ExecutionEndBody, options?: RequestOptions): Promise<void>;
  get(execution: string | number, options?: RequestOptions): Promise<PipelineExecution>;
}

/** Waits between tries, in milliseconds. */
const TRIES = { most: 5, firstMs: 1_000 } as const;

/** An end to be told, with one and the same date in every try. */
export interface End extends ExecutionEndBody {
  readonly id: number;
  readonly endDate: Date;
}

/**
 * Ends a run. A try that fails is followed by a look at the run, since its answer may be what was lost; then the same end
 * is told again, up to five times in all: repeating an end does no harm, and a run that is left running does. Where the
 * server refuses what is told (413, 422), the end is told without counts and metadata. Heeds no signal: a run must be
 * ended whatever happens. Gives the refusal that cost the counts and the metadata, else null. Throws what the last try
 * failed with, and at once where no other try can end the run: it is not there, or the client is closed.
 */
export async function endRun(
  http: Pick<Http, "clock" | "random" | "totalTimeoutMs">,
  calls: RunCalls,
  end: End,
  options: Pick<RequestOptions, "headers" | "totalTimeoutMs">,
): Promise<ApiError | null> {
  const { clock } = http;
  const deadline = clock.now() + (options.totalTimeoutMs ?? http.totalTimeoutMs);
  const request = (): RequestOptions => ({
    ...(options.headers === undefined ? {} : { headers: options.headers }),
    retries: 0,
    totalTimeoutMs: leftOf(clock, deadline),
  });
  let told = end;
  let refusal: ApiError | null = null;
  for (let tries = 1; ; tries += 1) {
    try {
      await calls.end(told, request());
      return refusal;
    } catch (error) {
      if (isFinal(error)) throw error;
      if (await hasEnded(calls, end, request())) return refusal;
      if (refusal === null && isRefusal(error) && hasMore(end)) {
        refusal = error;
        told = bareOf(end);
        continue;
      }
      const wait = delayAfter(error, tries, http.random());
      if (tries >= TRIES.most || clock.now() + wait >= deadline) throw error;
      await clock.sleep(wait);
    }
  }
}

/** No other try can end the run. Any other failure may be that of something between here and the server. */
function isFinal(error: unknown): boolean {
  if (error instanceof NotFoundError) return error.message === "Pipeline execution not found";
  return error instanceof ValidationError || error instanceof AbortedError;
}

const isRefusal = (error: unknown): error is ApiError =>
  error instanceof ApiError && (error.status === 413 || error.status === 422);

const bareOf = ({ id, endDate, completedSuccessfully }: End): End => ({ id, endDate, completedSuccessfully });

const hasMore = (end: End): boolean => Object.keys(end).length > Object.keys(bareOf(end)).length;

/** Whether the server shows the run as ended so. A failure to look shows nothing. */
async function hasEnded(calls: RunCalls, end: End, request: RequestOptions): Promise<boolean> {
  try {
    const { endDate, completedSuccessfully } = await calls.get(end.id, request);
    return endDate?.getTime() === end.endDate.getTime() && completedSuccessfully === end.completedSuccessfully;
  } catch {
    return false;
  }
}

function delayAfter(error: unknown, tries: number, random: number): number {
  return Math.max(delayAsked(error) ?? 0, TRIES.firstMs * 2 ** (tries - 1) * (0.8 + 0.2 * random));
}

/** At least a second: a try that is cut at once shows nothing. */
const leftOf = (clock: Clock, deadline: number): number => Math.ceil(Math.max(deadline - clock.now(), 1_000));
