import { type Http, inCall, type RequestOptions, type Sent } from "../../base.js";
import { numberOf } from "./ids.js";
import { datastoreIdOf } from "./lookups.js";
import { type AssetListParams, assetListParams } from "./models/assets.js";

/** What a list of assets asks for. A datastore that is told by its name is looked up first. */
export function assetQuery(
  http: Http,
  params: AssetListParams | undefined,
  options: RequestOptions | undefined,
): Sent | (() => Promise<Sent>) {
  const sent = assetListParams.of(params);
  const datastore = params?.datastore;
  if (typeof datastore !== "string" || numberOf(datastore) !== undefined) return sent;
  return async () => {
    // What is wrong is said before anything is asked.
    inCall(() => sent.encode(), { platform: http.platform, operation: "GET /containers" });
    return assetListParams.of({ ...params, datastore: await datastoreIdOf(http, datastore, options) });
  };
}
