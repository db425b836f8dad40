import {
  type Http,
  type PagePromise,
  path,
  type RequestOptions,
  type WaitOptions,
  watchUntilOver,
} from "../../../base.js";
import { operationSource, waitForOperation } from "../gates/operations.js";
import { intId } from "../ids.js";
import {
  type Operation,
  type OperationListParams,
  operationListParams,
  operationModel,
  type ResumeParams,
  resumeParams,
} from "../models/operations.js";
import { type PageParams, pageParams } from "../models/params.js";
import type { DatastoreRunBody, RunBody } from "../models/run-bodies.js";
import { type RunContainer, runContainerModel } from "../models/run-containers.js";
import { type AbortOptions, abortOperation } from "../operation-abort.js";
import { type OperationRef, refOf, refuseRerun, refuseResume } from "../operation-rules.js";
import { type RunManyOptions, type RunOutcome, runMany, runOperation } from "../runs.js";

/** Runs of operations: sync, profile, scan, export, materialize, promote. */
export class Operations {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Lists operations. @endpoint GET /operations */
  list(params?: OperationListParams, options?: RequestOptions): PagePromise<Operation> {
    return this.#http.page(path`/operations`, operationModel, options, operationListParams.of(params));
  }

  /**
   * Starts an operation, and gives it as it begins; `waitForOperation` follows it. It is not repeated after an error that
   * may have come after the start, which would start another. An external scan is sent to its container
   * (`POST /containers/{container}/scan`). Throws `NotFoundError` where there is no such datastore, `AuthorizationError`
   * where the token may not start operations there, and `ValidationError` before anything is sent. @endpoint POST /operations/run
   */
  run(body: RunBody, options?: RequestOptions): Promise<Operation> {
    return runOperation(this.#http, body, options);
  }

  /** Gives an operation. Throws `NotFoundError` where there is none. @endpoint GET /operations/{id} */
  get(operation: string | number, options?: RequestOptions): Promise<Operation> {
    return this.#http.one("GET", path`/operations/${intId({ operation })}`, operationModel, options);
  }

  /**
   * Lists the containers of an operation, and how far it came with each: most useful for profiles and scans. Both of the
   * platform's shapes are read. @endpoint GET /operations/{id}/containers
   */
  listContainers(operation: string | number, params?: PageParams, options?: RequestOptions): PagePromise<RunContainer> {
    return this.#http.page(
      path`/operations/${intId({ operation })}/containers`,
      runContainerModel,
      options,
      pageParams.of(params),
    );
  }

  /**
   * Asks the platform to abort an operation, and gives it as it then is: `state` is `aborted` once the platform could stop
   * it. What it has done so far is kept. Throws `ConflictError` where it has ended already, unless `acceptEnded` is true.
   * @endpoint PUT /operations/abort/{id}
   */
  abort(operation: string | number, options: AbortOptions = {}): Promise<Operation> {
    return abortOperation(this.#http, this, operation, options);
  }

  /**
   * Goes on with an operation that failed or was aborted: what was done is not done again, and the id stays. Profiles, scans
   * and promotions can be resumed; for the others it throws `UnsupportedError` before the request. An id is looked up first
   * for that; pass the operation itself to save the look. `forceAbort` aborts one that is under way. Throws `ConflictError`
   * where it has not failed. @endpoint PUT /operations/run/{id}
   */
  async resume(operation: OperationRef, params?: ResumeParams, options?: RequestOptions): Promise<Operation> {
    const run = await refOf(this, operation, options);
    refuseResume(run, this.#http.platform);
    return this.#http.one("PUT", path`/operations/run/${intId({ operation: run.id })}`, operationModel, options, {
      query: resumeParams.of(params),
    });
  }

  /**
   * Starts an operation once more, from the beginning, and gives the new one: it has another id. External scans cannot be
   * rerun: `UnsupportedError` before the request. An id is looked up first for that; pass the operation itself to save the
   * look. @endpoint PUT /operations/rerun/{id}
   */
  async rerun(operation: OperationRef, options?: RequestOptions): Promise<Operation> {
    const run = await refOf(this, operation, options);
    refuseRerun(run, this.#http.platform);
    return this.#http.one("PUT", path`/operations/rerun/${intId({ operation: run.id })}`, operationModel, options);
  }

  /**
   * Deletes the record of an operation from the list of activities. Anomalies, computed data and other results stay.
   * @endpoint DELETE /operations/{id}
   */
  delete(operation: string | number, options?: RequestOptions): Promise<void> {
    return this.#http.none("DELETE", path`/operations/${intId({ operation })}`, options);
  }

  /**
   * Yields the operation at every look until it has ended, whatever its end. Throws `WaitTimeoutError` at the deadline
   * (`timeoutMs`, default 30 minutes), and leaves it going, unless `abortOnTimeout` is true.
   */
  watch(operation: string | number, options: WaitOptions<Operation> = {}): AsyncIterable<Operation> {
    return watchUntilOver(operationSource(this.#http, this, operation), options);
  }

  /**
   * Waits until the operation has succeeded, and gives it; `warnings` holds what the platform said all the same. It is over
   * when it has an end and is not `queued` or `running` again; a state that nobody knows counts as under way. Answers are read
   * strictly, whatever the client's validation is. Looks that fail for a moment are repeated, five in a row at most.
   *
   * Throws `OperationFailedError` when it failed, `OperationAbortedError` when it was aborted, and `WaitTimeoutError` at the
   * deadline (`timeoutMs`, default 30 minutes), each with the operation as last seen.
   */
  waitForOperation(operation: string | number, options: WaitOptions<Operation> = {}): Promise<Operation> {
    return waitForOperation(this.#http, this, operation, options);
  }

  /**
   * Starts the same operation in several datastores, one after another (or `concurrency` at once), and waits for each where
   * `wait` says so. What fails in one datastore does not stop the next: each outcome holds the operation or the error.
   * Throws `ValidationError` before anything is sent, and `AbortedError` when the signal ends it.
   */
  runMany(
    body: DatastoreRunBody,
    datastores: readonly (string | number)[],
    options: RunManyOptions = {},
  ): Promise<RunOutcome[]> {
    return runMany(this.#http, this, body, datastores, options);
  }
}
