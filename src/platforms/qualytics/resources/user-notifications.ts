import { type Http, type PagePromise, path, type RequestOptions } from "../../../base.js";
import { intId } from "../ids.js";
import { type PageParams, pageParams } from "../models/params.js";
import { type UserNotification, userNotificationModel } from "../models/user-notifications.js";

/** What the token's user was told of within the platform. */
export class UserNotifications {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Lists the user's notifications. @endpoint GET /user-notifications */
  list(params?: PageParams, options?: RequestOptions): PagePromise<UserNotification> {
    return this.#http.page(path`/user-notifications`, userNotificationModel, options, pageParams.of(params));
  }

  /** Gives a notification. Throws `NotFoundError` where there is none. @endpoint GET /user-notifications/{id} */
  get(notification: string | number, options?: RequestOptions): Promise<UserNotification> {
    return this.#http.one("GET", path`/user-notifications/${intId({ notification })}`, userNotificationModel, options);
  }

  /**
   * Marks all of the user's notifications as read, those that came a moment ago included.
   * @endpoint PUT /user-notifications/acknowledge
   */
  acknowledgeAll(options?: RequestOptions): Promise<void> {
    return this.#http.none("PUT", path`/user-notifications/acknowledge`, options);
  }

  /** Marks a notification as read. @endpoint PUT /user-notifications/acknowledge/{id} */
  acknowledge(notification: string | number, options?: RequestOptions): Promise<void> {
    return this.#http.none("PUT", path`/user-notifications/acknowledge/${intId({ notification })}`, options, {
      repeatable: true,
    });
  }
}
