import {
  type AssetRef,
  answersOf,
  boundedMap,
  type GateEvidence,
  noAnswer,
  type Observation,
  type RequestOptions,
  type Settled,
  type Tracked,
  worst,
} from "../../../base.js";
import type { Anomaly } from "../models/anomalies.js";
import { type CheckSeen, checkObservation, ruleObservations } from "./anomaly-checks.js";
import { countByReading, type Search } from "./anomaly-count.js";
import { counted } from "./anomaly-doubts.js";
import { type Looking, unknown } from "./anomaly-evidence.js";
import { containerObservation, findTag, type Scope } from "./anomaly-scope.js";
import { anomalyObservation, countText, MOST_SHOWN, suchText, wordsOf } from "./anomaly-words.js";
import { placesIn, readInChunks } from "./container-chunks.js";
import { containersOf, foundOf, type GateContainer, tellsOfScans } from "./container-list.js";

/** Several containers, and what is looked for in them. */
export interface AskedOfEach {
  readonly scope: Scope;
  /** What is looked for in some of them. */
  readonly searchOf: (containers: readonly number[]) => Search;
  /** The assets, as they were passed, and told of as they were named; undefined where they were told as containers. */
  readonly assets: readonly AssetRef[] | undefined;
}

/** What was found, and how many anomalies: at least so many. */
export interface FoundInEach {
  readonly found: Pick<GateEvidence, "verdict" | "seen" | "reason">;
  readonly count: number;
}

/** The anomalies of one container. */
interface Share {
  readonly found: readonly Anomaly[];
  /** Why there may be more; null when there are not. */
  readonly doubt: string | null;
}

/** The anomalies of all of them. */
interface Shares {
  readonly of: ReadonlyMap<number, Settled<Share>>;
  /** Those that do not tell their container. */
  readonly strays: readonly Anomaly[];
  readonly shown: readonly Anomaly[];
  readonly count: number;
}

const WIDTH = 4;

/**
 * Looks at each of several containers, as `lookAtScope` and `countAnomalies` look at one: first at whether anything could have
 * found anomalies there, then at anomalies, which are read and told apart by their containers.
 */
export async function lookAtEach(
  tracked: Tracked,
  { scope, searchOf, assets }: AskedOfEach,
  request: RequestOptions,
): Promise<FoundInEach> {
  const { http, serverNow } = tracked;
  const { datastores, since } = scope;
  const looking: Looking = { http, request, since, now: serverNow };
  await boundedMap(scope.tags, WIDTH, (tag) => findTag(http, tag, request));
  const placeOf = placesIn(assets ?? scope.containers);
  const containers = await containersOf(http, scope.containers, placeOf, request, tellsOfScans);
  const ids = foundOf(containers).map(({ id }) => id);
  const checks = await boundedMap(scope.checks, WIDTH, (check) =>
    checkObservation(check, { containers: ids, datastores }, looking),
  );
  const rules: Map<number, Settled<Observation>>[] = [];
  for (const rule of scope.ruleTypes) {
    const read = (some: readonly number[]): Promise<Map<number, Observation>> =>
      ruleObservations(rule, { containers: some, datastores }, looking);
    rules.push(await readInChunks(ids, read));
  }
  // A rule that no check has may be a word that the platform does not know.
  const isDoubtful = rules.some((of) => [...of.values()].some((end) => "value" in end && end.value.verdict !== "pass"));
  const shares = await sharesOf(tracked, ids, searchOf, isDoubtful, request);

  const search = searchOf([]);
  const nameOf = (asset: AssetRef): string => (assets === undefined ? `container ${asset}` : String(asset));
  const lookAt = (asset: AssetRef, end: Settled<GateContainer>): Settled<{ observation: Observation }> => {
    if ("error" in end) return end;
    const { id } = end.value;
    const share = shares.of.get(id) as Settled<Share>;
    if ("error" in share) return share;
    const ends = rules.map((of) => of.get(id) as Settled<Observation>);
    const evidence = [containerObservation(end.value, datastores, looking), ...ofChecks(id, checks)];
    for (const rule of ends) {
      if ("value" in rule) evidence.push(rule.value);
      else if (share.value.found.length === 0) return rule;
    }
    return { value: { observation: observationOf(nameOf(asset), evidence, share.value, search) } };
  };
  const beside = others(checks, shares, search);
  const looks = answersOf(
    [...scope.containers.map(nameOf), ...beside.map(({ subject }) => subject)],
    [
      ...scope.containers.map((asset, at) => lookAt(asset, containers[at] as Settled<GateContainer>)),
      ...beside.map((observation) => ({ value: { observation } })),
    ],
    (subject, error) => ({ observation: noAnswer(subject, error) }),
  );
  const seen = looks.map(({ observation }) => observation);
  const verdict = worst(seen.map((one) => one.verdict));
  const none = `no anomaly of ${scope.containers.length} containers is ${wordsOf(search)}`;
  const [first, ...more] = seen.filter((one) => one.verdict === verdict);
  const alike = more.length === 0 ? "" : `; the same holds for ${more.length} more`;
  return {
    found: {
      verdict,
      seen: [...seen, ...shares.shown.map(anomalyObservation)],
      reason: verdict === "pass" ? none : `${first?.reason}${alike}`,
    },
    count: shares.count,
  };
}

