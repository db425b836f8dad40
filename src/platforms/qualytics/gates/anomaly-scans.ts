import { int, type Model, maybe, model, type Observation, path, time } from "../../../base.js";
import { intId } from "../ids.js";
import { type Operation, operationListParams, operationModel } from "../models/operations.js";
import { refuseAnother } from "../same-record.js";
import { examined, type Looking, unknown } from "./anomaly-evidence.js";

/** So many scans are looked at, the newest first. */
const MOST_SCANS = 20;

interface Counts {
  activeChecks: number | null;
}

/** All that is needed of a datastore. */
interface DatastoreRow {
  id: number;
  deletedAt: Date | null;
  metrics: Counts | null;
}

const countsModel: Model<Counts> = model("DatastoreMetrics", { activeChecks: maybe(int) });
const datastoreRowModel: Model<DatastoreRow> = model("Datastore", {
  id: int,
  deletedAt: maybe(time),
  metrics: maybe(countsModel),
});

/** A datastore is looked at first: one that is not there has no scans, and the scans of one that is archived are of the past. */
export async function datastoreObservation(datastore: number, looking: Looking): Promise<Observation> {
  const { http, request } = looking;
  const one = path`/datastores/${intId({ datastore })}`;
  const { id, deletedAt, metrics } = await http.one("GET", one, datastoreRowModel, request);
  refuseAnother(http, "datastore", one.template, datastore, id);
  const subject = `datastore ${datastore}`;
  if (deletedAt !== null) return unknown(subject, "deleted_at", deletedAt.toISOString(), `${subject} is archived`);
  if (metrics?.activeChecks === 0)
    return unknown(subject, "metrics.active_checks", 0, `${subject} has no active check, which could find anything`);
  return await scanObservation(datastore, looking);
}

/** The newest scan that succeeded and left nothing out as far as it tells, of a datastore or of any. */
export async function scanObservation(datastore: number | undefined, looking: Looking): Promise<Observation> {
  const { http, request } = looking;
  const subject = datastore === undefined ? "any datastore" : `datastore ${datastore}`;
  const query = {
    operationType: "scan",
    result: "success",
    datastore,
    sortCreated: "desc",
    size: MOST_SCANS,
  } as const;
  const { items } = await http.page(path`/operations`, operationModel, request, operationListParams.of(query));
  const scans = items.filter(
    ({ type, state, datastore: its }) =>
      type === "scan" && state === "succeeded" && (datastore === undefined || its?.id === datastore),
  );
  const [first] = items;
  if (first !== undefined && scans.length === 0) {
    const why = `the platform answers with operation ${first.id} where a scan of ${subject} is asked for`;
    return unknown(subject, "items", first.id, why);
  }
  const whole = newestOf(scans.filter((one) => leftOut(one) === null));
  const newest = newestOf(scans);
  if (newest !== undefined && whole === undefined) {
    const why = `nothing shows that ${subject} was ever scanned in full: scan ${newest.id} ${leftOut(newest)}`;
    return unknown(subject, "items", newest.id, why);
  }
  const observation = examined(subject, "scanned with success", "end_time", whole?.endedAt ?? null, looking);
  if (newest === undefined || newest === whole) return observation;
  const why = `scan ${newest.id} is looked past: it ${leftOut(newest)}`;
  return { ...observation, reason: `${observation.reason}; ${why}` };
}

const newestOf = (scans: readonly Operation[]): Operation | undefined =>
  scans.reduce<Operation | undefined>(
    (newest, one) => (newest === undefined || Number(one.endedAt) > Number(newest.endedAt) ? one : newest),
    undefined,
  );

/** What says that a scan did not reach all containers; null where nothing does. A warning may be of one that it skipped. */
function leftOut({ warnings, containers, tags, counters }: Operation): string | null {
  if (warnings.length > 0) return "ended with warnings";
  if (containers.length > 0 || tags.length > 0) return "was of some containers only";
  const { containersAnalyzed: done = null, totalContainers: all = null } = counters ?? {};
  if (done === 0) return "reached 0 containers";
  return done !== null && all !== null && done < all ? `reached ${done} of ${all} containers` : null;
}
