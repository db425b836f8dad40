import {
  type GateEvidence,
  type Http,
  type PagePromise,
  path,
  type RequestOptions,
  type UnknownOption,
} from "../../../base.js";
import { type CheckRef, checkById, updateCheck } from "../check-changes.js";
import { requirePassing } from "../gates/checks.js";
import { intId } from "../ids.js";
import {
  type CheckBulkUpdate,
  type CheckCreateBody,
  type CheckUpdate,
  checkBulkUpdate,
  checkCreateBody,
} from "../models/check-bodies.js";
import type { RequirePassingParams } from "../models/check-gates.js";
import {
  type CheckBulkDelete,
  type CheckDeleteOptions,
  type CheckListParams,
  checkBulkDelete,
  checkListParams,
  checkRemoval,
  favoriteBody,
} from "../models/check-params.js";
import { type QualityCheck, qualityCheckModel, type ShortCheck, shortCheckModel } from "../models/checks.js";
import { type RuleSpecification, ruleSpecificationModel } from "../models/rule-specifications.js";
import type { RuleType } from "../models/rule-types.js";

/** Quality checks: what is asked of the data of a container, and what the last scan said of it. */
export class Checks {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Lists checks; archived ones and templates are hidden unless they are asked for. @endpoint GET /quality-checks */
  list(params?: CheckListParams, options?: RequestOptions): PagePromise<QualityCheck> {
    return this.#http.page(path`/quality-checks`, qualityCheckModel, options, checkListParams.of(params));
  }

  /**
   * Makes a check. The properties of a known rule are checked by the compiler, and again before anything is sent; see
   * `RuleProperties`. Any other rule takes an object in the platform's spelling. A build that makes one check of each field
   * answers with all of them: the first is given then, whose `fields` show it.
   *
   * Throws `ConflictError` where there is such a check already: its `conflictingId` tells which.
   * @endpoint POST /quality-checks
   */
  create<Rule extends RuleType>(body: CheckCreateBody<Rule>, options?: RequestOptions): Promise<QualityCheck> {
    return this.#http.one("POST", path`/quality-checks`, qualityCheckModel, options, {
      body: checkCreateBody.of(body as CheckCreateBody),
    });
  }

  /** Changes several checks at once; what is left out of a change stays as it is. @endpoint PATCH /quality-checks */
  bulkUpdate(changes: readonly CheckBulkUpdate[], options?: RequestOptions): Promise<ShortCheck[]> {
    return this.#http.many("PATCH", path`/quality-checks`, shortCheckModel, options, {
      body: checkBulkUpdate.each(changes),
    });
  }

  /**
   * Archives several checks at once, and deletes their anomalies; `archive: false` deletes the check for good.
   * @endpoint DELETE /quality-checks
   */
  bulkDelete(checks: readonly CheckBulkDelete[], options?: RequestOptions): Promise<void> {
    return this.#http.none("DELETE", path`/quality-checks`, options, { body: checkBulkDelete.each(checks) });
  }

  /** Gives a check or a template. Throws `NotFoundError` where there is none. @endpoint GET /quality-checks/{id} */
  get(check: string | number, options?: RequestOptions): Promise<QualityCheck> {
    return checkById(this.#http, check, options);
  }

  /**
   * Changes a check: what is left out stays as it is, and null clears. The rule and the container cannot change. The platform
   * resets what it is not sent, so that the whole check is sent, with the changes in it: an id is looked up first for that; pass
   * the check itself to save the look, at the price that what others changed meanwhile is put back. A check that the platform
   * wrote becomes an authored one where its fields, properties, coverage or filter change. @endpoint PUT /quality-checks/{id}
   */
  update(check: CheckRef, changes: CheckUpdate, options?: RequestOptions): Promise<QualityCheck> {
    return updateCheck(this.#http, check, changes, options);
  }

  /** Publishes a draft, or brings an archived check back: `update` with the status `Active`. */
  activate(check: CheckRef, options?: RequestOptions): Promise<QualityCheck> {
    return updateCheck(this.#http, check, { status: "Active" }, options);
  }

  /**
   * Archives a check, and deletes its anomalies unless `deleteAnomalies` is false; `activate` brings the check back.
   * `archive: false` deletes it for good. @endpoint DELETE /quality-checks/{id}
   */
  delete(check: string | number, options: CheckDeleteOptions = {}): Promise<void> {
    const { archive, status, deleteAnomalies, ...request } = options ?? {};
    return this.#http.none("DELETE", path`/quality-checks/${intId({ check })}`, request, {
      query: checkRemoval.of({ archive, status, deleteAnomalies }),
    });
  }

  /** Marks a check as a favourite, or unmarks it. @endpoint PATCH /quality-checks/{id}/favorite */
  setFavorite(check: string | number, favorite: boolean, options?: RequestOptions): Promise<QualityCheck> {
    return this.#http.one("PATCH", path`/quality-checks/${intId({ check })}/favorite`, qualityCheckModel, options, {
      body: favoriteBody.of({ favorite }),
      repeatable: true,
    });
  }

  /** Lists the rules that the deployment knows, and what each takes. @endpoint GET /quality-checks/specifications/rules */
  ruleSpecifications(options?: RequestOptions): PagePromise<RuleSpecification> {
    return this.#http.whole(path`/quality-checks/specifications/rules`, ruleSpecificationModel, options);
  }

  /**
   * Makes a template of a check, and gives the template. Needs the role Manager.
   * @endpoint POST /quality-checks/{id}/template
   */
  saveAsTemplate(check: string | number, options?: RequestOptions): Promise<QualityCheck> {
    return this.#http.one("POST", path`/quality-checks/${intId({ check })}/template`, qualityCheckModel, options);
  }

  /**
   * Passes when every check passes that is meant, by its last assertion, and gives what shows it. With `asset`, `tags` or
   * `rules` these are the active ones that fit; drafts and archived ones are passed over. With `checks` they are those,
   * whatever their status. No check at all, a check that was never asserted, one that is a draft, archived or a template, one
   * that does not tell its container where `asset` does, an assertion older than `maxAgeHours` (or without a time), a tag or
   * rule that no active check has, and an archived container show nothing. Nothing is scanned: see `validity.requireValid`.
   *
   * Several assets are read together, and each must pass for itself: the evidence has one observation of each, in their order,
   * and after them those of checks that do not tell their container. They cost a request for each hundred, and one for each
   * hundred of the checks of each hundred; one more for more than eight names, and one for each container that is not listed.
   *
   * Throws `ChecksFailedError` when a check fails, `InconclusiveError` when nothing shows that all pass (unless
   * `onUnknown: "pass"`), `ValidationError` when nothing is told to look at or a named check is of another container than
   * `asset`, and `NotFoundError` when there is no such container or check.
   */
  requirePassing(params: RequirePassingParams, options?: RequestOptions & UnknownOption): Promise<GateEvidence> {
    return requirePassing(this.#http, params, options);
  }
}
