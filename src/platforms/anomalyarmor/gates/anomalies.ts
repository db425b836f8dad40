import {
  AnomaliesFoundError,
  BadRequestError,
  checkGateOptions,
  conclude,
  type GateEvidence,
  gateRun,
  type Http,
  inCall,
  type Observation,
  parseTime,
  type RequestOptions,
  redactText,
  type UnknownOption,
  type Verdict,
} from "../../../base.js";
import { isUuid } from "../ids.js";
import { ALERT_SEVERITIES, ALERT_STATES, type Alert, type AlertListParams } from "../models/alerts.js";
import { type AnomalyGateParams, anomalyGateParams } from "../models/anomalies.js";
import type { Asset } from "../models/assets.js";
import { Alerts } from "../resources/alerts.js";
import { Assets } from "../resources/assets.js";

const GATE = "anomalies.requireNone";
const OPEN_STATES: readonly string[] = ["triggered", "acknowledged"];
const MUTED_STATE = "snoozed";
const KNOWN_STATES: readonly string[] = ALERT_STATES;
const KNOWN_SEVERITIES: readonly string[] = ALERT_SEVERITIES;
/** Where totals cannot be believed, so many alerts are read and no more. */
const MOST_READ = 1_000;
const LARGEST_PAGE = 100;
/** Enough to notice a filter that is not heeded. */
const SMALL_PAGE = 20;
const MOST_SHOWN = 5;
const SHOWN_OF_EACH = 2;
const LONGEST_MESSAGE = 200;

/** What was counted. */
interface Tally {
  readonly count: number;
  /** Why there may be more than was counted; null when there are not. */
  readonly doubt: string | null;
  readonly alerts: readonly Alert[];
  readonly observations: readonly Observation[];
  /** Alerts of every status were looked at. */
  readonly isWhole: boolean;
}

/** Drops alerts that are not as the caller asked; undefined where nothing was asked. */
export function isOpenAsAsked(isOpen: boolean | undefined): ((alert: Alert) => boolean) | undefined {
  return isOpen === undefined ? undefined : (alert) => alert.isOpen === isOpen;
}

/** What is looked for, in the platform's spelling. */
interface Search {
  /** The asset as the platform knows it. */
  readonly asset: Asset | undefined;
  readonly severity: string | undefined;
  readonly since: Date | string | undefined;
  readonly statuses: readonly string[];
}

/** The anomaly gate: see `Anomalies.requireNone`. */
export async function requireNone(
  http: Http,
  params: AnomalyGateParams = {},
  options: RequestOptions & UnknownOption = {},
): Promise<GateEvidence> {
  const { context, tracked, evidence: evidenceOf } = gateRun(http, GATE);
  checkGateOptions(options, [], context);
  inCall(() => anomalyGateParams.of(params).encode(), context);
  const { onUnknown, ...request } = options;

  const name = params.asset === undefined ? undefined : String(params.asset);
  // A name that the platform does not know has no alerts either; and one that it knows in a longer form matches none.
  const asset = name === undefined ? undefined : await new Assets(tracked.http).get(name, request);
  const search: Search = {
    asset,
    // The platform's words are in lower case; another case would match nothing, which is not the same as no alert.
    severity: params.severity?.toLowerCase(),
    since: params.since,
    statuses: [...new Set((params.statuses ?? OPEN_STATES).map((status) => status.trim().toLowerCase()))],
  };
  const alerts = new Alerts(tracked.http);
  const tally = (await countByStatus(alerts, search, request)) ?? (await countByReading(alerts, search, request));

  const doubt =
    tally.doubt ??
    doubtOfWords(search.statuses, search.severity) ??
    (tally.count > 0 || tally.isWhole || params.statuses !== undefined
      ? null
      : await doubtOfMuted(alerts, search, request));
  const verdict = tally.count > 0 ? "fail" : doubt === null ? "pass" : "unknown";
  const evidence = evidenceOf({
    verdict: verdict as Verdict,
    asked: { asset: name ?? null, limit: limitText(search.statuses, search.severity, search.since) },
    seen: [...tally.observations, ...tally.alerts.slice(0, MOST_SHOWN).map(alertObservation)],
    reason: reasonOf(tally, name, search.statuses, doubt),
  });
  return conclude(evidence, onUnknown, (found) => new AnomaliesFoundError(tally.count, found, context), context);
}

