import {
  type AssetRef,
  answersOf,
  conclude,
  type GateEvidence,
  type GateRun,
  type Http,
  noAnswer,
  type Observation,
  type RequestOptions,
  type Settled,
  type UnknownOption,
  type Verdict,
  worst,
} from "../../../base.js";
import type { ScanWait } from "../models/check-gates.js";
import type { QualityCheck } from "../models/checks.js";
import { type BatchChecks, readBatch, type Stray } from "./check-batch-lists.js";
import { isPassedOver, type JudgedScan, judge } from "./check-judge.js";
import { type ScanFailure, scanContainers } from "./check-scan.js";
import {
  type CheckDemand,
  type CheckGate,
  type CheckScope,
  type CheckVerdict,
  homeless,
  limitText,
  scopeText,
  skippedText,
  verdictOf,
} from "./check-verdict.js";
import { placesIn } from "./container-chunks.js";
import { containersOf, foundOf, type GateContainer } from "./container-list.js";

/** Several containers, and what their checks must show. */
export interface AskedOfSeveral {
  /** As the caller passed them. */
  readonly asset: AssetRef | readonly AssetRef[];
  /** Each once. */
  readonly assets: readonly AssetRef[];
  readonly demand: CheckDemand;
  readonly wait: ScanWait;
}

/** What was seen of a container, or of a check that belongs to none of them. */
interface Look {
  readonly observation: Observation;
  /** How many checks were looked at, and how many no scan asserts. */
  readonly checks: number;
  readonly skipped: number;
  readonly obstacle: ScanFailure | null;
}

/** What was scanned for the gate. */
interface Scanned {
  readonly scan: JudgedScan;
  readonly obstacle: ScanFailure | null;
}

/** In the reason of one container. */
const MOST_TOLD = 5;

/**
 * The gate over the checks of several containers: what holds for one holds for each of them. It takes a request for each
 * hundred of them, and one for each hundred of the checks of each hundred.
 */
export async function requireEach(
  { context, tracked, evidence: evidenceOf }: GateRun,
  gate: CheckGate,
  { asset, assets, demand, wait }: AskedOfSeveral,
  options: RequestOptions & UnknownOption,
): Promise<GateEvidence> {
  const { onUnknown, ...request } = options;
  const { http, serverNow } = tracked;
  const about = `${assets.length} containers`;
  const containers = await containersOf(http, assets, placesIn(asset), request);
  const there = foundOf(containers);
  // A check of a container that could not be read is not of another one.
  const isWhole = containers.every((end) => "value" in end);
  const read = (some: readonly GateContainer[]): Promise<BatchChecks> =>
    readBatch(http, gate, demand, { about, there, some, isWhole }, context, request);
  let checks = await read(there);
  let scans: ReadonlyMap<number, Settled<Scanned>> = new Map();
  if (demand.run === true) {
    scans = await scanned(http, there, checks, demand, wait, request);
    const again = there.filter(({ id }) => scans.has(id));
    if (again.length > 0) checks = merged(checks, await read(again));
  }

  const scopeOf = (one: string): CheckScope => ({
    noun: gate.noun,
    about: one,
    isOneOfSeveral: true,
    most: MOST_TOLD,
  });
  const judged = (check: QualityCheck, scan?: JudgedScan): Observation =>
    judge(check, { maxAgeHours: demand.maxAgeHours, scan, now: serverNow() });

  const lookAt = (one: AssetRef, end: Settled<GateContainer>): Settled<Look> => {
    if ("error" in end) return end;
    const container = end.value;
    const scan = scans.get(container.id);
    const listed = checks.of.get(container.id) as Settled<QualityCheck[]>;
    if (scan !== undefined && "error" in scan) return scan;
    if ("error" in listed) return listed;
    const all = listed.value;
    const some = looked(all, demand);
    const looks = some.map((check) => ({ check, observation: judged(check, scan?.value.scan) }));
    const obstacle = scan?.value.obstacle ?? null;
    const skipped = all.length - some.length;
    const verdict = verdictOf(scopeOf(String(one)), demand, { looks, skipped, container, obstacle });
    return { value: { observation: summary(one, verdict), checks: some.length, skipped, obstacle } };
  };
  const lookAtStray = ({ end }: Stray): Settled<Look> => {
    if ("error" in end) return end;
    const observation = homeless(end.value, judged(end.value), `one of ${about}`);
    return { value: { observation, checks: 0, skipped: 0, obstacle: null } };
  };
  const looks = answersOf(
    [...assets.map(String), ...checks.strays.map(({ id }) => `check ${id}`)],
    [
      ...assets.map((one, at) => lookAt(one, containers[at] as Settled<GateContainer>)),
      ...checks.strays.map(lookAtStray),
    ],
    (subject, error): Look => ({
      observation: noAnswer(subject, error),
      checks: 0,
      skipped: 0,
      obstacle: null,
    }),
  );

  const verdict = worst(looks.map(({ observation }) => observation.verdict));
  const evidence = evidenceOf({
    verdict,
    asked: { asset: assets.join(", "), limit: limitText(scopeOf(about), demand) },
    seen: looks.map(({ observation }) => observation),
    reason: verdict === "pass" ? passText(scopeText(scopeOf(about), demand), looks) : noText(verdict, looks),
  });
  const obstacle = looks.find((one) => one.obstacle !== null && one.observation.verdict === verdict)?.obstacle;
  const because = { ...context, cause: obstacle ?? undefined };
  return conclude(evidence, onUnknown, (no) => gate.no(no, because), because);
}

