import {
  type AssetRef,
  type FreshLook,
  type FreshnessEvidence,
  type Http,
  hoursText,
  type RequestOptions,
  type RequireFreshOptions,
  requireFreshness,
  SAME_TIME_HOURS,
  type Tracked,
  UnsupportedError,
  type Verdict,
} from "../../../base.js";
import { type Ref, refOf } from "../lookups.js";
import type { FreshnessStatus } from "../models/freshness.js";
import { type Plan, readFreshness, readPlan, statusIn } from "./freshness-reader.js";

const GATE = "freshness.requireFresh";
const PLAN_AGE_MS = 1_000;
const POLL_MS = 10_000;

/** The freshness gate: see `Freshness.requireFresh`. */
export async function requireFresh(
  http: Http,
  pipeline: AssetRef | readonly AssetRef[],
  options: RequireFreshOptions<FreshnessStatus> = {},
): Promise<FreshnessEvidence<FreshnessStatus>> {
  const context = { platform: http.platform, operation: GATE };
  if (options?.refresh === true) {
    const message = "refresh: watcher gives no result of a freshness check to wait for; its runs move the data";
    throw new UnsupportedError(message, context);
  }
  const asked: readonly AssetRef[] = Array.isArray(pipeline) ? pipeline : [pipeline as AssetRef];
  const refs = new Map(asked.map((one) => [one, refOf("pipeline", one, context)]));
  return requireFreshness(
    http,
    (tracked) => {
      const statusOf = statusReader(tracked, [...refs.values()], options.pollIntervalMs);
      return {
        limit: limitText(options.maxAgeHours),
        look: async (one, request) => judge(one, await statusOf(refs.get(one) as Ref, request), options.maxAgeHours),
      };
    },
    pipeline,
    options,
  );
}

type StatusReader = (ref: Ref, request: RequestOptions) => Promise<FreshnessStatus>;

/** One number is asked for by itself; names, and several, are looked up in the lists, which all of them share. */
function statusReader(tracked: Tracked, refs: readonly Ref[], pollIntervalMs: number = POLL_MS): StatusReader {
  const { http } = tracked;
  if (refs.length === 1 && refs.every((ref) => "id" in ref))
    return (ref, request) => readFreshness(http, GATE, (ref as { id: number }).id, request);
  const mostAge = Math.min(PLAN_AGE_MS, pollIntervalMs / 2);
  let plan: Promise<Plan> | undefined;
  let readAt: number | undefined;
  return async (ref, request) => {
    if (plan === undefined || (readAt !== undefined && http.clock.now() - readAt > mostAge)) {
      readAt = undefined; // Until it is there, all wait for it.
      plan = readPlan(tracked, GATE, request);
    }
    const asked = plan;
    const read = await asked.catch((error: unknown) => {
      if (plan === asked) plan = undefined; // The next look asks again.
      throw error;
    });
    readAt ??= http.clock.now();
    return statusIn(http, read, ref);
  };
}

/** The server's rule, tightened by the caller's limit. What is muted, or was never written, is unknown with any limit. */
function judge(
  pipeline: AssetRef,
  status: FreshnessStatus,
  maxAgeHours: number | undefined,
): FreshLook<FreshnessStatus> {
  const { hoursSinceUpdate: age, stalenessThresholdHours: threshold, unknownBecause, deadline } = status;
  const limitHours = Math.min(maxAgeHours ?? Number.POSITIVE_INFINITY, threshold ?? Number.POSITIVE_INFINITY);
  const isRuled = status.status !== "unknown" || (unknownBecause === "no_rule" && maxAgeHours !== undefined);
  const found = (verdict: Verdict, reason: string): FreshLook<FreshnessStatus> => ({
    asset: pipeline,
    status,
    age,
    limitHours,
    observation: {
      subject: String(pipeline),
      verdict,
      value: age ?? status.status,
      field: fieldOf(status),
      measuredAt: status.checkedAt,
      reason,
    },
  });
  if (!isRuled || age === null)
    return found("unknown", `the freshness of ${pipeline} is not known: ${status.reason ?? status.status}`);
  const aged = `${hoursText(age, limitHours)} old`;
  const until = deadline === null ? "" : `, and it was to be written again by ${deadline.toISOString()}`;
  if (status.isStale) return found("fail", `${pipeline} is stale: ${aged}${until}`);
  const limit = `the limit is ${hoursText(limitHours)}`;
  if (age > limitHours) return found("fail", `${pipeline} is stale: ${aged}, ${limit}`);
  if (age < -SAME_TIME_HOURS) return found("unknown", `the last write of ${pipeline} lies in the future`);
  return found("pass", `${pipeline} is fresh: ${aged}, ${limit}`);
}

/** The fields that decided. */
const fieldOf = ({ unknownBecause }: FreshnessStatus): string =>
  unknownBecause === "muted" || unknownBecause === "type_muted"
    ? "mute_freshness_check"
    : "last_target_insert, last_target_update, last_target_soft_delete";

function limitText(maxAgeHours: number | undefined): string {
  const own = "the limit of the pipeline, else that of its type";
  return maxAgeHours === undefined ? `within ${own}` : `at most ${maxAgeHours} h old, and within ${own}`;
}
