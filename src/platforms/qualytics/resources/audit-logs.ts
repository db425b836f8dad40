import { type Http, type PagePromise, path, type RequestOptions } from "../../../base.js";
import { type MaskingAuditLog, maskingAuditLogModel } from "../models/audit-logs.js";
import { type PageParams, pageParams } from "../models/params.js";

/** What the platform keeps account of. */
export class AuditLogs {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Lists who looked at masked values, page by page. For admins. @endpoint GET /audit-logs/masking */
  masking(params?: PageParams, options?: RequestOptions): PagePromise<MaskingAuditLog> {
    return this.#http.page(path`/audit-logs/masking`, maskingAuditLogModel, options, pageParams.of(params));
  }
}
