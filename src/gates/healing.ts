import type { Tracked } from "../core/http.js";
import type { RequestOptions } from "../core/request.js";
import { delayAsked } from "../core/retry.js";
import {
  AuthenticationError,
  AuthorizationError,
  DqgateError,
  GateError,
  NotFoundError,
  WaitTimeoutError,
} from "../errors/index.js";
import type { AssetRef, FreshnessStatus, RequireFreshOptions } from "../portable.js";
import { boundedMap, boundedSettle, type Settled } from "./bounded.js";
import { Deadline } from "./deadline.js";
import type { FreshLook, FreshSource } from "./fresh.js";
import { keyFor } from "./options.js";
import { WAIT } from "./wait.js";

const REFRESH_WAIT_MS = 10 * 60_000;
const WIDTH = 8;
const SHORTEST_LOOK_MS = 1_000;

/** One of the assets, and how far it has come. */
interface Patient<S extends FreshnessStatus> {
  readonly asset: AssetRef;
  /** Its place among those that were asked for. */
  readonly at: number;
  last: FreshLook<S> | null;
  /** What kept it from being refreshed. */
  obstacle: DqgateError | null;
  /** Failures to look in a row, and the delay that the last one asked for, in milliseconds. */
  errors: number;
  delayMs: number;
  /** Set where it gets no answer at all. */
  failure: { readonly error: unknown } | null;
}

/** Looks at all assets together, and again at those that are not fresh, until they are or the time is over. */
export class Healing<S extends FreshnessStatus> {
  readonly #tracked: Tracked;
  readonly #source: FreshSource<S>;
  readonly #options: RequireFreshOptions<S>;
  readonly #pollIntervalMs: number;
  readonly #request: RequestOptions;
  readonly #waitMs: number;
  #patients: readonly Patient<S>[] = [];

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

  /** The last look at each of them, in their order. */
  async lookUntilFresh(assets: readonly AssetRef[]): Promise<Settled<FreshLook<S>>[]> {
    const deadline = new Deadline(this.#tracked.http.clock, this.#waitMs);
    this.#patients = assets.map((asset, at) => ({
      asset,
      at,
      last: null,
      obstacle: null,
      errors: 0,
      delayMs: 0,
      failure: null,
    }));
    await this.#look(this.#patients, () => this.#request, 0);
    if (this.#options.refresh === true) await this.#refreshAll(this.#ill(), deadline);
    for (let ill = this.#ill(); ill.length > 0 && deadline.left() > 0; ill = this.#ill()) {
      const asked = ill.reduce((most, { delayMs }) => Math.max(most, delayMs), 0);
      await deadline.sleep(Math.max(this.#pollIntervalMs, asked), this.#request.signal);
      const next = (): RequestOptions => this.#within(deadline.left());
      await this.#look(ill, next, WAIT.mostErrors);
      // The others may have grown old while the last ones were waited for.
      const others = this.#patients.filter((one) => !ill.includes(one));
      if (this.#ill().length === 0 && others.length > 0) await this.#look(others, next, WAIT.mostErrors);
    }
    return this.#patients.map(settled);
  }

  /**
   * Those that are worth waiting for. None is when an asset can get no answer at all: then there is no use in waiting
   * for the others.
   */
  #ill(): Patient<S>[] {
    if (this.#patients.some(({ failure }) => failure !== null)) return [];
    return this.#patients.filter(({ last, obstacle }) => last?.observation.verdict !== "pass" && !isFinal(obstacle));
  }

  /** Looks once at each. So many failures in a row are tolerated as may pass. */
  async #look(patients: readonly Patient<S>[], next: () => RequestOptions, mostErrors: number): Promise<void> {
    const source = this.#source;
    const assets = patients.map(({ asset }) => asset);
    const ends =
      source.lookAtSeveral === undefined || assets.length === 1
        ? await boundedSettle(assets, WIDTH, async (asset) => this.#tell(await source.look(asset, next())))
        : (await source.lookAtSeveral(assets, next)).map((end) =>
            "value" in end ? { value: this.#tell(end.value) } : end,
          );
    for (const [at, end] of ends.entries()) {
      const patient = patients[at] as Patient<S>;
      if ("value" in end) Object.assign(patient, { last: end.value, errors: 0, delayMs: 0 });
      else {
        const { error } = end;
        patient.errors += 1;
        patient.delayMs = delayAsked(error) ?? 0;
        const mayPass = error instanceof DqgateError && error.retryable;
        if (!mayPass || patient.errors > mostErrors) patient.failure = { error };
      }
    }
  }

  #tell(look: FreshLook<S>): FreshLook<S> {
    if (look.status !== null) this.#options.onProgress?.(look.status);
    return look;
  }

  /** Refreshes those assets, and looks again at those of which that tells something. */
  async #refreshAll(ill: readonly Patient<S>[], deadline: Deadline): Promise<void> {
    await boundedMap(ill, WIDTH, async (one) => {
      one.obstacle = await this.#refresh(one, deadline.left());
    });
    const told = ill.filter(({ obstacle }) => obstacle === null || isFinal(obstacle));
    if (told.length > 0) await this.#look(told, () => this.#request, 0);
  }

  async #refresh({ asset, at }: Patient<S>, timeoutMs: number): Promise<DqgateError | null> {
    if (timeoutMs <= 0) {
      const message = `the ${this.#waitMs} ms of waitMs were over before its turn came`;
      const { platform } = this.#tracked.http;
      return new WaitTimeoutError(message, { timeoutMs: this.#waitMs, snapshot: null }, { platform });
    }
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

/** An obstacle that did not keep an asset from becoming fresh is none, unless nobody looked for another way. */
function settled<S extends FreshnessStatus>({ last, obstacle, failure }: Patient<S>): Settled<FreshLook<S>> {
  if (failure !== null) return failure;
  const look = last as FreshLook<S>;
  const isOver = obstacle === null || (look.observation.verdict === "pass" && !isFinal(obstacle));
  return { value: isOver ? look : { ...look, obstacle } };
}

/** What no waiting mends: the job's own no, a key that may not, a wrong call. */
const isFinal = (error: DqgateError | null): boolean =>
  error instanceof GateError ||
  error instanceof AuthenticationError ||
  error instanceof AuthorizationError ||
  error instanceof NotFoundError ||
  error?.kind === "config";
