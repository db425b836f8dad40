import { type Http, type PagePromise, path, type RequestOptions } from "../../../base.js";
import {
  type ActivityEntry,
  type ActivityListParams,
  activityEntryModel,
  activityListParams,
} from "../models/activity.js";

/** What users have done. */
export class Activity {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Lists what users have done. @endpoint GET /activity */
  list(params?: ActivityListParams, options?: RequestOptions): PagePromise<ActivityEntry> {
    return this.#http.page(path`/activity`, activityEntryModel, options, activityListParams.of(params));
  }
}
