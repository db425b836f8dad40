import type { AssetRef, Observation } from "../../../base.js";
import type { QualityCheck } from "../models/checks.js";
import type { RuleType } from "../models/rule-types.js";
import type { GateContainer } from "./container-list.js";

/** The words by which checks are meant; undefined for any. A check needs one of each. */
export interface CheckWords {
  readonly tags?: readonly string[] | undefined;
  readonly rules?: readonly RuleType[] | undefined;
}

/** The platform answers with the newer name of this rule. */
const current = (rule: RuleType): RuleType => (rule === "isReplicaOf" ? "dataDiff" : rule);

const isBy = (check: QualityCheck, rule: RuleType): boolean => current(check.rule) === current(rule);
const isTagged = ({ tags }: QualityCheck, tag: string): boolean => tags.some(({ name }) => name === tag);

/** Whether a check is meant: a build that does not heed a filter lists others too. */
export const fits = (check: QualityCheck, { tags, rules }: CheckWords): boolean =>
  (tags?.some((tag) => isTagged(check, tag)) ?? true) && (rules?.some((rule) => isBy(check, rule)) ?? true);

/** The words that no check answers to, of which nothing is known then: they may be misspelt. */
export function unmatched(checks: readonly QualityCheck[], { tags = [], rules = [] }: CheckWords): Observation[] {
  const none = (subject: string, field: string, is: string): Observation =>
    unknown(subject, field, null, `no active check that is meant is ${is}`);
  return [
    ...rules
      .filter((rule) => !checks.some((check) => isBy(check, rule)))
      .map((rule) => none(`rule ${rule}`, "rule_type", `by ${rule}`)),
    ...tags
      .filter((tag) => !checks.some((check) => isTagged(check, tag)))
      .map((tag) => none(`tag ${tag}`, "global_tags.name", `tagged ${tag}`)),
  ];
}

/** What an archived container shows: nothing, since nothing asserts its checks any more. */
export function archive(asset: AssetRef, { deletedAt }: GateContainer): Observation[] {
  if (deletedAt === null) return [];
  const subject = `container ${asset}`;
  return [unknown(subject, "deleted_at", deletedAt.toISOString(), `${subject} is archived`)];
}

const unknown = (subject: string, field: string, value: Observation["value"], reason: string): Observation => ({
  subject,
  verdict: "unknown",
  value,
  field,
  measuredAt: null,
  reason,
});
