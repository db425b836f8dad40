import { type Http, type PagePromise, path, type RequestOptions } from "../../../base.js";
import { createContainer } from "../container-create.js";
import { type ContainerRef, updateContainer } from "../container-update.js";
import { type ContainerVerdict, validateContainer } from "../container-validate.js";
import { intId } from "../ids.js";
import { containerById } from "../lookups.js";
import type { ContainerCreateBody, ContainerValidateBody } from "../models/container-bodies.js";
import type { ContainerChanges } from "../models/container-changes.js";
import { type ContainerListing, containerListingModel } from "../models/container-listings.js";
import {
  type ContainerFieldParams,
  type ContainerFieldProfileParams,
  type ContainerListingParams,
  type ContainerListParams,
  type ContainerValidateParams,
  containerFieldParams,
  containerFieldProfileParams,
  containerListingParams,
  containerListParams,
  ofKinds,
  type SourceRecordParams,
  sourceRecordParams,
} from "../models/container-params.js";
import { type ContainerPatch, containerIds, containerPatch, favoriteBody } from "../models/container-patches.js";
import { type ContainerProfile, containerProfileModel } from "../models/container-profiles.js";
import { type ContainerRecords, containerRecordsModel } from "../models/container-records.js";
import { type ContainerScan, containerScanModel } from "../models/container-scans.js";
import { type Container, containerModel } from "../models/containers.js";
import { type FieldProfile, fieldProfileModel } from "../models/field-profiles.js";
import { type Field, fieldModel } from "../models/fields.js";
import type { Operation } from "../models/operations.js";
import type { ExternalScanRun } from "../models/run-bodies.js";
import { externalScan } from "../runs.js";

/** The tables, views and files of datastores, and what is computed of them. */
export class Containers {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Lists containers. Rows can be lighter than what `get` gives. @endpoint GET /containers */
  list(params?: ContainerListParams, options?: RequestOptions): PagePromise<Container> {
    const sent = containerListParams.of(params);
    return this.#http.page(path`/containers`, containerModel, options, sent, ofKinds(params?.containerType));
  }

