import {
  type AssetRef,
  checkGateOptions,
  conclude,
  type ErrorContext,
  type GateError,
  type GateEvidence,
  gateRun,
  HOUR_MS,
  type Http,
  hoursText,
  type Issue,
  keyFor,
  lookAtAll,
  noAnswer,
  type Observation,
  optionIssue,
  type PagePromise,
  type RequestOptions,
  ResponseValidationError,
  SAME_TIME_HOURS,
  type UnknownOption,
  ValidationError,
  type Verdict,
  worst,
} from "../../../base.js";

/** A rule or check, as far as the gate looks at it. */
interface Checkable {
  readonly id: string;
  readonly internalId: string | number | null;
  readonly isActive: boolean;
}

/** What one check of it found. */
interface Checked {
  readonly status: string;
  readonly verdict: Verdict;
  readonly checkedAt: Date | null;
  readonly errorMessage: string | null;
}

/** What both gates ask for. */
interface CheckedOptions extends RequestOptions, UnknownOption {
  readonly run?: boolean | undefined;
  readonly maxAgeHours?: number | undefined;
}

/** What differs between the gates: the words, and the calls. */
export interface CheckedGate<C extends Checkable, R extends Checked> {
  readonly gate: string;
  /** What is looked at, in the plural: also the name of the option. */
  readonly noun: "rules" | "checks";
  readonly list: (http: Http, request: RequestOptions) => PagePromise<C>;
  readonly run: (http: Http, one: C, request: RequestOptions) => Promise<R>;
  readonly results: (http: Http, one: C, limit: number, request: RequestOptions) => PagePromise<R>;
  readonly nameOf: (one: C) => string;
  /** How much breaks the rule, of how many rows, and both in words. */
  readonly countsOf: (result: R) => { bad: number | null; rows: number | null; words: string };
  /** The `internalId` of what was checked. */
  readonly ownerOf: (result: R) => string | number;
  /** The field of the answer that tells how much breaks the rule. */
  readonly field: string;
  readonly no: (evidence: GateEvidence, context: ErrorContext) => GateError;
}

const WIDTH = 4;
const FIRST_LOOK = 10;
const LIST_PAGE = 100;
const DIGITS = /^\d+$/;

/** The gate over rules or checks of an asset: each must hold, by its latest result or by one made now. */
export async function requireChecked<C extends Checkable, R extends Checked>(
  http: Http,
  gate: CheckedGate<C, R>,
  asset: AssetRef,
  only: readonly string[] | undefined,
  options: CheckedOptions,
): Promise<GateEvidence> {
  const { context, tracked, evidence: evidenceOf } = gateRun(http, gate.gate);
  checkGateOptions(options, ["run", "maxAgeHours"], context);
  checkOnly(gate.noun, only, context);
  const { run = false, maxAgeHours, onUnknown, idempotencyKey, ...request } = options;

  const all = await gate.list(tracked.http, request).toArray();
  const asked = chosen(all, gate.noun, only, asset, context);
  const lookAt = async (one: C): Promise<Observation> => {
    const hopeless = withoutLook(gate, one);
    if (hopeless !== null) return hopeless;
    const before = tracked.serverNow();
    const result = run
      ? await gate.run(tracked.http, one, { ...request, idempotencyKey: keyFor(idempotencyKey, one.id) })
      : await latest(gate, tracked.http, one, request);
    if (result !== null) refuseOther(gate, one, result, context);
    return judge(gate, one, result, { maxAgeHours, since: run ? before : null }, tracked.serverNow());
  };
  const looks = await lookAtAll(
    asked,
    WIDTH,
    async (one) => ({ observation: await lookAt(one) }),
    (one, error) => ({ observation: noAnswer(gate.nameOf(one), error) }),
  );
  const seen = looks.map(({ observation }) => observation);

  const verdict = worst(seen.map((one) => one.verdict));
  const evidence = evidenceOf({
    verdict,
    asked: { asset: String(asset), limit: limitText(gate.noun, only, run, maxAgeHours) },
    seen,
    reason: reasonOf(gate.noun, asset, verdict, seen, all.length - asked.length, only !== undefined),
  });
  return conclude(evidence, onUnknown, (found) => gate.no(found, context), context);
}

function checkOnly(noun: string, only: unknown, context: ErrorContext): void {
  if (only === undefined) return;
  const issues: Issue[] = [];
  const complain = (message: string, ...path: Issue["path"]): void => {
    issues.push(optionIssue([noun, ...path], message));
  };
  if (!Array.isArray(only)) complain("expected a list of public ids");
  else if (only.length === 0) complain("must not be empty");
  for (const [at, id] of Array.isArray(only) ? only.entries() : []) {
    if (typeof id !== "string" || id.trim() === "") complain("expected a public id", at);
    else if (DIGITS.test(id)) complain("expected the public id (`id`); a number is the platform's internal id", at);
  }
  if (issues.length > 0) throw new ValidationError(issues, context);
}

/** The active ones; or those that were named, active or not. */
function chosen<C extends Checkable>(
  all: readonly C[],
  noun: string,
  only: readonly string[] | undefined,
  asset: AssetRef,
  context: ErrorContext,
): C[] {
  if (only === undefined) return all.filter((one) => one.isActive);
  const found = new Map(all.map((one) => [one.id.toLowerCase(), one]));
  const issues = only.flatMap((id, at) =>
    found.has(id.toLowerCase())
      ? []
      : [{ path: [noun, at], code: "not_found", message: `${asset} has no ${noun.slice(0, -1)} ${id}` }],
  );
  if (issues.length > 0) throw new ValidationError(issues, context);
  return [...new Set(only.map((id) => found.get(id.toLowerCase()) as C))];
}

