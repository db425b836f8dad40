import type {
  AssetRef,
  FreshnessEvidence,
  Http,
  PagePromise,
  RequestOptions,
  RequireFreshOptions,
} from "../../../base.js";
import { requireFresh } from "../gates/freshness.js";
import { listFreshness, summarizeFreshness } from "../gates/freshness-list.js";
import { readFreshness } from "../gates/freshness-reader.js";
import type { FreshnessListParams, FreshnessStatus, FreshnessSummary } from "../models/freshness.js";

/**
 * How fresh the data of containers is, worked out here from what the platform tells: its freshness checks in force, its open
 * freshness anomalies, and its last measurement. A container is told by its id, or by its name (`datastore.container`, or its
 * own alone where it is the only one), which costs more requests. Ages are counted by the server's clock.
 *
 * The rule: an open freshness anomaly, or a freshness check that fails, makes a container stale. Each check must have been
 * asserted, not longer ago than its own limit; else the container is unknown, as is one without a check and an archived one.
 * Where all of them pass it is fresh, unless a later measurement shows that its data has outgrown a check's limit since.
 */
export class Freshness {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Tells how fresh a container is. Sends three requests, and more for a name. Throws `NotFoundError` where there is no such
   * container, and `ValidationError` where several have the name.
   */
  get(asset: AssetRef, options?: RequestOptions): Promise<FreshnessStatus> {
    return readFreshness(this.#http, asset, options);
  }

  /**
   * Lists how fresh the containers are that are not archived, by the same rule as `get`. Sends three requests a page, more
   * where its containers have over 100 freshness checks or anomalies.
   */
  list(params?: FreshnessListParams, options?: RequestOptions): PagePromise<FreshnessStatus> {
    return listFreshness(this.#http, params, options);
  }

  /**
   * Counts the containers that are not archived by freshness, by the same rule as `get`. The platform has no such count: all of them
   * are read, at three requests for each hundred.
   */
  summary(params?: Record<never, never>, options?: RequestOptions): Promise<FreshnessSummary> {
    return summarizeFreshness(this.#http, params, options);
  }

  /**
   * Passes when the data of every container is fresh, and gives what shows it. The rule of `get` holds. `maxAgeHours` can
   * only tighten it: the last change must then be told by a measurement that is not longer ago than that, and must not be
   * longer ago itself; for a container without a freshness check it is the only limit. An age equal to the limit passes.
   * What was never measured, or was measured too long ago, is unknown, as is what lies in the future. For one id it sends
   * three requests, for several three for each hundred, and more for names; with `waitMs`, as many for those that are not
   * fresh yet at each further look.
   *
   * Throws `StalenessError` when a container's data is stale (its `thresholdHours` is infinite where no limit of hours says
   * so), `InconclusiveError` when nothing shows that it is fresh (unless `onUnknown: "pass"`), `NotFoundError` when there is no such
   * container, and `UnsupportedError` for `refresh`: what a scan finds out, an operation has to be run for.
   */
  requireFresh(
    asset: AssetRef | readonly AssetRef[],
    options?: RequireFreshOptions<FreshnessStatus>,
  ): Promise<FreshnessEvidence<FreshnessStatus>> {
    return requireFresh(this.#http, asset, options);
  }
}
