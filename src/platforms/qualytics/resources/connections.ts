import { type Http, type PagePromise, path, type RequestOptions } from "../../../base.js";
import { readNames } from "../connection-answers.js";
import { sendFilled, sendFilledForWords } from "../connection-calls.js";
import { type ConnectionRef, testConnection, updateConnection } from "../connection-update.js";
import { intId } from "../ids.js";
import {
  type DatastoresCreateBody,
  type DatastoresCreated,
  type DatastoresValidateBody,
  type DatastoresValidated,
  datastoresCreateBody,
  datastoresCreatedModel,
  datastoresValidateBody,
  datastoresValidatedModel,
  type NewDatastoresCreateBody,
  type NewDatastoresValidateBody,
  newDatastoresCreateBody,
  newDatastoresValidateBody,
} from "../models/bulk-datastores.js";
import { type ConnectionBody, type ConnectionChanges, connectionBody } from "../models/connection-bodies.js";
import {
  type Connection,
  type ConnectionListingParams,
  type ConnectionListParams,
  type ConnectionStub,
  type ConnectionVerdict,
  connectionListingParams,
  connectionListParams,
  connectionModel,
  connectionStubModel,
  type SchemaListParams,
  schemaListParams,
} from "../models/connections.js";
import { type EntityHistory, entityHistoryModel } from "../models/history.js";

/**
 * Connections to stores of data. In a body, secrets and addresses may be `${NAME}`: the variable of the environment takes
 * its place before anything is sent, and `ConfigurationError` names all variables that are missing. What the server repeats
 * of a secret in an error is masked.
 */
export class Connections {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Lists connections. @endpoint GET /connections */
  list(params?: ConnectionListParams, options?: RequestOptions): PagePromise<Connection> {
    return this.#http.page(path`/connections`, connectionModel, options, connectionListParams.of(params));
  }

