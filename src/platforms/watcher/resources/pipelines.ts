import { type Http, type PagePromise, path, type RequestOptions } from "../../../base.js";
import { byId, PIPELINES } from "../lookups.js";
import {
  type Pipeline,
  type PipelineCreateBody,
  type PipelineMade,
  type PipelineUpdateBody,
  pipelineCreateBody,
  pipelineMadeModel,
  pipelineModel,
  pipelineUpdateBody,
} from "../models/pipelines.js";
import { type PipelineConfig, type SyncedPipeline, type SyncOptions, syncPipeline } from "../tracking/sync.js";

/** What moves data. */
export class Pipelines {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Makes a pipeline, and its type where there is none; or finds the one of this name. On one that is there, what is sent
   * overwrites if it differs from what was posted last (a change by `update` in between does not count, and stays), null
   * clears, and a `nextWatermark` is stored in any case. Without a `nextWatermark` the `watermark` of the answer is null,
   * whatever is stored. Safe to repeat. @endpoint POST /pipeline
   */
  createOrGet(body: PipelineCreateBody, options?: RequestOptions): Promise<PipelineMade> {
    return this.#http.made("POST", path`/pipeline`, pipelineMadeModel, options, {
      body: pipelineCreateBody.of(body),
      repeatable: true,
    });
  }

  /** Lists all pipelines, in no order that can be relied on. @endpoint GET /pipeline */
  list(options?: RequestOptions): PagePromise<Pipeline> {
    return this.#http.whole(path`/pipeline`, pipelineModel, options);
  }

  /**
   * Gives a pipeline by its number. The server answers 500 for a number that it does not know; the list then decides, so
   * that a failed call sends two or three requests. Throws `NotFoundError` where the list does not hold it, and
   * `ServerError` where the server fails otherwise, or where the list cannot be read. @endpoint GET /pipeline/{pipeline_id}
   */
  get(pipeline: string | number, options?: RequestOptions): Promise<Pipeline> {
    return byId(this.#http, PIPELINES, pipeline, options);
  }

  /**
   * Changes a pipeline: the one with this `id`, else the one of this `name`. Throws `NotFoundError` where there is none,
   * and `ServerError` for a name that is taken or a type that does not exist. Safe to repeat. @endpoint PATCH /pipeline
   */
  update(body: PipelineUpdateBody, options?: RequestOptions): Promise<Pipeline> {
    return this.#http.one("PATCH", path`/pipeline`, pipelineModel, options, {
      body: pipelineUpdateBody.of(body),
      repeatable: true,
    });
  }

  /**
   * Brings a pipeline to what a configuration in code says, and gives what a run needs: `executions.track` takes it.
   * Makes the pipeline or sends every setting, where what is left out clears; then its lineage, while the server still
   * asks for it (`loadLineage`). Where the pipeline is not active it stops after the first request: `active` is false, and
   * `watermark` null. Without a `nextWatermark` one more request asks for the watermark that is stored, so that
   * `defaultWatermark` is taken only where there is none. `enforce` also sets back what an `update` has changed.
   *
   * The whole configuration is checked before anything is sent: `ValidationError` names the field. Where a later request
   * fails, what the earlier ones wrote stays; all of it may be sent again.
   */
  syncPipeline<C extends PipelineConfig>(config: C, options?: SyncOptions): Promise<SyncedPipeline<C>> {
    return syncPipeline(this.#http, this, config, options);
  }
}
