import { ApplicationFailure } from "@temporalio/activity";
import { DqgateError, isWorthRetrying, RateLimitError, RequirementsError, ServerError } from "dqgate";

/**
 * What an activity throws for an error: a failure with the error as data, evidence and report included, that Temporal repeats
 * or not as the one table says. What is no error of `dqgate` is left to the activity's retry policy.
 */
export function failureOf(error: unknown): unknown {
  if (!(error instanceof DqgateError)) return error;
  const nonRetryable = !isWorthRetrying(error);
  const delay = delayAsked(error);
  return ApplicationFailure.create({
    message: error.message,
    type: error.name,
    nonRetryable,
    details: [error.toJSON()],
    cause: error,
    ...(nonRetryable || delay === null ? {} : { nextRetryDelay: delay }),
  });
}

/** How long the server asked to wait, in milliseconds; null where it did not. */
function delayAsked(error: unknown): number | null {
  if (error instanceof RateLimitError || error instanceof ServerError) return error.retryAfterMs;
  if (!(error instanceof RequirementsError)) return null;
  const delays = error.causes.map(delayAsked).filter((delay) => delay !== null);
  return delays.length === 0 ? null : Math.max(...delays);
}
