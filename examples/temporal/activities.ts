import { Context } from "@temporalio/activity";
import { AbortedError, type ReportJson } from "dqgate";
import type { QualyticsClient } from "dqgate/qualytics";
import { gate, type Plan } from "../portable/pipeline.js";
import { failureOf } from "./failure.js";

export interface ScanRequest extends Plan {
  datastoreId: number;
  /** The most to wait for the scan, in milliseconds. Default: 2 hours. Keep it below `startToCloseTimeout`. */
  maxWaitMs?: number;
  /** True: a scan that nobody waits for any more is aborted. Default: it goes on. */
  abortOnCancel?: boolean;
}

/** What a heartbeat tells, and the next attempt goes on with. */
export interface ScanProgress {
  operation: number;
  state: string;
  done: number | null;
  total: number | null;
}

export interface ScanActivities {
  scanAndGate(request: ScanRequest): Promise<ReportJson>;
}

/** The activities of a worker: `Worker.create({ activities: scanActivities(client), … })`. */
export const scanActivities = (client: QualyticsClient): ScanActivities => ({
  /**
   * Scans a datastore, and gives the report that its data may travel on. A no is a failure that is not repeated, with the
   * error as its details. After a retry it goes on with the scan that an attempt before has started.
   */
  async scanAndGate({ datastoreId, maxWaitMs = 7_200_000, abortOnCancel = false, ...plan }) {
    const context = Context.current();
    const { info, cancellationSignal: signal } = context;
    let last = progressOf(info.heartbeatDetails);
    // Between two looks too: a cancellation comes as the answer to a heartbeat.
    const beat = (): void => void (last !== null && context.heartbeat(last));
    const timer = setInterval(beat, (info.heartbeatTimeoutMs ?? 30_000) / 3);
    try {
      if (last === null) {
        // Without the signal: a scan whose start was cut off could be neither aborted nor gone on with.
        const { id, state } = await client.operations.run({ type: "scan", datastoreId });
        last = { operation: id, state, done: null, total: null };
      }
      const { operation } = last;
      beat();
      await client.operations.waitForOperation(operation, {
        signal,
        timeoutMs: maxWaitMs,
        onProgress: ({ state, progress }) => {
          last = { operation, state, done: progress?.done ?? null, total: progress?.total ?? null };
          beat();
        },
      });
      return (await gate(client, plan, { signal })).toJSON();
    } catch (error) {
      if (!(error instanceof AbortedError && signal.aborted)) throw failureOf(error);
      // Only where somebody cancelled it: a worker that shuts down, or timed out, leaves the scan to the next attempt.
      const isCancelled = context.cancellationDetails?.cancelRequested === true;
      if (last !== null && abortOnCancel && isCancelled) await abort(client, last.operation, context);
      throw signal.reason;
    } finally {
      clearInterval(timer);
    }
  },
});

/** The progress that an earlier attempt told last; null where there was none. */
function progressOf(details: unknown): ScanProgress | null {
  const told = details as Partial<ScanProgress> | null | undefined;
  return typeof told?.operation === "number" ? (told as ScanProgress) : null;
}

/** The cancellation goes on where it fails. */
async function abort({ operations }: QualyticsClient, operation: number, { log }: Context): Promise<void> {
  try {
    await operations.abort(operation, { acceptEnded: true });
  } catch (error) {
    log.warn("the scan could not be aborted, and goes on", { operation, error });
  }
}
