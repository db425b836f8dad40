import {
  type ErrorContext,
  type Http,
  path,
  type RequestOptions,
  ResponseValidationError,
  ValidationError,
} from "../../../base.js";
import { checkById } from "../check-changes.js";
import { type CheckListParams, checkListParams } from "../models/check-params.js";
import { type QualityCheck, qualityCheckModel } from "../models/checks.js";

/** The largest page. */
const SIZE = 100;

/**
 * All checks that fit the filters, those of other containers left out where a build does not heed the filter. By id, so
 * that a check that is made meanwhile moves no other one to another page; a list that moved all the same is refused.
 */
export async function allChecks(
  http: Http,
  filters: CheckListParams,
  request: RequestOptions | undefined,
): Promise<QualityCheck[]> {
  const params = checkListParams.of({ ...filters, sortId: "asc", size: SIZE });
  const all = await http.page(path`/quality-checks`, qualityCheckModel, request, params).toArray();
  if (new Set(all.map(({ id }) => id)).size < all.length) {
    const context = { platform: http.platform, operation: "GET /quality-checks" };
    throw new ResponseValidationError("a check is on two pages: the list changed while it was read", [], context);
  }
  if (filters.container === undefined) return all;
  const containers = new Set([filters.container].flat().map(Number));
  return all.filter(({ asset }) => asset === null || containers.has(asset));
}

/** A check that somebody named. */
export interface NamedCheck {
  readonly id: number;
  /** Its place among those that were named. */
  readonly at: number;
}

/** Each check once. */
export function namedOnce(ids: readonly (string | number)[]): NamedCheck[] {
  const numbers = ids.map(Number);
  return numbers.map((id, at) => ({ id, at })).filter(({ id, at }) => numbers.indexOf(id) === at);
}

/** What a named check must be. */
export interface Wanted {
  /** The name of the argument, such as `checks`. */
  readonly noun: string;
  /** What it is called where it is none, such as `referential check`. */
  readonly kind: string;
  readonly isMeant: (check: QualityCheck) => boolean;
  /** The containers, as they were named and by their ids; undefined for any. */
  readonly within: { readonly about: string; readonly containers: readonly number[] } | undefined;
}

/** Gives a named check. Throws `ValidationError` where it is not what is wanted. */
export async function namedCheck(
  http: Http,
  { id, at }: NamedCheck,
  { noun, kind, isMeant, within }: Wanted,
  context: ErrorContext,
  request: RequestOptions,
): Promise<QualityCheck> {
  const check = await checkById(http, id, request);
  const isElsewhere = within !== undefined && check.asset !== null && !within.containers.includes(check.asset);
  if (isMeant(check) && !isElsewhere) return check;
  const message = isElsewhere
    ? `${within.about} ${within.containers.length > 1 ? "have" : "has"} no ${kind} ${id}`
    : `check ${id} is no ${kind}: its rule is ${check.rule}`;
  throw new ValidationError([{ path: [noun, at], code: "not_found", message }], context);
}
