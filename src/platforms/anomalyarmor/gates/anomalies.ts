import {
  AnomaliesFoundError,
  checkGateOptions,
  conclude,
  type GateEvidence,
  type Http,
  type Observation,
  type RequestOptions,
  redactText,
  type UnknownOption,
  ValidationError,
  type Verdict,
  withExplanation,
} from "../../../base.js";
import { ALERT_SEVERITIES, ALERT_STATES, type Alert, type AlertListParams } from "../models/alerts.js";
import { type AnomalyGateParams, anomalyGateParams } from "../models/anomalies.js";
import { Alerts } from "../resources/alerts.js";
import { Assets } from "../resources/assets.js";

const GATE = "anomalies.requireNone";
const OPEN_STATES: readonly string[] = ["triggered", "acknowledged"];
const KNOWN_STATES: readonly string[] = ALERT_STATES;
const KNOWN_SEVERITIES: readonly string[] = ALERT_SEVERITIES;
/** Where totals cannot be believed, so many alerts are read and no more. */
const MOST_READ = 1_000;
const LARGEST_PAGE = 100;
const MOST_SHOWN = 5;
const LONGEST_MESSAGE = 200;

/** What was counted. */
interface Tally {
  readonly count: number;
  /** Why there may be more than was counted; null when there are not. */
  readonly doubt: string | null;
  readonly alerts: readonly Alert[];
  readonly observations: readonly Observation[];
}

/** Drops alerts that are not as the caller asked; undefined where nothing was asked. */
export function isOpenAsAsked(isOpen: boolean | undefined): ((alert: Alert) => boolean) | undefined {
  return isOpen === undefined ? undefined : (alert) => alert.isOpen === isOpen;
}

/** The anomaly gate: see `Anomalies.requireNone`. */
export async function requireNone(
  http: Http,
  params: AnomalyGateParams = {},
  options: RequestOptions & UnknownOption = {},
): Promise<GateEvidence> {
  const context = { platform: http.platform, operation: GATE };
  const { onUnknown, ...request } = options;
  checkGateOptions(options);
  checkParams(params, context);
  const asset = params.asset === undefined ? undefined : String(params.asset);
  // The platform's words are in lower case; another case would match nothing, which is not the same as no alert.
  const severity = params.severity?.toLowerCase();
  const statuses = [...new Set((params.statuses ?? OPEN_STATES).map((status) => status.trim().toLowerCase()))];
  const filters: AlertListParams = { assetId: asset, severity, since: params.since };

  const startedAt = http.clock.now();
  const tracked = http.track();
  // A name that the platform does not know has no alerts either.
  if (asset !== undefined) await new Assets(tracked.http).get(asset, request);
  const alerts = new Alerts(tracked.http);
  const tally =
    (await countByStatus(alerts, filters, statuses, request)) ??
    (await countByReading(alerts, filters, statuses, request));

  const { count } = tally;
  const doubt = tally.doubt ?? doubtOfWords(statuses, severity);
  const verdict = count > 0 ? "fail" : doubt === null ? "pass" : "unknown";
  const evidence = withExplanation({
    gate: GATE,
    verdict: verdict as Verdict,
    asked: { asset: asset ?? null, limit: limitText(statuses, severity, params.since) },
    seen: [...tally.observations, ...tally.alerts.slice(0, MOST_SHOWN).map(alertObservation)],
    reason: reasonOf(tally, asset, statuses, doubt),
    requests: tracked.requests(),
    elapsedMs: http.clock.now() - startedAt,
  });
  return conclude(evidence, onUnknown, (found) => new AnomaliesFoundError(count, found, context), context);
}

function checkParams(params: AnomalyGateParams, context: { platform: string; operation: string }): void {
  try {
    anomalyGateParams.of(params).encode();
  } catch (error) {
    throw error instanceof ValidationError ? new ValidationError(error.issues, context) : error;
  }
}

/**
 * One small page a status, and the total that it announces. Null when an answer contradicts itself or shows that the
 * filter was not heeded. In the caller's order, one by one: an alert that is acknowledged meanwhile is not missed.
 */
