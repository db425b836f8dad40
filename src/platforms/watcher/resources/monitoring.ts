import { type Http, path, type RequestOptions } from "../../../base.js";
import {
  type CheckQueued,
  checkQueuedModel,
  type QueueReport,
  queueReportModel,
  type TimelinessCheckBody,
  timelinessCheckBody,
} from "../models/monitoring.js";

/** Checks that the server makes in the background. */
export class Monitoring {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Queues a check for runs that take longer than their limit. What it finds goes to the server's log and alerts; no call
   * gives it. Throws `ServerError` where the queue is out of reach. @endpoint POST /timeliness
   */
  checkTimeliness(body?: TimelinessCheckBody, options?: RequestOptions): Promise<CheckQueued> {
    return this.#http.one("POST", path`/timeliness`, checkQueuedModel, options, {
      body: timelinessCheckBody.of(body),
    });
  }

  /**
   * Queues a freshness check of all pipelines. What it finds goes to the server's log and alerts; no call gives it:
   * `client.freshness` works the same rule out. Throws `ServerError` where the queue is out of reach.
   * @endpoint POST /freshness
   */
  checkFreshness(options?: RequestOptions): Promise<CheckQueued> {
    return this.#http.one("POST", path`/freshness`, checkQueuedModel, options);
  }

  /**
   * Counts the work that waits in the queue, and lets the server alert where there are 50 tasks or more. Does not throw
   * where the queue is out of reach or the alert cannot be sent: see `status`. @endpoint POST /celery/monitor-queue
   */
  monitorQueue(options?: RequestOptions): Promise<QueueReport> {
    return this.#http.one("POST", path`/celery/monitor-queue`, queueReportModel, options);
  }
}