/** Reads the anomalies of containers, and tells them apart. */
async function sharesOf(
  { http }: Tracked,
  ids: readonly number[],
  searchOf: (containers: readonly number[]) => Search,
  isDoubtful: boolean,
  request: RequestOptions,
): Promise<Shares> {
  const all = new Map<number, Anomaly>();
  const of = await readInChunks(ids, async (some) => {
    const { shown, doubt } = await counted(http, searchOf(some), request, isDoubtful, countByReading);
    const found = new Map(some.map((id): [number, Anomaly[]] => [id, []]));
    for (const one of shown) {
      if (all.has(one.id)) continue;
      all.set(one.id, one);
      found.get(one.container?.id ?? 0)?.push(one);
    }
    return new Map([...found].map(([id, anomalies]): [number, Share] => [id, { found: anomalies, doubt }]));
  });
  const shown = [...all.values()];
  const strays = shown.filter(({ container }) => container === null);
  return { of, strays, shown: shown.slice(0, MOST_SHOWN), count: all.size };
}

/** What the checks that are named show of a container: nothing, where none of them is of it. */
function ofChecks(container: number, checks: readonly CheckSeen[]): Observation[] {
  if (checks.length === 0 || checks.some((one) => one.container === container)) return [];
  const subject = `container ${container}`;
  return [unknown(subject, "container", null, `none of the checks that are asked for is of ${subject}`)];
}

/** What is of none of the containers for certain, and decides all the same. */
function others(checks: readonly CheckSeen[], { strays }: Shares, search: Search): Observation[] {
  const seen = checks.map(({ observation }) => observation);
  if (strays.length === 0) return seen;
  const what = countText(strays.length, " without a container", search);
  const observation = { value: strays.length, field: "items", measuredAt: null, reason: `${what}${suchText(strays)}` };
  return [...seen, { subject: "anomalies without a container", verdict: "fail", ...observation }];
}

/** What is seen of a container. `evidence`: what shows that anything could have found anomalies. */
function observationOf(
  asset: string,
  evidence: readonly Observation[],
  { found, doubt }: Share,
  search: Search,
): Observation {
  const [first] = found;
  const where = ` of ${asset}`;
  if (first !== undefined) {
    const what = `${doubt === null ? "" : "at least "}${countText(found.length, where, search)}${suchText(found)}`;
    const { detectedAt: measuredAt } = first;
    return { subject: asset, verdict: "fail", value: found.length, field: "items", measuredAt, reason: what };
  }
  const none = `no anomaly${where} is ${wordsOf(search)}`;
  const why = evidence.find((one) => one.verdict !== "pass");
  const notKnown = (because: string): string => `it is not known whether ${none}: ${because}`;
  if (why !== undefined) return { ...why, subject: asset, verdict: "unknown", reason: notKnown(why.reason) };
  if (doubt !== null) return unknown(asset, "items", 0, notKnown(doubt));
  const measuredAt = evidence[0]?.measuredAt ?? null;
  const reason = `${none}; ${evidence.map((one) => one.reason).join("; ")}`;
  return { subject: asset, verdict: "pass", value: 0, field: "items", measuredAt, reason };
}
