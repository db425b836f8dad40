import {
  type GateEvidence,
  type Http,
  type PagePromise,
  path,
  type RequestOptions,
  type UnknownOption,
} from "../../../base.js";
import { askVerdict } from "../connection-answers.js";
import { sendFilled } from "../connection-calls.js";
import { type DatastoreRef, updateDatastore } from "../datastore-update.js";
import { requireConnected } from "../gates/datastores.js";
import { intId } from "../ids.js";
import type { ConnectionVerdict } from "../models/connections.js";
import {
  type DatastoreBody,
  type DatastoreChanges,
  datastoreBody,
  datastoreFavoriteBody,
  datastoreGroupAssignment,
} from "../models/datastore-bodies.js";
import { type DatastoreCatalog, datastoreCatalogModel } from "../models/datastore-catalog.js";
import {
  type Datastore,
  type DatastoreFilters,
  type DatastoreListParams,
  datastoreListingParams,
  datastoreListParams,
  datastoreModel,
} from "../models/datastores.js";
import {
  type QualityScore,
  qualityScoreModel,
  type ScoreSettings,
  type ScoreSettingsBody,
  scoreSettingsBody,
  scoreSettingsModel,
} from "../models/score-settings.js";
import { type DatastoreStub, datastoreStubModel } from "../models/stubs.js";

/** Datastores: places in a store that hold containers. */
export class Datastores {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Lists datastores. The rows may be lighter than what `get` gives. @endpoint GET /datastores */
  list(params?: DatastoreListParams, options?: RequestOptions): PagePromise<Datastore> {
    return this.#http.page(path`/datastores`, datastoreModel, options, datastoreListParams.of(params));
  }

  /** Lists the names of all datastores. @endpoint GET /datastores/listing */
  listing(params?: DatastoreFilters, options?: RequestOptions): PagePromise<DatastoreStub> {
    return this.#http.whole(path`/datastores/listing`, datastoreStubModel, options, datastoreListingParams.of(params));
  }

  /**
   * Makes a datastore on a connection that exists (`connectionId`), or with one of its own (`connection`, whose secrets may
   * be `${NAME}`: `ConfigurationError` names all variables that are missing). Throws `BadRequestError` where the store cannot
   * be reached, and `ConflictError` where there is such a connection already. @endpoint POST /datastores
   */
  create(body: DatastoreBody, options?: RequestOptions): Promise<Datastore> {
    return sendFilled(this.#http, "POST /datastores", datastoreBody.of(body), (sent) =>
      this.#http.one("POST", path`/datastores`, datastoreModel, options, { body: sent }),
    );
  }

  /** Gives a datastore. Throws `NotFoundError` where there is none. @endpoint GET /datastores/{id} */
  get(datastore: string | number, options?: RequestOptions): Promise<Datastore> {
    return this.#http.one("GET", path`/datastores/${intId({ datastore })}`, datastoreModel, options);
  }

