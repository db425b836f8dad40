import { type Http, inCall, path, type RequestOptions, withinOneCall } from "../../base.js";
import { intId } from "./ids.js";
import { type CheckUpdate, checkUpdate } from "./models/check-bodies.js";
import { type QualityCheck, qualityCheckModel } from "./models/checks.js";
import { refuseAnother } from "./same-record.js";
import { idOf, isWhole, namesOf } from "./whole-records.js";

/** A check, or its id. */
export type CheckRef = string | number | QualityCheck;

const pathOf = (check: unknown) => path`/quality-checks/${intId({ check })}`;

/** Gives a check by its id. An answer about another one is no answer: `ResponseValidationError`. */
export async function checkById(
  http: Http,
  check: string | number,
  options: RequestOptions | undefined,
): Promise<QualityCheck> {
  const one = pathOf(check);
  const found = await http.one("GET", one, qualityCheckModel, options);
  // A lenient client may be told none.
  if (typeof found.id === "number") refuseAnother(http, "check", one.template, Number(check), found.id);
  return found;
}

/**
 * Writes a check as it is, with changes laid over it: the platform resets what a `PUT` leaves out. One that is told by its
 * id, or by a part of it, is read first.
 */
export async function updateCheck(
  http: Http,
  ref: CheckRef,
  changes: CheckUpdate,
  options: RequestOptions | undefined,
): Promise<QualityCheck> {
  const operation = "PUT /quality-checks/{check}";
  inCall(() => checkUpdate().of(changes).encode(), { platform: http.platform, operation });
  const next = withinOneCall(http, operation, options);
  const check = isWhole(qualityCheckModel, ref) ? ref : await checkById(http, idOf(ref), next());
  return await http.one("PUT", pathOf(check.id), qualityCheckModel, next(), {
    body: { encode: () => ({ ...bodyOf(check), ...checkUpdate(check.rule).of(changes).encode() }) },
    repeatable: true,
  });
}

/** A check as it is written. */
function bodyOf(check: QualityCheck): Record<string, unknown> {
  const owner = check.owner?.id ?? null;
  const assignee = check.defaultAnomalyAssignee?.id ?? null;
  return {
    description: check.description,
    fields: check.fields,
    coverage: check.coverage,
    filter: check.filter,
    anomaly_message_field: check.anomalyMessageField,
    properties: check.properties,
    tags: namesOf(check.tags),
    additional_metadata: check.additionalMetadata,
    ...(check.status === null ? {} : { status: check.status }),
    // Left out where there is none: an owner cannot be cleared, and a build that shows no assignee must not lose one.
    ...(owner === null ? {} : { owner_id: owner }),
    ...(assignee === null ? {} : { default_anomaly_assignee_id: assignee }),
  };
}
