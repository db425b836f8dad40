import { type Http, type PagePromise, path, type RequestOptions } from "../../../base.js";
import { publicId } from "../ids.js";
import {
  type AlertDestination,
  type AlertDestinationCreateBody,
  type AlertDestinationListParams,
  type AlertPreview,
  type AlertPreviewBody,
  type AlertRule,
  type AlertRuleCreateBody,
  type AlertRuleListParams,
  alertDestinationCreateBody,
  alertDestinationListParams,
  alertDestinationModel,
  alertPreviewBody,
  alertPreviewModel,
  alertRuleCreateBody,
  alertRuleListParams,
  alertRuleModel,
} from "../models/alert-rules.js";
import {
  type Alert,
  type AlertAction,
  type AlertClosingBody,
  type AlertHistoryEntry,
  type AlertListParams,
  type AlertNoteBody,
  type AlertSnooze,
  type AlertSnoozeBody,
  type AlertsSummary,
  type AlertTrends,
  type AlertTrendsParams,
  alertActionModel,
  alertClosingBody,
  alertHistoryEntryModel,
  alertListParams,
  alertModel,
  alertNoteBody,
  alertSnoozeBody,
  alertSnoozeModel,
  alertsSummaryModel,
  alertTrendsModel,
  alertTrendsParams,
} from "../models/alerts.js";
import { noParams } from "../models/params.js";

