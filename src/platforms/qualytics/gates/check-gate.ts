import {
  type AssetRef,
  conclude,
  type GateEvidence,
  type GateRun,
  lookAtAll,
  noAnswer,
  type Observation,
  type RequestOptions,
  type UnknownOption,
} from "../../../base.js";
import { containerOf } from "../lookups.js";
import type { ScanWait } from "../models/check-gates.js";
import type { QualityCheck } from "../models/checks.js";
import { requireEach } from "./check-batch.js";
import { isPassedOver, type JudgedScan, judge } from "./check-judge.js";
import { allChecks, namedCheck, namedOnce } from "./check-lists.js";
import { type ScanFailure, scanContainer } from "./check-scan.js";
import { fits } from "./check-scope.js";
import {
  type CheckDemand,
  type CheckGate,
  type CheckLook,
  type CheckScope,
  homeless,
  limitText,
  verdictOf,
} from "./check-verdict.js";
import { assetsOf } from "./container-chunks.js";

/** What a gate over checks is asked. */
export interface AskedChecks extends CheckDemand {
  /** Undefined: checks of any container. */
  readonly asset?: AssetRef | readonly AssetRef[] | undefined;
  readonly wait?: ScanWait | undefined;
}

const WIDTH = 8;

/** The gate over checks: each must pass, by its last assertion or by one that a scan makes now. */
export async function requireChecks(
  run: GateRun,
  gate: CheckGate,
  asked: AskedChecks,
  options: RequestOptions & UnknownOption,
): Promise<GateEvidence> {
  const { asset, wait = {}, ...demand } = asked;
  if (asset === undefined) return await requireOne(run, gate, { demand, wait }, options);
  const assets = assetsOf(asset, run.context);
  const [first] = assets;
  if (assets.length === 1) return await requireOne(run, gate, { asset: first, demand, wait }, options);
  return await requireEach(run, gate, { asset, assets, demand, wait }, options);
}

interface AskedOne {
  readonly asset?: AssetRef | undefined;
  readonly demand: CheckDemand;
  readonly wait: ScanWait;
}

/** The checks of one container, or of all. */
async function requireOne(
  { context, tracked, evidence: evidenceOf }: GateRun,
  gate: CheckGate,
  { asset, demand, wait }: AskedOne,
  options: RequestOptions & UnknownOption,
): Promise<GateEvidence> {
  const { onUnknown, ...request } = options;
  const { named, maxAgeHours } = demand;
  const container = asset === undefined ? undefined : await containerOf(tracked.http, asset, request);
  const scope: CheckScope = { noun: gate.noun, about: asset === undefined ? null : String(asset), most: 1 };

  const judged = (check: QualityCheck, scan?: JudgedScan): Observation => {
    const seen = judge(check, { maxAgeHours, scan, now: tracked.serverNow() });
    return container !== undefined && check.asset === null ? homeless(check, seen, `container ${container.id}`) : seen;
  };
  const read = async (scan?: JudgedScan): Promise<{ looks: CheckLook[]; skipped: number }> => {
    if (named === undefined) {
      const filters = { container: container?.id, tag: demand.tags, ruleType: demand.rules };
      const listed = await allChecks(tracked.http, filters, request);
      const all = listed.filter((check) => gate.isMeant(check) && fits(check, demand));
      const looks = all.filter((check) => !isPassedOver(check));
      return {
        looks: looks.map((check) => ({ check, observation: judged(check, scan) })),
        skipped: all.length - looks.length,
      };
    }
    const within = container === undefined ? undefined : { about: String(asset), containers: [container.id] };
    const wanted = { noun: gate.noun, kind: gate.kind, isMeant: gate.isMeant, within };
    const looks = await lookAtAll(
      namedOnce(named),
      WIDTH,
      async (one): Promise<CheckLook> => {
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
  if (demand.run === true && isWorthIt) {
    const before = new Map(
      found.looks.flatMap(({ check }) => (check === null ? [] : [[check.id, check.lastCheckedAt?.getTime() ?? null]])),
    );
    obstacle = await scanContainer(tracked.http, container, wait, request);
    found = await read({ before, hasFailed: obstacle !== null });
  }

  const { verdict, seen, doubts, reason } = verdictOf(scope, demand, { ...found, container, obstacle });
  const evidence = evidenceOf({
    verdict,
    asked: { asset: scope.about, limit: limitText(scope, demand) },
    seen: [...seen, ...doubts],
    reason,
  });
  const because = { ...context, cause: obstacle ?? undefined };
  return conclude(evidence, onUnknown, (no) => gate.no(no, because), because);
}
