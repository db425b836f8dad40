import { type ErrorContext, type Issue, ValidationError } from "../errors/index.js";

/**
 * Puts the call, and the way to a part of its arguments, into what checks complain about that know neither. Gives what
 * the check gives.
 */
export function inCall<T>(check: () => T, context: ErrorContext, within: Issue["path"] = []): T {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    throw new ValidationError(
      error.issues.map((issue) => ({ ...issue, path: [...within, ...issue.path] })),
      context,
    );
  }
}
