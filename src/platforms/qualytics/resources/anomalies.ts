import {
  type GateEvidence,
  type Http,
  type PagePromise,
  path,
  type RequestOptions,
  type UnknownOption,
} from "../../../base.js";
import { listAnomalies } from "../anomaly-lists.js";
import { requireNone } from "../gates/anomalies.js";
import { anomalyId } from "../ids.js";
import { type Anomaly, type AnomalyRecords, anomalyModel, anomalyRecordsModel } from "../models/anomalies.js";
import {
  type AnomalyArchiveParams,
  type AnomalyChange,
  type AnomalyDeleteParams,
  type AnomalyDeletion,
  type AnomalyRecordParams,
  type AnomalyUpdateBody,
  anomalyChange,
  anomalyDeleteParams,
  anomalyDeletion,
  anomalyRecordParams,
  anomalyUpdateBody,
} from "../models/anomaly-bodies.js";
import type { AnomalyGateParams, AnomalyListParams } from "../models/anomaly-params.js";

/** What scans found in the data. Every call takes an anomaly by its number or its UUID. */
export class Anomalies {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Lists anomalies. Archived ones are hidden unless `status`, `isOpen: false` or `archived` asks for them. An `asset` that is
   * told by its name is looked up first. Throws `UnsupportedError` for a `severity`: the platform has weights.
   * @endpoint GET /anomalies
   */
  list(params?: AnomalyListParams, options?: RequestOptions): PagePromise<Anomaly> {
    return listAnomalies(this.#http, params, options);
  }

  /** Gives an anomaly, with the scan that found it. Throws `NotFoundError` where there is none. @endpoint GET /anomalies/{id} */
  get(anomaly: string | number, options?: RequestOptions): Promise<Anomaly> {
    return this.#http.one("GET", path`/anomalies/${anomalyId({ anomaly })}`, anomalyModel, options);
  }

  /**
   * Changes an anomaly, and gives it as it then is. A status keeps it open, or opens it again; `archive` takes the others,
   * which throw `ValidationError` here. The sources do not tell whether the platform keeps what is left out; `bulkUpdate`
   * sends it as a patch. @endpoint PUT /anomalies/{id}
   */
  update(anomaly: string | number, body: AnomalyUpdateBody, options?: RequestOptions): Promise<Anomaly> {
    return this.#http.one("PUT", path`/anomalies/${anomalyId({ anomaly })}`, anomalyModel, options, {
      body: anomalyUpdateBody.of(body),
    });
  }

  /** Changes several anomalies, each in its own way, as `update` does. @endpoint PATCH /anomalies */
  bulkUpdate(changes: readonly AnomalyChange[], options?: RequestOptions): Promise<void> {
    return this.#http.none("PATCH", path`/anomalies`, options, { body: anomalyChange.each(changes) });
  }

  /**
   * Archives an anomaly (as `Resolved` unless `status` says otherwise), or deletes it for good with `archive: false`. An open
   * status throws `ValidationError`: `update` takes those. @endpoint DELETE /anomalies/{id}
   */
  delete(anomaly: string | number, params?: AnomalyDeleteParams, options?: RequestOptions): Promise<void> {
    return this.#http.none("DELETE", path`/anomalies/${anomalyId({ anomaly })}`, options, {
      query: anomalyDeleteParams.of(params),
    });
  }

  /** Archives or deletes several anomalies, each in its own way, as `delete` does. @endpoint DELETE /anomalies */
  bulkDelete(anomalies: readonly AnomalyDeletion[], options?: RequestOptions): Promise<void> {
    return this.#http.none("DELETE", path`/anomalies`, options, { body: anomalyDeletion.each(anomalies) });
  }

  /** Archives an anomaly or several, all as the same (default `Resolved`), with a comment where one is given. */
  archive(
    anomalies: string | number | readonly (string | number)[],
    params?: AnomalyArchiveParams,
    options?: RequestOptions,
  ): Promise<void> {
    return this.bulkDelete(
      [anomalies].flat().map((id) => ({ ...params, id, archive: true })),
      options,
    );
  }

  /**
   * Gives the records that an anomaly was found in, as rows. Throws `NotFoundError` where none are kept.
   * @endpoint GET /anomalies/{id}/source-record
   */
  sourceRecord(
    anomaly: string | number,
    params?: AnomalyRecordParams,
    options?: RequestOptions,
  ): Promise<AnomalyRecords> {
    return this.#http.one(
      "GET",
      path`/anomalies/${anomalyId({ anomaly })}/source-record`,
      anomalyRecordsModel,
      options,
      {
        query: anomalyRecordParams.of(params),
      },
    );
  }

  /** Gives the same records as CSV. @endpoint GET /anomalies/{id}/source-record/csv */
  sourceRecordCsv(anomaly: string | number, params?: AnomalyRecordParams, options?: RequestOptions): Promise<string> {
    return this.#http.text("GET", path`/anomalies/${anomalyId({ anomaly })}/source-record/csv`, options, {
      query: anomalyRecordParams.of(params),
    });
  }

  /**
   * Passes when no anomaly is open, and gives what shows it; `status` (default Active and Acknowledged) says which count. It
   * looks first at what is asked about, so that a misspelt name does not pass, and at whether it was ever scanned: what nobody
   * scanned has no anomalies either.
   *
   * - containers (`container`, or `asset` by id or name): each was scanned, has active checks, and is not archived;
   * - checks (`qualityCheck`): each was asserted, and is active: no draft, no template, and not archived;
   * - rules (`ruleType`): an active check of each was asserted, there where containers or datastores are named;
   * - tags (`tag`): each is there;
   * - datastores, or none of these: the newest scan there that succeeded and left no container out, as far as it tells: scans
   *   that ended with warnings, were of some containers only, or reached fewer than there were are looked past (of the 20
   *   newest). A datastore has active checks, and is not archived. The platform does not tell of each container of a datastore
   *   whether that scan reached it: where that matters, name the containers.
   *
   * With `since`, all of that must have happened since; what lies in the future shows nothing. Each container, check, rule and
   * tag costs a request, each datastore two.
   *
   * Several containers are read together, and all of it must hold for each: a rule needs a check in each, and each needs one of
   * the checks. The evidence has one observation of each, in their order. They cost a request for each hundred, one for each
   * hundred of the anomalies of each hundred, and as many for each rule; one more for more than eight names, and one for each
   * container that is not listed.
   *
   * An anomaly counts unless it tells for certain that it is not meant: one of a status or type that nobody knows counts, as
   * does one without a weight or a time. With `since` or `minWeight`, and of several containers, anomalies are read, at most
   * 1000 of them (of each hundred containers), the newest or weightiest first. Reading stops early where one more request, for
   * the opposite order, shows that the platform sorts.
   *
   * Throws `AnomaliesFoundError` with their number when there are some, `InconclusiveError` when nothing shows that there are
   * none (unless `onUnknown: "pass"`), `NotFoundError` when there is no such container, datastore, check or tag, and
   * `UnsupportedError` for a `severity`: `minWeight` takes its place.
   */
  requireNone(params?: AnomalyGateParams, options?: RequestOptions & UnknownOption): Promise<GateEvidence> {
    return requireNone(this.#http, params, options);
  }
}
