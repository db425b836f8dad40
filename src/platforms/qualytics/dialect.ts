import {
  type ApiFailure,
  type Dialect,
  failureBody,
  isRecord,
  type ListBody,
  numberPaging,
  type ReadFailure,
  withoutEcho,
} from "../../base.js";
import { redactConnection, redactCredentials } from "./secrets.js";

/** The platform's own size of a page. */
const DEFAULT_SIZE = 50;

const asRecord = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {});
const asCount = (value: unknown): number | null =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : null;

/** A page, or a bare array where the platform has no pages. */
function list(body: unknown): ListBody | null {
  if (Array.isArray(body)) return { items: body, total: body.length, limit: null, hasMore: false };
  if (!isRecord(body) || !Array.isArray(body.items)) return null;
  const total = asCount(body.total);
  const pages = asCount(body.pages);
  return {
    items: body.items,
    total,
    limit: asCount(body.size) || null,
    hasMore: null,
    pages,
    isUnannounced: total === null && pages === null,
  };
}

/**
 * A record as it is; the one in a page that has nothing else, as old builds answer for a run; the first of an array, as
 * some builds answer for a new check.
 */
function record(body: unknown): unknown {
  if (Array.isArray(body)) return body[0];
  return isRecord(body) && !Object.hasOwn(body, "id") && Array.isArray(body.items) ? body.items[0] : body;
}

/** What FastAPI tells of a path that it does not know; things that are not there have words of their own. */
const UNKNOWN_PATH = "Not Found";
/** A check that is there already is told by its id. */
const EXISTING = /\bexisting\b[^.]*?\bid:?\s*(\d{1,15})\b/i;

/**
 * `{detail}` as a text or as a list of complaints, with `fault_context` on newer builds; `{message}`; or a proxy's text. All
 * of it may repeat the address of a store: credentials are masked.
 */
const readFailure: ReadFailure = ({ status, text }) => {
  const { body, plain } = failureBody(text);
  const { detail, message, fault_context } = asRecord(body);
  const fault = asRecord(fault_context);
  const complaints = Array.isArray(detail) ? detail.filter(isRecord) : [];
  const fieldErrors: ApiFailure["fieldErrors"] = Object.fromEntries(
    complaints.map(({ loc, msg }) => [fieldOf(loc), redactCredentials(String(msg))]),
  );
  const told = Object.entries(fieldErrors ?? {}).map(([field, complaint]) =>
    field === "" ? complaint : `${field}: ${complaint}`,
  );
  const isUnknownPath = status === 404 && detail === UNKNOWN_PATH;
  const words = [detail, message].find((one): one is string => typeof one === "string" && one !== "");
  const conflict = status === 409 ? EXISTING.exec(words ?? "")?.[1] : undefined;
  return {
    status,
    isUnknownPath,
    message: isUnknownPath
      ? "the server knows no such path: is the url that of a Qualytics deployment, and does its build have this call?"
      : redactCredentials(words ?? (told.join("; ") || plain || `HTTP ${status}`)),
    platformCode: typeof fault.code === "string" ? fault.code : null,
    fieldErrors,
    conflictingId: conflict ?? null,
    // `input` repeats what was sent, secrets included.
    details: redactConnection(
      complaints.length > 0
        ? complaints.map(({ type, loc, msg }) => ({ type, loc, msg }))
        : withoutEcho(isRecord(fault_context) ? fault_context : isRecord(detail) ? detail : null),
    ),
  };
};

/** The field of a complaint: where it is, without the part of the request that it is in. */
function fieldOf(loc: unknown): string {
  if (!Array.isArray(loc)) return "";
  return loc.filter((part, at) => at > 0 || !["body", "query", "path"].includes(part)).join(".");
}

/** How Qualytics wraps what it answers. */
export const dialect: Dialect = {
  readFailure,
  hiddenFailure: () => null,
  record,
  list,
  paging: numberPaging({ page: "page", size: "size" }, DEFAULT_SIZE),
  repeatable: ["GET", "HEAD"],
  honoursKeys: false,
};
