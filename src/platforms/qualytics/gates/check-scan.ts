import {
  checkGateOptions,
  type ErrorContext,
  type Http,
  OperationAbortedError,
  OperationFailedError,
  optionIssue,
  type RequestOptions,
  UnsupportedError,
  ValidationError,
} from "../../../base.js";
import type { CheckGateOptions } from "../models/check-gates.js";
import type { Container } from "../models/containers.js";
import { Operations } from "../resources/operations.js";
import { waitForOperation } from "./operations.js";

/** A scan that did not end well. What it asserted before may rest on a part of the data. */
export type ScanFailure = OperationFailedError | OperationAbortedError;

/**
 * Checks the options of a gate that may scan, before anything is sent. `named`: the option that names checks. Throws
 * `ValidationError` naming the option, and `UnsupportedError` as `refuseKey` does.
 */
export function checkScanOptions(options: CheckGateOptions, named: string, context: ErrorContext): void {
  checkGateOptions(options, [named, "run", "waitMs", "maxAgeHours"], context);
  if (options.run === true) refuseKey(options, context);
  else if (options.waitMs !== undefined)
    throw new ValidationError([optionIssue("waitMs", "must not be told without run: nothing is waited for")], context);
}

/** Throws `UnsupportedError` for an idempotency key: the platform heeds none, and a scan is started once. */
export function refuseKey(options: RequestOptions | undefined, context: ErrorContext): void {
  if (options?.idempotencyKey === undefined) return;
  throw new UnsupportedError("idempotencyKey: qualytics does not heed it: a repeat would scan again", context);
}

/**
 * Scans one container, all of it, and waits for the end: at most `waitMs`, by default 30 minutes. Gives what went wrong with
 * the scan itself; null when nothing did. Throws `WaitTimeoutError` at the deadline, and leaves the scan going.
 */
export async function scanContainer(
  http: Http,
  { id: container, name, datastore }: Container,
  waitMs: number | undefined,
  request: RequestOptions,
): Promise<ScanFailure | null> {
  if (datastore === null) {
    const context = { platform: http.platform, operation: "operations.run" };
    throw new UnsupportedError(`container ${container} shows no datastore, and scans run in one`, context);
  }
  const operations = new Operations(http);
  const { id } = await operations.run({ type: "scan", datastoreId: datastore.id, containerNames: [name] }, request);
  try {
    await waitForOperation(http, operations, id, { ...request, timeoutMs: waitMs });
    return null;
  } catch (error) {
    if (error instanceof OperationFailedError || error instanceof OperationAbortedError) return error;
    throw error;
  }
}
