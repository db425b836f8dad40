import { brand, DqgateError, type ErrorContext } from "./dqgate-error.js";

/** The client is set up wrongly: an option or an environment variable is missing or malformed. */
export class ConfigurationError extends DqgateError {
  static {
    brand(this, "ConfigurationError");
  }

  constructor(message: string, context?: ErrorContext) {
    super("configuration", "config", message, context);
  }
}

/** The platform has no such namespace, method or option. */
export class UnsupportedError extends DqgateError {
  static {
    brand(this, "UnsupportedError");
  }

  constructor(message: string, context?: ErrorContext) {
    super("unsupported", "config", message, context);
  }
}

/** One thing that is wrong with a value. Holds no part of the value. */
export interface Issue {
  /** The way to the field, such as `["limit"]` or `["children", 0, "id"]`. */
  readonly path: readonly (string | number)[];
  /** The kind of issue, such as `too_big` or `invalid_type`. */
  readonly code: string;
  /** What was expected, in words. */
  readonly message: string;
}

/** Writes a path as a person would: `children[0].id`. */
export function pathText(path: Issue["path"]): string {
  return path.reduce<string>(
    (text, part) => (typeof part === "number" ? `${text}[${part}]` : text === "" ? part : `${text}.${part}`),
    "",
  );
}

/** Several issues in one line. At most five are told; the rest are counted. */
export function issuesText(issues: readonly Issue[]): string {
  const told = issues.slice(0, 5).map((issue) => `${pathText(issue.path) || "the value"}: ${issue.message}`);
  return told.join("; ") + (issues.length > 5 ? `; and ${issues.length - 5} more` : "");
}

/** An argument is wrong. Thrown before anything is sent. */
export class ValidationError extends DqgateError {
  static {
    brand(this, "ValidationError");
  }

  /** The field that is wrong, or the first of them. */
  readonly field: string;
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[], context?: ErrorContext) {
    super("validation", "config", issuesText(issues), context);
    this.field = pathText(issues[0]?.path ?? []);
    this.issues = issues;
  }
}

/** The server answered with a redirect that would take the credentials elsewhere, or that cannot be followed. */
export class RedirectError extends DqgateError {
  static {
    brand(this, "RedirectError");
  }

  readonly status: number;
  /** The origin that the server pointed to; null when it named none. */
  readonly location: string | null;

  constructor(message: string, fields: { status: number; location: string | null }, context?: ErrorContext) {
    super("redirect", "config", message, context);
    this.status = fields.status;
    this.location = fields.location;
  }
}
