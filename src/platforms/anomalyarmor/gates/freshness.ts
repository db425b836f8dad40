import {
  AbortedError,
  type AssetRef,
  DqgateError,
  type FreshLook,
  type FreshnessEvidence,
  HOUR_MS,
  type Http,
  hoursText,
  identifierIssue,
  type PagePromise,
  type RequestOptions,
  type RequireFreshOptions,
  ResponseValidationError,
  requireFreshness,
  SAME_TIME_HOURS,
  type Verdict,
} from "../../../base.js";
import { assetId, isUuid } from "../ids.js";
import type { FreshnessListParams, FreshnessStatus } from "../models/freshness.js";
import type { JobStarted } from "../models/jobs.js";
import { Jobs } from "../resources/jobs.js";
import { FreshnessPlan } from "./freshness-plan.js";
import { waitForJob } from "./jobs.js";

interface FreshnessReader {
  get(asset: AssetRef, options?: RequestOptions): Promise<FreshnessStatus>;
  list(params?: FreshnessListParams, options?: RequestOptions): PagePromise<FreshnessStatus>;
  refresh(asset: AssetRef, options?: RequestOptions): Promise<JobStarted>;
}

const DEFAULT_LIMIT_HOURS = 24;

/** The freshness gate: see `Freshness.requireFresh`. */
export async function requireFresh(
  http: Http,
  reader: (http: Http) => FreshnessReader,
  asset: AssetRef | readonly AssetRef[],
  options: RequireFreshOptions<FreshnessStatus> = {},
): Promise<FreshnessEvidence<FreshnessStatus>> {
  return requireFreshness(
    http,
    (tracked) => {
      const freshness = reader(tracked.http);
      const judged = (one: AssetRef, status: FreshnessStatus): FreshLook<FreshnessStatus> =>
        judge(one, status, options.maxAgeHours, tracked.serverNow());
      const read = async (one: AssetRef, request: RequestOptions): Promise<FreshLook<FreshnessStatus>> => {
        const status = await freshness.get(one, request);
        refuseOther(one, status, http.platform);
        return judged(one, status);
      };
      const list = freshness.list.bind(freshness);
      const plan = new FreshnessPlan(tracked.http, { list, read, judge: judged });
      return {
        limit: limitText(options?.maxAgeHours),
        check: (one) => identifierIssue(assetId({ asset: one }))?.message,
        look: read,
        lookAtSeveral: (assets, next) => plan.look(assets, next),
        refresh: (one, wait, request) => refreshed(tracked.http, freshness, one, wait, request),
      };
    },
    asset,
    options,
  );
}

/** Refreshes an asset and waits for it. Gives what went wrong; null when nothing did. */
async function refreshed(
  http: Http,
  reader: FreshnessReader,
  asset: AssetRef,
  wait: { timeoutMs: number; pollIntervalMs: number },
  request: RequestOptions,
): Promise<DqgateError | null> {
  try {
    const { jobId } = await reader.refresh(asset, request);
    const { signal, headers, retries, totalTimeoutMs } = request;
    await waitForJob(http, new Jobs(http), jobId, { signal, headers, retries, totalTimeoutMs, ...wait });
    return null;
  } catch (error) {
    // That the asset is stale is known already: what kept it so is the cause, not the answer.
    if (!(error instanceof DqgateError) || error instanceof AbortedError) throw error;
    return error;
  }
}

/** The rule: strictly older than the limit is stale, and so is what the platform calls stale; without evidence, unknown. */
function judge(
  asset: AssetRef,
  status: FreshnessStatus,
  maxAgeHours: number | undefined,
  told: number,
): FreshLook<FreshnessStatus> {
  // What was checked by the server's clock was not checked after its now.
  const serverNow = Math.max(told, status.checkedAt?.getTime() ?? told);
  const limitHours = maxAgeHours ?? (status.stalenessThresholdHours || DEFAULT_LIMIT_HOURS);
  const { age, field } = ageOf(status, serverNow);
  const aged = age === null ? "of unknown age" : `${hoursText(age, limitHours)} old`;
  const found = (verdict: Verdict, reason: string): FreshLook<FreshnessStatus> => ({
    asset,
    status,
    age,
    limitHours,
    observation: {
      subject: String(asset),
      verdict,
      value: age ?? status.status,
      field,
      measuredAt: status.checkedAt,
      reason,
    },
  });
  const limit = `the limit is ${hoursText(limitHours)}`;
  if (age !== null && age > limitHours) return found("fail", `${asset} is stale: ${aged}, ${limit}`);
  if (status.isStale || status.status === "stale") {
    return found("fail", `${asset} is stale, as the platform says: ${aged}, ${limit}`);
  }
  if (age === null)
    return found("unknown", `the platform tells no age of ${asset} (${status.reason ?? status.status})`);
  if (age < -SAME_TIME_HOURS || hoursBetween(status.lastUpdated, serverNow) < -SAME_TIME_HOURS) {
    return found("unknown", `the last update of ${asset} lies in the future`);
  }
  if (!status.isFresh || status.status !== "fresh") {
    return found("unknown", `the freshness of ${asset} is not known: ${status.reason ?? status.status}`);
  }
  return found("pass", `${asset} is fresh: ${aged}, ${limit}`);
}

/**
 * The age by the server's clock. `hours_since_update` is as old as the look that it was taken at; where the last update
 * is told, it shows whether the data has aged since, and where it is not, the time since the look is added.
 */
function ageOf(
  { hoursSinceUpdate, lastUpdated, checkedAt }: FreshnessStatus,
  serverNow: number,
): { age: number | null; field: string } {
  if (hoursSinceUpdate === null) {
    return lastUpdated === null
      ? { age: null, field: "status" }
      : { age: hoursBetween(lastUpdated, serverNow), field: "last_updated" };
  }
  const told = { age: hoursSinceUpdate, field: "hours_since_update" };
  const sinceUpdate = hoursBetween(lastUpdated, serverNow);
  if (lastUpdated !== null) {
    return sinceUpdate - hoursSinceUpdate > SAME_TIME_HOURS ? { age: sinceUpdate, field: "last_updated" } : told;
  }
  const sinceLook = hoursBetween(checkedAt, serverNow);
  return sinceLook > SAME_TIME_HOURS ? { age: hoursSinceUpdate + sinceLook, field: "checked_at" } : told;
}

const hoursBetween = (from: Date | null, to: number): number => (from === null ? 0 : (to - from.getTime()) / HOUR_MS);

/** An answer about another asset is no answer. Only UUIDs can be compared: a name may be told in a longer form. */
function refuseOther(asset: AssetRef, status: FreshnessStatus, platform: string): void {
  const asked = String(asset).toLowerCase();
  if (!isUuid(asked) || !isUuid(status.assetId) || status.assetId.toLowerCase() === asked) return;
  throw new ResponseValidationError("it is about another asset", [], {
    platform,
    operation: "GET /sdk/freshness/{asset}",
  });
}

function limitText(maxAgeHours: number | undefined): string {
  if (maxAgeHours !== undefined) return `at most ${maxAgeHours} h old, and not stale by the platform's own threshold`;
  return `within the asset's own threshold, or ${DEFAULT_LIMIT_HOURS} h where it has none`;
}
