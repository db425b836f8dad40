import {
  type ApiFailure,
  type Dialect,
  failureBody,
  isRecord,
  type ListBody,
  offsetPaging,
  type ReadFailure,
  withoutEcho,
} from "../../base.js";

/** Page size that the platform takes where none is asked for, and the largest that most lists allow. */
const DEFAULT_LIMIT = 50;
const LARGEST_LIMIT = 100;

/** What the envelope calls a list of a model's items, where it is not `data` or `items`. */
const LIST_NAME: Readonly<Record<string, string>> = {
  Alert: "alerts",
  AlertDestination: "destinations",
  AlertHistoryEntry: "history",
  AlertRule: "rules",
  ApiKey: "keys",
  Asset: "assets",
  Badge: "badges",
  FreshnessSchedule: "schedules",
  MetricDefinition: "metrics",
  MetricSnapshot: "snapshots",
  ReferentialCheck: "checks",
  ReferentialCheckResult: "results",
  SchemaChange: "changes",
  Tag: "tags",
  ValidityCheckResult: "results",
  ValidityRule: "rules",
};

const asRecord = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {});
const asText = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);
const asCount = (value: unknown): number | null => {
  const count = typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return Number.isSafeInteger(count) && (count as number) >= 0 ? (count as number) : null;
};

/** `{data: …}` gives what it holds; anything else is the payload itself. */
const payloadOf = (body: unknown): unknown => (isRecord(body) && Object.hasOwn(body, "data") ? body.data : body);

/**
 * A record in any of the platform's envelopes: `{data: {…}}`, `{success, data: {…}}`, a bare record, or one more level
 * under the model's own name beside its relatives (`{metric: {…}, snapshots: […]}`).
 */
function record(body: unknown, name: string): unknown {
  const payload = payloadOf(body);
  if (!isRecord(payload) || Object.hasOwn(payload, "id")) return payload;
  const key = name.charAt(0).toLowerCase() + name.slice(1);
  for (const one of [key, ENVELOPE_NAME[key] ?? key]) {
    const inner = payload[one];
    if (!isRecord(inner)) continue;
    const { [one]: _, ...relatives } = payload;
    return { ...relatives, ...inner };
  }
  return payload;
}

/** What the envelope calls a model, where that is not its own name. */
const ENVELOPE_NAME: Readonly<Record<string, string>> = {
  metricDefinition: "metric",
  validityRule: "rule",
  referentialCheck: "check",
  alertRule: "rule",
  evidenceCapsule: "capsule",
};

/** A list in any of the platform's envelopes; null when there is none, which is not the same as an empty one. */
function list(body: unknown, name: string): ListBody | null {
  const payload = payloadOf(body);
  const inner = asRecord(payload);
  const items = Array.isArray(payload)
    ? payload
    : [inner.data, inner.items, inner[LIST_NAME[name] ?? "items"]].find(Array.isArray);
  const outer = asRecord(body);
  const meta = asRecord(outer.meta);
  const told = [inner.pagination, outer.pagination, meta.pagination].find(isRecord) ?? {
    ...meta,
    ...(Array.isArray(payload) ? {} : inner),
  };
  const total = asCount(told.total);
  if (items === undefined && total !== 0) return null;
  return {
    items: items ?? [],
    total,
    limit: asCount(told.limit),
    hasMore: typeof told.has_more === "boolean" ? told.has_more : null,
  };
}

const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  ASSET_NOT_FOUND: 404,
  NOT_FOUND: 404,
  VALIDATION_ERROR: 422,
  INTELLIGENCE_NOT_GENERATED: 422,
  SCHEMA_NOT_DISCOVERED: 422,
  RATE_LIMITED: 429,
  INTERNAL_ERROR: 500,
};

// These words decide the class before the status does, whose value the sources leave open.
const CODE_FIRST = new Set(["INTELLIGENCE_NOT_GENERATED", "SCHEMA_NOT_DISCOVERED"]);

function failureOf(status: number, body: unknown, plain: string): ApiFailure {
  const root = asRecord(body);
  const error = asRecord(root.error);
  const details = asRecord(error.details);
  const detail = root.detail;
  const places = [error, details, root, asRecord(detail)];
  const find = (...names: string[]): string | null => {
    for (const place of places) {
      for (const name of names) {
        const found = asText(place[name]);
        if (found !== null) return found;
      }
    }
    return null;
  };
  const platformCode = find("code");
  const message =
    asText(error.message) ??
    asText(root.message) ??
    asText(root.error) ??
    asText(detail) ??
    asText(asRecord(detail).message);
  const fieldErrors = fieldErrorsOf([
    ...places.map((place) => place.field_errors ?? place.errors),
    ...[error.details, detail].filter(Array.isArray),
  ]);
  const [complaint] = Object.entries(fieldErrors).map(([field, text]) => `${field}: ${text}`);
  const known =
    platformCode !== null && Object.hasOwn(STATUS_OF_CODE, platformCode) ? STATUS_OF_CODE[platformCode] : undefined;
  const shown =
    platformCode !== null && CODE_FIRST.has(platformCode)
      ? (known as number)
      : status < 400
        ? (known ?? status)
        : status;
  return {
    status: shown,
    message: `${platformCode === null ? "" : `[${platformCode}] `}${(message ?? complaint ?? plain) || `HTTP ${status}`}`,
    platformCode,
    details: withoutEcho(Object.keys(details).length > 0 ? details : (detail ?? error.details ?? null)),
    fieldErrors,
    requiredScope: find("required_scope", "requiredScope"),
    currentScope: find("current_scope", "currentScope"),
    resourceType: find("resource_type", "resourceType"),
    resourceId: find("resource_id", "resourceId", "asset_id"),
  };
}

/** Complaints about fields: a map from field to text, or a list of `{loc, msg}`. */
function fieldErrorsOf(places: readonly unknown[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const place of places) {
    if (isRecord(place)) {
      for (const [field, complaint] of Object.entries(place)) {
        if (typeof complaint === "string") found[field] = complaint;
        else if (Array.isArray(complaint) && typeof complaint[0] === "string") found[field] = complaint.join("; ");
      }
    }
    for (const one of Array.isArray(place) ? place : []) {
      const { loc, msg } = asRecord(one);
      // The first part of `loc` says where the field is, not which.
      if (Array.isArray(loc) && typeof msg === "string")
        found[loc.filter((part) => part !== "body" && part !== "query").join(".")] = msg;
    }
    if (Object.keys(found).length > 0) break;
  }
  return found;
}

const readFailure: ReadFailure = ({ status, text }) => {
  const { body, plain } = failureBody(text);
  return failureOf(status, body, plain);
};

/** How AnomalyArmor wraps what it answers. */
export const dialect: Dialect = {
  readFailure,
  hiddenFailure: (body) => (isRecord(body) && body.success === false ? failureOf(200, body, "") : null),
  record,
  list,
  paging: offsetPaging(DEFAULT_LIMIT, [DEFAULT_LIMIT, LARGEST_LIMIT]),
  repeatable: ["GET", "HEAD"],
  honoursKeys: true,
};
