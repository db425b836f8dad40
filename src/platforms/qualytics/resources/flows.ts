import { type Http, type PagePromise, path, type RequestOptions } from "../../../base.js";
import { flowActions } from "../flow-actions.js";
import { intId } from "../ids.js";
import {
  actionMutedBody,
  type FlowCreateBody,
  type FlowUpdateBody,
  flowCreateBody,
  flowDeactivatedBody,
  flowUpdateBody,
  type NotificationActionBody,
  notificationActionBody,
} from "../models/flow-bodies.js";
import { type FlowExecution, flowExecutionModel } from "../models/flow-executions.js";
import {
  type Flow,
  type FlowAction,
  type FlowStub,
  flowActionModel,
  flowModel,
  flowStubModel,
} from "../models/flows.js";
import { type EntityHistory, entityHistoryModel } from "../models/history.js";
import { withoutSecrets } from "../models/out-of-sight.js";
import { type PageParams, pageParams } from "../models/params.js";
import { sendSafely } from "../safe-sending.js";

/** Flows: notifications and operations that follow an event. */
export class Flows {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Lists flows. @endpoint GET /flows */
  list(params?: PageParams, options?: RequestOptions): PagePromise<Flow> {
    return this.#http.page(path`/flows`, flowModel, options, pageParams.of(params));
  }

  /** Lists all flows by their names, in one piece. @endpoint GET /flows/listing */
  listing(options?: RequestOptions): PagePromise<FlowStub> {
    return this.#http.whole(path`/flows/listing`, flowStubModel, options);
  }

  /**
   * Makes a flow with its actions. An action without a `uuid` gets a new one. Secrets of notifications are written, and not
   * shown again. @endpoint POST /flows
   */
  create(body: FlowCreateBody, options?: RequestOptions): Promise<Flow> {
    return sendSafely(this.#http, "POST /flows", flowCreateBody.of(body), (sent) =>
      this.#http.one("POST", path`/flows`, flowModel, options, { body: sent }),
    );
  }

  /** Gives a flow. Throws `NotFoundError` where there is none. @endpoint GET /flows/{id} */
  get(flow: string | number, options?: RequestOptions): Promise<Flow> {
    return this.#http.one("GET", path`/flows/${intId({ flow })}`, flowModel, options);
  }

  /** Replaces a flow: what the body leaves out may be reset, secrets included. @endpoint PUT /flows/{id} */
  update(flow: string | number, body: FlowUpdateBody, options?: RequestOptions): Promise<Flow> {
    const target = path`/flows/${intId({ flow })}`;
    return sendSafely(this.#http, `PUT ${target.template}`, flowUpdateBody.of(body), (sent) =>
      this.#http.one("PUT", target, flowModel, options, { body: sent, repeatable: true }),
    );
  }

  /** Deletes a flow. @endpoint DELETE /flows/{id} */
  delete(flow: string | number, options?: RequestOptions): Promise<void> {
    return this.#http.none("DELETE", path`/flows/${intId({ flow })}`, options);
  }

