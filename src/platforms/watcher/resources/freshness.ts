import type {
  AssetRef,
  FreshnessEvidence,
  Http,
  PagePromise,
  RequestOptions,
  RequireFreshOptions,
} from "../../../base.js";
import { requireFresh } from "../gates/freshness.js";
import { listFreshness, readFreshness, summarizeFreshness } from "../gates/freshness-reader.js";
import type { FreshnessListParams, FreshnessStatus, FreshnessSummary } from "../models/freshness.js";

/**
 * How old the data of pipelines is, by the server's own rule, which is worked out here: no call of the server tells it. A
 * pipeline is given by its number or its name; digits are a number. Ages are counted by the server's clock.
 */
export class Freshness {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Tells how old a pipeline's data is. Sends two requests, or one for a pipeline that is muted. Throws `NotFoundError`
   * where there is none of this number or name.
   */
  get(pipeline: AssetRef, options?: RequestOptions): Promise<FreshnessStatus> {
    return readFreshness(this.#http, "freshness.get", pipeline, options);
  }

  /** Lists the freshness of all pipelines. Sends two requests, whatever their number. */
  list(params?: FreshnessListParams, options?: RequestOptions): PagePromise<FreshnessStatus> {
    return listFreshness(this.#http, params, options);
  }

  /** Counts pipelines by freshness. Sends two requests. */
  summary(params?: Record<never, never>, options?: RequestOptions): Promise<FreshnessSummary> {
    return summarizeFreshness(this.#http, params, options);
  }

  /**
   * Passes when the data of every pipeline is fresh, and gives what shows it. The server's rule holds: the last write, by
   * an insert, an update or a soft deletion, and the limit of the pipeline, else that of its type, must not lie before
   * now. `maxAgeHours` can only tighten it; for a pipeline without any limit it is the limit. A muted pipeline, one of a
   * muted type and one that never wrote are unknown, with any limit; so is one whose last write lies in the future.
   * For one number it sends two requests, for a name or several pipelines two in all; with `waitMs`, as many at each look.
   *
   * Throws `StalenessError` when a pipeline's data is too old, `InconclusiveError` when nothing shows its age (unless
   * `onUnknown: "pass"`), `NotFoundError` when there is no such pipeline, and `UnsupportedError` for `refresh`.
   */
  requireFresh(
    pipeline: AssetRef | readonly AssetRef[],
    options?: RequireFreshOptions<FreshnessStatus>,
  ): Promise<FreshnessEvidence<FreshnessStatus>> {
    return requireFresh(this.#http, pipeline, options);
  }
}
