import { type AssetRef, type Http, type PagePromise, path, type RequestOptions } from "../../../base.js";
import { assetId } from "../ids.js";
import { type JobStarted, jobStartedModel } from "../models/jobs.js";
import { noParams } from "../models/params.js";
import {
  type SchemaBaseline,
  type SchemaBaselineCreateBody,
  type SchemaChange,
  type SchemaChangeListParams,
  type SchemaDryRun,
  type SchemaDryRunBody,
  type SchemaMonitoringBody,
  type SchemaMonitoringStatus,
  type SchemaState,
  type SchemaSummary,
  schemaBaselineCreateBody,
  schemaBaselineModel,
  schemaChangeListParams,
  schemaChangeModel,
  schemaDryRunBody,
  schemaDryRunModel,
  schemaMonitoringBody,
  schemaMonitoringEndedModel,
  schemaMonitoringStatusModel,
  schemaStateModel,
  schemaSummaryModel,
} from "../models/schema.js";

/** What changes in the shape of tables. */
export class Schema {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Counts schema changes. @endpoint GET /sdk/schema/summary */
  summary(params?: Record<never, never>, options?: RequestOptions): Promise<SchemaSummary> {
    return this.#http.one("GET", path`/sdk/schema/summary`, schemaSummaryModel, options, {
      query: noParams.of(params),
    });
  }

  /** Lists schema changes. @endpoint GET /sdk/schema/changes */
  changes(params?: SchemaChangeListParams, options?: RequestOptions): PagePromise<SchemaChange> {
    return this.#http.page(path`/sdk/schema/changes`, schemaChangeModel, options, schemaChangeListParams.of(params));
  }

  /**
   * Starts to look for changes of the asset's schema; wait for it with `client.jobs.waitForJob`. Needs a read-write key.
   * @endpoint POST /sdk/schema/{asset_id}/refresh
   */
  refresh(asset: AssetRef, options?: RequestOptions): Promise<JobStarted> {
    return this.#http.one("POST", path`/sdk/schema/${assetId({ asset })}/refresh`, jobStartedModel, options);
  }

  /** Gives the latest changes of an asset's schema, as far as the platform tells. @endpoint GET /sdk/schema/{asset_id} */
  get(asset: AssetRef, options?: RequestOptions): Promise<SchemaState> {
    return this.#http.one("GET", path`/sdk/schema/${assetId({ asset })}`, schemaStateModel, options);
  }

  /**
   * Keeps the schema as it is now, to compare with. Needs a read-write key.
   * @endpoint POST /sdk/schema/{asset_id}/baseline
   */
  createBaseline(asset: AssetRef, body?: SchemaBaselineCreateBody, options?: RequestOptions): Promise<SchemaBaseline> {
    return this.#http.one("POST", path`/sdk/schema/${assetId({ asset })}/baseline`, schemaBaselineModel, options, {
      body: schemaBaselineCreateBody.of(body),
    });
  }

  /**
   * Lets the platform look at the asset's schema regularly. Needs a read-write key.
   * @endpoint POST /sdk/schema/{asset_id}/monitoring
   */
  enableMonitoring(
    asset: AssetRef,
    body?: SchemaMonitoringBody,
    options?: RequestOptions,
  ): Promise<SchemaMonitoringStatus> {
    return this.#http.one(
      "POST",
      path`/sdk/schema/${assetId({ asset })}/monitoring`,
      schemaMonitoringStatusModel,
      options,
      { body: schemaMonitoringBody.of(body) },
    );
  }

  /**
   * Ends the regular looks at the asset's schema. Gives null where the platform answers without a body. Needs a
   * read-write key.
   * @endpoint DELETE /sdk/schema/{asset_id}/monitoring
   */
  disableMonitoring(asset: AssetRef, options?: RequestOptions): Promise<SchemaMonitoringStatus | null> {
    return this.#http.oneOrNull(
      "DELETE",
      path`/sdk/schema/${assetId({ asset })}/monitoring`,
      schemaMonitoringEndedModel,
      options,
    );
  }

  /** Tells what schema monitoring would have alerted of; changes nothing. @endpoint POST /sdk/schema/dry-run */
  dryRun(body: SchemaDryRunBody, options?: RequestOptions): Promise<SchemaDryRun> {
    return this.#http.one("POST", path`/sdk/schema/dry-run`, schemaDryRunModel, options, {
      body: schemaDryRunBody.of(body),
    });
  }
}
