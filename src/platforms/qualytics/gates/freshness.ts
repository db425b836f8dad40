import {
  type AssetRef,
  boundedSettle,
  type FreshLook,
  type FreshnessEvidence,
  type Http,
  NotFoundError,
  type RequestOptions,
  type RequireFreshOptions,
  requireFreshness,
  type Settled,
  type Tracked,
  UnsupportedError,
  type Verdict,
} from "../../../base.js";
import { numberOf } from "../ids.js";
import { containerIdOf } from "../lookups.js";
import type { FreshnessStatus } from "../models/freshness.js";
import { type Evidence, factsOf, readOne, readSeveral, statusOf } from "./freshness-reader.js";
import { type FreshnessRuling, freshnessRuling } from "./freshness-rule.js";

const GATE = "freshness.requireFresh";
const PLAN_AGE_MS = 1_000;
const POLL_MS = 10_000;
const WIDTH = 8;

/** The freshness gate: see `Freshness.requireFresh`. */
export async function requireFresh(
  http: Http,
  asset: AssetRef | readonly AssetRef[],
  options: RequireFreshOptions<FreshnessStatus> = {},
): Promise<FreshnessEvidence<FreshnessStatus>> {
  if (options?.refresh === true) {
    const message =
      "refresh: qualytics measures in its own time; a scan, which asserts the checks, is an operation to run";
    throw new UnsupportedError(message, { platform: http.platform, operation: GATE });
  }
  return requireFreshness(
    http,
    (tracked) => {
      const assets = [...new Set([asset].flat())];
      const evidenceOf = reader(tracked, assets, options.pollIntervalMs);
      return {
        limit: limitText(options.maxAgeHours),
        check: complaintOf,
        look: async (one, request) => {
          const evidence = await evidenceOf(one, request);
          return judge(one, evidence, tracked.serverNow(), options.maxAgeHours);
        },
      };
    },
    asset,
    options,
  );
}

const complaintOf = (asset: unknown): string | undefined =>
  typeof asset === "string" ? (asset.trim() === "" ? "must not be empty" : undefined) : numberComplaint(asset);
const numberComplaint = (asset: unknown): string | undefined =>
  typeof asset === "number" && numberOf(asset) !== undefined ? undefined : "expected a name, or a whole number from 1";

type Reader = (asset: AssetRef, request: RequestOptions) => Promise<Evidence>;

/** One container is read by itself; several are read together, and all looks of about one moment share that. */
function reader(tracked: Tracked, assets: readonly AssetRef[], pollIntervalMs: number = POLL_MS): Reader {
  const { http } = tracked;
  if (assets.length === 1) return (asset, request) => readOne(http, GATE, asset, request);
  const mostAge = Math.min(PLAN_AGE_MS, pollIntervalMs / 2);
  let plan: Promise<Map<AssetRef, Settled<Evidence>>> | undefined;
  let readAt: number | undefined;
  return async (asset, request) => {
    if (plan === undefined || (readAt !== undefined && http.clock.now() - readAt > mostAge)) {
      readAt = undefined; // Until it is there, all wait for it.
      const started = readPlan(http, assets, request);
      plan = started;
      started.catch(() => {
        if (plan === started) plan = undefined; // The next look may ask again.
      });
    }
    const found = (await plan).get(asset) as Settled<Evidence>;
    readAt ??= http.clock.now();
    if ("error" in found) throw found.error;
    return found.value;
  };
}

/** What speaks of each of several containers, or why that could not be found out. */
async function readPlan(
  http: Http,
  assets: readonly AssetRef[],
  request: RequestOptions,
): Promise<Map<AssetRef, Settled<Evidence>>> {
  const ids = await boundedSettle(assets, WIDTH, (asset) => containerIdOf(http, asset, request));
  const known = [...new Set(ids.flatMap((one) => ("value" in one ? [one.value] : [])))];
  const read = await readSeveral(http, GATE, known, request);
  return new Map(
    assets.map((asset, at): [AssetRef, Settled<Evidence>] => {
      const id = ids[at] as Settled<number>;
      if ("error" in id) return [asset, id];
      const value = read.get(id.value);
      return [asset, value === undefined ? { error: unlisted(http, asset) } : { value }];
    }),
  );
}

function unlisted({ platform }: Http, asset: AssetRef): NotFoundError {
  const message = `there is no container ${asset}`;
  return new NotFoundError(
    { status: 200, message, resourceType: "container", resourceId: String(asset) },
    { platform, operation: "GET /containers" },
  );
}

const VERDICTS: Readonly<Record<FreshnessRuling["status"], Verdict>> = {
  fresh: "pass",
  stale: "fail",
  unknown: "unknown",
};

function judge(
  asset: AssetRef,
  evidence: Evidence,
  now: number,
  maxAgeHours: number | undefined,
): FreshLook<FreshnessStatus> {
  const status = statusOf(evidence, now);
  const { stalenessThresholdHours: own, hoursSinceUpdate: age } = status;
  const ruling = freshnessRuling(factsOf(evidence), now, maxAgeHours);
  const { field, value, seenAt: measuredAt } = ruling;
  const words = ruling.status === "unknown" ? `the freshness of ${asset} is not known` : `${asset} is ${ruling.status}`;
  return {
    asset,
    status,
    age,
    limitHours: ruling.limitHours ?? Math.min(maxAgeHours ?? Number.POSITIVE_INFINITY, own ?? Number.POSITIVE_INFINITY),
    observation: {
      subject: String(asset),
      verdict: VERDICTS[ruling.status],
      value,
      field,
      measuredAt,
      reason: `${words}: ${ruling.reason}`,
    },
  };
}

function limitText(maxAgeHours: number | undefined): string {
  const own = "no open freshness anomaly, and all freshness checks passing";
  return maxAgeHours === undefined ? `${own}, at least one` : `at most ${maxAgeHours} h old, ${own}`;
}
