import {
  type AssetRef,
  type FreshnessEvidence,
  type Http,
  type PagePromise,
  path,
  type RequestOptions,
  type RequireFreshOptions,
} from "../../../base.js";
import { requireFresh } from "../gates/freshness.js";
import { assetId, publicId } from "../ids.js";
import {
  type FreshnessDryRun,
  type FreshnessDryRunBody,
  type FreshnessListParams,
  type FreshnessSchedule,
  type FreshnessScheduleCreateBody,
  type FreshnessScheduleListParams,
  type FreshnessScheduleUpdateBody,
  type FreshnessStatus,
  type FreshnessSummary,
  freshnessDryRunBody,
  freshnessDryRunModel,
  freshnessListParams,
  freshnessScheduleCreateBody,
  freshnessScheduleListParams,
  freshnessScheduleModel,
  freshnessScheduleUpdateBody,
  freshnessStatusModel,
  freshnessSummaryModel,
} from "../models/freshness.js";
import { type JobStarted, jobStartedModel } from "../models/jobs.js";
import { noParams } from "../models/params.js";

/** How old the data of assets is. */
export class Freshness {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Counts assets by freshness. @endpoint GET /sdk/freshness/summary */
  summary(params?: Record<never, never>, options?: RequestOptions): Promise<FreshnessSummary> {
    return this.#http.one("GET", path`/sdk/freshness/summary`, freshnessSummaryModel, options, {
      query: noParams.of(params),
    });
  }

  /** Lists the freshness of assets. @endpoint GET /sdk/freshness */
  list(params?: FreshnessListParams, options?: RequestOptions): PagePromise<FreshnessStatus> {
    return this.#http.page(path`/sdk/freshness`, freshnessStatusModel, options, freshnessListParams.of(params));
  }

  /** Tells how old an asset's data is. @endpoint GET /sdk/freshness/{asset_id} */
  get(asset: AssetRef, options?: RequestOptions): Promise<FreshnessStatus> {
    return this.#http.one("GET", path`/sdk/freshness/${assetId({ asset })}`, freshnessStatusModel, options);
  }

  /**
   * Starts to look at the asset's freshness again; wait for it with `client.jobs.waitForJob`. Needs a read-write key.
   * @endpoint POST /sdk/freshness/{asset_id}/refresh
   */
  refresh(asset: AssetRef, options?: RequestOptions): Promise<JobStarted> {
    return this.#http.one("POST", path`/sdk/freshness/${assetId({ asset })}/refresh`, jobStartedModel, options);
  }

  /**
   * Passes when the data of every asset is fresh, and gives what shows it. The limit is `maxAgeHours`, else the asset's
   * own threshold, else 24 hours; an age equal to the limit passes. What the platform calls stale is stale, whatever the
   * limit. With `refresh`, an asset that is not fresh is refreshed and asked again until `waitMs` ends.
   *
   * Several assets are looked up in pages of the list, a hundred each, where that takes fewer requests than a read for
   * each of them; one that the list does not show is read by itself.
   *
   * Throws `StalenessError` when an asset is too old, `InconclusiveError` when nothing shows its age (unless
   * `onUnknown: "pass"`), and `NotFoundError` when there is no such asset.
   */
  requireFresh(
    asset: AssetRef | readonly AssetRef[],
    options?: RequireFreshOptions<FreshnessStatus>,
  ): Promise<FreshnessEvidence<FreshnessStatus>> {
    return requireFresh(this.#http, on, asset, options);
  }

  /** Lists the schedules by which freshness is looked at. @endpoint GET /sdk/freshness/schedules */
  listSchedules(params?: FreshnessScheduleListParams, options?: RequestOptions): PagePromise<FreshnessSchedule> {
    return this.#http.page(
      path`/sdk/freshness/schedules`,
      freshnessScheduleModel,
      options,
      freshnessScheduleListParams.of(params),
    );
  }

  /** Makes a schedule for a table. Needs a read-write key. @endpoint POST /sdk/freshness/schedules */
  createSchedule(body: FreshnessScheduleCreateBody, options?: RequestOptions): Promise<FreshnessSchedule> {
    return this.#http.one("POST", path`/sdk/freshness/schedules`, freshnessScheduleModel, options, {
      body: freshnessScheduleCreateBody.of(body),
    });
  }

  /** Changes a schedule. Needs a read-write key. @endpoint PATCH /sdk/freshness/schedules/{schedule_id} */
  updateSchedule(
    schedule: string,
    body: FreshnessScheduleUpdateBody,
    options?: RequestOptions,
  ): Promise<FreshnessSchedule> {
    return this.#http.one(
      "PATCH",
      path`/sdk/freshness/schedules/${publicId({ schedule })}`,
      freshnessScheduleModel,
      options,
      {
        body: freshnessScheduleUpdateBody.of(body),
      },
    );
  }

  /** Deletes a schedule. Needs a read-write key. @endpoint DELETE /sdk/freshness/schedules/{schedule_id} */
  deleteSchedule(schedule: string, options?: RequestOptions): Promise<void> {
    return this.#http.none("DELETE", path`/sdk/freshness/schedules/${publicId({ schedule })}`, options);
  }

  /** Tells how often a freshness limit would have alerted; changes nothing. @endpoint POST /sdk/freshness/dry-run */
  dryRun(body: FreshnessDryRunBody, options?: RequestOptions): Promise<FreshnessDryRun> {
    return this.#http.one("POST", path`/sdk/freshness/dry-run`, freshnessDryRunModel, options, {
      body: freshnessDryRunBody.of(body),
    });
  }
}

// Outside the class: one that mentions itself loses its name in the build.
const on = (http: Http): Freshness => new Freshness(http);