/** What needs no look, since no look would show anything. */
function withoutLook<C extends Checkable, R extends Checked>(gate: CheckedGate<C, R>, one: C): Observation | null {
  const name = gate.nameOf(one);
  const unknown = (field: string, value: Observation["value"], why: string): Observation => ({
    subject: name,
    verdict: "unknown",
    value,
    field,
    measuredAt: null,
    reason: `${name} ${why}`,
  });
  if (!one.isActive) return unknown("is_active", false, "is not active");
  return DIGITS.test(one.id) ? unknown("id", one.id, "has no public id by which it could be looked at") : null;
}

/** A result of another rule or check is none of this one. */
function refuseOther<C extends Checkable, R extends Checked>(
  gate: CheckedGate<C, R>,
  one: C,
  result: R,
  context: ErrorContext,
): void {
  if (one.internalId === null || String(gate.ownerOf(result)) === String(one.internalId)) return;
  throw new ResponseValidationError(`the result for ${gate.nameOf(one)} is about another one`, [], context);
}

/** The newest result. The platform documents no order, so all are read, unless the first ones show that they fall. */
async function latest<C extends Checkable, R extends Checked>(
  gate: CheckedGate<C, R>,
  http: Http,
  one: C,
  request: RequestOptions,
): Promise<R | null> {
  const first = await gate.results(http, one, FIRST_LOOK, request);
  if (!first.hasNextPage() || isFalling(first.items)) return newest(first.items);
  return newest(await gate.results(http, one, LIST_PAGE, request).toArray());
}

function isFalling(results: readonly Checked[]): boolean {
  const times = results.map(({ checkedAt }) => checkedAt?.getTime() ?? Number.NaN);
  const noneRises = times.every((time, at) => at === 0 || time <= (times[at - 1] as number));
  return noneRises && times.length > 1 && (times.at(-1) as number) < (times[0] as number);
}

/** Of several that may be the newest, one that speaks against the rule. */
function newest<R extends Checked>(results: readonly R[]): R | null {
  const last = Math.max(...results.map(({ checkedAt }) => checkedAt?.getTime() ?? Number.NEGATIVE_INFINITY));
  const candidates = results.filter(({ checkedAt }) => checkedAt === null || checkedAt.getTime() === last);
  const verdict = worst(candidates.map((one) => one.verdict));
  return candidates.find((one) => one.verdict === verdict) ?? null;
}

function judge<C extends Checkable, R extends Checked>(
  gate: CheckedGate<C, R>,
  one: C,
  result: R | null,
  /** How old it may be in hours, and the moment, in milliseconds, before which no check made now can lie. */
  { maxAgeHours, since }: { maxAgeHours: number | undefined; since: number | null },
  serverNow: number,
): Observation {
  const name = gate.nameOf(one);
  if (result === null) {
    const reason = `${name} was never checked`;
    return { subject: name, verdict: "unknown", value: null, field: gate.field, measuredAt: null, reason };
  }
  const { bad, rows, words } = gate.countsOf(result);
  const found = (verdict: Verdict, why: string): Observation => ({
    subject: name,
    verdict,
    value: bad,
    field: gate.field,
    measuredAt: result.checkedAt,
    reason: `${name} ${why}`,
  });
  // However old it is, a failure is the last that was seen: no age makes it better.
  if (result.verdict === "fail") return found("fail", `fails: ${words}`);
  const age = result.checkedAt === null ? null : (serverNow - result.checkedAt.getTime()) / HOUR_MS;
  if (age !== null && age < -SAME_TIME_HOURS) return found("unknown", "has a latest result that lies in the future");
  if (age !== null && since !== null && age > (serverNow - since) / HOUR_MS + SAME_TIME_HOURS) {
    return found("unknown", `was to be checked now and gave a result of ${hoursText(age)} ago`);
  }
  if (maxAgeHours !== undefined && since === null) {
    if (age === null) return found("unknown", "has a latest result without a time");
    if (age > maxAgeHours) {
      return found(
        "unknown",
        `was last checked ${hoursText(age, maxAgeHours)} ago, the limit is ${hoursText(maxAgeHours)}`,
      );
    }
  }
  if (result.verdict === "pass") return found("pass", `holds: ${words}`);
  const why = result.errorMessage === null ? "" : `: ${result.errorMessage}`;
  if (rows === null || rows <= 0) return found("unknown", `was checked over no rows (${result.status})${why}`);
  return found("unknown", `could not be judged (${result.status})${why}`);
}

function reasonOf(
  noun: string,
  asset: AssetRef,
  verdict: Verdict,
  seen: readonly Observation[],
  skipped: number,
  named: boolean,
): string {
  const passedOver = named || skipped === 0 ? "" : `; ${skipped} that are not active were passed over`;
  if (seen.length === 0) return `${asset} has no active ${noun}${passedOver}`;
  const decisive = seen.filter((one) => one.verdict === verdict);
  const of = `${decisive.length} of ${seen.length} ${noun} of ${asset}`;
  if (verdict === "pass") return `${of} hold${passedOver}`;
  const what = verdict === "fail" ? "fail" : "show nothing";
  return `${of} ${what}: ${decisive[0]?.reason}${passedOver}`;
}

function limitText(
  noun: string,
  only: readonly string[] | undefined,
  run: boolean,
  maxAgeHours: number | undefined,
): string {
  const which = only === undefined ? `every active one of the ${noun} holds` : `the ${noun} ${only.join(", ")} hold`;
  if (run) return `${which}, checked now`;
  return `${which}, by the latest result${maxAgeHours === undefined ? "" : `, at most ${maxAgeHours} h old`}`;
}
