import {
  type AssetRef,
  HOUR_MS,
  type Http,
  inCall,
  type PagePromise,
  type RequestOptions,
  type Tracked,
  withinOneCall,
  workedOut,
} from "../../../base.js";
import { byId, byRef, everyOne, isNamed, PIPELINE_TYPES, PIPELINES, type Ref, refOf, unlisted } from "../lookups.js";
import {
  type FreshnessListParams,
  type FreshnessStatus,
  type FreshnessSummary,
  freshnessListParams,
  noParams,
} from "../models/freshness.js";
import type { PipelineType } from "../models/pipeline-types.js";
import type { Pipeline } from "../models/pipelines.js";
import { type FreshnessRuling, freshnessRuling, lengthOf } from "./freshness-rule.js";

/** All pipelines and types as the server told them at about one moment. */
export interface Plan {
  readonly pipelines: readonly Pipeline[];
  readonly types: ReadonlyMap<number, PipelineType>;
  /** By the server's clock. */
  readonly now: number;
}

/** Reads the pipelines, then the types: so that each type that a pipeline names is among them. */
export async function readPlan(tracked: Tracked, operation: string, options?: RequestOptions): Promise<Plan> {
  const next = withinOneCall(tracked.http, operation, options);
  const pipelines = await everyOne(tracked.http, PIPELINES, next()).toArray();
  const types = await everyOne(tracked.http, PIPELINE_TYPES, next()).toArray();
  return { pipelines, types: new Map(types.map((type) => [type.id, type])), now: tracked.serverNow() };
}

/** Reads one pipeline, and its type unless the pipeline is muted. */
export async function readFreshness(
  http: Http,
  operation: string,
  pipeline: AssetRef,
  options?: RequestOptions,
): Promise<FreshnessStatus> {
  const ref = refOf("pipeline", pipeline, { platform: http.platform, operation });
  const tracked = http.track();
  const next = withinOneCall(tracked.http, operation, options);
  const found = await byRef(tracked.http, PIPELINES, ref, next());
  const type = found.muteFreshnessCheck ? null : await byId(tracked.http, PIPELINE_TYPES, found.pipelineTypeId, next());
  return statusOf(found, type, tracked.serverNow());
}

/** The status of every pipeline of a plan. */
export const statusesOf = ({ pipelines, types, now }: Plan): FreshnessStatus[] =>
  pipelines.map((pipeline) => statusOf(pipeline, types.get(pipeline.pipelineTypeId) ?? null, now));

/** The status of one of them. Throws `NotFoundError` where it is not among them. */
export function statusIn(http: Http, plan: Plan, ref: Ref): FreshnessStatus {
  const isMeant = (one: Pipeline): boolean => ("id" in ref ? one.id === ref.id : isNamed(one, ref.name));
  const found = plan.pipelines.find(isMeant) ?? unlisted(http, PIPELINES, "id" in ref ? ref.id : ref.name);
  return statusOf(found, plan.types.get(found.pipelineTypeId) ?? null, plan.now);
}

function statusOf(pipeline: Pipeline, type: PipelineType | null, now: number): FreshnessStatus {
  const ruling = freshnessRuling(pipeline, type, now);
  const { status, last, limit, deadline, unknownBecause, reason } = ruling;
  return {
    assetId: pipeline.id,
    qualifiedName: pipeline.name,
    status,
    isFresh: status === "fresh",
    isStale: status === "stale",
    lastUpdated: last,
    hoursSinceUpdate: last === null ? null : (now - last.getTime()) / HOUR_MS,
    deadline,
    stalenessThresholdHours: thresholdHours(ruling),
    freshnessNumber: limit?.number ?? null,
    freshnessDatepart: limit?.datepart ?? null,
    limitOf: limit?.of ?? null,
    checkedAt: new Date(now),
    unknownBecause,
    reason,
  };
}

function thresholdHours({ last, deadline, limit }: FreshnessRuling): number | null {
  if (last !== null && deadline !== null) return (deadline.getTime() - last.getTime()) / HOUR_MS;
  const length = limit === null ? null : lengthOf(limit);
  return length === null ? null : length / HOUR_MS;
}

/** Counts them. */
export function summaryOf(statuses: readonly FreshnessStatus[]): FreshnessSummary {
  const count = (wanted: string): number => statuses.filter(({ status }) => status === wanted).length;
  const fresh = count("fresh");
  return {
    totalAssets: statuses.length,
    fresh,
    stale: count("stale"),
    unknown: count("unknown"),
    freshPercentage: statuses.length === 0 ? null : (fresh / statuses.length) * 100,
  };
}

/** See `Freshness.list`. */
export function listFreshness(
  http: Http,
  params: FreshnessListParams = {},
  options?: RequestOptions,
): PagePromise<FreshnessStatus> {
  const load = async (): Promise<FreshnessStatus[]> => {
    const statuses = statusesOf(await readPlan(http.track(), "freshness.list", options));
    return statuses.filter(({ status }) => params.status === undefined || status === params.status);
  };
  return workedOut(http, "freshness.list", freshnessListParams.of(params), load, params.limit);
}

/** See `Freshness.summary`. */
export async function summarizeFreshness(
  http: Http,
  params: Record<never, never> = {},
  options?: RequestOptions,
): Promise<FreshnessSummary> {
  inCall(() => noParams.of(params).encode(), { platform: http.platform, operation: "freshness.summary" });
  return summaryOf(statusesOf(await readPlan(http.track(), "freshness.summary", options)));
}
