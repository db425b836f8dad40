import {
  type Http,
  OperationFailedError,
  type RequestOptions,
  UnsupportedError,
  type WaitOptions,
  type WaitSource,
  waitUntilOver,
} from "../../../base.js";
import type { Operation } from "../models/operations.js";

interface OperationReader {
  get(execution: string | number, options?: RequestOptions): Promise<Operation>;
}

/** How a run is looked at. Throws `UnsupportedError` for an option that the platform cannot honour. */
export function operationSource(
  http: Http,
  operations: OperationReader,
  execution: string | number,
  options: WaitOptions<Operation>,
): WaitSource<Operation> {
  const context = { platform: http.platform, operation: "operations.waitForOperation" };
  if (options.abortOnTimeout === true)
    throw new UnsupportedError("abortOnTimeout: watcher does not run the work, and cannot abort it", context);
  return {
    what: `execution ${execution}`,
    look: (lookOptions) => operations.get(execution, lookOptions),
    isOver: ({ isTerminal }) => isTerminal,
    clock: http.clock,
    random: http.random,
    totalTimeoutMs: http.totalTimeoutMs,
    context,
  };
}

/** Waits for a run to succeed. */
export async function waitForOperation(
  http: Http,
  operations: OperationReader,
  execution: string | number,
  options: WaitOptions<Operation>,
): Promise<Operation> {
  const source = operationSource(http, operations, execution, options);
  const last = await waitUntilOver(source, options);
  if (last.state === "succeeded") return last;
  const how = last.state === "failed" ? "failed" : "ended, and the platform does not say whether it succeeded";
  throw new OperationFailedError(`execution ${last.id} of pipeline ${last.pipelineId} ${how}`, last, source.context);
}
