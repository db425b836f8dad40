import {
  type AssetRef,
  type GateEvidence,
  type Http,
  type PagePromise,
  path,
  type RequestOptions,
} from "../../../base.js";
import { requireValid } from "../gates/validity.js";
import { assetId, publicId } from "../ids.js";
import {
  type RequireValidOptions,
  type ValidityCheckParams,
  type ValidityCheckResult,
  type ValidityResultListParams,
  type ValidityRule,
  type ValidityRuleCreateBody,
  type ValidityRuleListParams,
  type ValidityRuleUpdateBody,
  type ValiditySummary,
  validityCheckParams,
  validityCheckResultModel,
  validityResultListParams,
  validityRuleCreateBody,
  validityRuleListParams,
  validityRuleModel,
  validityRuleUpdateBody,
  validitySummaryModel,
} from "../models/validity.js";

/** Rules that values must keep. Rules go by their public `id`; a bare number is refused. */
export class Validity {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Counts an asset's rules by their last result. @endpoint GET /sdk/validity/{asset_id}/summary */
  summary(asset: AssetRef, options?: RequestOptions): Promise<ValiditySummary> {
    return this.#http.one("GET", path`/sdk/validity/${assetId({ asset })}/summary`, validitySummaryModel, options);
  }

  /** Lists an asset's rules. @endpoint GET /sdk/validity/{asset_id} */
  list(asset: AssetRef, params?: ValidityRuleListParams, options?: RequestOptions): PagePromise<ValidityRule> {
    return this.#http.page(
      path`/sdk/validity/${assetId({ asset })}`,
      validityRuleModel,
      options,
      validityRuleListParams.of(params),
    );
  }

  /** Gives one rule. @endpoint GET /sdk/validity/{asset_id}/{rule_id} */
  get(asset: AssetRef, rule: string | number, options?: RequestOptions): Promise<ValidityRule> {
    return this.#http.one(
      "GET",
      path`/sdk/validity/${assetId({ asset })}/${publicId({ rule })}`,
      validityRuleModel,
      options,
    );
  }

  /** Makes a rule. Needs a read-write key. @endpoint POST /sdk/validity/{asset_id} */
  create(asset: AssetRef, body: ValidityRuleCreateBody, options?: RequestOptions): Promise<ValidityRule> {
    return this.#http.one("POST", path`/sdk/validity/${assetId({ asset })}`, validityRuleModel, options, {
      body: validityRuleCreateBody.of(body),
    });
  }

  /** Changes a rule. Needs a read-write key. @endpoint PATCH /sdk/validity/{asset_id}/{rule_id} */
  update(
    asset: AssetRef,
    rule: string | number,
    body: ValidityRuleUpdateBody,
    options?: RequestOptions,
  ): Promise<ValidityRule> {
    return this.#http.one(
      "PATCH",
      path`/sdk/validity/${assetId({ asset })}/${publicId({ rule })}`,
      validityRuleModel,
      options,
      { body: validityRuleUpdateBody.of(body) },
    );
  }

  /** Deletes a rule. Needs a read-write key. @endpoint DELETE /sdk/validity/{asset_id}/{rule_id} */
  delete(asset: AssetRef, rule: string | number, options?: RequestOptions): Promise<void> {
    return this.#http.none("DELETE", path`/sdk/validity/${assetId({ asset })}/${publicId({ rule })}`, options);
  }

  /**
   * Checks a rule now, and gives what it found; a rule that fails throws nothing. Needs a read-write key.
   * @endpoint POST /sdk/validity/{asset_id}/{rule_id}/check
   */
  check(
    asset: AssetRef,
    rule: string | number,
    params?: ValidityCheckParams,
    options?: RequestOptions,
  ): Promise<ValidityCheckResult> {
    return this.#http.one(
      "POST",
      path`/sdk/validity/${assetId({ asset })}/${publicId({ rule })}/check`,
      validityCheckResultModel,
      options,
      { body: validityCheckParams.of(params) },
    );
  }

  /**
   * Lists what a rule's checks found. The platform documents no order: compare `checkedAt`.
   * @endpoint GET /sdk/validity/{asset_id}/{rule_id}/results
   */
  results(
    asset: AssetRef,
    rule: string | number,
    params?: ValidityResultListParams,
    options?: RequestOptions,
  ): PagePromise<ValidityCheckResult> {
    return this.#http.page(
      path`/sdk/validity/${assetId({ asset })}/${publicId({ rule })}/results`,
      validityCheckResultModel,
      options,
      validityResultListParams.of(params),
    );
  }

  /**
   * Passes when every active rule of the asset holds, and gives what shows it: the latest result of each rule, or with
   * `run` the result of a check made now. Rules that are not active are passed over, unless `rules` names them. No
   * rule, a rule that was never checked or could not be, a pass over no rows, and a result older than `maxAgeHours`
   * (or without a time) show nothing.
   *
   * Throws `ValidityError` when a rule fails, `InconclusiveError` when nothing shows that all hold (unless
   * `onUnknown: "pass"`), `ValidationError` when `rules` names one that the asset does not have, and `NotFoundError`
   * when there is no such asset.
   */
  requireValid(asset: AssetRef, options?: RequireValidOptions): Promise<GateEvidence> {
    return requireValid(this.#http, on, asset, options);
  }
}

// Outside the class: one that mentions itself loses its name in the build.
const on = (http: Http): Validity => new Validity(http);