  /**
   * Changes a datastore; what is not given stays. Teams and tags are replaced as a whole. The platform takes the datastore
   * whole, so that an id is looked up first; pass the datastore as `get` gave it to save the look. Lists that it does not
   * show are left out, since an empty one clears. Throws `ValidationError` where nothing is given. @endpoint PUT /datastores/{id}
   */
  update(datastore: DatastoreRef, changes: DatastoreChanges, options?: RequestOptions): Promise<Datastore> {
    return updateDatastore(this.#http, this, datastore, changes, options);
  }

  /** Deletes a datastore with all that is in it. Its connection stays. @endpoint DELETE /datastores/{id} */
  delete(datastore: string | number, options?: RequestOptions): Promise<void> {
    return this.#http.none("DELETE", path`/datastores/${intId({ datastore })}`, options);
  }

  /**
   * Tests the connection of a datastore, and gives the verdict: one that does not connect is no error; `requireConnected`
   * throws then. @endpoint POST /datastores/{id}/connection
   */
  verifyConnection(datastore: string | number, options?: RequestOptions): Promise<ConnectionVerdict> {
    const target = path`/datastores/${intId({ datastore })}/connection`;
    return askVerdict(this.#http, { path: target, unsaid: null }, options);
  }

  /**
   * Tests whether a datastore could be made so, and gives the verdict; nothing is made. @endpoint POST /datastores/connection
   */
  validateConnection(body: DatastoreBody, options?: RequestOptions): Promise<ConnectionVerdict> {
    return sendFilled(this.#http, "POST /datastores/connection", datastoreBody.of(body), (sent, secrets) =>
      askVerdict(this.#http, { path: path`/datastores/connection`, body: sent, secrets, unsaid: true }, options),
    );
  }

  /**
   * Keeps the enrichment of a datastore in another one, and gives the datastore. Linked already, nothing changes. Throws
   * `ConflictError` where one of the two is of the wrong kind. @endpoint PATCH /datastores/{id}/enrichment/{enrichment_id}
   */
  linkEnrichment(
    datastore: string | number,
    enrichment: string | number,
    options?: RequestOptions,
  ): Promise<Datastore> {
    const target = path`/datastores/${intId({ datastore })}/enrichment/${intId({ enrichment })}`;
    return this.#http.one("PATCH", target, datastoreModel, options, { repeatable: true });
  }

  /**
   * Keeps the enrichment of a datastore nowhere from now on, and sets its remediation to `none`. Not linked, nothing
   * changes. Throws `ConflictError` while exports or materializations run. @endpoint DELETE /datastores/{id}/enrichment
   */
  unlinkEnrichment(datastore: string | number, options?: RequestOptions): Promise<void> {
    return this.#http.none("DELETE", path`/datastores/${intId({ datastore })}/enrichment`, options, {
      repeatable: true,
    });
  }

  /** Makes a datastore one of the caller's favourites, or none. @endpoint PATCH /datastores/{id}/favorite */
  setFavorite(datastore: string | number, favorite: boolean, options?: RequestOptions): Promise<Datastore> {
    return this.#http.one("PATCH", path`/datastores/${intId({ datastore })}/favorite`, datastoreModel, options, {
      body: datastoreFavoriteBody.of({ favorite }),
      repeatable: true,
    });
  }

  /** Puts a datastore into a group; null: into none. @endpoint PATCH /datastores/{id}/assign-group */
  assignGroup(datastore: string | number, group: string | number | null, options?: RequestOptions): Promise<Datastore> {
    return this.#http.one("PATCH", path`/datastores/${intId({ datastore })}/assign-group`, datastoreModel, options, {
      body: datastoreGroupAssignment.of({ groupId: group }),
      repeatable: true,
    });
  }

  /**
   * Gives how the scores of a datastore are worked out. Throws `NotFoundError` where it has no settings of its own.
   * @endpoint GET /datastores/{id}/score-settings
   */
  getScoreSettings(datastore: string | number, options?: RequestOptions): Promise<ScoreSettings> {
    return this.#http.one("GET", path`/datastores/${intId({ datastore })}/score-settings`, scoreSettingsModel, options);
  }

  /** Says how the scores of a datastore are worked out. @endpoint PUT /datastores/{id}/score-settings */
  updateScoreSettings(
    datastore: string | number,
    body: ScoreSettingsBody,
    options?: RequestOptions,
  ): Promise<ScoreSettings> {
    const target = path`/datastores/${intId({ datastore })}/score-settings`;
    return this.#http.one("PUT", target, scoreSettingsModel, options, {
      body: scoreSettingsBody.of(body),
      repeatable: true,
    });
  }

  /** Gives the scores of a datastore of the last days: ten at most. @endpoint GET /datastores/{id}/quality-scores */
  qualityScores(datastore: string | number, options?: RequestOptions): PagePromise<QualityScore> {
    return this.#http.whole(path`/datastores/${intId({ datastore })}/quality-scores`, qualityScoreModel, options);
  }

  /** Gives all that is in a datastore, down to the fields. @endpoint GET /datastores/{id}/catalog */
  catalog(datastore: string | number, options?: RequestOptions): Promise<DatastoreCatalog> {
    return this.#http.one("GET", path`/datastores/${intId({ datastore })}/catalog`, datastoreCatalogModel, options);
  }

  /**
   * The gate of a datastore's connection: tests it, and passes only where the platform says that it is connected. Throws
   * `GateError` (code `not_connected`) where it says that it is not, and `InconclusiveError` where it says neither, unless
   * `onUnknown` is `pass`.
   */
  requireConnected(datastore: string | number, options: RequestOptions & UnknownOption = {}): Promise<GateEvidence> {
    return requireConnected(this.#http, (http) => new Datastores(http), datastore, options);
  }
}
