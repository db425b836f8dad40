import {
  type AssetRef,
  type ErrorContext,
  type Http,
  inCall,
  NotFoundError,
  type RequestOptions,
  UnsupportedError,
  type Verdict,
  withinOneCall,
} from "../../base.js";
import { checkById } from "./check-changes.js";
import { allChecks } from "./gates/check-lists.js";
import { refuseKey, scanContainer } from "./gates/check-scan.js";
import { containerById, containerIdOf } from "./lookups.js";
import { type CheckNowParams, checkNowParams } from "./models/check-gates.js";
import type { QualityCheck } from "./models/checks.js";
import type { OneOrMore } from "./models/params.js";
import type { RuleType } from "./models/rule-types.js";

/** Some of the checks of a container, under a name of their own. */
export interface CheckView {
  /** What one of them is called, such as `validity rule`. */
  readonly kind: string;
  readonly isMeant: (check: QualityCheck) => boolean;
}

/** Filters that are looked at here. */
interface ViewFilters {
  readonly ruleType?: OneOrMore<RuleType> | undefined;
  readonly isActive?: boolean | undefined;
}

/** All of them in a container that fit. The platform has no such filter that every build heeds: all its checks are read. */
export async function checksIn(
  http: Http,
  { isMeant }: CheckView,
  asset: AssetRef,
  options: RequestOptions | undefined,
  { ruleType, isActive }: ViewFilters = {},
): Promise<QualityCheck[]> {
  const rules = ruleType === undefined ? undefined : [ruleType].flat();
  const next = withinOneCall(http, "GET /quality-checks", options);
  const container = await containerIdOf(http, asset, next());
  return (await allChecks(http, { container }, next()))
    .filter(isMeant)
    .filter((check) => rules === undefined || rules.includes(check.rule))
    .filter((check) => isActive === undefined || check.isActive === isActive);
}

/** One of them. Throws `NotFoundError` where the container has no such check, or it is of another kind. */
export async function checkIn(
  http: Http,
  { kind, isMeant }: CheckView,
  asset: AssetRef,
  id: string | number,
  options: RequestOptions | undefined,
): Promise<QualityCheck> {
  const operation = "GET /quality-checks/{check}";
  const next = withinOneCall(http, operation, options);
  const container = await containerIdOf(http, asset, next());
  const check = await checkById(http, id, next());
  if (isMeant(check) && (check.asset === null || check.asset === container)) return check;
  throw new NotFoundError(
    { status: 200, message: `${asset} has no ${kind} ${id}`, resourceType: kind, resourceId: String(id) },
    { platform: http.platform, operation },
  );
}

/** What an assertion of a check showed. */
export interface Assertion {
  readonly id: string;
  readonly checkId: number;
  readonly verdict: Verdict;
  readonly checkedAt: Date | null;
  readonly check: QualityCheck;
}

const assertionOf = (check: QualityCheck, verdict: Verdict = check.lastVerdict): Assertion => ({
  id: `${check.id}@${check.lastCheckedAt?.toISOString() ?? "unknown"}`,
  checkId: check.id,
  verdict,
  checkedAt: check.lastCheckedAt,
  check,
});

/** The last assertion of a check; none where it was never asserted. */
export const assertionsOf = (check: QualityCheck): Assertion[] =>
  check.isPassing === null && check.lastCheckedAt === null ? [] : [assertionOf(check)];

const timeOf = ({ lastCheckedAt }: QualityCheck): number => lastCheckedAt?.getTime() ?? Number.NEGATIVE_INFINITY;

/**
 * Asserts a check now: the platform has no call for one check, so that its container is scanned. Of a scan that fails, what it
 * asserted before counts against the check alone: a pass may rest on a part of the data, and is unknown. Where it asserted
 * nothing, its error is thrown. Answers are read strictly, as a gate reads them.
 */
export async function assertNow(
  caller: Http,
  view: CheckView,
  asset: AssetRef,
  id: string | number,
  params: CheckNowParams | undefined,
  options: RequestOptions | undefined,
  context: ErrorContext,
): Promise<Assertion> {
  inCall(() => checkNowParams.of(params).encode(), context);
  refuseKey(options, context);
  const { http } = caller.track();
  const container = await containerIdOf(http, asset, options);
  const before = await checkIn(http, view, container, id, options);
  if (!before.isActive)
    throw new UnsupportedError(
      `${view.kind} ${id} is ${before.isArchived ? "archived" : (before.status ?? "not active")}: no scan asserts it`,
      context,
    );
  const scanned = await containerById(http, container, options);
  const failure = await scanContainer(http, scanned, { waitMs: params?.waitMs }, options ?? {});
  const after = await checkById(http, id, options);
  if (timeOf(after) > timeOf(before))
    return assertionOf(after, failure !== null && after.lastVerdict === "pass" ? "unknown" : after.lastVerdict);
  if (failure !== null) throw failure;
  return assertionOf(after, "unknown");
}
