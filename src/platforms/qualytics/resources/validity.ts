import {
  type AssetRef,
  type GateEvidence,
  type Http,
  type PagePromise,
  type RequestOptions,
  workedOut,
} from "../../../base.js";
import { assertionsOf, assertNow, type CheckView, checkIn, checksIn } from "../check-views.js";
import { requireValid } from "../gates/validity.js";
import type { CheckNowParams } from "../models/check-gates.js";
import { noParams } from "../models/params.js";
import {
  isValidityRule,
  type RequireValidOptions,
  type ValidityCheckResult,
  type ValidityRule,
  type ValidityRuleListParams,
  type ValiditySummary,
  validityRuleListParams,
  validityRuleOf,
  validitySummaryOf,
} from "../models/validity.js";

const RULES: CheckView = { kind: "validity rule", isMeant: isValidityRule };
const NO_COUNTS = { totalRows: null, invalidCount: null } as const;

/**
 * Quality checks that judge the values of their container, in the words of every platform: those whose rule is about
 * validity, completeness or uniqueness (see `RULES`). A container is told by its id, or as `datastore.container`, which costs
 * a request more. `checks` makes, changes and deletes them.
 */
export class Validity {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Counts a container's rules by their last assertion. All its checks are read. @endpoint GET /quality-checks */
  async summary(asset: AssetRef, options?: RequestOptions): Promise<ValiditySummary> {
    return validitySummaryOf(await checksIn(this.#http, RULES, asset, options));
  }

  /** Lists a container's rules, in one piece; archived ones are hidden. All its checks are read. @endpoint GET /quality-checks */
  list(asset: AssetRef, params?: ValidityRuleListParams, options?: RequestOptions): PagePromise<ValidityRule> {
    return workedOut(this.#http, "validity.list", validityRuleListParams.of(params), async () =>
      (await checksIn(this.#http, RULES, asset, options, params)).map(validityRuleOf),
    );
  }

  /**
   * Gives one rule, by the id of its check. Throws `NotFoundError` where the container has none such.
   * @endpoint GET /quality-checks/{id}
   */
  async get(asset: AssetRef, rule: string | number, options?: RequestOptions): Promise<ValidityRule> {
    return validityRuleOf(await checkIn(this.#http, RULES, asset, rule, options));
  }

  /**
   * Asserts a rule now, waits for it, and gives what it showed; a rule that fails throws nothing. The platform has no call for
   * one check: its whole container is scanned, which asserts all active checks of it, opens anomalies and closes those of
   * checks that pass. A verdict of `unknown` says that the scan did not assert the check, or ended in failure or an abort after
   * it had: a pass may rest on a part of the data then, while a failure counts. Answers are read strictly, whatever the
   * client's validation is.
   *
   * Throws `UnsupportedError` for a rule that is not active and for an `idempotencyKey`, `OperationFailedError` or
   * `OperationAbortedError` where the scan ended so before it asserted the rule, and `WaitTimeoutError` at the deadline
   * (`waitMs`, default 30 minutes).
   */
  async check(
    asset: AssetRef,
    rule: string | number,
    params?: CheckNowParams,
    options?: RequestOptions,
  ): Promise<ValidityCheckResult> {
    const context = { platform: this.#http.platform, operation: "validity.check" };
    return { ...(await assertNow(this.#http, RULES, asset, rule, params, options, context)), ...NO_COUNTS };
  }

  /**
   * Lists the last assertion of a rule, or nothing where it was never asserted: the platform keeps no earlier ones that could
   * be listed. @endpoint GET /quality-checks/{id}
   */
  results(
    asset: AssetRef,
    rule: string | number,
    params?: Record<never, never>,
    options?: RequestOptions,
  ): PagePromise<ValidityCheckResult> {
    return workedOut(this.#http, "validity.results", noParams.of(params), async () =>
      assertionsOf(await checkIn(this.#http, RULES, asset, rule, options)).map((one) => ({ ...one, ...NO_COUNTS })),
    );
  }

  /**
   * Passes when every active rule of the container passes, and gives what shows it: the last assertion of each, or with `run`
   * that of a scan which is run now. Drafts and archived ones are passed over, unless `rules` names them. No rule, a rule that
   * was never asserted or is not active, an assertion older than `maxAgeHours` (or without a time), a pass by a scan that did
   * not succeed, a check that does not tell its container and an archived container show nothing.
   *
   * Several containers are read together, as `checks.requirePassing` reads them, and each must pass for itself. With `run` they
   * take one scan for each of their datastores, all at once.
   *
   * Throws `ValidityError` when a rule fails, `InconclusiveError` when nothing shows that all pass (unless
   * `onUnknown: "pass"`), `ValidationError` when `rules` names one of another container or kind, `WaitTimeoutError` when the
   * scan has not ended in time, `NotFoundError` when there is no such container or check, and `UnsupportedError` for `run` with
   * an `idempotencyKey`, which the platform does not heed.
   */
  requireValid(asset: AssetRef | readonly AssetRef[], options?: RequireValidOptions): Promise<GateEvidence> {
    return requireValid(this.#http, asset, options);
  }
}
