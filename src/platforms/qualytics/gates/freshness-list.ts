import {
  type Http,
  inCall,
  type Page,
  type PagePromise,
  pagePromise,
  path,
  type RequestOptions,
  ResponseValidationError,
  withinOneCall,
} from "../../../base.js";
import {
  type FreshnessContainer,
  type FreshnessListParams,
  type FreshnessStatus,
  type FreshnessSummary,
  freshnessContainerModel,
  freshnessListParams,
} from "../models/freshness.js";
import { noParams } from "../models/params.js";
import { MOST } from "./container-chunks.js";
import { statusOf, withEvidence } from "./freshness-reader.js";

/** The platform's own size of a page. */
const DEFAULT_SIZE = 50;
const CONTAINERS = path`/containers`;

type Doubt = (why: string) => void;

/** See `Freshness.list`. */
export function listFreshness(
  http: Http,
  params?: FreshnessListParams,
  options?: RequestOptions,
): PagePromise<FreshnessStatus> {
  return pagesOf(http, "freshness.list", params, options, (why) => http.logger.warn(`dqgate freshness.list: ${why}`));
}

/** See `Freshness.summary`. */
export async function summarizeFreshness(
  http: Http,
  params: Record<never, never> = {},
  options?: RequestOptions,
): Promise<FreshnessSummary> {
  const context = { platform: http.platform, operation: "freshness.summary" };
  inCall(() => noParams.of(params).encode(), context);
  const counts = { fresh: 0, stale: 0, unknown: 0 };
  const pages = pagesOf(http, context.operation, { limit: MOST }, options, (why) => {
    throw new ResponseValidationError(why, [], context);
  });
  for await (const { status } of pages) counts[status as keyof typeof counts] += 1;
  const totalAssets = counts.fresh + counts.stale + counts.unknown;
  return { totalAssets, ...counts, freshPercentage: totalAssets === 0 ? null : (counts.fresh / totalAssets) * 100 };
}

/** Pages of containers, each with what speaks of its containers. */
function pagesOf(
  http: Http,
  operation: string,
  params: FreshnessListParams | undefined,
  options: RequestOptions | undefined,
  onDoubt: Doubt,
): PagePromise<FreshnessStatus> {
  const context = { platform: http.platform, operation };
  return pagePromise<FreshnessStatus>({
    ...context,
    onDoubt,
    fetch: async (at, signal) => {
      const { status: wanted, ...query } = inCall(() => freshnessListParams.of(params).encode(), context);
      const first = (query.page as number | undefined) ?? 1;
      const size = (query.size as number | undefined) ?? DEFAULT_SIZE;
      const position = at ?? first;
      const tracked = http.track();
      // A caller's own signal ends what is read ahead as well.
      const ending = signal === undefined || options?.signal !== undefined ? options : { ...options, signal };
      const next = withinOneCall(tracked.http, operation, ending);
      const rows: Page<FreshnessContainer> = await tracked.http.page(CONTAINERS, freshnessContainerModel, next(), {
        encode: () => ({ ...query, size, page: position }),
      });
      const evidence = await withEvidence(tracked.http, rows.items, next);
      const statuses = evidence.map((one) => statusOf(one, tracked.serverNow()));
      return {
        position,
        items: statuses.filter(({ status }) => wanted === undefined || status === wanted),
        raw: rows.items,
        total: rows.total,
        expected: rows.total === null ? null : rows.total - (first - 1) * size,
        next: rows.hasNextPage() ? position + 1 : null,
        isUnannounced: rows.total === null,
      };
    },
  });
}
