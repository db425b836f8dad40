import {
  type AssetRef,
  type GateEvidence,
  type Http,
  type PagePromise,
  path,
  type RequestOptions,
} from "../../../base.js";
import { requireIntact } from "../gates/referential.js";
import { assetId, publicId } from "../ids.js";
import {
  type ReferentialCheck,
  type ReferentialCheckCreateBody,
  type ReferentialCheckListParams,
  type ReferentialCheckResult,
  type ReferentialCheckUpdateBody,
  type ReferentialResultListParams,
  type ReferentialSummary,
  type RequireIntactOptions,
  referentialCheckCreateBody,
  referentialCheckListParams,
  referentialCheckModel,
  referentialCheckResultModel,
  referentialCheckUpdateBody,
  referentialResultListParams,
  referentialSummaryModel,
} from "../models/referential.js";

/** Foreign keys that must hold. Checks go by their public `id`; a bare number is refused. */
export class Referential {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Counts an asset's checks by their last result. @endpoint GET /sdk/referential/{asset_id}/summary */
  summary(asset: AssetRef, options?: RequestOptions): Promise<ReferentialSummary> {
    return this.#http.one(
      "GET",
      path`/sdk/referential/${assetId({ asset })}/summary`,
      referentialSummaryModel,
      options,
    );
  }

  /** Lists an asset's checks. @endpoint GET /sdk/referential/{asset_id} */
  list(asset: AssetRef, params?: ReferentialCheckListParams, options?: RequestOptions): PagePromise<ReferentialCheck> {
    return this.#http.page(
      path`/sdk/referential/${assetId({ asset })}`,
      referentialCheckModel,
      options,
      referentialCheckListParams.of(params),
    );
  }

  /** Gives one check. @endpoint GET /sdk/referential/{asset_id}/{check_id} */
  get(asset: AssetRef, check: string | number, options?: RequestOptions): Promise<ReferentialCheck> {
    return this.#http.one(
      "GET",
      path`/sdk/referential/${assetId({ asset })}/${publicId({ check })}`,
      referentialCheckModel,
      options,
    );
  }

  /** Makes a check. Needs a read-write key. @endpoint POST /sdk/referential/{asset_id} */
  create(asset: AssetRef, body: ReferentialCheckCreateBody, options?: RequestOptions): Promise<ReferentialCheck> {
    return this.#http.one("POST", path`/sdk/referential/${assetId({ asset })}`, referentialCheckModel, options, {
      body: referentialCheckCreateBody.of(body),
    });
  }

  /** Changes a check. Needs a read-write key. @endpoint PATCH /sdk/referential/{asset_id}/{check_id} */
  update(
    asset: AssetRef,
    check: string | number,
    body: ReferentialCheckUpdateBody,
    options?: RequestOptions,
  ): Promise<ReferentialCheck> {
    return this.#http.one(
      "PATCH",
      path`/sdk/referential/${assetId({ asset })}/${publicId({ check })}`,
      referentialCheckModel,
      options,
      { body: referentialCheckUpdateBody.of(body) },
    );
  }

  /** Deletes a check. Needs a read-write key. @endpoint DELETE /sdk/referential/{asset_id}/{check_id} */
  delete(asset: AssetRef, check: string | number, options?: RequestOptions): Promise<void> {
    return this.#http.none("DELETE", path`/sdk/referential/${assetId({ asset })}/${publicId({ check })}`, options);
  }

  /**
   * Runs a check now, and gives what it found; a check that fails throws nothing. Needs a read-write key. Throws
   * `UnprocessableError` or `BadRequestError` when the check is not active.
   * @endpoint POST /sdk/referential/{asset_id}/{check_id}/execute
   */
  execute(asset: AssetRef, check: string | number, options?: RequestOptions): Promise<ReferentialCheckResult> {
    return this.#http.one(
      "POST",
      path`/sdk/referential/${assetId({ asset })}/${publicId({ check })}/execute`,
      referentialCheckResultModel,
      options,
    );
  }

  /**
   * Lists what a check's runs found. The platform documents no order: compare `checkedAt`.
   * @endpoint GET /sdk/referential/{asset_id}/{check_id}/results
   */
  results(
    asset: AssetRef,
    check: string | number,
    params?: ReferentialResultListParams,
    options?: RequestOptions,
  ): PagePromise<ReferentialCheckResult> {
    return this.#http.page(
      path`/sdk/referential/${assetId({ asset })}/${publicId({ check })}/results`,
      referentialCheckResultModel,
      options,
      referentialResultListParams.of(params),
    );
  }

  /**
   * Passes when every active check of the asset holds, and gives what shows it: the latest result of each check, or
   * with `run` the result of one made now. Checks that are not active are passed over, unless `checks` names them. No
   * check, a check that was never run or could not be, a pass over no rows, and a result older than `maxAgeHours` (or
   * without a time) show nothing.
   *
   * Throws `ReferentialError` when a check fails, `InconclusiveError` when nothing shows that all hold (unless
   * `onUnknown: "pass"`), `ValidationError` when `checks` names one that the asset does not have, and `NotFoundError`
   * when there is no such asset.
   */
  requireIntact(asset: AssetRef, options?: RequireIntactOptions): Promise<GateEvidence> {
    return requireIntact(this.#http, on, asset, options);
  }
}

// Outside the class: one that mentions itself loses its name in the build.
const on = (http: Http): Referential => new Referential(http);
