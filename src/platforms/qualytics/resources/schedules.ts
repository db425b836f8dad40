import { type Http, type PagePromise, path, type RequestOptions } from "../../../base.js";
import { intId } from "../ids.js";
import { type PageParams, pageParams } from "../models/params.js";
import {
  type Schedule,
  type ScheduleCreateBody,
  type ScheduleUpdateBody,
  scheduleCreateBody,
  scheduleDeactivationBody,
  scheduleModel,
  scheduleUpdateBody,
} from "../models/schedules.js";

/** Operations that the platform starts by the clock. `operations.list({ scheduleId })` tells what a schedule has started. */
export class Schedules {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Lists schedules. Old builds give all of them as one page. @endpoint GET /operations/schedule */
  list(params?: PageParams, options?: RequestOptions): PagePromise<Schedule> {
    return this.#http.page(path`/operations/schedule`, scheduleModel, options, pageParams.of(params));
  }

  /**
   * Makes a schedule. That the crontab has five fields is checked before anything is sent; the platform answers with
   * `UnprocessableError` to one that makes no sense. @endpoint POST /operations/schedule
   */
  create(body: ScheduleCreateBody, options?: RequestOptions): Promise<Schedule> {
    return this.#http.one("POST", path`/operations/schedule`, scheduleModel, options, {
      body: scheduleCreateBody.of(body),
    });
  }

  /** Gives a schedule. Throws `NotFoundError` where there is none. @endpoint GET /operations/schedule/{id} */
  get(schedule: string | number, options?: RequestOptions): Promise<Schedule> {
    return this.#http.one("GET", path`/operations/schedule/${intId({ schedule })}`, scheduleModel, options);
  }

  /**
   * Replaces a schedule by what the body tells: the sources do not say whether a field that is left out is kept, so tell all
   * of them. Its datastore stays. @endpoint PUT /operations/schedule/{id}
   */
  update(schedule: string | number, body: ScheduleUpdateBody, options?: RequestOptions): Promise<Schedule> {
    return this.#http.one("PUT", path`/operations/schedule/${intId({ schedule })}`, scheduleModel, options, {
      body: scheduleUpdateBody.of(body),
      repeatable: true,
    });
  }

  /** Deletes a schedule. The operations that it has started stay. @endpoint DELETE /operations/schedule/{id} */
  delete(schedule: string | number, options?: RequestOptions): Promise<void> {
    return this.#http.none("DELETE", path`/operations/schedule/${intId({ schedule })}`, options);
  }

  /**
   * Stops a schedule (true: it starts nothing), or lets it go by its crontab again, and gives it as it then is.
   * @endpoint PATCH /operations/schedule/{id}/deactivation
   */
  setDeactivated(schedule: string | number, deactivated: boolean, options?: RequestOptions): Promise<Schedule> {
    return this.#http.one(
      "PATCH",
      path`/operations/schedule/${intId({ schedule })}/deactivation`,
      scheduleModel,
      options,
      { body: scheduleDeactivationBody.of({ deactivated }), repeatable: true },
    );
  }
}
