import {
  AbortedError,
  boundedMap,
  checkRequestOptions,
  checkWaitOptions,
  DqgateError,
  type Http,
  type Issue,
  inCall,
  isOptions,
  optionIssue,
  path,
  REQUEST_OPTIONS,
  type RequestOptions,
  unknownOptions,
  ValidationError,
  type WaitOptions,
} from "../../base.js";
import { intId } from "./ids.js";
import { type Operation, operationModel } from "./models/operations.js";
import {
  type DatastoreRunBody,
  type ExternalScanRun,
  externalScanBody,
  type RunBody,
  runBody,
} from "./models/run-bodies.js";

/** Starts an operation. */
export function runOperation(http: Http, body: RunBody, options?: RequestOptions): Promise<Operation> {
  if (body?.type === "external_scan") return externalScan(http, body, options);
  return http.one("POST", path`/operations/run`, operationModel, options, { body: runBody.of(body) });
}

/** Scans records that the caller brings. */
export function externalScan(
  http: Http,
  { type: _, containerId: container, ...body }: ExternalScanRun,
  options?: RequestOptions,
): Promise<Operation> {
  return http.one("POST", path`/containers/${intId({ container })}/scan`, operationModel, options, {
    body: externalScanBody.of(body),
  });
}

/** How `operations.runMany` goes about it. */
export interface RunManyOptions extends RequestOptions {
  /** True, or how to wait: each operation is waited for. Default: they are started only. */
  wait?: boolean | Omit<WaitOptions<Operation>, keyof Omit<RequestOptions, "timeoutMs">> | undefined;
  /** How many datastores are worked at once: 1 to 16. Default 1. */
  concurrency?: number | undefined;
  /** Told of every datastore that is done: where the operation was started, or, where it is waited for, has ended. */
  onProgress?: ((progress: RunManyProgress) => void) | undefined;
}

/** How far `operations.runMany` is. */
export interface RunManyProgress {
  /** How many datastores are done. */
  readonly done: number;
  readonly total: number;
  /** How it went in the one that just was. */
  readonly outcome: RunOutcome;
}

/** How it went in one datastore. */
export interface RunOutcome {
  readonly datastoreId: string | number;
  /** Whether the operation was started; and, where it was waited for, whether it succeeded. */
  readonly ok: boolean;
  /** As last seen; null where it was not started. */
  readonly operation: Operation | null;
  readonly error: DqgateError | null;
}

interface Runner {
  waitForOperation(operation: string | number, options?: WaitOptions<Operation>): Promise<Operation>;
}

const MOST_AT_ONCE = 16;

/** Starts an operation in several datastores; a failure in one is its own. */
export async function runMany(
  http: Http,
  operations: Runner,
  body: DatastoreRunBody,
  datastores: readonly (string | number)[],
  options: RunManyOptions,
): Promise<RunOutcome[]> {
  const context = { platform: http.platform, operation: "operations.runMany" };
  inCall(() => check(body, datastores, options), context);
  const { wait = false, concurrency = 1, onProgress, ...request } = options;

  const runIn = async (datastoreId: string | number): Promise<RunOutcome> => {
    let operation: Operation | null = null;
    try {
      operation = await runOperation(http, { ...body, datastoreId } as RunBody, request);
      if (wait !== false) {
        const { timeoutMs: _, ...rest } = request;
        operation = await operations.waitForOperation(operation.id, {
          ...rest,
          ...(wait === true ? {} : wait),
          onProgress: (seen) => {
            operation = seen;
            if (wait !== true) wait.onProgress?.(seen);
          },
        });
      }
      return { datastoreId, ok: true, operation, error: null };
    } catch (error) {
      if (!(error instanceof DqgateError) || error instanceof AbortedError) throw error;
      return { datastoreId, ok: false, operation, error };
    }
  };
  let done = 0;
  return boundedMap(datastores, concurrency, async (datastoreId) => {
    const outcome = await runIn(datastoreId);
    done += 1;
    onProgress?.({ done, total: datastores.length, outcome });
    return outcome;
  });
}

function check(body: DatastoreRunBody, datastores: unknown, options: RunManyOptions): void {
  if (!isOptions(options)) throw new ValidationError([optionIssue("options", "expected an object")]);
  const issues: Issue[] = unknownOptions(options, [...REQUEST_OPTIONS, "wait", "concurrency", "onProgress"]);
  const { wait, concurrency, onProgress, ...request } = options;
  if (!Array.isArray(datastores) || datastores.length === 0)
    issues.push(optionIssue("datastores", "expected a list of at least one id"));
  if (concurrency !== undefined && !(Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= MOST_AT_ONCE))
    issues.push(optionIssue("concurrency", `expected a whole number from 1 to ${MOST_AT_ONCE}`));
  if (wait !== undefined && typeof wait !== "boolean" && !isOptions(wait))
    issues.push(optionIssue("wait", "expected true, false or the options of a wait"));
  if (onProgress !== undefined && typeof onProgress !== "function")
    issues.push(optionIssue("onProgress", "expected a function"));
  if (issues.length > 0) throw new ValidationError(issues);
  checkRequestOptions(
    Object.fromEntries(Object.entries(request).filter(([name]) => REQUEST_OPTIONS.includes(name as never))),
  );
  if (typeof wait === "object") checkWaitOptions(wait);
  for (const datastoreId of datastores as (string | number)[]) runBody.of({ ...body, datastoreId } as never).encode();
}
