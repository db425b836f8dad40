import {
  AnomaliesFoundError,
  boundedMap,
  checkGateOptions,
  conclude,
  type ErrorContext,
  type GateEvidence,
  gateRun,
  HOUR_MS,
  type Http,
  inCall,
  lookAtAll,
  noAnswer,
  type Observation,
  type PagePromise,
  parseTime,
  type RequestOptions,
  SAME_TIME_HOURS,
  type UnknownOption,
  UnsupportedError,
  type Verdict,
  workedOut,
  worst,
} from "../../../base.js";
import { ANOMALY_RULES, byName, everyOne, executionById, PIPELINES, refOf } from "../lookups.js";
import {
  type Anomaly,
  type AnomalyListParams,
  anomaliesOf,
  anomalyGateParams,
  anomalyListParams,
  figureOf,
  flagsOf,
} from "../models/anomalies.js";
import type { AnomalyRule } from "../models/anomaly-rules.js";
import type { PipelineExecution } from "../models/executions.js";

const LIST = "anomalies.list";
const GATE = "anomalies.requireNone";
const WIDTH = 8;
/** So long after it was told of the end of a run the server has set its flags, in milliseconds. */
const SETTLED_MS = 2_000;
const SKEW_MS = SAME_TIME_HOURS * HOUR_MS;

type Ids = readonly (string | number)[];

const idsOf = ({ execution, executions }: AnomalyListParams): Ids =>
  execution === undefined ? [...new Set((executions ?? []).map(Number))] : [execution];

const momentOf = (since: Date | string | undefined): Date | null =>
  typeof since === "string" ? parseTime(since) : (since ?? null);

function refuseSeverity({ severity }: AnomalyListParams, context: ErrorContext): void {
  if (severity !== undefined) throw new UnsupportedError("severity: watcher knows no severities of anomalies", context);
}

/** The number of the pipeline that is asked for; null where none is. */
async function pipelineOf(
  http: Http,
  { asset }: AnomalyListParams,
  context: ErrorContext,
  options: RequestOptions | undefined,
): Promise<number | null> {
  if (asset === undefined) return null;
  const ref = refOf("asset", asset, context);
  return "id" in ref ? ref.id : (await byName(http, PIPELINES, ref.name, options)).id;
}

/** See `Anomalies.list`. */
export function listAnomalies(
  http: Http,
  params: AnomalyListParams = {},
  options?: RequestOptions,
): PagePromise<Anomaly> {
  const context = { platform: http.platform, operation: LIST };
  const load = async (): Promise<Anomaly[]> => {
    refuseSeverity(params, context);
    const since = momentOf(params.since);
    const pipeline = await pipelineOf(http, params, context, options);
    const executions = await readExecutions(http, idsOf(params), options);
    return executions
      .filter(({ pipelineId }) => pipeline === null || pipelineId === pipeline)
      .filter(({ endDate }) => since === null || (endDate !== null && endDate >= since))
      .flatMap(anomaliesOf)
      .filter(({ isOpen }) => params.isOpen === undefined || isOpen === params.isOpen);
  };
  return workedOut(http, LIST, anomalyListParams.of(params), load);
}

const readExecutions = (http: Http, ids: Ids, options: RequestOptions | undefined): Promise<PipelineExecution[]> =>
  boundedMap(ids, WIDTH, (id) => executionById(http, id, options));

/** The anomaly gate: see `Anomalies.requireNone`. */
export async function requireNone(
  http: Http,
  params: AnomalyListParams = {},
  options: RequestOptions & UnknownOption = {},
): Promise<GateEvidence> {
  const { context, tracked, evidence: evidenceOf } = gateRun(http, GATE);
  checkGateOptions(options, [], context);
  const { onUnknown, ...request } = options;
  inCall(() => anomalyGateParams.of(params).encode(), context);
  refuseSeverity(params, context);

  const wanted = await pipelineOf(tracked.http, params, context, request);
  const since = momentOf(params.since);
  const ids = idsOf(params);
  const rules = await everyOne(tracked.http, ANOMALY_RULES, request).toArray();
  const lookAt = async (id: string | number): Promise<Observation[]> => {
    const look = async () => {
      const found = await executionById(tracked.http, id, request);
      return { found, now: tracked.serverNow() };
    };
    let { found, now } = await look();
    const wait = unsettledMs(found, now);
    if (wait > 0) {
      await http.clock.sleep(wait, request.signal);
      ({ found, now } = await look());
    }
    return observed(found, { rules, wanted, since, now });
  };
  const looks = await lookAtAll(
    ids,
    WIDTH,
    async (id) => {
      const observations = await lookAt(id);
      return {
        observations,
        observation: observations.find((one) => one.verdict === "fail") ?? (observations[0] as Observation),
      };
    },
    (id, error) => {
      const observation = noAnswer(`execution ${id}`, error);
      return { observations: [observation], observation };
    },
  );
  const seen = looks.flatMap(({ observations }) => observations);
  const verdict = worst(seen.map((one) => one.verdict));
  const failed = seen.filter((one) => one.verdict === "fail");
  const evidence = evidenceOf({
    verdict,
    asked: {
      asset: params.asset === undefined ? null : String(params.asset),
      limit: `no figure of execution ${ids.join(", ")} that is flagged as unusual`,
    },
    seen,
    reason: reasonOf(verdict, seen, failed),
  });
  return conclude(evidence, onUnknown, (found) => new AnomaliesFoundError(failed.length, found, context), context);
}

