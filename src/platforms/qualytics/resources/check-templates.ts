import { type Http, type PagePromise, path, type RequestOptions } from "../../../base.js";
import { type CheckTemplateCreateBody, checkTemplateCreateBody } from "../models/check-bodies.js";
import { type CheckTemplateListParams, checkTemplateListParams } from "../models/check-templates.js";
import { type QualityCheck, qualityCheckModel } from "../models/checks.js";
import type { RuleType } from "../models/rule-types.js";

/**
 * Templates of quality checks. They belong to no container, and no scan asserts them. `checks.list` has them with
 * `templateOnly`.
 */
export class CheckTemplates {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Lists templates. @endpoint GET /quality-check-templates */
  list(params?: CheckTemplateListParams, options?: RequestOptions): PagePromise<QualityCheck> {
    return this.#http.page(
      path`/quality-check-templates`,
      qualityCheckModel,
      options,
      checkTemplateListParams.of(params),
    );
  }

  /**
   * Makes a template. Its properties are taken as those of `checks.create`; `checks.create` makes checks of it by
   * `templateId`. @endpoint POST /quality-check-templates
   */
  create<Rule extends RuleType>(body: CheckTemplateCreateBody<Rule>, options?: RequestOptions): Promise<QualityCheck> {
    return this.#http.one("POST", path`/quality-check-templates`, qualityCheckModel, options, {
      body: checkTemplateCreateBody.of(body as CheckTemplateCreateBody),
    });
  }
}
