import {
  type AssetRef,
  conclude,
  type ErrorContext,
  type GateError,
  type GateEvidence,
  type GateRun,
  lookAtAll,
  noAnswer,
  type Observation,
  type RequestOptions,
  type UnknownOption,
  type Verdict,
  worst,
} from "../../../base.js";
import { containerOf } from "../lookups.js";
import type { QualityCheck } from "../models/checks.js";
import { isPassedOver, type JudgedScan, judge, nameOf } from "./check-judge.js";
import { allChecks, namedCheck, namedOnce } from "./check-lists.js";
import { type ScanFailure, scanContainer } from "./check-scan.js";
import { archive, type CheckWords, fits, unmatched } from "./check-scope.js";

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
export interface AskedChecks extends CheckWords {
  readonly asset?: AssetRef | undefined;
  readonly named?: readonly (string | number)[] | undefined;
  readonly maxAgeHours?: number | undefined;
  /** True: the container is scanned first. */
  readonly run?: boolean | undefined;
  readonly waitMs?: number | undefined;
}

/** One check as it was at the last look; null where there was no answer. */
interface Look {
  readonly check: QualityCheck | null;
  readonly observation: Observation;
}

const WIDTH = 8;

/** The gate over checks: each must pass, by its last assertion or by one that a scan makes now. */
export async function requireChecks(
  { context, tracked, evidence: evidenceOf }: GateRun,
  gate: CheckGate,
  asked: AskedChecks,
  options: RequestOptions & UnknownOption,
): Promise<GateEvidence> {
  const { onUnknown, ...request } = options;
  const { asset, named, maxAgeHours } = asked;
  const container = asset === undefined ? undefined : await containerOf(tracked.http, asset, request);

  const judged = (check: QualityCheck, scan?: JudgedScan): Observation => {
    const seen = judge(check, { maxAgeHours, scan, now: tracked.serverNow() });
    return container !== undefined && check.asset === null ? homeless(check, seen, container.id) : seen;
  };
  const read = async (scan?: JudgedScan): Promise<{ looks: Look[]; skipped: number }> => {
    if (named === undefined) {
      const filters = { container: container?.id, tag: asked.tags, ruleType: asked.rules };
      const listed = await allChecks(tracked.http, filters, request);
      const all = listed.filter((check) => gate.isMeant(check) && fits(check, asked));
      const looks = all.filter((check) => !isPassedOver(check));
      return {
        looks: looks.map((check) => ({ check, observation: judged(check, scan) })),
        skipped: all.length - looks.length,
      };
    }
    const within = asset === undefined || container === undefined ? undefined : { asset, container: container.id };
    const wanted = { noun: gate.noun, kind: gate.kind, isMeant: gate.isMeant, within };
    const looks = await lookAtAll(
      namedOnce(named),
      WIDTH,
      async (one): Promise<Look> => {
        const check = await namedCheck(tracked.http, one, wanted, context, request);
        return { check, observation: judged(check, scan) };
      },
      ({ id }, error) => ({ check: null, observation: noAnswer(`check ${id}`, error) }),
    );
    return { looks, skipped: 0 };
  };

  let found = await read();
  let obstacle: ScanFailure | null = null;
  const isWorthIt = container?.deletedAt === null && found.looks.some(({ check }) => check?.isActive === true);
  if (asked.run === true && isWorthIt) {
    const before = new Map(
      found.looks.flatMap(({ check }) => (check === null ? [] : [[check.id, check.lastCheckedAt?.getTime() ?? null]])),
    );
    obstacle = await scanContainer(tracked.http, container, asked.waitMs, request);
    found = await read({ before, hasFailed: obstacle !== null });
  }

  const checks = found.looks.flatMap(({ check }) => (check === null ? [] : [check]));
  // What keeps the gate from knowing, whatever the checks show.
  const doubts = [
    ...(asset === undefined || container === undefined ? [] : archive(asset, container)),
    ...(checks.length === 0 ? [] : unmatched(checks, asked)),
  ];
  const seen = found.looks.map(({ observation }) => observation);
  const byChecks = worst(seen.map((one) => one.verdict));
  const verdict = doubts.length > 0 && byChecks === "pass" ? "unknown" : byChecks;
  const evidence = evidenceOf({
    verdict,
    asked: { asset: asset === undefined ? null : String(asset), limit: limitText(gate.noun, asked) },
    seen: [...seen, ...doubts],
    reason: [
      ...(verdict === byChecks ? [reasonOf(gate.noun, asked, verdict, seen, found.skipped)] : []),
      ...(verdict === "unknown" ? doubts.map((one) => one.reason) : []),
      ...(obstacle === null ? [] : [`the scan that was run for it did not succeed: ${obstacle.message}`]),
    ].join("; "),
  });
  const because = { ...context, cause: obstacle ?? undefined };
  return conclude(evidence, onUnknown, (no) => gate.no(no, because), because);
}

/** A pass of a check that does not tell its container shows nothing of one. */
function homeless(check: QualityCheck, seen: Observation, container: number): Observation {
  if (seen.verdict !== "pass") return seen;
  const reason = `${nameOf(check)} passes, and nothing tells that it is about container ${container}`;
  return { ...seen, verdict: "unknown", value: null, field: "container.id", reason };
}

/** Which checks are looked at, in words. */
function scopeOf(noun: string, { asset, named, tags, rules }: AskedChecks): string {
  if (named !== undefined) return `the ${noun} ${named.join(", ")}`;
  const where = asset === undefined ? "" : ` of ${asset}`;
  const kind = rules === undefined ? "" : ` by ${rules.join(" or ")}`;
  const tagged = tags === undefined ? "" : ` tagged ${tags.join(" or ")}`;
  return `the active ${noun}${where}${kind}${tagged}`;
}

function limitText(noun: string, asked: AskedChecks): string {
  const scope = `all of ${scopeOf(noun, asked)} pass`;
  const age = asked.maxAgeHours === undefined ? "" : `, at most ${asked.maxAgeHours} h old`;
  return `${scope}, ${asked.run === true ? "asserted now" : "by the last assertion"}${age}`;
}

function reasonOf(
  noun: string,
  asked: AskedChecks,
  verdict: Verdict,
  seen: readonly Observation[],
  skipped: number,
): string {
  const passedOver =
    skipped === 0 ? "" : `; ${skipped} that no scan asserts ${skipped === 1 ? "was" : "were"} passed over`;
  const scope = scopeOf(noun, asked);
  if (seen.length === 0) return `there are none of ${scope}${passedOver}`;
  const decisive = seen.filter((one) => one.verdict === verdict);
  const of = `${decisive.length} of ${seen.length} of ${scope}`;
  if (verdict === "pass") return `${of} pass${passedOver}`;
  return `${of} ${verdict === "fail" ? "fail" : "show nothing"}: ${decisive[0]?.reason}${passedOver}`;
}
