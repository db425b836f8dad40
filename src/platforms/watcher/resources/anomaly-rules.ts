import { type Http, type PagePromise, path, type RequestOptions } from "../../../base.js";
import { ANOMALY_RULES, byId } from "../lookups.js";
import {
  type AnomalyRule,
  type AnomalyRuleCreateBody,
  type AnomalyRuleUpdateBody,
  anomalyRuleCreateBody,
  anomalyRuleModel,
  anomalyRuleUpdateBody,
} from "../models/anomaly-rules.js";
import { madeModel } from "../models/executions.js";
import type { MadeOrFound } from "../models/made.js";

/** When a run counts as unusual. */
export class AnomalyRules {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Makes a rule, or finds the one of this pipeline and figure, which stays as it is, whatever is sent: change it with
   * `update`. Throws `ServerError` where there is no such pipeline. Safe to repeat. @endpoint POST /anomaly_detection_rule
   */
  createOrGet(body: AnomalyRuleCreateBody, options?: RequestOptions): Promise<MadeOrFound> {
    return this.#http.made("POST", path`/anomaly_detection_rule`, madeModel, options, {
      body: anomalyRuleCreateBody.of(body),
      repeatable: true,
    });
  }

  /** Lists the rules of all pipelines, in no order that can be relied on. @endpoint GET /anomaly_detection_rule */
  list(options?: RequestOptions): PagePromise<AnomalyRule> {
    return this.#http.whole(path`/anomaly_detection_rule`, anomalyRuleModel, options);
  }

  /**
   * Gives a rule by its number. Throws `NotFoundError` where the list does not hold it, as `pipelines.get` does.
   * @endpoint GET /anomaly_detection_rule/{anomaly_detection_rule_id}
   */
  get(anomalyRule: string | number, options?: RequestOptions): Promise<AnomalyRule> {
    return byId(this.#http, ANOMALY_RULES, anomalyRule, options);
  }

  /**
   * Changes a rule. Throws `NotFoundError` where there is none, and `ServerError` where there is no such pipeline, or
   * where its pipeline has a rule for this figure already. Safe to repeat. @endpoint PATCH /anomaly_detection_rule
   */
  update(body: AnomalyRuleUpdateBody, options?: RequestOptions): Promise<AnomalyRule> {
    return this.#http.one("PATCH", path`/anomaly_detection_rule`, anomalyRuleModel, options, {
      body: anomalyRuleUpdateBody.of(body),
      repeatable: true,
    });
  }
}
