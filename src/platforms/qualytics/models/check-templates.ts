import { type Input, input } from "../../../base.js";
import { rulesField } from "./check-params.js";
import { flagField, namesField, type OneOrMore, type PageParams, pageFields } from "./params.js";
import type { RuleType } from "./rule-types.js";

/** Filters of `checkTemplates.list`. */
export interface CheckTemplateListParams extends PageParams {
  templateLocked?: boolean | undefined;
  ruleType?: OneOrMore<RuleType> | undefined;
  /** By name. */
  tag?: OneOrMore<string> | undefined;
}

export const checkTemplateListParams: Input<CheckTemplateListParams> = input("CheckTemplateListParams", {
  templateLocked: flagField,
  ruleType: rulesField,
  tag: namesField,
  ...pageFields,
});
