import {
  AbortedError,
  type AssetRef,
  boundedMap,
  checkGateOptions,
  checkWaitOptions,
  conclude,
  DqgateError,
  type FreshnessEvidence,
  type Http,
  type Observation,
  type RequestOptions,
  type RequireFreshOptions,
  StalenessError,
  type Tracked,
  ValidationError,
  type Verdict,
  withExplanation,
  worst,
} from "../../../base.js";
import type { FreshnessStatus } from "../models/freshness.js";
import type { JobStarted } from "../models/jobs.js";
import { Jobs } from "../resources/jobs.js";
import { waitForJob } from "./jobs.js";

interface FreshnessReader {
  get(asset: AssetRef, options?: RequestOptions): Promise<FreshnessStatus>;
  refresh(asset: AssetRef, options?: RequestOptions): Promise<JobStarted>;
}

const GATE = "freshness.requireFresh";
const DEFAULT_LIMIT_HOURS = 24;
const REFRESH_WAIT_MS = 10 * 60_000;
const WIDTH = 8;
const HOUR_MS = 3_600_000;
/** Ages that differ by less than this were measured at the same time. */
const SAME_AGE_HOURS = 0.1;

interface Look {
  asset: AssetRef;
  status: FreshnessStatus;
  observation: Observation;
  age: number | null;
  limitHours: number;
  /** What kept the asset from being refreshed. */
  obstacle?: DqgateError;
}

/** The freshness gate: see `Freshness.requireFresh`. */
export async function requireFresh(
  http: Http,
  reader: (http: Http) => FreshnessReader,
  asset: AssetRef | readonly AssetRef[],
  options: RequireFreshOptions<FreshnessStatus> = {},
): Promise<FreshnessEvidence<FreshnessStatus>> {
  const context = { platform: http.platform, operation: GATE };
  const assets: readonly AssetRef[] = typeof asset === "object" ? asset : [asset];
  checkGateOptions(options);
  if (assets.length === 0)
    throw new ValidationError([{ path: ["asset"], code: "too_small", message: "must not be empty" }], context);

  const startedAt = http.clock.now();
  const tracked = http.track();
  const looks = await boundedMap(assets, WIDTH, (one) => lookUntilFresh(tracked, reader(tracked.http), one, options));
  const verdict = worst(looks.map((look) => look.observation.verdict));
  const decisive = looks.find((look) => look.observation.verdict === verdict) as Look;
  const obstacle = decisive.obstacle === undefined ? "" : `; its refresh failed: ${decisive.obstacle.message}`;
  const evidence = withExplanation({
    gate: GATE,
    verdict,
    asked: { asset: assets.join(", "), limit: limitText(options.maxAgeHours) },
    seen: looks.map((look) => look.observation),
    reason:
      verdict === "pass" && looks.length > 1
        ? `all ${looks.length} assets are fresh`
        : decisive.observation.reason + obstacle,
    requests: tracked.requests(),
    elapsedMs: http.clock.now() - startedAt,
    statuses: looks.map((look) => look.status),
  });
  const stale = (found: typeof evidence): StalenessError =>
    new StalenessError(
      {
        asset: String(decisive.asset),
        hoursSinceUpdate: decisive.age,
        thresholdHours: decisive.limitHours,
        lastUpdated: decisive.status.lastUpdated,
      },
      found,
      { ...context, cause: decisive.obstacle },
    );
  return conclude(evidence, options.onUnknown, stale, { ...context, cause: decisive.obstacle });
}