/** How long to wait until a look at a run shows all of its flags: 0 where it does already, or where more cannot change the answer. */
function unsettledMs(execution: PipelineExecution, now: number): number {
  const { endDate, completedSuccessfully } = execution;
  if (endDate === null || completedSuccessfully !== true) return 0;
  if (flagsOf(execution).some(({ isSet }) => isSet === true)) return 0;
  // Whoever ended it told the end by a clock of its own: it may lie before what the server calls its end, and after.
  return Math.abs(now - endDate.getTime()) <= SKEW_MS ? SETTLED_MS : 0;
}

/** What a run is judged by. */
interface Judging {
  readonly rules: readonly AnomalyRule[];
  /** The pipeline that is asked for. */
  readonly wanted: number | null;
  readonly since: Date | null;
  /** By the server's clock. */
  readonly now: number;
}

/** One observation a flag that is true; else one that says why there is none, or why that shows nothing. */
function observed(execution: PipelineExecution, { rules, wanted, since, now }: Judging): Observation[] {
  const { id, pipelineId, endDate } = execution;
  const subject = `execution ${id} of pipeline ${pipelineId}`;
  const found = (verdict: Verdict, field: string, value: Observation["value"], reason: string): Observation => ({
    subject,
    verdict,
    value,
    field,
    measuredAt: endDate,
    reason,
  });
  const doubt = (field: string, value: Observation["value"], why: string): Observation[] => [
    found("unknown", field, value, `nothing shows whether ${subject} is usual: ${why}`),
  ];
  if (wanted !== null && pipelineId !== wanted)
    return doubt("pipeline_id", pipelineId, `pipeline ${wanted} is asked for`);
  if (endDate !== null && since !== null && endDate < since)
    return doubt("end_date", endDate.toISOString(), `it ended before ${since.toISOString()}`);

  const flags = flagsOf(execution);
  const open = anomaliesOf(execution).filter(({ isOpen }) => isOpen);
  if (open.length > 0) return open.map((one) => found("fail", "anomaly_flags", one.kind, one.message));
  if (endDate === null) return doubt("end_date", null, "it still runs");
  if (endDate.getTime() > now + SKEW_MS)
    return doubt("end_date", endDate.toISOString(), "its end lies in the future, and with it its examination");
  if (execution.completedSuccessfully !== true)
    return doubt("completed_successfully", execution.completedSuccessfully, "only successful runs are examined");
  const strange = flags.find(({ isSet }) => isSet === null);
  if (strange !== undefined)
    return doubt("anomaly_flags", strange.metric, `its flag ${strange.metric} is neither true nor false`);
  const active = rules.filter((rule) => rule.pipelineId === pipelineId && rule.active);
  if (active.length === 0) return doubt("active", null, "its pipeline has no active rule");
  const older = active.filter(({ createdAt }) => createdAt <= endDate);
  if (older.length === 0) return doubt("created_at", null, "the rules of its pipeline are younger than its end");
  // A rule says nothing of a figure that the run did not tell.
  const told = older.map(({ metricField }) => metricField).filter((metric) => figureOf(execution, metric) !== null);
  if (told.length === 0) {
    const missing = older.map(({ metricField }) => metricField).join(", ");
    return doubt(missing, null, `it told none of the figures that the rules of its pipeline watch (${missing})`);
  }
  const watched = told.join(", ");
  return [found("pass", "anomaly_flags", null, `no figure of ${subject} is flagged (watched: ${watched})`)];
}

function reasonOf(verdict: Verdict, seen: readonly Observation[], failed: readonly Observation[]): string {
  const [first] = seen.filter((one) => one.verdict === verdict) as [Observation];
  if (verdict === "fail")
    return `${failed.length} ${failed.length === 1 ? "figure is" : "figures are"} flagged, such as: ${first.reason}`;
  return verdict === "pass" && seen.length > 1 ? `no figure of ${seen.length} executions is flagged` : first.reason;
}