function filtersOf({ asset, severity, since }: Search): AlertListParams {
  return { assetId: asset === undefined || isUuid(asset.id) ? asset?.id : asset.qualifiedName, severity, since };
}

/**
 * Whether an alert is one of those that were asked for, as far as it can be told. The severity is left to the server:
 * an alert that tells none may have any, and to drop it here would open the gate.
 */
function isAsked(alert: Alert, { asset, since }: Search): boolean {
  const named = [alert.assetId, alert.qualifiedName].filter((one) => one !== null);
  if (asset !== undefined && named.length > 0 && !named.includes(asset.id) && !named.includes(asset.qualifiedName)) {
    return false;
  }
  const start = typeof since === "string" ? parseTime(since) : since;
  return !(start instanceof Date && alert.triggeredAt !== null && alert.triggeredAt < start);
}

/**
 * One small page a status, and the total that it announces. Null when an answer contradicts itself or shows that a
 * filter was not heeded. In the caller's order, one by one: an alert that is acknowledged meanwhile is not missed.
 */
async function countByStatus(alerts: Alerts, search: Search, request: RequestOptions): Promise<Tally | null> {
  let count = 0;
  let doubt: string | null = null;
  const shown: Alert[] = [];
  const observations: Observation[] = [];
  for (const status of search.statuses) {
    const page = await alerts.list({ ...filtersOf(search), status, limit: SMALL_PAGE }, request);
    const { items, total } = page;
    const isFiltered = items.every((alert) => alert.status === status && isAsked(alert, search));
    const isConsistent = items.length > 0 ? (total ?? items.length) >= items.length : total === null || total === 0;
    if (!isFiltered || !isConsistent || (items.length === 0 && page.hasNextPage())) return null;
    const found = total ?? items.length;
    if (total === null && page.hasNextPage()) doubt = "the platform announces no total";
    count += found;
    shown.push(...items.slice(0, SHOWN_OF_EACH));
    observations.push(countObservation(status, found, total === null ? "data" : "pagination.total"));
  }
  return { count, doubt, alerts: shown, observations, isWhole: false };
}

/** Reads alerts of every status, and counts those that were asked for. */
async function countByReading(alerts: Alerts, search: Search, request: RequestOptions): Promise<Tally> {
  const found: Alert[] = [];
  let read = 0;
  let muted = 0;
  let doubt: string | null = null;
  for await (const page of alerts.list({ ...filtersOf(search), limit: LARGEST_PAGE }, request).pages()) {
    read += page.items.length;
    const asked = page.items.filter((alert) => isAsked(alert, search));
    found.push(...asked.filter((alert) => search.statuses.includes(alert.status)));
    muted += asked.filter((alert) => alert.isOpen && !search.statuses.includes(alert.status)).length;
    if (read >= MOST_READ && page.hasNextPage()) {
      doubt = `the platform does not filter as asked, and only ${read} alerts were read`;
      break;
    }
  }
  if (doubt === null && muted > 0) doubt = `${muted} more ${muted === 1 ? "is" : "are"} neither resolved nor dismissed`;
  const observations = search.statuses.map((status) =>
    countObservation(status, found.filter((alert) => alert.status === status).length, "status", doubt),
  );
  return { count: found.length, doubt, alerts: found, observations, isWhole: true };
}

/** A snoozed alert is one that somebody muted: it shows neither that all is well nor that it is not. */
async function doubtOfMuted(alerts: Alerts, search: Search, request: RequestOptions): Promise<string | null> {
  try {
    const { items, total } = await alerts.list(
      { ...filtersOf(search), status: MUTED_STATE, limit: SMALL_PAGE },
      request,
    );
    if (!items.some((alert) => alert.status === MUTED_STATE)) return null;
    const count = total ?? items.length;
    return `${count} ${count === 1 ? "alert is" : "alerts are"} ${MUTED_STATE}`;
  } catch (error) {
    // A server without snoozing does not know the word.
    if (error instanceof BadRequestError) return null;
    throw error;
  }
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