/** Those that are looked at: checks that are named are, whatever they are. */
const looked = (checks: readonly QualityCheck[], { named }: CheckDemand): QualityCheck[] =>
  checks.filter((check) => named !== undefined || !isPassedOver(check));

/** Scans those containers of which an active check is looked at, and that are not archived; gives how that went, by their ids. */
async function scanned(
  http: Http,
  containers: readonly GateContainer[],
  checks: BatchChecks,
  demand: CheckDemand,
  wait: ScanWait,
  request: RequestOptions,
): Promise<Map<number, Settled<Scanned>>> {
  const before = new Map<number, Map<number, number | null>>();
  for (const { id, deletedAt } of containers) {
    const listed = checks.of.get(id);
    const some = listed !== undefined && "value" in listed ? looked(listed.value, demand) : [];
    if (deletedAt === null && some.some(({ isActive }) => isActive))
      before.set(id, new Map(some.map((check) => [check.id, check.lastCheckedAt?.getTime() ?? null])));
  }
  const worthIt = containers.filter(({ id }) => before.has(id));
  const ends = await scanContainers(http, worthIt, wait, request);
  return new Map(
    [...ends].map(([id, end]): [number, Settled<Scanned>] => {
      if ("error" in end) return [id, end];
      const obstacle = end.value;
      const scan = { before: before.get(id) as JudgedScan["before"], hasFailed: obstacle !== null };
      return [id, { value: { scan, obstacle } }];
    }),
  );
}

/** What was read later holds. */
function merged(first: BatchChecks, later: BatchChecks): BatchChecks {
  const strays = new Map([...first.strays, ...later.strays].map((stray) => [stray.id, stray]));
  return { of: new Map([...first.of, ...later.of]), strays: [...strays.values()] };
}

function passText(which: string, looks: readonly Look[]): string {
  const sum = (count: (look: Look) => number): number => looks.reduce((all, look) => all + count(look), 0);
  const all = sum(({ checks }) => checks);
  return `${all} of ${all} of ${which} pass${skippedText(sum(({ skipped }) => skipped))}`;
}

function noText(verdict: Verdict, looks: readonly Look[]): string {
  const [first, ...others] = looks.filter(({ observation }) => observation.verdict === verdict);
  const more = others.length === 0 ? "" : `; the same holds for ${others.length} more`;
  return `${first?.observation.reason}${more}`;
}

/** One observation of a container: what decides of its checks, and of the container itself. */
function summary(asset: AssetRef, { verdict, byChecks, seen, doubts, reason }: CheckVerdict): Observation {
  const decisive = [...seen, ...doubts].filter((one) => one.verdict === verdict);
  const times = decisive.flatMap(({ measuredAt }) => (measuredAt === null ? [] : [measuredAt.getTime()]));
  return {
    subject: String(asset),
    verdict,
    value: decisive[0]?.value ?? null,
    field: decisive[0]?.field ?? "items",
    // The oldest of those that pass: the whole is no newer than that.
    measuredAt: times.length === 0 ? null : new Date(Math.min(...times)),
    reason: verdict === byChecks ? reason : `${asset}: ${reason}`,
  };
}
