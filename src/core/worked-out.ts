import type { Http } from "./http.js";
import { inCall } from "./in-call.js";
import type { Sent } from "./model/input.js";
import { type PagePromise, pagePromise } from "./pagination.js";

/**
 * A list that is worked out here: `params` are checked, `load` gives all of it, once, and the pages are pieces of that,
 * of `limit` items each.
 */
export function workedOut<T>(
  http: Http,
  operation: string,
  params: Sent,
  load: () => Promise<readonly T[]>,
  limit?: number,
): PagePromise<T> {
  const context = { platform: http.platform, operation };
  let loading: Promise<readonly T[]> | undefined;
  return pagePromise({
    ...context,
    onDoubt: () => undefined, // Worked out here: nothing can be missing.
    fetch: async (position = 0) => {
      inCall(() => params.encode(), context);
      loading ??= load();
      loading.catch(() => {
        loading = undefined; // The next page may ask again.
      });
      const all = await loading;
      const end = limit === undefined ? all.length : position + limit;
      const items = all.slice(position, end);
      return { position, items, raw: items, total: all.length, expected: null, next: end < all.length ? end : null };
    },
  });
}