  /** Lists the names of all connections. @endpoint GET /connections/listing */
  listing(params?: ConnectionListingParams, options?: RequestOptions): PagePromise<ConnectionStub> {
    return this.#http.whole(
      path`/connections/listing`,
      connectionStubModel,
      options,
      connectionListingParams.of(params),
    );
  }

  /** Makes a connection. It is not tested: `test` does that. @endpoint POST /connections */
  create(body: ConnectionBody, options?: RequestOptions): Promise<Connection> {
    return sendFilled(this.#http, "POST /connections", connectionBody.of(body), (sent) =>
      this.#http.one("POST", path`/connections`, connectionModel, options, { body: sent }),
    );
  }

  /** Gives a connection. Throws `NotFoundError` where there is none. @endpoint GET /connections/{id} */
  get(connection: string | number, options?: RequestOptions): Promise<Connection> {
    return this.#http.one("GET", path`/connections/${intId({ connection })}`, connectionModel, options);
  }

  /**
   * Changes a connection; what is not given stays. `parameters` are put over the current ones, key by key; `secretsManager`
   * is replaced as a whole. An id is looked up first; pass the connection as it was read to save the look. Throws
   * `ValidationError` where nothing is given. @endpoint PUT /connections/{id}
   */
  update(connection: ConnectionRef, changes: ConnectionChanges, options?: RequestOptions): Promise<Connection> {
    return updateConnection(this.#http, this, connection, changes, options);
  }

  /** Deletes a connection. Throws `ConflictError` while datastores use it. @endpoint DELETE /connections/{id} */
  delete(connection: string | number, options?: RequestOptions): Promise<void> {
    return this.#http.none("DELETE", path`/connections/${intId({ connection })}`, options);
  }

  /**
   * Tests a connection, and gives the verdict: one that does not connect is no error. `override` is tested in the place of
   * what the connection has, as `update` would change it, and is not stored; an id is looked up first for that.
   * @endpoint POST /connections/{id}/test
   */
  test(connection: ConnectionRef, override?: ConnectionChanges, options?: RequestOptions): Promise<ConnectionVerdict> {
    return testConnection(this.#http, this, connection, override, options);
  }

  /**
   * Gives the changes of a connection. Secrets in them can be read by their names, and are not enumerable.
   * @endpoint GET /connections/{id}/history
   */
  history(connection: string | number, options?: RequestOptions): Promise<EntityHistory> {
    const target = path`/connections/${intId({ connection })}/history`;
    return this.#http.one("GET", target, entityHistoryModel, options);
  }

  /**
   * Looks up the catalogs that a connection would reach, without making it. Throws `ConflictError` for a file store.
   * @endpoint POST /connections/catalogs
   */
  discoverCatalogs(body: ConnectionBody, options?: RequestOptions): Promise<string[]> {
    return sendFilled(this.#http, "POST /connections/catalogs", connectionBody.of(body), (sent) =>
      readNames(this.#http, "POST", path`/connections/catalogs`, options, { body: sent }),
    );
  }

  /**
   * Gives the catalogs that a connection reaches. Throws `ConflictError` for a file store.
   * @endpoint GET /connections/{id}/catalogs
   */
  catalogs(connection: string | number, options?: RequestOptions): Promise<string[]> {
    return readNames(this.#http, "GET", path`/connections/${intId({ connection })}/catalogs`, options, {});
  }

  /**
   * Looks up the schemas that a connection would reach, without making it. Throws `ConflictError` for a file store.
   * @endpoint POST /connections/schemas
   */
  discoverSchemas(body: ConnectionBody, params?: SchemaListParams, options?: RequestOptions): Promise<string[]> {
    return sendFilled(this.#http, "POST /connections/schemas", connectionBody.of(body), (sent) =>
      readNames(this.#http, "POST", path`/connections/schemas`, options, {
        body: sent,
        query: schemaListParams.of(params),
      }),
    );
  }

  /**
   * Gives the schemas that a connection reaches. Throws `ConflictError` for a file store.
   * @endpoint GET /connections/{id}/schemas
   */
  schemas(connection: string | number, params?: SchemaListParams, options?: RequestOptions): Promise<string[]> {
    return readNames(this.#http, "GET", path`/connections/${intId({ connection })}/schemas`, options, {
      query: schemaListParams.of(params),
    });
  }

  /**
   * Looks which schemas of a new connection can become datastores; nothing is made.
   * @endpoint POST /connections/datastores/validate
   */
  validateNewDatastores(body: NewDatastoresValidateBody, options?: RequestOptions): Promise<DatastoresValidated> {
    const target = path`/connections/datastores/validate`;
    return sendFilledForWords(this.#http, `POST ${target.template}`, newDatastoresValidateBody.of(body), (sent) =>
      this.#http.one("POST", target, datastoresValidatedModel, options, { body: sent, repeatable: true }),
    );
  }

  /**
   * Looks which schemas of a connection can become datastores; nothing is made.
   * @endpoint POST /connections/{id}/datastores/validate
   */
  validateDatastores(
    connection: string | number,
    body: DatastoresValidateBody,
    options?: RequestOptions,
  ): Promise<DatastoresValidated> {
    const target = path`/connections/${intId({ connection })}/datastores/validate`;
    return this.#http.one("POST", target, datastoresValidatedModel, options, {
      body: datastoresValidateBody.of(body),
      repeatable: true,
    });
  }

  /**
   * Makes a connection and a datastore a schema. Some may fail while others are made: `errors` tells of each that failed.
   * @endpoint POST /connections/datastores/bulk
   */
  bulkCreateWithNew(body: NewDatastoresCreateBody, options?: RequestOptions): Promise<DatastoresCreated> {
    const target = path`/connections/datastores/bulk`;
    return sendFilledForWords(this.#http, `POST ${target.template}`, newDatastoresCreateBody.of(body), (sent) =>
      this.#http.one("POST", target, datastoresCreatedModel, options, { body: sent }),
    );
  }

  /**
   * Makes a datastore a schema. Some may fail while others are made: `errors` tells of each that failed.
   * @endpoint POST /connections/{id}/datastores/bulk
   */
  bulkCreateDatastores(
    connection: string | number,
    body: DatastoresCreateBody,
    options?: RequestOptions,
  ): Promise<DatastoresCreated> {
    const target = path`/connections/${intId({ connection })}/datastores/bulk`;
    return this.#http.one("POST", target, datastoresCreatedModel, options, { body: datastoresCreateBody.of(body) });
  }
}
