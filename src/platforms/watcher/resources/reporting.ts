import { type Http, type PagePromise, path, type RequestOptions } from "../../../base.js";
import { type RefreshResult, refreshResultModel } from "../models/lineage.js";
import {
  type DailyPipelineMetrics,
  type DailyPipelineMetricsParams,
  dailyPipelineMetricsModel,
  dailyPipelineMetricsParams,
  type PipelineNames,
  type PipelineNamesParams,
  type PipelineTypeNames,
  pipelineNamesModel,
  pipelineNamesParams,
  pipelineTypeNamesModel,
} from "../models/reporting.js";

/** Figures of the last thirty days, without today, as of the last `refresh`. */
export class Reporting {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Lists what each pipeline did on each day: the last day first, then by name.
   * @endpoint GET /reporting/daily-pipeline-metrics
   */
  dailyPipelineMetrics(
    params?: DailyPipelineMetricsParams,
    options?: RequestOptions,
  ): PagePromise<DailyPipelineMetrics> {
    return this.#http.page(
      path`/reporting/daily-pipeline-metrics`,
      dailyPipelineMetricsModel,
      options,
      dailyPipelineMetricsParams.of(params),
    );
  }

  /** Gives the names of the pipelines that the reports know. @endpoint GET /reporting/pipeline-names */
  pipelineNames(params?: PipelineNamesParams, options?: RequestOptions): Promise<PipelineNames> {
    return this.#http.one("GET", path`/reporting/pipeline-names`, pipelineNamesModel, options, {
      query: pipelineNamesParams.of(params),
    });
  }

  /** Gives the names of the pipeline types that the reports know. @endpoint GET /reporting/pipeline-type-names */
  pipelineTypeNames(options?: RequestOptions): Promise<PipelineTypeNames> {
    return this.#http.one("GET", path`/reporting/pipeline-type-names`, pipelineTypeNamesModel, options);
  }

  /**
   * Lets the reports show what happened since the last time. Does not throw where the refresh fails: see `status`.
   * @endpoint POST /reporting/refresh
   */
  refresh(options?: RequestOptions): Promise<RefreshResult> {
    return this.#http.one("POST", path`/reporting/refresh`, refreshResultModel, options, { repeatable: true });
  }
}
