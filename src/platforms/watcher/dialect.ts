import {
  type ApiFailure,
  type Dialect,
  failureBody,
  isRecord,
  type ListBody,
  numberPaging,
  type ReadFailure,
} from "../../base.js";

const asCount = (value: unknown): number | null =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : null;

/** The one kind of item that is listed as `data` beside `pagination`; all others come as a bare array. */
const PAGED = "DailyPipelineMetrics";

function list(body: unknown, name: string): ListBody | null {
  if (name !== PAGED) {
    return Array.isArray(body) ? { items: body, total: body.length, limit: null, hasMore: false } : null;
  }
  if (!isRecord(body) || !Array.isArray(body.data)) return null;
  const told = isRecord(body.pagination) ? body.pagination : {};
  return {
    items: body.data,
    total: asCount(told.total_records),
    limit: asCount(told.page_size),
    hasMore: typeof told.has_next === "boolean" ? told.has_next : null,
  };
}

/** What the framework tells of a path that it does not know; each thing that is not there has its own words. */
const UNKNOWN_PATH = "Not Found";

/** `{detail}` as a text, or as the framework's list of complaints; else the text itself. */
const readFailure: ReadFailure = ({ status, text }) => {
  const { body, plain } = failureBody(text);
  const detail = isRecord(body) ? body.detail : undefined;
  const complaints = Array.isArray(detail) ? detail.filter(isRecord) : [];
  const fieldErrors: ApiFailure["fieldErrors"] = Object.fromEntries(
    complaints.map(({ loc, msg }) => [fieldOf(loc), String(msg)]),
  );
  const told = Object.entries(fieldErrors ?? {}).map(([field, complaint]) =>
    field === "" ? complaint : `${field}: ${complaint}`,
  );
  const isUnknownPath = status === 404 && detail === UNKNOWN_PATH;
  return {
    status,
    isUnknownPath,
    message: isUnknownPath
      ? "the server knows no such path: is the url that of a Watcher, with the path that it is served under?"
      : typeof detail === "string"
        ? detail
        : told.join("; ") || plain || `HTTP ${status}`,
    fieldErrors,
    // `input` repeats what was sent, secrets included.
    details: complaints.map(({ type, loc, msg, ctx }) => ({ type, loc, msg, ctx })),
  };
};

/** The field of a complaint: where it is, without the part of the request that it is in. */
function fieldOf(loc: unknown): string {
  if (!Array.isArray(loc)) return "";
  return loc.filter((part, at) => at > 0 || !["body", "query", "path"].includes(part)).join(".");
}

/** How Watcher wraps what it answers: not at all. */
export const dialect: Dialect = {
  readFailure,
  hiddenFailure: () => null,
  record: (body) => body,
  list,
  paging: numberPaging({ page: "page", size: "page_size" }, 50),
  repeatable: ["GET", "HEAD"],
  honoursKeys: false,
};
