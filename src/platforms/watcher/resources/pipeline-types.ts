import { type Http, type PagePromise, path, type RequestOptions } from "../../../base.js";
import { byId, PIPELINE_TYPES } from "../lookups.js";
import { madeModel } from "../models/executions.js";
import type { MadeOrFound } from "../models/made.js";
import {
  type PipelineType,
  type PipelineTypeCreateBody,
  type PipelineTypeUpdateBody,
  pipelineTypeCreateBody,
  pipelineTypeModel,
  pipelineTypeUpdateBody,
} from "../models/pipeline-types.js";

/** Kinds of pipelines, with settings that their pipelines inherit. */
export class PipelineTypes {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Makes a pipeline type, or finds the one of this name. One that is there stays as it is, whatever is sent: change it
   * with `update`. Safe to repeat. @endpoint POST /pipeline_type
   */
  createOrGet(body: PipelineTypeCreateBody, options?: RequestOptions): Promise<MadeOrFound> {
    return this.#http.made("POST", path`/pipeline_type`, madeModel, options, {
      body: pipelineTypeCreateBody.of(body),
      repeatable: true,
    });
  }

  /** Lists all pipeline types, in no order that can be relied on. @endpoint GET /pipeline_type */
  list(options?: RequestOptions): PagePromise<PipelineType> {
    return this.#http.whole(path`/pipeline_type`, pipelineTypeModel, options);
  }

  /**
   * Gives a pipeline type by its number. Throws `NotFoundError` where the list does not hold it, as `pipelines.get` does.
   * @endpoint GET /pipeline_type/{pipeline_type_id}
   */
  get(pipelineType: string | number, options?: RequestOptions): Promise<PipelineType> {
    return byId(this.#http, PIPELINE_TYPES, pipelineType, options);
  }

  /**
   * Changes a pipeline type: the one with this `id`, else the one of this `name`. Throws `NotFoundError` where there is
   * none, and `ServerError` for a name that is taken. Safe to repeat. @endpoint PATCH /pipeline_type
   */
  update(body: PipelineTypeUpdateBody, options?: RequestOptions): Promise<PipelineType> {
    return this.#http.one("PATCH", path`/pipeline_type`, pipelineTypeModel, options, {
      body: pipelineTypeUpdateBody.of(body),
      repeatable: true,
    });
  }
}
