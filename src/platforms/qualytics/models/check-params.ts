import {
  type Field,
  filledText,
  flag,
  type Input,
  input,
  type Open,
  oneOf,
  open,
  optional,
  type RequestOptions,
} from "../../../base.js";
import { intIdField } from "../ids.js";
import type { CheckStatus } from "./checks.js";
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
import { RULE_TYPES, type RuleType } from "./rule-types.js";

/** Filters of `checks.list`. Builds before 2025 lack many of them. */
export interface CheckListParams extends PageParams {
  id?: OneOrMore<string | number> | undefined;
  datastore?: OneOrMore<string | number> | undefined;
  container?: OneOrMore<string | number> | undefined;
  field?: OneOrMore<string | number> | undefined;
  fieldProfile?: OneOrMore<string | number> | undefined;
  template?: OneOrMore<string | number> | undefined;
  templateCheckId?: OneOrMore<string | number> | undefined;
  ruleType?: OneOrMore<RuleType> | undefined;
  /** By name. */
  tag?: OneOrMore<string> | undefined;
  search?: string | undefined;
  segment?: string | undefined;
  inferred?: boolean | undefined;
  isElementContext?: boolean | undefined;
  favorite?: boolean | undefined;
  important?: boolean | undefined;
  /** True: templates alone. The server's default is false: checks alone. */
  templateOnly?: boolean | undefined;
  templateLocked?: boolean | undefined;
  assertedState?: Open<"passing" | "failing" | "not asserted"> | undefined;
  /** A user. */
  createdBy?: string | number | undefined;
  /** A user. */
  ownerId?: string | number | undefined;
  /** A user. */
  lastEditor?: string | number | undefined;
  archived?: Archived | undefined;
  /** For archived ones, tell `archived` as well. */
  status?: CheckStatus | undefined;
  sortId?: Sort | undefined;
  /** The server's default is `desc`. */
  sortFavorite?: Sort | undefined;
  sortWeight?: Sort | undefined;
  sortCreated?: Sort | undefined;
  sortActiveChecks?: Sort | undefined;
  sortActiveAnomalies?: Sort | undefined;
  sortCoverage?: Sort | undefined;
  sortRule?: Sort | undefined;
  sortLastAsserted?: Sort | undefined;
}

/** A filter by rules. */
export const rulesField: Field<OneOrMore<RuleType> | undefined> = oneOrMore(open(...RULE_TYPES));

export const checkListParams: Input<CheckListParams> = input("CheckListParams", {
  id: idsField,
  datastore: idsField,
  container: idsField,
  field: idsField,
  fieldProfile: idsField,
  template: idsField,
  templateCheckId: idsField,
  ruleType: rulesField,
  tag: namesField,
  search: optional(filledText),
  segment: optional(filledText),
  inferred: flagField,
  isElementContext: flagField,
  favorite: flagField,
  important: flagField,
  templateOnly: flagField,
  templateLocked: flagField,
  assertedState: optional(open("passing", "failing", "not asserted")),
  createdBy: optional(intIdField),
  ownerId: optional(intIdField),
  lastEditor: optional(intIdField),
  archived: archivedField,
  status: optional(open("Active", "Draft", "Invalid", "Discarded")),
  sortId: sortField,
  sortFavorite: sortField,
  sortWeight: sortField,
  sortCreated: sortField,
  sortActiveChecks: sortField,
  sortActiveAnomalies: sortField,
  sortCoverage: sortField,
  sortRule: sortField,
  sortLastAsserted: sortField,
  ...pageFields,
});

/** How a check is put aside. */
export interface CheckRemoval {
  /** False: it is gone for good. Default true: it is archived, and can be brought back. */
  archive?: boolean | undefined;
  /** What an archived one is called. Default `Discarded`. */
  status?: "Invalid" | "Discarded" | undefined;
  /** Whether its anomalies go too. Default true. */
  deleteAnomalies?: boolean | undefined;
}

const removal = {
  archive: optional(flag, true),
  status: optional(oneOf("Invalid", "Discarded"), "Discarded"),
  deleteAnomalies: optional(flag, true),
};

/** Options of `checks.delete`. */
export interface CheckDeleteOptions extends RequestOptions, CheckRemoval {}

export const checkRemoval: Input<CheckRemoval> = input("CheckRemoval", removal);

/** One check of `checks.bulkDelete`. */
export interface CheckBulkDelete extends CheckRemoval {
  id: string | number;
}

export const checkBulkDelete: Input<CheckBulkDelete> = input("CheckBulkDelete", { id: intIdField, ...removal });

export const favoriteBody: Input<{ favorite: boolean }> = input("FavoriteBody", { favorite: flag });
