import {
  AnomaliesFoundError,
  type AssetRef,
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
  type UnknownOption,
  ValidationError,
  worst,
} from "../../../base.js";
import { momentOf, refuseSeverity } from "../anomaly-lists.js";
import { type AnomalyGateParams, anomalyGateParams } from "../models/anomaly-params.js";
import { OPEN_STATUSES } from "../models/anomaly-statuses.js";
import { lookAtEach } from "./anomaly-batch.js";
import { countAnomalies, type Search, type Tally } from "./anomaly-count.js";
import { counted } from "./anomaly-doubts.js";
import { lookAtScope, type Scope } from "./anomaly-scope.js";
import { anomalyObservation, countText, limitText, MOST_SHOWN, suchText, wordsOf } from "./anomaly-words.js";

const GATE = "anomalies.requireNone";

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
  const searchOf = (container: readonly number[]): Search => ({
    filters: {
      container,
      datastore: scope.datastores,
      status: told.status === undefined ? OPEN_STATUSES : all<string>(told.status),
      anomalyType: told.anomaly_type as string | undefined,
      qualityCheck: scope.checks,
      ruleType: scope.ruleTypes,
      tag: scope.tags,
    },
    since: scope.since,
    minWeight: (told.min_weight as number | undefined) ?? null,
  });
  const asset = assetText(params, scope);
  const conclusion = (found: GateEvidence, count: number): GateEvidence =>
    conclude(found, onUnknown, (no) => new AnomaliesFoundError(count, no, context), context);
  if (scope.containers.length > 1) {
    const assets = told.asset as readonly AssetRef[] | undefined;
    const { found, count } = await lookAtEach(tracked, { scope, searchOf, assets }, request);
    return conclusion(evidenceOf({ ...found, asked: { asset, limit: limitText(searchOf([])) } }), count);
  }
  const looked = await lookAtScope(tracked, scope, request);
  const search = searchOf(looked.containers);
  // A rule that no check has may be a word that the platform does not know.
  const isDoubtful = scope.ruleTypes.length > 0 && looked.observations.some((one) => one.verdict === "unknown");
  const tally = await counted(tracked.http, search, request, isDoubtful, countAnomalies);

  const observations = [...looked.observations, countObservation(tally, search)];
  const verdict = tally.count > 0 ? "fail" : worst(observations.map((one) => one.verdict));
  const evidence = evidenceOf({
    verdict,
    asked: { asset, limit: limitText(search) },
    seen: [...observations, ...tally.shown.slice(0, MOST_SHOWN).map(anomalyObservation)],
    reason: reasonOf(tally, observations, asset, search),
  });
  return conclusion(evidence, tally.count);
}

/** The values of a filter that takes one or several, each once. */
const all = <T>(told: unknown): T[] => [...new Set((told === undefined ? [] : [told]).flat() as T[])];

function countObservation({ count, doubt, field }: Tally, search: Search): Observation {
  const what = countText(count, "", search);
  return {
    subject: `anomalies that are ${wordsOf(search)}`,
    verdict: count > 0 ? "fail" : doubt === null ? "pass" : "unknown",
    value: count,
    field,
    measuredAt: null,
    reason: doubt === null ? what : count > 0 ? `at least ${what}` : doubt,
  };
}

function reasonOf(
  { count, doubt, shown }: Tally,
  observations: readonly Observation[],
  asset: string | null,
  search: Search,
): string {
  const where = asset === null ? "" : ` of ${asset}`;
  if (count > 0) {
    return `${doubt === null ? "" : "at least "}${countText(count, where, search)}${suchText(shown)}`;
  }
  const none = `no anomaly${where} is ${wordsOf(search)}`;
  const why = observations.find((one) => one.verdict === "unknown");
  return why === undefined ? none : `it is not known whether ${none}: ${why.reason}`;
}

/** What is asked about, as the caller named it; null for everything. */
function assetText({ asset }: AnomalyGateParams, { containers, datastores, checks }: Scope): string | null {
  const named = asset === undefined ? containers.map((id) => `container ${id}`) : [asset].flat().map(String);
  const more = [...datastores.map((id) => `datastore ${id}`), ...checks.map((id) => `check ${id}`)];
  const parts = [...named, ...more];
  return parts.length === 0 ? null : parts.join(", ");
}
