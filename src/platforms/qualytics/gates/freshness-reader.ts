import {
  type AssetRef,
  HOUR_MS,
  type Http,
  path,
  type RequestOptions,
  ResponseValidationError,
  withinOneCall,
} from "../../../base.js";
import { intId } from "../ids.js";
import { containerIdOf } from "../lookups.js";
import {
  type FreshnessAnomaly,
  type FreshnessCheck,
  type FreshnessContainer,
  type FreshnessStatus,
  freshnessAnomalyModel,
  freshnessCheckModel,
  freshnessContainerModel,
} from "../models/freshness.js";
import { refuseAnother } from "../same-record.js";
import { MOST } from "./container-chunks.js";
import { type FreshnessFacts, freshnessRuling, isPassedOver } from "./freshness-rule.js";

/** A container, and all that speaks of its freshness. */
export interface Evidence {
  readonly container: FreshnessContainer;
  readonly checks: FreshnessCheck[];
  readonly anomalies: FreshnessAnomaly[];
}

type Next = () => RequestOptions | undefined;

const OPEN = ["Active", "Acknowledged"];
const CLOSED = ["Resolved", "Invalid", "Duplicate", "Discarded"];
const CHECKS = path`/quality-checks`;
const ANOMALIES = path`/anomalies`;

/** Reads one container, by its id or its name, and what speaks of it. */
export async function readOne(
  http: Http,
  operation: string,
  asset: AssetRef,
  options?: RequestOptions,
): Promise<Evidence> {
  const next = withinOneCall(http, operation, options);
  const id = await containerIdOf(http, asset, next());
  const one = path`/containers/${intId({ asset: id })}`;
  const container = await http.one("GET", one, freshnessContainerModel, next());
  refuseAnother(http, "container", one.template, id, container.id);
  const [evidence] = await withEvidence(http, [container], next);
  return evidence as Evidence;
}

/** See `Freshness.get`. */
export async function readFreshness(http: Http, asset: AssetRef, options?: RequestOptions): Promise<FreshnessStatus> {
  const tracked = http.track();
  const evidence = await readOne(tracked.http, "freshness.get", asset, options);
  return statusOf(evidence, tracked.serverNow());
}

/**
 * Reads at most `MOST` containers by their ids, and what speaks of them; those that are not there are left out. `next` gives
 * the options of each request.
 */
export async function readSeveral(
  http: Http,
  ids: readonly number[],
  next: Next,
): Promise<ReadonlyMap<number, Evidence>> {
  const query = { encode: () => ({ id: ids, archived: "include", size: MOST }) };
  const rows = await http.page(path`/containers`, freshnessContainerModel, next(), query).toArray();
  const wanted = rows.filter(({ id }) => ids.includes(id));
  return new Map((await withEvidence(http, wanted, next)).map((one) => [one.container.id, one]));
}

/** Reads what speaks of at most `MOST` containers: two requests for all of them together. */
export async function withEvidence(
  http: Http,
  containers: readonly FreshnessContainer[],
  next: Next,
): Promise<Evidence[]> {
  if (containers.length === 0) return [];
  const ids = containers.map(({ id }) => id);
  // By id, so that what is made meanwhile moves nothing to another page.
  const about = { rule_type: "freshness", container: ids, size: MOST, sort_id: "asc" };
  const checks = await http.page(CHECKS, freshnessCheckModel, next(), { encode: () => about }).toArray();
  const anomalies = await http
    .page(ANOMALIES, freshnessAnomalyModel, next(), { encode: () => ({ ...about, status: OPEN }) })
    .toArray();
  const listed = eachOnce(http, CHECKS.template, checks).filter((check) => !isPassedOver(check));
  const inForce = byContainer(http, CHECKS.template, ids, listed);
  const open = byContainer(http, ANOMALIES.template, ids, eachOnce(http, ANOMALIES.template, anomalies).filter(isOpen));
  return containers.map((container) => ({
    container,
    checks: inForce.get(container.id) ?? [],
    anomalies: open.get(container.id) ?? [],
  }));
}

const isOpen = ({ status }: FreshnessAnomaly): boolean => !CLOSED.includes(status ?? "");

/** Rows of all pages of a list. One that is there twice has pushed out another one, so that the list is refused. */
export function eachOnce<T extends { readonly id: number }>(
  { platform }: Http,
  template: string,
  rows: readonly T[],
): readonly T[] {
  if (new Set(rows.map(({ id }) => id)).size === rows.length) return rows;
  const message = "a row is listed twice: the list changed while it was read";
  throw new ResponseValidationError(message, [], { platform, operation: `GET ${template}` });
}

/** Rows by the container that they are about. One that tells none would be lost, where several containers are asked for. */
function byContainer<T extends FreshnessCheck | FreshnessAnomaly>(
  { platform }: Http,
  template: string,
  ids: readonly number[],
  rows: readonly T[],
): Map<number, T[]> {
  const found = new Map<number, T[]>();
  for (const row of rows) {
    const id = row.container?.id ?? (ids.length === 1 ? ids[0] : undefined);
    if (id === undefined)
      throw new ResponseValidationError(`${row.id} does not tell which container it is about`, [], {
        platform,
        operation: `GET ${template}`,
      });
    found.set(id, [...(found.get(id) ?? []), row]);
  }
  return found;
}

/** What the rule looks at. */
export function factsOf({ container, checks, anomalies }: Evidence): FreshnessFacts {
  const { deletedAt, freshnessTrackingEnabled: isTracked, latestObservabilityMeasurement: last } = container;
  return {
    isArchived: deletedAt !== null,
    isTracked,
    measuredAt: last?.measurementTime ?? null,
    modifiedAt: last?.lastModificationTime ?? null,
    checks,
    anomalies,
  };
}

/** The status of a container at a moment of the server's clock. */
export function statusOf(evidence: Evidence, now: number): FreshnessStatus {
  const { container, checks, anomalies } = evidence;
  const facts = factsOf(evidence);
  const { status, unknownBecause, reason } = freshnessRuling(facts, now);
  const limits = checks.flatMap(({ limitHours }) => (limitHours === null ? [] : [limitHours]));
  const { modifiedAt } = facts;
  return {
    assetId: container.id,
    qualifiedName: container.datastore?.name == null ? container.name : `${container.datastore.name}.${container.name}`,
    status,
    isFresh: status === "fresh",
    isStale: status === "stale",
    lastUpdated: modifiedAt,
    hoursSinceUpdate: modifiedAt === null ? null : (now - modifiedAt.getTime()) / HOUR_MS,
    stalenessThresholdHours: limits.length === 0 ? null : Math.min(...limits),
    checkedAt: facts.measuredAt,
    isTracked: facts.isTracked,
    checks,
    openAnomalies: anomalies,
    unknownBecause,
    reason: status === "unknown" ? reason : null,
  };
}