  /**
   * Makes a computed table, file or join, and gives it. Tables, views and files come from a sync alone. The platform takes no
   * tags with it, and some builds no description: what its answer lacks of them is set in a second request
   * (`PATCH /containers`). Throws `BadRequestError` for SQL that does not run, `NotFoundError` for a datastore or container
   * that is not there, and an error that tells the new id where the second request fails: the container is there then, and
   * a repeat would make another. @endpoint POST /containers
   */
  create(body: ContainerCreateBody, options?: RequestOptions): Promise<Container> {
    return createContainer(this.#http, body, options);
  }

  /**
   * Sets tags, descriptions and display names of several containers, and gives them. What is left out stays.
   * @endpoint PATCH /containers
   */
  bulkUpdate(changes: readonly ContainerPatch[], options?: RequestOptions): Promise<Container[]> {
    return this.#http.many("PATCH", path`/containers`, containerModel, options, { body: containerPatch.each(changes) });
  }

  /** Deletes several containers with their fields, checks and anomalies. @endpoint DELETE /containers */
  bulkDelete(containers: readonly (string | number)[], options?: RequestOptions): Promise<void> {
    return this.#http.none("DELETE", path`/containers`, options, { body: containerIds(containers) });
  }

  /** Gives a container. Throws `NotFoundError` where there is none. @endpoint GET /containers/{id} */
  get(container: string | number, options?: RequestOptions): Promise<Container> {
    return containerById(this.#http, container, options);
  }

  /**
   * Changes a container, and gives it. The platform takes no single changes: the settings that it would set back are sent
   * along as they are. An id is read first for that; pass what `get` gave to save the look, but no row of a list, which can
   * be lighter. Which changes there are depends on the container's kind.
   *
   * Throws `ConflictError` where a computed container would lose fields that have checks or anomalies: its message tells
   * which, and `forceDropFields: true` accepts that. `UnsupportedError` for a type that this package does not know.
   * @endpoint PUT /containers/{id}
   */
  update(container: ContainerRef, changes: ContainerChanges, options?: RequestOptions): Promise<Container> {
    return updateContainer(this.#http, container, changes, options);
  }

  /** Deletes a container with its fields, checks and anomalies. @endpoint DELETE /containers/{id} */
  delete(container: string | number, options?: RequestOptions): Promise<void> {
    return this.#http.none("DELETE", path`/containers/${intId({ container })}`, options);
  }

  /**
   * Lets the platform try the definition of a computed container, and gives the verdict: SQL that does not run is
   * `valid: false` with what the source says. Nothing is made. Every other failure is thrown.
   * @endpoint POST /containers/validate
   */
  validate(
    definition: ContainerValidateBody,
    params?: ContainerValidateParams,
    options?: RequestOptions,
  ): Promise<ContainerVerdict> {
    return validateContainer(this.#http, definition, params, options);
  }

  /** Lists all containers in one piece, with little of each. @endpoint GET /containers/listing */
  listing(params?: ContainerListingParams, options?: RequestOptions): PagePromise<ContainerListing> {
    return this.#http.whole(
      path`/containers/listing`,
      containerListingModel,
      options,
      containerListingParams.of(params),
    );
  }

  /** Lists what the profiles measured of the fields. @endpoint GET /containers/{id}/field-profiles */
  fieldProfiles(
    container: string | number,
    params?: ContainerFieldProfileParams,
    options?: RequestOptions,
  ): PagePromise<FieldProfile> {
    return this.#http.page(
      path`/containers/${intId({ container })}/field-profiles`,
      fieldProfileModel,
      options,
      containerFieldProfileParams.of(params),
    );
  }

  /**
   * Gives what the last profile measured of one field. Throws `NotFoundError` where there is no such field, or no profile of
   * it. @endpoint GET /containers/{id}/field-profiles/{field_name}
   */
  fieldProfile(container: string | number, fieldName: string, options?: RequestOptions): Promise<FieldProfile> {
    return this.#http.one(
      "GET",
      path`/containers/${intId({ container })}/field-profiles/${{ fieldName }}`,
      fieldProfileModel,
      options,
    );
  }

  /** Lists the fields in one piece: active and missing ones, unless `status` asks for others. @endpoint GET /containers/{id}/fields */
  fields(container: string | number, params?: ContainerFieldParams, options?: RequestOptions): PagePromise<Field> {
    return this.#http.whole(
      path`/containers/${intId({ container })}/fields`,
      fieldModel,
      options,
      containerFieldParams.of(params),
    );
  }

  /** Gives the last profile. Throws `NotFoundError` where it was never profiled. @endpoint GET /containers/{id}/profile */
  latestProfile(container: string | number, options?: RequestOptions): Promise<ContainerProfile> {
    return this.#http.one("GET", path`/containers/${intId({ container })}/profile`, containerProfileModel, options);
  }

  /** Gives the last scan. Throws `NotFoundError` where it was never scanned. @endpoint GET /containers/{id}/scan */
  latestScan(container: string | number, options?: RequestOptions): Promise<ContainerScan> {
    return this.#http.one("GET", path`/containers/${intId({ container })}/scan`, containerScanModel, options);
  }

  /**
   * Scans records that the caller brings against the container's checks, and gives the operation as it begins;
   * `client.operations.waitForOperation` follows it. @endpoint POST /containers/{id}/scan
   */
  externalScan(
    container: string | number,
    body: Omit<ExternalScanRun, "type" | "containerId">,
    options?: RequestOptions,
  ): Promise<Operation> {
    return externalScan(this.#http, { ...body, type: "external_scan", containerId: container }, options);
  }

  /** Reads records from the container's source. Masked values stay hidden. @endpoint GET /containers/{id}/source-records */
  sourceRecords(
    container: string | number,
    params?: SourceRecordParams,
    options?: RequestOptions,
  ): Promise<ContainerRecords> {
    return this.#http.one(
      "GET",
      path`/containers/${intId({ container })}/source-records`,
      containerRecordsModel,
      options,
      {
        query: sourceRecordParams.of(params),
      },
    );
  }

  /** Makes the container a favourite of the caller, or no longer. @endpoint PATCH /containers/{id}/favorite */
  setFavorite(container: string | number, favorite: boolean, options?: RequestOptions): Promise<Container> {
    return this.#http.one("PATCH", path`/containers/${intId({ container })}/favorite`, containerModel, options, {
      body: favoriteBody.of({ favorite }),
    });
  }
}
