import { type ApiFailure, type Dialect, isRecord, type ListBody, numberPaging, type ReadFailure } from "../../base.js";

const asCount = (value: unknown): number | null =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : null;

/** A bare array; or, in reports, `data` beside `pagination`. */
function list(body: unknown): ListBody | null {
  if (Array.isArray(body)) return { items: body, total: body.length, limit: null, hasMore: false };
  if (!isRecord(body) || !Array.isArray(body.data)) return null;
  const told = isRecord(body.pagination) ? body.pagination : {};
  return {
    items: body.data,
    total: asCount(told.total_records),
    limit: asCount(told.page_size),
    hasMore: typeof told.has_next === "boolean" ? told.has_next : null,
  };
}

/** `{detail}` as a text, or as the framework's list of complaints; else the text itself. */
const readFailure: ReadFailure = ({ status, text }) => {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  const detail = isRecord(body) ? body.detail : undefined;
  const plain = isRecord(body)
    ? ""
    : text
        .replace(/<[^>]*>/g, " ")
        .replace(/\s+/g, " ")
        .trim();
  const complaints = Array.isArray(detail) ? detail.filter(isRecord) : [];
  const fieldErrors: ApiFailure["fieldErrors"] = Object.fromEntries(
    complaints.map(({ loc, msg }) => [fieldOf(loc), String(msg)]),
  );
  const told = Object.entries(fieldErrors ?? {}).map(([field, complaint]) =>
    field === "" ? complaint : `${field}: ${complaint}`,
  );
  return {
    status,
    message: typeof detail === "string" ? detail : told.join("; ") || plain || `HTTP ${status}`,
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
};
