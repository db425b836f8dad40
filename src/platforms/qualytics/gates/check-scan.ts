import {
  boundedSettle,
  checkGateOptions,
  type ErrorContext,
  type Http,
  OperationAbortedError,
  OperationFailedError,
  optionIssue,
  type RequestOptions,
  type Settled,
  UnsupportedError,
  ValidationError,
} from "../../../base.js";
import type { CheckGateOptions, ScanWait } from "../models/check-gates.js";
import { Operations } from "../resources/operations.js";
import type { GateContainer } from "./container-list.js";
import { waitForOperation } from "./operations.js";

/** What a scan needs to know of a container. */
type Scannable = Pick<GateContainer, "id" | "name" | "datastore">;

/** A scan that did not end well. What it asserted before may rest on a part of the data. */
export type ScanFailure = OperationFailedError | OperationAbortedError;

/**
 * Checks the options of a gate that may scan, before anything is sent. `named`: the option that names checks. Throws
 * `ValidationError` naming the option, and `UnsupportedError` as `refuseKey` does.
 */
export function checkScanOptions(options: CheckGateOptions, named: string, context: ErrorContext): void {
  checkGateOptions(options, [named, "run", "waitMs", "onProgress", "maxAgeHours"], context);
  if (options.run === true) refuseKey(options, context);
  else {
    const idle = (["waitMs", "onProgress"] as const).find((name) => options[name] !== undefined);
    if (idle === undefined) return;
    throw new ValidationError([optionIssue(idle, "must not be told without run: nothing is waited for")], context);
  }
}

/** Throws `UnsupportedError` for an idempotency key: the platform heeds none, and a scan is started once. */
export function refuseKey(options: RequestOptions | undefined, context: ErrorContext): void {
  if (options?.idempotencyKey === undefined) return;
  throw new UnsupportedError("idempotencyKey: qualytics does not heed it: a repeat would scan again", context);
}

/**
 * Scans one container, all of it, and waits for the end: at most `wait.waitMs`, by default 30 minutes. Gives what went wrong with
 * the scan itself; null when nothing did. Throws `WaitTimeoutError` at the deadline, and leaves the scan going.
 */
export async function scanContainer(
  http: Http,
  container: Scannable,
  wait: ScanWait,
  request: RequestOptions,
): Promise<ScanFailure | null> {
  const { datastore, name } = container;
  if (datastore === null) throw homeless(http, container);
  return await scanNames(http, datastore.id, [name], wait, request);
}

/**
 * Scans several containers, those of a datastore in one run and all datastores at once, as `scanContainer` scans one. Gives how
 * that ended, by their ids.
 */
export async function scanContainers(
  http: Http,
  containers: readonly Scannable[],
  wait: ScanWait,
  request: RequestOptions,
): Promise<Map<number, Settled<ScanFailure | null>>> {
  const ends = new Map<number, Settled<ScanFailure | null>>();
  const together = new Map<number, Scannable[]>();
  for (const one of containers) {
    if (one.datastore === null) ends.set(one.id, { error: homeless(http, one) });
    else together.set(one.datastore.id, [...(together.get(one.datastore.id) ?? []), one]);
  }
  const groups = [...together];
  const scans = await boundedSettle(groups, groups.length, ([datastore, some]) =>
    scanNames(
      http,
      datastore,
      some.map(({ name }) => name),
      wait,
      request,
    ),
  );
  for (const [at, end] of scans.entries()) for (const { id } of groups[at]?.[1] ?? []) ends.set(id, end);
  return ends;
}

function homeless({ platform }: Http, { id }: Scannable): UnsupportedError {
  const context = { platform, operation: "operations.run" };
  return new UnsupportedError(`container ${id} shows no datastore, and scans run in one`, context);
}

async function scanNames(
  http: Http,
  datastoreId: number,
  containerNames: string[],
  wait: ScanWait,
  request: RequestOptions,
): Promise<ScanFailure | null> {
  const operations = new Operations(http);
  const { id } = await operations.run({ type: "scan", datastoreId, containerNames }, request);
  try {
    await waitForOperation(http, operations, id, {
      ...request,
      timeoutMs: wait.waitMs,
      onProgress: wait.onProgress,
    });
    return null;
  } catch (error) {
    if (error instanceof OperationFailedError || error instanceof OperationAbortedError) return error;
    throw error;
  }
}
