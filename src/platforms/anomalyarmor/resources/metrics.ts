import { type AssetRef, type Http, type PagePromise, path, type RequestOptions } from "../../../base.js";
import { assetId, publicId } from "../ids.js";
import {
  type MetricCapture,
  type MetricCreateBody,
  type MetricDefinition,
  type MetricGetParams,
  type MetricListParams,
  type MetricSnapshot,
  type MetricSnapshotListParams,
  type MetricsSummary,
  type MetricUpdateBody,
  metricCaptureModel,
  metricCreateBody,
  metricDefinitionModel,
  metricGetParams,
  metricListParams,
  metricSnapshotListParams,
  metricSnapshotModel,
  metricsSummaryModel,
  metricUpdateBody,
} from "../models/metrics.js";
import {
  type MetricsDryRun,
  type MetricsDryRunBody,
  metricsDryRunBody,
  metricsDryRunModel,
} from "../models/metrics-dry-run.js";

/** Numbers that are measured over and over. Metrics go by their public `id`; a bare number is refused. */
export class Metrics {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Counts an asset's metrics by their last result. @endpoint GET /sdk/metrics/{asset_id}/summary */
  summary(asset: AssetRef, options?: RequestOptions): Promise<MetricsSummary> {
    return this.#http.one("GET", path`/sdk/metrics/${assetId({ asset })}/summary`, metricsSummaryModel, options);
  }

  /** Lists an asset's metrics, without their values. @endpoint GET /sdk/metrics/{asset_id} */
  list(asset: AssetRef, params?: MetricListParams, options?: RequestOptions): PagePromise<MetricDefinition> {
    return this.#http.page(
      path`/sdk/metrics/${assetId({ asset })}`,
      metricDefinitionModel,
      options,
      metricListParams.of(params),
    );
  }

  /** Gives one metric, with its last values unless told otherwise. @endpoint GET /sdk/metrics/{asset_id}/{metric_id} */
  get(
    asset: AssetRef,
    metric: string | number,
    params?: MetricGetParams,
    options?: RequestOptions,
  ): Promise<MetricDefinition> {
    return this.#http.one(
      "GET",
      path`/sdk/metrics/${assetId({ asset })}/${publicId({ metric })}`,
      metricDefinitionModel,
      options,
      { query: metricGetParams.of(params) },
    );
  }

  /** Makes a metric. Needs a read-write key. @endpoint POST /sdk/metrics/{asset_id} */
  create(asset: AssetRef, body: MetricCreateBody, options?: RequestOptions): Promise<MetricDefinition> {
    return this.#http.one("POST", path`/sdk/metrics/${assetId({ asset })}`, metricDefinitionModel, options, {
      body: metricCreateBody.of(body),
    });
  }

  /** Changes a metric. Needs a read-write key. @endpoint PATCH /sdk/metrics/{asset_id}/{metric_id} */
  update(
    asset: AssetRef,
    metric: string | number,
    body: MetricUpdateBody,
    options?: RequestOptions,
  ): Promise<MetricDefinition> {
    return this.#http.one(
      "PATCH",
      path`/sdk/metrics/${assetId({ asset })}/${publicId({ metric })}`,
      metricDefinitionModel,
      options,
      { body: metricUpdateBody.of(body) },
    );
  }

  /** Deletes a metric. Needs a read-write key. @endpoint DELETE /sdk/metrics/{asset_id}/{metric_id} */
  delete(asset: AssetRef, metric: string | number, options?: RequestOptions): Promise<void> {
    return this.#http.none("DELETE", path`/sdk/metrics/${assetId({ asset })}/${publicId({ metric })}`, options);
  }

  /** Measures a metric now, and gives what it found. Needs a read-write key. @endpoint POST /sdk/metrics/{asset_id}/{metric_id}/capture */
  capture(asset: AssetRef, metric: string | number, options?: RequestOptions): Promise<MetricCapture> {
    return this.#http.one(
      "POST",
      path`/sdk/metrics/${assetId({ asset })}/${publicId({ metric })}/capture`,
      metricCaptureModel,
      options,
    );
  }

  /**
   * Lists the values that a metric had. The platform documents no order: compare `capturedAt`.
   * @endpoint GET /sdk/metrics/{asset_id}/{metric_id}/snapshots
   */
  snapshots(
    asset: AssetRef,
    metric: string | number,
    params?: MetricSnapshotListParams,
    options?: RequestOptions,
  ): PagePromise<MetricSnapshot> {
    return this.#http.page(
      path`/sdk/metrics/${assetId({ asset })}/${publicId({ metric })}/snapshots`,
      metricSnapshotModel,
      options,
      metricSnapshotListParams.of(params),
    );
  }

  /** Tells how often a metric would have alerted; changes nothing. @endpoint POST /sdk/metrics/dry-run */
  dryRun(body: MetricsDryRunBody, options?: RequestOptions): Promise<MetricsDryRun> {
    return this.#http.one("POST", path`/sdk/metrics/dry-run`, metricsDryRunModel, options, {
      body: metricsDryRunBody.of(body),
    });
  }
}
