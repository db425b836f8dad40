import { type Input, input } from "../../../base.js";
import { intIdField } from "../ids.js";
import { idsField, type OneOrMore } from "./params.js";

/** What is exported of a datastore. */
export interface DatastoreExportParams {
  datastore: string | number;
  /** Default: all of them. */
  containers?: OneOrMore<string | number> | undefined;
}

export const datastoreExportParams: Input<DatastoreExportParams> = input("DatastoreExportParams", {
  datastore: intIdField,
  containers: idsField,
});

/** Which check templates are exported, and where to. */
export interface CheckTemplateExportParams {
  /** The enrichment datastore that they are written to. */
  enrichmentDatastoreId: string | number;
  /** Default: all of them. */
  templateIds?: OneOrMore<string | number> | undefined;
}

export const checkTemplateExportParams: Input<CheckTemplateExportParams> = input(
  "CheckTemplateExportParams",
  { enrichmentDatastoreId: intIdField, templateIds: idsField },
  { wire: { enrichmentDatastoreId: "enrich_datastore_id" } },
);
