import {
  AnomaliesFoundError,
  checkGateOptions,
  conclude,
  type GateEvidence,
  gateRun,
  type Http,
  inCall,
  isRecord,
  type Observation,
  optionIssue,
  type RequestOptions,
  redactText,
  type UnknownOption,
  ValidationError,
  worst,
} from "../../../base.js";
import { listAnomalies, momentOf, refuseSeverity } from "../anomaly-lists.js";
import type { Anomaly } from "../models/anomalies.js";
import { type AnomalyGateParams, anomalyGateParams } from "../models/anomaly-params.js";
import { KNOWN_STATUSES, KNOWN_TYPES, OPEN_STATUSES } from "../models/anomaly-statuses.js";
import { countAnomalies, type Search, type Tally } from "./anomaly-count.js";
import { isRefusal } from "./anomaly-evidence.js";
import { lookAtScope, type Scope } from "./anomaly-scope.js";

const GATE = "anomalies.requireNone";
const MOST_SHOWN = 5;
const LONGEST_MESSAGE = 200;

/** The anomaly gate: see `Anomalies.requireNone`. */
export async function requireNone(
  http: Http,
  params: AnomalyGateParams = {},
  options: RequestOptions & UnknownOption = {},
): Promise<GateEvidence> {
  const { context, tracked, evidence: evidenceOf } = gateRun(http, GATE);
  checkGateOptions(options, [], context);
  // Elsewhere null is as good as no params; what a gate is asked must not be nothing by mistake.
  if (!isRecord(params)) throw new ValidationError([optionIssue("params", "expected an object")], context);
  const told = inCall(() => anomalyGateParams.of(params).encode(), context);
  refuseSeverity(told.severity, "minWeight says which weights count", context);
  const { onUnknown, ...request } = options;

  const scope: Scope = {
    containers: all<string | number>(told.asset ?? told.container),
    datastores: all(told.datastore),
    checks: all(told.quality_check),
    ruleTypes: all(told.rule_type),
    tags: all(told.tag),
    since: momentOf(told.since as string | undefined),
  };
  const looked = await lookAtScope(tracked, scope, request);
  const search: Search = {
    filters: {
      container: looked.containers,
      datastore: scope.datastores,
      status: told.status === undefined ? OPEN_STATUSES : all<string>(told.status),
      anomalyType: told.anomaly_type as string | undefined,
      qualityCheck: scope.checks,
      ruleType: scope.ruleTypes,
      tag: scope.tags,
    },
    since: scope.since,
    minWeight: (told.min_weight as number | undefined) ?? null,
  };
  // A rule that no check has may be a word that the platform does not know.
  const isDoubtful = scope.ruleTypes.length > 0 && looked.observations.some((one) => one.verdict === "unknown");
  const tally = await counted(tracked.http, search, request, isDoubtful);

  const observations = [...looked.observations, countObservation(tally, search)];
  const verdict = tally.count > 0 ? "fail" : worst(observations.map((one) => one.verdict));
  const asset = assetText(params, scope);
  const evidence = evidenceOf({
    verdict,
    asked: { asset, limit: limitText(search) },
    seen: [...observations, ...tally.shown.slice(0, MOST_SHOWN).map(anomalyObservation)],
    reason: reasonOf(tally, observations, asset, wordsOf(search)),
  });
  return conclude(evidence, onUnknown, (found) => new AnomaliesFoundError(tally.count, found, context), context);
}

/** The values of a filter that takes one or several, each once. */
const all = <T>(told: unknown): T[] => [...new Set((told === undefined ? [] : [told]).flat() as T[])];

