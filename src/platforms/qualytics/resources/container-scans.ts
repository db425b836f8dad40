import { type Http, type PagePromise, path, type RequestOptions } from "../../../base.js";
import { intId } from "../ids.js";
import { type Anomaly, anomalyModel } from "../models/anomalies.js";
import { type ContainerScan, containerScanModel } from "../models/container-scans.js";
import { type PageParams, pageParams } from "../models/params.js";

/** What scans did with containers. */
export class ContainerScans {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Lists scans. @endpoint GET /container-scans */
  list(params?: PageParams, options?: RequestOptions): PagePromise<ContainerScan> {
    return this.#http.page(path`/container-scans`, containerScanModel, options, pageParams.of(params));
  }

  /** Gives a scan. Throws `NotFoundError` where there is none. @endpoint GET /container-scans/{id} */
  get(scan: string | number, options?: RequestOptions): Promise<ContainerScan> {
    return this.#http.one("GET", path`/container-scans/${intId({ scan })}`, containerScanModel, options);
  }

  /** Lists the anomalies that a scan found. @endpoint GET /container-scans/{id}/anomalies */
  anomalies(scan: string | number, params?: PageParams, options?: RequestOptions): PagePromise<Anomaly> {
    return this.#http.page(
      path`/container-scans/${intId({ scan })}/anomalies`,
      anomalyModel,
      options,
      pageParams.of(params),
    );
  }
}
