import {
  type AssetRef,
  type GateEvidence,
  type Http,
  type PagePromise,
  type RequestOptions,
  workedOut,
} from "../../../base.js";
import { tablePaths } from "../check-targets.js";
import { assertionsOf, assertNow, type CheckView, checkIn, checksIn } from "../check-views.js";
import { requireIntact } from "../gates/referential.js";
import type { QualityCheck } from "../models/checks.js";
import { noParams } from "../models/params.js";
import {
  isReferentialCheck,
  type ReferentialCheck,
  type ReferentialCheckListParams,
  type ReferentialCheckResult,
  type ReferentialExecuteOptions,
  type ReferentialSummary,
  type RequireIntactOptions,
  referentialCheckListParams,
  referentialCheckOf,
  referentialSummaryOf,
} from "../models/referential.js";

const CHECKS: CheckView = { kind: "referential check", isMeant: isReferentialCheck };
const NO_COUNTS = { orphanCount: null, totalChildRows: null } as const;

/**
 * Quality checks that compare their container with another one, in the words of every platform: `existsIn`, `notExistsIn`,
 * `dataDiff`, `isReplicaOf` and `aggregationComparison`. A container is told by its id, or as `datastore.container`, which
 * costs a request more. `checks` makes, changes and deletes them.
 */
export class Referential {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Counts a container's checks by their last assertion. All its checks are read. @endpoint GET /quality-checks */
  async summary(asset: AssetRef, options?: RequestOptions): Promise<ReferentialSummary> {
    return referentialSummaryOf(await checksIn(this.#http, CHECKS, asset, options));
  }

  /**
   * Lists a container's checks, in one piece; archived ones are hidden. All its checks are read, and each container that they
   * refer to, for its name.
   */
  list(asset: AssetRef, params?: ReferentialCheckListParams, options?: RequestOptions): PagePromise<ReferentialCheck> {
    return workedOut(this.#http, "referential.list", referentialCheckListParams.of(params), async () =>
      this.#named(await checksIn(this.#http, CHECKS, asset, options, params), options),
    );
  }

  /**
   * Gives one check, and reads the container that it refers to, for its name. Throws `NotFoundError` where the container has
   * no such check.
   */
  async get(asset: AssetRef, check: string | number, options?: RequestOptions): Promise<ReferentialCheck> {
    const [found] = await this.#named([await checkIn(this.#http, CHECKS, asset, check, options)], options);
    return found as ReferentialCheck;
  }

  /**
   * Asserts a check now, waits for it, and gives what it showed; a check that fails throws nothing. The platform has no call
   * for one check: its whole container is scanned, which asserts all active checks of it, opens anomalies and closes those of
   * checks that pass. A verdict of `unknown` says that the scan did not assert the check, or ended in failure or an abort after
   * it had: a pass may rest on a part of the data then, while a failure counts. Answers are read strictly, whatever the
   * client's validation is.
   *
   * Throws `UnsupportedError` for a check that is not active and for an `idempotencyKey`, `OperationFailedError` or
   * `OperationAbortedError` where the scan ended so before it asserted the check, and `WaitTimeoutError` at the deadline
   * (`waitMs`, default 30 minutes).
   */
  async execute(
    asset: AssetRef,
    check: string | number,
    options: ReferentialExecuteOptions = {},
  ): Promise<ReferentialCheckResult> {
    const context = { platform: this.#http.platform, operation: "referential.execute" };
    const { waitMs, ...request } = options ?? {};
    return { ...(await assertNow(this.#http, CHECKS, asset, check, { waitMs }, request, context)), ...NO_COUNTS };
  }

  /**
   * Lists the last assertion of a check, or nothing where it was never asserted: the platform keeps no earlier ones that could
   * be listed. @endpoint GET /quality-checks/{id}
   */
  results(
    asset: AssetRef,
    check: string | number,
    params?: Record<never, never>,
    options?: RequestOptions,
  ): PagePromise<ReferentialCheckResult> {
    return workedOut(this.#http, "referential.results", noParams.of(params), async () =>
      assertionsOf(await checkIn(this.#http, CHECKS, asset, check, options)).map((one) => ({ ...one, ...NO_COUNTS })),
    );
  }

  /**
   * Passes when every active check of the container passes, and gives what shows it: the last assertion of each, or with `run`
   * that of a scan which is run now. Drafts and archived ones are passed over, unless `checks` names them. No check, a check
   * that was never asserted or is not active, an assertion older than `maxAgeHours` (or without a time), a pass by a scan that
   * did not succeed, a check that does not tell its container and an archived container show nothing.
   *
   * Several containers are read together, as `checks.requirePassing` reads them, and each must pass for itself. With `run` they
   * take one scan for each of their datastores, all at once.
   *
   * Throws `ReferentialError` when a check fails, `InconclusiveError` when nothing shows that all pass (unless
   * `onUnknown: "pass"`), `ValidationError` when `checks` names one of another container or kind, `WaitTimeoutError` when the
   * scan has not ended in time, `NotFoundError` when there is no such container or check, and `UnsupportedError` for `run` with
   * an `idempotencyKey`, which the platform does not heed.
   */
  requireIntact(asset: AssetRef | readonly AssetRef[], options?: RequireIntactOptions): Promise<GateEvidence> {
    return requireIntact(this.#http, asset, options);
  }

  async #named(checks: readonly QualityCheck[], options: RequestOptions | undefined): Promise<ReferentialCheck[]> {
    const pathOf = await tablePaths(this.#http, checks, options);
    return checks.map((check) => referentialCheckOf(check, pathOf));
  }
}
