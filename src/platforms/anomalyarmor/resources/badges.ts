import { type Http, type PagePromise, path, type RequestOptions } from "../../../base.js";
import { publicId } from "../ids.js";
import {
  type Badge,
  type BadgeCreateBody,
  type BadgeListParams,
  type BadgeStatus,
  type BadgeUpdateBody,
  badgeCreateBody,
  badgeListParams,
  badgeModel,
  badgeStatusModel,
  badgeUpdateBody,
} from "../models/badges.js";

/** Pictures of an asset's state, for other pages. */
export class Badges {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Makes a badge. Needs a read-write key. @endpoint POST /sdk/badges */
  create(body: BadgeCreateBody, options?: RequestOptions): Promise<Badge> {
    return this.#http.one("POST", path`/sdk/badges`, badgeModel, options, { body: badgeCreateBody.of(body) });
  }

  /** Lists badges: those that are active, unless `activeOnly` is false. @endpoint GET /sdk/badges */
  list(params?: BadgeListParams, options?: RequestOptions): PagePromise<Badge> {
    return this.#http.page(path`/sdk/badges`, badgeModel, options, badgeListParams.of(params));
  }

  /** Gives one badge. @endpoint GET /sdk/badges/{badge_id} */
  get(badge: string, options?: RequestOptions): Promise<Badge> {
    return this.#http.one("GET", path`/sdk/badges/${publicId({ badge })}`, badgeModel, options);
  }

  /** Changes a badge; what is left out stays. Needs a read-write key. @endpoint PUT /sdk/badges/{badge_id} */
  update(badge: string, body: BadgeUpdateBody, options?: RequestOptions): Promise<Badge> {
    return this.#http.one("PUT", path`/sdk/badges/${publicId({ badge })}`, badgeModel, options, {
      body: badgeUpdateBody.of(body),
    });
  }

  /** Deletes a badge. Needs a read-write key. @endpoint DELETE /sdk/badges/{badge_id} */
  delete(badge: string, options?: RequestOptions): Promise<void> {
    return this.#http.none("DELETE", path`/sdk/badges/${publicId({ badge })}`, options);
  }

  /** Tells what a badge shows at this moment. @endpoint GET /sdk/badges/{badge_id}/status */
  getStatus(badge: string, options?: RequestOptions): Promise<BadgeStatus> {
    return this.#http.one("GET", path`/sdk/badges/${publicId({ badge })}/status`, badgeStatusModel, options);
  }
}
