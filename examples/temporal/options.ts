import { ActivityCancellationType, type ActivityOptions } from "@temporalio/common";

/**
 * How a workflow calls the activity:
 *
 *     const { scanAndGate } = proxyActivities<ScanActivities>(scanOptions);
 *     const report = await scanAndGate({ datastoreId: 1, asset: "shop.orders", maxAgeHours: 24 });
 */
export const scanOptions: ActivityOptions = {
  startToCloseTimeout: "3 hours",
  /** A worker that died is noticed after this time, and the next attempt goes on with the operation. */
  heartbeatTimeout: "1 minute",
  /** So that the workflow ends after the operation was aborted, not before. */
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  /** For answers that did not come: what is not worth a retry fails at once. */
  retry: { initialInterval: "10 seconds", backoffCoefficient: 2, maximumInterval: "10 minutes", maximumAttempts: 10 },
};
