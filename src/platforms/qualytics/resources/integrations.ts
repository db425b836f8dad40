import { type Http, type PagePromise, path, type RequestOptions } from "../../../base.js";
import { intId } from "../ids.js";
import { type EntityHistory, entityHistoryModel } from "../models/history.js";
import {
  type Integration,
  type IntegrationCreateBody,
  type IntegrationUpdateBody,
  integrationCreateBody,
  integrationModel,
  integrationUpdateBody,
} from "../models/integrations.js";
import { withoutSecrets } from "../models/out-of-sight.js";
import { sendSafely } from "../safe-sending.js";

/** Integrations: connections to other products, such as ticket systems and catalogs. */
export class Integrations {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Lists all integrations, in one piece. @endpoint GET /integrations */
  list(options?: RequestOptions): PagePromise<Integration> {
    return this.#http.whole(path`/integrations`, integrationModel, options);
  }

  /** Makes an integration. Its secrets are written, and need not be shown again. @endpoint POST /integrations */
  create(body: IntegrationCreateBody, options?: RequestOptions): Promise<Integration> {
    return sendSafely(this.#http, "POST /integrations", integrationCreateBody.of(body), (sent) =>
      this.#http.one("POST", path`/integrations`, integrationModel, options, { body: sent }),
    );
  }

  /** Gives an integration. Throws `NotFoundError` where there is none. @endpoint GET /integrations/{id} */
  get(integration: string | number, options?: RequestOptions): Promise<Integration> {
    return this.#http.one("GET", path`/integrations/${intId({ integration })}`, integrationModel, options);
  }

  /**
   * Replaces an integration: what the body leaves out may be reset, secrets included.
   * @endpoint PUT /integrations/{id}
   */
  update(integration: string | number, body: IntegrationUpdateBody, options?: RequestOptions): Promise<Integration> {
    const target = path`/integrations/${intId({ integration })}`;
    return sendSafely(this.#http, `PUT ${target.template}`, integrationUpdateBody.of(body), (sent) =>
      this.#http.one("PUT", target, integrationModel, options, { body: sent, repeatable: true }),
    );
  }

  /** Deletes an integration. @endpoint DELETE /integrations/{id} */
  delete(integration: string | number, options?: RequestOptions): Promise<void> {
    return this.#http.none("DELETE", path`/integrations/${intId({ integration })}`, options);
  }

  /** Asks the platform to exchange its records with the other product now. @endpoint POST /integrations/{id}/sync */
  sync(integration: string | number, options?: RequestOptions): Promise<void> {
    return this.#http.none("POST", path`/integrations/${intId({ integration })}/sync`, options);
  }

  /**
   * Gives the changes of an integration. Those that may hold secrets can be read by their names, and are not enumerable.
   * @endpoint GET /integrations/{id}/history
   */
  async history(integration: string | number, options?: RequestOptions): Promise<EntityHistory> {
    const target = path`/integrations/${intId({ integration })}/history`;
    return withoutSecrets(await this.#http.one("GET", target, entityHistoryModel, options));
  }

  /**
   * Gives which types of integrations there are and what fields each takes, as the platform tells it: the sources do not show
   * its shape. @endpoint GET /integrations-specifications
   */
  async specifications(options?: RequestOptions): Promise<unknown> {
    return (await this.#http.raw("GET", path`/integrations-specifications`, options)).data;
  }
}
