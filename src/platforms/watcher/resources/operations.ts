import type { Http, RequestOptions, WaitOptions } from "../../../base.js";
import { watchUntilOver } from "../../../base.js";
import { operationSource, waitForOperation } from "../gates/operations.js";
import { executionById } from "../lookups.js";
import { type Operation, operationOf } from "../models/operations.js";

/**
 * Runs of pipelines, as the operations that portable code knows. `client.executions` starts and ends them. The server has
 * no list of runs: keep their numbers.
 */
export class Operations {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Gives a run. Throws `NotFoundError` where there is none. @endpoint GET /pipeline_execution/{pipeline_execution_id}
   */
  get(execution: string | number, options?: RequestOptions): Promise<Operation> {
    return executionById(this.#http, execution, options).then(operationOf);
  }

  /**
   * Yields the run at every look until it has ended, whatever its end. Throws `WaitTimeoutError` at the deadline
   * (`timeoutMs`, default 30 minutes), and `UnsupportedError` for `abortOnTimeout`: the server cannot end a run by itself.
   */
  watch(execution: string | number, options: WaitOptions<Operation> = {}): AsyncIterable<Operation> {
    return watchUntilOver(operationSource(this.#http, this, execution, options), options);
  }

  /**
   * Waits until the run has succeeded, and gives it. Throws `OperationFailedError` when it failed, or ended without a word
   * on how, and `WaitTimeoutError` at the deadline (`timeoutMs`, default 30 minutes), with the run as last seen. Anomaly
   * flags come up to a second after the end, so that `warnings` may lack them.
   */
  waitForOperation(execution: string | number, options: WaitOptions<Operation> = {}): Promise<Operation> {
    return waitForOperation(this.#http, this, execution, options);
  }
}
