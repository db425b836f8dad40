import { type AssetRef, type Http, path, type RequestOptions } from "../../../base.js";
import {
  type CoverageRecommendationParams,
  type CoverageRecommendations,
  coverageRecommendationParams,
  coverageRecommendationsModel,
  type FreshnessRecommendationParams,
  type FreshnessRecommendations,
  freshnessRecommendationParams,
  freshnessRecommendationsModel,
  type MetricRecommendationParams,
  type MetricRecommendations,
  metricRecommendationParams,
  metricRecommendationsModel,
  type ThresholdRecommendationParams,
  type ThresholdRecommendations,
  thresholdRecommendationParams,
  thresholdRecommendationsModel,
} from "../models/recommendations.js";

/** What the platform would watch, and how. */
export class Recommendations {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Suggests how often to look at the freshness of tables. @endpoint GET /sdk/recommendations/freshness */
  freshness(
    asset: AssetRef,
    params?: FreshnessRecommendationParams,
    options?: RequestOptions,
  ): Promise<FreshnessRecommendations> {
    return this.#http.one("GET", path`/sdk/recommendations/freshness`, freshnessRecommendationsModel, options, {
      query: freshnessRecommendationParams.of({ ...params, asset }),
    });
  }

  /** Suggests metrics of columns. @endpoint GET /sdk/recommendations/metrics */
  metrics(
    asset: AssetRef,
    params?: MetricRecommendationParams,
    options?: RequestOptions,
  ): Promise<MetricRecommendations> {
    return this.#http.one("GET", path`/sdk/recommendations/metrics`, metricRecommendationsModel, options, {
      query: metricRecommendationParams.of({ ...params, asset }),
    });
  }

  /** Tells how much of an asset is watched, and suggests what else. @endpoint GET /sdk/recommendations/coverage */
  coverage(
    asset: AssetRef,
    params?: CoverageRecommendationParams,
    options?: RequestOptions,
  ): Promise<CoverageRecommendations> {
    return this.#http.one("GET", path`/sdk/recommendations/coverage`, coverageRecommendationsModel, options, {
      query: coverageRecommendationParams.of({ ...params, asset }),
    });
  }

  /** Suggests thresholds that alert less, or earlier. @endpoint GET /sdk/recommendations/thresholds */
  thresholds(
    asset: AssetRef,
    params?: ThresholdRecommendationParams,
    options?: RequestOptions,
  ): Promise<ThresholdRecommendations> {
    return this.#http.one("GET", path`/sdk/recommendations/thresholds`, thresholdRecommendationsModel, options, {
      query: thresholdRecommendationParams.of({ ...params, asset }),
    });
  }
}
