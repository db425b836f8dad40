import type { Http, RequestOptions } from "../../../base.js";
import { listAnomalies } from "../anomaly-lists.js";
import { KNOWN_STATUSES, KNOWN_TYPES } from "../models/anomaly-statuses.js";
import type { List, Search, Tally } from "./anomaly-count.js";
import { isRefusal } from "./anomaly-evidence.js";

/** How anomalies are counted. */
type Count = (list: List, search: Search) => Promise<Tally>;

/**
 * Counts. A word that the platform may not know matches nothing, which shows nothing; some builds refuse it. `isDoubtful`: it may
 * not know what else is asked for.
 */
export async function counted(
  http: Http,
  search: Search,
  request: RequestOptions,
  isDoubtful: boolean,
  count: Count,
): Promise<Tally> {
  const { status, anomalyType } = search.filters;
  const strange = [
    ...status.filter((word) => !KNOWN_STATUSES.includes(word)),
    ...(anomalyType === undefined || KNOWN_TYPES.includes(anomalyType) ? [] : [anomalyType]),
  ];
  const doubt = strange.length === 0 ? null : `nothing shows that the platform knows the word ${strange.join(" or ")}`;
  try {
    const tally = await count((params) => listAnomalies(http, params, request), search);
    return { ...tally, doubt: tally.doubt ?? doubt };
  } catch (error) {
    if (!isRefusal(error) || (doubt === null && !isDoubtful)) throw error;
    const why = doubt ?? "the platform refuses what is asked for";
    return { count: 0, doubt: `${why}: ${error.message}`, shown: [], field: "items" };
  }
}
