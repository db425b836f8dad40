import { type Issue, issuesText } from "./config.js";
import { brand, DqgateError, type ErrorContext } from "./dqgate-error.js";

/** The platform's answer does not have the documented shape. Names paths and codes, never values. */
export class ResponseValidationError extends DqgateError {
  static {
    brand(this, "ResponseValidationError");
  }

  readonly issues: readonly Issue[];

  constructor(what: string, issues: readonly Issue[], context?: ErrorContext) {
    super(
      "response_validation",
      "contract",
      `unexpected response: ${what}${what && issues.length ? ": " : ""}${issuesText(issues)}`,
      context,
    );
    this.issues = issues;
  }
}

/** The answer is larger than `maxResponseBytes`. */
export class ResponseTooLargeError extends DqgateError {
  static {
    brand(this, "ResponseTooLargeError");
  }

  readonly maxResponseBytes: number;

  constructor(maxResponseBytes: number, context?: ErrorContext) {
    super(
      "response_too_large",
      "contract",
      `the response is larger than ${maxResponseBytes} bytes (maxResponseBytes)`,
      context,
    );
    this.maxResponseBytes = maxResponseBytes;
  }
}
