import type { Http, Tracked } from "../core/http.js";
import type { RequestOptions } from "../core/request.js";
import { type DqgateError, StalenessError, ValidationError } from "../errors/index.js";
import type { AssetRef, FreshnessEvidence, FreshnessStatus, RequireFreshOptions } from "../portable.js";
import type { Settled } from "./bounded.js";
import { conclude } from "./conclude.js";
import { type Observation, worst } from "./evidence.js";
import { Healing } from "./healing.js";
import { checkGateOptions } from "./options.js";
import { gateRun } from "./run.js";
import { answersOf, noAnswer } from "./several.js";
import { checkWaitOptions } from "./wait.js";

const GATE = "freshness.requireFresh";
const OPTIONS = ["maxAgeHours", "refresh", "waitMs", "pollIntervalMs", "onProgress"];

/** An asset as it was at one look, and what the platform's rule says of it. */
export interface FreshLook<S extends FreshnessStatus> {
  readonly asset: AssetRef;
  /** Null where there was no answer. */
  readonly status: S | null;
  readonly observation: Observation;
  /** In hours; null when nothing tells it. */
  readonly age: number | null;
  /** In hours. */
  readonly limitHours: number;
  /** What kept the asset from being refreshed. */
  readonly obstacle?: DqgateError;
}

/** What a platform brings to the freshness gate. */
export interface FreshSource<S extends FreshnessStatus> {
  /** What is wrong with an asset's name; undefined when nothing is. */
  check?(asset: AssetRef): string | undefined;
  /** Looks once, and judges by the platform's rule. */
  look(asset: AssetRef, request: RequestOptions): Promise<FreshLook<S>>;
  /**
   * Looks once at each of several, and gives how that ended in their order; for a platform that tells of many with one
   * request. `next` gives the options of each request. One that gets no answer must not keep the others from theirs.
   */
  lookAtSeveral?(assets: readonly AssetRef[], next: () => RequestOptions): Promise<Settled<FreshLook<S>>[]>;
  /** Refreshes an asset and waits for it. Gives what went wrong; null when nothing did. */
  refresh?(
    asset: AssetRef,
    wait: { timeoutMs: number; pollIntervalMs: number },
    request: RequestOptions,
  ): Promise<DqgateError | null>;
  /** What is required, in words. */
  readonly limit: string;
}

/**
 * The freshness gate of every platform: one look at all assets, or several until the deadline, a verdict an asset, and
 * one verdict over them.
 */
export async function requireFreshness<S extends FreshnessStatus>(
  http: Http,
  sourceOf: (tracked: Tracked) => FreshSource<S>,
  asset: AssetRef | readonly AssetRef[],
  options: RequireFreshOptions<S>,
): Promise<FreshnessEvidence<S>> {
  const { context, tracked, evidence: evidenceOf } = gateRun(http, GATE);
  checkGateOptions(options, OPTIONS, context);
  const { pollIntervalMs } = checkWaitOptions({ pollIntervalMs: options.pollIntervalMs });
  const source = sourceOf(tracked);
  const assets = checkedAssets(asset, source, context);

  const healing = new Healing(tracked, source, options, pollIntervalMs);
  const looks = answersOf(
    assets,
    await healing.lookUntilFresh(assets),
    (one, error): FreshLook<S> => ({
      asset: one,
      status: null,
      age: null,
      limitHours: options.maxAgeHours ?? 0,
      observation: noAnswer(String(one), error),
    }),
  );
  const verdict = worst(looks.map((look) => look.observation.verdict));
  const decisive = looks.find((look) => look.observation.verdict === verdict) as FreshLook<S>;
  const obstacle = decisive.obstacle === undefined ? "" : `; its refresh failed: ${decisive.obstacle.message}`;
  const evidence = evidenceOf({
    verdict,
    asked: { asset: assets.join(", "), limit: source.limit },
    seen: looks.map((look) => look.observation),
    reason:
      verdict === "pass" && looks.length > 1
        ? `all ${looks.length} assets are fresh`
        : decisive.observation.reason + obstacle,
    statuses: looks.flatMap(({ status }) => (status === null ? [] : [status])),
  });
  const stale = (found: typeof evidence): StalenessError =>
    new StalenessError(
      {
        asset: String(decisive.asset),
        hoursSinceUpdate: decisive.age,
        thresholdHours: decisive.limitHours,
        lastUpdated: decisive.status?.lastUpdated ?? null,
      },
      found,
      { ...context, cause: decisive.obstacle },
    );
  return conclude(evidence, options.onUnknown, stale, { ...context, cause: decisive.obstacle });
}

/** Every asset once, each checked before anything is sent. */
function checkedAssets<S extends FreshnessStatus>(
  asset: AssetRef | readonly AssetRef[],
  source: FreshSource<S>,
  context: { platform: string; operation: string },
): AssetRef[] {
  const isList = Array.isArray(asset);
  const given: readonly AssetRef[] = isList ? (asset as readonly AssetRef[]) : [asset as AssetRef];
  const complaints = given.flatMap((one, at) => {
    const message = source.check?.(one);
    return message === undefined ? [] : [{ path: isList ? ["asset", at] : ["asset"], code: "invalid_id", message }];
  });
  if (given.length === 0) complaints.push({ path: ["asset"], code: "too_small", message: "must not be empty" });
  if (complaints.length > 0) throw new ValidationError(complaints, context);
  return [...new Set(given)];
}
