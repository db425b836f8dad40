import {
  type ErrorContext,
  type GateError,
  type GateEvidence,
  type Observation,
  type Verdict,
  worst,
} from "../../../base.js";
import type { QualityCheck } from "../models/checks.js";
import { nameOf } from "./check-judge.js";
import type { ScanFailure } from "./check-scan.js";
import { archive, type CheckWords, unmatched } from "./check-scope.js";
import type { GateContainer } from "./container-list.js";

/** What differs between the gates over checks. */
export interface CheckGate {
  /** What is looked at, in the plural: also the name of the argument that names some. */
  readonly noun: "checks" | "rules";
  /** What one of them is called. */
  readonly kind: string;
  readonly isMeant: (check: QualityCheck) => boolean;
  readonly no: (evidence: GateEvidence, context: ErrorContext) => GateError;
}

/** Which checks must pass, and how new their assertions must be. */
export interface CheckDemand extends CheckWords {
  readonly named?: readonly (string | number)[] | undefined;
  readonly maxAgeHours?: number | undefined;
  /** True: their containers are scanned first. */
  readonly run?: boolean | undefined;
}

/** Whose checks are looked at. */
export interface CheckScope {
  readonly noun: CheckGate["noun"];
  /** In words; null for those of all containers. */
  readonly about: string | null;
  /** Whether it is one of several containers: it is told beside checks that are named, too. */
  readonly isOneOfSeveral?: boolean;
  /** How many of those that decide are told. */
  readonly most: number;
}

/** One check as it was at the last look; null where there was no answer. */
export interface CheckLook {
  readonly check: QualityCheck | null;
  readonly observation: Observation;
}

/** What was seen of checks. */
export interface CheckFacts {
  readonly looks: readonly CheckLook[];
  /** How many no scan asserts. */
  readonly skipped: number;
  /** Undefined: no container was asked for. */
  readonly container: GateContainer | undefined;
  /** What went wrong with the scan that was run for them. */
  readonly obstacle: ScanFailure | null;
}

/** What that shows. */
export interface CheckVerdict {
  readonly verdict: Verdict;
  /** What the checks alone show. */
  readonly byChecks: Verdict;
  readonly seen: readonly Observation[];
  /** What keeps the gate from knowing, whatever the checks show. */
  readonly doubts: readonly Observation[];
  readonly reason: string;
}

/** Judges checks together: those of one container, or of all. */
export function verdictOf(
  scope: CheckScope,
  demand: CheckDemand,
  { looks, skipped, container, obstacle }: CheckFacts,
): CheckVerdict {
  const checks = looks.flatMap(({ check }) => (check === null ? [] : [check]));
  const doubts = [
    ...(scope.about === null || container === undefined ? [] : archive(scope.about, container)),
    ...(checks.length === 0 ? [] : unmatched(checks, demand)),
  ];
  const seen = looks.map(({ observation }) => observation);
  const byChecks = worst(seen.map((one) => one.verdict));
  const verdict = doubts.length > 0 && byChecks === "pass" ? "unknown" : byChecks;
  const reason = [
    ...(verdict === byChecks ? [reasonOf(scope, demand, verdict, seen, skipped)] : []),
    ...(verdict === "unknown" ? doubts.map((one) => one.reason) : []),
    ...(obstacle === null ? [] : [`the scan that was run for it did not succeed: ${obstacle.message}`]),
  ].join("; ");
  return { verdict, byChecks, seen, doubts, reason };
}

/** A pass of a check that does not tell its container shows nothing of one. `where`: what it should be about. */
export function homeless(check: QualityCheck, seen: Observation, where: string): Observation {
  if (seen.verdict !== "pass") return seen;
  const reason = `${nameOf(check)} passes, and nothing tells that it is about ${where}`;
  return { ...seen, verdict: "unknown", value: null, field: "container.id", reason };
}

/** What is required, in words. */
export function limitText(scope: CheckScope, demand: CheckDemand): string {
  const age = demand.maxAgeHours === undefined ? "" : `, at most ${demand.maxAgeHours} h old`;
  return `all of ${scopeText(scope, demand)} pass, ${demand.run === true ? "asserted now" : "by the last assertion"}${age}`;
}

/** How many were passed over, in words that follow others. */
export const skippedText = (skipped: number): string =>
  skipped === 0 ? "" : `; ${skipped} that no scan asserts ${skipped === 1 ? "was" : "were"} passed over`;

/** Which checks are looked at, in words. */
export function scopeText({ noun, about, isOneOfSeveral }: CheckScope, { named, tags, rules }: CheckDemand): string {
  const where = about === null ? "" : ` of ${about}`;
  if (named !== undefined) return `the ${noun} ${named.join(", ")}${isOneOfSeveral === true ? where : ""}`;
  const kind = rules === undefined ? "" : ` by ${rules.join(" or ")}`;
  const tagged = tags === undefined ? "" : ` tagged ${tags.join(" or ")}`;
  return `the active ${noun}${where}${kind}${tagged}`;
}

function reasonOf(
  scope: CheckScope,
  demand: CheckDemand,
  verdict: Verdict,
  seen: readonly Observation[],
  skipped: number,
): string {
  const which = scopeText(scope, demand);
  if (seen.length === 0) return `there are none of ${which}${skippedText(skipped)}`;
  const decisive = seen.filter((one) => one.verdict === verdict);
  const of = `${decisive.length} of ${seen.length} of ${which}`;
  if (verdict === "pass") return `${of} pass${skippedText(skipped)}`;
  const told = decisive.slice(0, scope.most).map(({ reason }) => reason);
  return `${of} ${verdict === "fail" ? "fail" : "show nothing"}: ${told.join(", ")}${skippedText(skipped)}`;
}