/** What the platform noticed, the rules that tell it, and where it is told. */
export class Alerts {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Counts alerts and rules. @endpoint GET /sdk/alerts/summary */
  summary(params?: Record<never, never>, options?: RequestOptions): Promise<AlertsSummary> {
    return this.#http.one("GET", path`/sdk/alerts/summary`, alertsSummaryModel, options, {
      query: noParams.of(params),
    });
  }

  /** Lists alerts. @endpoint GET /sdk/alerts */
  list(params?: AlertListParams, options?: RequestOptions): PagePromise<Alert> {
    return this.#http.page(path`/sdk/alerts`, alertModel, options, alertListParams.of(params));
  }

  /**
   * Says that somebody looks after the alert; it stays open. Needs a read-write key.
   * @endpoint POST /sdk/alerts/{alert_id}/acknowledge
   */
  acknowledge(alert: string, body?: AlertNoteBody, options?: RequestOptions): Promise<AlertAction> {
    return this.#http.one(
      "POST",
      path`/sdk/alerts/${publicId({ alert })}/acknowledge`,
      alertActionModel,
      options,
      body === undefined ? undefined : { body: alertNoteBody.of(body) },
    );
  }

  /** Closes the alert as mended. Needs a read-write key. @endpoint POST /sdk/alerts/{alert_id}/resolve */
  resolve(alert: string, body?: AlertClosingBody, options?: RequestOptions): Promise<AlertAction> {
    return this.#http.one(
      "POST",
      path`/sdk/alerts/${publicId({ alert })}/resolve`,
      alertActionModel,
      options,
      body === undefined ? undefined : { body: alertClosingBody.of(body) },
    );
  }

  /** Closes the alert as none that matters. Needs a read-write key. @endpoint POST /sdk/alerts/{alert_id}/dismiss */
  dismiss(alert: string, body?: AlertClosingBody, options?: RequestOptions): Promise<AlertAction> {
    return this.#http.one(
      "POST",
      path`/sdk/alerts/${publicId({ alert })}/dismiss`,
      alertActionModel,
      options,
      body === undefined ? undefined : { body: alertClosingBody.of(body) },
    );
  }

  /** Keeps the alert quiet for 1 to 720 hours. Needs a read-write key. @endpoint POST /sdk/alerts/{alert_id}/snooze */
  snooze(alert: string, body: AlertSnoozeBody, options?: RequestOptions): Promise<AlertSnooze> {
    return this.#http.one("POST", path`/sdk/alerts/${publicId({ alert })}/snooze`, alertSnoozeModel, options, {
      body: alertSnoozeBody.of(body),
    });
  }

  /** Lists what happened to an alert. The platform gives it in one piece. @endpoint GET /sdk/alerts/{alert_id}/history */
  history(alert: string, options?: RequestOptions): PagePromise<AlertHistoryEntry> {
    return this.#http.whole(path`/sdk/alerts/${publicId({ alert })}/history`, alertHistoryEntryModel, options);
  }

  /** Tells how many alerts there were, over time. @endpoint GET /sdk/alerts/trends */
  trends(params?: AlertTrendsParams, options?: RequestOptions): Promise<AlertTrends> {
    return this.#http.one("GET", path`/sdk/alerts/trends`, alertTrendsModel, options, {
      query: alertTrendsParams.of(params),
    });
  }

  /** Tells which alerts a rule would have told; changes nothing. @endpoint POST /sdk/alerts/preview */
  preview(body?: AlertPreviewBody, options?: RequestOptions): Promise<AlertPreview> {
    return this.#http.one("POST", path`/sdk/alerts/preview`, alertPreviewModel, options, {
      body: alertPreviewBody.of(body),
    });
  }

  /** Lists the rules by which alerts are told. @endpoint GET /sdk/alerts/rules */
  rules(params?: AlertRuleListParams, options?: RequestOptions): PagePromise<AlertRule> {
    return this.#http.page(path`/sdk/alerts/rules`, alertRuleModel, options, alertRuleListParams.of(params));
  }

  /** Makes a rule. Needs a read-write key. @endpoint POST /sdk/alerts/rules */
  createRule(body: AlertRuleCreateBody, options?: RequestOptions): Promise<AlertRule> {
    return this.#http.one("POST", path`/sdk/alerts/rules`, alertRuleModel, options, {
      body: alertRuleCreateBody.of(body),
    });
  }

  /** Gives one rule. @endpoint GET /sdk/alerts/rules/{rule_id} */
  getRule(rule: string, options?: RequestOptions): Promise<AlertRule> {
    return this.#http.one("GET", path`/sdk/alerts/rules/${publicId({ rule })}`, alertRuleModel, options);
  }

  /** Deletes a rule. Needs a read-write key. @endpoint DELETE /sdk/alerts/rules/{rule_id} */
  deleteRule(rule: string, options?: RequestOptions): Promise<void> {
    return this.#http.none("DELETE", path`/sdk/alerts/rules/${publicId({ rule })}`, options);
  }

  /** Lists where alerts are told. @endpoint GET /sdk/alerts/destinations */
  listDestinations(params?: AlertDestinationListParams, options?: RequestOptions): PagePromise<AlertDestination> {
    return this.#http.page(
      path`/sdk/alerts/destinations`,
      alertDestinationModel,
      options,
      alertDestinationListParams.of(params),
    );
  }

  /** Makes a destination. Needs a read-write key. @endpoint POST /sdk/alerts/destinations */
  createDestination(body: AlertDestinationCreateBody, options?: RequestOptions): Promise<AlertDestination> {
    return this.#http.one("POST", path`/sdk/alerts/destinations`, alertDestinationModel, options, {
      body: alertDestinationCreateBody.of(body),
    });
  }

  /** Gives one destination, without its configuration. @endpoint GET /sdk/alerts/destinations/{destination_id} */
  getDestination(destination: string, options?: RequestOptions): Promise<AlertDestination> {
    return this.#http.one(
      "GET",
      path`/sdk/alerts/destinations/${publicId({ destination })}`,
      alertDestinationModel,
      options,
    );
  }

  /** Deletes a destination. Needs a read-write key. @endpoint DELETE /sdk/alerts/destinations/{destination_id} */
  deleteDestination(destination: string, options?: RequestOptions): Promise<void> {
    return this.#http.none("DELETE", path`/sdk/alerts/destinations/${publicId({ destination })}`, options);
  }
}
