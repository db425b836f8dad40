import type { Issue } from "../../errors/index.js";
import type { Schema } from "./field.js";

interface RawIssue {
  code?: string;
  path?: readonly PropertyKey[];
  message?: string;
  expected?: string;
  minimum?: number;
  maximum?: number;
  origin?: string;
  values?: readonly unknown[];
  keys?: readonly string[];
  format?: string;
}

/** What a schema has against a value. At most 20 issues; no part of the value. */
export function issuesOf(schema: Schema, value: unknown): Issue[] {
  const result = schema.safeParse(value);
  if (result.success) return [];
  return (result.error.issues as readonly RawIssue[]).slice(0, 20).map((issue) => ({
    path: (issue.path ?? []).map((part) => (typeof part === "number" ? part : String(part))),
    code: issue.code ?? "custom",
    message: issueText(issue),
  }));
}

function issueText(issue: RawIssue): string {
  const unit = issue.origin === "string" ? " characters" : issue.origin === "array" ? " items" : "";
  switch (issue.code) {
    case "invalid_type":
      return `expected ${issue.expected === "int" ? "a whole number" : issue.expected}`;
    case "too_small":
      return `must be at least ${issue.minimum}${unit}`;
    case "too_big":
      return `must be at most ${issue.maximum}${unit}`;
    case "invalid_value":
      return `must be one of ${(issue.values ?? []).join(", ")}`;
    case "invalid_format":
      return `expected ${issue.format}`;
    case "unrecognized_keys":
      return `does not know ${(issue.keys ?? []).join(", ")}`;
    case "invalid_union":
      return "has none of the accepted forms";
    default:
      return issue.message ?? "is not accepted";
  }
}
