import { boundedSettle, type ErrorContext, type Http, type RequestOptions, type Settled } from "../../../base.js";
import type { QualityCheck } from "../models/checks.js";
import { isPassedOver } from "./check-judge.js";
import { allChecks, namedCheck, namedOnce } from "./check-lists.js";
import { fits } from "./check-scope.js";
import type { CheckDemand, CheckGate } from "./check-verdict.js";
import { readInChunks } from "./container-chunks.js";
import type { GateContainer } from "./container-list.js";

/** A check that does not tell which of the containers it is about, or that could not be read. */
export interface Stray {
  readonly id: number;
  readonly end: Settled<QualityCheck>;
}

/** The checks of several containers. */
export interface BatchChecks {
  /** Those that are meant, by the ids of their containers. */
  readonly of: ReadonlyMap<number, Settled<QualityCheck[]>>;
  readonly strays: readonly Stray[];
}

/** Whose checks are read. */
export interface BatchScope {
  /** In words. */
  readonly about: string;
  readonly there: readonly GateContainer[];
  /** Those of which something is to be known. */
  readonly some: readonly GateContainer[];
  /** False: there are more of them, which could not be read. */
  readonly isWhole: boolean;
}

const WIDTH = 8;

/** Reads the checks of several containers: those that are named, or all that are meant. */
export function readBatch(
  http: Http,
  gate: CheckGate,
  demand: CheckDemand,
  scope: BatchScope,
  context: ErrorContext,
  request: RequestOptions,
): Promise<BatchChecks> {
  const { named } = demand;
  return named === undefined
    ? readAll(http, gate, demand, scope, request)
    : readNamed(http, gate, named, scope, context, request);
}

async function readAll(
  http: Http,
  { isMeant }: CheckGate,
  demand: CheckDemand,
  { some }: BatchScope,
  request: RequestOptions,
): Promise<BatchChecks> {
  const strays = new Map<number, Stray>();
  const of = await readInChunks(
    some.map(({ id }) => id),
    async (container) => {
      const filters = { container, tag: demand.tags, ruleType: demand.rules };
      const found = new Map(container.map((id): [number, QualityCheck[]] => [id, []]));
      for (const check of await allChecks(http, filters, request)) {
        if (!isMeant(check) || !fits(check, demand)) continue;
        if (check.asset !== null) found.get(check.asset)?.push(check);
        else if (!isPassedOver(check)) strays.set(check.id, { id: check.id, end: { value: check } });
      }
      return found;
    },
  );
  return { of, strays: [...strays.values()] };
}

async function readNamed(
  http: Http,
  { noun, kind, isMeant }: CheckGate,
  named: readonly (string | number)[],
  { about, there, some, isWhole }: BatchScope,
  context: ErrorContext,
  request: RequestOptions,
): Promise<BatchChecks> {
  const containers = there.map(({ id }) => id);
  const wanted = { noun, kind, isMeant, within: isWhole ? { about, containers } : undefined };
  const once = namedOnce(named);
  const ends = await boundedSettle(once, WIDTH, (one) => namedCheck(http, one, wanted, context, request));
  const of = new Map(some.map(({ id }): [number, { value: QualityCheck[] }] => [id, { value: [] }]));
  const strays: Stray[] = [];
  for (const [at, { id }] of once.entries()) {
    const end = ends[at] as Settled<QualityCheck>;
    const container = "value" in end ? end.value.asset : null;
    if ("error" in end || container === null || !containers.includes(container)) strays.push({ id, end });
    else of.get(container)?.value.push(end.value);
  }
  return { of, strays };
}