async function lookUntilFresh(
  tracked: Tracked,
  reader: FreshnessReader,
  asset: AssetRef,
  options: RequireFreshOptions<FreshnessStatus>,
): Promise<Look> {
  const {
    maxAgeHours,
    onUnknown: _,
    refresh = false,
    waitMs = refresh ? REFRESH_WAIT_MS : 0,
    onProgress,
    ...rest
  } = options;
  const { pollIntervalMs, ...request } = rest;
  const interval = checkWaitOptions({ pollIntervalMs }).pollIntervalMs;
  const { clock } = tracked.http;
  const deadline = clock.now() + waitMs;
  const look = async (): Promise<Look> => {
    const status = await reader.get(asset, request);
    onProgress?.(status);
    return judge(asset, status, maxAgeHours, tracked.serverNow() ?? clock.now());
  };

  let last = await look();
  if (last.observation.verdict === "pass" || deadline <= clock.now()) return last;
  if (refresh) {
    const obstacle = await refreshed(tracked.http, reader, asset, deadline - clock.now(), interval, request);
    last = await look();
    if (obstacle !== null) return { ...last, obstacle };
  }
  while (last.observation.verdict !== "pass") {
    const left = deadline - clock.now();
    if (left <= 0) return last;
    await clock.sleep(Math.min(interval, left), request.signal);
    last = await look();
  }
  return last;
}

/** Refreshes an asset and waits for it. Gives what went wrong; null when nothing did. */
async function refreshed(
  http: Http,
  reader: FreshnessReader,
  asset: AssetRef,
  timeoutMs: number,
  pollIntervalMs: number,
  request: RequestOptions,
): Promise<DqgateError | null> {
  try {
    const { jobId } = await reader.refresh(asset, request);
    await waitForJob(http, new Jobs(http), jobId, {
      signal: request.signal,
      headers: request.headers,
      timeoutMs,
      pollIntervalMs,
    });
    return null;
  } catch (error) {
    // That the asset is stale is known already: what kept it so is the cause, not the answer.
    if (!(error instanceof DqgateError) || error instanceof AbortedError) throw error;
    return error;
  }
}

/** The rule: strictly older than the limit is stale, and so is what the platform calls stale; without evidence, unknown. */
function judge(asset: AssetRef, status: FreshnessStatus, maxAgeHours: number | undefined, serverNow: number): Look {
  const limitHours = maxAgeHours ?? (status.stalenessThresholdHours || DEFAULT_LIMIT_HOURS);
  const { age, field } = ageOf(status, serverNow);
  const aged = age === null ? "of unknown age" : `${age.toFixed(1)} h old`;
  const found = (verdict: Verdict, reason: string): Look => ({
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
  const limit = `the limit is ${limitHours.toFixed(1)} h`;
  if (age !== null && age > limitHours) return found("fail", `${asset} is stale: ${aged}, ${limit}`);
  if (status.isStale) return found("fail", `${asset} is stale, as the platform says: ${aged}, ${limit}`);
  if (age !== null && age < -SAME_AGE_HOURS) return found("unknown", `the last update of ${asset} lies in the future`);
  const watched = status.isFresh && status.status !== "unknown" && status.status !== "disabled";
  if (!watched) return found("unknown", `the freshness of ${asset} is not known: ${status.reason ?? status.status}`);
  if (age === null && maxAgeHours !== undefined) return found("unknown", `the platform tells no age of ${asset}`);
  return found("pass", `${asset} is fresh: ${aged}, ${limit}`);
}

/**
 * The age by the server's clock. `hours_since_update` counts unless the last update shows that it was taken at an
 * earlier look and the data has aged since.
 */
function ageOf(
  { hoursSinceUpdate, lastUpdated }: FreshnessStatus,
  serverNow: number,
): { age: number | null; field: string } {
  const told = { age: hoursSinceUpdate, field: hoursSinceUpdate === null ? "status" : "hours_since_update" };
  if (lastUpdated === null) return told;
  const age = (serverNow - lastUpdated.getTime()) / HOUR_MS;
  return hoursSinceUpdate === null || age - hoursSinceUpdate > SAME_AGE_HOURS ? { age, field: "last_updated" } : told;
}

function limitText(maxAgeHours: number | undefined): string {
  if (maxAgeHours !== undefined) return `at most ${maxAgeHours} h old, and not stale by the platform's own threshold`;
  return `within the asset's own threshold, or ${DEFAULT_LIMIT_HOURS} h where it has none`;
}