  /**
   * Switches a flow off or on, and gives it as it then is; null where the platform answers with something else.
   * @endpoint PATCH /flows/{id}/deactivated
   */
  setDeactivated(flow: string | number, deactivated: boolean, options?: RequestOptions): Promise<Flow | null> {
    return this.#http.oneOrNull("PATCH", path`/flows/${intId({ flow })}/deactivated`, flowModel, options, {
      body: flowDeactivatedBody.of({ deactivated }),
      repeatable: true,
    });
  }

  /**
   * Runs the actions of a flow now, without its event. Gives the execution as it begins; null where the platform tells of
   * none: `listExecutions` finds it. It is not repeated after an error that may have come after the start.
   * @endpoint POST /flows/{id}/execute
   */
  execute(flow: string | number, options?: RequestOptions): Promise<FlowExecution | null> {
    return this.#http.oneOrNull("POST", path`/flows/${intId({ flow })}/execute`, flowExecutionModel, options);
  }

  /**
   * Gives the changes of a flow. Those that may hold secrets can be read by their names, and are not enumerable.
   * @endpoint GET /flows/{id}/history
   */
  async history(flow: string | number, options?: RequestOptions): Promise<EntityHistory> {
    const target = path`/flows/${intId({ flow })}/history`;
    return withoutSecrets(await this.#http.one("GET", target, entityHistoryModel, options));
  }

  /** Lists the executions of all flows. @endpoint GET /flows/executions */
  listExecutions(params?: PageParams, options?: RequestOptions): PagePromise<FlowExecution> {
    return this.#http.page(path`/flows/executions`, flowExecutionModel, options, pageParams.of(params));
  }

  /** Gives an execution of a flow. Throws `NotFoundError` where there is none. @endpoint GET /flows/executions/{id} */
  getExecution(execution: string | number, options?: RequestOptions): Promise<FlowExecution> {
    return this.#http.one("GET", path`/flows/executions/${intId({ execution })}`, flowExecutionModel, options);
  }

  /**
   * Asks the platform to abort an execution, and gives it as it then is; null where the platform answers with something
   * else. What was sent is not taken back. @endpoint POST /flows/executions/{id}/abort
   */
  abortExecution(execution: string | number, options?: RequestOptions): Promise<FlowExecution | null> {
    return this.#http.oneOrNull(
      "POST",
      path`/flows/executions/${intId({ execution })}/abort`,
      flowExecutionModel,
      options,
    );
  }

  /** Deletes the record of an execution. @endpoint DELETE /flows/executions/{id} */
  deleteExecution(execution: string | number, options?: RequestOptions): Promise<void> {
    return this.#http.none("DELETE", path`/flows/executions/${intId({ execution })}`, options);
  }

  /**
   * Gives the actions that the platform has under an id. The sources do not tell whether that is the id of an action or of a
   * flow, nor whether one record or a list comes back: either is given as a list. An answer that does not fit is an error
   * even where validation is lenient. @endpoint GET /flows/actions/{id}
   */
  actions(id: string | number, options?: RequestOptions): Promise<FlowAction[]> {
    return flowActions(this.#http, id, options);
  }

  /**
   * Keeps a notification quiet, or lets it be sent again, and gives the action as it then is; null where the platform
   * answers with something else. @endpoint PATCH /flows/actions/notification/{id}/muted
   */
  setActionMuted(action: string | number, muted: boolean, options?: RequestOptions): Promise<FlowAction | null> {
    return this.#http.oneOrNull(
      "PATCH",
      path`/flows/actions/notification/${intId({ action })}/muted`,
      flowActionModel,
      options,
      { body: actionMutedBody.of({ muted }), repeatable: true },
    );
  }

  /**
   * Gives which kinds of notifications there are and what parameters each takes, as the platform tells it: the sources do not
   * show its shape. @endpoint GET /flows/actions/notification/specifications
   */
  async notificationSpecifications(options?: RequestOptions): Promise<unknown> {
    return (await this.#http.raw("GET", path`/flows/actions/notification/specifications`, options)).data;
  }

  /**
   * Gives what the platform fills into a message (`tokenizedMessage`), as it tells it: the sources do not show its shape.
   * @endpoint GET /flows/actions/notification/tokens
   */
  async notificationTokens(options?: RequestOptions): Promise<unknown> {
    return (await this.#http.raw("GET", path`/flows/actions/notification/tokens`, options)).data;
  }

  /**
   * Sends a trial of a notification that no flow has yet. Throws what the platform refuses it with, such as
   * `BadRequestError`. @endpoint POST /flows/actions/notifications/test
   */
  testNewNotification(body: NotificationActionBody, options?: RequestOptions): Promise<void> {
    const target = path`/flows/actions/notifications/test`;
    return sendSafely(this.#http, `POST ${target.template}`, notificationActionBody.of(body), (sent) =>
      this.#http.none("POST", target, options, { body: sent }),
    );
  }

  /**
   * Sends a trial of a flow's notification. Throws what the platform refuses it with, such as `NotFoundError`.
   * @endpoint POST /flows/actions/notifications/{id}/test
   */
  testNotification(action: string | number, options?: RequestOptions): Promise<void> {
    return this.#http.none("POST", path`/flows/actions/notifications/${intId({ action })}/test`, options);
  }
}