/** Counts. A word that the platform may not know matches nothing, which shows nothing; some builds refuse it. */
async function counted(http: Http, search: Search, request: RequestOptions, isDoubtful: boolean): Promise<Tally> {
  const { status, anomalyType } = search.filters;
  const strange = [
    ...status.filter((word) => !KNOWN_STATUSES.includes(word)),
    ...(anomalyType === undefined || KNOWN_TYPES.includes(anomalyType) ? [] : [anomalyType]),
  ];
  const doubt = strange.length === 0 ? null : `nothing shows that the platform knows the word ${strange.join(" or ")}`;
  try {
    const tally = await countAnomalies((params) => listAnomalies(http, params, request), search);
    return { ...tally, doubt: tally.doubt ?? doubt };
  } catch (error) {
    if (!isRefusal(error) || (doubt === null && !isDoubtful)) throw error;
    const why = doubt ?? "the platform refuses what is asked for";
    return { count: 0, doubt: `${why}: ${error.message}`, shown: [], field: "items" };
  }
}

const wordsOf = ({ filters }: Search): string => filters.status.join(" or ");

function countObservation({ count, doubt, field }: Tally, search: Search): Observation {
  const what = `${count} ${count === 1 ? "anomaly is" : "anomalies are"} ${wordsOf(search)}`;
  return {
    subject: `anomalies that are ${wordsOf(search)}`,
    verdict: count > 0 ? "fail" : doubt === null ? "pass" : "unknown",
    value: count,
    field,
    measuredAt: null,
    reason: doubt === null ? what : count > 0 ? `at least ${what}` : doubt,
  };
}

function anomalyObservation(anomaly: Anomaly): Observation {
  const { id, container, detectedAt, status, type, weight } = anomaly;
  const kind = [type, weight === null ? null : `weight ${weight}`].filter((one) => one !== null).join(", ");
  return {
    subject: container?.name == null ? textOf(anomaly) : `${container.name}: ${textOf(anomaly)}`,
    verdict: "fail",
    value: status,
    field: "status",
    measuredAt: detectedAt,
    reason: `anomaly ${id}${kind === "" ? "" : ` (${kind})`} is ${status}`,
  };
}

const textOf = ({ message, id }: Anomaly): string =>
  message === null ? `anomaly ${id}` : redactText(message).slice(0, LONGEST_MESSAGE);

function reasonOf(
  { count, doubt, shown }: Tally,
  observations: readonly Observation[],
  asset: string | null,
  words: string,
): string {
  const where = asset === null ? "" : ` of ${asset}`;
  if (count > 0) {
    const [first] = shown;
    const such = first === undefined ? "" : `, such as "${textOf(first)}"`;
    const what = count === 1 ? `1 anomaly${where} is ${words}` : `${count} anomalies${where} are ${words}`;
    return `${doubt === null ? "" : "at least "}${what}${such}`;
  }
  const none = `no anomaly${where} is ${words}`;
  const why = observations.find((one) => one.verdict === "unknown");
  return why === undefined ? none : `it is not known whether ${none}: ${why.reason}`;
}

/** What is asked about, as the caller named it; null for everything. */
function assetText({ asset }: AnomalyGateParams, { containers, datastores, checks }: Scope): string | null {
  const named = asset === undefined ? containers.map((id) => `container ${id}`) : [String(asset)];
  const more = [...datastores.map((id) => `datastore ${id}`), ...checks.map((id) => `check ${id}`)];
  const parts = [...named, ...more];
  return parts.length === 0 ? null : parts.join(", ");
}

function limitText(search: Search): string {
  const { anomalyType, ruleType, tag } = search.filters;
  const parts = [
    `no anomaly that is ${wordsOf(search)}`,
    anomalyType === undefined ? "" : `of type ${anomalyType}`,
    ruleType.length === 0 ? "" : `of rule ${ruleType.join(" or ")}`,
    tag.length === 0 ? "" : `tagged ${tag.join(" or ")}`,
    search.minWeight === null ? "" : `of weight ${search.minWeight} or more`,
    search.since === null ? "" : `since ${search.since.toISOString()}`,
  ];
  return parts.filter((part) => part !== "").join(", ");
}
