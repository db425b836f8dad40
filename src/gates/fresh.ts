import type { Http, Tracked } from "../core/http.js";
import type { RequestOptions } from "../core/request.js";
import {
  AuthenticationError,
  AuthorizationError,
  DqgateError,
  GateError,
  NotFoundError,
  StalenessError,
  ValidationError,
} from "../errors/index.js";
import type { AssetRef, FreshnessEvidence, FreshnessStatus, RequireFreshOptions } from "../portable.js";
import { conclude } from "./conclude.js";
import { Deadline } from "./deadline.js";
import { type Observation, worst } from "./evidence.js";
import { checkGateOptions, keyFor } from "./options.js";
import { gateRun } from "./run.js";
import { lookAtAll, noAnswer } from "./several.js";
import { checkWaitOptions, WAIT } from "./wait.js";

const GATE = "freshness.requireFresh";
const OPTIONS = ["maxAgeHours", "refresh", "waitMs", "pollIntervalMs", "onProgress"];
const REFRESH_WAIT_MS = 10 * 60_000;
const WIDTH = 8;
const SHORTEST_LOOK_MS = 1_000;

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
  /** Refreshes an asset and waits for it. Gives what went wrong; null when nothing did. */
  refresh?(
    asset: AssetRef,
    wait: { timeoutMs: number; pollIntervalMs: number },
    request: RequestOptions,
  ): Promise<DqgateError | null>;
  /** What is required, in words. */
  readonly limit: string;
}

/** The freshness gate of every platform: one look an asset, or several until the deadline, and one verdict. */
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
  const looks = await lookAtAll(
    assets,
    WIDTH,
    (one, at) => healing.lookUntilFresh(one, at),
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
  const assets: AssetRef[] = isList ? [...new Set(asset as readonly AssetRef[])] : [asset as AssetRef];
  const complaints = assets.flatMap((one, at) => {
    const message = source.check?.(one);
    return message === undefined ? [] : [{ path: isList ? ["asset", at] : ["asset"], code: "invalid_id", message }];
  });
  if (assets.length === 0) complaints.push({ path: ["asset"], code: "too_small", message: "must not be empty" });
  if (complaints.length > 0) throw new ValidationError(complaints, context);
  return assets;
}

/** Looks at assets again and again until they are fresh, or the time is over. */
class Healing<S extends FreshnessStatus> {
  readonly #tracked: Tracked;
  readonly #source: FreshSource<S>;
  readonly #options: RequireFreshOptions<S>;
  readonly #pollIntervalMs: number;
  readonly #request: RequestOptions;
  readonly #waitMs: number;
  /** Set when an asset can get no answer at all: there is no use in waiting for the others. */
  #isHopeless = false;

  constructor(tracked: Tracked, source: FreshSource<S>, options: RequireFreshOptions<S>, pollIntervalMs: number) {
    const {
      maxAgeHours,
      onUnknown,
      refresh,
      waitMs,
      onProgress,
      pollIntervalMs: _,
      idempotencyKey,
      ...request
    } = options;
    this.#tracked = tracked;
    this.#source = source;
    this.#options = options;
    this.#pollIntervalMs = pollIntervalMs;
    this.#request = request;
    this.#waitMs = waitMs ?? (refresh === true ? REFRESH_WAIT_MS : 0);
  }

  async lookUntilFresh(asset: AssetRef, at: number): Promise<FreshLook<S>> {
    try {
      return await this.#lookUntilFresh(asset, at);
    } catch (error) {
      this.#isHopeless = true;
      throw error;
    }
  }

  async #lookUntilFresh(asset: AssetRef, at: number): Promise<FreshLook<S>> {
    const { http } = this.#tracked;
    const deadline = new Deadline(http.clock, this.#waitMs);
    let last = await this.#look(asset, this.#request);
    let obstacle: DqgateError | null = null;
    if (this.#options.refresh === true && last.observation.verdict !== "pass") {
      obstacle = await this.#refresh(asset, at, deadline.left());
      if (obstacle !== null && isFinal(obstacle)) return { ...(await this.#look(asset, this.#request)), obstacle };
      if (obstacle === null) last = await this.#look(asset, this.#request);
    }
    for (let errors = 0; last.observation.verdict !== "pass" && deadline.left() > 0 && !this.#isHopeless; ) {
      await deadline.sleep(this.#pollIntervalMs, this.#request.signal);
      try {
        last = await this.#look(asset, this.#within(deadline.left()));
        errors = 0;
      } catch (error) {
        errors += 1;
        if (!(error instanceof DqgateError && error.retryable) || errors > WAIT.mostErrors) throw error;
      }
    }
    return obstacle === null || last.observation.verdict === "pass" ? last : { ...last, obstacle };
  }

  async #look(asset: AssetRef, request: RequestOptions): Promise<FreshLook<S>> {
    const found = await this.#source.look(asset, request);
    if (found.status !== null) this.#options.onProgress?.(found.status);
    return found;
  }

  async #refresh(asset: AssetRef, at: number, timeoutMs: number): Promise<DqgateError | null> {
    const key = keyFor(this.#options.idempotencyKey, at);
    const request = key === undefined ? this.#request : { ...this.#request, idempotencyKey: key };
    const wait = { timeoutMs, pollIntervalMs: this.#pollIntervalMs };
    return (await this.#source.refresh?.(asset, wait, request)) ?? null;
  }

  /** One look must not take longer than is left. */
  #within(leftMs: number): RequestOptions {
    const limit = this.#request.totalTimeoutMs ?? this.#tracked.http.totalTimeoutMs;
    return { ...this.#request, totalTimeoutMs: Math.ceil(Math.min(limit, Math.max(leftMs, SHORTEST_LOOK_MS))) };
  }
}

/** What no waiting mends: the job's own no, a key that may not, a wrong call. */
const isFinal = (error: DqgateError): boolean =>
  error instanceof GateError ||
  error instanceof AuthenticationError ||
  error instanceof AuthorizationError ||
  error instanceof NotFoundError ||
  error.kind === "config";
