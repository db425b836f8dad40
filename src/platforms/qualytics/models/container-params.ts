import { between, filledText, type Input, input, int, type Open, open, optional } from "../../../base.js";
import { intIdField } from "../ids.js";
import type { ContainerKind } from "./container-kinds.js";
import type { Container } from "./containers.js";
import { type FieldProfileSorts, fieldProfileSorts } from "./field-profiles.js";
import type { FieldStatus, FieldType } from "./field-stubs.js";
import {
  type Archived,
  archivedField,
  flagField,
  idsField,
  namesField,
  type OneOrMore,
  oneOrMore,
  type PageParams,
  pageFields,
  type Sort,
  sortField,
} from "./params.js";

/** Filters of `containers.list`. */
export interface ContainerListParams extends PageParams {
  id?: OneOrMore<string | number> | undefined;
  datastore?: OneOrMore<string | number> | undefined;
  /** Those that an operation was about. */
  operation?: OneOrMore<string | number> | undefined;
  /** Those that a schedule is about. */
  schedule?: OneOrMore<string | number> | undefined;
  /** The sources do not say whether the whole name must match: compare the names of what is given. */
  name?: string | undefined;
  /** Text to look for. */
  search?: string | undefined;
  /** By name. */
  tag?: OneOrMore<string> | undefined;
  /** Kinds: `table` gives no views, `view` gives them alone. What the platform gives beyond them is dropped. */
  containerType?: OneOrMore<Open<Exclude<ContainerKind, "other">>> | undefined;
  archived?: Archived | undefined;
  /** Of containers in an enrichment datastore: what the platform writes there. */
  purpose?:
    | OneOrMore<Open<"scan_metadata" | "remediation" | "materialized" | "exports" | "computed" | "other">>
    | undefined;
  sortId?: Sort | undefined;
  sortFavorite?: Sort | undefined;
  sortCreated?: Sort | undefined;
  sortName?: Sort | undefined;
  sortRecords?: Sort | undefined;
  sortFields?: Sort | undefined;
  sortActiveChecks?: Sort | undefined;
  sortActiveAnomalies?: Sort | undefined;
  sortCompleteness?: Sort | undefined;
  sortContainerType?: Sort | undefined;
  sortQualityScore?: Sort | undefined;
  sortLastProfiled?: Sort | undefined;
  sortLastScanned?: Sort | undefined;
  sortPurpose?: Sort | undefined;
}

export const containerListParams: Input<ContainerListParams> = input("ContainerListParams", {
  id: idsField,
  datastore: idsField,
  operation: idsField,
  schedule: idsField,
  name: optional(filledText),
  search: optional(filledText),
  tag: namesField,
  containerType: oneOrMore(open("table", "view", "file", "computed_table", "computed_file", "computed_join")),
  archived: archivedField,
  purpose: oneOrMore(open("scan_metadata", "remediation", "materialized", "exports", "computed", "other")),
  sortId: sortField,
  sortFavorite: sortField,
  sortCreated: sortField,
  sortName: sortField,
  sortRecords: sortField,
  sortFields: sortField,
  sortActiveChecks: sortField,
  sortActiveAnomalies: sortField,
  sortCompleteness: sortField,
  sortContainerType: sortField,
  sortQualityScore: sortField,
  sortLastProfiled: sortField,
  sortLastScanned: sortField,
  sortPurpose: sortField,
  ...pageFields,
});

/**
 * Keeps the containers of the kinds that were asked for: whether the platform's filter tells views from tables is not
 * certain. A table of which it does not say whether it is a view is kept for either.
 */
export function ofKinds(asked: ContainerListParams["containerType"]): ((container: Container) => boolean) | undefined {
  if (asked === undefined) return undefined;
  const words: readonly unknown[] = [asked].flat();
  return ({ kind, containerType, tableType }) => {
    if (kind === "other") return words.includes(containerType);
    const isEither = containerType === "table" && tableType === null;
    return words.includes(kind) || (isEither && words.includes("view"));
  };
}

/** Which rows `containers.listing` gives. */
export interface ContainerListingParams {
  /** One datastore. Default: all. */
  datastore?: string | number | undefined;
}

export const containerListingParams: Input<ContainerListingParams> = input("ContainerListingParams", {
  datastore: optional(intIdField),
});

/** Which fields `containers.fields` gives. */
export interface ContainerFieldParams {
  /** Default: active and missing ones. */
  status?: OneOrMore<FieldStatus> | undefined;
}

export const containerFieldParams: Input<ContainerFieldParams> = input("ContainerFieldParams", {
  status: oneOrMore(open("active", "excluded", "missing", "masked")),
});

/** Filters of `containers.fieldProfiles`. */
export interface ContainerFieldProfileParams extends FieldProfileSorts, PageParams {
  name?: string | undefined;
  type?: OneOrMore<FieldType> | undefined;
  /** By name. */
  tag?: OneOrMore<string> | undefined;
  status?: OneOrMore<FieldStatus> | undefined;
  /** A profile of the container, by its id. */
  containerProfile?: string | number | undefined;
}

export const containerFieldProfileParams: Input<ContainerFieldProfileParams> = input("ContainerFieldProfileParams", {
  name: optional(filledText),
  type: oneOrMore(open("Unknown", "Integral", "Fractional", "Boolean", "String", "Date", "Timestamp")),
  tag: namesField,
  status: oneOrMore(open("active", "excluded", "missing", "masked")),
  containerProfile: optional(intIdField),
  ...fieldProfileSorts,
  ...pageFields,
});

/** Which records `containers.sourceRecords` gives, and in which order. */
export interface SourceRecordParams {
  /** An SQL condition. */
  filter?: string | undefined;
  sortColumns?: OneOrMore<string> | undefined;
  /** True: the values of masked fields, too. The platform wants the right for it, and keeps an account of it. */
  includeMasked?: boolean | undefined;
}

export const sourceRecordParams: Input<SourceRecordParams> = input("SourceRecordParams", {
  filter: optional(filledText),
  sortColumns: namesField,
  includeMasked: flagField,
});

/** How `containers.validate` goes about it. */
export interface ContainerValidateParams {
  /** How long the platform may try, in whole seconds: 1 to 3600. Default 60. */
  timeoutSeconds?: number | undefined;
}

/** What the platform's own command line sends. */
export const VALIDATE_SECONDS = 60;

export const containerValidateParams: Input<ContainerValidateParams> = input("ContainerValidateParams", {
  timeoutSeconds: optional(between(int, 1, 3600), VALIDATE_SECONDS),
});
