import {
  type AssetRef,
  boundedMap,
  type Http,
  type Observation,
  path,
  type RequestOptions,
  type Tracked,
} from "../../../base.js";
import { containerOf } from "../lookups.js";
import { tagModel } from "../models/stubs.js";
import { refuseAnother } from "../same-record.js";
import { checkObservation, ruleObservation } from "./anomaly-checks.js";
import { elsewhere, examined, type Looking, unknown } from "./anomaly-evidence.js";
import { datastoreObservation, scanObservation } from "./anomaly-scans.js";
import type { GateContainer } from "./container-list.js";

const WIDTH = 4;

/** What the anomaly gate is asked about. */
export interface Scope {
  /** By id or name. */
  readonly containers: readonly AssetRef[];
  readonly datastores: readonly number[];
  readonly checks: readonly number[];
  readonly ruleTypes: readonly string[];
  readonly tags: readonly string[];
  /** What happened before shows nothing. */
  readonly since: Date | null;
}

/** What shows that anything could have found anomalies there. */
export interface ScopeLook {
  /** The containers by their numbers. */
  readonly containers: readonly number[];
  readonly observations: readonly Observation[];
}

/**
 * Looks at all that is asked about, one request each, before anything is counted: an anomaly that a first scan finds
 * meanwhile is then counted. Throws `NotFoundError` where something is not there.
 */
export async function lookAtScope(
  { http, serverNow }: Tracked,
  { containers, datastores, checks, ruleTypes, tags, since }: Scope,
  request: RequestOptions,
): Promise<ScopeLook> {
  const looking: Looking = { http, request, since, now: serverNow };
  const each = <T, R>(items: readonly T[], look: (item: T) => Promise<R>): Promise<R[]> =>
    boundedMap(items, WIDTH, look);
  await each(tags, (tag) => findTag(http, tag, request));
  const found = await each(containers, (one) => containerOf(http, one, request));
  const wanted = { containers: found.map(({ id }) => id), datastores };
  const observations = [
    ...found.map((one) => containerObservation(one, datastores, looking)),
    ...(await each(checks, (check) => checkObservation(check, wanted, looking))).map(({ observation }) => observation),
  ];
  // A container says of itself whether it was scanned, and a check whether it was asserted: no need to ask its datastore.
  if (observations.length === 0)
    observations.push(...(await each(datastores, (one) => datastoreObservation(one, looking))));
  observations.push(...(await each(ruleTypes, (rule) => ruleObservation(rule, wanted, looking))));
  if (observations.length === 0) observations.push(await scanObservation(undefined, looking));
  return { containers: wanted.containers, observations };
}

/** A tag that is not there is borne by nothing. */
export async function findTag(http: Http, tag: string, request: RequestOptions): Promise<void> {
  const one = path`/global-tags/${{ tag }}`;
  refuseAnother(http, "tag", one.template, tag, (await http.one("GET", one, tagModel, request)).name);
}

/** Whether a container was scanned, and can be. */
export function containerObservation(
  { id, metrics, deletedAt, datastore }: GateContainer,
  datastores: readonly number[],
  looking: Looking,
): Observation {
  const subject = `container ${id}`;
  const other = elsewhere(subject, "datastore", datastore, datastores);
  if (other !== undefined) return other;
  if (deletedAt !== null) return unknown(subject, "deleted_at", deletedAt.toISOString(), `${subject} is archived`);
  if (metrics?.activeChecks === 0)
    return unknown(subject, "metrics.active_checks", 0, `${subject} has no active check, which could find anything`);
  return examined(subject, "scanned", "metrics.last_scanned", metrics?.lastScanned ?? null, looking);
}
