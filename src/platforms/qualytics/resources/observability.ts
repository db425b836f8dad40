import { type Http, type PagePromise, path, type RequestOptions } from "../../../base.js";
import {
  type ContainerObservability,
  containerObservabilityModel,
  type ObservabilityListParams,
  observabilityListParams,
} from "../models/observability.js";

/** The volume and the freshness of containers over time. */
export class Observability {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Lists containers with what was measured of them day by day, and with their checks of volume and freshness.
   * `freshness.list` tells whether their data is fresh. @endpoint GET /observability
   */
  list(params?: ObservabilityListParams, options?: RequestOptions): PagePromise<ContainerObservability> {
    return this.#http.page(
      path`/observability`,
      containerObservabilityModel,
      options,
      observabilityListParams.of(params),
    );
  }
}
