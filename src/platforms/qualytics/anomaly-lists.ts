import {
  type ErrorContext,
  type Http,
  inCall,
  type PagePromise,
  parseTime,
  path,
  type RequestOptions,
  type Sent,
  UnsupportedError,
} from "../../base.js";
import { numberOf } from "./ids.js";
import { containerIdOf } from "./lookups.js";
import { type Anomaly, anomalyModel } from "./models/anomalies.js";
import { type AnomalyListParams, anomalyListParams } from "./models/anomaly-params.js";
import { archivedFor, OPEN_STATUSES } from "./models/anomaly-statuses.js";

const LIST = "anomalies.list";

/** See `Anomalies.list`. A container that is told by its name is looked up before the first page. */
export function listAnomalies(http: Http, given?: AnomalyListParams, options?: RequestOptions): PagePromise<Anomaly> {
  const params = given ?? {};
  const context = { platform: http.platform, operation: LIST };
  const query = queryOf(params, context);
  const name = nameOf(params);
  const lookedUp = async (): Promise<Sent> => {
    inCall(() => query.encode(), context); // What is wrong is told before anything is sent.
    return name === undefined ? query : queryOf(params, context, await containerIdOf(http, name, options));
  };
  return http.page(path`/anomalies`, anomalyModel, options, name === undefined ? query : lookedUp, keepOf(params));
}

/** Throws `UnsupportedError` where somebody asks for a severity. */
export function refuseSeverity(severity: unknown, instead: string, context: ErrorContext): void {
  if (severity === undefined) return;
  throw new UnsupportedError(`severity: qualytics weighs anomalies in the place of it; ${instead}`, context);
}

/** The moment that `since` tells. */
export const momentOf = (since: Date | string | undefined): Date | null =>
  typeof since === "string" ? parseTime(since) : (since ?? null);

/** The name of the container that is asked for; undefined where it is a number, or none. */
function nameOf({ asset }: AnomalyListParams): string | undefined {
  return typeof asset === "string" && asset.trim() !== "" && numberOf(asset) === undefined ? asset : undefined;
}

/** The query, in which portable words are the platform's. */
const queryOf = (params: AnomalyListParams, context: ErrorContext, found?: number): Sent => ({
  encode() {
    refuseSeverity(params.severity, "sortWeight sorts by the weight", context);
    const { asset, is_open, since, ...query } = anomalyListParams.of(params).encode();
    const start = momentOf(since as string | undefined);
    return {
      ...query,
      ...(asset === undefined ? {} : { container: found ?? asset }),
      ...(is_open === true ? { status: OPEN_STATUSES } : {}),
      ...(start === null ? {} : { start_date: start.toISOString().slice(0, 10) }),
      // Every build shows archived anomalies by this word alone; not every one knows all of their statuses.
      archived: query.archived ?? (is_open === false ? "only" : archivedFor(query.status as string | string[])),
    };
  },
});

/** Drops what the platform's own filters let through. */
function keepOf({ isOpen, since }: AnomalyListParams): ((anomaly: Anomaly) => boolean) | undefined {
  const start = momentOf(since);
  if (isOpen === undefined && start === null) return undefined;
  return (anomaly) =>
    (isOpen === undefined || anomaly.isOpen === isOpen) &&
    (start === null || anomaly.detectedAt === null || anomaly.detectedAt >= start);
}
