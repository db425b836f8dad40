import {
  type AssetRef,
  type FreshLook,
  type FreshnessEvidence,
  type Http,
  type RequireFreshOptions,
  requireFreshness,
  UnsupportedError,
  type Verdict,
} from "../../../base.js";
import { numberOf } from "../ids.js";
import type { FreshnessStatus } from "../models/freshness.js";
import { FreshnessPlan } from "./freshness-plan.js";
import { type Evidence, factsOf, statusOf } from "./freshness-reader.js";
import { type FreshnessRuling, freshnessRuling } from "./freshness-rule.js";

const GATE = "freshness.requireFresh";

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
      const plan = new FreshnessPlan(tracked.http, GATE, asset);
      const judged = (one: AssetRef, evidence: Evidence): FreshLook<FreshnessStatus> =>
        judge(one, evidence, tracked.serverNow(), options.maxAgeHours);
      return {
        limit: limitText(options.maxAgeHours),
        check: complaintOf,
        look: async (one, request) => judged(one, await plan.read(one, request)),
        lookAtSeveral: async (some, next) =>
          (await plan.readSeveral(some, next)).map((end, at) =>
            "value" in end ? { value: judged(some[at] as AssetRef, end.value) } : end,
          ),
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
