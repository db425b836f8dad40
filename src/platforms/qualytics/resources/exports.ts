import { type Http, path, type RequestOptions } from "../../../base.js";
import {
  type CheckTemplateExportParams,
  checkTemplateExportParams,
  type DatastoreExportParams,
  datastoreExportParams,
} from "../models/exports.js";

/**
 * Exports of metadata to an enrichment datastore, as older builds start them. The platform has deprecated them, since they
 * tell nothing of how the export goes: `operations.run` with the type `export` or `global_export` gives an operation to wait
 * for. None of them is repeated after an error that may have come after the start.
 */
export class Exports {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Starts to write check templates to an enrichment datastore, into `_export_check_templates`.
   * @deprecated Run an operation of the type `global_export`.
   * @endpoint POST /export/check-templates
   */
  checkTemplates(params: CheckTemplateExportParams, options?: RequestOptions): Promise<void> {
    return this.#http.none("POST", path`/export/check-templates`, options, {
      query: checkTemplateExportParams.of(params),
    });
  }

  /**
   * Starts to write the anomalies of a datastore to its enrichment datastore.
   * @deprecated Run an operation of the type `export`, with `assetType: "anomalies"`.
   * @endpoint POST /export/anomalies
   */
  anomalies(params: DatastoreExportParams, options?: RequestOptions): Promise<void> {
    return this.#http.none("POST", path`/export/anomalies`, options, { query: datastoreExportParams.of(params) });
  }

  /**
   * Starts to write the checks of a datastore to its enrichment datastore.
   * @deprecated Run an operation of the type `export`, with `assetType: "checks"`.
   * @endpoint POST /export/checks
   */
  checks(params: DatastoreExportParams, options?: RequestOptions): Promise<void> {
    return this.#http.none("POST", path`/export/checks`, options, { query: datastoreExportParams.of(params) });
  }

  /**
   * Starts to write the profiles of the fields of a datastore to its enrichment datastore.
   * @deprecated Run an operation of the type `export`, with `assetType: "profiles"`.
   * @endpoint POST /export/field-profiles
   */
  fieldProfiles(params: DatastoreExportParams, options?: RequestOptions): Promise<void> {
    return this.#http.none("POST", path`/export/field-profiles`, options, { query: datastoreExportParams.of(params) });
  }
}