async function countByStatus(
  alerts: Alerts,
  filters: AlertListParams,
  statuses: readonly string[],
  request: RequestOptions,
): Promise<Tally | null> {
  let count = 0;
  let doubt: string | null = null;
  const shown: Alert[] = [];
  const observations: Observation[] = [];
  for (const status of statuses) {
    const page = await alerts.list({ ...filters, status, limit: 1 }, request);
    const { items, total } = page;
    const isFiltered = items.every((alert) => alert.status === status);
    const isConsistent = items.length > 0 ? (total ?? items.length) >= items.length : total === null || total === 0;
    if (!isFiltered || !isConsistent || (items.length === 0 && page.hasNextPage())) return null;
    const found = total ?? items.length;
    if (total === null && page.hasNextPage()) doubt = "the platform announces no total";
    count += found;
    shown.push(...items);
    observations.push(countObservation(status, found, total === null ? "data" : "pagination.total"));
  }
  return { count, doubt, alerts: shown, observations };
}

/** Reads alerts of every status, and counts those that have one of these. */
async function countByReading(
  alerts: Alerts,
  filters: AlertListParams,
  statuses: readonly string[],
  request: RequestOptions,
): Promise<Tally> {
  const found: Alert[] = [];
  let read = 0;
  let announced = 0;
  let doubt: string | null = null;
  for await (const page of alerts.list({ ...filters, limit: LARGEST_PAGE }, request).pages()) {
    read += page.items.length;
    announced = Math.max(announced, page.total ?? 0);
    found.push(...page.items.filter((alert) => statuses.includes(alert.status)));
    if (read >= MOST_READ && page.hasNextPage()) {
      doubt = `the platform does not filter by status, and only ${read} alerts were read`;
      break;
    }
  }
  if (doubt === null && read < announced) doubt = `the platform announces ${announced} alerts and gives ${read}`;
  const observations = statuses.map((status) =>
    countObservation(status, found.filter((alert) => alert.status === status).length, "status", doubt),
  );
  return { count: found.length, doubt, alerts: found, observations };
}

/** A word that the platform may not know matches nothing, which shows nothing. */
function doubtOfWords(statuses: readonly string[], severity: string | undefined): string | null {
  const strange = [
    ...statuses.filter((status) => !KNOWN_STATES.includes(status)),
    ...(severity === undefined || KNOWN_SEVERITIES.includes(severity) ? [] : [severity]),
  ];
  return strange.length === 0 ? null : `nothing shows that the platform knows the word ${strange.join(" or ")}`;
}

function countObservation(status: string, count: number, field: string, doubt: string | null = null): Observation {
  const verdict = count > 0 ? "fail" : doubt === null && KNOWN_STATES.includes(status) ? "pass" : "unknown";
  const reason = `${count} ${count === 1 ? "alert is" : "alerts are"} ${status}`;
  return { subject: `alerts that are ${status}`, verdict, value: count, field, measuredAt: null, reason };
}

function alertObservation(alert: Alert): Observation {
  const message = textOf(alert);
  return {
    subject: alert.asset === null ? message : `${alert.asset}: ${message}`,
    verdict: "fail",
    value: alert.status,
    field: "status",
    measuredAt: alert.triggeredAt,
    reason: `alert ${alert.id} (${alert.severity}) is ${alert.status}`,
  };
}

function textOf({ message, alertType, id }: Alert): string {
  return message === null ? (alertType ?? `alert ${id}`) : redactText(message).slice(0, LONGEST_MESSAGE);
}

function reasonOf(
  { count, doubt, alerts }: Tally,
  asset: string | undefined,
  statuses: readonly string[],
  why: string | null,
): string {
  const where = asset === undefined ? "" : ` on ${asset}`;
  if (count === 0) {
    const none = `no alert${where} is ${statuses.join(" or ")}`;
    return why === null ? none : `it is not known whether ${none}: ${why}`;
  }
  const [first] = alerts;
  const such = first === undefined ? "" : `, such as "${textOf(first)}"`;
  return `${doubt === null ? "" : "at least "}${count} open ${count === 1 ? "alert" : "alerts"}${where}${such}`;
}

function limitText(
  statuses: readonly string[],
  severity: string | undefined,
  since: Date | string | undefined,
): string {
  const kind = severity === undefined ? "" : ` of severity ${severity}`;
  const start = since === undefined ? "" : `, since ${since instanceof Date ? since.toISOString() : since}`;
  return `no alert${kind} that is ${statuses.join(" or ")}${start}`;
}
